"""A municipality that keeps no score or no indicators is not shown or asked for them (requirements A16-17)."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from tests.factories import OrganisationFactory, PolicyFactory, member

pytestmark = pytest.mark.django_db


def _pages(**rules) -> tuple[str, str, list[str], int]:
    """District, organisation, headings of the spreadsheet, answer of the page of numbers."""
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality, **rules)
    client = Client()
    client.force_login(member(Role.ADMIN, municipality=school.municipality))
    district = client.get(reverse("monitoring:dashboard"))
    inside = client.get(reverse("monitoring:organisation", args=[school.pk]))
    sheet = client.get(reverse("monitoring:dashboard"), {"export": "csv"}).content.decode("utf-8-sig").splitlines()[0]
    numbers = client.get(reverse("monitoring:contingent", args=[school.pk, 2026]))
    return district.content.decode(), inside.content.decode(), sheet, numbers.status_code


@pytest.mark.requirement("A16-17")
def test_without_the_score_neither_district_nor_organisation_nor_spreadsheet_has_it():
    district, inside, sheet, _ = _pages(score_enabled=False)
    assert "Последняя оценка" not in district
    assert "Оценка 0–18" not in inside
    assert "Оценка" not in sheet
    district, inside, sheet, _ = _pages(score_enabled=True)
    assert "Последняя оценка" in district
    assert "Оценка 0–18" in inside
    assert "Оценка" in sheet


@pytest.mark.requirement("S-0-1.1", "A16-17")
def test_without_indicators_nobody_is_asked_for_numbers_and_no_share_is_shown():
    district, inside, sheet, numbers = _pages(org_indicators_enabled=False)
    assert "олодых специалистов" not in district + sheet
    assert "Численность" not in inside
    assert "нет численности" not in inside
    assert numbers == 302
    district, inside, sheet, numbers = _pages(org_indicators_enabled=True)
    assert "олодых специалистов" in district
    assert "олодых специалистов" in sheet
    assert "Численность" in inside
    assert "нет численности" in inside
    assert numbers == 200
