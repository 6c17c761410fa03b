"""Versions of a municipality's policy, the version in force on a day, and the presets."""

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from accounts.models import User
from registry.access import Right
from registry.enums import ProposalStatus
from registry.models import Act, LocalRules, Municipality, Policy, PolicyPreset, PolicyProposal
from registry.plausible_dates import is_far_from_today
from registry.queries.acts import acts_visible_to
from registry.queries.municipalities import municipalities_reached, municipalities_where

Rules = TypeVar("Rules", Policy, PolicyPreset, PolicyProposal, LocalRules)


class NoPolicy(Policy.DoesNotExist):
    """The municipality had adopted no policy by that day; `str()` is advice for the user."""

    def __init__(self, municipality: Municipality, on: date) -> None:
        message = f"На {on:%d.%m.%Y} у муниципалитета «{municipality}» нет действующей политики."
        earliest = municipality.policies.order_by("valid_from").values_list("valid_from", flat=True).first()
        is_far = is_far_from_today(on)
        if not is_far:
            message += (
                " Её принимает администратор в настройках: выбирает образец и день, с которого он действует, не позже "
                f"{on:%d.%m.%Y}."
            )
        if earliest and on < earliest:
            what = "год" if is_far else "дату"
            message = f"Проверьте {what}: первая политика действует с {earliest:%d.%m.%Y}. {message}"
        elif is_far:
            message = f"Проверьте год. {message}"
        super().__init__(message)
        self.municipality = municipality
        self.on = on


def policy_in_force(municipality: Municipality, on: date) -> Policy:
    """The municipality's own version in force; what holds in an organisation is `rules_in_force` of queries/rules.py.

    Raises NoPolicy when there is none: rules are a decision of the municipality, so none are invented for it.
    """
    versions = municipality.policies.filter(valid_from__lte=on)
    policy = versions.select_related("act__organisation", "act__municipality").order_by("-valid_from").first()
    if policy is None or (policy.valid_to is not None and policy.valid_to < on):
        raise NoPolicy(municipality, on)
    return policy


def is_superseded(policy: Policy, on: date) -> bool:
    """A later version is in force by `on`; orders of its time rest on this one, so it stays as it is."""
    later = policy.municipality.policies.filter(valid_from__gt=policy.valid_from, valid_from__lte=on)
    return later.exists()


def policies_visible_to(user: User) -> QuerySet[Policy]:
    """All versions of the municipalities whose settings the user may see."""
    municipalities = municipalities_reached(user, Right.VIEW_SETTINGS)
    return Policy.objects.filter(municipality__in=municipalities).select_related(
        "municipality", "act__cancelled_by", "act__organisation", "act__municipality"
    )


def policies_resting_on(act: Act, user: User) -> QuerySet[Policy]:
    """Versions that the act has adopted; who sees the act sees that it is their ground."""
    return Policy.objects.filter(act=act, act__in=acts_visible_to(user)).order_by("valid_from")


def proposals_visible_to(user: User) -> QuerySet[PolicyProposal]:
    """Proposals of the municipalities in the whole of which the user sees the settings."""
    municipalities = municipalities_where(user, Right.VIEW_SETTINGS)
    rows = PolicyProposal.objects.filter(municipality__in=municipalities)
    return rows.select_related("municipality", "proposed_by", "decided_by", "policy")


def waiting_proposals(user: User) -> QuerySet[PolicyProposal]:
    return proposals_visible_to(user).filter(status=ProposalStatus.WAITING)


def policy_before(version: PolicyProposal | Policy, on: date | None = None) -> Policy | None:
    """What a version changes that is proposed or not saved yet: the one in force on the day before its own, or before
    `on`."""
    earlier = Policy.objects.filter(municipality=version.municipality_id, valid_from__lt=on or version.valid_from)
    return with_dictionaries(earlier).order_by("-valid_from").first()


def stored_policy(policy: Policy) -> Policy:
    """The version as it was before a form wrote into it."""
    return with_dictionaries(Policy.objects.filter(pk=policy.pk)).get()


def newer_policy(policy: Policy) -> Policy | None:
    """The newest version of the municipality, where another one than this is the newest."""
    later = policy.municipality.policies.filter(valid_from__gt=policy.valid_from)
    return later.order_by("-valid_from").first()


def newer_than_proposal(proposal: PolicyProposal) -> Policy | None:
    """The newest version that was entered after the proposal: its author has not seen it."""
    proposed = proposal.history.filter(history_type="+").values_list("history_date", flat=True).first()
    if proposed is None:
        return None
    entered = Policy.history.filter(history_type="+", history_date__gt=proposed).values("id")
    later = Policy.objects.filter(municipality=proposal.municipality_id, pk__in=entered)
    return later.order_by("-valid_from").first()


def policies_to_change(user: User) -> list[Policy]:
    """The latest version of each municipality where the user proposes."""
    municipalities = municipalities_where(user, Right.PROPOSE_POLICY)
    latest: dict[int, Policy] = {}
    for policy in Policy.objects.filter(municipality__in=municipalities).select_related("municipality"):
        latest.setdefault(policy.municipality_id, policy)  # the newest comes first
    return list(latest.values())


def presets_to_adopt() -> QuerySet[PolicyPreset]:
    """Presets serve every municipality."""
    return PolicyPreset.objects.all()


def first_preset() -> PolicyPreset:
    """What rules begin with where nothing holds yet; an empty one where none is loaded."""
    return PolicyPreset.objects.first() or PolicyPreset()


def presets_of_policy() -> QuerySet[PolicyPreset]:
    """The same with their forms, role models and kinds."""
    return with_dictionaries(presets_to_adopt())


def standard_preset() -> PolicyPreset | None:
    """«Базовый», put together from the five documents."""
    return presets_of_policy().filter(code="base").first()


def with_dictionaries(rules: QuerySet[Rules]) -> QuerySet[Rules]:
    """Loads forms, role models and kinds, which a policy in words names."""
    return rules.prefetch_related("forms", "role_models", "kinds")
