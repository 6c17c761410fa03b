"""Whether age, class and places of the card that remains of two fit together, as the forms ask it of one."""

from collections.abc import Iterator, Mapping

from registry.age_and_class import is_no_pupil, refusal_of_age, unusual_age_in_class
from registry.enums import MentorSource
from registry.models import Person
from registry.queries.people import offices_of

_CHOOSE = "Вернитесь к сравнению и выберите другое значение или сначала исправьте карточку."
#: bank → what one is there
_PLACES = {"mentor": "source", "mentee": "participant"}


def doubts_about_age(outcome: Person) -> list[str]:
    """What few have: a person says whether it is right."""
    unusual = unusual_age_in_class(outcome.grade, outcome.birth_date)
    return [unusual.words] if unusual is not None and not unusual.is_impossible else []


def obstacles_by_age(
    outcome: Person, survivor: Person, absorbed: Person, chosen_owners: Mapping[str, int]
) -> Iterator[str]:
    """What nobody is. `outcome`: the card as it would be."""
    unusual = unusual_age_in_class(outcome.grade, outcome.birth_date)
    if unusual is not None and unusual.is_impossible:
        yield f"{unusual.words} {_CHOOSE}"
    places = list(_places_after(survivor, absorbed, chosen_owners))
    if outcome.grade is not None and is_no_pupil(places):
        yield f"Указан класс, {outcome.grade_label}, а в базах реестра это не обучающийся. {_CHOOSE}"
    yield from dict.fromkeys(filter(None, (refusal_of_age(place, outcome.birth_date) for place in places)))


def _places_after(survivor: Person, absorbed: Person, chosen_owners: Mapping[str, int]) -> Iterator[str]:
    for bank, column in _PLACES.items():
        own, other = getattr(survivor, bank, None), getattr(absorbed, bank, None)
        is_of_other = own is None or (other is not None and chosen_owners.get(f"{bank}-{column}") == absorbed.pk)
        if (entry := other if is_of_other else own) is not None:
            yield getattr(entry, column)
    if offices_of(survivor) or offices_of(absorbed):
        yield MentorSource.TEACHER
