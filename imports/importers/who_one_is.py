"""Whether what a row says of age and class fits what the register knows of the person, as the form of the card asks."""

from datetime import date
from typing import NamedTuple

from imports.record_values import ImportedValues
from registry.age_and_class import PUPILS, is_no_pupil, refusal_of_age, unusual_age_in_class
from registry.models import Mentee, Mentor, Person
from russian.typography import lower_first

#: bank → what one is there
_PLACES = (("mentor", "source"), ("mentee", "participant"))


class Contradiction(NamedTuple):
    """`refusal`: what nobody is, so that the row cannot be written; `doubt`: what few are, so that it is asked."""

    refusal: str = ""
    doubt: str = ""


NOTHING = Contradiction()


def contradiction_in(values: ImportedValues, entry: Mentor | Mentee | None, place: str) -> Contradiction:
    """`values`: of the row; `entry`: of the person in the bank of the file, not saved where it is new there, None for
    somebody whom the register does not know; `place`: what somebody new in this bank is."""
    person = entry.person if entry is not None else None
    is_new_here = entry is None or entry.pk is None
    grade, is_new_grade = _grade(values, person)
    born, is_new_day = _birth_date(values, person)
    known_places = _places(person)
    places = known_places + ([place] if is_new_here else [])
    if is_new_grade and is_no_pupil(known_places or places):
        return Contradiction(refusal=f"указан класс: {grade}, а в базах реестра это не обучающийся")
    if is_new_here or is_new_day:
        refusals = filter(None, (refusal_of_age(one, born) for one in places))
        if refusal := next(refusals, ""):
            return Contradiction(refusal=lower_first(refusal))
    if (is_new_grade or is_new_day) and (unusual := unusual_age_in_class(grade, born)) is not None:
        words = lower_first(unusual.words.rstrip("."))
        return Contradiction(refusal=words) if unusual.is_impossible else Contradiction(doubt=words)
    if is_new_here and person is not None and person.grade is not None and place not in PUPILS:
        return Contradiction(doubt=f"в карточке указан класс, {person.grade_label}: это обучающийся, а в файле — нет")
    return NOTHING


def _grade(values: ImportedValues, person: Person | None) -> tuple[int | None, bool]:
    """As it would be after, and whether the row says so."""
    stored, new = person.grade if person else None, values.get("grade")
    return (stored, False) if new is None else (new, new != stored)


def _birth_date(values: ImportedValues, person: Person | None) -> tuple[date | None, bool]:
    """A known day stays."""
    stored, new = person.birth_date if person else None, values.get("birth_date")
    return (stored, False) if stored is not None or new is None else (new, True)


def _places(person: Person | None) -> list[str]:
    entries = ((getattr(person, bank, None), column) for bank, column in _PLACES)
    return [getattr(entry, column) for entry, column in entries if entry is not None and entry.pk is not None]
