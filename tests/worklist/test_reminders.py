"""A coordinator reminds the curators of an organisation: the letter, what is kept of it, who may."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import clock
from registry.enums import Role
from russian.numbers import plural
from tests.factories import CuratorFactory, OrganisationFactory, PersonFactory, member
from tests.mentoring.conftest import TODAY
from tests.worklist.test_worklist import late_event
from worklist.actions.reminders import keep_reminder
from worklist.first_page.page import worklist_of
from worklist.models import Reminder


@pytest.fixture
def late(school):
    """A school with two plans late, and its curator with an address."""
    person = PersonFactory(
        organisation=school.organisation, last_name="Храмова", first_name="Юлия", middle_name="Фёдоровна",
        email="hramova@zarechny.example", phone="+79000001408",
    )  # fmt: skip
    CuratorFactory(person=person, organisation=school.organisation)
    for _ in range(2):
        late_event(school.organisation)
    return school.organisation


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.organisation.municipality)


def test_the_letter_names_what_is_due_by_deed_and_nobody_of_the_pairs(late, coordinator, client):
    client.force_login(coordinator)
    page = client.get(reverse("worklist:remind", args=[late.pk]))
    letter = page.context["letter"]
    address = urlsplit(letter.link)
    assert (address.scheme, address.path) == ("mailto", "hramova@zarechny.example")
    sent = {name: values[0] for name, values in parse_qs(address.query).items()}
    overdue = worklist_of(coordinator, organisation=late).overdue
    assert sent["subject"] == f"Наставничество: просрочено {plural(overdue.count, 'дело,дела,дел')}"
    assert "Здравствуйте, Юлия Фёдоровна!" in sent["body"]
    assert "– Отметить мероприятия планов: 2, дольше всего 19\u00a0дней" in sent["body"]
    assert "http://testserver/worklist/?show=overdue" in sent["body"]
    surnames = {d.about.split()[0] for d in overdue.deadlines if d.about}
    assert surnames
    assert not [surname for surname in surnames if surname in sent["body"]]


def test_that_it_was_reminded_is_kept_and_shown_once_a_day(late, coordinator, client):
    client.force_login(coordinator)
    address = reverse("worklist:remind", args=[late.pk])
    home = client.get("/worklist/").content.decode()
    assert f'href="{address}"' in home
    assert "напомнили" not in home
    for _ in range(2):
        client.post(address)
    [kept] = Reminder.objects.all()
    overdue = worklist_of(coordinator, organisation=late).overdue.count
    assert (kept.organisation, kept.reminded_on, kept.reminded_by) == (late, TODAY, coordinator)
    assert kept.recipients.startswith("Храмова\u00a0Ю.\u00a0Ф.")
    assert kept.overdue == overdue
    home = client.get("/worklist/").content.decode()
    assert "напомнили сегодня" in home
    assert f'href="{address}"' not in home
    with clock.as_at(TODAY + timedelta(days=4)):
        home = client.get("/worklist/").content.decode()
        assert f"напомнили {TODAY.day}\u00a0" in home or f"напомнили {TODAY.day} " in home
        assert f'href="{address}"' in home
        assert "Уже напоминали" in client.get(address).content.decode()


def test_nobody_is_reminded_of_nothing(school, coordinator, client):
    quiet = OrganisationFactory(municipality=school.organisation.municipality)
    client.force_login(coordinator)
    address = reverse("worklist:remind", args=[quiet.pk])
    assert "напоминать не о чем" in client.get(address).content.decode()
    client.post(address)
    assert not Reminder.objects.exists()


def test_the_database_refuses_a_second_reminder_of_a_day_and_one_of_nothing(late, coordinator):
    keep_reminder(organisation=late, recipients="", overdue=3, by=coordinator)
    with pytest.raises(ValidationError, match="уже напомнили"):
        keep_reminder(organisation=late, recipients="", overdue=3, by=coordinator)
    for wrong in ({"overdue": 3}, {"overdue": 0, "reminded_on": date(2026, 11, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(organisation=late, reminded_by=coordinator, **wrong)


def test_more_organisations_and_reminders_cost_no_more_queries(late, coordinator, client):
    def queries_with_one_more() -> int:
        other = OrganisationFactory(municipality=late.municipality)
        late_event(other)
        keep_reminder(organisation=other, recipients="", overdue=1, by=coordinator)
        with CaptureQueriesContext(connection) as captured:
            client.get("/worklist/")
        return len(captured)

    client.force_login(coordinator)
    client.get("/worklist/")
    assert len({queries_with_one_more() for _ in range(3)}) == 1


def test_one_letter_reminds_all_who_were_not_reminded_this_week_and_shows_nobody_to_another(late, coordinator, client):
    municipality = late.municipality
    without_curator, reminded, foreign = (
        OrganisationFactory(municipality=municipality),
        OrganisationFactory(municipality=municipality),
        OrganisationFactory(),
    )
    for organisation in (without_curator, reminded, foreign):
        late_event(organisation)
    with clock.as_at(TODAY - timedelta(days=6)):
        keep_reminder(organisation=reminded, recipients="", overdue=1, by=coordinator)
    client.force_login(coordinator)
    address = reverse("worklist:remind_all")
    assert f'href="{address}"' in client.get("/worklist/").content.decode()
    page = client.get(address)
    assert {organisation for organisation, _, _ in page.context["rows"]} == {late, without_curator}
    assert page.context["letter"].link.startswith("mailto:?bcc=hramova@zarechny.example&subject=")
    chosen = [late.pk, without_curator.pk, reminded.pk, foreign.pk]
    for _ in range(2):
        client.post(address, {"organisation": chosen})
    # nobody marks a letter as sent where it reaches nobody
    assert set(Reminder.objects.filter(reminded_on=TODAY).values_list("organisation", flat=True)) == {late.pk}
    assert {row[0] for row in client.get(address).context["rows"]} == {without_curator}
    assert "Отметить: письмо ушло" not in client.get(address).content.decode()
    with clock.as_at(TODAY + timedelta(days=1)):
        assert {row[0] for row in client.get(address).context["rows"]} == {reminded, without_curator}
