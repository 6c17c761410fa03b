"""How long data of people are kept in each municipality."""

from collections.abc import Iterable
from datetime import date

from registry.models import Municipality, Policy
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.rules import RulesTimeline


def municipalities_by_months(code: str, on: date, municipalities: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Months of the rule `code` → municipalities where it has this value on the day. One without a policy keeps data
    as long as the portal's own term says."""
    keys = sorted(municipalities) if municipalities is not None else list(_all_municipalities())
    timeline = RulesTimeline(keys, organisations=[], acts=False)
    usual: int = getattr(Policy(), code)
    by_months: dict[int, list[int]] = {}
    for key in keys:
        rules = timeline.in_force(Jurisdiction(key), on)
        by_months.setdefault(getattr(rules, code) if rules else usual, []).append(key)
    return by_months


def _all_municipalities() -> Iterable[int]:
    return Municipality.objects.order_by("pk").values_list("pk", flat=True)
