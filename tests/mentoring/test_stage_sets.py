"""Sets of stages: what pairs take and keep, what a set with pairs in it allows, what the database keeps."""

from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from datetime import date, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from mentoring.actions.activation import activate
from mentoring.actions.checklist import advance_stage, mark_item, return_to_stage
from mentoring.actions.stage_sets import (
    MOST_STAGES,
    add_stage,
    add_stage_item,
    assign_stage_set,
    copy_stage_set,
    delete_stage,
    delete_stage_item,
    delete_stage_set,
    move_stage,
    switch_stage,
    switch_stage_item,
    withdraw_stage_assignment,
)
from mentoring.models import Pair, Stage, StageAssignment, StageItem, StageItemTemplate, StageSet
from mentoring.stages.checklist import Checklist
from registry import clock
from registry.enums import Role
from registry.models import Form
from tests.factories import (
    ActFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    member,
)
from tests.mentoring.conftest import START, TODAY, School, agree
from tests.mentoring.own_stages import assign, finish, pupils_pair

# --- pairs keep what they have taken ---------------------------------------------------------------------------------


def test_a_pair_keeps_its_set_and_the_day_of_the_order_decides(school, admin, own):
    before = school.active_pair()
    delete_stage(stage=own.stages.get(number=5), by=admin)
    assign(own, admin, since=START)
    assert before.stage.stage_set.is_of_portal
    assert school.active_pair().stage.stage_set == own
    pair = school.pair()
    [early] = activate(
        pairs=[pair], act=ActFactory(organisation=pair.organisation, dated=START - timedelta(days=1)), by=school.curator
    )
    assert early.stage.stage_set.is_of_portal


def test_what_is_chosen_for_one_form_stands_before_what_is_chosen_for_the_rest(school, admin, own):
    portal, municipality = StageSet.objects.of_portal(), school.organisation.municipality
    assign(own, admin)
    teachers = Form.objects.get(code="teacher-teacher")
    assign_stage_set(
        stage_set=portal, municipality=municipality, forms=[teachers], valid_from=date(2025, 1, 1), by=admin
    )
    assert school.active_pair().stage.stage_set == portal
    assert pupils_pair(school).stage.stage_set == own


def test_a_successor_goes_on_at_the_stage_of_its_predecessor(school, admin, own):
    assign(own, admin)
    old = finish(school, school.active_pair())
    assign_stage_set(
        stage_set=StageSet.objects.of_portal(), municipality=own.municipality, forms=[None], valid_from=START, by=admin
    )
    Pair.objects.filter(pk=old.pk).update(status="replaced", ended_on=TODAY, end_reason="request")
    new = school.pair(mentee=old.mentee, starts_on=TODAY + timedelta(days=1), predecessor=old)
    [active] = activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    assert active.stage == old.stage
    assert StageItem.objects.filter(pair=active).count() == StageItem.objects.filter(pair=old).count() > 0


def test_a_successor_in_another_municipality_takes_the_stages_there_and_its_marks_by_their_codes(school, admin, own):
    assign(own, admin)
    old = finish(school, school.active_pair())
    Pair.objects.filter(pk=old.pk).update(status="replaced", ended_on=TODAY, end_reason="request")
    other = OrganisationFactory()
    PolicyFactory(municipality=other.municipality)
    mentor = MentorFactory(organisation=other)
    agree(mentor.person)
    new = school.pair(mentor, old.mentee, organisation=other, starts_on=TODAY + timedelta(days=1), predecessor=old)
    [active] = activate(pairs=[new], act=ActFactory(organisation=other, dated=TODAY), by=school.curator)
    assert (active.stage.stage_set.is_of_portal, active.stage.code) == (True, old.stage.code)
    assert _codes_marked(active) == _codes_marked(old) != set()


def _codes_marked(pair: Pair) -> set[str]:
    return set(StageItem.objects.filter(pair=pair).values_list("template__code", flat=True))


# --- a set with pairs in it ------------------------------------------------------------------------------------------


def test_an_item_that_is_added_is_asked_and_one_switched_off_is_not_but_its_marks_stay(school, admin, own):
    assign(own, admin)
    pair = school.active_pair()
    first = own.stages.get(number=1)
    needs, training = (first.items.get(code=code) for code in ("h-5-2-7", "h-5-2-6"))
    mark_item(pair=pair, template=needs, done_on=TODAY, by=school.curator)
    added = add_stage_item(item=StageItemTemplate(stage=first, title="Подписать памятку"), by=admin)
    for item in (needs, training):
        switch_stage_item(item=item, in_use=False, by=admin)
    state = Checklist.of(pair).current
    assert [item.template for item in state.missing] == [added]
    assert needs in [item.template for item in state.items]
    assert training not in [item.template for item in state.items]
    with pytest.raises(ValidationError, match="уже отмечен"):
        delete_stage_item(item=needs, by=admin)


