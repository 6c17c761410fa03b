"""What the page of a batch tells before its rows: how the columns were read, and what came in the way."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from imports.models import ImportBatch
from imports.queries.batches import batches_visible_to
from imports.queries.columns import columns_not_read

register = template.Library()


@register.inclusion_tag("imports/_notes.html", takes_context=True)
def import_notes(context: Context, batch: ImportBatch) -> dict[str, Any]:
    """Columns nobody understood, the answer that was remembered, the same file before, the last failure."""
    same = batches_visible_to(context["request"].user).filter(
        municipality=batch.municipality_id, sha256=batch.sha256, uploaded_at__lt=batch.uploaded_at
    )
    remembered = batch.layout.remembered
    return {
        "batch": batch,
        "not_read": columns_not_read(batch),
        "remembered": remembered,
        "remembered_on": timezone.localtime(datetime.fromisoformat(remembered.at)) if remembered else None,
        "same": same.exclude(status="discarded").order_by("-uploaded_at").first(),
    }
