"""Late items of municipal roadmaps: on the first page of who leads the roadmap, and in the figures of the district."""

from datetime import timedelta

import pytest

from mentoring.models import Roadmap, RoadmapItem, RoadmapSection
from registry import clock
from registry.enums import OrganisationKind, Role
from reports.documents.roadmap import RoadmapPaper, roadmap_payload
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in
from worklist.first_page.page import worklist_of
from worklist.menu.number import own_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganisationFactory()


def municipal_item(school, days_late: int, **changes) -> RoadmapItem:
    today = clock.today()
    agreed = {"status": "agreed", "agreed_by": UserFactory(), "agreed_on": today - timedelta(days=60)}
    roadmap = Roadmap.objects.create(
        municipality=school.municipality,
        title="Муниципальная дорожная карта",
        starts_on=today - timedelta(days=90),
        ends_on=today + timedelta(days=200),
        **agreed | changes,
    )
    section = RoadmapSection.objects.create(roadmap=roadmap, title="Раздел")
    return RoadmapItem.objects.create(
        section=section, number="1.", title="Провести семинар", due_to=today - timedelta(days=days_late)
    )


def test_a_late_item_stands_on_the_first_page_of_who_leads_the_roadmap_and_in_the_number_of_the_menu(school):
    item = municipal_item(school, 3)
    municipal_item(school, 3, status="draft", agreed_by=None, agreed_on=None)
    coordinator = member(Role.COORDINATOR, municipality=school.municipality)
    link = f"/roadmaps/{item.section.roadmap_id}/items/{item.pk}/progress/"
    [deadline] = worklist_of(coordinator).of_municipality
    assert (deadline.link, deadline.overdue, deadline.action) == (link, True, "Отметить")
    assert link in signed_in(coordinator).get("/worklist/").content.decode()
    assert signed_in(coordinator).get(link).status_code == 200
    assert own_count(coordinator, is_fresh=True) == 1
    of_gardens = UserFactory()
    kinds = [OrganisationKind.PRESCHOOL]
    MembershipFactory(
        user=of_gardens, role=Role.COORDINATOR, municipality=school.municipality, organisation_kinds=kinds
    )
    for other in (of_gardens, member(Role.CURATOR, organisation=school), member(Role.COORDINATOR)):
        assert worklist_of(other).of_municipality == []
    RoadmapItem.objects.filter(pk=item.pk).update(status="done", done_on=clock.today())
    assert (worklist_of(coordinator).of_municipality, own_count(coordinator, is_fresh=True)) == ([], 0)


def test_it_is_told_a_week_ahead_and_counts_as_overdue_the_day_after(school):
    coordinator = member(Role.COORDINATOR, municipality=school.municipality)
    days = {days: municipal_item(school, days).pk for days in (-8, -7, 0, 1)}
    rows = {row.row.object_id: row.overdue for row in worklist_of(coordinator).of_municipality}
    assert rows == {days[-7]: False, days[0]: False, days[1]: True}


def test_the_dashboard_counts_it_and_leads_to_it(school):
    item = municipal_item(school, 3)
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    curator = signed_in(member(Role.CURATOR, organisation=school))
    page = coordinator.get("/monitoring/")
    assert page.context["district"].figures["overdue"] == 1 + sum(
        row.figures["overdue"] for row in page.context["district"].rows
    )
    assert "В общее число входит и 1\xa0пункт" in page.content.decode()
    overdue = coordinator.get("/monitoring/overdue/")
    assert [row.row.object_id for row in overdue.context["of_municipality"]] == [item.pk]
    assert f"/items/{item.pk}/progress/" in overdue.content.decode()
    of_schools = coordinator.get("/monitoring/", {"kind": OrganisationKind.SCHOOL}).context["district"]
    assert of_schools.of_municipalities == {}
    rows = coordinator.get("/monitoring/", {"export": "csv"}).getvalue().decode("utf-8-sig")
    assert "Муниципальная дорожная карта" in rows
    # A curator reads one organisation, whose items these are not.
    assert "Провести семинар" not in curator.get("/monitoring/overdue/").content.decode()


def test_who_may_not_mark_what_is_late_looks_at_it(school):
    """The coordinator reads the roadmaps of schools and marks nothing in them."""
    roadmap = new_roadmap(school, preset="kez-2022")
    item = roadmap.sections.first().items.first()
    days = {"approved_by": UserFactory(), "approved_on": roadmap.starts_on, "status": "submitted"}
    Roadmap.objects.filter(pk=roadmap.pk).update(**days)
    with clock.as_at(item.due_to + timedelta(days=1)):
        coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
        for address in ("/monitoring/overdue/", f"/monitoring/organisations/{school.pk}/"):
            page = coordinator.get(address).content.decode()
            assert f'href="/roadmaps/{roadmap.pk}/"' in page
            assert "/progress/" not in page


def test_an_approved_roadmap_binds_before_it_is_agreed_and_its_page_and_sheet_say_so(school):
    roadmap = new_roadmap(school, preset="kez-2022")
    curator = signed_in(member(Role.CURATOR, organisation=school))
    runs = "не дожидаясь согласования"
    assert runs not in curator.get(f"/roadmaps/{roadmap.pk}/").content.decode()
    days = {"approved_by": UserFactory(), "approved_on": roadmap.starts_on, "status": "submitted"}
    Roadmap.objects.filter(pk=roadmap.pk).update(**days)
    assert runs in curator.get(f"/roadmaps/{roadmap.pk}/").content.decode()
    roadmap.refresh_from_db()
    assert RoadmapPaper().context(roadmap_payload(roadmap))["awaits_agreement"] is True
    Roadmap.objects.filter(pk=roadmap.pk).update(status="agreed", agreed_by=UserFactory(), agreed_on=roadmap.starts_on)
    roadmap.refresh_from_db()
    assert RoadmapPaper().context(roadmap_payload(roadmap))["awaits_agreement"] is False
