"""Spellings of organisations learned from decisions; a withdrawn decision takes its spelling with it."""

from collections.abc import Sequence
from dataclasses import replace

from imports.models import ImportBatch, ImportRow
from registry.models import Organisation, OrganisationAlias

_LONGEST = OrganisationAlias._meta.get_field("name").max_length or 0


def remember_spelling(row: ImportRow, organisation: Organisation, decided: Sequence[ImportRow]) -> None:
    """The row's spelling becomes another name of the organisation; the decided rows keep that it is theirs."""
    spelling = row.record.organisation_name
    alias = OrganisationAlias(organisation=organisation, name=spelling)
    if not spelling or len(spelling) > _LONGEST:
        return
    if OrganisationAlias.objects.filter(municipality=organisation.municipality_id, key=alias.make_key()).exists():
        return
    alias.save()
    for other in decided:
        other.decision = replace(other.decision, alias=alias.pk)


def forget_spellings(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Deletes what the batch has taught and no decision of it supports any more. `rows`: all of the batch."""
    in_use = {row.decision.alias for row in rows if row.decision.alias is not None}
    before = set(
        batch.rows.filter(revision__gt=0, decision__alias__isnull=False).values_list("decision__alias", flat=True)
    )
    if unused := before - in_use:
        OrganisationAlias.objects.filter(pk__in=unused, municipality=batch.municipality_id).delete()
