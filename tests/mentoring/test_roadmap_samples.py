"""A roadmap begun on a ready sample, and what the coordinator sees of those of the schools."""

import pytest
from django.urls import reverse

from registry.enums import Role
from registry.models import Organisation
from tests.factories import OrganisationFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory.create()


def test_years_in_titles_move_as_well(school: Organisation) -> None:
    roadmap = new_roadmap(municipality=school.municipality, preset="ustyuzhna-2020")
    third = roadmap.sections.all()[2]
    assert "в 2026-2027 учебном году" in third.title
    assert third.items.get(number="3.2.").title == "Формирование базы наставляемых в 2026-2027 учебном году"


def test_a_year_is_one_also_with_a_letter_behind_it(school: Organisation) -> None:
    plan = new_roadmap(municipality=school.municipality, preset="salsk-2021")
    [section] = plan.sections.all()
    terms = [item.term for item in section.items.all()[:4]]
    assert terms == ["до 01.12.2026г", "до 31.12.2026", "до конца 2026 года", "Ноябрь 2026-январь 2027"]


@pytest.mark.requirement("U-0-4.2")
def test_the_coordinator_sees_in_which_schools_a_roadmap_is_approved(school: Organisation) -> None:
    other = OrganisationFactory(municipality=school.municipality)
    approved = new_roadmap(school, preset="kez-2022", title="Карта первой школы")
    new_roadmap(other, preset="kez-2022", title="Карта второй школы")
    signed_in(member(Role.HEAD, organisation=school)).post(reverse("mentoring:roadmap_submit", args=[approved.pk]))
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    coordinator.post(reverse("mentoring:roadmap_agree", args=[approved.pk]))
    rows = {
        row.record.organisation: row.record.get_status_display()
        for row in coordinator.get(reverse("mentoring:roadmaps")).context["table"].rows
    }
    assert rows == {school: "согласована", other: "составляется"}
    shown = coordinator.get(approved.get_absolute_url()).content.decode()
    assert "Утверждена руководителем" in shown
