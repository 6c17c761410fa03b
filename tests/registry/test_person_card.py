from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form

from registry.enums import Participant, Role
from registry.forms.people import PersonCardForm
from registry.models import Category, Person
from reports.documents.orders.order_texts import in_text
from reports.documents.orders.pair_rows import DeclinablePerson
from russian.declension import Case
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    PersonFactory,
    PupilFactory,
    UserFactory,
    member,
)
from tests.registry.conftest import signed_in


@pytest.fixture
def pupil(district):
    """A pupil of the school with a sensitive and an ordinary category."""
    mentee = MenteeFactory(
        person=PupilFactory(organisation=district.school, representative_phone="8 912 000 11 22"),
        participant=Participant.PUPIL,
        request="Подтянуть математику",
        note="Сведения для своих",
    )
    of_pupils = Category.objects.filter(participant=Participant.PUPIL)
    mentee.categories.set([of_pupils.filter(sensitive=True).first(), of_pupils.filter(sensitive=False).first()])
    return mentee


def sensitive_title() -> str:
    return Category.objects.filter(participant=Participant.PUPIL, sensitive=True).first().title


def card(browser, person) -> str:
    response = browser.get(f"/people/{person.pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", ["", "edit/", "archive/", "mentor/new/", "consents/new/", "curator/new/"])
def test_outsiders_find_no_card_and_the_anonymous_are_asked_to_sign_in(page, pupil, client, neighbour, stranger):
    url = f"/people/{pupil.person_id}/{page}"
    assert neighbour.get(url).status_code == 404
    assert stranger.get(url).status_code == 404
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("page", ["edit/", "archive/", "mentor/new/", "consents/new/"])
def test_a_coordinator_reads_the_card_and_changes_nothing(page, pupil, as_role):
    coordinator = as_role(Role.COORDINATOR)
    assert coordinator.get(f"/people/{pupil.person_id}/").status_code == 200
    assert coordinator.get(f"/people/{pupil.person_id}/{page}").status_code == 403


def test_a_regional_reader_opens_no_card(pupil, as_role):
    assert as_role(Role.REGIONAL).get(f"/people/{pupil.person_id}/").status_code == 403


def test_the_organisation_s_staff_sees_everything(pupil, as_role):
    page = card(as_role(Role.CURATOR), pupil.person)
    for known in (
        sensitive_title(),
        "Подтянуть математику",
        "Сведения для своих",
        "Орлова Нина Васильевна",
        "04.03.2012",
    ):
        assert known in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN, Role.COUNCIL, Role.OPERATOR])
def test_to_others_a_sensitive_category_is_not_even_hinted_at(role, pupil, as_role):
    sensitive = pupil.categories.get(sensitive=True)
    pupil.categories.remove(sensitive)
    pupil.categories.add(sensitive)
    page = card(as_role(role), pupil.person)
    assert sensitive.title not in page
    assert "видно только в организации" not in page
    assert "атегории:" not in page
    assert pupil.categories.get(sensitive=False).title in page


def test_the_history_of_categories_is_told_inside_the_organisation(pupil, as_role):
    told = card(as_role(Role.CURATOR), pupil.person).partition("категории: не указано →")[2].partition("</div>")[0]
    assert sensitive_title() in told


def test_one_s_own_card_has_no_notes_history_or_access(pupil, district):
    own = signed_in(member(Role.MENTEE, person=pupil.person))
    page = card(own, pupil.person)
    assert "Подтянуть математику" in page
    for hidden in ("Сведения для своих", "История", "Доступ к порталу", sensitive_title(), "/edit/"):
        assert hidden not in page
    classmate = PupilFactory(organisation=district.school)
    assert own.get(f"/people/{classmate.pk}/").status_code == 404
    assert own.get(f"/people/{pupil.person_id}/edit/").status_code == 403


def test_missing_papers_are_named(pupil, as_role):
    ConsentFactory(person=pupil.person)
    page = card(as_role(Role.CURATOR), pupil.person)
    assert page.count("нет: подпись законного представителя") == 2
    assert "нет: личная подпись" not in page


