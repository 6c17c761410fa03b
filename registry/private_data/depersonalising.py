"""Takes a person out of the register: what it would mean, and the deed, which nobody takes back (ADR 49)."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.bank import archive_person, held_card
from registry.actions.view_log import ViewSubject, record_view
from registry.history.audit import with_audit
from registry.kept_data import CardsOfPerson, FreeText, KeptData, kept_data
from registry.models import Person
from registry.models.view_record import ViewKind


@dataclass(frozen=True)
class KeptPart:
    """One kind of data on the page that asks before the deed."""

    kind: KeptData
    number: int


@dataclass(frozen=True)
class TextOfPair:
    """A text that stays. `names_person`: it may name the person, so that somebody should correct it before."""

    text: FreeText
    names_person: bool


@dataclass(frozen=True)
class DepersonalisingPlan:
    parts: tuple[KeptPart, ...]
    texts: tuple[TextOfPair, ...]
    obstacles: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """What the page has shown, so that nothing else is done on it."""
        numbers = ", ".join(f"{part.kind.title}: {part.number}" for part in self.parts)
        return f"{numbers}; тексты: {len(self.texts)}"


def plan_depersonalising(person: Person) -> DepersonalisingPlan:
    cards = CardsOfPerson(person)
    texts = [TextOfPair(text, cards.named_in(text.text)) for kind in kept_data for text in kind.texts(cards)]
    return DepersonalisingPlan(
        tuple(KeptPart(kind, len(kind.records(cards, False))) for kind in kept_data),
        tuple(sorted(texts, key=lambda text: not text.names_person)),
        tuple(obstacle for kind in kept_data for obstacle in kind.obstacles(cards)),
    )


@transaction.atomic
def depersonalise_person(*, person: Person, reason: str, by: User) -> Person:
    """Clears every kind of data that is kept of the person, with the versions in history, closes the card and says on
    it when that was done. Stored files go once all is written.

    Raises ValidationError with what has to be done before, and for a reason that names the person.
    """
    held_card(person)
    person = Person.objects.get(pk=person.pk)
    cards = CardsOfPerson(person)
    if obstacles := [obstacle for kind in kept_data for obstacle in kind.obstacles(cards)]:
        raise ValidationError(obstacles)
    if cards.named_in(reason):
        raise ValidationError({"reason": "Напишите причину без имени человека: она останется на карточке."})
    files = [file for kind in kept_data for file in kind.doomed_files(cards)]
    if person.archived_on is None:
        archive_person(person=person, by=by)
    _ = cards.full_names  # read before they are gone
    for kind in kept_data:
        kind.clear(cards)
    for card in Person.objects.filter(pk__in=cards.pks).order_by("pk"):
        card.depersonalised_on = clock.today()
        with_audit(card, by=by, reason=f"Карточка обезличена: {reason}").save()
    record_view(ViewKind.DEPERSONALISED, ViewSubject.of_person(person), by=by, each=True)
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    return Person.objects.get(pk=person.pk)


@transaction.atomic
def keep_person_data(*, person: Person, until: date, reason: str, by: User) -> Person:
    """Nobody is asked about the card until the day has passed. Raises ValidationError for a card that is closed."""
    card = held_card(person)
    card.keep_until = until
    with_audit(card, by=by, reason=f"Личные сведения оставлены до {until:%d.%m.%Y}: {reason}").save()
    return card
