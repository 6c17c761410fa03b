"""What a card and a place in a bank say of one person fits together: pupils have a class, teachers have an age."""

from datetime import date
from typing import NamedTuple

from django import forms

from registry import clock
from registry.enums import MentorSource, Participant
from registry.extension_points import obstacles_to_other_side
from registry.models import Mentee, Mentor, Person
from registry.plausible_dates import YOUNGEST_WORKER
from russian.numbers import plural
from spreadsheets.cleaning.dates import age_on

#: whoever is in a class is so old; evening schools teach adults of any age from 18 on in the upper classes
YOUNGEST_PUPIL, OLDEST_PUPIL = 5, 22
PUPILS = frozenset({MentorSource.PUPIL, Participant.PUPIL})
#: they work, so they are of an age to
WORKING = frozenset({MentorSource.TEACHER, MentorSource.PARTNER, Participant.TEACHER})


def check_place_in_bank(form: forms.BaseForm, field: str, entry: Mentor | Mentee, person: Person) -> None:
    """Whether somebody may be what `field` now says: by the class and the age on the card, and by the open pairs."""
    value = form.cleaned_data.get(field)
    if value is None or (entry.pk and not {field, "person"} & set(form.changed_data)):
        return
    if value not in PUPILS and person.grade is not None:
        form.add_error(
            field,
            f"В карточке указан класс, {person.grade_label}: это обучающийся. Если класс указан ошибочно, сначала "
            "уберите его в карточке.",
        )
    check_age_of_worker(form, field, value, person.birth_date)
    if entry.pk:
        for obstacle in obstacles_to_other_side(entry):
            form.add_error(field, obstacle)


def check_age_of_worker(form: forms.BaseForm, field: str, value: str, born: date | None) -> None:
    if value in WORKING and born and (age := age_on(born, clock.today())) < YOUNGEST_WORKER:
        form.add_error(
            field,
            f"По дате рождения {plural(age, 'год,года,лет')}: работать можно с {YOUNGEST_WORKER} лет. Проверьте дату "
            "рождения и то, кто это.",
        )


def check_days_of_life(form: forms.BaseForm) -> None:
    """Birth and the beginning of work have come, and nobody works as a child."""
    born, since = form.cleaned_data.get("birth_date"), form.cleaned_data.get("working_since")
    if born and born > clock.today():
        form.add_error("birth_date", "Дата рождения ещё не наступила.")
    if since and since > clock.today():
        form.add_error("working_since", "Стаж не может начаться в будущем.")
    elif born and since and since.year < born.year + YOUNGEST_WORKER:
        form.add_error(
            "working_since",
            f"Стаж начинается раньше {YOUNGEST_WORKER} лет. Проверьте дату рождения и дату начала стажа.",
        )


def check_class(form: forms.BaseForm, person: Person) -> None:
    """A class is a pupil's, and a pupil is of an age for it. Asked while somebody types one of the two."""
    cleaned, grade = form.cleaned_data, form.cleaned_data.get("grade")
    born = cleaned.get("birth_date")
    if not grade or not {"grade", "birth_date"} & set(form.changed_data):
        return
    if born and not YOUNGEST_PUPIL <= (age := age_on(born, clock.today())) <= OLDEST_PUPIL:
        form.add_error(
            "birth_date", f"По дате рождения {plural(age, 'год,года,лет')}, а указан класс: {grade}. Проверьте оба."
        )
    if "grade" not in form.changed_data or not person.pk:
        return
    places = [place for place in (_place(person, "mentor", "source"), _place(person, "mentee", "participant")) if place]
    if places and not PUPILS & set(places):
        form.add_error(
            "grade",
            "Класс указывают у обучающихся, а в базах реестра это не обучающийся. Очистите класс или сначала исправьте "
            "место в базе.",
        )


class FittingParts(NamedTuple):
    """Which parts of a card are asked of a person."""

    work: bool
    study: bool


def fitting_parts(person: Person) -> FittingParts:
    """By the places in the banks; of whoever has none, both parts. A representative signs for every minor."""
    mentor, mentee = _place(person, "mentor", "source"), _place(person, "mentee", "participant")
    places = {place for place in (mentor, mentee) if place}
    if not places:
        return FittingParts(work=True, study=True)
    learners = PUPILS | {Participant.STUDENT}
    return FittingParts(work=bool(places - learners), study=bool(places & PUPILS) or person.is_minor)


def _place(person: Person, bank: str, field: str) -> str:
    return getattr(getattr(person, bank, None), field, "")
