"""No text of a form, of the service section or of a file takes a sign that nobody sees, a tag or, in one line, an angle
bracket: it would be printed, or turn the line round (ADR 54)."""

from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import get_resolver, reverse

from imports.importers.bank_entries import BankEntryResource
from imports.importers.pairs.pair_resource import PairImportResource
from imports.writing.resources import BulkResource
from registry.forms.portal_form import PortalFormMixin, PortalModelForm
from registry.forms.service_form import ServiceForm
from registry.models import Mentee, Municipality, Organisation
from tests.factories import ActFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.rooms import ROOMS_WITH_MODELS

HIDDEN_SIGNS = ("\u202e", "\u200b", "\u2066", "\u0007", "\u2800", "\ufffe")
#: what no text takes, and what one of a single line does not take besides
WRONG_EVERYWHERE = (*(f"а{sign}б" for sign in HIDDEN_SIGNS), "а <b>б</b>", "а</p>", "а<!--", "а<?xml")
WRONG_IN_A_LINE = (*WRONG_EVERYWHERE, "а\nб", "меньше < 5", "больше > 5")
#: forms of the rooms that are none of the portal's, and why they need no check
OTHERS = {
    "MergeForm": "chosen values", "DashboardForm": "a filter", "ReviewPositionForm": "a filter",
    "DecisionForm": "names are checked letter by letter", "CellForm": "a cell is cleaned when it is read anew",
    "LoginForm": "finds an account or none", "ResetPasswordForm": "finds an account or none",
    "NewAddressForm": "an address has no such sign", "AddressCodeForm": "is compared with the code",
    "PasskeyForm": "a name that only its owner sees", "PasskeyNameForm": "a name that only its owner sees",
    "AnswerToAllForm": "a filter and a choice", "CorrectionForm": "names a cell that is there",
    "PlacesForm": "names a question and its mark",
}  # fmt: skip


def _subclasses(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        yield child
        yield from _subclasses(child)


def _forms() -> dict[str, type[forms.BaseForm]]:
    get_resolver().reverse_dict  # noqa: B018 - loads every module of views, and with them every form
    ours = [form for form in _subclasses(forms.BaseForm) if form.__module__.partition(".")[0] in ROOMS_WITH_MODELS]
    return {f"{form.__module__}.{form.__name__}": form for form in ours if "filters" not in form.__module__}


def test_every_text_of_every_form_refuses_hidden_signs():
    taken = []
    for name, form in _forms().items():
        if not issubclass(form, PortalFormMixin) or not hasattr(form, "base_fields"):
            continue
        bare = form.__new__(form)
        bare.fields = deepcopy(form.base_fields)
        bare.refuse_what_nobody_sees()
        for field_name, field in bare.fields.items():
            if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
                continue
            taken += [f"{name}.{field_name}: {text!r}" for text in _wrong_for(field) if not _refuses(field, text)]
    assert not taken


def _wrong_for(field: forms.CharField) -> tuple[str, ...]:
    if isinstance(field, forms.JSONField):
        return WRONG_EVERYWHERE
    return WRONG_EVERYWHERE if isinstance(field.widget, forms.Textarea) else WRONG_IN_A_LINE


def _refuses(field: forms.Field, text: str) -> bool:
    try:
        field.run_validators(text)
    except ValidationError:
        return True
    return False


def _text_columns(model: type[models.Model]) -> list[str]:
    """That people type: no choices, nothing that the portal makes itself."""
    return [
        column.name
        for column in model._meta.fields
        if isinstance(column, models.CharField | models.TextField) and column.editable and not column.choices
    ]


@pytest.mark.parametrize("base", [ServiceForm, PortalModelForm])
def test_a_form_of_any_model_refuses_in_every_text_what_the_rule_refuses(base):
    """Whatever form is made of whatever column: on the pages and in the service section."""
    judged = 0
    for model in apps.get_models():
        names = _text_columns(model) if model._meta.app_label in ROOMS_WITH_MODELS else []
        if not names:
            continue
        # what the model itself would say of the record is another matter
        form_class = forms.modelform_factory(
            model, form=type("TextsOnly", (base,), {"_post_clean": lambda form: None}), fields=names
        )
        fields = form_class.base_fields
        for text in WRONG_IN_A_LINE:
            judged_now = [name for name in names if text in _wrong_for(fields[name])]
            refused = set(form_class(dict.fromkeys(names, text)).errors)
            assert set(judged_now) <= refused, (model.__name__, text, set(judged_now) - refused)
        judged += len(names)
    assert judged > 150


@pytest.mark.parametrize("text", ["меньше < 5 %", "пропусков<5", "больше > 5", "а < б", "строка\nстрока", "2 << 3"])
def test_a_text_of_several_lines_says_less_and_more(db, text):
    field = forms.modelform_factory(Mentee, form=PortalModelForm, fields=["note"]).base_fields["note"]
    assert isinstance(field.widget, forms.Textarea)
    assert "note" not in forms.modelform_factory(Mentee, form=PortalModelForm, fields=["note"])({"note": text}).errors


def test_every_text_of_every_file_is_judged_as_the_forms_judge_it():
    for resource_class in _subclasses(BulkResource):
        if resource_class in (BankEntryResource, PairImportResource):
            continue
        snapshot = SimpleNamespace(municipality=Municipality())
        resource = resource_class(snapshot=snapshot, stored={})
        texts = {
            name
            for name, (path, attribute) in resource._targets.items()
            if isinstance(column := resource._column(path, attribute), models.CharField | models.TextField)
            and not column.choices
        }
        assert "short_name" in texts or {"position", "note", "last_name"} <= texts
        for name in texts:
            assert "лишнее" in resource.wrong({name: "<b>"})[name], (resource_class.__name__, name)
            assert name not in resource.wrong({name: "Б"}), (resource_class.__name__, name)


def test_every_form_with_a_text_is_one_of_the_portal():
    without = {
        form.__name__
        for form in _forms().values()
        if not issubclass(form, PortalFormMixin)
        and ".admin" not in form.__module__
        and any(isinstance(field, forms.CharField) for field in getattr(form, "base_fields", {}).values())
        and not any(form in other.__mro__ for other in _subclasses(PortalFormMixin))
    }
    assert without <= set(OTHERS)


@pytest.mark.parametrize("sign", HIDDEN_SIGNS)
def test_the_pages_say_which_sign_it_is(db, sign):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    person, act, school = PersonFactory(), ActFactory(), OrganisationFactory(address="ул. Лесная")
    message = f"невидимый знак U+{ord(sign):04X}"
    for address, field, record in (
        ("registry:person_edit", "position", person),
        ("registry:municipality_edit", "place", school.municipality),
        ("registry:organisation_edit", "short_name", school),
        ("registry:act_edit", "title", act),
        ("registry:act_edit", "number", act),
    ):
        page = reverse(address, args=[record.pk])
        assert message in client.post(page, {field: f"Слово{sign}"}).content.decode(), (address, field)


def test_several_lines_keep_their_breaks(db):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    page = reverse("registry:organisation_edit", args=[OrganisationFactory().pk])
    assert "Здесь лишнее" not in client.post(page, {"address": "ул. Лес\u00a0ная"}).content.decode()
    assert Organisation.objects.exists()
