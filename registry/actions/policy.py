"""Adopts a policy, and names the act on which a version rests."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry.actions.acts import entered
from registry.actions.history_entries import save_with_relations
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.models import Act, Municipality, Policy, PolicyPreset
from registry.models.policy import WHO_ADOPTS, PolicyRules


@transaction.atomic
def adopt_preset(
    *,
    municipality: Municipality,
    preset: PolicyPreset,
    valid_from: date,
    basis: str = "",
    act: Act | None = None,
    why: str = "",
    by: User,
) -> Policy:
    """Makes the preset the municipality's policy from `valid_from` on; later changes of the preset do not touch it.

    `act` has decided it, one of the register or a new one; `basis` is the same in words where there is none, `why` says
    why an unlikely act is the one. Raises ValidationError when a version begins on that day or the act may not adopt a
    policy here.
    """
    return begin_policy(
        rules=preset,
        municipality=municipality,
        valid_from=valid_from,
        basis=basis,
        act=_ground(act, municipality, by) if act is not None else None,
        reason=f"Принят образец «{preset.title}». {why}".removesuffix(". "),
        by=by,
    )


@transaction.atomic
def begin_policy(
    *,
    rules: PolicyRules,
    municipality: Municipality,
    valid_from: date,
    basis: str,
    act: Act | None = None,
    left_to_region: Sequence[str] = (),
    reason: str,
    by: User,
) -> Policy:
    """A version with a copy of the rules. Raises ValidationError when a version begins on that day."""
    copied = {field.name: deepcopy(getattr(rules, field.name)) for field in PolicyRules._meta.local_fields}
    policy = Policy(
        municipality=municipality,
        valid_from=valid_from,
        basis=basis,
        act=act,
        left_to_region=list(left_to_region),
        **copied,
    )
    policy.full_clean()
    entries = {field.name: getattr(rules, field.name).all() for field in PolicyRules._meta.local_many_to_many}
    with explained_refusal(policy):
        save_with_relations(with_audit(policy, by=by, reason=reason[:100]), entries)
    return policy


def next_version_of(policy: Policy) -> Policy:
    """A new version with the same rules, not saved; its day is still to be chosen."""
    copied = {field.name: deepcopy(getattr(policy, field.name)) for field in PolicyRules._meta.local_fields}
    return Policy(municipality=policy.municipality, left_to_region=list(policy.left_to_region), **copied)


@transaction.atomic
def name_act_of_policy(*, policy: Policy, act: Act, why: str = "", by: User) -> Policy:
    """The version rests on the act from now on, one that has been replaced too: its rules stay as they are.

    Raises ValidationError when the act is cancelled or is not of the municipality, its authority or its region.
    """
    ground = _ground(act, policy.municipality, by)
    current = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    current.act = ground
    current.clean()
    with_audit(current, by=by, reason=f"Указан акт: {ground}. {why}".removesuffix(". ")[:100]).save()
    return current


def act_obstacles_of_policies(act: Act) -> list[str]:
    """What forbids a correction of the act: versions of a policy that the corrected act could not have adopted."""
    versions = Policy.objects.filter(act=act).select_related("municipality")
    return [
        f"Этим актом принята политика с {version.valid_from:%d.%m.%Y}: издать его могли муниципалитет "
        f"«{version.municipality}», его орган управления образованием или регион."
        for version in versions
        if not version.may_rest_on(act)
    ]


def _ground(act: Act, municipality: Municipality, by: User) -> Act:
    """The act as the register has it, locked so that nobody cancels it meanwhile."""
    ground = entered(act=act, by=by) or act
    current = Act.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=ground.pk)
    if current.cancelled_by_id:
        raise ValidationError({"act": f"{current.opening} {current.cancelled_word}. Выберите действующий акт."})
    if not Policy(municipality=municipality).may_rest_on(current):
        raise ValidationError({"act": WHO_ADOPTS})
    return current
