"""Writes versions of rules of any level, and names the act on which a version rests."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry.actions.acts import entered
from registry.actions.history_entries import save_with_relations
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.models import Act, LocalRules, Policy

Version = TypeVar("Version", Policy, LocalRules)


@transaction.atomic
def save_rules(*, rules: Version, entries: Mapping[str, Any], reason: str, by: User) -> Version:
    """Saves a new version or a changed one. `entries`: those of forms, role models and kinds that it names.

    Raises ValidationError when another version of the owner begins on that day, or the rules contradict each other.
    """
    rules.full_clean()
    with explained_refusal(rules):
        save_with_relations(with_audit(rules, by=by, reason=reason), entries)
    return rules


@transaction.atomic
def name_act_of_rules(*, rules: LocalRules, act: Act, why: str = "", by: User) -> LocalRules:
    """The version rests on the act from now on. Raises ValidationError when the act is cancelled or somebody else's."""
    ground = entered(act=act, by=by) or act
    locked = Act.objects.select_for_update(no_key=True, of=("self",)).select_related("municipality").get(pk=ground.pk)
    if locked.cancelled_by_id:
        raise ValidationError({"act": f"{locked.opening} {locked.cancelled_word}. Выберите действующий акт."})
    rows = LocalRules.objects.select_for_update(of=("self",)).select_related("organisation", "municipality")
    current = rows.get(pk=rules.pk)
    current.act = locked
    current.clean()
    with_audit(current, by=by, reason=f"Указан акт: {locked}. {why}".removesuffix(". ")[:100]).save()
    return current


def act_obstacles_of_local_rules(act: Act) -> list[str]:
    """What forbids a correction of the act: versions that an act of the corrected kind could not have adopted."""
    versions = LocalRules.objects.filter(act=act).select_related("organisation", "municipality")
    return [
        f"Этим актом приняты правила ({version}): издать его мог только тот, чьи они."
        for version in versions
        if not version.may_rest_on(act)
    ]
