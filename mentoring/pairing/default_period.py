"""The period that a new pair is offered: until the end of the school year's work."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mentoring.enums import PairTerm
from mentoring.pairing.period import end_of_term, term_of_year
from registry.policies.rules_in_force import RulesInForce
from russian.school_year import school_year_of


def usual_end(starts_on: date, policy: RulesInForce) -> date:
    """31 May of the school year, or of the next one when less than the policy's shortest period is left; never later
    than the policy's longest period. Where a pair works within one year, the end of that year or of the next one."""
    longest = _longest(starts_on, policy)
    if year := term_of_year(policy.term_kind):
        return min(_end_of_year(year, starts_on, policy), longest)
    may = date(school_year_of(starts_on) + 1, 5, 31)
    if may + timedelta(days=1) < starts_on + relativedelta(months=policy.programme_min_months):
        may = may.replace(year=may.year + 1)
    return min(may, longest)


def usual_term(starts_on: date, policy: RulesInForce) -> PairTerm:
    """The year that the rules name, otherwise days; days also where its end would be too far."""
    year = term_of_year(policy.term_kind)
    fits = year is not None and _end_of_year(year, starts_on, policy) <= _longest(starts_on, policy)
    return year if year is not None and fits else PairTerm.DATES


def _end_of_year(term: PairTerm, starts_on: date, policy: RulesInForce) -> date:
    return end_of_term(term, starts_on, 0, least_months=policy.programme_min_months)


def _longest(starts_on: date, policy: RulesInForce) -> date:
    return starts_on + relativedelta(months=policy.programme_max_months) - timedelta(days=1)
