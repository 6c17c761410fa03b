"""Completion, early end, another mentor, a longer period: what each asks for and what it leaves behind."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.actions.activation import activate
from mentoring.actions.checklist import mark_item
from mentoring.actions.endings import complete, extend_period, replace_mentor, terminate
from mentoring.actions.programmes import save_programme
from mentoring.enums import PairStatus, ProgrammeStatus
from mentoring.models import Pair, PairStage, Programme, Stage, StageItem, StageItemTemplate
from tests.factories import ActFactory, PlanItemFactory, ProgrammeFactory
from tests.mentoring.conftest import END, START, TODAY
from tests.scan_files import PDF


def refused_fields(action, **fields) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        action(**fields)
    return list(refused.value.message_dict)


def test_an_order_starts_the_first_stage_and_an_empty_programme(school):
    pair = school.active_pair()
    assert (pair.act.dated, pair.stage.number) == (START, 1)
    stay = PairStage.objects.get(pair=pair)
    assert (stay.stage, stay.entered_on, stay.left_on) == (pair.stage, START, None)
    assert (pair.programme.status, pair.programme.version) == (ProgrammeStatus.DRAFT, 1)


def test_an_unfinished_pair_is_completed_only_with_a_reason_that_is_kept(school):
    pair = school.active_pair()
    with pytest.raises(ValidationError, match="Не выполнены обязательные пункты"):
        complete(pair=pair, on=TODAY, by=school.curator)
    ended = complete(pair=pair, on=TODAY, reason="Наставляемый справляется сам", by=school.curator)
    assert (ended.status, ended.ended_on) == (PairStatus.COMPLETED, TODAY)
    assert PairStage.objects.get(pair=pair).left_on == TODAY
    assert ended.history.first().history_change_reason == "Наставляемый справляется сам"


def test_an_early_end_frees_the_place_from_the_next_day(school):
    mentor = school.mentor(personal_limit=1)
    pair = school.active_pair(mentor)
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", by=school.curator)
    with pytest.raises(ValidationError):
        school.pair(mentor, starts_on=TODAY)
    assert school.pair(mentor, starts_on=date(2026, 11, 21)).status == PairStatus.AGREED


def test_replacement_ends_the_old_pair_and_links_a_new_one_from_the_next_day(school):
    pair, other, order = school.active_pair(), school.mentor(), ActFactory(organisation=school.organisation)
    new = replace_mentor(
        pair=pair, mentor=other, on=TODAY, end_reason="transfer", reason="Переезд", act=order, by=school.curator
    )
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on, pair.end_reason_id) == (PairStatus.REPLACED, TODAY, "transfer")
    assert pair.changes.get(to_status="replaced").act == order
    assert (new.predecessor, new.mentor, new.mentee, new.status) == (pair, other, pair.mentee, PairStatus.AGREED)
    assert (new.starts_on, new.ends_on, new.form) == (date(2026, 11, 21), END, pair.form)


def test_replacement_by_the_same_mentor_or_for_no_listed_reason_is_refused(school):
    pair = school.active_pair()
    same = {"pair": pair, "mentor": pair.mentor, "on": TODAY, "end_reason": "transfer", "by": school.curator}
    assert refused_fields(replace_mentor, **same) == ["mentor"]
    assert refused_fields(replace_mentor, **{**same, "mentor": school.mentor(), "end_reason": ""}) == ["end_reason"]
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE


def test_too_short_a_rest_is_named_and_a_longer_end_helps(school):
    pair = school.active_pair()
    last = date(2027, 4, 30)
    fields = {"pair": pair, "mentor": school.mentor(), "on": last, "end_reason": "transfer", "by": school.curator}
    assert refused_fields(replace_mentor, **fields) == ["ends_on"]
    assert replace_mentor(**fields, ends_on=date(2027, 12, 31)).ends_on == date(2027, 12, 31)


def test_the_work_goes_on_with_the_new_mentor(school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pair = school.active_pair()
    save_programme(programme=pair.programme, goal="Уверенно вести урок", by=school.curator)
    PlanItemFactory(programme=pair.programme, title="Открытый урок", due_on=date(2027, 2, 1))
    Programme.objects.filter(pair=pair).update(status="approved", approved_by=school.curator, approved_on=TODAY)
    template = StageItemTemplate.objects.get(code="h-5-2-7")
    scan = SimpleUploadedFile("карта.pdf", PDF)
    mark_item(pair=pair, template=template, done_on=TODAY, evidence="Карта", scan=scan, by=school.curator)
    Pair.objects.filter(pk=pair.pk).update(stage=Stage.objects.get(number=3))
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=TODAY, end_reason="request", by=school.curator)
    act = ActFactory(organisation=school.organisation, dated=date(2026, 11, 21))
    [active] = activate(pairs=[new], act=act, by=school.curator)
    assert active.stage.number == 3
    assert (active.programme.goal, active.programme.status) == ("Уверенно вести урок", ProgrammeStatus.DRAFT)
    assert [item.title for item in active.programme.items.all()] == ["Открытый урок"]
    carried, kept = StageItem.objects.get(pair=active), StageItem.objects.get(pair=pair)
    with carried.scan.open() as copy:
        assert (carried.evidence, carried.done_on, copy.read()) == ("Карта", TODAY, PDF)
    assert carried.scan.name != kept.scan.name
    assert Programme.objects.get(pair=pair).status == ProgrammeStatus.APPROVED


@pytest.mark.requirement("A16-12")
def test_a_period_is_prolonged_beyond_a_year_for_a_listed_reason_and_written_down(school):
    pair = school.active_pair()
    longer = extend_period(
        pair=pair, ends_on=date(2027, 12, 31), why="illness", absentee="mentor", reason="Больничный", by=school.curator
    )
    assert longer.ends_on == date(2027, 12, 31)
    change = pair.changes.first()
    assert change.reason == (
        "Срок продлён с 31.05.2027 до 31.12.2027: временная нетрудоспособность, отсутствовал наставник. Больничный"
    )


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [({"why": ""}, "why"), ({"absentee": "school"}, "absentee"), ({"ends_on": END}, "ends_on")],
)
def test_an_extension_names_what_it_lacks(school, spoiled, field):
    fields = {"ends_on": date(2027, 8, 31), "why": "illness", "absentee": "mentor", **spoiled}
    assert refused_fields(extend_period, pair=school.active_pair(), by=school.curator, **fields) == [field]


def test_only_active_pairs_are_prolonged(school):
    with pytest.raises(ValidationError, match="Продлить можно действующую пару"):
        extend_period(
            pair=school.pair(), ends_on=date(2027, 8, 31), why="illness", absentee="mentor", by=school.curator
        )


def test_a_programme_left_over_from_before_is_not_doubled(school):
    pair = school.pair()
    ProgrammeFactory(pair=pair)
    act = ActFactory(organisation=school.organisation, dated=START)
    activate(pairs=[pair], act=act, by=school.curator)
    assert Programme.objects.filter(pair=pair).count() == 1
