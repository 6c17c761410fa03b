"""Rules of regions, kinds of organisations and organisations: who sees them, who sets them, whom they touch."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.enums import RuleLevel
from registry.extension_points import number_of_pairs_under
from registry.models import Act, LocalRules, Municipality, Organisation, Policy, PolicyProposal
from registry.policies.rules_in_force import Jurisdiction, RulesInForce, RuleSource
from registry.queries.acts import acts_visible_to
from registry.queries.municipalities import municipalities_reached, municipalities_where
from registry.queries.organisations import organisations_visible_to
from registry.queries.policy import with_dictionaries
from registry.queries.rules import RulesTimeline, rules_or_none

#: what may be bounded from above
RuledVersion = LocalRules | Policy | PolicyProposal


def local_rules_visible_to(user: User) -> QuerySet[LocalRules]:
    """Those of the organisations that the user sees; of kinds and regions who sees the settings there."""
    municipalities = municipalities_reached(user, Right.VIEW_SETTINGS)
    condition = (
        Q(organisation__in=organisations_visible_to(user))
        | Q(municipality__in=municipalities)
        | Q(level=RuleLevel.REGION, region__in=municipalities.values("region"))
    )
    return LocalRules.objects.filter(condition).select_related(
        "organisation__municipality", "municipality", "act__cancelled_by", "act__organisation", "act__municipality"
    )


def may_set_rules(user: User, rules: LocalRules) -> bool:
    """The head those of the own organisation (Сургут, п. 4.6.1), the administrator those of the municipality too; those
    of a region only who administers all its municipalities."""
    access = Access.of(user)
    if rules.organisation is not None:
        return access.in_organisation(Right.SET_OWN_RULES, rules.organisation)
    if rules.municipality is not None:
        return access.in_municipality(Right.EDIT_POLICY, rules.municipality)
    return rules.region in regions_administered_by(user)


def versions_of_region(region: str) -> QuerySet[LocalRules]:
    """From the first on."""
    return LocalRules.objects.filter(level=RuleLevel.REGION, region=region).order_by("valid_from")


def regions_administered_by(user: User) -> list[str]:
    own = municipalities_where(user, Right.EDIT_POLICY)
    others = Municipality.objects.exclude(pk__in=own.values("pk")).values("region")
    return sorted(set(own.exclude(region__in=others).exclude(region="").values_list("region", flat=True)))


def kinds_in_use(municipality: Municipality) -> list[str]:
    """Kinds of which the municipality has an organisation."""
    kinds = Organisation.objects.filter(municipality=municipality, archived_on__isnull=True).order_by()
    return sorted(kinds.values_list("kind", flat=True).distinct())


def same_owner(rules: LocalRules) -> QuerySet[LocalRules]:
    """All versions of the same owner, the latest first."""
    return LocalRules.objects.filter(
        level=rules.level,
        region=rules.region,
        municipality=rules.municipality_id,
        organisation_kind=rules.organisation_kind,
        organisation=rules.organisation_id,
    )


def is_overtaken(rules: LocalRules, on: date) -> bool:
    """A later version is in force by `on`; orders of its time rest on this one, so it stays as it is."""
    return same_owner(rules).filter(valid_from__gt=rules.valid_from, valid_from__lte=on).exists()


def organisations_under(rules: RuledVersion) -> QuerySet[Organisation]:
    if isinstance(rules, Policy | PolicyProposal):
        return Organisation.objects.filter(municipality=rules.municipality_id)
    if rules.organisation_id is not None:
        return Organisation.objects.filter(pk=rules.organisation_id)
    if rules.municipality_id is not None:
        return Organisation.objects.filter(municipality=rules.municipality_id, kind=rules.organisation_kind)
    return Organisation.objects.filter(municipality__region=rules.region)


def number_of_pairs_met(proposal: PolicyProposal) -> int:
    """Open pairs to which the rules would apply, from the day of the proposal until the next version."""
    since = proposal.valid_from
    return number_of_pairs_under(organisations_under(proposal), since, last_day_from(proposal, since, None))


def stored_rules(rules: LocalRules) -> LocalRules:
    """The version as it was before a form wrote into it."""
    return with_dictionaries(LocalRules.objects.filter(pk=rules.pk)).get()


def stored_version(rules: LocalRules | Policy) -> list[LocalRules | Policy]:
    """The version as it was before it was changed; empty for a new one."""
    return list(type(rules)._default_manager.filter(pk=rules.pk))


def last_day_in_force(rules: LocalRules | Policy) -> date | None:
    """The day before the next version, or the end that is written; None while neither is known."""
    return last_day_from(rules, rules.valid_from, rules.valid_to)


def last_day_from(rules: RuledVersion, since: date, until: date | None) -> date | None:
    """The same of a version that is to begin and to end on other days than it has; of a proposal as of a policy."""
    versions: QuerySet[LocalRules] | QuerySet[Policy] = (
        same_owner(rules)
        if isinstance(rules, LocalRules)
        else Policy.objects.filter(municipality=rules.municipality_id)
    )
    later = versions.filter(valid_from__gt=since).order_by("valid_from")
    if isinstance(rules, LocalRules | Policy) and rules.pk:
        later = later.exclude(pk=rules.pk)
    following = later.values_list("valid_from", flat=True).first()
    ends = [day for day in (until, following and following - timedelta(days=1)) if day]
    return min(ends, default=None)


def rules_at(rules: LocalRules, on: date) -> RulesInForce | LocalRules | None:
    """What holds where the rules are set on the day: for a region the version of its own."""
    if rules.organisation is not None:
        return rules_or_none(rules.organisation, on)
    if rules.municipality_id is not None:
        jurisdiction = Jurisdiction(rules.municipality_id, rules.organisation_kind)
        return RulesTimeline([rules.municipality_id], organisations=()).in_force(jurisdiction, on)
    return same_owner(rules).filter(valid_from__lte=on).order_by("-valid_from").first()


def bounds_above(rules: RuledVersion, since: date, until: date | None) -> list[RuleSource]:
    """Every version of a higher level that is in force on one of the days and may bound them, the outermost first."""
    jurisdiction = _jurisdiction_above(rules) if isinstance(rules, LocalRules) else Jurisdiction(rules.municipality_id)
    if jurisdiction is None:
        return []
    timeline = RulesTimeline([jurisdiction.municipality], organisations=(), dictionaries=True)
    sources = timeline.sources_between(jurisdiction, since, until)
    return sources if isinstance(rules, LocalRules) else [one for one in sources if one.level == RuleLevel.REGION]


def rules_above(rules: LocalRules, on: date) -> RulesInForce | None:
    """What would hold there without them. None for a region."""
    jurisdiction = _jurisdiction_above(rules)
    if jurisdiction is None:
        return None
    return RulesTimeline([jurisdiction.municipality], organisations=()).in_force(jurisdiction, on)


def _jurisdiction_above(rules: LocalRules) -> Jurisdiction | None:
    if rules.organisation is not None:
        return Jurisdiction(rules.organisation.municipality_id, rules.organisation.kind)
    return Jurisdiction(rules.municipality_id) if rules.municipality_id is not None else None


def acts_to_set_rules(user: User, rules: LocalRules) -> QuerySet[Act]:
    """Acts in force that the rules may rest on."""
    acts = acts_visible_to(user).filter(cancelled_by__isnull=True)
    if rules.organisation_id is not None:
        return acts.filter(organisation=rules.organisation_id)
    if rules.municipality_id is not None:
        return acts.filter(municipality=rules.municipality_id)
    return acts.filter(municipality__region=rules.region)


def local_rules_resting_on(act: Act, user: User) -> QuerySet[LocalRules]:
    """Versions that the act has adopted; who sees the act sees that it is their ground."""
    visible = LocalRules.objects.filter(act=act, act__in=acts_visible_to(user))
    return visible.select_related("organisation", "municipality").order_by("valid_from")


def latest_rules(user: User) -> list[tuple[LocalRules, str]]:
    """The versions that the user sees, each with its state by today («now», «future» or «past»)."""
    today = clock.today()
    begun: set[object] = set()
    versions = []
    for rules in local_rules_visible_to(user).order_by(
        "level", "region", "municipality", "organisation", "-valid_from"
    ):
        owner = (rules.level, rules.region, rules.municipality_id, rules.organisation_kind, rules.organisation_id)
        state = "future" if rules.valid_from > today else "past" if owner in begun else "now"
        if state == "now":
            begun.add(owner)
            if rules.valid_to and rules.valid_to < today:
                state = "past"
        versions.append((rules, state))
    return versions
