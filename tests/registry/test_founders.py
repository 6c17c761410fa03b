"""Whose an organisation is: told, filtered, exported, counted."""

import re

import pytest

from registry.enums import Role
from registry.models import Organisation
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_founder_is_entered_filtered_and_counted(district, as_role):
    college = OrganisationFactory(municipality=district.municipality, kind="college", short_name="Колледж связи")
    coordinator = as_role(Role.COORDINATOR)
    page = coordinator.get(f"/organisations/{college.pk}/edit/")
    sent = {field.html_name: field.value() for field in page.context["form"] if field.value() not in (None, False)}
    assert coordinator.post(f"/organisations/{college.pk}/edit/", {**sent, "founder": "regional"}).status_code == 302
    assert "учредитель: региональный" in coordinator.get(f"/organisations/{college.pk}/").content.decode()

    def listed(founder: str) -> list[Organisation]:
        return [row.record for row in coordinator.get(f"/organisations/?founder={founder}").context["table"].rows]

    assert listed("regional") == [college]
    assert college not in listed("null")
    assert district.school in listed("null")
    assert listed("private") == []
    Organisation.objects.filter(pk=district.school.pk).update(founder="municipal")
    dashboard = coordinator.get("/monitoring/").content.decode()
    assert re.search(r"муниципальный&nbsp;— <a href=\"[^\"]*founder=municipal[^\"]*\">1<", dashboard)
    assert "не указан&nbsp;— " in dashboard


def test_nobody_inside_an_organisation_changes_its_founder_and_the_department_is_asked(district, as_role):
    Organisation.objects.filter(pk=district.school.pk).update(founder="municipal")
    PersonFactory(organisation=district.school)
    address = f"/organisations/{district.school.pk}/edit/"

    def change(role: Role, **fields: str):
        client = as_role(role)
        form = client.get(address).context["form"]
        sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        return client.post(address, {**sent, "founder": "regional", **fields})

    def founder() -> str:
        return Organisation.objects.get(pk=district.school.pk).founder

    for role in (Role.CURATOR, Role.OPERATOR):
        change(role)
        assert founder() == "municipal"
    errors = change(Role.COORDINATOR).context["form"].errors
    assert "числа по учредителям за прошлые дни изменятся" in errors["founder_confirmed"][0]
    assert founder() == "municipal"
    assert change(Role.COORDINATOR, founder_confirmed="on").status_code == 302
    assert founder() == "regional"
