from datetime import timedelta

import pytest

from registry import clock
from registry.enums import Role
from registry.models import Form, Municipality, Policy, PolicyPreset
from registry.policies.labels import describe_rules
from tests.factories import MunicipalityFactory, OrganisationFactory, PairFactory, PolicyFactory, UserFactory, member
from tests.registry.conftest import signed_in
from tests.stories.desk import words_of

READ = [
    "/settings/",
    "/settings/policy/",
    "/settings/policy/presets/",
    "/settings/dictionaries/",
    *(f"/settings/dictionaries/{code}/" for code in ("forms", "role-models", "kinds", "formats", "categories")),
]


@pytest.fixture
def policy(district) -> Policy:
    return district.municipality.policies.get()


def as_typed(policy, **changes) -> dict:
    """What the browser sends when the form of the version is saved as it is."""
    plain = [
        f.name
        for f in Policy._meta.fields
        if f.name not in ("id", "municipality", "form_labels", "role_model_labels", "kind_labels", "act")
    ]
    data = {name: getattr(policy, name) for name in plain}
    data |= {name: [entry.pk for entry in getattr(policy, name).all()] for name in ("forms", "role_models", "kinds")}
    data = {name: "on" if value is True else value for name, value in data.items() if value not in (False, None)}
    return data | changes


def confirmed(client, address: str, fields: dict):
    """The answer to the second sending: the first one shows what would change."""
    question = client.post(address, fields)
    assert question.context["form"].is_asking, question.context["form"].errors
    digest = question.context["form"]["confirmed"].value()
    return client.post(address, {**fields, "confirmed": digest, "reason": "решение совещания"})


@pytest.mark.parametrize("url", READ)
def test_settings_are_read_by_admin_and_coordinator_only(url, as_role, client):
    for role in (Role.ADMIN, Role.COORDINATOR):
        assert as_role(role).get(url).status_code == 200
    for role in (Role.CURATOR, Role.HEAD, Role.REGIONAL):
        assert as_role(role).get(url).status_code == 403
    assert client.get(url).status_code == 302


def test_only_the_admin_changes_settings(district, policy, as_role):
    coordinator = as_role(Role.COORDINATOR)
    for url in (f"/settings/policy/{policy.pk}/edit/", f"/settings/municipality/{district.municipality.pk}/"):
        assert as_role(Role.ADMIN).get(url).status_code == 200
        assert coordinator.get(url).status_code == 403
    assert coordinator.get("/settings/policy/adopt/").status_code == 403


def test_a_foreign_municipality_s_settings_do_not_exist(district, policy, stranger):
    for url in (
        f"/settings/policy/{policy.pk}/",
        f"/settings/policy/{policy.pk}/edit/",
        f"/settings/municipality/{district.municipality.pk}/",
    ):
        assert stranger.get(url).status_code == 404
    assert str(district.municipality) not in stranger.get("/settings/policy/").content.decode()
    assert str(district.municipality) not in stranger.get("/settings/").content.decode()


def test_a_preset_becomes_a_version_of_the_policy(district, as_role):
    preset = PolicyPreset.objects.get(code__startswith="surgut")
    data = {"preset": preset.pk, "valid_from": "2026-09-01", "basis": "постановление от 25.08.2026 № 410"}
    as_role(Role.ADMIN).post("/settings/policy/adopt/", data)
    version = district.municipality.policies.get(valid_from="2026-09-01")
    assert version.curator_eligibility == preset.curator_eligibility
    assert version.basis == "постановление от 25.08.2026 № 410"


def test_two_versions_cannot_begin_on_one_day(policy, as_role):
    data = {"preset": PolicyPreset.objects.first().pk, "valid_from": policy.valid_from.isoformat(), "act_way": "later"}
    errors = as_role(Role.ADMIN).post("/settings/policy/adopt/", data).context["form"].errors
    assert "уже есть версия" in errors["valid_from"][0]


