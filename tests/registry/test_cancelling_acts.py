"""An act is cancelled by one that speaks of it, and a cancellation entered by mistake is taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registry import clock
from registry.actions.acts import cancel_act, withdraw_cancellation
from registry.enums import Role
from registry.extension_points import acts_on_paper
from registry.queries.act_titles import signs_of_another_cancellation
from tests.factories import ActFactory, UserFactory
from tests.posting import post_as_shown
from tests.stories.desk import words_of

DAY = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def act(district):
    return ActFactory(organisation=district.school, number="12-ОД", title="О закреплении пар")


@pytest.mark.parametrize(
    ("title", "cancelled", "is_asked"),
    [
        ("О другом", "О закреплении пар", True),
        ("О разном", "Положение о наставничестве", True),
        ("Об отпусках", "О закреплении пар", True),
        ("Об отмене приказа об отпусках", "О закреплении пар", True),
        ("Об утверждении положения о наставничестве", "О закреплении пар", True),
        ("Об отмене приказа", "О закреплении пар", False),
        ("О признании утратившим силу положения", "Положение о наставничестве", False),
        ("Положение о наставничестве в новой редакции", "Об утверждении положения", False),
        ("О замене наставника", "О закреплении пар", False),
        ("О наставничестве", "О закреплении пар", False),
    ],
)
def test_the_title_of_the_cancelling_act_is_asked_about_when_it_speaks_of_something_else(
    title, cancelled, is_asked, district
):
    acts = (ActFactory.build(organisation=district.school, title=words) for words in (title, cancelled))
    assert bool(signs_of_another_cancellation(*acts)) is is_asked


def test_why_an_unlikely_act_has_cancelled_stays_in_the_history(act, district, as_role):
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/cancel/"
    other = ActFactory(organisation=district.school, title="О другом", dated=DAY)
    sent = {"act_way": "known", "act": other.pk}

    assert "«О другом»" in post_as_shown(head, address, sent).context["form"].errors["why_act"][0]
    act.refresh_from_db()
    assert act.cancelled_by is None
    assert post_as_shown(head, address, {**sent, "why_act": "пункт 7 отменяет приказ"}).status_code == 302

    act.refresh_from_db()
    assert act.cancelled_by == other
    assert "пункт 7 отменяет приказ" in act.history.first().history_change_reason


def test_a_cancellation_entered_by_mistake_is_taken_back_with_a_reason(act, district, as_role):
    canceller = ActFactory(organisation=district.school, title="Об отмене приказа", dated=DAY)
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/cancel/withdraw/"
    assert "отмены у него нет" in words_of(head.get(address, follow=True))
    cancel_act(act=act, by_act=canceller, by=UserFactory())
    assert address in head.get(act.get_absolute_url()).content.decode()
    assert address not in as_role(Role.COUNCIL).get(act.get_absolute_url()).content.decode()
    assert as_role(Role.COUNCIL).post(address, {"reason": "выбран не тот приказ"}).status_code == 403
    assert "reason" in post_as_shown(head, address, {"reason": " "}).context["form"].errors

    assert post_as_shown(head, address, {"reason": "выбран не тот приказ"}).status_code == 302

    act.refresh_from_db()
    assert act.cancelled_by is None
    reason = act.history.first().history_change_reason
    assert (str(canceller) in reason, "выбран не тот приказ" in reason) == (True, True)
    assert "Отмена указана по ошибке" in words_of(head.get(act.get_absolute_url())).partition("История")[2]


def test_what_a_paper_of_the_portal_has_cancelled_is_not_taken_back(act, district, monkeypatch):
    canceller = ActFactory(organisation=district.school, dated=DAY)
    cancel_act(act=act, by_act=canceller, by=UserFactory())
    monkeypatch.setattr("registry.actions.acts.acts_on_paper", lambda acts: acts_on_paper(acts).none())
    with pytest.raises(ValidationError, match="издал портал"):
        withdraw_cancellation(act=act, reason="выбран не тот приказ", by=UserFactory())
