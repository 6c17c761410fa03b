"""Stages of a municipality's own: made on pages, taken by its pairs, counted, never taken back by an update."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.stage_sets import (
    add_stage,
    add_stage_item,
    copy_stage_set,
    delete_stage,
    switch_stage_item,
)
from mentoring.models import Stage, StageItemTemplate, StageSet
from registry.enums import Role
from registry.models import Form
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PolicyFactory,
    member,
)
from tests.mentoring.conftest import School
from tests.mentoring.own_stages import assign, finish, pupils_pair, signed_in, titles

THREE = ["Подготовительный", "Реализационный", "Результативный"]


def press(client: Client, name: str, *args, **data):
    """Sends a form or a button and follows it; a refusal of a form would not lead on."""
    response = client.post(reverse(f"mentoring:{name}", args=args), data)
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.url)


def copied(client: Client, school, title: str) -> StageSet:
    portal, municipality = StageSet.objects.of_portal(), school.organisation.municipality
    press(client, "stage_set_copy", portal.pk, title=title, municipality=municipality.pk)
    return StageSet.objects.get(title=title)


@pytest.mark.requirement("A16-3")
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
    page_text = signed_in(school.curator).get(moved.get_absolute_url()).content.decode()
    assert "Этап 2. Реализационный" in page_text
    assert "Проектировочный" not in page_text

    dashboard = client.get("/monitoring/").content.decode()
    assert "Для учеников" in dashboard
    assert "Закрепление" in dashboard
    links = re.findall(r'href="(/pairs/\?[^"]*stage=\d+)">(\d+)</a>', dashboard)
    assert len(links) == 4  # of the school, and of the district
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
    press(client, "set_item_switch", own.pk, own.stages.get(number=1).items.get(code="h-5-2-1").pk, switch_to="off")
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


def test_a_change_says_how_many_pairs_it_meets_and_takes_a_reason(school, admin, own):
    assign(own, admin)
    school.active_pair()
    stage = own.stages.get(number=2)
    client = signed_in(admin)
    address = reverse("mentoring:set_stage_edit", args=[own.pk, stage.pk])
    page = client.get(address).content.decode()
    assert f'Затронет <a href="/pairs/?stage_set={own.pk}&amp;status=active">1\N{NO-BREAK SPACE}пару</a>' in page
    refused = client.post(address, {"title": "Замысел", "source": ""})
    assert "reason" in refused.context["form"].errors
    press(client, "set_stage_edit", own.pk, stage.pk, title="Замысел", source="", reason="Решение совета")
    page_text = client.get(own.get_absolute_url()).content.decode()
    assert "Решение совета" in page_text
    assert "Проектировочный → Замысел" in page_text


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
    switch_stage_item(item=own.stages.get(number=1).items.get(code="h-5-2-6"), in_use=False, by=admin)
    address = reverse("mentoring:stage_set_preview", args=[own.pk])
    shown = {}
    for code in ("employer-pupil", "pupil-pupil"):
        text = signed_in(admin).get(address, {"form": Form.objects.get(code=code).pk}).content.decode()
        shown[code] = ("Оформление договоров" in text, "Обучение наставников" in text)
    assert shown == {"employer-pupil": (True, False), "pupil-pupil": (False, False)}


@pytest.mark.parametrize("what", ["stage", "item"])
def test_a_switch_pressed_twice_or_in_two_tabs_does_what_its_page_says(school, admin, client, own, what):
    stage = own.stages.get(number=2)
    record = stage if what == "stage" else stage.items.first()
    address = reverse(f"mentoring:set_{what}_switch", args=[own.pk, record.pk])
    client.force_login(admin)
    page = client.get(address)
    assert "Выключить" in page.content.decode()
    sent = {"switch_to": page.context["form"]["switch_to"].value(), "reason": "Не нужен"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
        record.refresh_from_db()
        assert not record.in_use
    for unclear in ({}, {"wanted": "toggle"}, {"wanted": "True"}):  # a page that does not say what is wanted
        assert client.post(address, {"reason": "Не нужен", **unclear}).status_code == 200
        record.refresh_from_db()
        assert not record.in_use


def test_who_assigns_a_set_is_told_of_stages_without_items(admin, own):
    address = f"{own.get_absolute_url()}assign/"
    client = signed_in(admin)
    assert "нет ни одного пункта" not in client.get(address).content.decode()
    own.stages.get(number=2).items.all().delete()
    assert "В этапе «Проектировочный» нет ни одного пункта" in client.get(address).content.decode()
    other = own.stages.get(number=3)
    other.items.all().delete()
    several = f"В этапах «Проектировочный», «{other.title}» нет ни одного пункта"
    assert several in client.get(address).content.decode()
