"""A last day before what is written of the pair's work: everything that stands after it is named, and nothing of it is
hidden or dropped in silence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.corrections import correct_last_day, end_earlier
from mentoring.actions.endings import complete, extend_period, replace_mentor, terminate
from mentoring.enums import EndReason, PairStatus, PlanSection, ProgrammeStatus
from mentoring.models import Pair, PairChange, PairStage, PlanItem, Programme, Stage, StageItem, StageItemTemplate
from mentoring.models.stage_set import PORTAL_SET
from mentoring.queries.corrections import end_in_force
from mentoring.queries.events import events_of
from registry import clock
from registry.enums import Role
from tests.factories import ActFactory, member
from tests.mentoring.conftest import END, START, TODAY
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db

#: the day on which the work was written down, and a last day before it
WRITTEN, BEFORE = date(2026, 11, 13), date(2026, 11, 12)
WHY = {"end_reason": EndReason.REQUEST, "reason": "Просит", "act_awaited": True}


@pytest.fixture
def pair(school, admin) -> Pair:
    """Came to the second stage on WRITTEN, with a mark, an event of the plan and an approved programme of that day."""
    pair = school.active_pair()
    first, second = Stage.objects.filter(stage_set__code=PORTAL_SET).order_by("number")[:2]
    PairStage.objects.filter(pair=pair).update(left_on=WRITTEN)
    PairStage.objects.create(pair=pair, stage=second, entered_on=WRITTEN)
    active = PairStatus.ACTIVE
    PairChange.objects.create(
        pair=pair, from_status=active, to_status=active, from_stage=first, to_stage=second, on=WRITTEN
    )
    Pair.objects.filter(pk=pair.pk).update(stage=second)
    template = StageItemTemplate.objects.filter(stage=first, fulfilled_by="").first()
    StageItem.objects.create(pair=pair, template=template, done_on=WRITTEN, done_by=admin)
    programme = Programme.objects.get(pair=pair)
    PlanItem.objects.create(
        programme=programme, section=PlanSection.PRACTICE, title="Открытый урок", done_on=WRITTEN, result="Проведён"
    )
    Programme.objects.filter(pair=pair).update(
        status=ProgrammeStatus.APPROVED, approved_by=admin, approved_on=WRITTEN, submitted_on=BEFORE,
        acquainted_on=TODAY,
    )  # fmt: skip
    return Pair.objects.get(pk=pair.pk)


def written_after(pair: Pair) -> list[str]:
    """Everything that contradicts the last day of the pair."""
    pair = Pair.objects.get(pk=pair.pk)
    day, programme = pair.last_day, pair.programme
    dates = [*pair.stages.values_list("entered_on", "left_on"), *pair.stage_items.values_list("done_on")]
    dates += [*programme.items.values_list("done_on")]
    dates += [(programme.submitted_on, programme.approved_on, programme.acquainted_on)]
    return [f"{late}" for row in dates for late in row if late is not None and late > day]


def finish(what, pair, school, **more):
    if what == "complete":
        return complete(pair=pair, on=BEFORE, reason="Программа выполнена", by=school.curator, **more)
    if what == "replace":
        why = {**WHY, "end_reason": EndReason.TRANSFER}
        return replace_mentor(pair=pair, mentor=school.mentor(), on=BEFORE, by=school.curator, **why, **more)
    if what == "terminate":
        return terminate(pair=pair, on=BEFORE, by=school.curator, **WHY, **more)
    if not pair.is_ended:
        terminate(pair=pair, on=TODAY, by=school.curator, **WHY)
    if what == "earlier":
        return end_earlier(pair=pair, on=BEFORE, by=school.curator, **WHY, **more)
    head = member(Role.HEAD, organisation=school.organisation)
    return correct_last_day(pair=pair, on=BEFORE, reason="Описка", by=head, **more)


@pytest.mark.parametrize("what", ["complete", "replace", "terminate", "correct", "earlier"])
def test_an_end_before_what_is_written_names_it_and_takes_it_back_only_when_told(what, pair, school):
    with pytest.raises(ValidationError) as refused:
        finish(what, pair, school)
    [message] = refused.value.message_dict["takes_back"]
    for fact in (
        "13.11.2026 начат этап", "13.11.2026 выполнено: ", "13.11.2026 проведено: Открытый урок",
        "13.11.2026 программа утверждена", "20.11.2026 наставляемый ознакомлен с программой",
    ):  # fmt: skip
        assert fact in message
    assert StageItem.objects.get(pair=pair).done_on == WRITTEN

    pair = Pair.objects.get(pk=pair.pk)
    finish(what, pair, school, takes_back=True)

    pair = Pair.objects.get(pk=pair.pk)
    assert (pair.ended_on, pair.stage.number, written_after(pair)) == (BEFORE, 1, [])
    assert list(pair.stages.values_list("stage__number", "left_on")) == [(1, BEFORE)]
    assert pair.programme.status == ProgrammeStatus.SUBMITTED
    assert StageItem.history.filter(pair_id=pair.pk, history_type="-").count() == 1
    said = [event.what for event in events_of(pair)]
    assert [message for message in said if "«" in message and "ошибка" in message]
    assert all(
        event.on <= BEFORE or "ошибка" in event.what for event in events_of(pair) if "этап" in event.what.lower()
    )
    assert end_in_force(pair).to_stage is None


def test_a_last_day_at_or_after_what_is_written_asks_nothing(pair, school):
    Programme.objects.filter(pair=pair).update(acquainted_on=WRITTEN)
    ended = terminate(pair=pair, on=WRITTEN, by=school.curator, **WHY)
    assert (ended.ended_on, Pair.objects.get(pk=pair.pk).stage.number, written_after(ended)) == (WRITTEN, 2, [])


def test_a_pair_does_not_end_before_its_order_takes_effect(school):
    pair = school.pair()
    act = ActFactory(organisation=school.organisation, dated=START, effective_on=date(2026, 10, 1))
    [pair] = activate(pairs=[pair], act=act, by=school.curator)
    with pytest.raises(ValidationError, match=r"не раньше, чем приказ вступает в силу, 01\.10\.2026"):
        terminate(pair=pair, on=date(2026, 9, 30), by=school.curator, **WHY)
    terminate(pair=pair, on=date(2026, 10, 1), by=school.curator, **WHY)
    assert written_after(pair) == []


@pytest.mark.parametrize("name", ["pair_terminate", "pair_last_day"])
def test_the_page_asks_once_something_stands_in_the_way(client, name, pair, school):
    client.force_login(school.curator)
    sent = {"on": BEFORE.isoformat(), "reason": "Описка"}
    if name == "pair_last_day":
        terminate(pair=pair, on=TODAY, by=school.curator, **WHY)
        client.force_login(member(Role.HEAD, organisation=school.organisation))
    else:
        sent |= {"end_reason": EndReason.REQUEST, "act_way": "later"}
    address = reverse(f"mentoring:{name}", args=[pair.pk])
    first = client.get(address)
    assert 'type="hidden" name="takes_back"' in first.content.decode()
    if name == "pair_last_day":
        sent["seen"] = first.context["form"]["seen"].value()

    question = client.post(address, sent).content.decode()

    assert 'type="checkbox" name="takes_back"' in question
    assert "13.11.2026 проведено: Открытый урок" in question
    assert client.post(address, {**sent, "takes_back": "on"}).status_code == 302
    assert (Pair.objects.get(pk=pair.pk).ended_on, written_after(pair)) == (BEFORE, [])


def test_the_page_of_a_move_asks_as_well(client, pair, school):
    client.force_login(school.curator)
    sent = {
        "where": "away", "on": WRITTEN.isoformat(), f"pair{pair.pk}-answer": "ends",
        f"pair{pair.pk}-end_reason": EndReason.TRANSFER, f"pair{pair.pk}-act_way": "later",
    }  # fmt: skip
    address = reverse("registry:person_transfer", args=[pair.mentor.person_id])
    question = post_as_shown(client, address, sent).content.decode()
    assert f'type="checkbox" name="pair{pair.pk}-takes_back"' in question
    assert post_as_shown(client, address, sent | {f"pair{pair.pk}-takes_back": "on"}).status_code == 302
    assert (Pair.objects.get(pk=pair.pk).ended_on, written_after(pair)) == (BEFORE, [])


def test_what_a_coming_end_leaves_behind_is_asked_about_too(pair, school):
    """Stages are ticked until the last day; the day comes nearer afterwards."""
    terminate(pair=pair, on=date(2026, 12, 20), by=school.curator, **WHY)
    with clock.as_at(date(2026, 12, 1)):
        StageItem.objects.filter(pair=pair).update(done_on=date(2026, 12, 1))
        with pytest.raises(ValidationError, match=r"01\.12\.2026 выполнено"):
            end_earlier(pair=pair, on=date(2026, 11, 30), by=school.curator, **WHY)


def prolong(pair, by) -> PairChange:
    """On WRITTEN, without its order."""
    with clock.as_at(WRITTEN):
        extend_period(
            pair=pair, ends_on=date(2027, 8, 31), why="illness", absentee="mentee", act_awaited=True, by=by
        )  # fmt: skip
    return pair.changes.get(ends_on_after=date(2027, 8, 31))


def end_early(pair, *, by, takes_back):
    return terminate(pair=pair, on=BEFORE, **WHY, takes_back=takes_back, by=by)


def correct_end(pair, *, by, takes_back):
    if pair.status == PairStatus.ACTIVE:
        pair = terminate(pair=pair, on=TODAY, **WHY, by=by)
    return correct_last_day(pair=pair, on=BEFORE, reason="Описка", takes_back=takes_back, by=by)


def bring_forward(pair, *, by, takes_back):
    if pair.status == PairStatus.ACTIVE:
        pair = terminate(pair=pair, on=TODAY, **WHY, by=by)
    return end_earlier(
        pair=pair, on=BEFORE, end_reason=EndReason.TRANSFER, act_awaited=True, takes_back=takes_back, by=by
    )


@pytest.mark.parametrize("end", [end_early, correct_end, bring_forward])
def test_an_extension_entered_after_the_last_day_is_named_and_taken_back(end, school, admin):
    pair = school.active_pair()
    extension = prolong(pair, admin)
    with pytest.raises(ValidationError, match=r"13\.11\.2026 срок продлён до 31\.08\.2027, приказ ждут"):
        end(Pair.objects.get(pk=pair.pk), by=admin, takes_back=False)
    end(Pair.objects.get(pk=pair.pk), by=admin, takes_back=True)
    pair = Pair.objects.get(pk=pair.pk)
    assert (pair.ended_on, pair.ends_on) == (BEFORE, END)
    extension = PairChange.objects.get(pk=extension.pk)
    assert (extension.is_corrected, extension.act_awaited) == (True, False)
    [awaited] = pair.changes.filter(act_awaited=True)
    assert awaited.to_status == PairStatus.TERMINATED
    assert end_in_force(pair) == awaited
    assert "Продление снято" in [event.what for event in events_of(pair)]


def test_an_extension_without_which_the_last_day_would_not_be_stays(school, admin):
    pair = school.active_pair(starts_on=date(2026, 8, 1), ends_on=date(2026, 11, 10))
    prolong(pair, admin)
    terminate(pair=Pair.objects.get(pk=pair.pk), on=BEFORE, **WHY, by=admin)
    assert Pair.objects.get(pk=pair.pk).ends_on == date(2027, 8, 31)


def test_the_page_of_a_return_says_what_was_taken_back(client, pair, admin):
    prolong(pair, admin)
    terminate(pair=Pair.objects.get(pk=pair.pk), on=BEFORE, **WHY, takes_back=True, by=admin)
    client.force_login(admin)
    page = client.get(reverse("mentoring:pair_reopen", args=[pair.pk])).content.decode()
    second = Stage.objects.filter(stage_set__code=PORTAL_SET).order_by("number")[1]
    for record in (f"Этап «{second}»", "Отметка: ", "Проведено: Открытый урок", "Продление до 31.08.2027"):
        assert record in page
    assert "Отправка, утверждение программы" in page
    assert "на том же этапе" not in page


def test_the_page_of_a_return_is_silent_where_nothing_was_taken_back(client, school, admin):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY, **WHY, by=admin)
    client.force_login(admin)
    page = client.get(reverse("mentoring:pair_reopen", args=[pair.pk])).content.decode()
    assert "сняли записи" not in page
