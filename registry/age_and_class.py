"""What age, class and place in a bank say of one person fits together, for forms, imports and merges alike."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from registry import clock
from registry.enums import MentorSource, Participant
from registry.plausible_dates import YOUNGEST_WORKER
from russian.numbers import plural
from spreadsheets.cleaning.dates import age_on

#: whoever is in a class is so old; evening schools teach adults of any age from 18 on in the upper classes
YOUNGEST_PUPIL, OLDEST_PUPIL = 5, 22
PUPILS = frozenset({MentorSource.PUPIL, Participant.PUPIL})
#: a class is begun at six to eight; how many years more than the number of the class are usual, and fewer nobody has
USUAL_YEARS, FEWEST_YEARS = range(5, 11), 2
#: they study after school or have finished it, so they do not work yet
AFTER_SCHOOL = frozenset({MentorSource.ALUMNUS, Participant.STUDENT})


class AgeInClass(NamedTuple):
    """`words`: «По дате рождения 40 лет, а указан класс: 5.»; `is_impossible`: nobody is so old there, else few."""

    words: str
    is_impossible: bool


def unusual_age_in_class(grade: int | None, born: date | None, on: date | None = None) -> AgeInClass | None:
    """None where the age is usual, or one of the two is not known. `on`: today where no other day is named."""
    today = on or clock.today()
    if grade is None or born is None or born > today:
        return None
    age = age_on(born, today)
    is_impossible = not max(YOUNGEST_PUPIL, grade + FEWEST_YEARS) <= age <= OLDEST_PUPIL
    if not is_impossible and age - grade in USUAL_YEARS:
        return None
    return AgeInClass(f"По дате рождения {plural(age, 'год,года,лет')}, а указан класс: {grade}.", is_impossible)


def refusal_of_age(value: str, born: date | None) -> str:
    """Why nobody born so late stands in a bank as this, or nothing. The age of a pupil follows from the class."""
    if not value or value in PUPILS or born is None or (age := age_on(born, clock.today())) >= YOUNGEST_WORKER:
        return ""
    if value in AFTER_SCHOOL:
        what = f"а выпускник или студент не младше {YOUNGEST_WORKER} лет"
    else:
        what = f"работать можно с {YOUNGEST_WORKER} лет"
    between = ", " if value in AFTER_SCHOOL else ": "
    words = plural(age, "год,года,лет")
    return f"По дате рождения {words}{between}{what}. Проверьте дату рождения и то, кто это."


def is_no_pupil(places: Iterable[str]) -> bool:
    """In banks, and in all of them somebody who is in no class."""
    places = set(places)
    return bool(places) and not PUPILS & places
