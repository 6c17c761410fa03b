"""Dates of pairs and their orders are judged against each other and against what can be meant."""

from datetime import date, timedelta
from importlib import import_module
from threading import Event, Thread
from time import sleep

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from mentoring.actions.activation import activate
from mentoring.actions.endings import complete, extend_period, terminate
from mentoring.actions.ground_change import change_ground
from mentoring.enums import PairStatus
from mentoring.guards import dates
from mentoring.guards.stages import MARK_TOO_EARLY
from mentoring.models import Pair, PairChange, StageItem, StageItemTemplate
from mentoring.pairing.rules import validate_pair
from registry.actions.acts import save_act
from registry.guards.installation import drop, install
from registry.models import Act
from registry.queries.rules import rules_in_force
from tests.factories import ActFactory
from tests.mentoring.conftest import END, START, TODAY
from tests.older_rows import past_the_rules_of_today


def test_an_order_dated_after_the_end_of_a_pair_does_not_begin_it(school):
    pair, act = school.pair(), ActFactory(organisation=school.organisation, dated=date(2062, 9, 1))
    with pytest.raises(ValidationError, match=r"кончается 31\.05\.2027, раньше даты приказа"):
        activate(pairs=[pair], act=act, by=school.curator)
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.AGREED


def test_an_order_dated_after_the_end_of_a_pair_is_no_new_ground(school):
    pair = school.active_pair(ends_on=date(2026, 12, 31))
    act = ActFactory(organisation=school.organisation, dated=date(2027, 1, 1))
    with pytest.raises(ValidationError, match=r"кончается 31\.12\.2026, раньше даты приказа"):
        change_ground(pairs=[pair], act=act, reason="Взамен", by=school.curator)


def test_a_pair_of_long_ago_is_refused(school):
    pair, rules = school.pair(), rules_in_force(school.organisation, START)
    pair.starts_on, pair.ends_on = date(1926, 9, 1), date(1927, 5, 31)
    assert validate_pair(pair, [], rules).refusals["starts_on"] == [
        "Проверьте год: пары раньше 01.01.1990 не ведут в портале."
    ]


@pytest.mark.parametrize(("ends_on", "allowed"), [(date(2030, 5, 31), True), (date(2030, 6, 1), False)])
def test_a_prolongation_is_no_longer_than_the_longest_leave(school, ends_on, allowed):
    pair = school.active_pair()
    asked = {"pair": pair, "why": "other_absence", "absentee": "mentee", "by": school.curator}
    if allowed:
        assert extend_period(ends_on=ends_on, **asked).ends_on == ends_on
    else:
        with pytest.raises(ValidationError, match="Проверьте год"):
            extend_period(ends_on=ends_on, **asked)
        assert (pair.ends_on, TODAY < END) == (END, True)


# the database's own word: raw SQL and bulk writes


