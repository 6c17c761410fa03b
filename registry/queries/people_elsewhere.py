"""Why a person whom the reader knows is not found any more: moved on, or the card was joined into another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from registry.access import Access, Right
from registry.models import Affiliation, Consent, Mentee, Mentor, Person
from registry.pages.earlier_decision import who_and_when
from registry.queries.people import people_visible_to

_MODELS = {model.__name__: model for model in (Person, Mentor, Mentee, Consent)}


@dataclass(frozen=True)
class PersonElsewhere:
    person: Person
    #: what has happened, when and by whom, as sentences
    words: str
    #: the last day with the reader, on which lists still show the person; None of a joined card
    last_day: date | None = None
    #: the card into which this one was joined
    survivor: Person | None = None


def person_elsewhere(user: User, model_name: str, numbers: Sequence[int]) -> PersonElsewhere | None:
    """Of the person whom one of the numbers of an address names, as a card, an entry or a consent. None for whoever has
    never been with the reader: a foreign row stays unknown."""
    model = _MODELS.get(model_name)
    if model is None or not Access.of(user).anywhere(Right.VIEW_PEOPLE):
        return None
    for number in numbers:
        record = model._default_manager.filter(pk=number).first()
        person = record if isinstance(record, Person) else getattr(record, "person", None)
        if person is not None and (elsewhere := _of_merge(user, person) or _of_move(user, person)):
            return elsewhere
    return None


def _of_merge(user: User, person: Person) -> PersonElsewhere | None:
    survivor = person.merged_into
    if survivor is None or not people_visible_to(user).filter(pk=survivor.pk).exists():
        return None
    words = f"Карточку объединили с другой{who_and_when(person, 'merged_into_id')}: это один человек, {survivor}."
    return PersonElsewhere(person, words, survivor=survivor)


def _of_move(user: User, person: Person) -> PersonElsewhere | None:
    if people_visible_to(user).filter(pk=person.pk).exists():
        return None
    closed = Affiliation.objects.filter(
        Access.of(user).where(Right.VIEW_PEOPLE), person=person, until__isnull=False
    ).select_related("organisation")
    last = closed.order_by("-until").first()
    if last is None or last.until is None:
        return None
    words = (
        f"{person.short_name}: последний день в организации {last.organisation} — {last.until:%d.%m.%Y}"
        f"{who_and_when(last, 'until')}. Перевод или уход уже внесли, и карточка теперь не у вас. Дальше её ведёт "
        "новая организация, а если в переводе ошибка, её исправит муниципальный координатор."
    )
    return PersonElsewhere(person, words, last_day=last.until)
