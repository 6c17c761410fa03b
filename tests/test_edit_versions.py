"""A page that was opened before somebody else saved never overwrites in silence, whatever form it is."""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from mentoring.models import PairRequest, RequestOpinion, StageItem
from registry.enums import Role
from registry.forms.deed import DeedMixin
from registry.forms.edit_version import EditVersionMixin
from registry.models import Category, Contingent, Form, Kind, Person, PolicyProposal
from tests.built_once import rows_of_module
from tests.every_thing import World, build_world
from tests.factories import AssessmentFactory, MembershipFactory

#: form → the address of its page, the thing that is edited, a field, what is typed and what somebody else has saved
EDITS = {
    "PersonCardForm": ("registry:person_edit", ["person"], "person", "position", "учитель химии", "учитель физики"),
    "MentorForm": ("registry:mentor_edit", ["mentor"], "mentor", "competencies", "Шахматы", "Музыка"),
    "MenteeForm": ("registry:mentee_edit", ["mentee"], "mentee", "request", "Математика", "Робототехника"),
    "CuratorForm": ("registry:curator_edit", ["curator"], "curator", "appointed_on", "2026-03-04", "2026-02-03"),
    "OrganisationForm": ("registry:organisation_edit", ["school"], "school", "address", "ул. Лесная", "ул. Речная"),
    "MunicipalityForm": ("registry:municipality_edit", ["municipality"], "municipality", "place", "Лесной", "Речной"),
    "ActForm": ("registry:act_edit", ["paper_act"], "paper_act", "title", "О весне", "Об осени"),
    "FormEntryForm": ("registry:own_entry_edit", ["forms", "own_form"], "own_form", "source", "п. 1", "п. 2"),
    "RoleModelEntryForm": (
        "registry:own_entry_edit", ["role-models", "own_model"], "own_model", "goal", "Рост", "Опыт",
    ),
    "KindEntryForm": ("registry:own_entry_edit", ["kinds", "own_kind"], "own_kind", "source", "п. 1", "п. 2"),
    "ReasonEntryForm": ("registry:own_entry_edit", ["reasons", "own_reason"], "own_reason", "source", "п. 1", "п. 2"),
    "RequirementEntryForm": (
        "registry:own_entry_edit",
        ["requirements", "own_requirement"],
        "own_requirement",
        "source",
        "п. 1",
        "п. 2",
    ),
    "StepEntryForm": ("registry:own_entry_edit", ["steps", "own_step"], "own_step", "source", "п. 1", "п. 2"),
    "PostEntryForm": ("registry:own_entry_edit", ["posts", "own_post"], "own_post", "source", "п. 1", "п. 2"),
    "PolicyForm": ("registry:policy_edit", ["policy"], "policy", "basis", "решение № 1", "решение № 2"),
    "LocalRulesForm": (
        "registry:local_rules_edit", ["own_rules"], "own_rules", "basis", "решение № 1", "решение № 2",
    ),
    "PolicyProposalForm": ("registry:proposal_edit", ["proposal"], "proposal", "basis", "решение № 1", "решение № 2"),
    "RoadmapForm": ("mentoring:roadmap_edit", ["roadmap"], "roadmap", "title", "Карта весны", "Карта осени"),
    "RoadmapSectionForm": (
        "mentoring:roadmap_section_edit", ["roadmap", "section"], "section", "title", "Этап весны", "Этап осени",
    ),
    "RoadmapItemForm": (
        "mentoring:roadmap_item_edit", ["roadmap", "item"], "item", "term", "в марте", "в октябре",
    ),
    "RoadmapProgressForm": (
        "mentoring:roadmap_item_progress", ["roadmap", "item"], "item", "evidence", "протокол № 1", "протокол № 2",
    ),
    "ProgrammeForm": (
        "mentoring:programme_edit", ["pair"], "programme", "goal", "Уверенно вести урок", "Освоить журнал",
    ),
    "PlanItemForm": (
        "mentoring:programme_edit", ["pair"], "plan_item", "plan-0-title", "Урок весны", "Урок осени",
    ),
    "RequestForm": (
        "mentoring:request_edit", ["on_paper"], "on_paper", "text", "Просьба весны", "Просьба осени",
    ),
    "OpinionForm": (
        "mentoring:request_opinion", ["asked"], "opinion", "text", "Мнение весны", "Мнение осени",
    ),
    "ContingentForm": ("monitoring:contingent", ["school", 2026], "contingent", "pupils", "120", "240"),
    "MarksForm": ("monitoring:assessment", ["begun"], "begun", "conclusion", "Вывод весны", "Вывод осени"),
    "ClassMoveForm": (
        "registry:class_move", ["school", "class_move"], "class_move", "on", "2026-09-02", "2026-09-03",
    ),
    "StageSetForm": ("mentoring:stage_set_edit", ["stage_set"], "stage_set", "title", "Этапы весны", "Этапы осени"),
    "StageForm": (
        "mentoring:set_stage_edit", ["stage_set", "own_stage"], "own_stage", "title", "Этап весны", "Этап осени",
    ),
    "StageItemTemplateForm": (
        "mentoring:set_item_edit", ["stage_set", "own_item"], "own_item", "responsible", "куратор", "педагог-психолог",
    ),
    "PlanItemDoneForm": (
        "mentoring:plan_item_done", ["pair", "plan_item"], "plan_item", "result", "Урок дан", "Урок отложен",
    ),
    "StageItemForm": (
        "mentoring:stage_item", ["pair", "template"], "mark", "evidence", "анкета весны", "анкета осени",
    ),
    "RouteForm": ("mentoring:route_edit", ["mentee"], "route", "goal", "Цель весны", "Цель осени"),
    "PairForm": ("mentoring:pair_edit", ["draft"], "draft", "note", "Пожелание весны", "Пожелание осени"),
}  # fmt: skip
#: their pages make something new, or take a file
ONLY_NEW = {"FormerNameForm", "InvitationForm", "AliasForm", "HeadingForm", "WishForm", "CalendarDayForm"}
PARTS = {
    "PersonForm", "NewPersonForm", "BankEntryForm", "MentorEntryForm", "MenteeEntryForm", "CuratorEntryForm",
    "_WrittenRequest", "_PartOfSetForm", "OwnEntryForm",
}  # fmt: skip
#: a scan replaces a scan: nothing is typed that could be lost
FILES = {"ActScanForm"}
#: shows what is decided beside the field: tests/registry/test_policy_proposals.py
BESIDE = {"ProposalDecisionForm", "PolicyRulesForm"}
#: what is decided about stands beside the fields: test_corrections.py and test_requests.py of mentoring,
#: test_transfers.py and test_classes.py of registry
DECIDED_BESIDE = {
    "ReopenForm", "PeriodForm", "LastDayForm", "RequestDecisionForm", "_BelongingForm", "TransferForm",
    "TransferCorrectionForm", "ClassTransferForm",
}  # fmt: skip
#: asks why as well: tests/mentoring/test_acts_of_roadmaps.py
REASONED = {"AgreementForm"}
#: acts, papers, columns of imports, a paper act of a pair: tests/test_stale_pages.py
STALE_PAGES = {"AdoptingActForm", "PolicyActForm", "LocalRulesActForm", "PaperActForm", "PairsOfActForm",
               "OtherActForm", "PaperForm", "OrderForm", "OrderTextForm", "ColumnsForm"}  # fmt: skip
