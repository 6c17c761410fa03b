"""Rules of a region are found by its name, so one region stands in the register in one spelling."""

import pytest
from django.forms import modelform_factory
from django.test import Client

from registry.enums import Role, RuleLevel
from registry.forms.service_municipality import MunicipalityServiceForm
from registry.models import Municipality
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory, local_rules, member
from tests.stories.desk import Desk, offered, words_of

pytestmark = pytest.mark.django_db
NEW = "/settings/municipality/new/"


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def add(boss: Client, region: str) -> str:
    names = {
        "name": "Заозёрный район",
        "name_genitive": "Заозёрного района",
        "place": "п. Заозёрный",
        "authorised_body": "отдел образования Заозёрного района",
    }
    return words_of(boss.post(NEW, names | {"region": region}, follow=True))


@pytest.mark.parametrize("typed", ["приречная область", "Приречная  Область", "Пpиречная область"])
def test_a_new_municipality_takes_the_spelling_that_the_register_has(boss, typed):
    MunicipalityFactory(region="Приречная область")
    assert '<option value="Приречная область">' in boss.get(NEW).content.decode()
    assert "Регион записан так, как он уже есть в реестре: «Приречная область»." in add(boss, typed)
    assert Municipality.objects.get(name="Заозёрный район").region == "Приречная область"


def test_the_service_section_takes_the_spelling_too():
    other = MunicipalityFactory(region="Приречная область")
    form = modelform_factory(Municipality, MunicipalityServiceForm, fields=["region"])
    sent = form({"region": "приречная область"})
    sent.is_valid()
    assert sent.cleaned_data["region"] == other.region


def test_another_region_stays_as_it_was_typed(boss):
    MunicipalityFactory(region="Приречная область")
    assert "Регион записан так" not in add(boss, "Заречный край")
    assert Municipality.objects.get(name="Заозёрный район").region == "Заречный край"


def test_the_spelling_of_a_single_municipality_may_be_mended(boss):
    only = MunicipalityFactory(region="приречная область")
    address = f"/settings/municipality/{only.pk}/"
    sent = {**offered(boss.get(address).context["form"]), "region": "Приречная область"}
    assert boss.post(address, sent).status_code == 302
    only.refresh_from_db()
    assert only.region == "Приречная область"


def test_the_page_of_rules_tells_of_a_region_in_two_spellings():
    school = OrganisationFactory(municipality=MunicipalityFactory(region="приречная область"))
    admin = Desk(member(Role.ADMIN, municipality=school.municipality))
    assert "записан по-разному" not in words_of(admin.client.get("/settings/rules/"))
    local_rules(RuleLevel.REGION, region="Приречная область", mentee_limit=2)
    assert "Один регион записан по-разному: «Приречная область», «приречная область»." in words_of(
        admin.client.get("/settings/rules/")
    )
