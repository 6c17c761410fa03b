"""The months of monitoring of a municipality by its policy, and the period that each month assesses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitoring.enums import AssessmentPeriod
from registry.enums import Month
from registry.models import Organisation
from registry.policies.rules_in_force import RulesInForce


@dataclass(frozen=True, order=True)
class MonitoringMonth:
    year: int
    month: int
    is_baseline: bool = False

    def __str__(self) -> str:
        return f"{Month(self.month).label} {self.year}\u00a0года{', входная оценка' if self.is_baseline else ''}"


def months_of(policy: RulesInForce) -> set[int]:
    """The months of monitoring, with the month of the baseline while the municipality keeps the score."""
    return {*policy.monitoring_months, *([policy.baseline_month] if policy.score_enabled else [])}


def next_month(policy: RulesInForce, on: date) -> MonitoringMonth | None:
    """The present month if it is one of them, otherwise the next; None when the policy names none."""
    months = [
        MonitoringMonth(
            on.year + (month < on.month), month, is_baseline=policy.score_enabled and month == policy.baseline_month
        )
        for month in months_of(policy)
    ]
    return min(months, default=None)


def period_on(policy: RulesInForce, on: date) -> AssessmentPeriod:
    """The month of the baseline begins the school year; the last month of monitoring, with the months after it, ends
    it; the months between are the middle."""
    if on.month == policy.baseline_month:
        return AssessmentPeriod.START
    positions = [_position_in_school_year(month) for month in policy.monitoring_months]
    if positions and _position_in_school_year(on.month) >= max(positions):
        return AssessmentPeriod.END
    return AssessmentPeriod.MIDDLE


def period_to_assess(policy: RulesInForce | None, on: date) -> AssessmentPeriod | None:
    """The period that the day's month is for; None in other months and without a score."""
    if policy is None or not policy.score_enabled or on.month not in months_of(policy):
        return None
    return period_on(policy, on)


def describe_next_month(rules: Iterable[tuple[Organisation, RulesInForce | None]], on: date) -> str:
    """«декабрь 2026 года»; where municipalities or kinds of organisations differ, each month with theirs. Empty when
    nothing is to come, or nothing is monitored."""
    by_month: dict[MonitoringMonth, set[str]] = {}
    of_municipality: dict[int, set[MonitoringMonth]] = {}
    # organisations share their rules, and those of a kind in a municipality their name here
    alike = {
        (one.municipality_id, one.kind, id(in_force)): (one, in_force)
        for one, in_force in rules
        if in_force and (in_force.score_enabled or in_force.org_indicators_enabled)
    }
    months = [(one, month) for one, in_force in alike.values() if (month := next_month(in_force, on))]
    for organisation, month in months:
        of_municipality.setdefault(organisation.municipality_id, set()).add(month)
    for organisation, month in months:
        name = str(organisation.municipality)
        if len(of_municipality[organisation.municipality_id]) > 1:
            name = f"{name}: {organisation.get_kind_display()}"
        by_month.setdefault(month, set()).add(name)
    if len(by_month) == 1:
        return str(next(iter(by_month)))
    return "; ".join(f"{month} ({', '.join(sorted(by_month[month]))})" for month in sorted(by_month))


def _position_in_school_year(month: int) -> int:
    return (month - Month.SEPTEMBER) % len(Month)
