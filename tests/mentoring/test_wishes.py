"""Wishes for a pair that does not exist yet."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.requests import make_request
from mentoring.enums import RequestStatus
from mentoring.models import Pair, PairRequest
from mentoring.queries.requests import wish_to_fulfil
from registry.actions.merging import merge_people
from registry.enums import Role
from registry.models import Form
from tests.factories import MenteeFactory, OrganisationFactory, PersonFactory, member
from tests.mentoring.pair_requests import WORDS, accepted, asked, decide, signed_in


def test_a_mentee_wishes_for_a_pair_and_the_curator_enters_it(school):
    mentee, mentor = school.mentee(), school.mentor()
    client = signed_in(member(Role.MENTEE, person=mentee.person))
    fields = {"person": mentee.person_id, "author": "mentee", "text": "Хочу научиться вести проекты."}
    client.post(reverse("mentoring:request_wish"), fields)
    wish = PairRequest.objects.get()
    assert (wish.organisation, wish.on_paper, wish.pair) == (school.organisation, False, None)

    curator = signed_in(school.curator)
    decide(curator, wish)
    address = reverse("mentoring:pair_new_for", args=[mentee.pk]) + f"?request={wish.pk}"
    assert address in curator.get(wish.get_absolute_url()).content.decode()
    page = curator.get(address)
    entered = {**page.context["form"].initial, "form": Form.objects.get(code="teacher-teacher").pk, "mentor": mentor.pk}
    entered["organisation"] = school.organisation.pk
    sent = curator.post(address, {name: value for name, value in entered.items() if value is not None})
    pair = Pair.objects.get()
    wish.refresh_from_db()
    assert (sent.url, wish.status, wish.next_pair) == (pair.get_absolute_url(), RequestStatus.DONE, pair)


def test_a_wish_is_not_fulfilled_by_a_pair_of_others(school):
    wish = PairRequest(
        person=school.mentee().person, organisation=school.organisation, kind="new_pair", author="mentee", text=WORDS
    )
    wish = accepted(make_request(request=wish, by=school.curator))
    other, mentor = school.mentee(), school.mentor()
    address = reverse("mentoring:pair_new_for", args=[other.pk]) + f"?request={wish.pk}"
    curator = signed_in(school.curator)
    entered = {**curator.get(address).context["form"].initial, "form": Form.objects.get(code="teacher-teacher").pk}
    entered |= {"mentor": mentor.pk, "organisation": school.organisation.pk}
    answer = curator.post(address, {name: value for name, value in entered.items() if value is not None})
    assert "нет того, кто о ней просил" in answer.content.decode()
    assert not Pair.objects.exists()


def test_two_cards_of_one_person_with_the_same_wish_are_not_joined_before_a_decision(school):
    """The wish of the card that ends goes to the one that stays."""
    survivor, absorbed = (PersonFactory(organisation=school.organisation, last_name="Орлова") for _ in range(2))
    MenteeFactory(person=survivor)
    MenteeFactory(person=absorbed)
    for person in (survivor, absorbed):
        wish = PairRequest(
            person=person, organisation=school.organisation, kind="new_pair", author="mentee", text=WORDS
        )
        make_request(request=wish, by=school.curator)
    with pytest.raises(ValidationError, match="незакрытое обращение"):
        merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=school.curator)
    PairRequest.objects.get(person=survivor).delete()
    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=school.curator)
    assert PairRequest.objects.get().person == survivor


def wish_of(school) -> PairRequest:
    person = school.mentee().person
    wish = PairRequest(person=person, organisation=school.organisation, kind="new_pair", author="mentee", text=WORDS)
    return make_request(request=wish, by=school.curator)


def test_an_accepted_wish_is_carried_out_by_who_runs_the_pairs_there_and_by_nobody_else(school):
    wish, other = accepted(wish_of(school)), accepted(wish_of(school))
    assert [list(wish_to_fulfil(school.curator, each.pk)) for each in (wish, other)] == [[wish], [other]]
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    outsiders = [member(Role.CURATOR, organisation=neighbour), member(Role.MENTEE, person=wish.person)]
    outsiders += [member(role, organisation=school.organisation) for role in (Role.COUNCIL, Role.OPERATOR)]
    assert [list(wish_to_fulfil(user, wish.pk)) for user in outsiders] == [[], [], [], []]


def test_only_an_accepted_wish_for_a_new_pair_is_carried_out(school):
    undecided, of_pair = wish_of(school), accepted(asked(school.active_pair()))
    assert [list(wish_to_fulfil(school.curator, each.pk)) for each in (undecided, of_pair)] == [[], []]
