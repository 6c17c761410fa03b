"""The five stages: what fulfils an item, what is missing, and going on and back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.actions.checklist import StageBlocked, advance_stage, mark_item, return_to_stage, unmark_item
from mentoring.actions.programmes import (
    acquaint_mentee,
    approve_programme,
    correct_programme,
    mark_plan_item,
    return_programme,
    save_programme,
    submit_programme,
)
from mentoring.enums import ProgrammeStatus, StageItemSource
from mentoring.models import Pair, PairStage, Stage, StageItem, StageItemTemplate
from mentoring.stages.checklist import Checklist
from mentoring.stages.item_sources import ITEM_SOURCES
from registry.enums import MentorSource, Participant
from registry.models import Form
from tests.factories import MenteeFactory, MentorFactory, PlanItemFactory, PupilFactory
from tests.mentoring.conftest import TODAY, agree


def template(code: str) -> StageItemTemplate:
    return StageItemTemplate.objects.get(code=code)


def missing(pair: Pair, number: int) -> list[str]:
    return [item.template.code for item in Checklist.of(pair).stages[number - 1].missing]


def finish(school, pair: Pair, number: int) -> None:
    """Marks everything of a stage that people mark."""
    for item in Checklist.of(pair).stages[number - 1].missing:
        if item.by_hand:
            mark_item(pair=pair, template=item.template, done_on=TODAY, by=school.curator)


def approved(school, pair: Pair) -> None:
    programme = save_programme(programme=pair.programme, goal="Цель", by=school.curator)
    PlanItemFactory(programme=programme)
    submit_programme(programme=programme, by=school.curator)
    approve_programme(programme=programme, by=school.curator)


def test_the_five_stages_have_all_items_but_those_of_other_forms(school):
    checklist = Checklist.of(school.active_pair())
    of_every_form = StageItemTemplate.objects.filter(only_forms=[])
    assert [[item.template for item in state.items] for state in checklist.stages] == [
        list(of_every_form.filter(stage__number=number)) for number in range(1, 6)
    ]


def test_a_contract_is_asked_where_an_enterprise_takes_part(school):
    pair = school.active_pair()
    assert "h-5-2-5" not in missing(pair, 1)
    Pair.objects.filter(pk=pair.pk).update(form=Form.objects.get(code="employer-pupil"))
    assert "h-5-2-5" in missing(pair, 1)


@pytest.mark.requirement("H-5.2-3")
def test_the_order_fulfils_its_item_by_itself(school):
    pair = school.active_pair()
    item = Checklist.of(pair).item(template("h-5-2-3"))
    assert item.is_done
    assert (item.fulfilment.on, item.fulfilment.what) == (pair.act.dated, str(pair.act))
    with pytest.raises(ValidationError, match="выполняется сам"):
        mark_item(pair=pair, template=template("h-5-2-3"), done_on=TODAY, by=school.curator)


@pytest.mark.requirement("H-5.3-1", "H-5.3-6")
def test_goal_plan_approval_and_done_plan_fulfil_theirs(school):
    pair = school.active_pair()
    assert missing(pair, 2) == ["h-5-3-1", "h-5-3-4", "h-5-3-6", "h-5-3-8"]
    programme = save_programme(programme=pair.programme, goal="Цель", by=school.curator)
    assert missing(pair, 2) == ["h-5-3-4", "h-5-3-6", "h-5-3-8"]
    event = PlanItemFactory(programme=programme)
    assert missing(pair, 2) == ["h-5-3-4", "h-5-3-8"]
    submit_programme(programme=programme, by=school.curator)
    assert missing(pair, 2) == ["h-5-3-4", "h-5-3-8"]
    approve_programme(programme=programme, by=school.curator)
    assert missing(pair, 2) == ["h-5-3-4"]
    assert missing(pair, 3) == ["h-5-4-2"]
    mark_plan_item(item=event, done_on=TODAY, result="Проведён", by=school.curator)
    assert missing(pair, 3) == []


@pytest.mark.requirement("H-5.1")
def test_a_stage_is_not_left_while_required_items_are_missing_and_they_are_named(school):
    pair = school.active_pair()
    with pytest.raises(StageBlocked) as blocked:
        advance_stage(pair=pair, from_stage=pair.stage, by=school.curator)
    assert blocked.value.missing == [template(code).title for code in ("h-5-2-6", "h-5-2-7")]
    assert template("h-5-2-6").title in str(blocked.value)
    assert Pair.objects.get(pk=pair.pk).stage.number == 1


@pytest.mark.requirement("H-5.1", "D-1.7")
def test_a_pair_walks_through_all_five_stages(school):
    pair = school.active_pair()
    approved(school, pair)
    event = pair.programme.items.get()
    mark_plan_item(item=event, done_on=TODAY, by=school.curator)
    for number in (1, 2, 3, 4):
        finish(school, pair, number)
        pair = advance_stage(pair=pair, from_stage=Stage.objects.get(number=number), by=school.curator)
        assert pair.stage.number == number + 1
    finish(school, pair, 5)
    assert Checklist.of(pair).missing() == []
    with pytest.raises(ValidationError, match="последний этап"):
        advance_stage(pair=pair, from_stage=pair.stage, by=school.curator)
    assert [stay.stage.number for stay in PairStage.objects.filter(pair=pair)] == [1, 2, 3, 4, 5]
    assert PairStage.objects.get(pair=pair, left_on__isnull=True).stage.number == 5


def test_the_second_of_two_clicks_does_not_skip_a_stage(school):
    pair = school.active_pair()
    first = pair.stage
    finish(school, pair, 1)
    advance_stage(pair=pair, from_stage=first, by=school.curator)
    with pytest.raises(ValidationError, match="уже на этапе «Проектировочный»"):
        advance_stage(pair=pair, from_stage=first, by=school.curator)


def test_going_back_takes_a_reason_and_keeps_the_marks(school):
    pair = school.active_pair()
    first = pair.stage
    finish(school, pair, 1)
    pair = advance_stage(pair=pair, from_stage=first, by=school.curator)
    with pytest.raises(ValidationError, match="почему"):
        return_to_stage(pair=pair, from_stage=pair.stage, to_stage=first, reason=" ", by=school.curator)
    with pytest.raises(ValidationError, match="предыдущих"):
        return_to_stage(pair=pair, from_stage=pair.stage, to_stage=pair.stage, reason="Так", by=school.curator)
    back = return_to_stage(
        pair=pair, from_stage=pair.stage, to_stage=first, reason="Нужна новая диагностика", by=school.curator
    )
    assert back.stage == first
    assert StageItem.objects.filter(pair=pair).count() == 2
    change = pair.changes.first()
    assert (change.from_stage.number, change.to_stage.number, change.reason) == (2, 1, "Нужна новая диагностика")
    assert PairStage.objects.filter(pair=pair, stage=first).count() == 2


def test_a_mark_is_corrected_and_taken_back_with_its_history(school):
    pair = school.active_pair()
    item = template("h-5-2-7")
    mark_item(pair=pair, template=item, done_on=TODAY, evidence="Анкета", by=school.curator)
    mark_item(pair=pair, template=item, done_on=TODAY, evidence="Карта наблюдения", by=school.curator)
    assert StageItem.objects.get(pair=pair).evidence == "Карта наблюдения"
    unmark_item(pair=pair, template=item, by=school.curator)
    unmark_item(pair=pair, template=item, by=school.curator)
    assert not StageItem.objects.exists()
    assert StageItem.history.filter(history_type="-").count() == 1


def test_a_mark_of_tomorrow_or_of_another_form_or_with_a_strange_file_is_refused(school):
    pair = school.active_pair()
    fields = {"pair": pair, "template": template("h-5-2-7"), "by": school.curator}
    with pytest.raises(ValidationError, match="ещё не наступила"):
        mark_item(**fields, done_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="не относится"):
        mark_item(pair=pair, template=template("h-5-2-5"), done_on=TODAY, by=school.curator)
    with pytest.raises(ValidationError, match="PDF, JPG или PNG"):
        mark_item(**fields, done_on=TODAY, scan=SimpleUploadedFile("x.exe", b"MZ"))


def test_stages_are_kept_only_of_an_active_pair(school):
    pair = school.pair()
    with pytest.raises(ValidationError, match="действующей пары"):
        mark_item(pair=pair, template=template("h-5-2-7"), done_on=TODAY, by=school.curator)


# --- the programme --------------------------------------------------------------------------------------------------


def test_an_empty_programme_is_not_sent_and_says_what_it_lacks(school):
    with pytest.raises(ValidationError, match="цель, мероприятия"):
        submit_programme(programme=school.active_pair().programme, by=school.curator)


def test_a_returned_programme_carries_the_remarks_and_a_new_version_its_number(school):
    pair = school.active_pair()
    programme = save_programme(programme=pair.programme, goal="Цель", by=school.curator)
    PlanItemFactory(programme=programme)
    submit_programme(programme=programme, by=school.curator)
    with pytest.raises(ValidationError, match="Напишите, что исправить"):
        return_programme(programme=programme, note="", by=school.curator)
    assert return_programme(programme=programme, note="Мало", by=school.curator).return_note == "Мало"
    submit_programme(programme=programme, by=school.curator)
    approve_programme(programme=programme, by=school.curator)
    acquaint_mentee(programme=programme, on=TODAY, by=school.curator)
    newer = correct_programme(programme=programme, reason="Новые затруднения", by=school.curator)
    assert (newer.version, newer.status, newer.approved_on, newer.acquainted_on) == (2, "draft", None, None)
    assert newer.history.filter(status=ProgrammeStatus.APPROVED, version=1).exists()


@pytest.mark.parametrize("action", [approve_programme, submit_programme])
def test_a_second_click_on_approval_is_told_so(school, action):
    pair = school.active_pair()
    approved(school, pair)
    with pytest.raises(ValidationError, match="Обновите страницу"):
        action(programme=pair.programme, by=school.curator)


@pytest.mark.requirement("U-3.11")
def test_the_mentee_reads_the_programme_after_its_approval_and_not_in_the_future(school):
    pair = school.active_pair()
    with pytest.raises(ValidationError, match="утверждённой"):
        acquaint_mentee(programme=pair.programme, on=TODAY, by=school.curator)
    approved(school, pair)
    for day in (date(2026, 11, 19), date(2026, 11, 21)):
        with pytest.raises(ValidationError):
            acquaint_mentee(programme=pair.programme, on=day, by=school.curator)
    assert acquaint_mentee(programme=pair.programme, on=TODAY, by=school.curator).acquainted_on == TODAY


def test_a_pupils_pair_has_a_checklist_too(school):
    people = [PupilFactory(organisation=school.organisation, grade=grade) for grade in (9, 7)]
    for person in people:
        agree(person)
        agree(person, by_representative=True)
    pair = school.active_pair(
        MentorFactory(person=people[0], source=MentorSource.PUPIL),
        MenteeFactory(person=people[1], participant=Participant.PUPIL),
        form=Form.objects.get(code="pupil-pupil"),
    )
    assert missing(pair, 1) == ["h-5-2-6", "h-5-2-7"]


def test_every_source_but_the_hand_of_a_person_has_a_reader():
    assert set(ITEM_SOURCES) == set(StageItemSource) - {StageItemSource.HAND}
