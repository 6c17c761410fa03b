"""Rules have levels: the nearest to an organisation counts, a higher one may bound it, a page tells which is whose."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry import clock
from registry.actions.local_rules import name_act_of_rules
from registry.enums import ConsentRule, OrganisationKind, Role, RuleLevel
from registry.models import Form, LocalRules, Policy
from registry.models.policy import PolicyRules
from registry.policies.labels import describe_value, rule_title
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.policy import NoPolicy
from registry.queries.rule_versions import rules_read_once
from registry.queries.rules import RulesTimeline, rules_in_force
from registry.rules import RULES, RULES_BY_CODE
from tests.factories import (
    ActFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PolicyFactory,
    local_rules,
    member,
    own_rules,
)
from tests.stories.desk import Desk, offered, words_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@pytest.fixture
def school():
    organisation = OrganisationFactory()
    PolicyFactory(municipality=organisation.municipality, programme_max_months=12)
    return organisation


def of_kind(school, **rules) -> LocalRules:
    return local_rules(RuleLevel.KIND, municipality=school.municipality, organisation_kind=school.kind, **rules)


def of_region(school, **rules) -> LocalRules:
    return local_rules(RuleLevel.REGION, region=school.municipality.region, **rules)


def policy_of(school) -> Policy:
    return school.municipality.policies.get()


# --- which level counts ----------------------------------------------------------------------------------------------


def test_every_rule_of_a_policy_stands_in_the_list():
    columns = {*PolicyRules._meta.local_fields, *PolicyRules._meta.local_many_to_many}
    assert {field.name for field in columns} - {"bounds"} == set(RULES_BY_CODE)


def test_without_rules_of_other_levels_the_policy_holds(school):
    rules = rules_in_force(school, DAY)
    assert (rules.mentee_limit, rules.origin("mentee_limit").source.title) == (3, "политика муниципалитета")
    assert set(rules.forms.all()) == set(policy_of(school).forms.all())


def test_the_nearest_level_counts_and_the_rest_is_inherited(school):
    of_kind(school, mentee_limit=1, programme_max_months=6)
    own_rules(school, mentee_limit=2)
    rules = rules_in_force(school, DAY)
    assert (rules.mentee_limit, rules.programme_max_months, rules.pupil_min_age) == (2, 6, 10)
    levels = [rules.origin(code).source.level for code in ("mentee_limit", "programme_max_months", "pupil_min_age")]
    assert levels == [RuleLevel.ORGANISATION, RuleLevel.KIND, RuleLevel.MUNICIPALITY]
    other = OrganisationFactory(municipality=school.municipality, kind=OrganisationKind.PRESCHOOL)
    assert rules_in_force(other, DAY).mentee_limit == 3


def test_rules_of_an_organisation_touch_no_other_and_their_day_counts(school):
    neighbour = OrganisationFactory(municipality=school.municipality)
    own_rules(school, mentee_limit=2, valid_from=DAY, valid_to=DAY + timedelta(days=30))
    limits = [
        rules_in_force(school, day).mentee_limit
        for day in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=30), DAY + timedelta(days=31))
    ]
    assert limits == [3, 2, 2, 3]
    assert rules_in_force(neighbour, DAY).mentee_limit == 3


def test_a_version_that_has_ended_brings_no_earlier_one_back(school):
    own_rules(school, mentee_limit=1)
    own_rules(school, mentee_limit=2, valid_from=DAY, valid_to=DAY)
    assert rules_in_force(school, DAY + timedelta(days=1)).mentee_limit == 3


@pytest.mark.requirement("A16-22")
def test_a_policy_that_has_ended_is_none(school):
    Policy.objects.update(valid_to=DAY)
    assert rules_in_force(school, DAY).mentee_limit == 3
    with pytest.raises(NoPolicy):
        rules_in_force(school, DAY + timedelta(days=1))


def test_a_region_sets_what_the_municipality_leaves_to_it(school):
    of_region(school, mentee_limit=1)
    assert rules_in_force(school, DAY).mentee_limit == 3
    Policy.objects.update(left_to_region=["mentee_limit", "pupil_min_age"])
    rules = rules_in_force(school, DAY)
    assert (rules.mentee_limit, rules.origin("mentee_limit").source.level) == (1, RuleLevel.REGION)
    assert (rules.pupil_min_age, rules.origin("pupil_min_age").source.level) == (10, RuleLevel.MUNICIPALITY)
    elsewhere = OrganisationFactory(municipality=MunicipalityFactory(region="Иная область"))
    PolicyFactory(municipality=elsewhere.municipality, left_to_region=["mentee_limit"])
    assert rules_in_force(elsewhere, DAY).mentee_limit == 3


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_a_bound_from_above_holds_also_against_what_was_set_before(school):
    own_rules(school, mentee_limit=3, consents_required=[])
    of_region(
        school, mentee_limit=2, consents_required=[ConsentRule.MENTOR], bounds=["mentee_limit", "consents_required"]
    )
    rules = rules_in_force(school, DAY)
    assert (rules.mentee_limit, rules.consents_required) == (2, ["mentor"])
    origin = rules.origin("mentee_limit")
    assert (origin.source.level, origin.holder.level, origin.is_held) == (
        RuleLevel.ORGANISATION,
        RuleLevel.REGION,
        True,
    )
    own_rules(school, mentee_limit=1, valid_from=DAY)
    assert rules_in_force(school, DAY).mentee_limit == 1


def test_forms_that_a_bound_leaves_are_those_of_both(school):
    both, above = Form.objects.get(code="teacher-teacher"), Form.objects.get(code="pupil-pupil")
    of_kind(school, forms=[both, above], bounds=["forms"])
    own_rules(school, forms=Form.objects.exclude(pk=above.pk))
    rules = rules_in_force(school, DAY)
    assert list(rules.forms.all()) == [both]
    assert rules.forms.contains(both)
    assert not rules.forms.contains(above)


def test_an_organisation_bounds_nobody(school):
    rules = own_rules(school, mentee_limit=2)
    rules.bounds = ["mentee_limit"]
    with pytest.raises(ValidationError, match="Ниже организации"):
        rules.clean()


# --- the database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "owner",
    [
        {},
        {"level": "kind", "organisation_kind": "school"},
        {"level": "region", "region": ""},
        {"level": "organisation", "region": "Приречная область"},
        {"level": "municipality"},
    ],
)
def test_the_database_keeps_exactly_one_owner(school, owner):
    fields = {"level": "organisation", "valid_from": DAY, "decides": ["mentee_limit"], **owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalRules.objects.create(**fields)


def test_one_version_of_an_owner_begins_on_a_day(school):
    for make in (own_rules, of_kind, of_region):
        make(school, mentee_limit=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            make(school, mentee_limit=1)


def test_rules_of_many_organisations_take_two_queries(school, django_assert_num_queries):
    schools = [OrganisationFactory(municipality=school.municipality) for _ in range(3)]
    for number, one in enumerate(schools):
        own_rules(one, mentee_limit=number + 1)
    with django_assert_num_queries(2):
        timeline = RulesTimeline([school.municipality_id])
        limits = [timeline.in_force(Jurisdiction.of(one), DAY).mentee_limit for one in schools]
    assert limits == [1, 2, 3]


def test_a_page_that_only_reads_asks_once_for_the_rules(school, django_assert_num_queries):
    neighbour, far = OrganisationFactory(municipality=school.municipality), OrganisationFactory()
    PolicyFactory(municipality=far.municipality, mentee_limit=1)
    own_rules(school, mentee_limit=2)
    own_rules(neighbour, mentee_limit=1)
    with rules_read_once():
        RulesTimeline([school.municipality_id], acts=False)
        with django_assert_num_queries(0):
            of_school = RulesTimeline([school.municipality_id], organisations=[school.pk])
            assert of_school.in_force(Jurisdiction.of(school), DAY).mentee_limit == 2
            assert {one.organisation for one in of_school.jurisdictions_with_rules()} == {None, school.pk}
        with django_assert_num_queries(2):
            assert RulesTimeline([far.municipality_id]).in_force(Jurisdiction.of(far), DAY).mentee_limit == 1
        with_forms = RulesTimeline([school.municipality_id], dictionaries=True)
        with django_assert_num_queries(0):
            list(with_forms.in_force(Jurisdiction.of(school), DAY).forms.all())
    own_rules(school, mentee_limit=3, valid_from=DAY)
    assert RulesTimeline([school.municipality_id]).in_force(Jurisdiction.of(school), DAY).mentee_limit == 3


# --- screens ---------------------------------------------------------------------------------------------------------


def test_the_page_tells_for_every_rule_whose_it_is_and_what_bounds_it(school):
    of_region(school, mentee_limit=2, bounds=["mentee_limit"])
    own_rules(school, mentee_limit=1, programme_max_months=9, valid_from=DAY)
    with clock.as_at(DAY):
        page_text = Desk(member(Role.CURATOR, organisation=school)).reads("registry:rules_of_organisation", school.pk)
    for rule in RULES:
        assert rule_title(rule).capitalize() in page_text
    district, region = school.municipality, school.municipality.region
    own = f"правила организации с 01.09.2026 {school}"
    assert f"1 {own} не больше: 2 правила региона с 01.01.2020, {region}" in page_text
    assert f"9 {own} —" in page_text
    assert f"10 политика муниципалитета с 01.01.2020 {district} —" in page_text


def test_a_bound_is_told_where_it_stands_beside_the_rule_itself(school):
    of_region(school, mentee_limit=3, bounds=["mentee_limit"])
    rules = of_kind(school, mentee_limit=2, bounds=["mentee_limit"])
    head = Desk(member(Role.HEAD, organisation=school))
    page_text = head.reads("registry:rules_of_organisation", school.pk)
    assert (
        f"не больше: 3 правила региона с 01.01.2020, {school.municipality.region} "
        f"не больше: 2 правила для своего вида организаций с 01.01.2020, {rules.owner_title}"
    ) in page_text
    assert "Смягчить нельзя" in head.reads("registry:own_rules_add", school.pk)


def test_the_policy_tells_of_every_rule_whose_it_is_and_who_may_set_another(school):
    policy = school.municipality.policies.get()
    policy.left_to_region, policy.bounds = ["pair_columns"], ["considered_by"]
    policy.save()
    admin = Desk(member(Role.ADMIN, municipality=school.municipality))
    page_text = admin.reads("registry:policy_version", policy.pk)
    for rule in RULES:
        assert rule_title(rule).capitalize() in page_text
    district, region = school.municipality, school.municipality.region
    assert f"регион, когда задаст: {region} своё: вид организаций, организация" in page_text
    assert f"{district} своё: вид организаций, организация, но не мягче" in page_text


def test_the_head_sets_the_rules_of_the_school_with_its_act(school):
    head = Desk(member(Role.HEAD, organisation=school))
    address = f"{reverse('registry:own_rules_add', args=[school.pk])}?rule=mentee_limit&rule=programme_max_months"
    data = {"valid_from": clock.today(), "mentee_limit": 2, "programme_max_months": 10}
    asked = head.is_refused(address, **data)
    assert "Наставляемых у одного наставника, не больше 3 2" in asked
    assert LocalRules.objects.count() == 0

    head.changes_rules(address, reason="решение педсовета", **data)
    rules = LocalRules.objects.get()
    assert (rules.decides, rules.mentee_limit, rules.organisation) == (
        ["mentee_limit", "programme_max_months"],
        2,
        school,
    )
    assert rules.history.filter(history_change_reason="решение педсовета").exists()
    act = {"act_way": "new", "new_number": "112", "new_dated": clock.today(), "new_title": "О наставничестве"}
    assert "приказ № 112" in head.sends("registry:local_rules_act", rules.pk, **act)


def test_a_change_of_what_is_typed_is_shown_again(school):
    head = Desk(member(Role.HEAD, organisation=school))
    rules = own_rules(school, mentee_limit=2)
    page = head.client.get(reverse("registry:local_rules_edit", args=[rules.pk]))

    sent = {**offered(page.context["form"]), "mentee_limit": 1}
    question = head.client.post(page.request["PATH_INFO"], sent)
    again = {**offered(question.context["form"]), "reason": "ещё раз", "mentee_limit": 3}
    assert head.client.post(page.request["PATH_INFO"], again).context["form"].is_asking
    rules.refresh_from_db()
    assert rules.mentee_limit == 2


def test_a_school_may_not_loosen_what_is_bounded(school):
    of_kind(school, programme_max_months=6, bounds=["programme_max_months"])
    head = Desk(member(Role.HEAD, organisation=school))
    address = f"{reverse('registry:own_rules_add', args=[school.pk])}?rule=programme_max_months"
    refusal = head.is_refused(address, valid_from=clock.today(), programme_max_months=12)
    assert "Мягче нельзя: в правилах для своего вида организаций с 01.01.2020" in refusal
    assert "не длиннее: 6" in refusal


def test_a_bound_is_kept_on_every_day_of_a_version_not_on_its_first_alone(school):
    today = clock.today()
    coming = of_kind(
        school, programme_max_months=6, bounds=["programme_max_months"], valid_from=today + timedelta(days=60)
    )
    head = Desk(member(Role.HEAD, organisation=school))
    address = f"{reverse('registry:own_rules_add', args=[school.pk])}?rule=programme_max_months"
    refusal = head.is_refused(address, valid_from=today, programme_max_months=12)
    assert f"в правилах для своего вида организаций с {coming.valid_from:%d.%m.%Y}" in refusal
    # a version that ends before the bound begins is held by nobody
    head.changes_rules(address, valid_from=today, valid_to=today + timedelta(days=59), programme_max_months=12)


def test_a_municipality_may_not_loosen_what_its_region_bounds(school):
    of_region(school, programme_max_months=9, bounds=["programme_max_months"])
    admin = Desk(member(Role.ADMIN, municipality=school.municipality))
    refusal = admin.is_refused("registry:policy_edit", policy_of(school).pk, programme_max_months=11)
    assert "Мягче нельзя: в правилах региона с 01.01.2020" in refusal


def test_the_end_and_the_ground_of_a_version_stand_in_what_changes(school):
    admin = Desk(member(Role.ADMIN, municipality=school.municipality))
    path = reverse("registry:policy_edit", args=[policy_of(school).pk])
    sent = {
        **offered(admin.client.get(path).context["form"]),
        "valid_to": "2031-08-31",
        "basis": "решение от 02.11.2026",
    }
    page_text = words_of(admin.client.post(path, sent))
    assert "Действует по бессрочно 31.08.2031" in page_text
    assert "Основание словами" in page_text.partition("Напишите ниже")[0]
    assert "решение от 02.11.2026" in page_text.partition("Напишите ниже")[0]


def test_the_administrator_sets_rules_of_a_kind_and_of_the_region_administered_whole(school):
    admin = Desk(member(Role.ADMIN, municipality=school.municipality))
    kind = reverse("registry:kind_rules_add", args=[school.municipality_id, "school"])
    admin.changes_rules(f"{kind}?rule=mentee_limit", valid_from=clock.today(), mentee_limit=2, bounds=["mentee_limit"])
    region = reverse("registry:region_rules_add")
    admin.changes_rules(f"{region}?rule=pupil_min_age", valid_from=clock.today(), pupil_min_age=12)
    assert sorted(LocalRules.objects.values_list("level", "bounds")) == [("kind", ["mentee_limit"]), ("region", [])]
    assert "общеобразовательная организация" in admin.reads("registry:levels")

    OrganisationFactory(municipality=MunicipalityFactory(region=school.municipality.region))
    assert admin.may_not("registry:region_rules_add")


def test_the_rules_of_a_school_rest_on_its_own_act(school):
    rules, by = own_rules(school, mentee_limit=2), member(Role.HEAD, organisation=school)
    foreign = ActFactory(organisation=OrganisationFactory(municipality=school.municipality))
    with pytest.raises(ValidationError, match="тот, чьи они"):
        name_act_of_rules(rules=rules, act=foreign, by=by)
    own = ActFactory(organisation=school)
    assert name_act_of_rules(rules=rules, act=own, by=by).act == own


def test_rules_are_chosen_under_the_headings_of_their_form(school):
    desk = Desk(member(Role.HEAD, organisation=school))
    own_rules(school, mentee_limit=2)
    page = desk.client.get(reverse("registry:own_rules_add", args=[school.pk]))
    parts = {title: (choices, number) for title, choices, number in page.context["parts"]}
    assert len(parts) > 5
    [title] = [title for title, (choices, _) in parts.items() if any(one["code"] == "mentee_limit" for one in choices)]
    assert {heading: number for heading, (_, number) in parts.items() if number} == {title: 1}
    codes = [one["code"] for choices, _ in parts.values() for one in choices]
    assert len(codes) == len(set(codes))


def test_who_agrees_where_no_other_body_is_named_is_said():
    unnamed, named = Policy(), Policy(supervising_body="Управление дошкольного образования")
    assert describe_value(unnamed, "supervising_body") == "уполномоченный орган муниципалитета"
    assert describe_value(unnamed, "supervising_head") == "как в карточке муниципалитета"
    assert describe_value(named, "supervising_body") == "Управление дошкольного образования"
    assert describe_value(named, "supervising_head") == "нет"
