"""What the columns of a file hold, by a person's word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.actions import StaleDecision, forget_columns, is_big, map_columns
from imports.enums import ImportJob
from imports.forms.columns import ColumnsForm, sheet_and_row
from imports.models import ImportBatch
from imports.parsing import UnreadableFile
from imports.queries.columns import ColumnChoices, column_choices_of, remembered_columns, suggestions
from imports.tasks import in_background
from imports.views.batch import batch_of
from registry.access import Access, Right


@require_http_methods(["GET", "POST"])
def import_columns(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    tables = _tables_of(request, batch)
    if batch.job or not tables.columns:
        return redirect(batch)
    may_teach = Access.of(request.user).in_municipality(Right.IMPORT, batch.municipality)
    initial = {"kind": batch.kind_choice, "sheet": tables.sheet}
    suggested = suggestions(batch, tables)
    form = ColumnsForm(request.POST or None, tables=tables, may_teach=may_teach, suggested=suggested, initial=initial)
    if form.is_valid():
        try:
            return redirect(_read_so(request, batch, tables, form))
        except (UnreadableFile, StaleDecision) as error:
            form.add_error(None, error if isinstance(error, StaleDecision) else str(error))
    context: dict[str, Any] = {
        "batch": batch,
        "form": form,
        "tables": tables,
        "may_teach": may_teach,
        "suggested": suggested,
        "remembered": remembered_columns(batch),
    }
    return render(request, "imports/columns.html", context)


def _tables_of(request: AuthenticatedRequest, batch: ImportBatch) -> ColumnChoices:
    sheet, row = sheet_and_row(request.POST if request.method == "POST" else request.GET)
    return column_choices_of(batch, sheet=sheet, row=row)


def _read_so(
    request: AuthenticatedRequest, batch: ImportBatch, tables: ColumnChoices, form: ColumnsForm
) -> ImportBatch:
    cleaned = form.cleaned_data
    batch = map_columns(
        batch=batch, headings=tables.headings, mapping=form.mapping(), kind=cleaned["kind"] or "auto",
        sheet=cleaned.get("sheet", batch.sheet_choice), taught=form.taught(),
        filled_from=batch, by=request.user,
    )  # fmt: skip
    if is_big(batch):
        return in_background(batch=batch, job=ImportJob.READ, by=request.user)
    messages.success(request, "Файл прочитан заново, как вы указали.")
    return batch


@require_POST
def import_columns_forget(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Back to the dictionary."""
    batch = batch_of(request, pk)
    try:
        batch = forget_columns(batch=batch, by=request.user)
        if is_big(batch):
            batch = in_background(batch=batch, job=ImportJob.READ, by=request.user)
        messages.success(request, "Столбцы снова читаются по словарю заголовков.")
    except (UnreadableFile, StaleDecision) as error:
        messages.error(request, str(error) if isinstance(error, UnreadableFile) else error.message)
    return redirect(batch)
