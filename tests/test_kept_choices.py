"""What a record has is not lost when it is saved after its choices have left, been archived or gone from the policy."""

from typing import Any

import pytest
from django import forms
from django.db.models import Model

from mentoring.models import Pair, PairGroup
from registry import clock
from registry.models import Form, Kind, Mentor, Policy, RoleModel
from tests.factories import CuratorFactory
from tests.test_edit_versions import (  # noqa: F401 fixtures
    EDITS,
    fields_of,
    page_of,
    visitor,
    world,
    world_of_module,
)

#: columns by which a record is offered to nobody any more
ENDS = ("archived_on", "excluded_on", "dismissed_on")


def offered_to_nobody(record: Model, *, in_policies: bool = False) -> bool:
    columns = {field.name for field in record._meta.fields}
    ends: dict[str, Any] = {name: clock.today() for name in ENDS if name in columns}
    if "in_use" in columns:
        ends["in_use"] = False
    if "exclusion_reason" in columns:
        ends["exclusion_reason"] = "выбыл"
    type(record)._default_manager.filter(pk=record.pk).update(**ends)
    for model, entries in ((Form, "forms"), (RoleModel, "role_models"), (Kind, "kinds")):
        if isinstance(record, model):
            for policy in () if in_policies else Policy.objects.all():
                getattr(policy, entries).remove(record)
    return bool(ends)


def chosen_in(response: Any) -> dict[str, Any]:
    """Field → what is chosen in it, of every list of records on the page that can be changed."""
    page = [response.context["form"], *(response.context.get("plan") or ())]
    return {
        field.html_name: field
        for form in page
        for field in form
        if isinstance(field.field, forms.ModelChoiceField) and not field.field.disabled and field.value()
    }


def draft_with_everything(world) -> Pair:  # noqa: F811 fixtures
    draft = world.things["draft"]
    draft.curator = CuratorFactory(organisation=draft.organisation)
    draft.group = PairGroup.objects.create(mentor=draft.mentor, title="Группа у реки")
    draft.role_model = RoleModel.objects.filter(form=draft.form).first()
    draft.save()
    draft.kinds.set(Kind.objects.filter(municipality=None)[:1])
    return draft


@pytest.mark.parametrize("name", EDITS)
def test_what_a_record_has_stays_in_its_form(world, visitor, name):  # noqa: F811 fixtures
    if name == "PairForm":
        draft_with_everything(world)
    address = page_of(world, name)
    fields = chosen_in(visitor.get(address))
    before = {name: field.value() for name, field in fields.items()}
    kept = {name: _records(field) for name, field in fields.items()}
    for records in kept.values():
        for record in records:
            offered_to_nobody(record, in_policies=name == "PolicyForm")
    shown = visitor.get(address)
    if shown.status_code != 200:
        pytest.skip("the page itself is closed to who has left")
    now = chosen_in(shown)
    assert {name: field.value() for name, field in now.items()} == before
    for field, records in kept.items():
        assert set(records) <= set(now[field].field.queryset), field
        now[field].field.clean(before[field])


def _records(field: Any) -> list[Model]:
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    keys = [getattr(one, "pk", one) for one in values]
    return list(field.field.queryset.filter(pk__in=keys))


def test_a_draft_is_saved_as_it_stands_with_a_curator_who_has_left(world, visitor):  # noqa: F811 fixtures
    draft = draft_with_everything(world)
    before = (draft.curator_id, draft.role_model_id, draft.group_id, draft.mentor_id, draft.organisation_id)
    offered_to_nobody(draft.curator)
    address = page_of(world, "PairForm")
    page = visitor.get(address)
    assert page.content.decode().count("(больше не предлагается)") == 1
    assert visitor.post(address, {**fields_of(page), "note": "Уточнили срок"}).status_code == 302
    draft.refresh_from_db()
    assert draft.note == "Уточнили срок"
    assert before == (draft.curator_id, draft.role_model_id, draft.group_id, draft.mentor_id, draft.organisation_id)


def test_what_the_policy_has_given_up_is_refused_in_words_and_stays_in_the_form(world, visitor):  # noqa: F811 fixtures
    draft = draft_with_everything(world)
    kinds = [kind.pk for kind in draft.kinds.all()]
    for record in (*draft.kinds.all(), draft.role_model):
        offered_to_nobody(record)
    address = page_of(world, "PairForm")
    answer = visitor.post(address, fields_of(visitor.get(address)))
    form = answer.context["form"]
    assert set(form.errors) == {"role_model", "kinds"}
    assert all("нет в политике" in form.errors[name][0] for name in form.errors)
    assert (int(form["role_model"].value()), [int(pk) for pk in form["kinds"].value()]) == (draft.role_model_id, kinds)


def test_a_mentor_who_has_left_the_bank_is_shown_as_such(world, visitor):  # noqa: F811 fixtures
    draft = world.things["draft"]
    assert offered_to_nobody(Mentor.objects.get(pk=draft.mentor_id))
    shown = visitor.get(page_of(world, "PairForm")).content.decode()
    assert f'value="{draft.mentor_id}" checked' in shown
    assert "больше не предлагается" in shown
