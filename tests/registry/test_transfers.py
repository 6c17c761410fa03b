"""A person moves to another organisation on a day: by the page, by the action, by two at one moment."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from registry import clock
from registry.actions.affiliations import correct_transfer, take_back_moves, transfer_person
from registry.enums import CuratorEligibility, Role
from registry.models import Affiliation, Person, Policy
from tests.factories import CuratorFactory, MentorFactory, OrganisationFactory, PersonFactory, PolicyFactory, member
from tests.posting import post_as_shown
from tests.test_doubles import at_once, posted_at_once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
MOVED = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school(db):
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def other(school):
    return OrganisationFactory(municipality=school.municipality)


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.municipality)


@pytest.fixture
def person(school):
    return PersonFactory(organisation=school)


def rows(person):
    return list(person.affiliations.values_list("organisation", "since", "until"))


def transfer(person, organisation, by, on=MOVED, **fields):
    return transfer_person(person=person, organisation=organisation, on=on, by=by, **fields)


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_curator_of_the_former_school_moves_a_person(client, school, other, person):
    address = reverse("registry:person_transfer", args=[person.pk])
    signed_in(client, member(Role.CURATOR, organisation=school))
    assert "Перевести в другую организацию" in client.get(address).content.decode()
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat(), "reason": "приказ № 12-к"}
    assert post_as_shown(client, address, sent).status_code == 302
    assert rows(person) == [(school.pk, None, MOVED - DAY), (other.pk, MOVED, None)]
    person.refresh_from_db()
    assert person.organisation == other
    version = person.history.first()
    assert version.history_change_reason == f"Перевод в организацию {other} с 02.11.2026: приказ № 12-к"
    assert Affiliation.history.filter(person=person).count() == 2
    signed_in(client, member(Role.CURATOR, organisation=other))
    card = client.get(person.get_absolute_url()).content.decode()
    assert "по 01.11.2026" in card
    assert "с 02.11.2026 по настоящее время" in card


def test_somebody_leaves_for_good_and_the_municipality_keeps_the_card(client, school, person, coordinator):
    signed_in(client, member(Role.HEAD, organisation=school))
    address = reverse("registry:person_transfer", args=[person.pk])
    post_as_shown(client, address, {"where": "away", "on": MOVED.isoformat()})
    assert rows(person) == [(school.pk, None, MOVED - DAY)]
    assert client.get(person.get_absolute_url()).status_code == 404
    assert signed_in(client, coordinator).get(person.get_absolute_url()).status_code == 200


def test_a_school_does_not_take_a_person_from_another(client, other, person):
    signed_in(client, member(Role.CURATOR, organisation=other))
    assert client.get(reverse("registry:person_transfer", args=[person.pk])).status_code == 404


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (TODAY + DAY, "ещё не наступила"),
        (date(2026, 9, 1), "перевод из неё — позже"),
        (date(1985, 5, 17), "Проверьте год"),
        (date(2001, 5, 17), r"Дата рождения — 18\.05\.2001"),
    ],
)
def test_the_day_of_a_move_is_judged(school, other, person, coordinator, on, message):
    Person.objects.filter(pk=person.pk).update(birth_date=date(2001, 5, 18))
    person.affiliations.update(since=date(2026, 9, 1))
    with pytest.raises(ValidationError, match=message):
        transfer(person, other, coordinator, on)
    assert rows(person) == [(school.pk, date(2026, 9, 1), None)]


def test_where_nobody_goes(school, person, coordinator):
    foreign = OrganisationFactory()
    closed = OrganisationFactory(municipality=school.municipality, archived_on=TODAY)
    for place, message in ((school, "уже числится"), (foreign, "другого муниципалитета"), (closed, "в архиве")):
        with pytest.raises(ValidationError, match=message):
            transfer(person, place, coordinator)
    person.affiliations.update(until=MOVED)
    person.refresh_from_db()
    with pytest.raises(ValidationError, match="и так нигде"):
        transfer(person, None, coordinator, TODAY)
    with pytest.raises(ValidationError, match=r"До 02\.11\.2026"):
        transfer(person, school, coordinator, MOVED)


def test_a_wrong_school_is_corrected_and_history_keeps_both(school, other, person, coordinator):
    right = OrganisationFactory(municipality=school.municipality)
    transfer(person, other, coordinator)
    earlier = MOVED - timedelta(days=10)
    correct_transfer(person=person, organisation=right, since=earlier, reason="не та школа", by=coordinator)
    assert rows(person) == [(school.pk, None, earlier - DAY), (right.pk, earlier, None)]
    later = MOVED + DAY
    correct_transfer(person=person, organisation=right, since=later, reason="не тот день", by=coordinator)
    assert rows(person) == [(school.pk, None, later - DAY), (right.pk, later, None)]
    with pytest.raises(ValidationError, match="Это и есть внесённый перевод"):
        correct_transfer(person=person, organisation=right, since=later, reason="ничего", by=coordinator)
    reasons = Affiliation.history.filter(organisation=right).values_list("history_change_reason", flat=True)
    assert "Исправлен перевод: не та школа" in list(reasons)
    assert Affiliation.history.filter(organisation=other).exists()


def test_a_move_that_never_was_is_taken_back(client, school, other, person, coordinator):
    transfer(person, other, coordinator)
    assert "Исправить перевод" in signed_in(client, coordinator).get(person.get_absolute_url()).content.decode()
    correct_transfer(person=person, organisation=school, since=None, reason="тёзка", by=coordinator)
    assert rows(person) == [(school.pk, None, None)]
    person.refresh_from_db()
    assert person.organisation == school


def test_a_school_mistyped_from_the_beginning_is_put_right_for_all_days(client, school, other, person, coordinator):
    card = signed_in(client, coordinator).get(person.get_absolute_url()).content.decode()
    assert "Исправить ошибку" in card
    address = reverse("registry:person_transfer_correct", args=[person.pk])
    assert post_as_shown(client, address, {"organisation": other.pk, "reason": "опечатка"}).status_code == 302
    assert rows(person) == [(other.pk, None, None)]


def test_a_correction_gives_its_reason_and_keeps_the_days_in_order(school, other, person, coordinator):
    person.affiliations.update(since=date(2026, 9, 1))
    transfer(person, other, coordinator)
    with pytest.raises(ValidationError, match="что было внесено неверно"):
        correct_transfer(person=person, organisation=other, since=MOVED + DAY, reason=" ", by=coordinator)
    with pytest.raises(ValidationError, match=r"с 01\.09\.2026"):
        correct_transfer(person=person, organisation=other, since=date(2026, 9, 1), reason="день", by=coordinator)


def test_who_stands_above_the_schools_corrects(client, school, other, person, coordinator):
    transfer(person, other, coordinator)
    address = reverse("registry:person_transfer_correct", args=[person.pk])
    sent = {"organisation": school.pk, "since": MOVED.isoformat(), "reason": "тёзка"}
    assert post_as_shown(signed_in(client, member(Role.HEAD, organisation=other)), address, sent).status_code == 403
    assert post_as_shown(signed_in(client, coordinator), address, sent).status_code == 302
    assert rows(person) == [(school.pk, None, None)]


def test_a_page_opened_before_another_move_says_so(client, school, other, person, coordinator):
    address = reverse("registry:person_transfer", args=[person.pk])
    form = signed_in(client, coordinator).get(address).context["form"]
    seen = form["seen"].value()
    transfer(person, other, coordinator)
    third = OrganisationFactory(municipality=school.municipality)
    sent = {"where": "there", "organisation": third.pk, "on": TODAY.isoformat(), "seen": seen}
    page = post_as_shown(client, address, sent)
    assert page.status_code == 200
    assert "изменил кто-то другой" in page.content.decode()
    assert person.affiliations.count() == 2


def test_a_curator_who_moves_is_asked_about_the_office(client, school, other, coordinator):
    curator = CuratorFactory(organisation=school)
    head = member(Role.HEAD, organisation=school)
    address = reverse("registry:person_transfer", args=[curator.person.pk])
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat()}
    page = post_as_shown(signed_in(client, head), address, sent)
    assert page.status_code == 200
    assert "Обязанности куратора" in page.content.decode()
    assert curator.person.affiliations.count() == 1
    post_as_shown(client, address, sent | {f"curator{curator.pk}-answer": "dismiss"})
    curator.refresh_from_db()
    assert curator.dismissed_on == MOVED


@pytest.mark.parametrize("role", [Role.CURATOR, Role.COORDINATOR])
def test_who_dismisses_no_curator_does_not_move_one(client, school, other, coordinator, role):
    curator = CuratorFactory(organisation=school)
    by = coordinator if role == Role.COORDINATOR else member(role, organisation=school)
    address = reverse("registry:person_transfer", args=[curator.person.pk])
    for page in (
        signed_in(client, by).get(address),
        client.post(address, {"where": "there", "organisation": other.pk, "on": MOVED.isoformat()}),
    ):
        assert "Сначала обязанности куратора снимает руководитель" in page.content.decode()
    with pytest.raises(ValidationError, match="Сначала обязанности куратора"):
        transfer_person(person=curator.person, organisation=other, on=MOVED, by=by)
    assert curator.person.affiliations.count() == 1


@pytest.mark.parametrize(("rule", "stays"), [(CuratorEligibility.STAFF, False), (CuratorEligibility.PARTNER, True)])
def test_a_curator_who_moved_stays_only_where_the_rules_take_people_of_others(
    client, school, other, coordinator, rule, stays
):
    Policy.objects.update(curator_eligibility=rule)
    curator = CuratorFactory(organisation=school)
    head = member(Role.HEAD, organisation=school)
    address = reverse("registry:person_transfer", args=[curator.person.pk])
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat()}
    post_as_shown(signed_in(client, head), address, sent | {f"curator{curator.pk}-answer": "stays"})
    assert (curator.person.affiliations.count() == 2) is stays


def test_an_import_taken_back_takes_its_move_back(school, other, person):
    stays = MentorFactory(organisation=school).person
    transfer(person, other, member(Role.COORDINATOR, municipality=school.municipality))
    take_back_moves({person.pk: school.pk, stays.pk: school.pk})
    assert rows(person) == rows(stays) == [(school.pk, None, None)]


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_one_moment_the_second_sees_the_first(school, other, person, coordinator):
    third = OrganisationFactory(municipality=school.municipality)
    targets = iter([other, third])
    clock_day = clock.today()

    def move():
        with clock.as_at(clock_day):
            return transfer(Person.objects.get(pk=person.pk), next(targets), coordinator)

    results = at_once(move)
    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert person.affiliations.count() == 2
    assert person.affiliations.filter(until__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_sent_at_one_moment_one_moves(school, other, person, coordinator):
    client = Client()
    client.force_login(coordinator)
    address = reverse("registry:person_transfer", args=[person.pk])
    seen = client.get(address).context["form"]["seen"].value()
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat(), "seen": seen}
    assert posted_at_once(coordinator, address, sent) == [200, 302]
    assert person.affiliations.count() == 2


def test_a_correction_leaves_one_row_of_history_for_each_row_it_changes(school, other, person, coordinator):
    transfer(person, other, coordinator)
    before = Affiliation.history.count()
    for since in (MOVED + DAY, MOVED - DAY):
        correct_transfer(person=person, organisation=other, since=since, reason="не тот день", by=coordinator)
        assert Affiliation.history.count() - before == 2
        before = Affiliation.history.count()


def test_leaving_has_its_last_day_and_coming_back_a_later_one(school, other, person, coordinator):
    transfer(person, None, coordinator)
    assert rows(person) == [(school.pk, None, MOVED - DAY)]
    with pytest.raises(ValidationError, match=r"До 01\.11\.2026"):
        transfer(person, other, coordinator, MOVED - DAY)
    transfer(person, other, coordinator, MOVED)
    assert rows(person) == [(school.pk, None, MOVED - DAY), (other.pk, MOVED, None)]


def test_a_corrected_day_does_not_run_into_an_earlier_place(school, other, person, coordinator):
    """After a gap nothing is before the present place, but an older one is."""
    transfer(person, None, coordinator, MOVED - 10 * DAY)
    transfer(person, other, coordinator, MOVED)
    with pytest.raises(ValidationError, match="человек в организации"):
        correct_transfer(person=person, organisation=other, since=MOVED - 11 * DAY, reason="день", by=coordinator)
    correct_transfer(person=person, organisation=other, since=MOVED - 10 * DAY, reason="день", by=coordinator)
    assert rows(person) == [(school.pk, None, MOVED - 11 * DAY), (other.pk, MOVED - 10 * DAY, None)]
    with pytest.raises(ValidationError, match="с какого дня"):
        correct_transfer(person=person, organisation=other, since=None, reason="день", by=coordinator)


def test_who_comes_second_with_a_move_hears_that_it_has_been_entered(school, other, person):
    MentorFactory(person=person)
    first, second = (member(Role.CURATOR, organisation=school) for _ in range(2))
    client = Client()
    client.force_login(second)
    address = reverse("registry:person_transfer", args=[person.pk])
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat(), "reason": "приказ № 12-к"}
    transfer(person, other, first)

    answer = client.post(address, sent)

    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 404
    assert "кто-то успел раньше" in page
    assert f"последний день в организации {school} — 01.11.2026 (внесено " in page
    assert first.get_full_name() in page
    assert "приказ № 12-к" in page
    assert f'href="{reverse("registry:mentors")}?on=2026-11-01"' in page
    for name in ("person", "person_edit", "consent_add"):
        assert "Карточка уже не здесь" in client.get(reverse(f"registry:{name}", args=[person.pk])).content.decode()
    excluded = client.post(reverse("registry:mentor_exclude", args=[person.mentor.pk]), {"reason": "ушла"})
    assert "кто-то успел раньше" in excluded.content.decode()
    hurried = client.post(address, sent, headers={"HX-Request": "true"})
    assert "Ничего не записано" in hurried.content.decode()
    assert "<html" not in hurried.content.decode()

    stranger = Client()
    stranger.force_login(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    assert "Такой страницы нет" in stranger.post(address, sent).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_one_moment_the_second_hears_of_the_first(school, other, person):
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat()}
    clients = []
    for _ in range(2):
        client = Client()
        client.force_login(member(Role.CURATOR, organisation=school))
        clients.append(client)
    address = reverse("registry:person_transfer", args=[person.pk])
    shown = clients[0].get(address).context["form"]["seen"].value()
    waiting = list(clients)
    answers = at_once(lambda: waiting.pop().post(address, {**sent, "seen": shown}))
    assert sorted(answer.status_code for answer in answers) == [302, 404]
    lost = next(answer for answer in answers if answer.status_code == 404)
    assert "кто-то успел раньше" in lost.content.decode()


def test_the_entry_of_a_joined_card_leads_to_the_card_that_stays(school):
    mentor, survivor = MentorFactory(organisation=school), MentorFactory(organisation=school).person
    Person.objects.filter(pk=mentor.person_id).update(merged_into=survivor, archived_on=TODAY)
    client = Client()
    client.force_login(member(Role.CURATOR, organisation=school))
    page = client.post(reverse("registry:mentor_edit", args=[mentor.pk]), {}).content.decode()
    assert "Карточку объединили с другой" in page
    assert f'href="{survivor.get_absolute_url()}"' in page
