"""Months of monitoring: what comes next, which period a month is for, who is reminded and who is named."""

from datetime import date

import pytest

from monitoring.actions import approve_assessment
from monitoring.deadlines import ASSESSMENT
from monitoring.enums import AssessmentPeriod
from monitoring.schedule import describe_next_month, next_month, period_on, period_to_assess
from registry import clock
from registry.actions.policy import adopt_preset
from registry.deadlines import DeadlineScope
from registry.enums import OrganisationKind, Role, RuleLevel
from registry.models import Municipality, Organisation, Policy, PolicyPreset
from registry.queries.deadlines import deadlines_in
from tests.factories import (
    AssessmentFactory,
    CuratorFactory,
    MembershipFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    UserFactory,
    local_rules,
    member,
    own_rules,
)
from tests.monitoring.conftest import row_of
from tests.monitoring.test_assessment_pages import NEW, signed_in, text_of

START, MIDDLE, END = AssessmentPeriod
DECEMBER = date(2026, 12, 7)
BUTTON = ">Оценить</a>"


def policy(**changes) -> Policy:
    """The months of the base preset: the baseline in September, monitoring in December and May."""
    return Policy(**{"monitoring_months": [5, 12], "baseline_month": 9, **changes})


def organisation_in(pk: int, name: str, kind: str = OrganisationKind.SCHOOL) -> Organisation:
    return Organisation(municipality=Municipality(pk=pk, name=name), kind=kind)


# --- months ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "month"),
    [
        (date(2026, 11, 20), "декабрь 2026 года"),
        (date(2026, 12, 31), "декабрь 2026 года"),
        (date(2027, 1, 1), "май 2027 года"),
        (date(2027, 6, 1), "сентябрь 2027 года, входная оценка"),
        (date(2027, 9, 30), "сентябрь 2027 года, входная оценка"),
        (date(2027, 10, 1), "декабрь 2027 года"),
    ],
)
def test_the_nearest_month_is_the_present_one_or_the_first_to_come(on, month):
    assert str(next_month(policy(), on)).replace("\u00a0", " ") == month


def test_without_the_score_there_is_no_baseline_and_without_months_nothing_comes():
    assert next_month(policy(score_enabled=False), date(2027, 6, 1)).month == 12
    assert next_month(policy(score_enabled=False, monitoring_months=[]), DECEMBER) is None
    assert describe_next_month([(organisation_in(1, "Ближний район"), None)], DECEMBER) == ""


def test_municipalities_that_differ_are_named_beside_their_months():
    near, far, other = map(organisation_in, (1, 2, 3), ("Ближний район", "Дальний район", "Иной район"))
    same = [(near, policy()), (far, policy())]
    assert describe_next_month(same, DECEMBER) == "декабрь 2026\u00a0года"
    assert describe_next_month([*same, (other, policy(monitoring_months=[3]))], DECEMBER) == (
        "декабрь 2026\u00a0года (Ближний район, Дальний район); март 2027\u00a0года (Иной район)"
    )


def test_kinds_of_organisations_that_differ_are_named_beside_their_months():
    school, nursery = organisation_in(1, "Район"), organisation_in(1, "Район", kind=OrganisationKind.PRESCHOOL)
    assert describe_next_month([(school, policy()), (nursery, policy(monitoring_months=[3]))], DECEMBER) == (
        "декабрь 2026\u00a0года (Район: общеобразовательная организация); март 2027\u00a0года (Район: дошкольная ОО)"
    )


@pytest.mark.parametrize(
    ("months", "periods"),
    [
        # Базовый, Кез-2022, Сальск-2021, no months at all
        ([5, 12], {9: START, 10: MIDDLE, 12: MIDDLE, 1: MIDDLE, 4: MIDDLE, 5: END, 6: END, 8: END}),
        ([5], {9: START, 12: MIDDLE, 5: END, 8: END}),
        ([1, 5, 12], {9: START, 12: MIDDLE, 1: MIDDLE, 5: END}),
        ([12], {9: START, 11: MIDDLE, 12: END, 5: END}),
        ([], {9: START, 5: MIDDLE}),
    ],
)
def test_the_month_tells_the_period(months, periods):
    rules = policy(monitoring_months=months)
    assert {month: period_on(rules, date(2026, month, 10)) for month in periods} == periods


def test_a_baseline_in_a_month_of_monitoring_is_the_beginning():
    assert period_on(policy(baseline_month=12), DECEMBER) == START


