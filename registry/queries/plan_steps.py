"""The steps of a programme's year and the meetings of a pair, where the rules keep them."""

from collections.abc import Sequence
from datetime import date

from registry.enums import StepPlan
from registry.models import Organisation, PlanStep
from registry.policies.rules_in_force import RulesInForce
from registry.queries.dictionaries import steps_of
from registry.queries.rules import rules_or_none


def steps_of_organisation(organisation: Organisation, on: date) -> Sequence[PlanStep]:
    """Nothing where the rules of the day keep no steps."""
    rules = rules_or_none(organisation, on)
    if rules is None:
        return []
    return list(steps_of(organisation.municipality_id, StepPlan.CYCLE)) if rules.org_cycle_enabled else []


def meetings_by(rules: RulesInForce | None) -> Sequence[PlanStep]:
    """Of a pair that goes by the rules."""
    if rules is None or not rules.meetings_enabled:
        return []
    return list(steps_of(rules.municipality_id, StepPlan.MEETINGS))
