"""A page of a past day speaks of that day, not of today."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models import PairChange, PairStage, Stage
from registry import clock
from registry.actions.affiliations import transfer_person
from registry.enums import Role
from registry.models import FormerName, Person
from tests.factories import (
    ActFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    UserFactory,
    member,
)

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
def test_a_past_day_calls_people_by_the_names_of_that_day(school, client, place):
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
    then = text_of(client, addresses[place], on=DAY.isoformat())
    person = pair.mentee.person if place == "mentees" else pair.mentor.person
    assert f"(сейчас {person.last_name})" in then
    assert "Девичья" in then
    assert person.full_name not in then
    after = text_of(client, addresses[place], on="2026-10-21")
    assert "(ранее Девичья)" in after


def test_a_past_day_calls_the_curator_by_the_name_of_that_day(school, client):
    curator = CuratorFactory(organisation=school, appointed_on=date(2026, 9, 1))
    FormerName.objects.create(
        person=curator.person, last_name="Девичья", first_name=curator.person.first_name,
        middle_name=curator.person.middle_name, until=date(2026, 10, 20),
    )  # fmt: skip
    curator.person.save()
    address = reverse("monitoring:organisation", args=[school.pk])
    then = text_of(client, address, on=DAY.isoformat())
    assert "Девичья" in then
    assert f"(сейчас {curator.person.full_name})" in then
    assert "(ранее Девичья)" in text_of(client, address, on="2026-10-21")


def renamed(person, last_name, until=date(2026, 10, 20)):
    """The person bore `last_name` until the day."""
    FormerName.objects.create(
        person=person, last_name=last_name, first_name=person.first_name, middle_name=person.middle_name, until=until
    )
    person.refresh_from_db()


def surnames_in(table) -> list[str]:
    return [row.record.person.full_name_then.partition(" ")[0] for row in table.paginated_rows]


@pytest.mark.parametrize("bank", [MentorFactory, MenteeFactory])
def test_a_past_day_is_sorted_by_the_names_of_that_day(school, client, bank):
    for last_name, then in (("Абрикосова", "Ягодина"), ("Яковлева", "Ёлкина"), ("Жукова", None)):
        person = bank(organisation=school, included_on=date(2026, 9, 1)).person
        person.last_name = last_name
        person.save()
        if then:
            renamed(person, then)
    address = "/mentors/" if bank is MentorFactory else "/mentees/"
    asked = {"on": DAY.isoformat()}
    assert surnames_in(client.get(address, asked).context["table"]) == ["Ёлкина", "Жукова", "Ягодина"]
    turned = client.get(address, {**asked, "sort": "-person"}).context["table"]
    assert surnames_in(turned) == ["Ягодина", "Жукова", "Ёлкина"]
    assert surnames_in(client.get(address).context["table"]) == ["Абрикосова", "Жукова", "Яковлева"]


def test_whoever_has_left_since_stays_in_the_list_of_the_day(school, client):
    gone = MentorFactory(
        organisation=school, included_on=date(2026, 9, 1), excluded_on=date(2026, 11, 2), exclusion_reason="уволен"
    )
    then = text_of(client, "/mentors/", on=DAY.isoformat())
    assert gone.person.full_name in then
    assert "последний день в базе: 02.11.2026" in then
    assert "Искать среди всех" not in text_of(client, "/mentors/", on=DAY.isoformat(), q="нетакого")
    assert gone.person.full_name not in text_of(client, "/mentors/")


def test_a_past_day_shows_the_period_of_that_day_and_todays_end_in_a_note(school, client):
    pair, _, _ = ended_pair(school)
    row = text_of(client, reverse("mentoring:pairs"), on=DAY.isoformat()).split("<tbody", 1)[1]
    assert "31.05.2027" in row
    assert "сейчас: до 01.11.2026" in row
    extended = PairFactory(
        organisation=school, starts_on=date(2026, 9, 1), ends_on=date(2027, 8, 31), status=PairStatus.ACTIVE,
        act=pair.act,
    )  # fmt: skip
    PairChange.objects.create(
        pair=extended, from_status=PairStatus.ACTIVE, to_status=PairStatus.ACTIVE, on=date(2026, 11, 5),
        act=pair.act, ends_on_before=date(2027, 1, 15), ends_on_after=date(2027, 8, 31),
    )  # fmt: skip
    row = text_of(client, reverse("mentoring:pairs"), on=DAY.isoformat()).split("<tbody", 1)[1]
    assert "15.01.2027" in row
    assert "сейчас: до 31.08.2027" in row
    assert "сейчас: действует" not in row
    page = text_of(client, reverse("monitoring:organisation", args=[school.pk]), on=DAY.isoformat())
    assert "до 15.01.2027 (сейчас до 31.08.2027)" in page
    query = {"on": DAY.isoformat(), "export": "csv"}
    file = client.get(reverse("mentoring:pairs"), query).content.decode("utf-8-sig")
    assert "15.01.2027" in file
    assert "31.08.2027" not in file
    later = text_of(client, reverse("mentoring:pairs"), on="2026-11-10").split("<tbody", 1)[1]
    assert "31.08.2027" in later
    assert "15.01.2027" not in later


@pytest.mark.parametrize(("sort", "expected"), [("mentor", ["Ёлкина", "Ягодина"]), ("stage", ["Ягодина", "Ёлкина"])])
def test_pairs_of_a_past_day_are_sorted_by_what_held_on_it(school, client, sort, expected):
    first, _, stage_two = ended_pair(school)  # at the first stage on the day, at the second one since
    other = PairFactory(
        organisation=school, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31), status=PairStatus.ACTIVE,
        act=first.act, stage=stage_two,
    )  # fmt: skip
    PairStage.objects.create(pair=other, stage=stage_two, entered_on=date(2026, 9, 2))
    for pair, now, then in ((first, "Абрикосова", "Ягодина"), (other, "Яковлева", "Ёлкина")):
        person = pair.mentor.person
        person.last_name = now
        person.save()
        renamed(person, then)
    for sign, order in (("", expected), ("-", expected[::-1])):
        table = client.get(reverse("mentoring:pairs"), {"on": DAY.isoformat(), "sort": sign + sort}).context["table"]
        assert [row.record.mentor.person.full_name_then.partition(" ")[0] for row in table.paginated_rows] == order
    staged = {"on": DAY.isoformat(), "sort": sort, "stage": stage_two.pk}
    assert len(client.get(reverse("mentoring:pairs"), staged).context["table"].rows) == 1


def test_a_card_that_moved_on_is_called_by_the_name_of_the_day_alone(school, client):
    moved = MentorFactory(organisation=school, included_on=date(2026, 9, 1)).person
    renamed(moved, "Девичья")
    other = OrganisationFactory(municipality=school.municipality)
    transfer_person(person=moved, organisation=other, on=date(2026, 11, 1), by=UserFactory(is_superuser=True))
    then = text_of(client, "/mentors/", on=DAY.isoformat())
    assert "сейчас в другой организации" in then
    assert "Девичья" in then
    assert moved.last_name not in then.split("<tbody", 1)[1]