@pytest.mark.requirement("A16-16")
def test_a_period_is_due_in_its_months_only_and_where_the_score_is_kept():
    assert period_to_assess(policy(), DECEMBER) == MIDDLE
    assert period_to_assess(policy(), date(2026, 9, 1)) == START
    assert period_to_assess(policy(), date(2026, 11, 20)) is None
    assert period_to_assess(policy(score_enabled=False), DECEMBER) is None
    assert period_to_assess(None, DECEMBER) is None


# --- on the pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def school(db):
    school = OrganisationFactory(short_name="МБОУ «Заречная школа»")
    PolicyFactory(municipality=school.municipality, monitoring_months=[5, 12], baseline_month=9)
    return school


def page_of(school) -> str:
    return f"/monitoring/organisations/{school.pk}/"


def approved(school, **changes) -> None:
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=12, **changes), by=UserFactory())


def gaps_of(school, on: date) -> list[str]:
    return [gap for gap in row_of(school, on).gaps if "оценк" in gap]


def test_both_dashboards_tell_the_nearest_monitoring(client, school):
    sentence = "Ближайший мониторинг: декабрь 2026 года"
    signed_in(client, member(Role.COORDINATOR, municipality=school.municipality))
    assert sentence in text_of(client.get("/monitoring/"))
    assert sentence in text_of(client.get(page_of(school)))
    assert "Ближайший мониторинг: май 2026 года" in text_of(client.get(f"{page_of(school)}?on=2026-04-01"))
    PolicyFactory(municipality=school.municipality, valid_from=date(2026, 11, 1), monitoring_months=[3])
    assert "Ближайший мониторинг: март 2027 года" in text_of(client.get(page_of(school)))
    school.municipality.policies.all().delete()
    for address in ("/monitoring/", page_of(school)):
        assert "Ближайший мониторинг" not in text_of(client.get(address))


@pytest.mark.requirement("S-months")
@pytest.mark.parametrize(
    ("on", "message"),
    [("2026-11-20", "декабрь 2026"), ("2027-01-10", "январь 2027"), ("2027-02-01", "май 2027")],
)
def test_months_of_an_adopted_preset_are_told(client, school, on, message):
    preset = PolicyPreset.objects.get(code="salsk-2021")
    adopt_preset(preset=preset, municipality=school.municipality, valid_from=date(2026, 9, 1), by=UserFactory())
    with clock.as_at(date.fromisoformat(on)):
        signed_in(client, member(Role.CURATOR, organisation=school))
        assert f"Ближайший мониторинг: {message} года" in text_of(client.get(page_of(school)))


@pytest.mark.parametrize("day", [DECEMBER, date(2027, 5, 20), date(2027, 9, 1)])
def test_in_a_month_of_monitoring_whoever_may_assess_is_offered_to(client, school, day):
    with clock.as_at(day):
        signed_in(client, member(Role.CURATOR, organisation=school))
        text = text_of(client.get(page_of(school)))
        assert f'{NEW}?organisation={school.pk}"{BUTTON}' in text
        assert text.count("btn-primary") == 1
        assert BUTTON not in text_of(client.get(f"{page_of(school)}?on=2026-09-10"))
        readers = (
            member(Role.OPERATOR, organisation=school),
            member(Role.COORDINATOR, municipality=school.municipality),
        )
        for reader in readers:
            signed_in(client, reader)
            assert BUTTON not in text_of(client.get(page_of(school)))


def test_outside_the_months_and_once_the_period_is_approved_nobody_is_hurried(client, school):
    signed_in(client, member(Role.CURATOR, organisation=school))
    assert BUTTON not in text_of(client.get(page_of(school)))  # it is November
    approved(school, period="start")
    with clock.as_at(DECEMBER):
        assert BUTTON in text_of(client.get(page_of(school)))
        approved(school, period="middle")
        text = text_of(client.get(page_of(school)))
        assert BUTTON not in text
        assert "Начать оценку" in text


def test_where_no_score_is_kept_nothing_is_offered(client, school):
    school.municipality.policies.update(score_enabled=False)
    with clock.as_at(DECEMBER):
        signed_in(client, member(Role.CURATOR, organisation=school))
        text = text_of(client.get(page_of(school)))
        assert "Ближайший мониторинг: декабрь 2026 года" in text
        assert BUTTON not in text
        assert gaps_of(school, DECEMBER) == []