def test_a_version_is_edited_in_words_of_the_municipality(policy, as_role):
    form = Form.objects.filter(in_use=True).first()
    data = as_typed(policy, mentee_limit=2) | {f"label-{form.code}": "учитель – учитель"}
    response = confirmed(as_role(Role.ADMIN), f"/settings/policy/{policy.pk}/edit/", data)
    assert response.status_code == 302
    policy.refresh_from_db()
    assert policy.mentee_limit == 2
    assert policy.form_label(form) == "учитель – учитель"
    assert policy.several_mentors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mentee_limit": 4}, "mentee_limit"),
        ({"programme_min_months": 9, "programme_max_months": 6}, "__all__"),
        ({"forms": []}, "forms"),
        ({"act_kind": "minutes"}, "act_kind"),
    ],
)
def test_an_impossible_rule_is_refused(changes, field, policy, as_role):
    response = as_role(Role.ADMIN).post(f"/settings/policy/{policy.pk}/edit/", as_typed(policy, **changes))
    assert field in response.context["form"].errors


def test_a_superseded_version_stays_as_orders_of_its_time_knew_it(district, policy, as_role):
    PolicyFactory(municipality=district.municipality, valid_from="2026-01-01")
    url = f"/settings/policy/{policy.pk}/edit/"
    admin = as_role(Role.ADMIN)
    assert admin.get(url).status_code == 403
    assert admin.post(url, as_typed(policy, mentee_limit=1)).status_code == 403
    assert url not in admin.get(f"/settings/policy/{policy.pk}/").content.decode()


def test_a_version_that_has_begun_keeps_its_day(policy, as_role):
    data = as_typed(policy, valid_from="2026-10-01")
    assert confirmed(as_role(Role.ADMIN), f"/settings/policy/{policy.pk}/edit/", data).status_code == 302
    began = policy.valid_from
    policy.refresh_from_db()
    assert policy.valid_from == began


def test_a_change_is_shown_with_the_pairs_it_touches_and_needs_a_reason(policy, as_role):
    admin, address = as_role(Role.ADMIN), f"/settings/policy/{policy.pk}/edit/"
    OrganisationFactory(municipality=policy.municipality)
    PairFactory(organisation=policy.municipality.organisations.last(), status="draft", starts_on=clock.today())
    question = admin.post(address, as_typed(policy, mentee_limit=2))
    page_text = words_of(question)
    assert "Наставляемых у одного наставника, не больше 3 2 Затронет 1 пару" in page_text
    sent = {**as_typed(policy, mentee_limit=2), "confirmed": question.context["form"]["confirmed"].value()}
    assert "reason" in admin.post(address, sent).context["form"].errors
    policy.refresh_from_db()
    assert policy.mentee_limit == 3


def test_the_change_tells_the_whole_sum(policy, as_role):
    changes = {
        "payment": "incentive",
        "payment_amount": "1500",
        "payment_measure": "sum",
        "payment_ground": "Положению",
    }
    question = as_role(Role.ADMIN).post(f"/settings/policy/{policy.pk}/edit/", as_typed(policy, **changes))
    assert "не указан 1500" in words_of(question)


def test_the_next_version_begins_with_the_rules_of_a_kept_one(policy, as_role):
    policy.kinds.remove(policy.kinds.first())
    Policy.objects.filter(pk=policy.pk).update(left_to_region=["pupil_min_age"], mentee_limit=2)
    policy.refresh_from_db()
    admin, address = as_role(Role.ADMIN), f"/settings/policy/{policy.pk}/next/"
    offered = admin.get(address).context["form"]
    assert (offered["mentee_limit"].value(), offered["left_to_region"].value()) == (2, ["pupil_min_age"])
    day = clock.today() + timedelta(days=30)
    data = as_typed(policy, valid_from=day, programme_max_months=10)
    assert confirmed(admin, address, data).status_code == 302
    version = Policy.objects.get(valid_from=day)
    assert set(version.kinds.all()) == set(policy.kinds.all())
    assert (version.programme_max_months, version.left_to_region) == (10, ["pupil_min_age"])
    policy.refresh_from_db()
    assert policy.programme_max_months == 12


