"""Adopting a policy."""

from copy import deepcopy
from datetime import date

from django.db import transaction

from accounts.models import User
from registry.actions.refusals import explained_refusal
from registry.models import Municipality, Policy, PolicyPreset
from registry.models.policy import PolicyRules


@transaction.atomic
def adopt_preset(
    *, municipality: Municipality, preset: PolicyPreset, valid_from: date, basis: str = "", by: User
) -> Policy:
    """Makes the preset the municipality's policy from `valid_from` on; later changes of the preset do not touch it.

    `basis` is the act that decided it, as people write it. Raises ValidationError when a version begins on that day.
    """
    rules = {field.name: deepcopy(getattr(preset, field.name)) for field in PolicyRules._meta.local_fields}
    policy = Policy(municipality=municipality, valid_from=valid_from, basis=basis, **rules)
    policy.full_clean()
    policy._history_user = by  # type: ignore[attr-defined]  # read by django-simple-history
    policy._change_reason = f"Принят образец «{preset.title}»"  # type: ignore[attr-defined]
    with explained_refusal(policy):
        policy.save()
    for dictionary in PolicyRules._meta.local_many_to_many:
        getattr(policy, dictionary.name).set(getattr(preset, dictionary.name).all())
    return policy
