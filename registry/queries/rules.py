"""The rules in force of organisations on days, at the same number of queries whatever the number of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, TypeVar

from registry.enums import RuleLevel
from registry.models import LocalRules, Municipality, Organisation, Policy
from registry.policies.rules_in_force import Jurisdiction, RulesInForce, RuleSource
from registry.queries.policy import NoPolicy
from registry.queries.rule_versions import VersionsNeeded, rule_versions

AnyVersion = TypeVar("AnyVersion", Policy, LocalRules)


class RulesTimeline:
    """All versions of the rules at all levels of some municipalities (None: of all), to ask for a day without further
    queries.

    `organisations`: whose own rules matter; None for all. `dictionaries`: also forms, role models and kinds. `acts`:
    also what the rules rest on; values alone need none.
    """

    def __init__(
        self,
        municipalities: Iterable[int] | None,
        *,
        organisations: Iterable[int] | None = None,
        dictionaries: bool = False,
        acts: bool = True,
    ) -> None:
        needed = VersionsNeeded.of(municipalities, organisations, dictionaries=dictionaries, acts=acts)
        versions = rule_versions(needed)
        self._policies: dict[int, list[Policy]] = defaultdict(list)
        self._local: dict[tuple[str, object], list[LocalRules]] = defaultdict(list)
        self._regions: dict[int, str] = {}
        self._with_own: set[int | None] = set()
        self._put_together: dict[tuple[int, str, int | None, date], RulesInForce | None] = {}
        for policy in versions.policies:
            self._policies[policy.municipality_id].append(policy)
            self._regions[policy.municipality_id] = policy.municipality.region
        for rules in versions.local:
            self._local[_owner_of(rules)].append(rules)
            self._with_own.add(rules.organisation_id)

    def in_force(self, jurisdiction: Jurisdiction, on: date) -> RulesInForce | None:
        """None when the municipality has no policy on the day: rules are its decision, so none are invented.

        Organisations of a kind that have set none of their own share them, so they are put together once.
        """
        municipality, kind, organisation = jurisdiction
        key = municipality, kind, organisation if organisation in self._with_own else None, on
        if key not in self._put_together:
            self._put_together[key] = self._put_together_for(jurisdiction, on)
        return self._put_together[key]

    def _put_together_for(self, jurisdiction: Jurisdiction, on: date) -> RulesInForce | None:
        policy = _version_on(self._policies.get(jurisdiction.municipality, ()), on)
        if policy is None:
            return None
        sources = [RuleSource(RuleLevel.MUNICIPALITY, policy)]
        for level, owner in self._owners(jurisdiction):
            if rules := _version_on(self._local.get((level, owner), ()), on):
                at = 0 if level == RuleLevel.REGION else len(sources)
                sources.insert(at, RuleSource(level, rules))
        return RulesInForce(sources)

    def days_of_change(self, jurisdiction: Jurisdiction) -> list[date]:
        """Every day on which the rules of the jurisdiction may have become others, the earliest first."""
        versions: list[Policy | LocalRules] = [*self._policies.get(jurisdiction.municipality, ())]
        for owner in self._owners(jurisdiction):
            versions += self._local.get(owner, ())
        ends = {version.valid_to + timedelta(days=1) for version in versions if version.valid_to}
        return sorted({version.valid_from for version in versions} | ends)

    def sources_between(self, jurisdiction: Jurisdiction, since: date, until: date | None) -> list[RuleSource]:
        """Every version that is in force there on one of the days, from the region down."""
        owners = self._owners(jurisdiction)
        versions: list[tuple[RuleLevel, Sequence[Policy | LocalRules]]] = [
            (level, self._local.get((level, owner), ())) for level, owner in owners
        ]
        versions.insert(1, (RuleLevel.MUNICIPALITY, self._policies.get(jurisdiction.municipality, ())))
        return [
            RuleSource(level, version)
            for level, of_owner in versions
            for version in _versions_between(of_owner, since, until)
        ]

    def jurisdictions_with_rules(self) -> list[Jurisdiction]:
        """The municipalities, then the kinds and the organisations that have rules of their own there."""
        local = [versions[0] for versions in self._local.values()]
        kinds = [
            Jurisdiction(rules.municipality_id, rules.organisation_kind)
            for rules in local
            if rules.municipality_id is not None
        ]
        organisations = [Jurisdiction.of(rules.organisation) for rules in local if rules.organisation is not None]
        return [*map(Jurisdiction, self._policies), *kinds, *organisations]

    @property
    def versions(self) -> list[Policy | LocalRules]:
        """At every level, whatever the day."""
        return [
            *(policy for versions in self._policies.values() for policy in versions),
            *(rules for versions in self._local.values() for rules in versions),
        ]

    def _owners(self, jurisdiction: Jurisdiction) -> list[tuple[RuleLevel, object]]:
        """From the region down."""
        return [
            (RuleLevel.REGION, self._regions.get(jurisdiction.municipality)),
            (RuleLevel.KIND, (jurisdiction.municipality, jurisdiction.kind)),
            (RuleLevel.ORGANISATION, jurisdiction.organisation),
        ]


def rules_in_force(owner: Organisation | Municipality, on: date) -> RulesInForce:
    """The rules of an organisation, or of a municipality without regard to its organisations; for a pair the day is
    that of its order.

    Raises NoPolicy when the municipality has none on the day.
    """
    rules = rules_or_none(owner, on)
    if rules is None:
        raise NoPolicy(owner.municipality if isinstance(owner, Organisation) else owner, on)
    return rules


def rules_or_none(owner: Organisation | Municipality, on: date) -> RulesInForce | None:
    """The same, None when the municipality has no policy on the day: for whoever then asks for nothing."""
    jurisdiction = Jurisdiction.of(owner)
    own = [] if jurisdiction.organisation is None else [jurisdiction.organisation]
    return RulesTimeline([jurisdiction.municipality], organisations=own).in_force(jurisdiction, on)


def rule_of_organisations(code: str, on: date) -> dict[int, Any]:
    """The value of one rule in every organisation whose municipality has a policy on the day, by its key."""
    timeline = RulesTimeline(None)
    organisations = Organisation.objects.order_by().values_list("pk", "municipality", "kind")
    in_force = (
        (pk, timeline.in_force(Jurisdiction(municipality, kind, pk), on)) for pk, municipality, kind in organisations
    )
    return {pk: getattr(rules, code) for pk, rules in in_force if rules}


def _owner_of(rules: LocalRules) -> tuple[str, object]:
    owners: dict[str, object] = {
        RuleLevel.REGION: rules.region,
        RuleLevel.KIND: (rules.municipality_id, rules.organisation_kind),
        RuleLevel.ORGANISATION: rules.organisation_id,
    }
    return rules.level, owners[rules.level]


def _versions_between(
    versions: Sequence[Policy | LocalRules], since: date, until: date | None
) -> Iterator[Policy | LocalRules]:
    """Of one owner, the earliest first: each until it ends or the next begins."""
    for version, following in zip_longest(versions, versions[1:]):
        ends = [version.valid_to, following and following.valid_from - timedelta(days=1)]
        last = min(filter(None, ends), default=date.max)
        if last >= since and (until is None or version.valid_from <= until):
            yield version


def _version_on(versions: Sequence[AnyVersion], on: date) -> AnyVersion | None:
    """The latest that has begun, unless it has ended; one that has ended brings no earlier one back."""
    begun = [version for version in versions if version.valid_from <= on]
    latest = begun[-1] if begun else None
    return latest if latest is not None and (latest.valid_to is None or latest.valid_to >= on) else None
