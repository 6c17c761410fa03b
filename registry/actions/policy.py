"""Adopting a policy."""

from copy import deepcopy
from datetime import date

from django.db import transaction

from accounts.models import User
from registry.actions.refusals import explained_refusal
from registry.audit import with_audit
from registry.models import Municipality, Policy, PolicyPreset
from registry.models.policy import PolicyRules


@transaction.atomic
def adopt_preset(
    *, municipality: Municipality, preset: PolicyPreset, valid_from: date, basis: str = "", by: User
) -> Policy:
    """Makes the preset the municipality's policy from `valid_from` on; later changes of the preset do not touch it.

    `basis` is the act that decided it, as people write it. Raises ValidationError when a version begins on that day.
    """
    return begin_policy(
        rules=preset,
        municipality=municipality,
        valid_from=valid_from,
        basis=basis,
        reason=f"Принят образец «{preset.title}»",
        by=by,
    )


@transaction.atomic
def begin_policy(
    *, rules: PolicyRules, municipality: Municipality, valid_from: date, basis: str, reason: str, by: User
) -> Policy:
    """A version with a copy of the rules. Raises ValidationError when a version begins on that day."""
    copied = {field.name: deepcopy(getattr(rules, field.name)) for field in PolicyRules._meta.local_fields}
    policy = Policy(municipality=municipality, valid_from=valid_from, basis=basis, **copied)
    policy.full_clean()
    with explained_refusal(policy):
        with_audit(policy, by=by, reason=reason[:100]).save()
    for dictionary in PolicyRules._meta.local_many_to_many:
        getattr(policy, dictionary.name).set(getattr(rules, dictionary.name).all())
    return policy
