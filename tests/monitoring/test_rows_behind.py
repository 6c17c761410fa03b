"""A figure's link leads to exactly the rows that the figure counts, on the day and of the kind that the page shows."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import PairStage, Stage
from monitoring.figures import catalogue
from monitoring.figures.rows_behind import RegisterRows
from monitoring.figures.stages import PairsByStage
from registry.enums import OrganisationKind, Role
from registry.filters.day_filter import DayFilter
from registry.models import Contingent, Municipality, Organisation
from tests.factories import (
    ActFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    member,
)
from tests.monitoring.conftest import TODAY, working_pair

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
DAYS = [TODAY, date(2026, 9, 15), date(2025, 12, 1)]
LINKED = [figure for figure in catalogue.FIGURES if figure.rows_behind]


@pytest.fixture
def busy(school: Organisation, district: Municipality) -> Organisation:
    """A school whose rows come and go, among neighbours of every sort."""
    garden = OrganisationFactory(municipality=district, kind=OrganisationKind.PRESCHOOL)
    closed = OrganisationFactory(municipality=district, archived_on=date(2026, 10, 1))
    for organisation in (school, garden, closed, OrganisationFactory()):
        _rows_that_come_and_go(organisation)
    MentorFactory(person=PersonFactory(organisation=None, municipality=district))
    guest = MentorFactory(organisation=school)
    working_pair(garden, mentor=guest)
    for _ in range(12):
        working_pair(school, starts_on=date(2025, 9, 1), ends_on=date(2026, 10, 1), act=_order(school, 2025))
    Contingent.objects.create(organisation=school, school_year=2026, young_teachers=4)
    Contingent.objects.create(organisation=school, school_year=2025, young_teachers=3)
    return school


def _order(organisation: Organisation, year: int):
    return ActFactory(organisation=organisation, dated=date(year, 9, 1))


def _rows_that_come_and_go(organisation: Organisation) -> None:
    for bank in (MentorFactory, MenteeFactory):
        bank(organisation=organisation, excluded_on=date(2026, 10, 5), exclusion_reason="увольнение")
        bank(organisation=organisation, excluded_on=TOMORROW, exclusion_reason="увольнение")
        bank(organisation=organisation, included_on=TOMORROW)
        joined = bank(organisation=organisation).person
        joined.merged_into, joined.archived_on = PersonFactory(organisation=organisation), TODAY
        joined.save()
    moved = working_pair(organisation, 2)
    PairStage.objects.filter(pair=moved).update(left_on=date(2026, 10, 1), stage=Stage.objects.get(number=1))
    PairStage.objects.create(pair=moved, stage=moved.stage, entered_on=date(2026, 10, 1))
    working_pair(organisation, starts_on=TOMORROW)
    working_pair(
        organisation, starts_on=date(2025, 9, 1), act=_order(organisation, 2025), status=PairStatus.TERMINATED,
        ended_on=date(2026, 9, 20), end_reason_id="other_obstacle",
    )  # fmt: skip


def _number_of_rows(client: Client, address: str) -> int:
    """Rows of a list, or of a section of a page."""
    address, _, anchor = unescape(address).partition("#")
    response = client.get(address)
    assert response.status_code == 200
    if "page" in response.context and "number" in response.context:
        return response.context["page"].paginator.count
    if not anchor:
        return response.context["table"].paginator.count
    section = response.content.decode().split(f'id="{anchor}"')[1].split("</section>")[0]
    if anchor == "contingent":
        return int(re.findall(r"с наставником</dt><dd>(\d+)", section)[0])
    return section.count("<li>")


def _tiles(page) -> dict[str, tuple[int, str]]:
    """Code of a figure → number and address of its tile."""
    values = page.context["district"].figures if "district" in page.context else page.context["row"].figures
    return {
        figure.code: (getattr(values[figure.code], "part", values[figure.code]), tile.address)
        for (figure, _), tile in zip(catalogue.tiles(catalogue.FIGURES), page.context["tiles"], strict=True)
        if figure in LINKED
    }


@pytest.fixture
def coordinator(district: Municipality) -> User:
    return member(Role.COORDINATOR, municipality=district)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("kind", ["", "school", "preschool"])
def test_links_of_the_district_lead_to_what_they_count(
    client: Client, busy: Organisation, coordinator: User, on: date, kind: str
) -> None:
    client.force_login(coordinator)
    page = client.get(f"/monitoring/?on={on}&kind={kind}")
    links = {code: (number, address) for code, (number, address) in _tiles(page).items() if address.startswith("/")}
    # the others lead to the table sorted by them, or nowhere; nobody knows what was overdue on a past day
    assert set(links) == {"mentors", "pairs", *(["overdue"] if on == TODAY else [])}
    assert {code: _number_of_rows(client, address) for code, (_, address) in links.items()} == {
        code: number for code, (number, _) in links.items()
    }
    mentees = catalogue.MENTEES
    assert (
        _number_of_rows(client, mentees.rows_behind.of_district(page.context["district"].scope))
        == (page.context["district"].figures[mentees.code])
    )


@pytest.mark.parametrize("on", DAYS)
def test_links_of_every_organisation_lead_to_what_they_count(
    client: Client, busy: Organisation, coordinator: User, on: date
) -> None:
    client.force_login(coordinator)
    table = client.get(f"/monitoring/?on={on}").context["table"]
    for row in table.rows:
        for figure in LINKED:
            value = row.record.value_of(figure)
            if isinstance(value, PairsByStage):
                sets = {each.stage_set.pk: value.in_set(each) for each in value.sets_taken}
                bars = re.findall(r'class="bar-link" href="([^"]+)"', str(row.get_cell(figure.code)))
                assert [_number_of_rows(client, bar) for bar in bars] == [number for number in sets.values() if number]
                continue
            number = getattr(value, "part", value)
            if number is None:
                assert (figure.code, on == TODAY) == ("overdue", False)
                continue  # nobody knows it of a past day
            address = figure.rows_behind.of_organisations(on)(row.record.key)
            assert _number_of_rows(client, address) == number, (figure.code, row.record.organisation)
            if figure.in_table and number:
                assert address.replace("&", "&amp;") in row.get_cell(figure.code)


@pytest.mark.parametrize("on", DAYS)
def test_links_of_an_organisations_page_lead_to_what_they_count(client: Client, busy: Organisation, on: date) -> None:
    client.force_login(member(Role.CURATOR, organisation=busy))
    here = f"/monitoring/organisations/{busy.pk}/?on={on}"
    for code, (number, address) in _tiles(client.get(here)).items():
        if address:
            shown = here + address if address.startswith("#") else address
            assert _number_of_rows(client, shown) == number, code


@pytest.mark.parametrize("on", DAYS)
def test_numbers_of_stages_lead_to_the_pairs_at_them_on_the_day(
    client: Client, busy: Organisation, coordinator: User, on: date
) -> None:
    client.force_login(coordinator)
    page = client.get(f"/monitoring/?on={on}").content.decode()
    links = re.findall(r'href="(/pairs/\?[^"]*stage=\d+)">(\d+)</a>', page)
    assert links
    assert [_number_of_rows(client, address) for address, _ in links] == [int(number) for _, number in links]


def test_every_list_behind_a_figure_takes_a_day() -> None:
    """A list that knows no day would show everything instead."""
    registers = {figure.rows_behind.register for figure in LINKED if isinstance(figure.rows_behind, RegisterRows)}
    assert registers
    for register in registers:
        view = resolve(reverse(register)).func.view_class
        assert issubclass(view.filterset_class, DayFilter), register


def test_a_head_of_two_schools_does_not_find_pairs_hosted_elsewhere(
    client: Client, busy: Organisation, district: Municipality
) -> None:
    other = OrganisationFactory(municipality=district)
    head = member(Role.HEAD, organisation=busy)
    MembershipFactory(user=head, role=Role.HEAD, organisation=other)
    client.force_login(head)
    number, address = _tiles(client.get("/monitoring/"))["pairs"]
    assert _number_of_rows(client, address) == number


def test_whoever_may_look_inside_some_organisations_gets_their_links_alone(
    client: Client, busy: Organisation, district: Municipality
) -> None:
    reader = member(Role.REGIONAL, municipality=district)
    own = OrganisationFactory()
    working_pair(own)
    MembershipFactory(user=reader, role=Role.CURATOR, organisation=own)
    client.force_login(reader)
    page = client.get("/monitoring/")
    assert _tiles(page)["pairs"] == (page.context["district"].figures["pairs"], "")
    text = page.content.decode()
    assert f"organisation={own.pk}&amp;" in text
    assert f"organisation={busy.pk}&amp;" not in text
    assert f"/monitoring/organisations/{busy.pk}/" not in text
