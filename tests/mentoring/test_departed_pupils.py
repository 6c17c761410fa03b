"""Who has left with the transfer of the classes takes no new pair, although the card is still open; a pair that ends
after it is asked about."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import terminate
from mentoring.enums import EndReason, ExtensionReason, PairSide
from mentoring.queries.new_pairs import mentees_for_pairs
from registry.actions.affiliations import transfer_person
from registry.enums import ClassOutcome, MentorSource, Participant, Role
from registry.models import ClassMove, ClassTransfer, Person
from registry.queries.people import mentors_offered_to
from tests.factories import ActFactory, MenteeFactory, MentorFactory, OrganisationFactory, PupilFactory, member
from tests.mentoring.conftest import START, TODAY, agree
from tests.mentoring.test_pairing_rules import form, model, refused
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db


def _pupil(school) -> Person:
    person = PupilFactory(organisation=school.organisation)
    agree(person)
    agree(person, by_representative=True)
    return person


def _leaves(person: Person, on=TODAY) -> None:
    transfer, _ = ClassTransfer.objects.get_or_create(
        organisation=person.organisation, school_year=on.year, defaults={"day": on}
    )
    ClassMove.objects.create(
        transfer=transfer, person=person, school_year=on.year, outcome=ClassOutcome.LEFT, on=on, grade=9
    )


def _two(school):
    mentor = MentorFactory(person=_pupil(school), source=MentorSource.PUPIL)
    return mentor, MenteeFactory(person=_pupil(school), participant=Participant.PUPIL)


FORM = {"form": "pupil-pupil", "role_model": "achiever-underachiever"}


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_neither_side_of_a_new_pair_has_left(school, side):
    mentor, mentee = _two(school)
    _leaves({"mentor": mentor, "mentee": mentee}[side].person)
    message = refused(school, side, mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    assert f"с {TODAY:%d.%m.%Y} по переводу классов" in message


def test_who_has_left_is_offered_nowhere(school):
    mentor, mentee = _two(school)
    curator = school.curator
    assert (mentor in mentors_offered_to(curator), mentee in mentees_for_pairs(curator)) == (True, True)
    _leaves(mentor.person, TODAY + timedelta(days=1))
    assert mentor in mentors_offered_to(curator)
    ClassMove.objects.update(on=TODAY)
    _leaves(mentee.person)
    assert (mentor in mentors_offered_to(curator), mentee in mentees_for_pairs(curator)) == (False, False)
    client = Client()
    client.force_login(curator)
    card = client.get(mentee.person.get_absolute_url()).content.decode()
    assert reverse("mentoring:pair_new_for", args=[mentee.pk]) not in card


def test_an_agreed_pair_of_who_has_left_is_not_secured(school):
    mentor, mentee = _two(school)
    pair = school.pair(mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    _leaves(mentee.person)
    with pytest.raises(ValidationError, match="по переводу классов"):
        activate(pairs=[pair], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)


@pytest.mark.parametrize("name", ["pair_complete", "pair_terminate", "pair_last_day", "pair_extend"])
def test_a_last_day_after_the_leaving_is_asked_about(school, name):
    mentor, mentee = _two(school)
    pair = school.active_pair(mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    left_on = TODAY - timedelta(days=10)
    sent = {"on": TODAY.isoformat(), "reason": "Описка", "end_reason": EndReason.REQUEST, "act_way": "later"}
    last_day, days = "on", {"on": left_on.isoformat()}
    if name == "pair_extend":
        last_day, days = "ends_on", {}
        sent |= {"why": ExtensionReason.ILLNESS, "absentee": PairSide.MENTEE,
                 "ends_on": (pair.ends_on + timedelta(days=20)).isoformat()}  # fmt: skip
    if name == "pair_last_day":
        terminate(pair=pair, on=left_on, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    _leaves(mentee.person, left_on)
    client = Client()
    client.force_login(member(Role.HEAD, organisation=school.organisation))
    address = reverse(f"mentoring:{name}", args=[pair.pk])
    first = client.get(address).context["form"]
    sent |= {"seen": first["seen"].value()} if "seen" in first.fields else {}
    page = client.post(address, sent)
    assert f"последний день — {left_on:%d.%m.%Y}" in str(page.context["form"].errors[last_day])
    assert 'type="checkbox" name="stayed"' in page.content.decode()
    if days and name != "pair_last_day":
        assert not type(page.context["form"])(sent | days, pair=pair).errors
    assert client.post(address, sent | {"stayed": "on"}).status_code == 302


@pytest.mark.parametrize("day_is_typed", [True, False])
def test_the_page_of_a_move_asks_about_a_last_day_after_the_leaving(school, day_is_typed):
    mentor, mentee = _two(school)
    pair = school.active_pair(mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    left_on, last_day = TODAY - timedelta(days=10), TODAY - timedelta(days=3)
    _leaves(mentee.person, left_on)
    other = OrganisationFactory(municipality=school.organisation.municipality)
    client = Client()
    client.force_login(school.curator)
    address = reverse("registry:person_transfer", args=[mentor.person.pk])
    moves_on = TODAY if day_is_typed else last_day + timedelta(days=1)
    prefix = f"pair{pair.pk}"
    answers = {"answer": "ends", "end_reason": EndReason.REQUEST, "act_way": "later"}
    if day_is_typed:
        answers["last_day"] = last_day.isoformat()
    sent = {"where": "there", "organisation": other.pk, "on": moves_on.isoformat()}
    sent |= {f"{prefix}-{name}": value for name, value in answers.items()}
    page = post_as_shown(client, address, sent)
    text = page.content.decode()
    assert f"последний день — {left_on:%d.%m.%Y}" in text
    assert f'type="checkbox" name="{prefix}-stayed"' in text
    assert post_as_shown(client, address, sent | {f"{prefix}-stayed": "on"}).status_code == 302
    pair.refresh_from_db()
    assert pair.ended_on == last_day


def test_the_page_of_a_pair_left_open_by_a_move_asks_as_well(school):
    mentor, mentee = _two(school)
    pair = school.active_pair(mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    left_on = TODAY - timedelta(days=10)
    _leaves(mentee.person, left_on)
    other = OrganisationFactory(municipality=school.organisation.municipality)
    transfer_person(person=mentor.person, organisation=other, on=TODAY, by=school.curator)
    client = Client()
    client.force_login(school.curator)
    address = reverse("mentoring:pair_move", args=[pair.pk])
    sent = {"answer": "ends", "end_reason": EndReason.REQUEST, "act_way": "later"}
    page = client.post(address, sent)
    assert f"последний день — {left_on:%d.%m.%Y}" in str(page.context["form"].errors["last_day"])
    assert client.post(address, sent | {"last_day": left_on.isoformat()}).status_code == 302


@pytest.mark.parametrize("name", ["pair_complete", "pair_terminate"])
def test_a_pair_begun_after_the_leaving_is_asked_for_no_impossible_day(school, name):
    mentor, mentee = _two(school)
    pair = school.active_pair(mentor, mentee, form=form(FORM["form"]), role_model=model(FORM["role_model"]))
    _leaves(mentee.person, pair.starts_on - timedelta(days=3))
    client = Client()
    client.force_login(member(Role.HEAD, organisation=school.organisation))
    assert "Пара началась уже после выбытия" in client.get(pair.get_absolute_url()).content.decode()
    address = reverse(f"mentoring:{name}", args=[pair.pk])
    sent = {"on": pair.starts_on.isoformat(), "end_reason": EndReason.REQUEST, "act_way": "later", "reason": "Выбытие"}
    message = str(client.post(address, sent).context["form"].errors["on"])
    assert "закончите её первым днём" in message
    assert "не позже этого" not in message
    assert client.post(address, sent | {"stayed": "on"}).status_code == 302
