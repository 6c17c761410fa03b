"""No form takes a sign that nobody sees: it would be printed, or turn the line round."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver, reverse

from registry.forms.portal_form import PortalFormMixin
from registry.models import Organisation
from tests.factories import ActFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.rooms import ROOMS_WITH_MODELS

HIDDEN_SIGNS = ("\u202e", "\u200b", "\u2066")
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
            for sign in HIDDEN_SIGNS:
                try:
                    field.run_validators(f"а{sign}б")
                except ValidationError:
                    continue
                taken.append(f"{name}.{field_name}")
    assert not taken


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
