"""The page of all that is overdue in a district."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring.models import Pair
from monitoring.figures.catalogue import OVERDUE
from registry.actions.affiliations import transfer_person
from registry.enums import OrganisationKind, Role
from tests.factories import OrganisationFactory, member
from tests.monitoring.conftest import TODAY, working_pair

pytestmark = pytest.mark.django_db


def late_pair(organisation, days: int) -> Pair:
    pair = working_pair(organisation)
    Pair.objects.filter(pk=pair.pk).update(ends_on=TODAY - timedelta(days=days))
    return pair


def test_all_that_is_overdue_stands_there_page_after_page_the_longest_first(client, school, district):
    garden = OrganisationFactory(municipality=district, kind=OrganisationKind.PRESCHOOL)
    for number in range(40):
        late_pair((school, garden)[number % 2], number + 1)
    late_pair(OrganisationFactory(), 3)
    client.force_login(member(Role.COORDINATOR, municipality=district))
    tile = client.get("/monitoring/").context["district"].figures["overdue"]
    shown = []
    for page in ("1", "2"):
        answer = client.get("/monitoring/overdue/", {"page": page})
        shown += answer.context["deadlines"]
    assert answer.context["number"] == tile == len(shown) == len({(d.kind, d.row.object_id) for d, _ in shown})
    assert [d.days for d, _ in shown] == sorted((d.days for d, _ in shown), reverse=True)
    assert {organisation for _, organisation in shown} == {school, garden}
    gardens = client.get("/monitoring/overdue/", {"kind": "preschool"}).context["deadlines"]
    assert {organisation for _, organisation in gardens} == {garden}


def test_more_rows_cost_no_more_queries(client, school, district):
    client.force_login(member(Role.COORDINATOR, municipality=district))

    def queries() -> int:
        late_pair(school, 5)
        with CaptureQueriesContext(connection) as captured:
            client.get("/monitoring/overdue/")
        return len(captured)

    assert len({queries() for _ in range(3)}) == 1


def test_whoever_reads_numbers_alone_gets_no_rows(client, school, district):
    late_pair(school, 5)
    client.force_login(member(Role.REGIONAL, municipality=district))
    assert client.get("/monitoring/overdue/").status_code == 403
    assert "/monitoring/overdue/" not in client.get("/monitoring/").content.decode()


def test_the_bars_of_stages_are_explained(client, school, district):
    working_pair(school)
    client.force_login(member(Role.COORDINATOR, municipality=district))
    page = client.get("/monitoring/").content.decode()
    legend = page.partition("stage-legend")[2].partition("</p>")[0]
    assert "Подготовительный" in legend
    assert legend.count('class="swatch"') == 5


def test_the_pair_of_somebody_who_moved_waits_in_both_organisations_and_counts_once(client, school, district):
    pair, other = working_pair(school), OrganisationFactory(municipality=district)
    late_pair(school, 5)
    coordinator = member(Role.COORDINATOR, municipality=district)
    moved_on = TODAY - timedelta(days=20)
    transfer_person(person=pair.mentor.person, organisation=other, on=moved_on, by=coordinator)
    client.force_login(coordinator)
    dashboard = client.get("/monitoring/")
    rows = {row.organisation: row.value_of(OVERDUE) for row in dashboard.context["district"].rows}
    page, first_page = client.get("/monitoring/overdue/"), client.get("/worklist/")
    late_here = rows[school]
    assert rows == {school: late_here, other: 1}
    assert dashboard.context["district"].figures["overdue"] == late_here
    assert page.context["number"] == len(page.context["deadlines"]) == late_here
    assert first_page.context["worklist"].overdue.count == late_here
    why = "Дважды в строках стоит 1\xa0пара того, кто перешёл"
    assert why in dashboard.content.decode()
    assert why in first_page.content.decode()
    # Who sees the new organisation alone has the pair there.
    assert client.get(f"/monitoring/organisations/{other.pk}/").context["row"].value_of(OVERDUE) == 1
    district.organisations.filter(pk=other.pk).update(kind=OrganisationKind.PRESCHOOL)
    of_gardens = client.get("/monitoring/", {"kind": "preschool"}).context["district"]
    assert of_gardens.figures["overdue"] == 1
    assert client.get("/monitoring/overdue/", {"kind": "preschool"}).context["number"] == 1
