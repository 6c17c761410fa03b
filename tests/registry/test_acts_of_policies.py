"""A version of a policy rests on an act of the register."""

from datetime import date
from unittest.mock import patch

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.test import Client

from registry import clock
from registry.actions.acts import cancel_act, save_act
from registry.actions.local_rules import name_act_of_rules
from registry.actions.policy import name_act_of_policy
from registry.enums import OrganisationKind, Role, RuleLevel
from registry.models import Act, Municipality, Policy, PolicyPreset
from tests.factories import (
    ActFactory,
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
    local_rules,
    member,
    own_rules,
)
from tests.test_edit_versions import fields_of

pytestmark = pytest.mark.django_db
TITLE = "Об утверждении Положения о системе наставничества"
MUNICIPALITY = {
    "name": "Лесной район", "name_genitive": "Лесного района", "place": "п. Лесной",
    "authorised_body": "отдел образования", "authorised_body_genitive": "отдела образования",
}  # fmt: skip
NEW = {
    "act_way": "new",
    "new_kind": "resolution",
    "new_number": "№ 29",
    "new_dated": "2026-08-25",
    "new_title": TITLE,
}


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 9, 10)):
        yield


@pytest.fixture
def policy(district) -> Policy:
    return district.municipality.policies.get()


@pytest.fixture
def act(district) -> Act:
    return ActFactory(organisation=None, municipality=district.municipality, number="29", title=TITLE)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_policy_is_adopted_with_the_act_that_is_entered_beside_it(district, as_role):
    data = {"preset": PolicyPreset.objects.get(code="holm-2023").pk, "valid_from": "2026-09-01", **NEW}

    as_role(Role.ADMIN).post("/settings/policy/adopt/", data)

    version = district.municipality.policies.get(valid_from="2026-09-01")
    assert (str(version.act), version.act.organisation, version.act.municipality) == (
        "постановление №\u00a029 от 25.08.2026",
        None,
        district.municipality,
    )


def test_an_act_of_another_matter_adopts_a_policy_only_when_somebody_says_why(policy, act, as_role):
    Act.objects.filter(pk=act.pk).update(title="О продлении срока наставничества")
    url, admin = f"/settings/policy/{policy.pk}/act/", as_role(Role.ADMIN)
    assert "Заголовок акта говорит о другом" in admin.post(url, {"act_way": "known", "act": act.pk}).content.decode()
    admin.post(url, {"act_way": "known", "act": act.pk, "why_act": "п. 5 вводит положение"})
    assert Policy.objects.get(pk=policy.pk).act == act


@pytest.mark.parametrize(("ahead", "is_refused"), [(1, False), (36, True)])
def test_rules_begin_at_most_a_few_years_ahead(ahead, is_refused, district, policy, as_role):
    day = clock.today().replace(day=1) + relativedelta(years=ahead)
    data = {
        "preset": PolicyPreset.objects.get(code="holm-2023").pk,
        "valid_from": day.isoformat(),
        "basis": "решение 5",
    }
    admin = as_role(Role.ADMIN)
    adopted = admin.post("/settings/policy/adopt/", data)
    version = admin.post(f"/settings/policy/{policy.pk}/next/", {"valid_from": day.isoformat()})
    assert ("вперёд больше чем на 3 года" in adopted.content.decode()) is is_refused
    assert ("вперёд больше чем на 3 года" in version.content.decode()) is is_refused
    assert district.municipality.policies.filter(valid_from=day).exists() is not is_refused


def test_a_refused_adoption_enters_no_act(policy, as_role):
    data = {"preset": PolicyPreset.objects.first().pk, "valid_from": policy.valid_from.isoformat(), **NEW}
    assert "уже есть версия" in str(as_role(Role.ADMIN).post("/settings/policy/adopt/", data).context["form"].errors)
    assert not Act.objects.exists()


def test_the_act_of_a_version_is_named_later_and_leads_there_and_back(policy, act, as_role):
    admin = as_role(Role.ADMIN)
    admin.post(f"/settings/policy/{policy.pk}/act/", {"act_way": "known", "act": act.pk})

    page = admin.get(f"/settings/policy/{policy.pk}/").content.decode()
    assert act.get_absolute_url() in page
    assert f"Указан акт: {act}" in page
    assert f"/settings/policy/{policy.pk}/" in admin.get(act.get_absolute_url()).content.decode()


def test_schools_adopt_no_policy(district, policy):
    of_school = ActFactory(organisation=district.school)
    authority = OrganisationFactory(municipality=district.municipality, kind=OrganisationKind.AUTHORITY)
    with pytest.raises(ValidationError, match="Политику принимает муниципалитет"):
        name_act_of_policy(policy=policy, act=of_school, by=UserFactory())
    assert name_act_of_policy(policy=policy, act=ActFactory(organisation=authority), by=UserFactory()).act