def test_a_stage_with_pairs_is_neither_switched_off_nor_deleted_and_one_that_was_passed_is_passed_over(
    school, admin, own
):
    assign(own, admin)
    pair = school.active_pair()
    first, second, third = (own.stages.get(number=number) for number in (1, 2, 3))
    with pytest.raises(ValidationError, match=r"сейчас 1.*пара"):
        switch_stage(stage=first, in_use=False, by=admin)
    with pytest.raises(ValidationError, match="были пары"):
        delete_stage(stage=first, by=admin)
    with pytest.raises(ValidationError, match="в таком порядке"):
        move_stage(stage=second, up=True, by=admin)
    switch_stage(stage=second, in_use=False, by=admin)
    assert str(finish(school, pair).stage) == str(third)
    switch_stage(stage=first, in_use=False, by=admin)
    pair = Pair.objects.get(pk=pair.pk)
    with pytest.raises(ValidationError, match="только что выключили"):
        return_to_stage(pair=pair, from_stage=third, to_stage=first, reason="Снова", by=school.curator)
    assert [state.stage.number for state in Checklist.of(pair).stages] == [1, 3, 4, 5]
    assert not Checklist.of(pair).has_earlier


def test_stages_that_nobody_has_entered_are_put_in_another_order(own, admin):
    new = add_stage(stage_set=own, stage=Stage(title="Новый"), by=admin)
    move_stage(stage=new, up=True, by=admin)
    assert [stage.title for stage in own.stages.order_by("number")][-2:] == ["Новый", "Результативный"]
    for number in range(MOST_STAGES - 6):
        add_stage(stage_set=own, stage=Stage(title=f"Ещё {number}"), by=admin)
    with pytest.raises(ValidationError, match="больше не поместится"):
        add_stage(stage_set=own, stage=Stage(title="Лишний"), by=admin)


def test_a_set_that_is_chosen_or_taken_is_not_deleted(school, admin, own):
    [assignment] = assign(own, admin)
    with pytest.raises(ValidationError, match="назначен"):
        delete_stage_set(stage_set=own, by=admin)
    withdraw_stage_assignment(assignment=assignment, by=admin)
    [assignment] = assign(own, admin)
    school.active_pair()
    with pytest.raises(ValidationError, match="уже начали"):
        withdraw_stage_assignment(assignment=assignment, by=admin)
    spare = copy_stage_set(source=own, municipality=own.municipality, title="Запасной", by=admin)
    delete_stage_set(stage_set=spare, by=admin)
    assert not StageSet.objects.filter(title="Запасной").exists()


def test_one_set_is_chosen_for_a_form_on_a_day(admin, own):
    for codes in (("pupil-pupil",), ()):
        assign(own, admin, *codes)
        with pytest.raises(ValidationError, match="уже назначен"):
            assign(own, admin, *codes)


# --- what others may, and what the database keeps --------------------------------------------------------------------


def test_the_database_keeps_a_pair_in_its_set(school, admin, own):
    pair = school.active_pair()
    portals, elsewhere = pair.stage, MunicipalityFactory()
    foreign = copy_stage_set(source=portals.stage_set, municipality=elsewhere, title="Чужие", by=admin)
    off = portals.stage_set.stages.get(number=5)
    Stage.objects.filter(pk=off.pk).update(in_use=False)
    writes = {
        "mentoring_pair_stage_of_its_set": [
            lambda: Pair.objects.filter(pk=pair.pk).update(stage=own.stages.get(number=1)),
            lambda: Pair.objects.filter(pk=pair.pk).update(stage=off),
            lambda: PairFactory(organisation=school.organisation, stage=foreign.stages.get(number=1)),
        ],
        "mentoring_stage_held": [
            lambda: Stage.objects.filter(pk=portals.pk).update(in_use=False),
            lambda: Stage.objects.filter(pk=portals.pk).update(
                stage_set=own, number=9, code="x", title="x", name_key="x"
            ),
        ],
        "mentoring_stageassignment_own_set": [
            lambda: StageAssignment.objects.create(municipality=own.municipality, valid_from=TODAY, stage_set=foreign)
        ],
        "mentoring_stageset_kept": [lambda: StageSet.objects.filter(pk=own.pk).update(municipality=elsewhere)],
        "mentoring_pairstage_of_set": [
            lambda: pair.stages.create(stage=own.stages.get(number=1), entered_on=TODAY, left_on=TODAY)
        ],
        "mentoring_stageitem_of_set": [
            lambda: StageItem.objects.create(pair=pair, template=own.stages.get(number=1).items.first(), done_on=TODAY)
        ],
    }
    for name, each in writes.items():
        for write in each:
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                write()


@pytest.mark.django_db(transaction=True)
def test_a_stage_is_not_switched_off_at_the_moment_in_which_a_pair_enters_it():
    with clock.as_at(TODAY):
        organisation = OrganisationFactory()
        PolicyFactory(municipality=organisation.municipality)
        school = School(organisation, member(Role.CURATOR, organisation=organisation))
        portal = StageSet.objects.of_portal()
        own = copy_stage_set(source=portal, municipality=organisation.municipality, title="Свои", by=school.curator)
        assign(own, school.curator)
        pair = school.active_pair()
        for item in Checklist.of(pair).current.missing:
            mark_item(pair=pair, template=item.template, done_on=TODAY, by=school.curator)
        second, together = own.stages.get(number=2), Barrier(2)

        def at_once(step: Callable[[], object]) -> None:
            try:
                together.wait(timeout=30)
                with suppress(ValidationError):
                    step()
            finally:
                connection.close()

        steps = (
            partial(advance_stage, pair=pair, from_stage=pair.stage, by=school.curator),
            partial(switch_stage, stage=second, in_use=False, by=school.curator),
        )
        threads = [Thread(target=copy_context().run, args=(at_once, step)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pair.refresh_from_db()
        second.refresh_from_db()
        assert (pair.stage == second, second.in_use) in {(True, True), (False, False)}
