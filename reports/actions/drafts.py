"""Storing a paper that is being prepared."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reports.models import PaperDraft
from reports.paper import Preparation
from reports.paper_details import PaperDetails

#: drafts of one person; the oldest are deleted when somebody leaves many unfinished
MOST_DRAFTS = 20


@transaction.atomic
def save_draft(*, preparation: Preparation[Any, Any], details: PaperDetails, by: User) -> str:
    """Stores what was decided, in the draft of the preparation or in a new one; returns the code of the draft.

    A draft that was issued meanwhile stays issued: its code leads to the document.
    """
    data = details.to_json()
    if preparation.draft is not None:
        PaperDraft.objects.filter(pk=preparation.draft.pk).update(details=data, updated_at=timezone.now())
        return preparation.draft.code
    draft = PaperDraft.objects.create(
        user=by,
        kind=preparation.paper.code,
        source_pk=preparation.source.pk,
        instead_of=preparation.predecessor,
        details=data,
    )
    newest = PaperDraft.objects.filter(user=by).values_list("pk", flat=True)[:MOST_DRAFTS]
    PaperDraft.objects.filter(user=by).exclude(pk__in=list(newest)).delete()
    return draft.code
