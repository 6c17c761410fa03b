"""An order cites the act on which the policy rests."""

from datetime import date

import pytest
from django.urls import reverse

from registry import clock
from registry.enums import Role
from tests.factories import ActFactory, member
from tests.reports.paper_makers import agreed_pair, issued_order, school_with_policy, signed_in

pytestmark = pytest.mark.django_db
GROUND = "приказом отдела образования от\u00a025.08.2026 №\u00a0118 «Об утверждении Положения»"


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school():
    school = school_with_policy()
    municipality = school.municipality
    municipality.authorised_body_genitive = "отдела образования"
    municipality.save()
    act = ActFactory(
        organisation=None, municipality=municipality, number="118", dated=date(2026, 8, 25),
        title="Об утверждении Положения",
    )  # fmt: skip
    municipality.policies.update(act=act)
    return school


def offered(school) -> str:
    head = signed_in(member(Role.HEAD, organisation=school))
    form = head.get(reverse("reports:paper_start", args=["orders", school.pk])).context["form"]
    return form["grounds"].value()


def test_the_first_order_offers_the_act_of_the_policy(school):
    agreed_pair(school)
    assert offered(school) == GROUND


def test_the_order_rests_on_the_act_that_it_cites(school):
    policy_act = school.municipality.policies.get().act
    cites = issued_order(school, agreed_pair(school), grounds=GROUND)
    silent = issued_order(school, agreed_pair(school), number="136", grounds="Положением школы от 25.08.2026 № 1180")
    assert list(cites.act.basis.all()) == [policy_act]
    assert not silent.act.basis.exists()


def test_what_was_typed_last_is_offered_until_a_newer_policy_begins(school):
    issued_order(school, agreed_pair(school), grounds="Положением школы")
    agreed_pair(school)
    assert offered(school) == "Положением школы"
    school.municipality.policies.update(valid_from=date(2026, 9, 2))
    with clock.as_at(date(2026, 9, 2)):
        assert offered(school) == GROUND
