"""What changes in people's lives while the register is kept: classes move up, somebody marries."""

from datetime import timedelta

from config.demo.district import MAIN_SCHOOL, DemoDistrict
from registry import clock
from registry.actions.classes import PupilDecision, transfer_classes
from registry.actions.names import change_name
from registry.enums import ClassOutcome, MentorSource
from registry.models import FormerName, Mentor
from registry.queries.classes import pupils_to_move
from russian.school_year import first_day


def move_classes(district: DemoDistrict) -> None:
    """In every school but the main one, whose curator finds it in the list of what is to be done."""
    school_year = district.calendar.school_year
    day = first_day(school_year)
    for school in district.schools:
        pupils = list(pupils_to_move(school, school_year))
        if school.short_name == MAIN_SCHOOL or not pupils:
            continue
        outcomes = [ClassOutcome.STAYS] + [ClassOutcome.UP] * (len(pupils) - 1)
        decisions = {pupil.pk: PupilDecision(outcome) for pupil, outcome in zip(pupils, outcomes, strict=True)}
        transfer_classes(organisation=school, school_year=school_year, day=day, decisions=decisions, by=district.admin)


def change_a_surname(district: DemoDistrict) -> None:
    """A teacher of the main school married in autumn; her earlier orders bear the former surname."""
    since = district.calendar.between(0.6)
    teachers = Mentor.objects.filter(
        person__organisation=district.main_school, source=MentorSource.TEACHER, person__middle_name__endswith="на"
    )
    person = teachers.select_related("person").order_by("-pk")[0].person
    former = FormerName(
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        until=since - timedelta(days=1),
        document=f"свидетельство о браке от {since:%d.%m.%Y}",
    )
    with clock.as_at(since):
        person.last_name = "Черноозерская"
        change_name(person=person, former=former, by=district.admin)