#: a list of choices: tests/registry/test_kinds_of_access.py
LISTS = {"MembershipForm"}


@pytest.fixture(scope="module")
def world_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with rows_of_module(django_db_blocker):
        with django_db_blocker.unblock():
            world = world_to_edit()
        yield world


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    return deepcopy(world_of_module)


def world_to_edit() -> World:
    world = build_world()
    school = world.things["school"]
    world.things["contingent"] = Contingent.objects.create(organisation=school, school_year=2026, pupils=100)
    asked = {"text": "Просьба", "made_by": world.users["curator"]}
    world.things["on_paper"] = PairRequest.objects.create(
        organisation=school, pair=world.things["pair"], kind="replace", author="mentee", on_paper=True, **asked
    )
    world.things["opinion"] = RequestOpinion.objects.create(
        request=world.things["asked"], giver="curator", text="Мнение", given_by=world.users["curator"]
    )
    world.things["proposal"].forms.set(Form.objects.all())
    world.things["proposal"].kinds.set(Kind.objects.all())
    world.things["mark"] = StageItem.objects.get()
    world.things["begun"] = AssessmentFactory(organisation=school, period="end")
    return world


@pytest.fixture
def visitor(world) -> Client:
    """Everything that may be edited in the school, this user may edit."""
    user = world.users["admin"]
    MembershipFactory(user=user, role=Role.CURATOR, organisation=world.things["school"])
    MembershipFactory(user=user, role=Role.COORDINATOR, municipality=world.things["municipality"])
    PolicyProposal.objects.update(proposed_by=user)
    client = Client()
    client.force_login(user)
    return client


def page_of(world: World, name: str) -> str:
    address, args, *_ = EDITS[name]
    return reverse(address, args=[world.value_of(arg) if isinstance(arg, str) else arg for arg in args])


