"""Stages of a municipality's own: made on the pages, taken by its pairs, counted, and never taken back by an update."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.checklist import advance_stage, mark_item, step_back
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
from mentoring.stages import Checklist
from registry.enums import MentorSource, Participant, Role
from registry.models import Form
from tests.factories import (
    ActFactory,
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    PupilFactory,
    member,
)
from tests.mentoring.conftest import START, TODAY, School, agree

THREE = ["Подготовительный", "Реализационный", "Результативный"]


@pytest.fixture
def admin(school):
    return member(Role.ADMIN, municipality=school.organisation.municipality)


@pytest.fixture
def own(school, admin) -> StageSet:
    """A copy of the portal's five, assigned to nobody."""
    municipality = school.organisation.municipality
    return copy_stage_set(source=StageSet.objects.of_portal(), municipality=municipality, title="Свои", by=admin)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def assign(stage_set: StageSet, by, *codes: str, since: date = date(2026, 1, 1)) -> list[StageAssignment]:
    forms = [Form.objects.get(code=code) for code in codes] or [None]
    return assign_stage_set(
        stage_set=stage_set, municipality=stage_set.municipality, forms=forms, valid_from=since, by=by
    )


def pupils_pair(school: School) -> Pair:
    people = [PupilFactory(organisation=school.organisation, grade=grade) for grade in (9, 7)]
    for person in people:
        agree(person)
        agree(person, by_representative=True)
    return school.active_pair(
        MentorFactory(person=people[0], source=MentorSource.PUPIL),
        MenteeFactory(person=people[1], participant=Participant.PUPIL),
        form=Form.objects.get(code="pupil-pupil"),
    )


def titles(pair: Pair) -> list[str]:
    return [state.stage.title for state in Checklist.of(pair).stages]


def finish(school, pair: Pair) -> Pair:
    """Everything of the present stage that people mark, then the next stage."""
    for item in Checklist.of(pair).current.missing:
        mark_item(pair=pair, template=item.template, done_on=TODAY, by=school.curator)
    return advance_stage(pair=pair, from_stage=pair.stage, by=school.curator)


# --- by screens alone -----------------------------------------------------------------------------------------------


def press(client: Client, name: str, *args, **data):
    """Sends a form or a button and follows it; a refusal of a form would not lead on."""
    response = client.post(reverse(f"mentoring:{name}", args=args), data)
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.url)


def copied(client: Client, school, title: str) -> StageSet:
    portal, municipality = StageSet.objects.of_portal(), school.organisation.municipality
    press(client, "stage_set_copy", portal.pk, title=title, municipality=municipality.pk)
    return StageSet.objects.get(title=title)


@pytest.mark.requirement("H-5.1")
def test_three_stages_for_pupils_and_six_for_teachers_are_made_on_screens_and_counted(school, admin):
    client, municipality = signed_in(admin), school.organisation.municipality
    pupils, teachers = copied(client, school, "Для учеников"), copied(client, school, "Для педагогов")
    for code in ("design", "reflection"):
        press(client, "set_stage_delete", pupils.pk, pupils.stages.get(code=code).pk)
    press(client, "set_stage_add", teachers.pk, title="Закрепление", source="")
    last = teachers.stages.get(title="Закрепление")
    press(client, "set_item_add", teachers.pk, last.pk, stage=last.pk, title="Провести открытый урок", required="on")
    for stage_set, form in ((pupils, "pupil-pupil"), (teachers, "teacher-teacher")):
        press(
            client, "stage_set_assign", stage_set.pk,
            municipality=municipality.pk, for_forms=[form], valid_from="2026-08-01",
        )  # fmt: skip

    by_pupils, by_teachers = pupils_pair(school), school.active_pair()
    elsewhere = School(OrganisationFactory(), school.curator)
    PolicyFactory(municipality=elsewhere.organisation.municipality)

    assert titles(by_pupils) == THREE
    assert [stage.number for stage in pupils.stages.order_by("number")] == [1, 2, 3]
    assert len(titles(by_teachers)) == 6
    assert len(titles(elsewhere.active_pair())) == 5
    moved = finish(school, by_pupils)
    assert str(moved.stage) == "Реализационный"
    shown = signed_in(school.curator).get(moved.get_absolute_url()).content.decode()
    assert "Этап 2. Реализационный" in shown
    assert "Проектировочный" not in shown

    dashboard = client.get("/monitoring/").content.decode()
    assert "Для учеников" in dashboard
    assert "Закрепление" in dashboard
    links = re.findall(r'href="(/pairs/\?[^"]*stage=\d+)">(\d+)</a>', dashboard)
    assert len(links) == 2
    for address, number in links:
        assert len(client.get(address.replace("&amp;", "&")).context["table"].rows) == int(number)
    curator = signed_in(school.curator)
    assert curator.get("/pairs/", {"stage": moved.stage.pk}).context["table"].rows[0].record == moved


def test_an_update_of_the_portal_takes_no_edit_back(school, admin, own):
    item = own.stages.get(number=1).items.get(code="h-5-2-7")
    client = signed_in(admin)
    press(
        client, "set_item_edit", own.pk, item.pk,
        stage=item.stage_id, title="Побеседовать", short_title="Беседа", responsible="психолог",
        only_forms=["pupil-pupil"],
    )  # fmt: skip
    press(client, "set_item_switch", own.pk, own.stages.get(number=1).items.get(code="h-5-2-1").pk)
    delete_stage(stage=own.stages.get(number=4), by=admin)
    press(client, "set_stage_edit", own.pk, own.stages.get(number=2).pk, title="Замысел", source="")
    assign(own, admin)
    StageItemTemplate.objects.filter(stage__stage_set__municipality=None, code="h-5-2-7").update(title="искажено")
    before = _everything_of(own)

    call_command("load_reference", verbosity=0)

    assert _everything_of(own) == before
    assert own.assignments.count() == 1
    portals = StageSet.objects.of_portal()
    assert portals.stages.count() == 5
    restored = StageItemTemplate.objects.get(stage__stage_set=portals, code="h-5-2-7")
    assert restored.title.startswith("Выявление наставником")


