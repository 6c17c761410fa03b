"""The page of all that is overdue in a district."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring.models import Pair
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
