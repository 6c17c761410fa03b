"""The period that a new pair is offered: until the end of the school year's work."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mentoring.pair_terms import end_of_school_year, last_day_within
from registry.enums import TermKind
from registry.rules_in_force import RulesInForce
from russian.school_year import school_year_of


def usual_end(starts_on: date, policy: RulesInForce) -> date:
    """31 May of the school year, or of the next one when less than the policy's shortest period is left; never later
    than the policy's longest period. Where a pair works within one year, never past that year."""
    if policy.term_kind == TermKind.SCHOOL_YEAR:
        return end_of_school_year(starts_on)
    may = date(school_year_of(starts_on) + 1, 5, 31)
    if may + timedelta(days=1) < starts_on + relativedelta(months=policy.programme_min_months):
        may = may.replace(year=may.year + 1)
    longest = starts_on + relativedelta(months=policy.programme_max_months) - timedelta(days=1)
    return min(may, longest, last_day_within(policy.term_kind, starts_on) or longest)