def test_a_card_costs_the_same_with_more_consents_and_curatorships(district, as_role, django_assert_num_queries):
    """History is read per record and bounded; what grows without bound must not cost a query a row."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    person = MentorFactory(organisation=district.school).person
    own = signed_in(member(Role.MENTOR, person=person))
    ConsentFactory(person=person, signed_on=date(2025, 1, 1), withdrawn_on=date(2025, 2, 1))
    with CaptureQueriesContext(connection) as for_one:
        own.get(f"/people/{person.pk}/")
    for month in (3, 4):
        ConsentFactory(person=person, signed_on=date(2025, month, 1), withdrawn_on=date(2025, month, 2))
    with CaptureQueriesContext(connection) as for_three:
        own.get(f"/people/{person.pk}/")
    assert len(for_three) == len(for_one)


def test_corrections_of_declension_are_kept_with_the_person(district, as_role):
    person = PersonFactory(organisation=district.school, last_name="Черных", first_name="Ольга")
    curator = as_role(Role.CURATOR)
    data = {
        "organisation": district.school.pk,
        "last_name": "Черных",
        "first_name": "Ольга",
        "middle_name": "Игоревна",
        "name_change": "slip",
        "working_since_precision": "year",
        "name_dative": " Черных  Ольге Игоревне ",
        "position_genitive": "педагога-организатора",
    }
    assert curator.post(f"/people/{person.pk}/edit/", data).status_code == 302
    person.refresh_from_db()
    assert person.declension == {
        "name": {"dative": "Черных Ольге Игоревне"},
        "position": {"genitive": "педагога-организатора"},
    }
    assert 'value="Черных Ольге Игоревне"' in curator.get(f"/people/{person.pk}/edit/").content.decode()


def test_the_form_of_a_card_moves_nobody_to_another_school(district, as_role):
    person = PersonFactory(organisation=district.school, last_name="Черных", first_name="Ольга", middle_name="")
    data = {
        "organisation": district.other_school.pk,
        "last_name": "Черных",
        "first_name": "Ольга",
        "working_since_precision": "year",
    }
    assert as_role(Role.CURATOR).post(f"/people/{person.pk}/edit/", data).status_code == 302
    person.refresh_from_db()
    assert person.organisation == district.school


def test_a_person_who_left_leaves_every_bank_at_once_and_may_come_back(district, as_role):
    person = MentorFactory(organisation=district.school).person
    MenteeFactory(person=person)
    curator = as_role(Role.CURATOR)
    curator.post(f"/people/{person.pk}/archive/")
    for record in (person, person.mentor, person.mentee):
        record.refresh_from_db()
    assert all((person.archived_on, person.mentor.excluded_on, person.mentee.excluded_on))
    curator.post(f"/people/{person.pk}/archive/")
    person.refresh_from_db()
    assert person.archived_on is None


def test_orders_decline_as_corrected_on_the_card(district):
    person = PersonFactory(
        organisation=district.school,
        last_name="Черных",
        first_name="Ольга",
        middle_name="Игоревна",
        position="педагог-библиотекарь",
        declension={"name": {"dative": "Черныхе Ольге Игоревне"}, "position": {"dative": "библиотекарю"}},
    )
    named = DeclinablePerson.person(person)
    assert in_text(named, Case.DATIVE).replace("\u00a0", " ") == "Черныхе О. И., библиотекарю"
    assert in_text(named, Case.GENITIVE).replace("\u00a0", " ").startswith("Черных О. И., педагога")


def test_consents_are_asked_of_mentors_and_mentees_only(pupil, district, as_role):
    curator_only = CuratorFactory(organisation=district.school).person
    head = as_role(Role.HEAD)
    assert 'id="consents"' in card(head, pupil.person)
    assert 'id="consents"' in card(head, MentorFactory(organisation=district.school).person)
    assert 'id="consents"' not in card(head, curator_only)
    ConsentFactory(person=curator_only)
    assert 'id="consents"' in card(head, curator_only)


@pytest.mark.django_db
def test_the_superuser_opens_every_card():
    person = PersonFactory()
    client = signed_in(UserFactory(is_superuser=True))
    assert client.get(person.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("surname", "sex", "said"),
    [("Щербина", "f", "Портал пишет «Щербиной». Если верно «Щербине»"), ("Щербина", "m", ""), ("Лунина", "f", "")],
)
def test_a_surname_of_two_readings_is_hinted_at(district, surname, sex, said):
    person = PersonFactory(organisation=district.school, last_name=surname, sex=sex)
    hint = PersonCardForm(instance=person, user=member(Role.CURATOR, organisation=district.school))
    assert str(hint.fields["name_dative"].help_text).startswith(said)
    assert bool(hint.fields["name_dative"].help_text) == bool(said)


@pytest.mark.parametrize(
    ("places", "open_parts"),
    [
        ((), {"qualification", "grade"}),
        (("mentee:pupil",), {"grade"}),
        (("mentor:pupil",), {"grade"}),
        (("mentee:teacher",), {"qualification"}),
        (("mentor:partner",), {"qualification"}),
        (("mentee:pupil", "mentor:teacher"), {"qualification", "grade"}),
    ],
)
def test_a_card_asks_first_for_what_fits_who_one_is(places, open_parts, district):
    person = PersonFactory(
        organisation=district.school, position="", subject="", qualification="", birth_date=date(1990, 1, 1)
    )
    for place in places:
        bank, _, kind = place.partition(":")
        if bank == "mentor":
            MentorFactory(person=person, source=kind)
        else:
            MenteeFactory(person=person, participant=kind)
    card = Person.objects.get(pk=person.pk)
    form = PersonCardForm(instance=card, user=member(Role.CURATOR, organisation=district.school))
    shown = render_crispy_form(form)
    folded = "".join(part.partition("</details>")[0] for part in shown.split('<details class="more-fields"')[1:])
    assert {name for name in ("qualification", "grade") if f'name="{name}"' not in folded} == open_parts
    assert all(f'name="{name}"' in shown for name in ("qualification", "grade"))


def test_what_a_card_says_already_is_never_folded(district):
    pupil = PupilFactory(organisation=district.school, position="учитель", birth_date=date(2012, 1, 1))
    MenteeFactory(person=pupil, participant="pupil")
    form = PersonCardForm(instance=pupil, user=member(Role.CURATOR, organisation=district.school))
    assert "more-fields" not in render_crispy_form(form)
