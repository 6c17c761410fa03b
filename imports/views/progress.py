"""Work on a batch that goes on outside the request: how far it is, and what to do when nobody does it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import AuthenticatedRequest
from imports.actions import StaleDecision, is_big
from imports.background.heartbeat import state_of
from imports.enums import ImportJob
from imports.models import ImportBatch
from imports.tasks import in_background
from imports.views.batch import batch_of

#: seconds between two looks
_LOOKS_EVERY, _LOOKS_LATE = 2, 10


def progress_page(request: AuthenticatedRequest, batch: ImportBatch) -> HttpResponse:
    """The page of a batch with a job on it."""
    state = state_of(batch.pk, batch.job_requested_at)
    context = {
        "batch": batch,
        "state": state,
        "heading": ImportJob(batch.job).label.capitalize(),
        "looks_every": 0 if state.dead else _LOOKS_LATE if state.late else _LOOKS_EVERY,
    }
    name = "_progress.html" if request.htmx else "progress.html"
    return render(request, f"imports/{name}", context)


@require_GET
def import_progress(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The part of the page that looks again by itself; once the job is done the browser goes to what came of it."""
    batch = batch_of(request, pk)
    if batch.job:
        return progress_page(request, batch)
    return HttpResponseClientRedirect(batch.get_absolute_url()) if request.htmx else redirect(batch)


@require_POST
def import_run(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A job whose worker is gone is asked for anew; one that nobody has taken is done within this request."""
    batch = batch_of(request, pk)
    if batch.job:
        state = state_of(batch.pk, batch.job_requested_at)
        try:
            in_background(batch=batch, job=ImportJob(batch.job), by=request.user, at_once=state.waiting)
        except StaleDecision as error:
            messages.info(request, error.message)
    return redirect(batch)


@require_POST
def import_read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A file that could not be read is tried once more."""
    batch = batch_of(request, pk)
    try:
        in_background(batch=batch, job=ImportJob.READ, by=request.user, at_once=not is_big(batch))
    except StaleDecision as error:
        messages.error(request, error.message)
    return redirect(batch)
