"""Scores of the schools over two school years."""

from datetime import timedelta

from config.demo.district import DemoDistrict
from monitoring.actions import MarkInput, approve_assessment, save_marks, start_assessment
from monitoring.enums import AssessmentPeriod
from monitoring.models import Indicator
from registry import clock
from registry.models import Organisation
from russian.school_year import first_day, last_day

#: nine marks of each school in order, at the end of last year; this year's beginning differs by one mark
LAST_YEAR = ("222222221", "222122212", "212121211", "221111121", "111111110", "110110100", "222212122", "121111011")
PARTNERS_UNKNOWN = "Соглашения с партнёрами действуют, опрос проведён в мае"


def assess(district: DemoDistrict) -> None:
    year = district.calendar.school_year
    for school, marks in zip(district.schools, LAST_YEAR, strict=False):
        start = "".join(str(max(int(mark) - (position % 3 == 0), 0)) for position, mark in enumerate(marks))
        _approved(district, school, year - 1, AssessmentPeriod.START, start)
        _approved(district, school, year - 1, AssessmentPeriod.END, marks)
    for school, marks in list(zip(district.schools, LAST_YEAR, strict=False))[:5]:
        better = "".join("2" if position in (1, 5) else mark for position, mark in enumerate(marks))
        _approved(district, school, year, AssessmentPeriod.START, better)
    _draft(district, district.schools[5], year)


def _approved(district: DemoDistrict, school: Organisation, year: int, period: AssessmentPeriod, marks: str) -> None:
    day = first_day(year) + timedelta(days=24) if period == AssessmentPeriod.START else last_day(year) - timedelta(96)
    day = min(day, district.calendar.today)
    with clock.as_at(day):
        assessment = start_assessment(
            organisation=school, school_year=year, period=period, held_on=day, by=district.admin
        )
        entries = {
            indicator.pk: MarkInput(int(mark), PARTNERS_UNKNOWN if indicator.needs_partners else "")
            for indicator, mark in zip(_indicators(assessment.scale_id), marks, strict=True)
        }
        save_marks(
            assessment=assessment,
            marks=entries,
            conclusion="Работа пар идёт по плану; усилить обмен опытом между парами.",
            by=district.admin,
        )
        approve_assessment(assessment=assessment, by=district.admin)


def _draft(district: DemoDistrict, school: Organisation, year: int) -> None:
    day = max(first_day(year), district.calendar.today - timedelta(days=2))
    assessment = start_assessment(
        organisation=school, school_year=year, period=AssessmentPeriod.START, held_on=day, by=district.admin
    )
    some = _indicators(assessment.scale_id)[:6]
    save_marks(assessment=assessment, marks={indicator.pk: MarkInput(1) for indicator in some}, by=district.admin)


def _indicators(scale: int) -> list[Indicator]:
    return list(Indicator.objects.filter(criterion__scale=scale).order_by("criterion__position", "position"))
