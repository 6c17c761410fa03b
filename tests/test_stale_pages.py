"""Pages that were open while somebody else wrote, beside those of tests/test_edit_versions.py: acts, drafts of papers,
columns of imports, records that did not exist yet, and arrows that are pressed twice."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imports.models import ImportBatch
from mentoring.actions.activation import secure_pairs
from mentoring.actions.stage_sets import copy_stage_set
from mentoring.models import Pair, Roadmap, RoadmapItem, RoadmapSection, StageSet
from monitoring.enums import AssessmentStatus
from registry import clock
from registry.enums import Role
from registry.forms.edit_version import WITHOUT_VERSION
from registry.models import Contingent
from reports.models import PaperDraft
from tests.factories import (
    ActFactory,
    AssessmentFactory,
    MembershipFactory,
    UserFactory,
    member,
    own_rules,
)
from tests.imports.import_files import csv_file
from tests.reports.paper_makers import agreed_pair, begun_order, school_with_policy
from tests.test_edit_versions import fields_of

pytestmark = pytest.mark.django_db
CHANGED = "изменил кто-то другой"


@pytest.fixture(autouse=True)
def first_of_september():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def visitor(school) -> Client:
    """Whoever may write everything in the school."""
    user = member(Role.ADMIN, municipality=school.municipality)
    for role in (Role.CURATOR, Role.HEAD):
        MembershipFactory(user=user, role=role, organisation=school)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("what", ["policy", "rules"])
def test_an_act_that_somebody_else_has_named_is_not_replaced_unseen(school, visitor, what):
    version = school.municipality.policies.get() if what == "policy" else own_rules(school, mentee_limit=2)
    own = {"organisation": None, "municipality": school.municipality} if what == "policy" else {"organisation": school}
    mine, theirs = (ActFactory(**own, title=title) for title in ("Об утверждении правил", "Об изменении правил"))
    address = reverse("registry:policy_act" if what == "policy" else "registry:local_rules_act", args=[version.pk])
    sent = {**fields_of(visitor.get(address)), "act_way": "known", "act": mine.pk}
    type(version).objects.filter(pk=version.pk).update(act=theirs)

    answer = visitor.post(address, sent)

    assert answer.status_code == 200
    page_text = answer.content.decode()
    assert page_text.count(CHANGED) == 1
    assert f'Сейчас в реестре: «<span class="prewrap">{theirs}' in page_text
    version.refresh_from_db()
    assert version.act == theirs
    assert visitor.post(address, fields_of(answer)).status_code == 302
    version.refresh_from_db()
    assert version.act == mine


def test_a_pair_that_has_changed_is_not_put_to_work_unseen(school, visitor):
    pair = agreed_pair(school)
    address = reverse("mentoring:pair_secure", args=[pair.pk])
    data = {"act_way": "new", "new_number": "7", "new_dated": "2026-09-01", "new_title": "О наставничестве"}
    sent = {**fields_of(visitor.get(address)), **data}
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 3, 1))

    answer = visitor.post(address, sent)

    assert "01.03.2027" in answer.content.decode()
    assert [newer.label for newer in answer.context["form"].newer if "2027" in newer.stored] == ["Период"]
    assert Pair.objects.get(pk=pair.pk).status == "agreed"
    assert visitor.post(address, fields_of(answer)).status_code == 302


def test_an_act_that_another_has_corrected_is_not_corrected_again_unseen(school):
    pair = agreed_pair(school)
    own = {"organisation": school, "title": "О наставничестве", "dated": pair.starts_on}
    wrong, theirs, mine = (ActFactory(**own) for _ in range(3))
    Pair.objects.filter(pk=pair.pk).update(status="active", act=ActFactory(**own))
    change = pair.changes.create(
        from_status="active", to_status="active", on=pair.starts_on, act=wrong, ends_on_before=pair.starts_on,
        ends_on_after=pair.ends_on,
    )  # fmt: skip
    visitor = Client()
    visitor.force_login(member(Role.ADMIN, municipality=school.municipality))
    address = reverse("mentoring:act_correction", args=[pair.pk, change.pk])
    sent = {**fields_of(visitor.get(address)), "act_way": "known", "act": mine.pk, "reason": "Не тот приказ"}
    change.act = theirs
    change.save()

    answer = visitor.post(address, sent)

    assert [newer.stored for newer in answer.context["form"].newer if str(theirs) in newer.stored]
    change.refresh_from_db()
    assert change.act == theirs
    assert visitor.post(address, {**fields_of(answer), "reason": "Не тот приказ"}).status_code == 302
    change.refresh_from_db()
    assert change.act == mine


def test_a_draft_that_has_changed_is_not_agreed_unseen(school, visitor):
    pair = agreed_pair(school)
    pair.status = "draft"
    pair.save()
    address = reverse("mentoring:pair_agree", args=[pair.pk])
    seen = re.search(r'name="seen" value="([1-9]\d*)"', visitor.get(pair.get_absolute_url()).content.decode())[1]
    pair.ends_on = date(2027, 3, 1)
    pair.save()

    assert "черновик изменил кто-то другой" in visitor.post(address, {"seen": seen}, follow=True).content.decode()
    pair.refresh_from_db()
    assert pair.status == "draft"
    seen = re.search(r'name="seen" value="([1-9]\d*)"', visitor.get(pair.get_absolute_url()).content.decode())[1]
    visitor.post(address, {"seen": seen})
    pair.refresh_from_db()
    assert pair.status == "agreed"


@pytest.mark.parametrize("version", [{"seen": ""}, {"seen": "7"}, {"seen": "а%00=б"}, {"seen": "9" * 50}])
@pytest.mark.parametrize("name", ["pair_agree", "pair_secure", "act_pairs"])
def test_a_version_that_no_page_has_given_has_seen_nothing(school, visitor, name, version):
    pair = agreed_pair(school)
    if name == "pair_agree":
        pair.status = "draft"
        pair.save()
    act = ActFactory(organisation=school, dated=date(2026, 9, 1))
    sent = {"act_way": "known", "act": act.pk, "pairs": [pair.pk]}
    address = reverse(f"mentoring:{name}", args=[act.pk if name == "act_pairs" else pair.pk])
    text = visitor.post(address, {**sent, **version}, follow=True).content.decode()
    assert "кто-то другой" in text or WITHOUT_VERSION in text
    before = pair.status
    pair.refresh_from_db()
    assert pair.status == before


def test_pairs_that_stand_otherwise_by_now_are_not_put_on_an_act_unseen(school, visitor):
    changed, taken, same, other = (agreed_pair(school) for _ in range(4))
    act, theirs = (ActFactory(organisation=school, dated=date(2026, 9, 1)) for _ in range(2))
    address = reverse("mentoring:act_pairs", args=[act.pk])
    sent = {**fields_of(visitor.get(address)), "pairs": [changed.pk, taken.pk, same.pk]}
    Pair.objects.filter(pk=changed.pk).update(ends_on=date(2027, 3, 1))
    Pair.objects.filter(pk=other.pk).update(ends_on=date(2027, 3, 2))
    secure_pairs(pairs=[Pair.objects.get(pk=taken.pk)], act=theirs, by=UserFactory())

    answer = visitor.post(address, sent)

    told = {newer.label: newer.stored for newer in answer.context["form"].newer}
    assert set(told) == {str(changed), str(taken)}
    assert ("01.03.2027" in told[str(changed)], str(theirs) in told[str(taken)]) == (True, True)
    assert not Pair.objects.filter(act=act).exists()
    again = {"seen": answer.context["form"]["seen"].value(), "pairs": answer.context["form"]["pairs"].value()}
    assert visitor.post(address, again).status_code == 302
    assert set(Pair.objects.filter(act=act)) == {changed, same}
    taken.refresh_from_db()
    assert taken.act == theirs


@pytest.mark.parametrize(("step", "field", "mine"), [("edit", "number", "135/9"), ("text", "title", "О весне")])
def test_a_draft_of_a_paper_open_in_two_windows_loses_nothing(school, visitor, step, field, mine):
    check = begun_order(visitor, school, agreed_pair(school))
    draft = PaperDraft.objects.get()
    address = reverse("reports:paper_edit", args=["orders", draft.code, step])
    sent = {**fields_of(visitor.get(address)), field: mine}
    draft.details |= {"number": "1/5", "title": "Об осени"}
    draft.save()

    answer = visitor.post(address, sent)

    assert answer.status_code == 200
    assert answer.content.decode().count(CHANGED) == 1
    assert [conflict.sent_text for conflict in answer.context["form"].conflicts] == [mine]
    assert visitor.post(address, fields_of(answer)).url == check
    draft.refresh_from_db()
    assert draft.details[field] == mine


def test_columns_that_somebody_else_has_named_are_not_read_otherwise_unseen(school, visitor):
    data = csv_file(("Сидорова Мария Сергеевна", school.short_name, "учитель"), headings=("Кто", "Где", "Кем"))
    visitor.post(reverse("imports:add"), {"file": SimpleUploadedFile("bank.csv", data), "kind": "auto"})
    batch = ImportBatch.objects.get()
    address = reverse("imports:columns", args=[batch.pk])
    sent = fields_of(visitor.get(address)) | {"kind": "mentors", "column-0": "full_name"}
    theirs = {"Кто": "full_name", "Где": "organisation", "Кем": "position"}
    ImportBatch.objects.filter(pk=batch.pk).update(mapping=theirs, kind_choice="mentees")

    answer = visitor.post(address, sent)

    assert answer.status_code == 200
    assert answer.content.decode().count(CHANGED) == 1
    batch.refresh_from_db()
    assert (batch.mapping, batch.kind_choice) == (theirs, "mentees")


def test_marks_that_have_changed_are_not_approved_unseen(school, visitor):
    assessment = AssessmentFactory(organisation=school, total=15)
    address = reverse("monitoring:assessment_approve", args=[assessment.pk])
    sent = fields_of(visitor.get(address))
    type(assessment).objects.filter(pk=assessment.pk).update(conclusion="Иначе")

    answer = visitor.post(address, {"seen": sent["seen"]})

    assert "бланк изменили" in answer.content.decode()
    assessment.refresh_from_db()
    assert assessment.status == AssessmentStatus.DRAFT
    visitor.post(address, {"seen": fields_of(answer)["seen"]})
    assessment.refresh_from_db()
    assert assessment.status == AssessmentStatus.APPROVED


def test_numbers_that_nobody_had_given_when_the_page_was_opened_are_not_overwritten(school, visitor):
    address = reverse("monitoring:contingent", args=[school.pk, 2026])
    sent = {**fields_of(visitor.get(address)), "pupils": "240"}
    Contingent.objects.create(organisation=school, school_year=2026, pupils=120, teachers=11)

    answer = visitor.post(address, sent)

    assert answer.status_code == 200
    assert [(c.stored, c.sent_text) for c in answer.context["form"].conflicts] == [("120", "240")]
    assert visitor.post(address, fields_of(answer)).status_code == 302
    assert Contingent.objects.values_list("pupils", "teachers").get() == (240, 11)


def _three_sections(school) -> tuple[str, list, str]:
    roadmap = Roadmap.objects.create(
        organisation=school, municipality=school.municipality, title="Карта", starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
    )  # fmt: skip
    rows = [RoadmapSection.objects.create(roadmap=roadmap, title=title, position=n) for n, title in enumerate("абв")]
    return roadmap.get_absolute_url(), rows, reverse("mentoring:roadmap_section_move", args=[roadmap.pk, rows[2].pk])


def _three_items(school) -> tuple[str, list, str]:
    page, sections, _ = _three_sections(school)
    rows = [RoadmapItem.objects.create(section=sections[0], title=title, position=n) for n, title in enumerate("абв")]
    return page, rows, reverse("mentoring:roadmap_item_move", args=[sections[0].roadmap_id, rows[2].pk])


def _stages(school) -> tuple[str, list, str]:
    own = copy_stage_set(
        source=StageSet.objects.of_portal(), municipality=school.municipality, title="Свои", by=UserFactory()
    )
    rows = list(own.stages.order_by("number"))
    return own.get_absolute_url(), rows, reverse("mentoring:set_stage_move", args=[own.pk, rows[2].pk])


def _stage_items(school) -> tuple[str, list, str]:
    page, stages, _ = _stages(school)
    rows = list(stages[0].items.order_by("position", "pk"))
    return page, rows, reverse("mentoring:set_item_move", args=[stages[0].stage_set_id, rows[2].pk])


@pytest.mark.parametrize("rows_of", [_three_sections, _three_items, _stages, _stage_items])
def test_an_arrow_pressed_twice_moves_one_place(school, visitor, rows_of):
    """Each arrow carries the place where its page has shown the row."""
    page, rows, address = rows_of(school)
    form = visitor.get(page).content.decode().partition(f'action="{address}"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="position_on_page" value="3">' in form
    for _ in range(2):
        visitor.post(address, {"direction": "up", "position_on_page": "3"})
    order = "position" if hasattr(rows[0], "position") else "number"
    now = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).order_by(order, "pk")
    assert list(now) == [rows[0], rows[2], rows[1], *rows[3:]]
    visitor.post(address, {"direction": "up", "position_on_page": "2"})
    assert now.all()[0] == rows[2]
