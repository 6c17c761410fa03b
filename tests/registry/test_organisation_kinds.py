"""Organisations of every kind that the sources name stand in the register, partners with their agreement."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.enums import OrganisationKind, PartnerStatus, Role
from registry.models import Organisation
from tests.registry.conftest import SchoolDistrict


@pytest.fixture
def coordinator(as_role: Callable[[Role], Client]) -> Client:
    return as_role(Role.COORDINATOR)


def enter(client: Client, district: SchoolDistrict, **fields: str) -> Organisation:
    names = {"short_name": "Новая организация", "full_name": "Новая организация района", "head_position": "директор"}
    client.post("/organisations/new/", {"municipality": district.municipality.pk, **names, **fields})
    return Organisation.objects.get(short_name="Новая организация")


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(OrganisationKind.PRESCHOOL, marks=pytest.mark.requirement("D-1.9")),
        pytest.param(OrganisationKind.SCHOOL, marks=pytest.mark.requirement("D-1.9", "U-1.1")),
        pytest.param(OrganisationKind.EXTRACURRICULAR, marks=pytest.mark.requirement("D-1.9", "U-1.1")),
        pytest.param(OrganisationKind.COLLEGE, marks=pytest.mark.requirement("U-1.1")),
    ],
)
def test_an_educational_organisation_is_entered_with_its_kind_and_found_by_it(
    coordinator: Client, district: SchoolDistrict, kind: OrganisationKind
) -> None:
    organisation = enter(coordinator, district, kind=kind)
    assert organisation.kind == kind
    found = coordinator.get("/organisations/", {"kind": kind}).context["table"].rows
    assert organisation in [row.record for row in found]


@pytest.mark.requirement("H-6.2-6", "H-6.3-3", "H-6.1-3")
@pytest.mark.parametrize(
    "kind",
    [OrganisationKind.ENTERPRISE, OrganisationKind.CULTURE, OrganisationKind.SPORT, OrganisationKind.ENTREPRENEUR],
)
@pytest.mark.parametrize("status", [PartnerStatus.PLANNED, PartnerStatus.SIGNED])
def test_a_partner_is_listed_by_its_kind_and_shows_its_agreement(
    coordinator: Client, district: SchoolDistrict, kind: OrganisationKind, status: PartnerStatus
) -> None:
    partner = enter(coordinator, district, kind=kind, partner_status=status)
    [row] = coordinator.get("/organisations/", {"kind": kind}).context["table"].rows
    assert row.record == partner
    assert status.label in coordinator.get(partner.get_absolute_url()).content.decode()


@pytest.mark.requirement("D-3.2-4")
def test_the_psychologist_of_an_organisation_is_named_with_the_way_to_reach_them(
    coordinator: Client, as_role: Callable[[Role], Client], district: SchoolDistrict
) -> None:
    address = f"/organisations/{district.school.pk}/"
    assert "<dt>Педагог-психолог</dt><dd>не указан" in as_role(Role.CURATOR).get(address).content.decode()
    form = coordinator.get(f"{address}edit/").context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    named = {"psychologist_name": "Тихая Анна Львовна", "psychologist_contact": "+7 900 000-00-00"}
    assert coordinator.post(f"{address}edit/", {**typed, **named}).status_code == 302
    shown = as_role(Role.CURATOR).get(address).content.decode().replace("\u00a0", " ")
    assert "<dt>Педагог-психолог</dt><dd>Тихая Анна Львовна, +7 900 000-00-00" in shown
