"""What a card and a place in a bank say of one person fits together: pupils have a class, teachers have an age."""

from datetime import date
from typing import NamedTuple

from django import forms

from registry import clock
from registry.age_and_class import PUPILS, is_no_pupil, refusal_of_age, unusual_age_in_class
from registry.enums import MentorSource, Participant
from registry.extension_points import obstacles_to_other_side
from registry.models import Mentee, Mentor, Person
from registry.names.text_checks import check_class_letter
from registry.plausible_dates import YOUNGEST_WORKER
from registry.queries.people import offices_of

#: the answer that the class and the birth date are right
AGE_CONFIRMED = "age_confirmed"


def age_confirmed_field() -> forms.BooleanField:
    """Shown once something is asked."""
    return forms.BooleanField(label="Класс и дата рождения верны", required=False)


def check_class_letter_of_card(form: forms.BaseForm) -> None:
    """To be called when the form is made: a class has a letter."""
    if "grade_letter" in form.fields:
        form.fields["grade_letter"].validators.append(check_class_letter)


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
    check_age_of_place(form, field, value, person.birth_date)
    if entry.pk:
        for obstacle in obstacles_to_other_side(entry):
            form.add_error(field, obstacle)


def check_age_of_place(form: forms.BaseForm, field: str, value: str, born: date | None) -> None:
    if refusal := refusal_of_age(value, born):
        form.add_error(field, refusal)


def check_class_of_place(form: forms.BaseForm, field: str) -> None:
    """Of somebody new: only pupils have a class, and its field is hidden for the others."""
    cleaned = form.cleaned_data
    value, grade = cleaned.get(field), cleaned.get("grade")
    if value and value not in PUPILS and grade:
        form.add_error(
            field,
            f"Указан класс: {grade}. Он бывает только у обучающихся. Если это не обучающийся, выберите на время "
            "«обучающийся», очистите класс и верните прежнее.",
        )


def check_places_of_person(form: forms.BaseForm, person: Person) -> None:
    """A corrected birth date fits what the person is in the banks, and an office of curator."""
    born = form.cleaned_data.get("birth_date")
    if person.pk and born is not None and "birth_date" in form.changed_data:
        check_places_by_age(form, person, born)


def check_places_by_age(form: forms.BaseForm, person: Person, born: date | None) -> None:
    places = _places(person)
    if offices_of(person):
        places.append(MentorSource.TEACHER)
    for refusal in dict.fromkeys(filter(None, (refusal_of_age(place, born) for place in places))):
        form.add_error("birth_date", refusal)


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
    grade = form.cleaned_data.get("grade")
    if not grade or not {"grade", "birth_date"} & set(form.changed_data):
        return
    _check_age_in_class(form, grade, form.cleaned_data.get("birth_date"))
    if "grade" not in form.changed_data or not person.pk:
        return
    if is_no_pupil(_places(person)):
        form.add_error(
            "grade",
            "Класс указывают у обучающихся, а в базах реестра это не обучающийся. Очистите класс или сначала исправьте "
            "место в базе.",
        )
    elif offices_of(person):
        form.add_error("grade", "Это куратор, а класс указывают у обучающихся. Очистите класс.")


def check_completed_card(form: forms.BaseForm, card: Person, completed: Person) -> None:
    """A known card of which a form fills in the class or the birth date. `completed`: with what it would say."""
    if (completed.grade, completed.birth_date) == (card.grade, card.birth_date) or form.errors:
        return
    if completed.grade is not None:
        _check_age_in_class(form, completed.grade, completed.birth_date)
        if card.grade is None and is_no_pupil(_places(card)):
            form.add_error("grade", "Класс указывают у обучающихся, а в базах реестра это не обучающийся.")
    check_places_by_age(form, card, completed.birth_date)


def _check_age_in_class(form: forms.BaseForm, grade: int, born: date | None) -> None:
    """Refuses an age that nobody has in the class, and asks about one that few have."""
    unusual = unusual_age_in_class(grade, born)
    if unusual is None:
        return
    if unusual.is_impossible:
        form.add_error("birth_date", f"{unusual.words} Проверьте оба.")
    elif AGE_CONFIRMED in form.fields and not form.cleaned_data.get(AGE_CONFIRMED):
        form.add_error(AGE_CONFIRMED, f"{unusual.words} Исправьте одно из двух или отметьте, что всё верно.")


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


def _places(person: Person) -> list[str]:
    return [place for place in (_place(person, "mentor", "source"), _place(person, "mentee", "participant")) if place]


def _place(person: Person, bank: str, field: str) -> str:
    return getattr(getattr(person, bank, None), field, "")
