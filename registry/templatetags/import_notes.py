"""What the page of a batch tells before its rows: how the columns were read, and what came in the way."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from registry.models import ImportBatch
from registry.queries.import_columns import columns_not_read
from registry.queries.imports import batches_visible_to

register = template.Library()


@register.inclusion_tag("registry/imports/_notes.html", takes_context=True)
def import_notes(context: Context, batch: ImportBatch) -> dict[str, Any]:
    """Columns nobody understood, the answer that was remembered, the same file before, the last failure."""
    same = batches_visible_to(context["request"].user).filter(
        municipality=batch.municipality_id, sha256=batch.sha256, uploaded_at__lt=batch.uploaded_at
    )
    remembered = batch.layout.get("remembered")
    return {
        "batch": batch,
        "not_read": columns_not_read(batch),
        "remembered": remembered,
        "remembered_on": timezone.localtime(datetime.fromisoformat(remembered["at"])) if remembered else None,
        "same": same.exclude(status="discarded").order_by("-uploaded_at").first(),
    }
