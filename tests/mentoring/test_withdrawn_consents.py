"""A consent is withdrawn: no pair ends by that, and everybody who leads one is told and asked for its last day."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.corrections import correct_last_day, reopen
from mentoring.actions.endings import terminate
from mentoring.enums import EndReason, PairStatus
from mentoring.models import Pair
from mentoring.pairing.consents import withdrawn_consents
from mentoring.queries.due_rows import withdrawals_due
from mentoring.queries.policies import policy_day
from registry.enums import ConsentKind, Role
from registry.models import LocalRules
from registry.queries.rules import rules_in_force
from tests.factories import ConsentFactory, MentorFactory, OrganisationFactory, member, own_rules
from tests.mentoring.conftest import TODAY, agree

pytestmark = pytest.mark.django_db

WITHDRAWN = date(2026, 11, 16)


def withdraw(client, user, consent):
    client.force_login(user)
    address = reverse("registry:consent_withdraw", args=[consent.pk])
    page = client.get(address)
    return page, client.post(address, {"on": WITHDRAWN.isoformat(), "reason": "по заявлению"}, follow=True)


def test_a_withdrawal_names_the_pairs_and_leads_to_their_last_day(client, school):
    pair = school.active_pair()
    page, answer = withdraw(client, school.curator, pair.mentor.person.consents.get(kind=ConsentKind.PARTICIPATION))
    assert pair.get_absolute_url() in page.content.decode()
    assert "Решите о парах, которые держались на этом согласии" in answer.content.decode()
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE
    page_text = client.get(pair.get_absolute_url()).content.decode()
    assert "Отозвано согласие наставника на участие" in page_text
    assert reverse("mentoring:pair_terminate", args=[pair.pk]) in page_text
    ConsentFactory(person=pair.mentor.person, kind=ConsentKind.PARTICIPATION, signed_on=TODAY)
    assert "Отозвано" not in client.get(pair.get_absolute_url()).content.decode()


def test_a_consent_of_publication_holds_no_pair(client, school):
    pair = school.active_pair()
    consent = ConsentFactory(person=pair.mentor.person, kind=ConsentKind.PUBLICATION, signed_on=date(2026, 9, 1))
    page, _ = withdraw(client, school.curator, consent)
    assert pair.get_absolute_url() not in page.content.decode()
    assert "Отозвано" not in client.get(pair.get_absolute_url()).content.decode()


def test_whoever_leads_the_pair_enters_the_withdrawal_of_a_mentor_from_elsewhere(client, school):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    mentor = MentorFactory(organisation=elsewhere, open_to_others=True)
    agree(mentor.person)
    pair = school.active_pair(mentor)
    consent = mentor.person.consents.get(kind=ConsentKind.PARTICIPATION)
    withdraw(client, school.curator, consent)
    consent.refresh_from_db()
    assert consent.withdrawn_on == WITHDRAWN
    other = mentor.person.consents.get(kind=ConsentKind.PERSONAL_DATA)
    address = reverse("registry:consent_withdraw", args=[other.pk])
    client.force_login(member(Role.MENTOR, person=pair.mentor.person))
    assert client.get(address).status_code in (403, 404)
    terminate(pair=pair, on=TODAY, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)


def test_the_end_after_a_withdrawal_is_put_right_while_a_return_needs_the_papers(school):
    """An end is a fact of its day; whoever works again today has to agree to it today."""
    pair = school.active_pair()
    pair.mentee.person.consents.update(withdrawn_on=WITHDRAWN)
    terminate(pair=pair, on=WITHDRAWN, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    head = member(Role.HEAD, organisation=school.organisation)
    corrected = correct_last_day(pair=pair, on=date(2026, 11, 18), reason="Описка", by=head)
    assert corrected.ended_on == date(2026, 11, 18)
    with pytest.raises(ValidationError, match="Нет согласий"):
        reopen(pair=pair, reason="Не та пара", by=head)


def _is_waiting(pair) -> bool:
    due = withdrawals_due(Pair.objects.all(), TODAY)
    return due.filter(pk=pair.pk).exists()


@pytest.mark.parametrize("by_school", [False, True])
def test_a_withdrawn_consent_waits_only_where_the_rules_ask_for_it(school, by_school):
    pair = school.active_pair()
    pair.mentor.person.consents.filter(kind=ConsentKind.PERSONAL_DATA).update(withdrawn_on=WITHDRAWN)
    assert _is_waiting(pair)
    policy = school.organisation.municipality.policies.get()
    for asked in (["mentor", "mentee"], ["personal_data"], []):
        if by_school:
            LocalRules.objects.all().delete()
            own_rules(school.organisation, consents_required=asked)
        else:
            type(policy).objects.filter(pk=policy.pk).update(consents_required=asked)
        rules = rules_in_force(pair.organisation, policy_day(pair))
        pair = Pair.objects.get(pk=pair.pk)
        assert _is_waiting(pair) == bool(withdrawn_consents(pair, rules, TODAY)) == ("personal_data" in asked)


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_each_side_waits_for_its_own_consent(school, side):
    pair = school.active_pair()
    getattr(pair, side).person.consents.filter(kind=ConsentKind.PARTICIPATION, by_representative=False).update(
        withdrawn_on=WITHDRAWN
    )
    policy = school.organisation.municipality.policies.get()
    for asked in ("mentor", "mentee"):
        type(policy).objects.filter(pk=policy.pk).update(consents_required=[asked])
        assert _is_waiting(pair) == (asked == side)


def test_what_a_level_above_asks_for_in_any_case_is_waited_for(school):
    pair = school.active_pair()
    pair.mentor.person.consents.filter(kind=ConsentKind.PERSONAL_DATA).update(withdrawn_on=WITHDRAWN)
    policy = school.organisation.municipality.policies.get()
    own_rules(school.organisation, consents_required=["mentor"])
    assert not _is_waiting(pair)
    type(policy).objects.filter(pk=policy.pk).update(bounds=["consents_required"])
    assert _is_waiting(pair)


def test_withdrawn_consents_are_looked_through_in_a_fixed_number_of_queries(school):
    def waiting() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            number = len(withdrawals_due(Pair.objects.all(), TODAY))
        return number, len(queries)

    pairs = [school.active_pair() for _ in range(3)]
    assert waiting() == (0, 1)
    costs = []
    for number, pair in enumerate(pairs, 1):
        pair.mentee.person.consents.update(withdrawn_on=WITHDRAWN)
        found, queries = waiting()
        assert found == number
        costs.append(queries)
    assert costs[0] == costs[-1] == 5  # consents, pairs, rules of the municipality and below it, the rows


@pytest.mark.parametrize(("asked", "is_waiting"), [(["mentee", "representative"], True), (["mentee"], False)])
def test_a_consent_of_a_representative_is_waited_for_where_the_rules_ask_for_it(school, asked, is_waiting):
    pair = school.active_pair()
    person = pair.mentee.person
    type(person).objects.filter(pk=person.pk).update(birth_date=date(2012, 5, 1))
    ConsentFactory(
        person=person,
        kind=ConsentKind.PARTICIPATION,
        by_representative=True,
        representative_name="Соболева Нина Петровна",
        representative_relation="мать",
        signed_on=date(2026, 9, 1),
        withdrawn_on=WITHDRAWN,
    )
    policy = school.organisation.municipality.policies.get()
    type(policy).objects.filter(pk=policy.pk).update(consents_required=asked)
    pair = Pair.objects.get(pk=pair.pk)
    rules = rules_in_force(pair.organisation, policy_day(pair))
    assert _is_waiting(pair) == bool(withdrawn_consents(pair, rules, TODAY)) == is_waiting


def test_a_withdrawal_before_the_order_that_rests_on_it_is_asked_about_and_stays_visible(client, school):
    pair = school.active_pair()
    consent = pair.mentor.person.consents.get(kind=ConsentKind.PARTICIPATION)
    client.force_login(school.curator)
    address = reverse("registry:consent_withdraw", args=[consent.pk])
    sent = {"on": consent.signed_on.isoformat(), "reason": ""}
    question = str(client.post(address, sent).context["form"].errors["day_confirmed"])
    assert f"{pair.act}, пара «{pair}»" in unescape(question)
    assert "не было" not in client.get(pair.get_absolute_url()).content.decode()

    client.post(address, {**sent, "day_confirmed": "on"})
    said = f"не было: согласие наставника на участие: {pair.mentor.person.short_name}. Отзыв действовал уже тогда."
    for page in (pair.get_absolute_url(), pair.act.get_absolute_url()):
        assert said in unescape(client.get(page).content.decode())


def test_a_withdrawal_is_not_asked_about_where_another_consent_was_there(client, school):
    pair = school.active_pair()
    consent = pair.mentor.person.consents.get(kind=ConsentKind.PARTICIPATION)
    again = ConsentFactory(
        person=pair.mentor.person, kind=ConsentKind.PARTICIPATION, signed_on=consent.signed_on, withdrawn_on=WITHDRAWN
    )
    assert again.is_in_force(pair.act.dated)
    client.force_login(school.curator)
    address = reverse("registry:consent_withdraw", args=[consent.pk])
    assert client.post(address, {"on": consent.signed_on.isoformat(), "reason": ""}).status_code == 302