def test_what_is_cancelled_earlier_or_foreign_is_no_ground_and_cancels_nothing(district, act):
    by, rules = UserFactory(), own_rules(district.school, mentee_limit=2)
    cancelled, foreign = ActFactory(organisation=district.school), ActFactory()
    cancel_act(act=cancelled, by_act=act, by=by)
    with pytest.raises(ValidationError, match="Выберите действующий"):
        name_act_of_rules(rules=rules, act=cancelled, by=by)
    other = ActFactory(organisation=district.school, number="30")
    with pytest.raises(ValidationError, match="сам отменён"):
        cancel_act(act=other, by_act=cancelled, by=by)
    earlier = ActFactory(organisation=district.school, number="28", dated=date(2019, 9, 1))
    with pytest.raises(ValidationError, match="издан раньше"):
        cancel_act(act=other, by_act=earlier, by=by)
    with pytest.raises(ValidationError, match="акт другого муниципалитета"):
        save_act(act=other, basis=[foreign], by=by)


def test_a_correction_leaves_the_policy_on_an_act_that_could_adopt_it(district, policy, act):
    name_act_of_policy(policy=policy, act=act, by=UserFactory())
    act.organisation = district.school
    with pytest.raises(ValidationError, match="Этим актом принята политика"):
        save_act(act=act, by=UserFactory())


def test_cancelling_warns_what_rests_on_the_act_and_the_policy_says_so_afterwards(district, policy, act, as_role):
    name_act_of_policy(policy=policy, act=act, by=UserFactory())
    admin = as_role(Role.ADMIN)

    page = admin.get(f"/acts/{act.pk}/cancel/").content.decode()
    assert "На этот акт опираются: политика" in page
    assert "версия с 01.01.2020" in page

    later = ActFactory(organisation=None, municipality=district.municipality, number="30", dated=date(2026, 9, 5))
    cancel_act(act=act, by_act=later, by=member(Role.ADMIN, municipality=district.municipality))
    assert (
        f'отменён: <a href="{later.get_absolute_url()}"' in admin.get(f"/settings/policy/{policy.pk}/").content.decode()
    )
    with pytest.raises(ValidationError, match="отменён"):
        name_act_of_policy(policy=policy, act=act, by=UserFactory())


def test_an_act_on_which_nothing_rests_is_cancelled_without_a_warning(act, as_role):
    assert "На этот акт опираются" not in as_role(Role.ADMIN).get(f"/acts/{act.pk}/cancel/").content.decode()


def test_a_new_municipality_is_led_to_its_policy_with_its_own_acts_and_those_of_its_region(district, act):
    boss = client_of(UserFactory(is_superuser=True))
    MunicipalityFactory(name="Дальний район", region="Другая область")
    added = boss.post("/settings/municipality/new/", MUNICIPALITY | {"region": district.municipality.region})
    new = Municipality.objects.get(name=MUNICIPALITY["name"])
    of_region = ActFactory(organisation=None, municipality=district.municipality, number="71", title=TITLE)
    local_rules(RuleLevel.REGION, region=new.region, mentee_limit=2, act=of_region)
    own = ActFactory(organisation=None, municipality=new, number="12", title=TITLE)

    page = boss.get(added.url)

    assert added.url == f"/settings/policy/adopt/?municipality={new.pk}"
    assert new.name in page.context["heading"]
    assert set(page.context["form"].fields["act"].queryset) == {own, of_region}
    chosen = {"preset": PolicyPreset.objects.first().pk, "act": of_region.pk}
    data = fields_of(page) | chosen
    boss.post("/settings/policy/adopt/", data)
    assert [version.act for version in new.policies.all()] == [of_region]


def test_who_administers_several_municipalities_is_asked_for_which_a_policy_is_adopted(district):
    boss, new = client_of(UserFactory(is_superuser=True)), MunicipalityFactory(name="Новый район")
    page = boss.get("/settings/policy/adopt/").content.decode()
    assert f'?municipality={new.pk}">Новый район</a> <span class="muted small">политики ещё нет' in page
    assert boss.get("/settings/policy/adopt/?municipality=1000000").status_code == 404
    assert f"/settings/policy/adopt/?municipality={new.pk}" in boss.get("/settings/policy/").content.decode()
    assert f"/settings/policy/adopt/?municipality={new.pk}" in boss.get("/settings/").content.decode()


def test_each_refusal_of_an_adoption_stands_beside_what_it_is_about(district, policy, act, as_role):
    data = {"preset": PolicyPreset.objects.first().pk, "act_way": "known", "act": act.pk}
    admin = as_role(Role.ADMIN)
    page = admin.post("/settings/policy/adopt/", data | {"valid_from": policy.valid_from.isoformat()})
    assert list(page.context["form"].errors) == ["valid_from"]
    with patch("registry.forms.policy.acts_to_adopt", lambda *_: Act.objects.all()):
        other = ActFactory(organisation=district.school, title=TITLE)
        page = admin.post("/settings/policy/adopt/", data | {"act": other.pk, "valid_from": "2026-09-01"})
    assert list(page.context["form"].errors) == ["act"]
    later = admin.get(f"/settings/policy/{policy.pk}/next/")
    sent = fields_of(later) | {"valid_from": "2026-12-01", "reason": "Решение совета"}
    admin.post(later.request["PATH_INFO"], fields_of(admin.post(later.request["PATH_INFO"], sent)))
    again = fields_of(admin.post(later.request["PATH_INFO"], sent))
    assert list(admin.post(later.request["PATH_INFO"], again).context["form"].errors) == ["valid_from"]