def refused(name: str, write) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def raw(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_act_of_a_pair_is_not_dated_after_its_last_day_whichever_moves_last(school):
    pair = school.active_pair()
    ended = terminate(pair=school.active_pair(), on=TODAY, end_reason="mentee_failed", by=school.curator)
    late = ActFactory(organisation=school.organisation, dated=date(2027, 6, 1))
    between = ActFactory(organisation=school.organisation, dated=date(2026, 11, 21))
    name = dates.ACT_AFTER_END

    refused(name, lambda: Act.objects.filter(pk=pair.act_id).update(dated=date(2027, 6, 1)))
    refused(name, lambda: Act.objects.filter(pk=ended.act_id).update(dated=between.dated))
    refused(name, lambda: Pair.objects.filter(pk=pair.pk).update(act=late))
    refused(name, lambda: Pair.objects.filter(pk=ended.pk).update(act=between))
    refused(
        name,
        lambda: raw(
            "UPDATE mentoring_pair SET starts_on = %s, ends_on = %s WHERE id = %s",
            date(2026, 1, 1),
            date(2026, 8, 31),
            pair.pk,
        ),
    )
    Pair.objects.filter(pk=ended.pk).update(starts_on=date(2026, 1, 1))
    refused(name, lambda: Pair.objects.filter(pk=ended.pk).update(ended_on=date(2026, 8, 31)))
    copy = Pair.objects.get(pk=ended.pk)
    copy.pk, copy.act, copy.predecessor = None, late, None
    refused(name, lambda: Pair.objects.bulk_create([copy]))
    # the last day itself is in time
    Act.objects.filter(pk=ended.act_id).update(dated=TODAY)
    Act.objects.filter(pk=pair.act_id).update(dated=END)


def test_a_row_that_breaks_the_rule_already_stays_usable(school):
    """Registers of before the rule: the migration names such pairs, and nobody is kept from working with them."""
    pair = school.active_pair()
    drop(connection)
    try:
        Act.objects.filter(pk=pair.act_id).update(dated=date(2027, 6, 1))
    finally:
        install(connection)
    client = Client()
    client.force_login(school.curator)
    assert "датирован позже последнего дня пары (31.05.2027)" in client.get(pair.get_absolute_url()).content.decode()
    pair = Pair.objects.get(pk=pair.pk)
    pair.note = "Дату приказа уточняют"
    pair.save()
    Act.objects.filter(pk=pair.act_id).update(title="О закреплении")
    Act.objects.filter(pk=pair.act_id).update(dated=START)
    refused(dates.ACT_AFTER_END, lambda: Act.objects.filter(pk=pair.act_id).update(dated=date(2027, 6, 1)))


def test_the_act_of_a_change_is_not_older_than_the_order_nor_later_than_the_new_period(school):
    name, own = dates.ACT_OUT_OF_ORDER, {"organisation": school.organisation}
    old, ground = ActFactory(**own, dated=date(2026, 8, 31)), ActFactory(**own, dated=TODAY)
    late = ActFactory(**own, dated=date(2027, 9, 1))
    extension = {"ends_on": date(2027, 8, 31), "why": "illness", "absentee": "mentee", "by": school.curator}
    pair = extend_period(pair=school.active_pair(), act=ground, **extension)
    change = pair.changes.get(ends_on_after__isnull=False)

    for act in (old, late):
        refused(name, lambda act=act: PairChange.objects.filter(pk=change.pk).update(act=act))
        refused(name, lambda act=act: Act.objects.filter(pk=ground.pk).update(dated=act.dated))
    refused(name, lambda: Act.objects.filter(pk=pair.act_id).update(dated=date(2026, 11, 21)))
    copy = PairChange.objects.get(pk=change.pk)
    copy.pk, copy.act = None, old
    refused(name, lambda: PairChange.objects.bulk_create([copy]))
    with pytest.raises(ValidationError, match="датирован раньше приказа, которым пара закреплена"):
        terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act=old, by=school.curator)
    with pytest.raises(ValidationError, match="датирован позже нового срока"):
        extend_period(pair=school.active_pair(), act=late, **extension)


def test_the_order_on_the_pair_alone_secures_it_too(school):
    """A pair of an older register has no step that names its order."""
    name, own = dates.ACT_OUT_OF_ORDER, {"organisation": school.organisation}
    ground, old = ActFactory(**own, dated=TODAY), ActFactory(**own, dated=date(2026, 8, 31))
    pair = terminate(pair=school.active_pair(), on=TODAY, end_reason="mentee_failed", act=ground, by=school.curator)
    PairChange.objects.filter(pair=pair, to_status=PairStatus.ACTIVE).delete()
    end = pair.changes.get(to_status=PairStatus.TERMINATED)
    refused(name, lambda: PairChange.objects.filter(pk=end.pk).update(act=old))
    refused(name, lambda: Act.objects.filter(pk=ground.pk).update(dated=old.dated))
    Pair.objects.filter(pk=pair.pk).update(ended_on=END)
    refused(name, lambda: Act.objects.filter(pk=pair.act_id).update(dated=date(2026, 11, 21)))
    Act.objects.filter(pk=pair.act_id).update(dated=TODAY)  # of one day they may be


