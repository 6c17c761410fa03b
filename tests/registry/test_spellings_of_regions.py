"""Rules of a region are found by its name, so one region stands in the register in one spelling."""

import pytest
from django.forms import modelform_factory
from django.test import Client

from registry import clock
from registry.enums import Role, RuleLevel
from registry.forms.service_municipality import MunicipalityServiceForm
from registry.models import Municipality
from registry.queries.rules import rules_in_force
from tests.factories import MunicipalityFactory, OrganisationFactory, PolicyFactory, UserFactory, local_rules, member
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


@pytest.mark.parametrize("typed", ["приречная область", "Приречная  Область", "Пpиречная область", "Приречная обл."])
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


RESPELL = "/settings/region/"


def respelt(boss: Client, region: str, spelling: str, reason: str = "опечатка"):
    """The page that asks, and the answer to its confirmation."""
    asked = boss.post(RESPELL, {"region": region, "spelling": spelling})
    assert asked.context["form"].is_asking, asked.context["form"].errors
    return asked, boss.post(RESPELL, {**offered(asked.context["form"]), "reason": reason}, follow=True)


def test_a_region_is_respelt_for_all_its_municipalities_and_its_rules_follow(boss):
    right, wrong = "Приречная область", "Преречная область"
    schools = [OrganisationFactory(municipality=MunicipalityFactory(region=wrong)) for _ in range(2)]
    for school in schools:
        PolicyFactory(municipality=school.municipality, mentee_limit=3)
    other = MunicipalityFactory(region="Заречный край")
    local_rules(RuleLevel.REGION, region=right, mentee_limit=2, bounds=["mentee_limit"])
    misspelt = local_rules(RuleLevel.REGION, region=wrong, valid_from="2019-10-01", report_period="year")
    assert boss.get(f"{RESPELL}?region={wrong}").context["form"]["region"].value() == wrong

    asked, answer = respelt(boss, wrong, right.upper())
    shown = words_of(asked)
    assert "Было: «Преречная область». Стало: «Приречная область»" in shown  # as the register has it
    assert "Затронет 2 муниципалитета" in shown
    assert "Под новым названием пойдут правила региона: с 01.10.2019" in shown
    assert "уже есть правила региона" in shown
    assert Municipality.objects.filter(region=wrong).count() == 0
    assert "Регион теперь «Приречная область» — в 2 муниципалитетах и в правилах региона." in words_of(answer)

    misspelt.refresh_from_db()
    assert misspelt.region == right
    found = [rules_in_force(school, clock.today()).mentee_limit for school in schools]
    assert found == [2, 2]
    other.refresh_from_db()
    assert other.region == "Заречный край"
    entry = schools[0].municipality.history.latest()
    assert entry.history_change_reason == "Регион «Преречная область» записан иначе: опечатка"
    again = boss.post(RESPELL, {"region": wrong, "spelling": right})
    assert "region" in again.context["form"].errors


def test_a_region_is_not_respelt_over_rules_and_municipalities_that_are_there(boss):
    wrong, right = MunicipalityFactory(region="Преречная область"), MunicipalityFactory(region="Приречная область")
    for region in (wrong.region, right.region):
        local_rules(RuleLevel.REGION, region=region, mentee_limit=2)
    _asked, answer = respelt(boss, wrong.region, right.region)
    assert "есть правила, которые действуют с" in words_of(answer)
    MunicipalityFactory(region=right.region, name=wrong.name)
    _asked, answer = respelt(boss, wrong.region, right.region)
    assert "Муниципалитет с таким названием в этом регионе уже есть." in words_of(answer)
    wrong.refresh_from_db()
    assert wrong.region == "Преречная область"


def test_the_page_of_rules_leads_who_may_to_the_page_of_respelling(boss):
    MunicipalityFactory(region="приречная область")
    local_rules(RuleLevel.REGION, region="Приречная область", mentee_limit=2)
    assert f"{RESPELL}?region=" in boss.get("/settings/rules/").content.decode()
    assert RESPELL in boss.get("/settings/").content.decode()
