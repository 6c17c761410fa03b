"""Files that were brought in: the list, the upload, the review, writing and what was written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registry.access import Access, Right, require
from registry.actions.imports import StaleDecision, commit_batch, decide, discard_batch, stage_import
from registry.enums import ImportStatus
from registry.exports.import_errors import error_file
from registry.exports.typed_xlsx import CONTENT_TYPE
from registry.filters.imports import ImportFilter
from registry.forms.imports import DecisionForm, UploadForm
from registry.imports import UnreadableFile
from registry.models import ImportBatch
from registry.queries.imports import (
    batches_visible_to,
    counts_of,
    organisations_to_import_for,
    rows_to_send_back,
    with_counts,
)
from registry.queries.municipalities import municipalities_where
from registry.tables.imports import ImportTable
from registry.views.import_review import review_context, reviewed
from registry.views.lists import RegisterList, attachment


class ImportList(RegisterList):
    right = Right.IMPORT
    heading = "Импорт"
    intro = "Списки наставников и организаций из таблиц, как их присылают школы."
    empty_icon = "upload"
    empty_title = "Файлов ещё не загружали"
    empty_text = "Загрузите таблицу: до подтверждения ничего не записывается."
    add_label = "Загрузить файл"
    table_class = ImportTable
    filterset_class = ImportFilter

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return with_counts(batches_visible_to(self.request.user))

    def get_add_url(self) -> str | None:
        return reverse("registry:import_add")


def _found(request: HttpRequest, pk: int) -> ImportBatch:
    require(Access.of(request.user).anywhere(Right.IMPORT))
    return get_object_or_404(batches_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def import_add(request: HttpRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.IMPORT))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        municipalities=municipalities_where(request.user, Right.IMPORT),
        organisations=organisations_to_import_for(request.user),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = stage_import(
                data=given["file"].read(), filename=given["file"].name, kind=given["kind"],
                municipality=given["municipality"], organisation=given["organisation"], by=request.user,
            )  # fmt: skip
        except UnreadableFile as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(batch)
    return render(request, "registry/imports/upload.html", {"form": form, "back_url": reverse("registry:imports")})


@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _found(request, pk)
    if batch.status == ImportStatus.DRAFT:
        return render(request, "registry/imports/review.html", review_context(request, batch))
    return render(request, "registry/imports/result.html", review_context(request, batch))


@require_POST
def import_decide(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """A wrong answer comes back beside its row; a decision on a stale page is refused."""
    batch = _found(request, pk)
    row = get_object_or_404(batch.rows, pk=row_pk)
    form = DecisionForm(request.POST, needs_names=bool(row.record.get("initials")))
    if form.is_valid():
        given = form.cleaned_data
        try:
            decide(
                batch=batch, row=row, revision=given["revision"], decision=form.decision(),
                all_alike=given["remember"], by=request.user,
            )  # fmt: skip
        except StaleDecision as problem:
            messages.error(request, problem.message)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"Строка {row.row}: решение сохранено.")
    if form.errors:
        return render(request, "registry/imports/review.html", review_context(request, batch, answered=(row, form)))
    return redirect(reviewed(request, batch))


@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _found(request, pk)
    try:
        batch = commit_batch(batch=batch, by=request.user)
    except StaleDecision as problem:
        messages.error(request, problem.message)
    else:
        counts = counts_of(batch)
        messages.success(request, f"Записано: новых — {counts['new']}, изменённых — {counts['ready'] - counts['new']}.")
    return redirect(batch)


@require_http_methods(["GET", "POST"])
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _found(request, pk)
    if request.method == "POST":
        try:
            discard_batch(batch=batch, by=request.user)
        except StaleDecision as problem:
            messages.error(request, problem.message)
        else:
            messages.success(request, "Загрузка отменена, в реестр ничего не записано.")
        return redirect("registry:imports")
    context: dict[str, Any] = {
        "heading": f"Отменить загрузку «{batch.file_name}»?",
        "consequence": "В реестр ничего не будет записано, принятые решения по строкам пропадут. Сам файл сохранится.",
        "submit_label": "Отменить загрузку",
        "danger": True,
        "back_url": batch.get_absolute_url(),
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
def import_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept file once more: what is written already changes nothing, the rest can be decided."""
    batch = _found(request, pk)
    with batch.file.open("rb") as file:
        data = file.read()
    try:
        again = stage_import(
            data=data, filename=batch.file_name, kind=batch.kind, municipality=batch.municipality,
            organisation=batch.organisation, sheet=batch.layout.get("sheet"), by=request.user,
        )  # fmt: skip
    except UnreadableFile as problem:
        messages.error(request, str(problem))
        return redirect(batch)
    return redirect(again)


@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Doubtful and wrong rows as XLSX, to send back to the school."""
    batch = _found(request, pk)
    response = HttpResponse(error_file(batch, rows_to_send_back(batch)), content_type=CONTENT_TYPE)
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    response.headers["Content-Disposition"] = attachment(f"Ошибки — {name}.xlsx")
    return response


@require_GET
def import_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came."""
    batch = _found(request, pk)
    response = FileResponse(batch.file.open("rb"), as_attachment=True, filename=batch.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
