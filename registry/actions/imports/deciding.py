"""What a person says about one row of a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from registry.actions.imports.drafts import StaleDecision, compare_and_keep, locked
from registry.imports.register import Register
from registry.models import ImportBatch, ImportRow, Organisation, OrganisationAlias


@transaction.atomic
def decide(
    *,
    batch: ImportBatch,
    row: ImportRow,
    revision: int,
    decision: Mapping[str, Any],
    all_alike: bool = False,
    by: User,
) -> ImportBatch:
    """Puts a person's decision on a row of a draft and compares the batch anew.

    `decision`: {"person": pk | "new", "names": {…}}, {"row": position}, {"organisation": pk}, {"accept": True},
    {"skip": True}, or {} to take all of the row's back. With `all_alike` an organisation is chosen for every row
    that spells it so, and the spelling is remembered. Raises StaleDecision or ValidationError.
    """
    batch = locked(batch)
    register = Register(batch.municipality, batch.organisation)
    rows = list(batch.rows.defer("cells"))
    chosen = next(other for other in rows if other.pk == row.pk)
    if chosen.revision != revision:
        raise StaleDecision("Эту строку уже разобрал другой человек. Проверьте, что он выбрал.")
    _check(decision, rows, register)
    decided = [chosen]
    if all_alike and "organisation" in decision and _spelling(chosen):
        decided = [other for other in rows if _spelling(other) == _spelling(chosen)]
        _remember(_spelling(chosen), register.organisations[decision["organisation"]])
    for other in decided:
        other.decision = _added(other.decision, decision, by)
        other.revision += 1
    compare_and_keep(rows, batch, register, also=decided)
    return batch


def _added(before: Mapping[str, Any], decision: Mapping[str, Any], by: User) -> dict[str, Any]:
    """A row may need two answers, the organisation and the person; the same question answered anew replaces itself."""
    if not decision or "skip" in decision:
        kept: dict[str, Any] = {}
    else:
        about_who = {"person", "row", "names"}
        replaced = {"skip", *decision, *(about_who if about_who & set(decision) else ())}
        kept = {name: value for name, value in before.items() if name not in replaced}
    return kept | dict(decision) | {"by": by.pk, "at": timezone.now().isoformat()} if decision else {}


def _spelling(row: ImportRow) -> str:
    return row.record.get("organisation_raw", "")


def _check(decision: Mapping[str, Any], rows: Sequence[ImportRow], register: Register) -> None:
    """What was chosen must be in the scope of the batch."""
    organisation, person = decision.get("organisation"), decision.get("person")
    if organisation is not None and not (organisation in register.organisations and register.allows(organisation)):
        raise ValidationError("Выберите организацию из списка.")
    if isinstance(person, int) and person not in register.people:
        raise ValidationError("Выберите человека из списка.")
    if "row" in decision and decision["row"] not in {row.position for row in rows}:
        raise ValidationError("Выберите строку из списка.")


def _remember(spelling: str, organisation: Organisation) -> None:
    if not spelling or len(spelling) > 300:
        return
    alias = OrganisationAlias(organisation=organisation, name=spelling)
    if not OrganisationAlias.objects.filter(municipality=organisation.municipality_id, key=alias.make_key()).exists():
        alias.save()
