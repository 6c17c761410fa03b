"""The versions of the rules at all levels, as they are stored; a page that only reads asks for them once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db.models import Q

from registry.enums import RuleLevel
from registry.models import LocalRules, Municipality, Policy
from registry.queries.policy import with_dictionaries

_ACT = ("act__organisation", "act__municipality")


@dataclass(frozen=True)
class VersionsNeeded:
    """Whose versions, and how much of each."""

    #: primary keys; None for all
    municipalities: frozenset[int] | None
    #: whose own rules matter, by primary keys; None for all in the municipalities
    organisations: frozenset[int] | None
    #: also forms, role models and kinds
    dictionaries: bool
    #: also what the rules rest on
    acts: bool

    @classmethod
    def of(
        cls,
        municipalities: Iterable[int] | None,
        organisations: Iterable[int] | None,
        *,
        dictionaries: bool,
        acts: bool,
    ) -> "VersionsNeeded":
        return cls(
            None if municipalities is None else frozenset(municipalities),
            None if organisations is None else frozenset(organisations),
            dictionaries,
            acts,
        )

    def is_within(self, other: "VersionsNeeded") -> bool:
        """Whether everything needed is in what the other needs."""
        return (
            _is_subset(self.municipalities, other.municipalities)
            and _is_subset(self.organisations, other.organisations)
            and self.dictionaries <= other.dictionaries
            and self.acts <= other.acts
        )


@dataclass(frozen=True)
class RuleVersions:
    """The earliest first."""

    policies: list[Policy]
    local: list[LocalRules]

    def narrowed_to(self, needed: VersionsNeeded) -> "RuleVersions":
        if needed.municipalities is None:
            return self
        policies = [policy for policy in self.policies if policy.municipality_id in needed.municipalities]
        regions = {policy.municipality.region for policy in policies}
        return RuleVersions(policies, [rules for rules in self.local if _concerns(rules, needed, regions)])


_versions_read: ContextVar[list[tuple[VersionsNeeded, RuleVersions]] | None] = ContextVar("versions", default=None)


@contextmanager
def rules_read_once() -> Iterator[None]:
    """Until its end what has been read of the rules is not read again; for work that changes no rules.

    Inside another such block it goes on with what that one has read.
    """
    token = _versions_read.set(_versions_read.get() or [])
    try:
        yield
    finally:
        _versions_read.reset(token)


def rule_versions(needed: VersionsNeeded) -> RuleVersions:
    """Two queries, or none where `rules_read_once` has them; four more with dictionaries."""
    earlier = _versions_read.get()
    if earlier is None:
        return _read(needed)
    for wider, versions in earlier:
        if needed.is_within(wider):
            return versions.narrowed_to(needed)
    if needed.municipalities is not None:
        needed = replace(needed, acts=True)  # for whoever asks next
    earlier.append((needed, _read(needed)))
    return earlier[-1][1]


def _read(needed: VersionsNeeded) -> RuleVersions:
    relations = _ACT if needed.acts else ()
    policies = Policy.objects.select_related("municipality", *relations)
    local = LocalRules.objects.select_related("organisation", "municipality", *relations)
    if needed.municipalities is not None:
        policies = policies.filter(municipality__in=needed.municipalities)
        local = local.filter(_of(needed.municipalities, needed.organisations))
    if needed.dictionaries:
        policies, local = with_dictionaries(policies), with_dictionaries(local)
    return RuleVersions(list(policies.order_by("valid_from")), list(local.order_by("valid_from")))


def _of(municipalities: frozenset[int], organisations: frozenset[int] | None) -> Q:
    own = (
        Q(organisation__municipality__in=municipalities) if organisations is None else Q(organisation__in=organisations)
    )
    regions = Municipality.objects.filter(pk__in=municipalities).values("region")
    return own | Q(municipality__in=municipalities) | Q(level=RuleLevel.REGION, region__in=regions)


def _concerns(rules: LocalRules, needed: VersionsNeeded, regions: set[str]) -> bool:
    """The same as `_of`, of a row."""
    if rules.organisation is not None:
        if needed.organisations is not None:
            return rules.organisation_id in needed.organisations
        return needed.municipalities is None or rules.organisation.municipality_id in needed.municipalities
    if rules.level == RuleLevel.REGION:
        return rules.region in regions
    return needed.municipalities is None or rules.municipality_id in needed.municipalities


def _is_subset(some: frozenset[int] | None, others: frozenset[int] | None) -> bool:
    return others is None or (some is not None and some <= others)
