"""What a committed batch has written, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from imports.actions import UndoRefused, undo_batch
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
from imports.queries.batches import batches_visible_to
from imports.queries.undo import obstacles_to_undo, written_counts
from imports.tasks import in_background
from imports.views.batch import batch_of
from russian.numbers import thousands_apart

#: more records than this are taken back outside the request
UNDONE_AT_ONCE = 3_000


def result_context(batch: ImportBatch) -> dict[str, Any]:
    """What the page of a batch that is no draft any more shows beside its rows."""
    context: dict[str, Any] = {"record_counts": _summary(batch)}
    if batch.status == ImportStatus.UNDONE:
        who = batch.undone_by.short_name if batch.undone_by else "портал"
        context["heading"] = "Запись отменена"
        context["state"] = f"{who}, {timezone.localtime(batch.undone_at):%d.%m.%Y %H:%M}"
    return context


def _summary(batch: ImportBatch) -> dict[str, str]:
    """What was made and what was changed: «люди\u00a0— 3, наставники\u00a0— 3»; nothing where there is none."""
    counts = written_counts(batch)
    summary = {
        "created": ", ".join(
            f"{count.name}\u00a0— {thousands_apart(count.created)}" for count in counts if count.created
        ),
        "changed": ", ".join(
            f"{count.name}\u00a0— {thousands_apart(count.changed)}" for count in counts if count.changed
        ),
    }
    return {name: text for name, text in summary.items() if text}


@require_http_methods(["GET", "POST"])
def import_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks before; where something stands in the way, shows what."""
    batch = batch_of(request, pk)
    if batch.status != ImportStatus.COMMITTED or batch.job:
        messages.info(request, "С этим файлом портал сейчас работает." if batch.job else "Отменять здесь нечего.")
        return redirect(batch)
    if request.method == "POST":
        return _undo(request, batch)
    obstacles = obstacles_to_undo(batch)
    later = {obstacle.later.pk for obstacle in obstacles.first if obstacle.later}
    context = {
        "batch": batch,
        "record_counts": _summary(batch),
        "obstacles": obstacles,
        "visible": set(batches_visible_to(request.user).filter(pk__in=later).values_list("pk", flat=True)),
    }
    return render(request, "imports/undo.html", context)


def _undo(request: AuthenticatedRequest, batch: ImportBatch) -> HttpResponse:
    """Many records are taken back outside the request. A refusal leads to the page that lists what is in the way."""
    try:
        if sum(count.created + count.changed for count in written_counts(batch)) > UNDONE_AT_ONCE:
            batch = in_background(batch=batch, job=ImportJob.UNDO, by=request.user)
        else:
            batch = undo_batch(batch=batch, by=request.user)
    except UndoRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("imports:undo", batch.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if batch.status == ImportStatus.UNDONE:
        messages.success(request, "Запись файла отменена: новое удалено, прежние сведения возвращены.")
    return redirect(batch)
