"""Days that the government moves, in the production calendar."""

from datetime import date

import pytest

from registry.enums import Role
from registry.models import CalendarException
from registry.queries.working_days import working_day_after
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationFactory, member
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db

CALENDAR, ADD = "/settings/dictionaries/calendar/", "/settings/dictionaries/calendar/new/"
FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
MOVED = {"day": "2026-11-21", "title": "рабочая суббота", "is_working": "on", "source": "ПП РФ"}


@pytest.fixture
def admin():
    """Of the only municipality."""
    return member(Role.ADMIN, municipality=OrganisationFactory().municipality)


def test_an_administrator_adds_a_moved_day_and_takes_it_out_again(admin):
    browser = signed_in(admin)
    assert ADD in browser.get(CALENDAR).content.decode()
    browser.post(ADD, MOVED)
    assert working_day_after(FRIDAY, 1) == SATURDAY
    assert "Этот день в календаре уже есть" in browser.post(ADD, MOVED).content.decode()

    remove = f"{CALENDAR}{CalendarException.objects.get(day=SATURDAY).pk}/remove/"
    assert remove in browser.get(CALENDAR).content.decode()
    browser.post(remove)

    assert working_day_after(FRIDAY, 1) == date(2026, 11, 23)


def test_days_of_the_labour_code_are_not_removed(admin):
    day = CalendarException.objects.filter(position__gt=0).first()
    day = day or CalendarException.objects.create(day=date(2027, 1, 1), title="Новый год", position=1)

    browser = signed_in(admin)
    assert f"{CALENDAR}{day.pk}/remove/" not in browser.get(CALENDAR).content.decode()
    assert browser.post(f"{CALENDAR}{day.pk}/remove/").status_code == 404


def test_the_common_calendar_is_kept_by_who_administers_all_municipalities(admin):
    other = MunicipalityFactory()
    browser = signed_in(admin)
    assert browser.post(ADD, MOVED).status_code == 403
    assert ADD not in browser.get(CALENDAR).content.decode()

    MembershipFactory(user=admin, role=Role.ADMIN, municipality=other)

    assert signed_in(admin).post(ADD, MOVED).status_code == 302
