"""A page of a past day speaks of that day, not of today."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models import PairStage, Stage
from registry import clock
from registry.enums import Role
from registry.models import FormerName, Person
from tests.factories import ActFactory, CuratorFactory, OrganisationFactory, PairFactory, PolicyFactory, member

pytestmark = pytest.mark.django_db

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def client(school) -> Client:
    client = Client()
    client.force_login(member(Role.HEAD, organisation=school))
    return client


def text_of(client: Client, address: str, **query) -> str:
    return " ".join(client.get(address, query).content.decode().replace("\u00a0", " ").split())


def ended_pair(school):
    act = ActFactory(organisation=school, dated=date(2026, 9, 1))
    first, second = Stage.objects.filter(stage_set__municipality=None).order_by("number")[:2]
    pair = PairFactory(
        organisation=school, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31), ended_on=date(2026, 11, 1),
        status=PairStatus.COMPLETED, act=act, stage=second,
    )  # fmt: skip
    PairStage.objects.create(pair=pair, stage=first, entered_on=date(2026, 9, 1), left_on=date(2026, 10, 15))
    PairStage.objects.create(pair=pair, stage=second, entered_on=date(2026, 10, 15), left_on=date(2026, 11, 1))
    return pair, first, second


def test_the_page_of_an_organisation_tells_a_past_day_in_the_past(school, client):
    ended_pair(school)
    address = reverse("monitoring:organisation", args=[school.pk])
    then = text_of(client, address, on=DAY.isoformat())
    assert "<b>1</b><span>пара действовала" in then
    assert "пара действует" not in then
    now = text_of(client, address)
    assert "<b>0</b><span>пар действует" in now
    assert "Действующих пар нет" in now
    before = text_of(client, address, on="2026-08-01")
    assert "Действующих пар 01.08.2026 не было" in before
    assert "Пара начинает действовать" not in before


def test_the_list_of_pairs_of_a_past_day_tells_the_state_and_the_stage_of_that_day(school, client):
    _, first, second = ended_pair(school)
    then = text_of(client, reverse("mentoring:pairs"), on=DAY.isoformat())
    assert "действовала 01.10.2026" in then
    assert "сейчас: завершена" in then
    row = then.split("<tbody", 1)[1]
    assert f"{first.number}. {first.title}" in row
    assert f"{second.number}. {second.title}" not in row
    now = text_of(client, reverse("mentoring:pairs")).split("<tbody", 1)[1]
    assert "действовала" not in now
    assert f"{second.number}. {second.title}" in now


def test_the_list_of_pairs_of_a_past_day_bears_no_mark_of_today(school, client):
    act = ActFactory(organisation=school, dated=date(2026, 9, 1))
    PairFactory(
        organisation=school, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31), status=PairStatus.ACTIVE, act=act
    )
    assert "просрочка" in text_of(client, reverse("mentoring:pairs"))  # no programme in November
    then = text_of(client, reverse("mentoring:pairs"), on="2026-09-02")
    assert "действовала 02.09.2026" in then
    assert "просрочка" not in then


def test_the_file_of_a_past_day_tells_the_stage_of_that_day_and_calls_the_state_todays(school, client):
    _, first, second = ended_pair(school)
    query = {"on": DAY.isoformat(), "export": "csv"}
    then = client.get(reverse("mentoring:pairs"), query).content.decode("utf-8-sig")
    assert first.title in then
    assert second.title not in then
    assert "Состояние сейчас" in then.splitlines()[0]
    assert "Должность" not in then.splitlines()[0]


@pytest.mark.parametrize("place", ["mentors", "mentees", "pairs", "organisation"])
def test_a_past_day_names_people_with_their_former_names(school, client, place):
    pair, _, _ = ended_pair(school)
    addresses = {
        "mentors": reverse("registry:mentors"),
        "mentees": reverse("registry:mentees"),
        "pairs": reverse("mentoring:pairs"),
        "organisation": reverse("monitoring:organisation", args=[school.pk]),
    }
    for person in (pair.mentor.person, pair.mentee.person):
        Person.objects.filter(pk=person.pk).update(organisation=school)
        FormerName.objects.create(
            person=person, last_name="Девичья", first_name=person.first_name, middle_name=person.middle_name,
            until=date(2026, 10, 20),
        )  # fmt: skip
        person.refresh_from_db()
        person.save()
    then = text_of(client, addresses[place], on=DAY.isoformat(), archive="all")
    assert "(ранее Девичья)" in then


def test_a_past_day_names_the_curator_with_the_former_name(school, client):
    curator = CuratorFactory(organisation=school, appointed_on=date(2026, 9, 1))
    FormerName.objects.create(
        person=curator.person, last_name="Девичья", first_name=curator.person.first_name,
        middle_name=curator.person.middle_name, until=date(2026, 10, 20),
    )  # fmt: skip
    curator.person.save()
    address = reverse("monitoring:organisation", args=[school.pk])
    assert "(ранее Девичья)" in text_of(client, address, on=DAY.isoformat())
