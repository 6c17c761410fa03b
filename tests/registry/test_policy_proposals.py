"""A coordinator proposes a version of the policy, the administrator decides (requirements A1.8)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry import clock
from registry.actions.policy_proposals import (
    accept_proposal,
    proposal_of,
    propose_policy,
    refuse_proposal,
    withdraw_proposal,
)
from registry.enums import ProposalStatus, Role
from registry.models import Policy, PolicyProposal
from registry.queries.policy import policy_in_force
from tests.factories import PolicyFactory
from tests.posting import post_as_shown
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db

TODAY, DAY = date(2026, 11, 20), date(2027, 1, 1)
NEW = "/settings/policy/proposals/new/"


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def policy(district):
    return Policy.objects.get(municipality=district.municipality)


@pytest.fixture
def coordinator(district):
    return district.member(Role.COORDINATOR)


@pytest.fixture
def proposal(policy, coordinator):
    return proposed(policy, coordinator)


def proposed(policy, by, day=DAY, **rules) -> PolicyProposal:
    new = proposal_of(policy)
    new.valid_from, new.reason, new.mentee_limit = day, "Учителям не хватает времени", 2
    for name, value in rules.items():
        setattr(new, name, value)
    chosen = {name: getattr(policy, name).all() for name in ("forms", "kinds", "role_models")}
    return propose_policy(proposal=new, entries=chosen, by=by)


def page_data(form, **fields) -> dict:
    data = {}
    for field in form:
        value = field.field.prepare_value(field.value())
        if value not in (None, "", False, []):
            data[field.html_name] = "on" if value is True else value
    return data | fields


def test_a_proposal_begins_with_the_policy_of_now_and_changes_nothing_in_force(policy, coordinator, district):
    browser = signed_in(coordinator)
    form = browser.get(NEW).context["form"]
    data = page_data(form, valid_from=DAY.isoformat(), reason="Меньше нагрузка", mentee_limit="2")

    answer = browser.post(NEW, data)

    proposal = PolicyProposal.objects.get()
    assert answer.headers["Location"] == proposal.get_absolute_url()
    assert (proposal.mentee_limit, proposal.proposed_by, proposal.status) == (2, coordinator, ProposalStatus.WAITING)
    assert set(proposal.kinds.all()) == set(policy.kinds.all())
    assert set(proposal.forms.all()) == set(policy.forms.all())
    assert policy_in_force(district.municipality, DAY) == policy
    assert Policy.objects.filter(municipality=district.municipality).count() == 1


def test_a_proposal_needs_a_reason_and_a_day_that_has_not_come(policy, coordinator):
    browser = signed_in(coordinator)
    form = browser.get(NEW).context["form"]

    errors = browser.post(NEW, page_data(form, valid_from=TODAY.isoformat())).context["form"].errors

    assert set(errors) == {"reason", "valid_from"}


def test_the_page_shows_what_was_and_what_will_be(proposal, district, as_role):
    page = as_role(Role.ADMIN).get(proposal.get_absolute_url())

    assert [(rule.title, rule.values) for rule in page.context["changed"]] == [
        ("наставляемых у одного наставника, не больше", ("3", "2"))
    ]
    assert "Учителям не хватает времени" in page.content.decode()


def test_an_accepted_proposal_is_the_policy_from_its_day(proposal, policy, district):
    admin = district.member(Role.ADMIN)
    browser = signed_in(admin)

    post_as_shown(browser, proposal.get_absolute_url(), {"decision": "accepted"})

    proposal.refresh_from_db()
    new = policy_in_force(district.municipality, DAY)
    assert (new.mentee_limit, new.valid_from, proposal.policy) == (2, DAY, new)
    assert set(new.forms.all()) == set(policy.forms.all())
    assert (proposal.status, proposal.decided_by) == (ProposalStatus.ACCEPTED, admin)
    assert policy_in_force(district.municipality, date(2026, 12, 31)) == policy
    assert "Принято предложение" in new.history.earliest().history_change_reason


def test_a_refused_proposal_says_why_and_is_never_a_policy(proposal, policy, coordinator, as_role):
    url, admin = proposal.get_absolute_url(), as_role(Role.ADMIN)

    assert "decision_note" in post_as_shown(admin, url, {"decision": "refused"}).context["form"].errors
    post_as_shown(admin, url, {"decision": "refused", "decision_note": "Наставников мало"})

    assert "Наставников мало" in signed_in(coordinator).get(url).content.decode()
    assert list(Policy.objects.filter(municipality=policy.municipality)) == [policy]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HEAD, Role.CURATOR])
def test_only_the_administrator_decides(role, proposal, as_role):
    assert as_role(role).post(proposal.get_absolute_url(), {"decision": "accepted"}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.WAITING


def test_never_two_versions_of_one_day(proposal, policy, coordinator, district):
    with pytest.raises(ValidationError, match="На эту дату уже есть предложение"):
        proposed(policy, coordinator)
    with pytest.raises(IntegrityError, match=r"proposal_one_waits|municipality_id"), transaction.atomic():
        PolicyProposal.objects.create(
            municipality=policy.municipality, valid_from=DAY, reason="ещё", proposed_by=coordinator
        )
    PolicyFactory(municipality=policy.municipality, valid_from=DAY)

    with pytest.raises(ValidationError, match="На эту дату уже есть версия"):
        accept_proposal(proposal=proposal, by=district.member(Role.ADMIN))
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.WAITING


def test_what_is_decided_is_decided_once_and_changed_no_more(proposal, coordinator, district):
    admin = district.member(Role.ADMIN)
    refuse_proposal(proposal=proposal, note="Наставников мало", by=admin)

    with pytest.raises(ValidationError, match="уже решено"):
        accept_proposal(proposal=proposal, by=admin)
    assert signed_in(coordinator).get(f"{proposal.get_absolute_url()}edit/").status_code == 403
    with pytest.raises(ValidationError, match="уже решено"):
        propose_policy(proposal=proposal, entries={}, by=coordinator)


def test_a_proposal_whose_day_has_come_is_not_accepted(proposal, district):
    with clock.as_at(DAY), pytest.raises(ValidationError, match="уже наступил"):
        accept_proposal(proposal=proposal, by=district.member(Role.ADMIN))


def test_the_administrator_decides_about_what_the_page_showed(proposal, as_role):
    url, admin = proposal.get_absolute_url(), as_role(Role.ADMIN)
    seen = admin.get(url).context["form"]["seen"].value()
    PolicyProposal.objects.filter(pk=proposal.pk).update(mentee_limit=1)

    page = admin.post(url, {"decision": "accepted", "seen": seen})

    assert "изменил кто-то другой" in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.WAITING


def test_the_author_takes_it_back_and_nobody_else(proposal, coordinator, district, as_role):
    url = f"{proposal.get_absolute_url()}withdraw/"
    assert as_role(Role.COORDINATOR).post(url).status_code == 403
    signed_in(coordinator).post(url)
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.WITHDRAWN


def test_the_database_keeps_who_decided_and_why(proposal, district):
    for wrong in ({"status": "accepted"}, {"status": "refused"}, {"decision_note": "так"}):
        with pytest.raises(IntegrityError, match="registry_proposal_states"), transaction.atomic():
            PolicyProposal.objects.filter(pk=proposal.pk).update(**wrong)


def test_settings_say_that_a_proposal_waits_and_the_list_costs_the_same(proposal, policy, coordinator, as_role):
    admin, counts = as_role(Role.ADMIN), set()
    assert "1\u00a0предложение ждёт решения" in admin.get("/settings/").content.decode()
    for month in (2, 3, 4):
        proposed(policy, coordinator, day=date(2027, month, 1))
        with CaptureQueriesContext(connection) as queries:
            admin.get("/settings/policy/proposals/")
        counts.add(len(queries))
    assert len(counts) == 1


def test_what_is_accepted_is_not_accepted_again(proposal, policy, district):
    admin = district.member(Role.ADMIN)
    accept_proposal(proposal=proposal, by=admin)
    with pytest.raises(ValidationError, match="уже решено"):
        accept_proposal(proposal=proposal, by=admin)
    with pytest.raises(ValidationError, match="уже решено"):
        withdraw_proposal(proposal=proposal, by=admin)
    assert Policy.objects.filter(municipality=policy.municipality, valid_from=DAY).count() == 1


def test_only_the_author_changes_a_proposal_and_stays_its_author(proposal, coordinator, district, as_role):
    url = f"{proposal.get_absolute_url()}edit/"
    for other in (as_role(Role.COORDINATOR), as_role(Role.ADMIN)):
        assert (other.get(url).status_code, other.post(url, {"mentee_limit": "1"}).status_code) == (403, 403)
    proposal.mentee_limit = 1
    propose_policy(proposal=proposal, entries={}, by=district.member(Role.ADMIN))
    proposal.refresh_from_db()
    assert (proposal.mentee_limit, proposal.proposed_by, proposal.status) == (1, coordinator, ProposalStatus.WAITING)
