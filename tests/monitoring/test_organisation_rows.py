"""Figures of an organisation and of its district on a day, and what is missing in their data."""

from datetime import date, timedelta

import pytest

from mentoring.enums import PairStatus
from mentoring.models import PairStage, Stage
from monitoring.actions import approve_assessment
from monitoring.dashboards import district_of, organisation_rows
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import PairsByStage, sets_with
from monitoring.figures.values import Share
from registry.enums import OrganisationKind, Participant
from registry.models import Category, Contingent, Organisation
from tests.factories import (
    AssessmentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    UserFactory,
)
from tests.monitoring.conftest import TODAY, by_stage, row_of, scope_of, working_pair

pytestmark = pytest.mark.django_db


def test_a_row_counts_banks_pairs_by_stage_curators_and_the_last_score(school):
    curator = CuratorFactory(organisation=school, appointed_on=date(2026, 9, 1))
    for stage in (1, 3, 3):
        working_pair(school, stage)
    PairFactory(organisation=school, status=PairStatus.DRAFT)
    PairFactory(organisation=school, status=PairStatus.AGREED)
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=UserFactory())
    figures, row = row_of(school).figures, row_of(school)
    assert [shown.person_id for shown in row.curators] == [curator.person_id]
    assert (figures["mentors"], figures["mentees"]) == (5, 5)
    assert (figures["pairs"], by_stage(figures["stages"])) == (3, [1, 0, 2, 0, 0])
    score = figures["score"].assessment
    assert (score.total, score.level.title) == (15, "оптимальный уровень")


def test_the_last_score_is_of_the_latest_period_and_drafts_do_not_count(school):
    by = UserFactory()
    for year, period, total in ((2025, "end", 9), (2025, "start", 18), (2024, "middle", 3)):
        approve_assessment(
            assessment=AssessmentFactory(organisation=school, school_year=year, period=period, total=total), by=by
        )
    AssessmentFactory(organisation=school, total=18)
    assert row_of(school).figures["score"].total == 9


def test_a_past_day_shows_the_pairs_stages_and_banks_of_that_day(school):
    went_on = working_pair(school, 1, starts_on=date(2026, 9, 1))
    PairStage.objects.filter(pair=went_on).update(left_on=date(2026, 10, 10))
    PairStage.objects.create(pair=went_on, stage=Stage.objects.get(number=2), entered_on=date(2026, 10, 10))
    went_on.stage = Stage.objects.get(number=2)
    went_on.save()
    working_pair(school, 1, status=PairStatus.COMPLETED, ended_on=date(2026, 10, 15))
    working_pair(school, 1, starts_on=date(2026, 11, 1))
    MentorFactory(organisation=school, included_on=date(2024, 9, 1), excluded_on=date(2026, 9, 20))

    def seen(day):
        figures = row_of(school, day).figures
        return by_stage(figures["stages"]), figures["mentors"]

    assert seen(date(2026, 8, 31)) == ([0, 0, 0, 0, 0], 4)
    assert seen(date(2026, 9, 1)) == ([2, 0, 0, 0, 0], 4)
    assert seen(date(2026, 10, 10)) == ([1, 1, 0, 0, 0], 3)
    assert seen(date(2026, 10, 15)) == ([1, 1, 0, 0, 0], 3)
    assert seen(date(2026, 10, 16)) == ([0, 1, 0, 0, 0], 3)
    assert seen(TODAY) == ([1, 1, 0, 0, 0], 3)


def test_on_a_past_day_a_pair_that_has_moved_on_is_counted_once_where_it_was_then(school):
    days = (date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 10), date(2026, 11, 1))
    pair = working_pair(school, 1, starts_on=days[0])
    for number, day in ((2, days[1]), (3, days[2]), (2, days[3])):
        PairStage.objects.filter(pair=pair, left_on__isnull=True).update(left_on=day)
        pair.stage = Stage.objects.get(number=number)
        pair.save()
        PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=day)
    working_pair(school, 2)
    seen = [by_stage(row_of(school, day).figures["stages"]) for day in days]
    assert seen == [[1, 1, 0, 0, 0], [0, 2, 0, 0, 0], [0, 1, 1, 0, 0], [0, 2, 0, 0, 0]]


def test_a_pair_moved_before_its_first_day_begins_at_the_later_stage(school):
    pair = working_pair(school, 1, starts_on=date(2026, 9, 10))
    PairStage.objects.filter(pair=pair).update(left_on=date(2026, 9, 10))
    pair.stage = Stage.objects.get(number=2)
    pair.save()
    PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=date(2026, 9, 5))
    PairStage.objects.filter(pair=pair, stage=pair.stage).update(left_on=date(2026, 10, 1))
    pair.stage = Stage.objects.get(number=3)
    pair.save()
    PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=date(2026, 10, 1))
    assert by_stage(row_of(school, date(2026, 9, 10)).figures["stages"]) == [0, 1, 0, 0, 0]
    assert by_stage(row_of(school).figures["stages"]) == [0, 0, 1, 0, 0]


def test_a_score_approved_later_is_not_seen_on_an_earlier_day(school):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=UserFactory())
    assert row_of(school, date(2026, 11, 19)).figures["score"].assessment is None
    assert row_of(school).figures["score"].total == 15