def test_an_order_in_place_of_one_with_a_wrong_date_makes_an_earlier_act_possible(school):
    pair, own = school.pair(), {"organisation": school.organisation}
    [pair] = activate(pairs=[pair], act=ActFactory(**own, dated=date(2026, 11, 20)), by=school.curator)
    change_ground(pairs=[pair], act=ActFactory(**own, dated=date(2026, 9, 2)), reason="Взамен", by=school.curator)
    change_ground(pairs=[pair], act=ActFactory(**own, dated=date(2026, 11, 20)), reason="Взамен", by=school.curator)
    act = ActFactory(**own, dated=date(2026, 9, 3))
    ended = terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act=act, by=school.curator)
    assert ended.status == PairStatus.TERMINATED


def test_a_corrected_date_of_an_act_names_the_pair_that_forbids_it(school):
    ended = terminate(pair=school.active_pair(), on=TODAY, end_reason="mentee_failed", by=school.curator)
    act = Act.objects.get(pk=ended.act_id)
    act.dated = act.effective_on = date(2026, 11, 21)
    with pytest.raises(ValidationError, match=r"закончена она раньше, 20\.11\.2026"):
        save_act(act=act, by=school.curator)
    pair = school.active_pair()
    Act.objects.filter(pk=pair.act_id).update(dated=TODAY)
    with pytest.raises(ValidationError, match="не раньше приказа, которым пара закреплена"):
        complete(pair=pair, on=date(2026, 11, 19), reason="Цель достигнута", by=school.curator)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_an_act_and_its_pair_moved_at_one_moment_do_not_pass_each_other(school):
    """The act waits for the pair that holds it, and is then refused."""
    pair = school.active_pair()
    begun, outcome = Event(), []

    def move_act() -> None:
        begun.wait(timeout=30)
        try:
            Act.objects.filter(pk=pair.act_id).update(dated=date(2026, 12, 1))
            outcome.append("moved")
        except IntegrityError as error:
            outcome.append(str(error))
        finally:
            connection.close()

    thread = Thread(target=move_act)
    thread.start()
    with transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(ends_on=date(2026, 11, 30))
        begun.set()
        sleep(1)
    thread.join()
    assert dates.ACT_AFTER_END in outcome[0]


def test_the_act_of_a_change_takes_effect_no_later_whichever_moves_last(school):
    pair, organisation = school.active_pair(), {"organisation": school.organisation, "dated": TODAY}
    act, later = ActFactory(**organisation), ActFactory(**organisation, effective_on=TODAY + timedelta(days=9))
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act=act, by=school.curator)
    end = pair.changes.get(to_status=PairStatus.TERMINATED)

    refused(dates.CHANGE_IN_EFFECT, lambda: PairChange.objects.filter(pk=end.pk).update(act=later))
    refused(
        dates.CHANGES_IN_EFFECT,
        lambda: Act.objects.filter(pk=act.pk).update(effective_on=TODAY + timedelta(days=9)),
    )
    with past_the_rules_of_today(Act):
        Act.objects.filter(pk=act.pk).update(effective_on=TODAY + timedelta(days=9))
        import_module("mentoring.migrations.0026_days_in_order").repair_effects(apps, None)
    assert Act.objects.get(pk=act.pk).effective_on == TODAY


def test_an_item_of_a_stage_is_not_older_than_the_pair_unless_it_prepares_it(school):
    pair = school.active_pair()
    first, second = (
        StageItemTemplate.objects.filter(stage__stage_set=pair.stage.stage_set, stage__number=number).first()
        for number in (1, 2)
    )
    year_before = START - relativedelta(years=1)
    prepared = StageItem.objects.create(pair=pair, template=first, done_on=year_before)
    done = StageItem.objects.create(pair=pair, template=second, done_on=START)
    rows = StageItem.objects.filter
    refused(MARK_TOO_EARLY, lambda: rows(pk=prepared.pk).update(done_on=year_before - timedelta(days=2)))
    refused(MARK_TOO_EARLY, lambda: rows(pk=done.pk).update(done_on=START - timedelta(days=1)))
    with past_the_rules_of_today(StageItem):
        rows(pk=prepared.pk).update(done_on=date(2006, 9, 1))
        rows(pk=done.pk).update(done_on=date(2006, 9, 1))
        import_module("mentoring.migrations.0026_days_in_order").repair_marks(apps, None)
    assert list(rows(pair=pair).order_by("pk").values_list("done_on", flat=True)) == [year_before, START]
    assert "было 01.09.2006" in done.history.first().history_change_reason
