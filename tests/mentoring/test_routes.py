"""A mentee's individual educational route: where the rules have it, how long it is, and what stands under it."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.models import Route
from registry.actions.merging import merge_people
from registry.enums import Role
from registry.models import PolicyPreset
from tests.factories import member
from tests.mentoring.conftest import TODAY

pytestmark = pytest.mark.django_db
HEADING = "Индивидуальный образовательный маршрут"


def sent(client, mentee, **values):
    typed = {"starts_on": "2026-09-01", "ends_on": "2031-08-31", "goal": "Стать методистом", "steps": "", **values}
    return (
        client.post(reverse("mentoring:route_edit", args=[mentee.pk]), typed, follow=True)
        .content.decode()
        .replace("\xa0", " ")
    )


@pytest.fixture
def writer(school, client):
    school.organisation.municipality.policies.update(routes_enabled=True)
    client.force_login(school.curator)
    return client


@pytest.mark.requirement("D-1.3.8")
def test_a_route_of_four_or_five_years_holds_the_programmes_of_its_mentee(school, writer):
    pair = school.active_pair()
    mentee = pair.mentee
    card = writer.get(mentee.person.get_absolute_url()).content.decode()
    assert HEADING in card
    assert "Маршрут не составлен." in card
    offered = writer.get(reverse("mentoring:route_edit", args=[mentee.pk])).context["form"]
    assert [offered[name].value() for name in ("starts_on", "ends_on")] == [
        TODAY,
        TODAY + relativedelta(years=5, days=-1),
    ]
    assert "Маршрут не короче 4 лет — по политике муниципалитета (Сургут, п. 1.3.8)." in sent(
        writer, mentee, ends_on="2029-08-31"
    )
    assert "Маршрут не длиннее 5 лет" in sent(writer, mentee, ends_on="2031-09-01")
    assert not Route.objects.exists()
    card = sent(writer, mentee)
    assert "01.09.2026 – 31.08.2031" in card
    sheet = reverse("mentoring:route_sheet", args=[mentee.pk])
    assert f'href="{sheet}"' in card
    changed = sent(writer, mentee, goal="Стать тьютором")
    assert "цель: Стать методистом → Стать тьютором" in changed
    printed = writer.get(sheet).content.decode()
    for words in ("Стать тьютором", mentee.person.full_name, str(pair), "знакомлен"):
        assert words in printed, words
    assert f'href="{reverse("mentoring:programme", args=[pair.pk])}">{pair}'.replace("\xa0", " ") in card


@pytest.mark.requirement("A16-13")
def test_other_years_of_the_rules_count(school, writer):
    school.organisation.municipality.policies.update(route_min_years=1, route_max_years=2)
    mentee = school.mentee()
    assert "Маршрут не длиннее 2 лет — по политике муниципалитета." in sent(writer, mentee)
    sent(writer, mentee, ends_on="2027-08-31")
    assert Route.objects.get().mentee == mentee


@pytest.mark.requirement("A16-13")
def test_without_the_rule_nobody_begins_a_route(school, client):
    mentee = school.mentee()
    client.force_login(school.curator)
    assert HEADING not in client.get(mentee.person.get_absolute_url()).content.decode()
    assert "маршруты не ведутся" in sent(client, mentee)
    assert not Route.objects.exists()


def test_the_database_keeps_one_route_a_mentee_and_its_dates_in_order(school):
    mentee = school.mentee()
    values = {"mentee": mentee, "starts_on": date(2026, 9, 1), "goal": "Цель"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.create(ends_on=date(2026, 9, 1), **values)
    Route.objects.create(ends_on=date(2031, 8, 31), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.create(ends_on=date(2031, 8, 31), **values)


def test_who_only_reads_the_card_reads_the_route(school, client):
    mentee = school.mentee()
    Route.objects.create(mentee=mentee, starts_on=date(2026, 9, 1), ends_on=date(2031, 8, 31), goal="Стать методистом")
    client.force_login(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    card = client.get(mentee.person.get_absolute_url()).content.decode()
    assert "Стать методистом" in card
    assert f'"{reverse("mentoring:route_edit", args=[mentee.pk])}"' not in card


@pytest.mark.parametrize(("code", "enabled"), [("base", True), ("surgut-dou-2022", True), ("kez-2022", False)])
def test_the_samples_have_routes_where_their_source_has(code, enabled):
    preset = PolicyPreset.objects.get(code=code)
    assert (preset.routes_enabled, preset.route_min_years, preset.route_max_years) == (enabled, 4, 5)


def test_a_route_goes_to_the_card_that_remains_and_two_forbid_the_merge(school):
    survivor, absorbed = school.mentee(), school.mentee()
    values = {"starts_on": date(2026, 9, 1), "ends_on": date(2031, 8, 31), "goal": "Цель"}
    route = Route.objects.create(mentee=absorbed, **values)
    second = Route.objects.create(mentee=survivor, **values)
    cards = {"survivor": survivor.person, "absorbed": absorbed.person, "choices": {}, "by": school.curator}
    with pytest.raises(ValidationError, match="На обеих карточках есть индивидуальный образовательный маршрут"):
        merge_people(**cards)
    second.delete()
    merge_people(**cards)
    route.refresh_from_db()
    assert route.mentee == survivor
