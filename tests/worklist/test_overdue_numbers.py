"""One number of what is overdue, on the first page and in monitoring."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.models import PairRequest, Roadmap
from registry.enums import Role
from registry.models import Organisation
from registry.queries.deadlines import overdue_by_organisation
from tests.factories import OrganisationFactory, member
from tests.mentoring.pair_requests import asked
from tests.worklist.test_worklist import late_event, waiting_roadmap
from worklist.first_page.page import worklist_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_the_first_page_and_monitoring_count_the_same_as_overdue(school, client, role):
    """What waits above the organisations is nothing that they have to do, whoever reads."""
    organisation = school.organisation
    waiting_roadmap(organisation, date(2026, 11, 1))
    late_event(organisation)
    reader = member(role, municipality=organisation.municipality)
    in_monitoring = overdue_by_organisation(Organisation.objects.filter(pk=organisation.pk))[organisation.pk]
    client.force_login(reader)
    rows = client.get(f"{reverse('home')}?organisation={organisation.pk}&show=overdue").content.decode()
    assert worklist_of(reader).overdue.count == in_monitoring == rows.count("просрочено на") == 1


def test_the_administrator_finds_as_many_rows_as_the_line_of_an_organisation_says(school):
    """What the head approves is the organisation's; what the coordinator agrees stands above it."""
    organisation = school.organisation
    late_event(organisation)
    late_event(OrganisationFactory(municipality=organisation.municipality))
    waiting_roadmap(organisation, date(2026, 11, 1))
    Roadmap.objects.filter(pk=waiting_roadmap(organisation, date(2026, 11, 1)).pk).update(status="approval")
    admin = member(Role.ADMIN, municipality=organisation.municipality)
    line = next(group for group in worklist_of(admin).overdue.groups if group.organisation == organisation)
    inside = worklist_of(admin, {"show": "overdue"}, organisation)
    assert (line.count, inside.overdue.count) == (2, 2)


def test_where_the_first_page_and_monitoring_count_differently_both_say_so_and_name_the_other_number(school, client):
    """A request is known to those alone who decide it: the first page asks for it, no figure counts it."""
    organisation = school.organisation
    late_event(organisation)
    head = member(Role.HEAD, organisation=organisation)
    PairRequest.objects.filter(pk=asked(late_event(organisation)).pk).update(asked_on=date(2026, 10, 1))
    client.force_login(head)
    first_page = client.get(reverse("home"))
    worklist = first_page.context["worklist"]
    shown = {chip.name: chip.count for chip in worklist.chips}["overdue"]
    there = client.get(f"/monitoring/organisations/{organisation.pk}/")
    link = f'<a href="/monitoring/organisations/{organisation.pk}/#overdue">2</a>'
    assert (shown, worklist.overdue_in_monitoring.number, there.context["row"].figures["overdue"]) == (3, 2, 2)
    assert link in first_page.content.decode()
    assert "Обращений, замечаний" in there.content.decode()
    admin = member(Role.ADMIN, municipality=organisation.municipality)
    late_event(OrganisationFactory(municipality=organisation.municipality))
    client.force_login(admin)
    section = worklist_of(admin).overdue
    assert (section.count, section.outside_figures) == (4, 1)
    assert client.get("/monitoring/").context["district"].figures["overdue"] == section.count - section.outside_figures
    assert "их 1: в мониторинге они не считаются" in client.get(reverse("home")).content.decode()
    lines = {group.organisation: group.count for group in section.groups}
    assert {row: number for row, number, _ in client.get("/worklist/reminders/").context["rows"]} == lines


def test_nothing_is_said_where_the_two_numbers_are_one(school, client):
    organisation = school.organisation
    late_event(organisation)
    client.force_login(member(Role.CURATOR, organisation=organisation))
    first_page = client.get(reverse("home"))
    assert first_page.context["worklist"].overdue_in_monitoring is None
    assert "В мониторинге" not in first_page.content.decode()