def test_an_unassessed_period_is_among_the_gaps_of_its_month(school):
    missing = ["нет утверждённой оценки за период «середина года»"]
    assert gaps_of(school, date(2026, 11, 30)) == ["нет утверждённой оценки"]
    assert gaps_of(school, DECEMBER) == missing
    with clock.as_at(DECEMBER):
        approved(school, period="start")
        approved(school, period="middle", school_year=2025)
        draft = AssessmentFactory(organisation=school, period="middle", total=18)
        assert gaps_of(school, DECEMBER) == missing
        approve_assessment(assessment=draft, by=UserFactory())
        approved(school, period="end")
        assert gaps_of(school, DECEMBER) == []
        assert gaps_of(school, date(2026, 12, 6)) == missing  # the day before the approval
    assert gaps_of(school, date(2027, 1, 10)) == []


def test_an_organisation_that_is_not_obliged_is_not_named(school):
    partner = OrganisationFactory(municipality=school.municipality, kind=OrganisationKind.ENTERPRISE)
    CuratorFactory(organisation=partner)
    PairFactory(organisation=partner)
    assert gaps_of(partner, DECEMBER) == []


@pytest.mark.requirement("H-6.3-4")
def test_the_district_finds_the_unassessed_among_the_gaps(client, school):
    with clock.as_at(DECEMBER):
        signed_in(client, member(Role.COORDINATOR, municipality=school.municipality))
        assert "за период «середина года»" in text_of(client.get("/monitoring/?gaps=on"))
        approved(school, period="middle")
        assert "за период «середина года»" not in text_of(client.get("/monitoring/?gaps=on"))


@pytest.mark.parametrize(("day", "period"), [(date(2026, 9, 3), START), (DECEMBER, MIDDLE), (date(2027, 5, 3), END)])
def test_a_new_assessment_proposes_the_period_of_the_month(client, school, day, period):
    with clock.as_at(day):
        signed_in(client, member(Role.CURATOR, organisation=school))
        form = client.get(f"{NEW}?organisation={school.pk}").context["form"]
        assert form["period"].value() == period
        assert form["school_year"].value() == 2026


def test_of_several_municipalities_the_chosen_schools_policy_proposes(client, school):
    far = OrganisationFactory(municipality=MunicipalityFactory())
    PolicyFactory(municipality=far.municipality, monitoring_months=[12], baseline_month=9)
    user = member(Role.CURATOR, organisation=school)
    MembershipFactory(user=user, role=Role.CURATOR, organisation=far)
    with clock.as_at(DECEMBER):
        signed_in(client, user)

        def proposed(query: str = "") -> str | None:
            return client.get(f"{NEW}{query}").context["form"]["period"].value()

        assert (proposed(), proposed(f"?organisation={school.pk}"), proposed(f"?organisation={far.pk}")) == (
            None,
            MIDDLE,
            END,
        )
        assert proposed("?organisation=x") is None
        assert proposed(f"?organisation={'9' * 30}") is None


# --- in the worklist ------------------------------------------------------------------------------------------------


def assessments_due_to(user, on: date) -> list[tuple[date, str]]:
    with clock.as_at(on):
        due = deadlines_in(DeadlineScope.of_user(user), on)
    return [(each.due_on, each.why) for each in due if each.kind == ASSESSMENT]


@pytest.mark.requirement("S-months", "K-RM-5.1", "A16-16")
def test_the_months_of_the_rules_are_deadlines_until_the_assessment_is_approved(school):
    curator = member(Role.CURATOR, organisation=school)
    middle = (date(2026, 12, 31), "Нет утверждённой оценки за период «середина года»")
    assert assessments_due_to(curator, date(2026, 11, 20)) == []
    assert assessments_due_to(curator, DECEMBER) == [middle]
    assert assessments_due_to(curator, date(2027, 1, 15)) == [middle]
    assert assessments_due_to(curator, date(2027, 2, 1)) == []
    nursery = OrganisationFactory(municipality=school.municipality, kind="preschool", short_name="Детский сад")
    own_rules(nursery, score_enabled=False)
    local_rules(RuleLevel.KIND, municipality=school.municipality, organisation_kind=school.kind, monitoring_months=[11])
    end = (date(2026, 11, 30), "Нет утверждённой оценки за период «конец года»")
    coordinator = member(Role.COORDINATOR, municipality=school.municipality)
    assert assessments_due_to(coordinator, date(2026, 11, 20)) == [end]
    approved(school, school_year=2026, period=END)
    assert assessments_due_to(coordinator, date(2026, 11, 20)) == []
