"""A name of a person is judged by the same words wherever it is typed: in a card, of a head, of who signs, of whoever
accepts an invitation; and where a form cannot ask, it refuses."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.db import transaction

from imports.forms.rows import DecisionForm
from registry.enums import ActKind, Role
from registry.forms.access import MunicipalityForm, NewcomerForm
from registry.forms.acts import ActForm
from registry.forms.name_question import NAMES_CONFIRMED
from registry.forms.organisations import OrganisationForm
from registry.forms.portal_form import PortalFormMixin
from registry.models import Organisation
from tests.factories import OrganisationFactory, PersonFactory
from tests.registry.test_service_section import _written_forms
from tests.test_texts_of_forms import _forms

pytestmark = pytest.mark.django_db
LATIN = "«Ivanov» — латинскими буквами"


def organisation_form(district, **sent) -> OrganisationForm:
    school = Organisation.objects.get(pk=district.school.pk)
    form = OrganisationForm(instance=school, user=district.member(Role.COORDINATOR))
    data = {name: form[name].value() or "" for name in form.fields} | sent
    with transaction.atomic():
        sent_form = OrganisationForm(data, instance=school, user=district.member(Role.COORDINATOR))
        sent_form.errors  # noqa: B018 - the row is held
    return sent_form


def test_a_head_and_a_psychologist_are_asked_about_and_may_be_confirmed(district):
    for field in ("head_name", "psychologist_name"):
        form = organisation_form(district, **{field: "Ivanov Иван Иванович"})
        assert LATIN in str(form.errors[NAMES_CONFIRMED])
        page = render_crispy_form(form)
        assert page.index(f'name="{field}"') < page.index(f'name="{NAMES_CONFIRMED}"')
        sure = organisation_form(district, **{field: "Ivanov Иван Иванович", NAMES_CONFIRMED: "on"})
        assert sure.is_valid(), sure.errors
        assert NAMES_CONFIRMED not in sure.cleaned_data


def test_what_was_kept_before_is_not_asked_about(district):
    Organisation.objects.filter(pk=district.school.pk).update(head_name="Ivanov Иван")
    form = organisation_form(district, address="ул. Лесная, 1")
    assert form.is_valid(), form.errors
    assert NAMES_CONFIRMED not in form.fields


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ivanov Иван", "латинскими буквами"),
        ("Иванову Марию Петровну", "не в именительном падеже"),
        ("Елохина- Анна", "дефис"),
    ],
)
def test_the_words_are_those_of_the_card(district, name, words):
    assert words in str(organisation_form(district, head_name=name).errors[NAMES_CONFIRMED])


def test_mixed_letters_and_digits_are_refused_everywhere(district):
    for name in ("Иваgов Иван", "Иван0в Иван"):
        assert "head_name" in organisation_form(district, head_name=name).errors


def test_an_invited_person_is_asked():
    sent = {
        "last_name": "Ivanov",
        "first_name": "Иван",
        "password": "долгая-тропа-47",
        "password_again": "долгая-тропа-47",
    }
    form = NewcomerForm(sent, email="i@school.example")
    assert LATIN in str(form.errors[NAMES_CONFIRMED])
    assert f'name="{NAMES_CONFIRMED}"' in render_crispy_form(form)
    assert NewcomerForm({**sent, NAMES_CONFIRMED: "on"}, email="i@school.example").is_valid()
    unbound = render_crispy_form(NewcomerForm(email="i@school.example"))
    assert NAMES_CONFIRMED not in unbound


def test_the_head_of_the_authority_is_asked_about(district):
    with transaction.atomic():
        form = MunicipalityForm(
            {"authorised_head": "Ivanov Иван Иванович"}, instance=district.municipality, may_set_region=False
        )
    assert LATIN in str(form.errors[NAMES_CONFIRMED])


@pytest.mark.parametrize(
    ("signatory", "field"),
    [
        ("директор Ivanov И. И.", NAMES_CONFIRMED),
        ("директор Иваgов И. И.", "signatory"),
        ("директор СОШ № 2 Иванов И. И.", None),
    ],
)
def test_who_has_signed_is_judged_by_the_letters_alone(district, signatory, field):
    user = district.member(Role.CURATOR)
    sent = {"kind": ActKind.ORDER, "number": "5", "dated": date(2026, 9, 1), "signatory": signatory}
    errors = ActForm(sent, user=user).errors
    assert ("signatory" in errors, NAMES_CONFIRMED in errors) == (field == "signatory", field == NAMES_CONFIRMED)


def test_every_form_that_takes_a_name_asks_about_it():
    """By the walk of all forms: none takes a name in Latin letters without a word."""
    judged = []
    for name, form_class in _forms().items():
        if not issubclass(form_class, PortalFormMixin) or not hasattr(form_class, "base_fields"):
            continue
        bare = form_class.__new__(form_class)
        bare.fields = dict(form_class.base_fields)
        if issubclass(form_class, forms.BaseModelForm):
            if form_class._meta.model is None:
                continue
            bare.instance = form_class._meta.model()
        names = [field for field in bare.fields if bare.judges_name(field)]
        judged += [f"{name}.{field}" for field in names if isinstance(bare.fields[field], forms.CharField)]
    for expected in (
        "OrganisationForm.head_name", "OrganisationForm.psychologist_name", "MunicipalityForm.authorised_head",
        "NewcomerForm.last_name", "ActForm.signatory", "ConsentsForm.representative_name", "OrderForm.signatory_name",
        "PolicyForm.supervising_head", "LocalRulesForm.supervising_head",
    ):  # fmt: skip
        assert any(one.endswith(expected) for one in judged), expected


@pytest.mark.parametrize("text", ["Ivanov", "Иваgов", "Иванов1"])
def test_the_service_section_refuses_what_pages_ask_about(text):
    forms_of_section = dict(_written_forms())
    for model, field in (
        ("Person", "last_name"), ("Person", "representative_name"), ("FormerName", "last_name"),
        ("Organisation", "head_name"), ("Municipality", "authorised_head"), ("User", "last_name"),
        ("Consent", "representative_name"), ("Policy", "supervising_head"),
    ):  # fmt: skip
        assert field in forms_of_section[model](data={field: text, "first_name": "Иван"}).errors, model
        right = forms_of_section[model](data={field: "Иванов", "first_name": "Иван"}).errors
        assert field not in right, model


@pytest.mark.parametrize("year", ["2015", "15", "09.2015"])
def test_a_year_alone_is_no_date_in_the_service_section(year):
    forms_of_section = dict(_written_forms())
    for model, field in (
        ("Person", "birth_date"), ("Person", "working_since"), ("Mentor", "included_on"), ("Act", "dated"),
        ("Consent", "signed_on"),
    ):  # fmt: skip
        assert field in forms_of_section[model](data={field: year}).errors, model


def test_names_typed_in_the_review_of_a_file_are_judged_too(district):
    sent = {"revision": 0, "choice": "new", "last_name": "Ivanov", "first_name": "Иван"}
    errors = DecisionForm(sent, needs_names=frozenset({""})).errors
    assert LATIN in str(errors["first_name"])
    assert not DecisionForm({**sent, "last_name": "Иванов"}, needs_names=frozenset({""})).errors


def test_the_version_of_a_page_knows_nothing_of_the_answer(district, as_role):
    school = OrganisationFactory(municipality=district.municipality, head_name="Петров Пётр Петрович")
    PersonFactory(organisation=school)
    client = as_role(Role.COORDINATOR)
    address = f"/organisations/{school.pk}/edit/"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"head_name": "Ivanov Иван Иванович"}
    refused = client.post(address, sent)
    assert LATIN in refused.content.decode()
    answered = client.post(address, {**sent, "seen": refused.context["form"]["seen"].value(), NAMES_CONFIRMED: "on"})
    assert answered.status_code == 302
    school.refresh_from_db()
    assert school.head_name == "Ivanov Иван Иванович"