def _everything_of(stage_set: StageSet) -> list:
    stages = stage_set.stages.order_by("number")
    items = StageItemTemplate.objects.filter(stage__stage_set=stage_set).order_by("pk")
    return [list(stages.values()), list(items.values())]


def test_other_words_lose_the_source_that_does_not_say_them(own, admin):
    item = own.stages.get(number=1).items.get(code="h-5-2-7")
    sent = {"stage": item.stage_id, "title": "Побеседовать", "source": item.source}
    press(signed_in(admin), "set_item_edit", own.pk, item.pk, **sent)
    item.refresh_from_db()
    assert (item.title, item.source) == ("Побеседовать", "")


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


def test_a_change_says_how_many_pairs_it_meets_and_takes_a_reason(school, admin, own):
    assign(own, admin)
    school.active_pair()
    stage = own.stages.get(number=2)
    client = signed_in(admin)
    address = reverse("mentoring:set_stage_edit", args=[own.pk, stage.pk])
    assert "Затронет 1\N{NO-BREAK SPACE}пару" in client.get(address).content.decode()
    refused = client.post(address, {"title": "Замысел", "source": ""})
    assert "reason" in refused.context["form"].errors
    press(client, "set_stage_edit", own.pk, stage.pk, title="Замысел", source="", reason="Решение совета")
    shown = client.get(own.get_absolute_url()).content.decode()
    assert "Решение совета" in shown
    assert "Проектировочный → Замысел" in shown


def test_an_item_that_is_added_is_asked_and_one_switched_off_is_not_but_its_marks_stay(school, admin, own):
    assign(own, admin)
    pair = school.active_pair()
    first = own.stages.get(number=1)
    needs, training = (first.items.get(code=code) for code in ("h-5-2-7", "h-5-2-6"))
    mark_item(pair=pair, template=needs, done_on=TODAY, by=school.curator)
    added = add_stage_item(item=StageItemTemplate(stage=first, title="Подписать памятку"), by=admin)
    for item in (needs, training):
        switch_stage_item(item=item, by=admin)
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
        switch_stage(stage=first, by=admin)
    with pytest.raises(ValidationError, match="были пары"):
        delete_stage(stage=first, by=admin)
    with pytest.raises(ValidationError, match="в таком порядке"):
        move_stage(stage=second, up=True, by=admin)
    switch_stage(stage=second, by=admin)
    assert str(finish(school, pair).stage) == str(third)
    switch_stage(stage=first, by=admin)
    pair = Pair.objects.get(pk=pair.pk)
    with pytest.raises(ValidationError, match="только что выключили"):
        step_back(pair=pair, from_stage=third, to_stage=first, reason="Снова", by=school.curator)
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


def test_the_portals_set_is_read_and_copied_only(admin):
    portal = StageSet.objects.of_portal()
    client = signed_in(admin)
    assert client.get(portal.get_absolute_url()).status_code == 200
    answer = client.get(reverse("mentoring:set_stage_add", args=[portal.pk]))
    assert answer.status_code == 403
    assert "Сделайте его копию" in answer.content.decode()


def test_a_set_of_another_municipality_is_not_there(own, admin):
    stranger = member(Role.ADMIN, municipality=MunicipalityFactory())
    assert signed_in(stranger).get(own.get_absolute_url()).status_code == 404
    coordinator = signed_in(member(Role.COORDINATOR, municipality=own.municipality))
    assert coordinator.get(own.get_absolute_url()).status_code == 200
    assert "Добавить этап" not in coordinator.get(own.get_absolute_url()).content.decode()


def test_an_item_of_another_set_is_not_there_for_a_pair(school, own):
    pair = school.active_pair()
    foreign = own.stages.get(number=1).items.get(code="h-5-2-7")
    address = reverse("mentoring:stage_item", args=[pair.pk, foreign.pk])
    assert signed_in(school.curator).get(address).status_code == 404


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
            lambda: Stage.objects.filter(pk=portals.pk).update(stage_set=own, number=9, code="x", title="x"),
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


def test_the_pages_of_sets_cost_the_same_queries_however_much_there_is(school, admin, own):
    client, counted = signed_in(admin), []
    for round_of in range(2):
        if round_of:
            assign(own, admin)
            school.active_pair()
            more = add_stage(stage_set=own, stage=Stage(title="Ещё"), reason="Решение", by=admin)
            add_stage_item(item=StageItemTemplate(stage=more, title="Пункт"), reason="Решение", by=admin)
            copy_stage_set(source=own, municipality=own.municipality, title="Другой", by=admin)
        for address in (reverse("mentoring:stage_sets"), own.get_absolute_url(), f"{own.get_absolute_url()}preview/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counted.append(len(queries))
    assert counted[:3] == counted[3:]


def test_the_preview_shows_what_a_pair_of_the_form_is_asked(own, admin):
    switch_stage_item(item=own.stages.get(number=1).items.get(code="h-5-2-6"), by=admin)
    address = reverse("mentoring:stage_set_preview", args=[own.pk])
    shown = {}
    for code in ("employer-pupil", "pupil-pupil"):
        text = signed_in(admin).get(address, {"form": Form.objects.get(code=code).pk}).content.decode()
        shown[code] = ("Оформление договоров" in text, "Обучение наставников" in text)
    assert shown == {"employer-pupil": (True, False), "pupil-pupil": (False, False)}
