"""The table of states, tried out whole: every step that is allowed and every one that is not."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mentoring.actions.states import TRANSITIONS, change_state
from mentoring.enums import ENDED, EndReason, PairStatus
from mentoring.models import Pair, PairChange
from tests.factories import ActFactory, OrganisationFactory, PairFactory
from tests.mentoring.conftest import END, START, TODAY

ALLOWED = {
    ("draft", "agreed"),
    ("draft", "cancelled"),
    ("agreed", "draft"),
    ("agreed", "active"),
    ("active", "completed"),
    ("active", "replaced"),
    ("active", "terminated"),
}
#: an end that was a mistake is taken back; tests/mentoring/test_corrections.py
REOPENING = {(ended, "active") for ended in ENDED}
EVERY_STEP = sorted(product(PairStatus.values, PairStatus.values))


def stand_at(school, status: str) -> Pair:
    """A pair of agreed people in the state, whatever way led there."""
    pair = school.pair()
    values = {"status": status}
    if status in ("active", *ENDED):
        values["act"] = ActFactory(organisation=school.organisation)
    if status in ENDED:
        values["ended_on"] = TODAY
    if status in ("replaced", "terminated"):
        values["end_reason"] = EndReason.REQUEST
    Pair.objects.filter(pk=pair.pk).update(**values)
    pair.changes.all().delete()
    return Pair.objects.get(pk=pair.pk)


def grounds(school, to: str) -> dict:
    """Everything that a step to the state may ask for."""
    return {
        "agreed": {},
        "draft": {"reason": "Ошибка в сроке"},
        "cancelled": {},
        "active": {"act": ActFactory(organisation=school.organisation)},
        "completed": {"reason": "Программа выполнена"},
        "replaced": {"end_reason": EndReason.TRANSFER},
        "terminated": {"end_reason": EndReason.MENTEE_FAILED},
    }[to]


def test_the_table_is_the_agreed_one():
    assert {(str(before), str(after)) for before, after in TRANSITIONS} == ALLOWED | REOPENING


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_an_allowed_step_is_made_and_written_down(school, before, after):
    pair = stand_at(school, before)
    given = grounds(school, after)
    changed = change_state(pair=pair, to=PairStatus(after), on=TODAY, by=school.curator, **given)
    pair.refresh_from_db()
    assert changed.status == pair.status == after
    written = pair.changes.get()
    assert (written.from_status, written.to_status, written.on, written.made_by) == (
        before,
        after,
        TODAY,
        school.curator,
    )
    newest = pair.history.first()
    assert (newest.status, newest.history_user) == (after, school.curator)
    if "reason" in given:
        assert given["reason"] == written.reason == newest.history_change_reason
    assert pair.ended_on == (TODAY if after in ENDED else None)


@pytest.mark.parametrize(("before", "after"), [step for step in EVERY_STEP if step not in ALLOWED])
def test_any_other_step_is_refused_and_changes_nothing(school, before, after):
    pair = stand_at(school, before)
    refusal = "уже внесено" if before in ENDED else "» уже " if before == after else "нельзя"
    with pytest.raises(ValidationError, match=refusal):
        change_state(pair=pair, to=PairStatus(after), on=TODAY, by=school.curator, **grounds(school, after))
    assert Pair.objects.get(pk=pair.pk).status == before
    assert not pair.changes.exists()


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("agreed", "draft", "reason"),
        ("agreed", "active", "act"),
        ("active", "completed", "reason"),
        ("active", "replaced", "end_reason"),
        ("active", "terminated", "end_reason"),
    ],
)
def test_a_step_without_its_ground_is_refused_beside_the_field(school, before, after, field):
    with pytest.raises(ValidationError) as refused:
        change_state(pair=stand_at(school, before), to=PairStatus(after), on=TODAY, by=school.curator)
    assert list(refused.value.error_dict) == [field]


def test_an_end_takes_only_reasons_of_its_list(school):
    with pytest.raises(ValidationError) as refused:
        change_state(
            pair=stand_at(school, "active"),
            to=PairStatus.REPLACED,
            on=TODAY,
            end_reason=EndReason.MENTEE_FAILED,
            by=school.curator,
        )
    assert "end_reason" in refused.value.error_dict


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2027, 6, 1)])
def test_a_pair_ends_inside_its_period(school, on):
    with pytest.raises(ValidationError) as refused:
        change_state(
            pair=stand_at(school, "active"), to=PairStatus.COMPLETED, on=on, reason="Готово", by=school.curator
        )
    assert "on" in refused.value.error_dict


@pytest.mark.parametrize("on", [START, END])
def test_the_first_and_the_last_day_of_the_period_are_inside(school, on):
    ended = change_state(
        pair=stand_at(school, "active"), to=PairStatus.COMPLETED, on=on, reason="Готово", by=school.curator
    )
    assert ended.ended_on == on


def test_a_foreign_or_cancelled_act_is_no_ground(school):
    pair = stand_at(school, "agreed")
    cancelled = ActFactory(organisation=school.organisation, cancelled_by=ActFactory(organisation=school.organisation))
    for act in (ActFactory(organisation=OrganisationFactory()), cancelled):
        with pytest.raises(ValidationError) as refused:
            change_state(pair=pair, to=PairStatus.ACTIVE, on=TODAY, act=act, by=school.curator)
        assert "act" in refused.value.error_dict


def test_a_second_click_is_told_that_it_is_done(school):
    stale = stand_at(school, "agreed")
    given = grounds(school, "draft")
    change_state(pair=stale, to=PairStatus.DRAFT, on=TODAY, by=school.curator, **given)
    with pytest.raises(ValidationError, match="уже в черновиках"):
        change_state(pair=stale, to=PairStatus.DRAFT, on=TODAY, by=school.curator, **given)
    assert stale.changes.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": PairStatus.ACTIVE},  # without an act
        {"status": PairStatus.DRAFT, "ended_on": TODAY},
        {"ends_on": date(2026, 8, 31)},
    ],
)
def test_the_database_itself_refuses_what_can_never_be(school, values):
    pair = PairFactory(organisation=school.organisation, starts_on=START, ends_on=END)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(**values)


def test_the_database_refuses_an_end_without_ground(school):
    pair = stand_at(school, "active")
    with pytest.raises(IntegrityError), transaction.atomic():
        PairChange.objects.create(pair=pair, from_status="active", to_status="completed", on=TODAY)
