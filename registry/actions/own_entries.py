"""A municipality's own entries of the dictionaries: they are added, edited, and removed while no record names them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from registry import clock
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.models import Form, Kind, Policy, PolicyProposal, RoleModel
from registry.models.dictionary import DictionaryEntry, OwnableEntry
from registry.queries.row_locks import hold_row

#: the list of a policy that names the entries of the dictionary
LIST_OF_POLICY = {Form: "forms", RoleModel: "role_models", Kind: "kinds"}


@transaction.atomic
def save_own_entry(*, entry: OwnableEntry, use_now: bool = False, reason: str = "", by: User) -> OwnableEntry:
    """Saves a new or a corrected entry. `use_now`: the policy in force and the later ones name it from now on;
    `reason`: why the rules of open pairs change.

    Raises ValidationError when the municipality has an entry of that name already.
    """
    with explained_refusal(entry):
        with_audit(entry, by=by, reason=reason).save()
    if use_now:
        for policy in _policies_from_now_on(entry):
            with_audit(policy, by=by, reason=f"Применяется: {entry}"[:100])
            getattr(policy, LIST_OF_POLICY[type(entry)]).add(entry)
    return entry


@transaction.atomic
def switch_dictionary_entry(*, entry: DictionaryEntry, in_use: bool, by: User) -> DictionaryEntry:
    """Offers the entry for new records or withdraws it; existing records keep it."""
    hold_row(entry)
    if entry.in_use != in_use:
        entry.in_use = in_use
        with_audit(entry, by=by).save(update_fields=["in_use"])
    return entry


@transaction.atomic
def remove_own_entry(*, entry: OwnableEntry, by: User) -> None:
    """Raises ValidationError when anything names the entry: then it can only be taken out of use."""
    in_the_way = _named_by(entry)
    if in_the_way:
        raise ValidationError(f"Удалить нельзя: запись указана {in_the_way}. Её можно больше не предлагать.")
    try:
        with_audit(entry, by=by).delete()
    except ProtectedError as error:
        raise ValidationError(
            "Удалить нельзя: с этой записью уже внесены пары или другие записи. Её можно больше не предлагать."
        ) from error


def _named_by(entry: OwnableEntry) -> str:
    """The policies that name the entry."""
    name = LIST_OF_POLICY.get(type(entry))
    if name is None:
        return ""
    condition = {name: entry}
    if Policy.objects.filter(**condition).exists():
        return "в политике муниципалитета"
    return "в предложении политики" if PolicyProposal.objects.filter(**condition).exists() else ""


def _policies_from_now_on(entry: OwnableEntry) -> list[Policy]:
    versions = Policy.objects.filter(municipality=entry.municipality_id).order_by("-valid_from")
    today = clock.today()
    later = [policy for policy in versions if policy.valid_from > today]
    in_force = next((policy for policy in versions if policy.valid_from <= today), None)
    return [*later, *([in_force] if in_force else [])]
