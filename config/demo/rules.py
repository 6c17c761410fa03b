"""Rules at their levels: a school that has decided otherwise by its own act, and a bound for kindergartens."""

from decimal import Decimal

from django.db.models import Count

from config.demo.district import DemoDistrict
from mentoring.enums import LIVE
from mentoring.models import Pair
from registry import clock
from registry.actions.acts import save_act
from registry.actions.local_rules import save_rules
from registry.actions.own_entries import save_own_entry
from registry.enums import (
    ActKind,
    OrganisationKind,
    PaymentKind,
    PaymentMeasure,
    ReportPeriod,
    RequirementMeasure,
    RuleLevel,
)
from registry.models import Act, Form, LocalRules, Organisation, SideRequirement
from registry.models.policy import PolicyRules
from registry.queries.rules import rules_in_force


def set_rules(district: DemoDistrict) -> None:
    school, day = _school_of_small_loads(district), district.calendar.own_rules
    with clock.as_at(day):
        act = Act(
            municipality=district.municipality,
            organisation=school,
            kind=ActKind.ORDER,
            number="15-П",
            dated=day,
            title="Об утверждении положения о наставничестве",
            signatory=school.head_name,
        )
        save_act(act=act, by=district.admin)
        own = LocalRules(level=RuleLevel.ORGANISATION, organisation=school, act=act)
        _set(
            district,
            own,
            "Решение педагогического совета",
            mentee_limit=2,
            report_period=ReportPeriod.QUARTER,
            payment=PaymentKind.INCENTIVE,
            payment_amount=Decimal(10),
            payment_measure=PaymentMeasure.SHARE_EACH,
            payment_ground="Положением о выплатах стимулирующего характера, утверждённым приказом школы",
        )
        _ask_for_experience(district)
        nurseries = LocalRules(
            level=RuleLevel.KIND,
            municipality=district.municipality,
            organisation_kind=OrganisationKind.PRESCHOOL,
            basis=f"протокол совещания заведующих от {day:%d.%m.%Y} № 3",
            bounds=["programme_max_months"],
        )
        _set(
            district,
            nurseries,
            "Просьба управления дошкольного образования",
            programme_max_months=12,
            supervising_body="управление дошкольного образования администрации Заречного муниципального района",
            supervising_head="Островская Вера Павловна",
            supervising_head_post="начальник управления дошкольного образования",
        )


def _ask_for_experience(district: DemoDistrict) -> None:
    """The district warns of mentors of less than five years: an entry of its own."""
    requirement = SideRequirement(
        municipality=district.municipality,
        form=Form.objects.get(code="teacher-teacher"),
        measure=RequirementMeasure.EXPERIENCE,
        years=5,
        source="положение района",
    )
    save_own_entry(entry=requirement, by=district.admin)


def _set(district: DemoDistrict, rules: LocalRules, reason: str, **decided: object) -> None:
    above = rules_in_force(district.municipality, district.calendar.own_rules)
    for field in PolicyRules._meta.local_fields:
        if field.name != "bounds":
            setattr(rules, field.name, decided.get(field.name, getattr(above, field.name)))
    rules.valid_from, rules.decides = district.calendar.own_rules, list(decided)
    save_rules(rules=rules, entries={}, reason=reason, by=district.admin)


def _school_of_small_loads(district: DemoDistrict) -> Organisation:
    """Where nobody has more than two mentees."""
    busy = Pair.objects.filter(status__in=LIVE).values("mentor").annotate(mentees=Count("mentee", distinct=True))
    loaded = set(busy.filter(mentees__gt=2).values_list("mentor__person__organisation", flat=True))
    return next(school for school in district.schools if school != district.main_school and school.pk not in loaded)
