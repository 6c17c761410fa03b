"""Which bases of mentors and mentees, and which columns of the register of pairs, the rules of a reader's places have
(requirements A16-18)."""

from datetime import date

from accounts.models import User
from registry.access import Access
from registry.enums import PairColumn, RegisterBase
from registry.policies.rules_in_force import Jurisdiction, RulesInForce
from registry.queries.rules import RulesTimeline


def bases_of_reader(user: User, on: date) -> list[str]:
    """Codes of RegisterBase that one of the reader's municipalities or organisations has, in the order of the portal.
    All of them for a reader without such a place, and where a municipality has no policy."""
    return _codes_of_reader(user, on, "bases", RegisterBase.values)


def pair_columns_of_reader(user: User, on: date) -> list[str]:
    """The same of PairColumn."""
    return _codes_of_reader(user, on, "pair_columns", PairColumn.values)


def _codes_of_reader(user: User, on: date, rule: str, every: list[str]) -> list[str]:
    rules = rules_of_reader(user, on)
    if not rules or None in rules:
        return list(every)
    codes = {code for one in rules if one is not None for code in getattr(one, rule)}
    return [code for code in every if code in codes]


def rules_of_reader(user: User, on: date) -> list[RulesInForce | None]:
    """Of each municipality and organisation of the reader, None where there is no policy; empty for a reader without
    such a place, and for whoever sees all of them."""
    if Access.of(user).is_unlimited:
        return []
    places = {
        Jurisdiction.of(place)
        for membership in Access.of(user).memberships
        if (place := membership.organisation or membership.municipality) is not None
    }
    timeline = RulesTimeline(
        {place.municipality for place in places},
        organisations={place.organisation for place in places if place.organisation is not None},
        acts=False,
    )
    return [timeline.in_force(place, on) for place in places]