def test_a_young_specialist_counts_once_and_without_a_denominator_the_share_is_unknown(school):
    PolicyFactory(municipality=school.municipality, several_mentors=True, young_specialist_years=3)
    young = MenteeFactory(person=PersonFactory(organisation=school, working_since=date(2025, 9, 1)))
    named = MenteeFactory(organisation=school)
    named.categories.add(Category.objects.get(code="teacher-young"))
    experienced = MenteeFactory(person=PersonFactory(organisation=school, working_since=date(2010, 9, 1)))
    for mentee in (young, young, named, experienced):
        working_pair(school, mentee=mentee)
    MenteeFactory(person=PersonFactory(organisation=school, working_since=date(2026, 9, 1)))
    pupil = MenteeFactory(organisation=school, participant=Participant.PUPIL)
    working_pair(school, mentee=pupil)
    assert str(row_of(school).figures["young"]) == "н/д"
    Contingent.objects.create(organisation=school, school_year=2026, young_teachers=4)
    assert (row_of(school).figures["young"], str(Share(2, 4))) == (Share(2, 4), "50\u00a0%")


@pytest.mark.parametrize(("share", "shown"), [(Share(0, None), "н/д"), (Share(0, 0), "н/д"), (Share(0, 5), "0\u00a0%")])
def test_a_share_without_a_denominator_is_never_zero(share, shown):
    assert str(share) == shown


def test_the_districts_share_is_over_organisations_that_gave_their_numbers(district, school):
    other = OrganisationFactory(municipality=district)
    PolicyFactory(municipality=district)
    for organisation in (school, other):
        mentee = MenteeFactory(person=PersonFactory(organisation=organisation, working_since=date(2025, 9, 1)))
        working_pair(organisation, mentee=mentee)
    assert str(district_of(FigureScope(Organisation.objects.all(), TODAY)).figures["young"]) == "н/д"
    Contingent.objects.create(organisation=school, school_year=2026, young_teachers=2)
    assert str(district_of(FigureScope(Organisation.objects.all(), TODAY)).figures["young"]) == "50\u00a0%"


@pytest.mark.requirement("H-1.2")
def test_gaps_name_what_a_school_lacks(district, school):
    assert row_of(school).gaps == [
        "нет куратора",
        "нет наставников в базе",
        "нет пар",
        "нет численности за 2026/2027",
        "нет утверждённой оценки",
    ]
    CuratorFactory(organisation=school, appointed_on=date(2025, 9, 1))
    assert row_of(school).gaps[0] == "куратор больше года не подтверждён"
    PolicyFactory(municipality=district, score_enabled=False)
    assert "нет утверждённой оценки" not in row_of(school).gaps


def test_a_past_day_does_not_say_that_a_confirmation_was_missing(school):
    """The last one alone is kept: today's would change the day."""
    curator = CuratorFactory(organisation=school, appointed_on=date(2024, 9, 1))
    past = TODAY - timedelta(days=30)
    before = organisation_rows(FigureScope(Organisation.objects.filter(pk=school.pk), past))[0].gaps
    curator.confirmed_on = TODAY
    curator.save()
    after = organisation_rows(FigureScope(Organisation.objects.filter(pk=school.pk), past))[0].gaps
    assert before == after
    assert not any("подтверждён" in gap for gap in before)


def test_a_partner_is_not_reproached_and_stays_out_until_it_takes_part(district):
    partner = OrganisationFactory(municipality=district, kind=OrganisationKind.ENTERPRISE)
    assert district_of(scope_of(partner)).rows == []
    MentorFactory(organisation=partner)
    [row] = district_of(scope_of(partner)).rows
    assert row.gaps == []


def test_schools_are_sorted_as_people_count(district):
    for number in (10, 2, 1):
        OrganisationFactory(municipality=district, short_name=f"СОШ № {number}")
    assert [str(row.organisation) for row in organisation_rows(FigureScope(Organisation.objects.all(), TODAY))] == [
        "СОШ № 1",
        "СОШ № 2",
        "СОШ № 10",
    ]


def test_the_pieces_of_a_bar_lie_side_by_side_and_fill_it():
    [five] = sets_with(Stage.objects.select_related("stage_set"))
    numbers = {stage.pk: number for stage, number in zip(five.stages, (1, 0, 2, 1, 0), strict=True)}
    pieces = PairsByStage(numbers, [five]).counts(five)
    assert [(piece.x, piece.width) for piece in pieces] == [(0, 25), (25, 0), (25, 50), (75, 25), (100, 0)]


@pytest.mark.requirement("A16-20")
def test_a_past_day_is_counted_by_the_policy_of_that_day(school):
    PolicyFactory(municipality=school.municipality, valid_from=date(2020, 1, 1), young_specialist_years=3)
    PolicyFactory(municipality=school.municipality, valid_from=date(2026, 11, 1), young_specialist_years=1)
    four_terms = MenteeFactory(person=PersonFactory(organisation=school, working_since=date(2024, 9, 1)))
    working_pair(school, mentee=four_terms)
    Contingent.objects.create(organisation=school, school_year=2026, young_teachers=1)
    assert row_of(school, on=date(2026, 10, 15)).figures["young"] == Share(1, 1)
    assert row_of(school).figures["young"] == Share(0, 1)


def test_whose_experience_is_exactly_the_limit_is_young_no_more(school):
    PolicyFactory(municipality=school.municipality, valid_from=date(2020, 1, 1), young_specialist_years=3)
    for day in (date(2023, 11, 20), date(2023, 11, 21)):
        mentee = MenteeFactory(person=PersonFactory(organisation=school, working_since=day))
        working_pair(school, mentee=mentee)
    Contingent.objects.create(organisation=school, school_year=2026, young_teachers=2)
    assert row_of(school).figures["young"] == Share(1, 2)


def test_a_curator_is_confirmed_on_the_last_day_of_the_year(school):
    CuratorFactory(organisation=school, appointed_on=date(2025, 11, 20), confirmed_on=None)
    assert row_of(school, on=date(2026, 11, 20)).curator_confirmed
    assert not row_of(school, on=date(2026, 11, 21)).curator_confirmed
