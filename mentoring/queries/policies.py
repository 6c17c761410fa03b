"""Policies of many pairs at once, at the cost of one query."""

from collections.abc import Collection, Iterable
from datetime import date

from mentoring.models import Pair
from registry.models import Policy
from registry.models.policy import PROGRAMME_TERM


class PolicyTimeline:
    """All versions of the policies of some municipalities, to ask for a day without further queries.

    `with_dictionaries`: also for their forms, role models and kinds.
    """

    def __init__(self, municipality_ids: Iterable[int], *, with_dictionaries: bool = False) -> None:
        self._versions: dict[int, list[Policy]] = {}
        policies = Policy.objects.filter(municipality__in=set(municipality_ids)).order_by("valid_from")
        if with_dictionaries:
            policies = policies.prefetch_related("forms", "role_models", "kinds")
        for policy in policies:
            self._versions.setdefault(policy.municipality_id, []).append(policy)

    @property
    def municipalities(self) -> Collection[int]:
        """Those that have a policy at all."""
        return self._versions.keys()

    def versions_of(self, municipality_id: int) -> list[Policy]:
        """The earliest first."""
        return self._versions.get(municipality_id, [])

    def in_force(self, municipality_id: int, on: date) -> Policy | None:
        versions = [policy for policy in self._versions.get(municipality_id, ()) if policy.valid_from <= on]
        return versions[-1] if versions else None

    def of_pair(self, pair: Pair) -> Policy | None:
        """The version that applies to the pair; its organisation and act are already loaded."""
        return self.in_force(pair.organisation.municipality_id, policy_day(pair))


def programme_term_of(pair: Pair) -> str:
    """What the municipality calls a programme, by the policy of the pair; its organisation is already loaded."""
    policy = PolicyTimeline([pair.organisation.municipality_id]).of_pair(pair)
    return policy.programme_term if policy else PROGRAMME_TERM


def policy_day(pair: Pair) -> date:
    """The day of the order, or without an order the day on which the pair begins."""
    return pair.act.dated if pair.act else pair.starts_on
