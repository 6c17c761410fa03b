"""An act is corrected on which pairs rest: they keep an act that can be their ground, and one day everywhere."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from mentoring.actions.activation import activate, secure_pairs
from mentoring.actions.endings import extend_period, give_act, terminate
from mentoring.models import Pair, PairStage
from registry.actions.acts import cancel_act, save_act, withdraw_cancellation
from registry.enums import ActKind, CandidateApproval, ConsideringBody, PairGround, Role
from registry.models import Act, Policy
from tests.factories import ActFactory, PlanItemFactory, member
from tests.mentoring.conftest import TODAY
from tests.posting import post_as_shown
from tests.registry.test_acts_and_what_rests_on_them import as_form

DAY = date(2026, 10, 20)


@pytest.fixture
def secured(school):
    act = ActFactory(organisation=school.organisation, dated=DAY)
    mentor = school.mentor(approval=CandidateApproval.WAITING, proposed_on=date(2026, 10, 15))
    return activate(pairs=[school.pair(mentor)], act=act, by=school.curator)[0]


@pytest.mark.parametrize("on", [date(2026, 10, 10), date(2026, 11, 10)])
def test_what_bears_the_day_of_the_act_bears_the_corrected_one(on, secured, school):
    act = Act.objects.get(pk=secured.act_id)
    act.dated = act.effective_on = on

    save_act(act=act, by=school.curator)

    change = secured.changes.get(to_status="active", to_stage=None)
    secured.mentor.refresh_from_db()
    assert (change.on, PairStage.objects.get(pair=secured).entered_on, secured.mentor.decided_on) == (on, on, on)
    assert change.history.first().history_change_reason.startswith("Исправлена дата акта")


def test_the_kind_of_the_act_stays_one_that_secures_pairs(secured, school):
    Policy.objects.update(pair_ground=PairGround.ORDER)
    act = Act.objects.get(pk=secured.act_id)
    act.kind = ActKind.MINUTES
    with pytest.raises(ValidationError, match="только на приказе, распоряжении или постановлении"):
        save_act(act=act, by=school.curator)


def test_a_title_about_something_else_is_asked_about_on_correcting_as_on_linking(secured, school):
    browser, act = Client(), secured.act
    browser.force_login(member(Role.HEAD, organisation=school.organisation))
    address = f"/acts/{act.pk}/edit/"
    opened = browser.get(address)
    assert "На акт опираются" in opened.content.decode()
    sent = as_form(act, title="Об отпусках", seen=opened.context["form"]["seen"].value())

    page = browser.post(address, sent)
    [question] = page.context["form"].errors["why_act"]
    assert question.count("Заголовок акта говорит о другом: «Об отпусках».") == 1
    assert 'name="why_act"' in page.content.decode()
    assert browser.post(address, {**sent, "why_act": "Там есть пункт о парах"}).status_code == 302
    act.refresh_from_db()
    assert act.title == "Об отпусках"
    assert "Там есть пункт о парах" in act.history.first().history_change_reason


def test_the_act_of_a_change_is_in_force_on_its_day(school):
    own = {"organisation": school.organisation, "dated": TODAY}
    postponed = ActFactory(**own, effective_on=date(2027, 7, 1))
    with pytest.raises(ValidationError, match=r"действует только с 01\.07\.2027"):
        terminate(pair=school.active_pair(), on=TODAY, end_reason="mentee_failed", act=postponed, by=school.curator)
    extension = {"ends_on": date(2027, 8, 31), "why": "illness", "absentee": "mentee", "by": school.curator}
    with pytest.raises(ValidationError, match=r"действует только с 01\.07\.2027"):
        extend_period(pair=school.active_pair(), act=postponed, **extension)

    pair = terminate(
        pair=school.active_pair(),
        on=date(2026, 11, 10),
        end_reason="mentee_failed",
        act_awaited=True,
        by=school.curator,
    )
    late = give_act(change=pair.changes.get(act_awaited=True), act=ActFactory(**own), by=school.curator).act
    late.effective_on = date(2026, 12, 1)
    with pytest.raises(ValidationError, match=r"На акте держится изменение пары.*действует только с 01\.12\.2026"):
        save_act(act=late, by=school.curator)


def test_a_corrected_date_asks_for_the_minutes_of_that_day(secured, school):
    Policy.objects.update(considered_by=ConsideringBody.PEDAGOGICAL)
    minutes = {"organisation": school.organisation, "kind": ActKind.MINUTES, "title": "Заседание педсовета"}
    ActFactory(**minutes, considered_by=ConsideringBody.PEDAGOGICAL, dated=date(2026, 10, 15))
    act = Act.objects.get(pk=secured.act_id)
    act.dated = act.effective_on = date(2026, 10, 10)
    with pytest.raises(ValidationError, match="до приказа пару рассматривает педагогический совет"):
        save_act(act=act, by=school.curator)
    act.dated = act.effective_on = date(2026, 10, 16)
    assert save_act(act=act, by=school.curator).dated == date(2026, 10, 16)


def test_a_later_day_of_effect_names_the_pairs_that_lose_days_of_work_and_wants_a_reason(secured, school):
    browser, act = Client(), secured.act
    browser.force_login(member(Role.HEAD, organisation=school.organisation))
    address = f"/acts/{act.pk}/edit/"
    seen = browser.get(address).context["form"]["seen"].value()
    sent = as_form(act, effective_on="2027-03-01", seen=seen)

    [question] = browser.post(address, sent).context["form"].errors["why_act"]
    assert f"Пара «{secured}» уже работает с 20.10.2026, а с такими датами начнётся 01.03.2027" in question
    assert browser.post(address, {**sent, "why_act": "Отложен приказом 12"}).status_code == 302
    assert PairStage.objects.get(pair=secured).entered_on == date(2027, 3, 1)


def test_an_act_takes_no_effect_after_what_its_pair_has_done(secured, school):
    event = PlanItemFactory(programme=secured.programme, done_on=date(2026, 11, 5))
    act = Act.objects.get(pk=secured.act_id)
    act.effective_on = date(2026, 11, 6)
    with pytest.raises(ValidationError, match=f"уже работала: 05.11.2026 проведено: {event.title}"):
        save_act(act=act, by=school.curator)
    act = Act.objects.get(pk=secured.act_id)
    act.effective_on = date(2026, 11, 5)
    save_act(act=act, by=school.curator)


def test_a_corrected_date_finds_a_policy_of_that_day_as_naming_the_act_does(secured, school):
    Policy.objects.update(valid_from=date(2026, 9, 1))
    for day, advice in [(date(2026, 8, 20), "Её принимает администратор"), (date(1995, 6, 1), "Проверьте год")]:
        act = Act.objects.get(pk=secured.act_id)
        act.dated = act.effective_on = day
        with pytest.raises(ValidationError) as refusal:
            save_act(act=act, by=school.curator)
        message = " ".join(refusal.value.messages)
        assert (f"закреплена пара «{secured}»" in message, advice in message) == (True, True), message
        assert ("принимает администратор" in message) == (day.year == 2026)
    assert Act.objects.get(pk=secured.act_id).dated == DAY


def test_another_day_of_a_pair_at_work_wants_a_reason(secured, school):
    browser, act = Client(), secured.act
    browser.force_login(member(Role.HEAD, organisation=school.organisation))
    address = f"/acts/{act.pk}/edit/"
    seen = browser.get(address).context["form"]["seen"].value()
    sent = as_form(act, dated="2026-10-16", effective_on="2026-10-16", seen=seen)

    [question] = browser.post(address, sent).context["form"].errors["why_act"]
    assert "изменятся ход событий и показатели прошлых дней" in question
    assert "больше чем за год" not in question
    assert Act.objects.get(pk=act.pk).dated == DAY
    assert browser.post(address, {**sent, "why_act": "В приказе другая дата"}).status_code == 302
    act.refresh_from_db()
    assert (act.dated, "В приказе другая дата" in act.history.first().history_change_reason) == (
        date(2026, 10, 16),
        True,
    )


def test_an_act_years_before_the_pair_is_asked_about_on_naming_and_on_correcting(secured, school):
    browser = Client()
    browser.force_login(member(Role.HEAD, organisation=school.organisation))
    old = ActFactory(organisation=school.organisation, dated=date(2024, 6, 1))
    agreed = school.pair(school.mentor())
    named = browser.post(f"/pairs/{agreed.pk}/act/", {"act_way": "known", "act": old.pk})
    assert "больше чем за год до начала пары" in named.context["form"].errors["why_act"][0]
    linked = browser.post(f"/acts/{old.pk}/pairs/", {"pairs": [agreed.pk]})
    assert "больше чем за год до начала пары" in linked.context["form"].errors["why_act"][0]
    sent = as_form(secured.act, dated="2024-06-01", effective_on="2024-06-01")
    page = post_as_shown(browser, f"/acts/{secured.act_id}/edit/", sent)
    assert "больше чем за год до начала пары" in page.context["form"].errors["why_act"][0]


def test_a_cancellation_on_which_pairs_rest_anew_is_not_taken_back(secured, school):
    own = {"organisation": school.organisation, "dated": TODAY}
    act, canceller = secured.act, ActFactory(**own, title="Об отмене приказа")
    cancel_act(act=act, by_act=canceller, by=school.curator)
    secure_pairs(pairs=[Pair.objects.get(pk=secured.pk)], act=ActFactory(**own), by=school.curator)

    with pytest.raises(ValidationError, match="после отмены закрепил другой акт"):
        withdraw_cancellation(act=act, reason="выбран не тот приказ", by=school.curator)
    browser = Client()
    browser.force_login(member(Role.HEAD, organisation=school.organisation))
    assert "/cancel/withdraw/" not in browser.get(act.get_absolute_url()).content.decode()
