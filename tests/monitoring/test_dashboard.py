"""The district's dashboard: figures on a day, for those who may see them, at one price whatever the district's size."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models import PairStage, Stage
from monitoring.actions import approve_assessment
from monitoring.dashboards import district_of, rows_of
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import stage_counts
from monitoring.figures.values import Share
from registry.enums import OrganisationKind, Participant, Role
from registry.models import Category, Contingent, Organisation
from tests.factories import (
    AssessmentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    UserFactory,
    member,
)
from tests.monitoring.conftest import TODAY, row_of, scope_of

pytestmark = pytest.mark.django_db
URL = "/monitoring/"


@pytest.fixture
def district():
    return MunicipalityFactory()


@pytest.fixture
def school(district):
    return OrganisationFactory(municipality=district, short_name="МБОУ «Заречная школа»")


@pytest.fixture
def coordinator(district):
    return member(Role.COORDINATOR, municipality=district)


def working_pair(school, stage=1, **changes):
    facts = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31), "status": PairStatus.ACTIVE} | changes
    pair = PairFactory(organisation=school, stage=Stage.objects.get(number=stage), **facts)
    PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=max(pair.starts_on, pair.act.dated))
    return pair


def page(client, user, address=URL):
    client.force_login(user)
    return client.get(address)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def sheet_of(response) -> list[list]:
    book = openpyxl.load_workbook(BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_row_counts_banks_pairs_by_stage_curators_and_the_last_score(school):
    curator = CuratorFactory(organisation=school, appointed_on=date(2026, 9, 1))
    for stage in (1, 3, 3):
        working_pair(school, stage)
    PairFactory(organisation=school, status=PairStatus.DRAFT)
    PairFactory(organisation=school, status=PairStatus.AGREED)
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=UserFactory())
    figures, row = row_of(school).figures, row_of(school)
    assert row.curators == [curator]
    assert (figures["mentors"], figures["mentees"]) == (5, 5)
    assert (figures["pairs"], figures["stages"]) == (3, [1, 0, 2, 0, 0])
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
        return list(figures["stages"]), figures["mentors"]

    assert seen(date(2026, 8, 31)) == ([0, 0, 0, 0, 0], 4)
    assert seen(date(2026, 9, 1)) == ([2, 0, 0, 0, 0], 4)
    assert seen(date(2026, 10, 10)) == ([1, 1, 0, 0, 0], 3)
    assert seen(date(2026, 10, 15)) == ([0, 1, 0, 0, 0], 3)
    assert seen(TODAY) == ([1, 1, 0, 0, 0], 3)


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
    for place in (school, other):
        mentee = MenteeFactory(person=PersonFactory(organisation=place, working_since=date(2025, 9, 1)))
        working_pair(place, mentee=mentee)
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


def test_a_partner_is_not_reproached_and_stays_out_until_it_takes_part(district):
    partner = OrganisationFactory(municipality=district, kind=OrganisationKind.ENTERPRISE)
    assert district_of(scope_of(partner)).rows == []
    MentorFactory(organisation=partner)
    [row] = district_of(scope_of(partner)).rows
    assert row.gaps == []


def test_schools_are_sorted_as_people_count(district):
    for number in (10, 2, 1):
        OrganisationFactory(municipality=district, short_name=f"СОШ № {number}")
    assert [str(row.organisation) for row in rows_of(FigureScope(Organisation.objects.all(), TODAY))] == [
        "СОШ № 1",
        "СОШ № 2",
        "СОШ № 10",
    ]


def test_the_pieces_of_a_bar_lie_side_by_side_and_fill_it():
    pieces = stage_counts([1, 0, 2, 1, 0], ["а", "б", "в", "г", "д"])
    assert [(piece.x, piece.width) for piece in pieces] == [(0, 25), (25, 0), (25, 50), (75, 25), (100, 0)]


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("H-6.2-1")
def test_the_page_shows_rows_tiles_and_links_to_what_they_count(client, coordinator, school):
    CuratorFactory(
        organisation=school,
        appointed_on=date(2026, 9, 1),
        person=PersonFactory(organisation=school, last_name="Лагунова", first_name="Ольга", middle_name="Викторовна"),
    )
    working_pair(school)
    text = text_of(page(client, coordinator))
    assert "2026/2027 учебный год · на 20 ноября 2026 года" in text
    assert "куратор Лагунова О. В." in text
    assert "<b>1</b><span>пара действует, +1 за год</span>" in text
    assert f'href="/pairs/?organisation={school.pk}&amp;status=active">1</a>' in text
    assert 'aria-label="По этапам: подготовительный — 1"' in text
    assert "Показать разрывы в данных (2)" in text
    assert "style=" not in text


def test_a_school_without_a_curator_says_so(client, coordinator, school):
    assert "куратор не назначен" in text_of(page(client, coordinator))


@pytest.mark.requirement("H-1.2")
def test_only_gaps_lists_them_by_school(client, coordinator, school):
    text = text_of(page(client, coordinator, f"{URL}?gaps=on"))
    assert "нет пар" in text
    assert "нет наставников в базе" in text


def test_a_chip_leaves_one_kind_in_table_tiles_chart_and_spreadsheet(client, coordinator, district, school):
    garden = OrganisationFactory(
        municipality=district, kind=OrganisationKind.PRESCHOOL, short_name="Детский сад «Ромашка»"
    )
    working_pair(school)
    working_pair(garden)
    address = f"{URL}?kind=preschool"
    text = text_of(page(client, coordinator, address))
    assert "Детский сад «Ромашка»" in text
    assert str(school) not in text
    assert "<b>1</b><span>пара действует" in text
    chart = client.get("/monitoring/stages.svg?kind=preschool").content.decode()
    assert "Детский сад «Ромашка»" in chart
    assert str(school) not in chart
    assert [row[0] for row in sheet_of(client.get(f"{address}&export=xlsx"))[1:]] == ["Детский сад «Ромашка»", "Всего"]


@pytest.mark.parametrize(
    ("on", "words"), [("2026-11-21", "ещё не наступил"), ("вчера", "дат"), ("1890-01-01", "не раньше")]
)
def test_an_impossible_day_is_explained_beside_its_field_and_today_is_shown(client, coordinator, school, on, words):
    response = page(client, coordinator, f"{URL}?on={on}")
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["on"])
    assert response.context["on"] == TODAY


def test_an_earlier_day_is_shown_and_carried_into_links(client, coordinator, school):
    working_pair(school)
    response = page(client, coordinator, f"{URL}?on=2026-08-01")
    text = text_of(response)
    assert "2025/2026 учебный год · на 1 августа 2026 года" in text
    assert response.context["district"].figures["pairs"] == 0
    assert f"/monitoring/organisations/{school.pk}/?on=2026-08-01" in text


def test_sorting_by_overdue_and_score_works(client, coordinator, district, school):
    best = OrganisationFactory(municipality=district)
    approve_assessment(assessment=AssessmentFactory(organisation=best, total=18), by=UserFactory())
    for sort in ("-score", "-overdue", "mentors", "-pairs", "mentees", "name"):
        response = page(client, coordinator, f"{URL}?sort={sort}")
        assert response.status_code == 200
    first = page(client, coordinator, f"{URL}?sort=-score").context["table"].rows[0].record
    assert first.organisation == best


def test_the_spreadsheet_has_the_rows_of_the_page_and_their_total(client, coordinator, school):
    OrganisationFactory(short_name="Чужая школа")
    working_pair(school, 2)
    client.force_login(coordinator)
    response = client.get(f"{URL}?export=xlsx")
    assert "attachment" in response.headers["Content-Disposition"]
    headers, row, total = sheet_of(response)
    assert dict(zip(headers, row, strict=True)) | {"Организация": str(school), "Пары": 1, "Проектировочный": 1} == dict(
        zip(headers, row, strict=True)
    )
    assert (total[0], total[headers.index("Пары")], total[headers.index("Доля")]) == ("Всего", 1, "н/д")


# --- who sees what --------------------------------------------------------------------------------------------------


def test_a_coordinator_sees_the_own_municipality_only(client, coordinator, school):
    foreign = OrganisationFactory(short_name="Чужая школа")
    working_pair(foreign)
    for address in (URL, f"{URL}?gaps=on", "/monitoring/stages.svg"):
        assert "Чужая школа" not in page(client, coordinator, address).content.decode()
    assert page(client, coordinator).context["district"].figures["pairs"] == 0


@pytest.mark.parametrize("role", [Role.CURATOR, Role.HEAD, Role.OPERATOR, Role.COUNCIL])
def test_whoever_has_one_organisation_goes_straight_to_it(client, school, role):
    response = page(client, member(role, organisation=school), f"{URL}?on=2026-10-01")
    assert response.status_code == 302
    assert response.url == f"/monitoring/organisations/{school.pk}/?on=2026-10-01"


def test_whoever_has_two_organisations_sees_both_and_no_third(client, district, school):
    second, third = OrganisationFactory(municipality=district), OrganisationFactory(municipality=district)
    user = member(Role.CURATOR, organisation=school)
    MembershipFactory(user=user, role=Role.CURATOR, organisation=second)
    rows = page(client, user).context["district"].rows
    assert {row.organisation for row in rows} == {school, second}
    assert third not in {row.organisation for row in rows}


def test_a_regional_reader_sees_numbers_without_names_of_participants_or_links_to_them(client, district, school):
    pair = working_pair(school)
    text = text_of(page(client, member(Role.REGIONAL, municipality=district)))
    assert str(school) in text
    for person in (pair.mentee.person, pair.mentor.person):
        assert person.last_name not in text
    assert "/pairs/" not in text
    assert "/mentees/?" not in text
    assert f"/monitoring/organisations/{school.pk}/" not in text


def test_a_past_day_gives_back_no_access_that_has_ended(client, district, school):
    ended = MembershipFactory(role=Role.COORDINATOR, municipality=district, until=date(2026, 10, 1)).user
    assert page(client, ended, f"{URL}?on=2026-09-15").status_code == 403


@pytest.mark.parametrize("address", [URL, f"{URL}?export=xlsx", "/monitoring/stages.svg"])
def test_outsiders_mentors_and_strangers_are_refused(client, school, address):
    mentor = MentorFactory(organisation=school)
    assert client.get(address).status_code == 302
    assert "/accounts/login/" in client.get(address).url
    assert page(client, UserFactory(), address).status_code == 403
    assert page(client, member(Role.MENTOR, person=mentor.person), address).status_code == 403


def test_sensitive_categories_and_mentees_never_appear(client, coordinator, school):
    mentee = MenteeFactory(
        person=PersonFactory(organisation=school, last_name="Секретова"), participant=Participant.PUPIL
    )
    mentee.categories.set(Category.objects.filter(sensitive=True))
    working_pair(school, mentee=mentee)
    shown = page(client, coordinator).content.decode() + page(client, coordinator, f"{URL}?gaps=on").content.decode()
    shown += str(sheet_of(client.get(f"{URL}?export=xlsx")))
    assert "Секретова" not in shown
    for category in Category.objects.filter(sensitive=True):
        assert category.title not in shown


@pytest.mark.parametrize("address", [URL, f"{URL}?gaps=on", f"{URL}?export=xlsx", "/monitoring/stages.svg"])
def test_three_schools_cost_as_many_queries_as_one(client, coordinator, district, school, address):
    def fill(place):
        CuratorFactory(organisation=place)
        for stage in (1, 4):
            working_pair(place, stage)
        Contingent.objects.create(organisation=place, school_year=2026, young_teachers=4)
        approve_assessment(assessment=AssessmentFactory(organisation=place, total=15), by=coordinator)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert page(client, coordinator, address).status_code == 200
        return [query["sql"].split(" WHERE ")[0] for query in queries]

    fill(school)
    cost()
    one = cost()
    for _ in range(2):
        fill(OrganisationFactory(municipality=district))
    three = cost()
    assert len(three) == len(one), "\n".join(three)


# --- the chart ------------------------------------------------------------------------------------------------------


def test_the_chart_is_a_still_picture_under_its_own_policy(client, coordinator, school):
    working_pair(school)
    response = page(client, coordinator, reverse("monitoring:district_chart"))
    picture = response.content.decode()
    assert response.headers["Content-Type"] == "image/svg+xml"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "<script" not in picture
    assert "href=" not in picture
    assert "1. Подготовительный" in picture
    assert "unsafe-inline" not in page(client, coordinator).headers["Content-Security-Policy"]


def test_a_district_without_pairs_has_no_chart_but_its_address_answers(client, coordinator, school):
    assert "stages.svg" not in text_of(page(client, coordinator))
    assert "Пар пока нет" in page(client, coordinator, "/monitoring/stages.svg").content.decode()