def fields_of(response) -> dict:
    """What the visitor would send: every field of the forms of the page as it stands."""
    forms = [response.context["form"]]
    data = {}
    if plan := response.context.get("plan"):
        data |= {f"plan-{name}": plan.management_form[name].value() for name in plan.management_form.fields}
        forms += list(plan)
    for form in forms:
        for field in form:
            value = field.value()
            if value in (None, "", False) or (isinstance(value, list) and not value):
                continue
            shown = field.field.prepare_value(value)
            if hasattr(field.field.widget, "format_value") and not isinstance(shown, list | bool):
                shown = field.field.widget.format_value(shown)
                shown = shown[0] if isinstance(shown, list) else shown
            if shown is not None:  # a file is never sent back
                data[field.html_name] = "on" if shown is True else shown
    return data


def subclasses_of(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        yield child
        yield from subclasses_of(child)


def test_every_form_that_edits_is_in_the_table():
    ours = {form.__name__ for form in subclasses_of(EditVersionMixin) if not form.__module__.startswith("tests")}
    ours = {name for name in ours if name not in ("PersonChoices", "PortalModelForm")}
    # the class that a factory of formsets makes beside the form
    explained = {form.__name__ for form in subclasses_of(DeedMixin)} | {
        "DeedMixin"
    }  # tests/registry/test_act_removal.py
    explained |= ONLY_NEW | PARTS | FILES | LISTS | BESIDE | DECIDED_BESIDE | REASONED | STALE_PAGES
    assert ours - {"ModelForm"} <= set(EDITS) | explained, ours - set(EDITS) - explained


@pytest.mark.parametrize("name", EDITS)
def test_a_form_that_edits_carries_its_version(world, visitor, name):
    shown = visitor.get(page_of(world, name)).content.decode()
    field = "plan-0-seen" if name == "PlanItemForm" else "seen"
    assert "data-draft" in shown  # and what is typed into it is kept in the browser until it is saved
    assert re.search(rf'<input type="hidden" name="{field}" value="[^"]*\*=[0-9a-f]{{12}}"', shown)


@pytest.mark.parametrize("name", EDITS)
def test_what_both_have_changed_shows_both_values_and_the_third_press_saves(world, visitor, name):
    address, (_, _, thing, field, typed, saved) = page_of(world, name), EDITS[name]
    record = world.things[thing]
    column = field.rpartition("-")[2]
    sent = {**fields_of(visitor.get(address)), field: typed}
    type(record).objects.filter(pk=record.pk).update(**{column: saved})

    answer = visitor.post(address, sent)

    assert answer.status_code == 200, "saved over what somebody else has saved"
    shown = answer.content.decode()
    assert shown.count("изменил кто-то другой") == 1
    assert "изменили и вы, и кто-то другой" in shown[shown.index('id="error-summary"') :].partition("<form")[0]
    beside = f"Сейчас в реестре: «{QUOTED.format(in_words(saved))}». Вы ввели: «{QUOTED.format(in_words(typed))}»"
    assert shown.count(beside) == 1
    record.refresh_from_db()
    assert in_words(str(getattr(record, column))) == in_words(saved)

    again = fields_of(answer)
    assert str(again[field]) == typed
    press_again(visitor, name, address, again)
    record.refresh_from_db()
    assert name == "PairForm" or str(getattr(record, column)) == typed


@pytest.mark.parametrize("name", EDITS)
def test_what_only_somebody_else_has_changed_is_taken_and_stays(world, visitor, name):
    address, (_, _, thing, field, _, saved) = page_of(world, name), EDITS[name]
    record = world.things[thing]
    column = field.rpartition("-")[2]
    untouched = fields_of(visitor.get(address))
    type(record).objects.filter(pk=record.pk).update(**{column: saved})

    answer = visitor.post(address, untouched)

    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Вы ввели" not in shown
    summary = shown[shown.index('id="error-summary"') :].partition("<form")[0]
    assert "Изменил другой" in summary
    assert in_words(saved) in summary
    again = fields_of(answer)
    assert str(again[field]) == saved
    press_again(visitor, name, address, again)
    record.refresh_from_db()
    assert in_words(str(getattr(record, column))) == in_words(saved)


@pytest.mark.parametrize("name", EDITS)
def test_a_form_without_its_version_saves_nothing_unseen(world, visitor, name):
    address, (_, _, thing, field, typed, _) = page_of(world, name), EDITS[name]
    record = world.things[thing]
    column = field.rpartition("-")[2]
    stored = str(getattr(record, column))
    shown = fields_of(visitor.get(address))
    without = {name: "" if name.rpartition("-")[2] == "seen" else value for name, value in shown.items()}

    answer = visitor.post(address, {**without, field: typed})

    text = answer.content.decode()
    assert answer.status_code == 200, "saved over what nobody has been shown"
    assert "Форма пришла без отметки" in text
    assert "сейчас в реестре не то, что прислано" in text
    assert "кто-то другой" not in text
    record.refresh_from_db()
    assert str(getattr(record, column)) == stored
    assert str(fields_of(answer)[field]) == typed
    press_again(visitor, name, address, fields_of(answer))
    record.refresh_from_db()
    assert name == "PairForm" or str(getattr(record, column)) == typed


QUOTED = '<span class="prewrap">{}</span>'


def press_again(visitor: Client, name: str, address: str, fields: dict) -> None:
    last = visitor.post(address, fields)
    if name == "PairForm":  # the rules of pairs have other objections to this draft
        assert not last.context["form"].is_overtaken
        return
    if getattr(last.context and last.context["form"], "is_asking", False):  # rules are shown before they are saved
        last = visitor.post(address, {**fields_of(last), "reason": "решение педсовета"})
    assert last.status_code == 302


def in_words(value: str) -> str:
    """«2026-03-04» is shown as «04.03.2026»."""
    return ".".join(reversed(value.split("-"))) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def test_what_somebody_else_changed_to_the_same_is_no_conflict(world, visitor):
    address = page_of(world, "PersonCardForm")
    sent = {**fields_of(visitor.get(address)), "position": "учитель физики"}
    Person.objects.filter(pk=world.things["person"].pk).update(position="учитель физики")
    assert visitor.post(address, sent).status_code == 302


def test_the_difference_names_only_what_differs(world, visitor):
    address = page_of(world, "PersonCardForm")
    sent = {**fields_of(visitor.get(address)), "position": "учитель химии"}
    Person.objects.filter(pk=world.things["person"].pk).update(position="учитель физики")
    conflicts = visitor.post(address, sent).context["form"].conflicts
    assert [(c.label, c.stored, c.sent_text) for c in conflicts] == [("Должность", "учитель физики", "учитель химии")]


def test_what_each_of_two_has_changed_is_kept(world, visitor):
    """One has emptied a field and changed a list, the other a third field: nobody's work is undone."""
    mentee, categories = world.things["mentee"], list(Category.objects.filter(participant="pupil", sensitive=False)[:2])
    mentee.categories.set(categories[:1])
    type(mentee).objects.filter(pk=mentee.pk).update(participant="pupil", activity="active", note="Заметка")
    address = page_of(world, "MenteeForm")
    sent = {**fields_of(visitor.get(address)), "request": "Математика"}
    mentee.categories.set(categories)
    type(mentee).objects.filter(pk=mentee.pk).update(note="", activity="passive")

    answer = visitor.post(address, sent)

    assert {newer.label for newer in answer.context["form"].newer} == {"Категории", "Тип", "Примечание"}
    assert not answer.context["form"].conflicts
    assert visitor.post(address, fields_of(answer)).status_code == 302
    mentee.refresh_from_db()
    assert (mentee.request, mentee.note, mentee.activity) == ("Математика", "", "passive")
    assert set(mentee.categories.all()) == set(categories)


def test_a_name_that_somebody_else_has_changed_is_not_asked_about(world, visitor):
    address = page_of(world, "PersonCardForm")
    sent = {**fields_of(visitor.get(address)), "position": "учитель химии"}
    Person.objects.filter(pk=world.things["person"].pk).update(last_name="Иваницкая")
    answer = visitor.post(address, sent)
    assert "Почему изменилось имя" not in answer.content.decode()
    assert visitor.post(address, fields_of(answer)).status_code == 302
    world.things["person"].refresh_from_db()
    assert (world.things["person"].last_name, world.things["person"].position) == ("Иваницкая", "учитель химии")


def test_a_row_of_the_plan_is_not_removed_unseen(world, visitor):
    address, item = page_of(world, "PlanItemForm"), world.things["plan_item"]
    sent = {**fields_of(visitor.get(address)), "plan-0-DELETE": "on"}
    type(item).objects.filter(pk=item.pk).update(title="Важный урок")
    answer = visitor.post(address, sent)
    assert answer.status_code == 200
    assert "Важный урок" in answer.content.decode()
    assert visitor.post(address, {**fields_of(answer), "plan-0-DELETE": "on"}).status_code == 302
    assert not type(item).objects.filter(pk=item.pk).exists()


def test_a_row_of_the_plan_that_somebody_else_has_removed_keeps_what_was_typed(world, visitor):
    address, item = page_of(world, "PlanItemForm"), world.things["plan_item"]
    sent = {**fields_of(visitor.get(address)), "plan-0-title": "Урок весны"}
    item.delete()
    answer = visitor.post(address, sent)
    assert answer.status_code == 200
    assert "Урок весны" in answer.content.decode()
    assert visitor.post(address, fields_of(answer)).status_code == 302
    assert [kept.title for kept in world.things["programme"].items.all()] == ["Урок весны"]
