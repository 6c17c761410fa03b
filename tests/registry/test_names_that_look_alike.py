"""Of two names that look alike one is in the register, whatever signs stand between the letters."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, UniqueConstraint

from registry.enums import Role
from registry.migrations._name_keys import give_name_keys
from registry.models import Kind, Municipality, Organisation
from registry.names.keys import NamedOnce
from russian.name_key import name_key
from tests.factories import MunicipalityFactory, OrganisationFactory

NAME = "МБОУ «Берёзовская СОШ № 2»"
ALIKE = (
    "МБОУ  «Берёзовская СОШ № 2»",
    "мбоу «берёзовская сош № 2»",
    "МБОУ\u00a0«Берёзовская СОШ №\u00a02»",
    'МБОУ "Березовская СОШ №2"',
    "МБОУ „Берёзовская СОШ № 2“",
    "МБОУ «Бере\u0308зовская СОШ № 2»",
    "MБOУ «Берёзовская COШ № 2»",
    "МБОУ «Берёзовская СОШ №\u200b 2»",
    "<b>МБОУ</b> «Берёзовская СОШ № 2»",
    "МБОУ «Берёзовская СОШ № ２»",
    "ΜБΟУ «Берёзοвскαя СΟШ № 2»",
    "МБ0У «Берё3овская С0Ш № 2»",
)


@pytest.mark.parametrize("name", ALIKE)
def test_what_looks_alike_has_one_key(name):
    assert name_key(name) == name_key(NAME)


@pytest.mark.parametrize(
    "name", ["МБОУ «Берёзовская СОШ № 12»", "МБОУ «Берёзовская СОШ № 2/1»", "МАОУ «Берёзовская СОШ № 2»"]
)
def test_what_looks_otherwise_has_another(name):
    assert name_key(name) != name_key(NAME)


@pytest.mark.parametrize(
    ("one", "other"),
    [("СОШ № 3", "СОШ № З"), ("СОШ № 10", "СОШ № 1О"), ("Лицей №30", "Лицей № З0"), ("СОШ3", "СОШ № 3")],
)
def test_letters_that_stand_as_digits_are_digits(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Детский сад № 2 О", "Детский сад № 20"), ("Сад «Зоо»", "Сад «300»"), ("3-я школа", "Я школа")]
)
def test_letters_of_words_are_no_digits(one, other):
    assert name_key(one) != name_key(other)


def test_two_numbers_are_not_one():
    assert len({name_key("Корпус 1 2"), name_key("Корпус 12"), name_key("Корпус 1-2")}) == 2


@pytest.mark.parametrize("name", ALIKE)
def test_the_form_names_the_organisation_that_stands_already_and_leads_to_it(district, as_role, name):
    known = OrganisationFactory(municipality=district.municipality, short_name=NAME)
    typed = {"kind": "school", "short_name": name, "full_name": "Берёзовская школа"}
    answer = as_role(Role.COORDINATOR).post("/organisations/new/", typed)
    assert answer.status_code == 200
    assert Organisation.objects.filter(name_key=known.name_key).count() == 1
    if not set(name) & set("<\u200b"):
        assert NAME in answer.context["form"].errors["short_name"][0]
        assert f'<a href="{known.get_absolute_url()}">Открыть</a>' in answer.content.decode()


def test_another_municipality_may_have_the_same_name_and_the_own_card_is_saved_again(district, as_role):
    OrganisationFactory(short_name=district.school.short_name)
    address = f"/organisations/{district.school.pk}/edit/"
    coordinator = as_role(Role.COORDINATOR)
    form = coordinator.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert coordinator.post(address, {**typed, "short_name": district.school.short_name.upper()}).status_code == 302


@pytest.mark.parametrize("field", ["short_name", "full_name"])
@pytest.mark.parametrize("name", ["<b>Школа</b>", "Школа > 2", "«№»"])
def test_tags_and_names_of_signs_alone_are_refused(district, as_role, field, name):
    typed = {"kind": "school", "short_name": "Школа у реки", "full_name": "Школа у реки", field: name}
    answer = as_role(Role.COORDINATOR).post("/organisations/new/", typed)
    assert list(answer.context["form"].errors) == [field]


def test_the_database_refuses_the_second(db):
    school = OrganisationFactory(short_name=NAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(municipality=school.municipality, short_name=ALIKE[3])


def test_every_record_that_is_named_once_is_held_by_the_database():
    named = [model for model in apps.get_models() if issubclass(model, NamedOnce)]
    assert len(named) == 11
    for model in named:
        held = [set(rule.fields) for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
        assert any({*model.unique_within, "name_key"} <= fields for fields in held), model


def test_of_organisations_that_looked_alike_before_each_stays_and_can_be_changed(db):
    first, second = (OrganisationFactory(short_name=name) for name in (NAME, ALIKE[0]))
    Organisation.objects.update(name_key=F("id"))
    give_name_keys(Organisation, "short_name", owners=())  # as if both were of one municipality
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name_key, second.name_key) == (name_key(NAME), f"{name_key(NAME)}#{second.pk}")
    second.phone = "8 800 000-00-00"
    second.save()
    assert second.name_key == f"{name_key(NAME)}#{second.pk}"
    second.short_name = "Берёзовская школа"
    second.save()
    assert second.name_key == name_key("Берёзовская школа")


def test_an_own_kind_that_looks_like_the_portal_s_is_refused(district, as_role):
    portal = Kind.objects.first()
    typed = {"title": portal.title.upper().replace(" ", "\u00a0"), "municipality": district.municipality.pk}
    answer = as_role(Role.ADMIN).post("/settings/dictionaries/kinds/own/new/", typed)
    assert portal.title in answer.context["form"].errors["title"][0]


def test_of_municipalities_of_one_region_one_bears_the_name(db):
    one = MunicipalityFactory(name="Берёзовый район", region="Приречный край")
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(name="березовый  район", region="Приречный  край", slug="other")
    assert Municipality.objects.filter(name_key=one.name_key).get() == one
