"""A pair may be made with a candidate: the order that secures it approves the candidate (Устюжна, п. 3.6)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.enums import PairStatus
from registry.actions.candidates import approve_candidates, refuse_candidates
from registry.enums import CandidateApproval, MentorReadiness, Role
from registry.queries.people import mentors_offered_to
from tests.factories import ActFactory, OrganisationFactory, member
from tests.mentoring.conftest import START, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return member(Role.HEAD, organisation=school.organisation)


@pytest.mark.requirement("U-3.6")
def test_the_order_approves_a_candidate_who_has_waited(school):
    pair = school.active_pair()
    mentor = pair.mentor
    mentor.refresh_from_db()

    assert (mentor.readiness, mentor.approval) == (MentorReadiness.READY, CandidateApproval.APPROVED)
    assert (mentor.decision_act, mentor.decided_on, mentor.decided_by) == (pair.act, START, school.curator)
    assert str(pair.act) in mentor.history.first().history_change_reason


def test_an_earlier_decision_of_the_head_stays(school, head):
    mentor = school.mentor(proposed_on=date(2026, 8, 20))
    approve_candidates(mentors=[mentor], on=date(2026, 8, 20), by=head)

    school.active_pair(mentor)

    mentor.refresh_from_db()
    assert (mentor.decided_on, mentor.decided_by, mentor.decision_act) == (date(2026, 8, 20), head, None)


def test_with_a_refused_candidate_no_pair_is_made_or_begins(school, head):
    mentor = school.mentor()
    pair = school.pair(mentor)
    assert pair.status == PairStatus.AGREED
    refuse_candidates(mentors=[mentor], on=TODAY, reason="нет стажа", by=head)

    assert mentor not in mentors_offered_to(school.curator)
    with pytest.raises(ValidationError, match="кандидатура в наставники не утверждена"):
        school.pair(mentor)
    with pytest.raises(ValidationError, match="кандидатура в наставники не утверждена"):
        activate(pairs=[pair], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)


def test_the_choice_of_a_new_mentor_marks_who_is_only_a_candidate(client, school, head):
    pair, waiting, approved = school.active_pair(), school.mentor(), school.mentor()
    approve_candidates(mentors=[approved], on=TODAY, by=head)
    client.force_login(school.curator)
    page = client.get(reverse("mentoring:pair_replace", args=[pair.pk]))
    labels = dict(page.context["form"].fields["mentor"].choices)
    said = {int(str(key)): "кандидат: руководитель ещё не утвердил" in label for key, label in labels.items() if key}
    assert (said[waiting.pk], said[approved.pk]) == (True, False)


def test_a_new_pair_offers_the_approved_first_and_marks_the_candidates(client, school, head):
    waiting, approved = school.mentor(person__last_name="Аксёнов"), school.mentor(person__last_name="Яшин")
    approve_candidates(mentors=[approved], on=TODAY, by=head)
    client.force_login(school.curator)
    page = client.get(reverse("mentoring:pair_new_for", args=[school.mentee().pk]))
    assert [one.mentor for one in page.context["suitable"]] == [approved, waiting]
    assert page.content.decode().count("кандидат: руководитель ещё не утвердил") == 1


def card_of(client, user, pair) -> str:
    client.force_login(user)
    return client.get(pair.get_absolute_url()).content.decode()


def test_the_card_of_a_pair_says_that_its_mentor_is_a_candidate_and_who_decides(client, school, head):
    school.organisation.head_name = "Лаптева Мария Павловна"
    school.organisation.save()
    pair, decided = school.pair(), school.mentor()
    approve_candidates(mentors=[decided], on=TODAY, by=head)
    address = f'/mentors/candidates/?organisation={school.organisation.pk}"'

    said = card_of(client, school.curator, pair)
    assert "пока кандидат в наставники: приказ о закреплении утвердит и эту кандидатуру" in said
    assert "Решает руководитель (Лаптева Мария Павловна): попросите его" in said
    assert f"{address}>Список кандидатов" in said
    assert f"{address}>Решить о кандидатуре" in card_of(client, head, pair)
    assert 'id="candidate"' not in card_of(client, head, school.pair(decided))


def test_the_order_of_another_organisation_approves_no_candidate_and_the_card_says_so(client, school):
    partner = OrganisationFactory(municipality=school.organisation.municipality)
    pair = school.pair(school.mentor(person__organisation=partner, open_to_others=True))
    said = card_of(client, school.curator, pair)
    assert f"одного приказа о паре мало, о кандидатуре решает руководитель: {partner}" in said
    assert "Список кандидатов" not in said
