"""A file comes in: from a person's computer, or the kept one once more."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.actions import receive_file
from imports.enums import ImportJob, ImportStatus
from imports.forms.upload import UploadForm
from imports.models import ImportBatch
from imports.parsing import UnreadableFile
from imports.queries.batches import organisations_to_import_for
from imports.tasks import in_background
from imports.views.batch import batch_of
from registry.access import Access, Right, require
from registry.queries.municipalities import municipalities_where


@require_http_methods(["GET", "POST"])
def import_add(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.IMPORT))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        municipalities=municipalities_where(request.user, Right.IMPORT),
        organisations=organisations_to_import_for(request.user),
        initial={"token": uuid4().hex},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            batch = receive_file(
                data=cleaned["file"].read(), filename=cleaned["file"].name, kind=cleaned["kind"],
                municipality=cleaned["municipality"], organisation=cleaned["organisation"],
                form_token=cleaned["token"], by=request.user,
            )  # fmt: skip
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return redirect(_handed_over(request, batch))
    return render(request, "imports/upload.html", {"form": form, "back_url": reverse("imports:list")})


@require_POST
def import_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The kept file once more: what is written already changes nothing, the rest can be decided."""
    batch = batch_of(request, pk)
    if not batch.file:
        messages.error(request, "Этот файл уже удалён. Загрузите таблицу заново.")
        return redirect(batch)
    with batch.file.open("rb") as file:
        data = file.read()
    try:
        again = receive_file(
            data=data, filename=batch.file_name, kind=batch.kind, municipality=batch.municipality,
            organisation=batch.organisation, sheet=batch.sheet_choice, mapping=batch.mapping,
            corrections=batch.corrections, by=request.user,
        )  # fmt: skip
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect(batch)
    return redirect(_handed_over(request, again))


def _handed_over(request: AuthenticatedRequest, batch: ImportBatch) -> ImportBatch:
    """A big file is read by the worker."""
    if batch.status == ImportStatus.UPLOADED and not batch.job and not batch.failure:
        return in_background(batch=batch, job=ImportJob.READ, by=request.user)
    return batch