def test_a_coming_version_may_not_be_moved_into_the_past(district, policy, as_role):
    coming = PolicyFactory(municipality=district.municipality, valid_from=clock.today() + timedelta(days=30))
    url = f"/settings/policy/{coming.pk}/edit/"
    errors = as_role(Role.ADMIN).post(url, as_typed(coming, valid_from="2026-01-01")).context["form"].errors
    assert "valid_from" in errors


def test_presets_are_compared_rule_by_rule(as_role):
    presets = list(PolicyPreset.objects.all())
    rules = {rule.title: rule for rule in describe_rules(*presets)}
    assert rules["кто может быть куратором"].differs
    page = as_role(Role.ADMIN).get("/settings/policy/presets/").content.decode()
    for preset in presets:
        assert str(preset) in page


def test_an_entry_is_taken_out_of_use_by_the_admin_of_the_installation(district, as_role):
    form = Form.objects.filter(in_use=True).first()
    url = f"/settings/dictionaries/forms/{form.pk}/switch/"
    assert as_role(Role.COORDINATOR).post(url).status_code == 403
    # the neighbour municipality has its own admin: dictionaries are not one admin's alone
    assert as_role(Role.ADMIN).post(url).status_code == 403
    district.foreign_school.municipality.organisations.all().delete()
    district.foreign_school.municipality.delete()
    switch_off = {"switch_to": "off"}
    assert as_role(Role.ADMIN).post(url, switch_off).status_code == 302
    assert as_role(Role.ADMIN).post(url, switch_off).status_code == 302  # the second press of a double click
    form.refresh_from_db()
    assert not form.in_use
    for was in (False, True):  # what no button of the page says changes nothing
        Form.objects.filter(pk=form.pk).update(in_use=was)
        as_role(Role.ADMIN).post(url, {"wanted": "toggle"})
        form.refresh_from_db()
        assert form.in_use is was


@pytest.mark.requirement("H-0-2")
def test_the_names_of_the_municipality_are_kept_in_cases(district, as_role):
    municipality = district.municipality
    data = {
        "name": municipality.name,
        "name_genitive": "Заречного муниципального района",
        "region": "Приречный край",
        "place": "п. Заречный",
        "authorised_body": "отдел образования",
        "authorised_body_genitive": "отдела образования",
    }
    as_role(Role.ADMIN).post(f"/settings/municipality/{municipality.pk}/", data)
    municipality.refresh_from_db()
    assert (municipality.authorised_body, municipality.authorised_body_genitive) == (
        "отдел образования", "отдела образования",
    )  # fmt: skip
    # the region's rules hold whoever administers one of its municipalities
    assert municipality.region != "Приречный край"


def test_versions_of_several_municipalities_stand_apart(db):
    user = member(Role.ADMIN, municipality=MunicipalityFactory(name="Ближний район"))
    PolicyFactory(municipality=user.memberships.get().municipality)
    PolicyFactory(municipality=MunicipalityFactory(name="Дальний район"))
    page = signed_in(user).get("/settings/policy/").content.decode()
    assert "Ближний район" in page
    assert "Дальний район" not in page


def test_a_municipality_is_added_on_a_screen_and_asked_only_what_is_used(db):
    client = signed_in(UserFactory(is_superuser=True, is_staff=True))
    page = client.get("/settings/municipality/new/")
    assert "name_prepositional" not in page.context["form"].fields
    data = {
        "name": "Лесной район",
        "name_genitive": "Лесного района",
        "region": "Приречная область",
        "place": "с. Лесное",
        "authorised_body": "отдел образования Лесного района",
    }
    assert client.post("/settings/municipality/new/", data).status_code == 302
    municipality = Municipality.objects.get(name="Лесной район")
    assert municipality.slug == "lesnoy-rayon"
    again = client.post("/settings/municipality/new/", data)
    assert "уже есть" in str(again.context["form"].errors["name"])
    PolicyFactory(municipality=municipality)
    assert "Политика Лесного района" in words_of(client.get(f"/settings/policy/{municipality.policies.get().pk}/"))
