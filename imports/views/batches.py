"""Files that were brought in: the list, the review, writing and what was written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.actions import StaleDecision, commit_batch, discard_batch
from imports.enums import ImportJob, ImportStatus
from imports.exports.import_errors import error_file
from imports.exports.imports import ImportResource
from imports.filters import ImportFilter
from imports.models import ImportBatch
from imports.queries.batches import batches_visible_to, counts_of, rows_to_send_back, with_counts
from imports.tables import ImportTable
from imports.tasks import in_background
from imports.views.batch import batch_of
from imports.views.progress import progress_page
from imports.views.review import review_context
from imports.views.undo import result_context
from registry.access import Right
from registry.actions.view_log import ViewSubject, record_view
from registry.models.view_record import ViewKind
from registry.side_texts import side_label
from registry.views.lists import RegisterList, attachment
from spreadsheets.writing.typed_xlsx import CONTENT_TYPE

#: more rows than this are written outside the request
WRITTEN_AT_ONCE = 3_000
REMOVED = "Файл удалён: вышел срок его хранения, или в нём был человек, чья карточка обезличена. Что внесено, осталось."


class ImportList(RegisterList):
    right = Right.IMPORT
    heading = "Импорт"
    intro = side_label("Списки наставников, наставляемых, пар и организаций из таблиц, как их присылают школы.")
    empty_icon = "upload"
    empty_title = "Файлов ещё не загружали"
    empty_text = "Загрузите таблицу: до подтверждения ничего не вносится."
    add_label = "Загрузить файл"
    table_class = ImportTable
    filterset_class = ImportFilter
    resource_class = ImportResource

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return with_counts(batches_visible_to(self.request.user))

    def get_add_url(self) -> str | None:
        return reverse("imports:add")


@require_GET
def import_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    if batch.job:
        return progress_page(request, batch)
    if batch.status == ImportStatus.MAPPING:
        return redirect("imports:columns", batch.pk)
    if not batch.kind:
        return render(request, "imports/unread.html", {"batch": batch})
    if batch.status == ImportStatus.DRAFT:
        return render(request, "imports/review.html", review_context(request, batch))
    return render(request, "imports/result.html", review_context(request, batch) | result_context(batch))


@require_POST
def import_commit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Many rows are written outside the request."""
    batch = batch_of(request, pk)
    try:
        if counts_of(batch)["ready"] > WRITTEN_AT_ONCE:
            batch = in_background(batch=batch, job=ImportJob.WRITE, by=request.user)
        else:
            batch = commit_batch(batch=batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if batch.status == ImportStatus.COMMITTED:
        counts = counts_of(batch)
        messages.success(request, f"Внесено: новых — {counts['new']}, изменённых — {counts['ready'] - counts['new']}.")
    return redirect(batch)


@require_http_methods(["GET", "POST"])
def import_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    if request.method == "POST":
        try:
            discard_batch(batch=batch, by=request.user)
        except StaleDecision as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Загрузка отменена, в реестр ничего не внесено.")
        return redirect("imports:list")
    context: dict[str, Any] = {
        "heading": f"Отменить загрузку «{batch.file_name}»?",
        "consequence": "В реестр ничего не будет внесено, принятые решения по строкам пропадут. Сам файл сохранится.",
        "submit_label": "Отменить загрузку",
        "danger": True,
        "back_url": batch.get_absolute_url(),
    }
    return render(request, "components/confirm_page.html", context)


@require_GET
def import_errors(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Doubtful and wrong rows as XLSX, to send back to the school."""
    batch = batch_of(request, pk)
    _record_download(request, batch, f"ошибки загрузки {batch.pk}")
    response = HttpResponse(error_file(batch, rows_to_send_back(batch)), content_type=CONTENT_TYPE)
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    response.headers["Content-Disposition"] = attachment(f"Ошибки — {name}.xlsx")
    return response


@require_GET
def import_file(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The file as it came."""
    batch = batch_of(request, pk)
    if not batch.file:
        raise Http404(REMOVED)
    _record_download(request, batch, f"файл загрузки {batch.pk}")
    response = FileResponse(batch.file.open("rb"), as_attachment=True, filename=batch.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _record_download(request: AuthenticatedRequest, batch: ImportBatch, title: str) -> None:
    """The name of the file stays out of the log: it may be a person's."""
    subject = ViewSubject(title, batch.municipality_id, batch.organisation_id)
    record_view(ViewKind.UPLOAD, subject, by=request.user)
