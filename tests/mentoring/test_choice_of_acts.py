"""Which acts a change of a pair is offered first, and where the refusal of a new act's date stands."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.models import Pair
from registry.forms.act_choice import OTHER_ACTS
from registry.models import Act
from tests.factories import ActFactory
from tests.mentoring.conftest import TODAY
from tests.posting import post_as_shown

NEW = {"act_way": "new", "new_kind": "order", "new_number": "90", "new_title": "О паре"}
EXTENSION = {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31"}
COMPLETION = {"on": "2026-11-20", "reason": "Цель достигнута раньше"}
TERMINATION = {"on": "2026-11-20", "end_reason": "mentee_failed"}


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def order(school, title: str, number: str = "77") -> Act:
    return ActFactory(organisation=school.organisation, number=number, dated=TODAY, title=title)


def offered(client: Client, name: str, pair: Pair) -> tuple[set[int], set[int]]:
    """Acts that are offered first, and those under the heading of the others."""
    choices = list(client.get(reverse(f"mentoring:{name}", args=[pair.pk])).context["form"].fields["act"].choices)
    others = {key.value for label, rows in choices if label == OTHER_ACTS for key, _ in rows}
    return {key.value for key, _ in choices if key and key != OTHER_ACTS}, others


def refusals(client: Client, name: str, pair: Pair, sent: dict) -> dict:
    answer = client.post(reverse(f"mentoring:{name}", args=[pair.pk]), sent)
    return dict(answer.context["form"].errors) if answer.status_code == 200 else {}


def test_an_order_of_extension_is_offered_first_for_an_extension_alone(school, curator):
    pair, agreed = school.active_pair(), school.pair()
    extension, end = order(school, "О продлении срока наставничества"), order(school, "О прекращении", "78")
    assert offered(curator, "pair_extend", pair) == ({extension.pk}, {end.pk})
    for name in ("pair_terminate", "pair_complete"):
        assert offered(curator, name, pair) == ({end.pk}, {extension.pk}), name
    fitting, others = offered(curator, "pair_secure", agreed)
    assert not {extension.pk, end.pk} & fitting
    assert {extension.pk, end.pk} <= others


def test_an_act_that_has_extended_a_pair_is_asked_about_when_it_is_to_end_one(school, curator):
    extended, pair, agreed = school.active_pair(), school.active_pair(), school.pair()
    act = order(school, "О наставничестве")
    assert offered(curator, "pair_terminate", pair)[0] == {act.pk}
    curator.post(reverse("mentoring:pair_extend", args=[extended.pk]), {**EXTENSION, "act_way": "known", "act": act.pk})
    assert extended.changes.filter(act=act).exists()

    assert offered(curator, "pair_terminate", pair) == (set(), {act.pk})
    assert offered(curator, "pair_extend", pair) == ({act.pk}, set())
    sent = {**TERMINATION, "act_way": "known", "act": act.pk}
    assert "уже внесён как основание другого" in refusals(curator, "pair_terminate", pair, sent)["why_act"][0]
    secured = post_as_shown(
        curator, reverse("mentoring:pair_secure", args=[agreed.pk]), {"act_way": "known", "act": act.pk}
    )
    assert "уже внесён как основание другого" in secured.context["form"].errors["why_act"][0]
    assert refusals(curator, "pair_terminate", pair, {**sent, "why_act": "Один приказ о двух парах"}) == {}
    assert pair.changes.filter(act=act).exists()


@pytest.mark.parametrize(
    ("name", "sent"),
    [("pair_extend", EXTENSION), ("pair_complete", COMPLETION), ("pair_terminate", TERMINATION)],
)
def test_the_refusal_of_a_new_act_stands_at_its_date_and_of_a_known_one_at_the_choice(name, sent, school, curator):
    pair = school.active_pair()
    order(school, "О наставничестве")  # so that there is a choice
    found = refusals(curator, name, pair, {**sent, **NEW, "new_dated": "2026-08-01"})
    assert "датирован раньше" in found["new_dated"][0]
    assert "act" not in found
    old = ActFactory(organisation=school.organisation, number="5", dated=date(2026, 8, 1), title="О наставничестве")
    found = refusals(curator, name, pair, {**sent, "act_way": "known", "act": old.pk})
    assert "act" in found
    assert "new_dated" not in found


def test_an_impossible_date_of_a_new_act_is_told_at_the_date(school, curator):
    pair = school.active_pair()
    found = refusals(curator, "pair_extend", pair, {**EXTENSION, **NEW, "new_dated": "1015-08-01"})
    assert list(found) == ["new_dated"]
