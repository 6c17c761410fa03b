"""The district's dashboard: figures on a day, for those who may see them, at one price whatever the district's size."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.actions import approve_assessment
from registry.enums import Founder, OrganisationKind, Participant, Role
from registry.models import Category, Contingent
from tests.factories import (
    AssessmentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PolicyFactory,
    UserFactory,
    member,
)
from tests.monitoring.conftest import TODAY, working_pair

pytestmark = pytest.mark.django_db
URL = "/monitoring/"


@pytest.fixture
def coordinator(district):
    return member(Role.COORDINATOR, municipality=district)


def page(client, user, address=URL):
    client.force_login(user)
    return client.get(address)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def sheet_of(response) -> list[list]:
    book = openpyxl.load_workbook(BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("H-6.2-1", "H-6.3-6")
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
    assert f'href="/pairs/?organisation={school.pk}&amp;on=2026-11-20">1</a>' in text
    assert 'aria-label="По этапам: подготовительный — 1"' in text
    assert "Показать 2 разрыва в данных в 1 организации" in text
    assert "style=" not in text


def test_tiles_say_what_changed_in_a_year_and_where_something_is_late(client, coordinator, district, school):
    """A pair of the last year counts in both; of two years ago nothing is compared."""
    working_pair(school, starts_on=date(2025, 9, 1), ends_on=date(2027, 5, 31))
    working_pair(school)
    garden = OrganisationFactory(municipality=district, kind=OrganisationKind.PRESCHOOL)
    text = text_of(page(client, coordinator))
    assert "<b>2</b><span>пары действуют, +1 за год</span>" in text
    assert garden.pk
    assert re.search(r"<b>\d+</b><span>просроч[^<]* в 1 организации</span>", text)


def test_a_school_without_a_curator_says_so(client, coordinator, school):
    assert "куратор не назначен" in text_of(page(client, coordinator))


@pytest.mark.requirement("H-1.2")
def test_only_gaps_lists_them_by_school(client, coordinator, school):
    text = text_of(page(client, coordinator, f"{URL}?gaps=on"))
    assert "нет пар" in text
    assert "нет наставников в базе" in text


def test_a_chip_leaves_one_kind_in_table_tiles_and_spreadsheet(client, coordinator, district, school):
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
    assert [row[0] for row in sheet_of(client.get(f"{address}&export=xlsx"))[1:]] == ["Детский сад «Ромашка»", "Всего"]


@pytest.mark.parametrize(
    ("on", "message"), [("2026-11-21", "ещё не наступил"), ("вчера", "дат"), ("1890-01-01", "не раньше")]
)
def test_an_impossible_day_is_explained_beside_its_field_and_today_is_shown(client, coordinator, school, on, message):
    response = page(client, coordinator, f"{URL}?on={on}")
    assert response.status_code == 200
    assert message in str(response.context["form"].errors["on"])
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
    for address in (URL, f"{URL}?gaps=on"):
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


@pytest.mark.requirement("H-6.2-4")
def test_a_regional_reader_sees_numbers_without_names_of_participants_or_links_to_them(client, district, school):
    pair, curator = working_pair(school), CuratorFactory(organisation=school)
    reader = member(Role.REGIONAL, municipality=district)
    text = text_of(page(client, reader))
    assert str(school) in text
    assert "куратор назначен" in text
    for person in (pair.mentee.person, pair.mentor.person, curator.person):
        assert person.last_name not in text
    exported = page(client, reader, f"{URL}?export=csv").content.decode("utf-8-sig")
    assert school.short_name.split("«")[0] in exported
    assert curator.person.last_name not in exported
    assert "/pairs/" not in text
    assert "/mentees/?" not in text
    assert f"/monitoring/organisations/{school.pk}/" not in text


def test_a_past_day_gives_back_no_access_that_has_ended(client, district, school):
    ended = MembershipFactory(role=Role.COORDINATOR, municipality=district, until=date(2026, 10, 1)).user
    assert page(client, ended, f"{URL}?on=2026-09-15").status_code == 403


@pytest.mark.parametrize("address", [URL, f"{URL}?export=xlsx"])
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
    page_text = (
        page(client, coordinator).content.decode() + page(client, coordinator, f"{URL}?gaps=on").content.decode()
    )
    page_text += str(sheet_of(client.get(f"{URL}?export=xlsx")))
    assert "Секретова" not in page_text
    for category in Category.objects.filter(sensitive=True):
        assert category.title not in page_text


@pytest.mark.parametrize("address", [URL, f"{URL}?on=2026-11-19", f"{URL}?gaps=on", f"{URL}?export=xlsx"])
def test_three_schools_cost_as_many_queries_as_one(client, coordinator, district, school, address):
    def fill(organisation):
        CuratorFactory(organisation=organisation)
        for stage in (1, 4):
            working_pair(organisation, stage)
        Contingent.objects.create(organisation=organisation, school_year=2026, young_teachers=4)
        approve_assessment(assessment=AssessmentFactory(organisation=organisation, total=15), by=coordinator)

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


# --- scores before and after ----------------------------------------------------------------------------------------


def test_the_last_two_scores_stand_beside_each_other_and_a_fall_is_said_in_words(client, coordinator, school):
    for period, total in (("start", 9), ("end", 7)):
        row = AssessmentFactory(organisation=school, school_year=2025, period=period, total=total)
        approve_assessment(assessment=row, by=coordinator)
    part = page(client, coordinator).content.decode().partition("Оценки: было и стало")[2].partition("<svg")[0]
    row_text = " ".join(re.sub(r"<[^>]+>", " ", part).split())
    assert row_text.endswith(f"{school} 9 7 −2 хуже")


def test_a_district_without_scores_has_no_such_table(client, coordinator, school):
    working_pair(school)
    assert "было и стало" not in text_of(page(client, coordinator))


def test_founders_and_free_places_lead_to_what_they_count(client, coordinator, district, school):
    type(school).objects.filter(pk=school.pk).update(founder=Founder.REGIONAL)
    OrganisationFactory(municipality=district)
    PolicyFactory(municipality=district)
    mentor = MentorFactory(person__organisation=school, person__municipality=district)
    text = page(client, coordinator).content.decode()
    for code in ("regional", "unknown"):
        assert re.search(rf'href="\?founder={code}">1<', text)
        rows = page(client, coordinator, f"{URL}?founder={code}").context["table"].rows
        assert [row.record.organisation.founder or "unknown" for row in rows] == [code]
    assert re.search(r'href="(/mentors/\?[^"]*free=yes)">свободно 3', text.replace("&amp;", "&").replace("\u00a0", " "))
    assert [row.record for row in client.get("/mentors/", {"free": "yes"}).context["table"].rows] == [mentor]
    sheet = sheet_of(page(client, coordinator, f"{URL}?founder=regional&export=xlsx"))
    assert [row[0] for row in sheet[1:]] == [str(school), "Всего"]
    assert sheet[-1][3] == 1
    without_links = page(client, member(Role.REGIONAL, municipality=district)).content.decode()
    assert "free=yes" not in without_links
