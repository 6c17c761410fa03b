"""Rows of a draft: decisions about one or about all with one issue code, and corrections of cells."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.actions import StaleDecision, is_big
from imports.actions.corrections import correct_cell, take_back_corrections
from imports.actions.decisions import decide, decide_all
from imports.enums import ImportJob, ImportStatus
from imports.forms.rows import AnswerToAllForm, CellForm, CorrectionForm, DecisionForm
from imports.issue_codes import find_issue_code
from imports.models import ImportBatch, ImportRow
from imports.parsing import UnreadableFile
from imports.queries.batches import GROUPS, RowSelection, fingerprint, row_at, row_of, same_text
from imports.review.cards import CardMaker, needs_names
from imports.review.corrections import corrections_of
from imports.review.questions import Answer, answers_for_all
from imports.review.row_marks import mark_of
from imports.tasks import in_background
from imports.views.batch import batch_of
from imports.views.review import ANSWER_WORDS, ReviewPosition, review_context
from registry.pages.raw_parameters import whole_number
from russian.numbers import plural
from spreadsheets.cleaning.text import as_text

_ROWS = "строка,строки,строк"
_EXAMPLES = 5
_READ_ANEW = "Пока страница была открыта, файл перечитали, и строка изменилась. Проверьте свой ответ ещё раз."


_GONE = (
    "Этой строки в файле больше нет: пока страница была открыта, его перечитали. Ваш ответ не записан. Проверьте, что "
    "осталось."
)


def _row(request: AuthenticatedRequest, batch: ImportBatch, pk: int) -> tuple[ImportRow | None, bool]:
    """The row, and whether the page has shown it as it is now: reading a file anew gives its rows other keys. None
    where the file has no such row any more."""
    row = row_of(batch, pk)
    if row is not None:
        return row, True
    number, part = (whole_number(request.POST.get(name, "")) for name in ("row", "part"))
    if number is None or part is None:
        raise Http404
    row = row_at(batch, request.POST.get("sheet", ""), number, part)
    return row, row is not None and request.POST.get("mark") == mark_of(row)


@require_POST
def import_decide(request: AuthenticatedRequest, pk: int, row_pk: int) -> HttpResponse:
    """A wrong answer comes back beside its row; so does one given on a stale page, with what was typed."""
    batch = batch_of(request, pk)
    row, is_as_shown = _row(request, batch, row_pk)
    if row is None:
        messages.error(request, _GONE)
        return redirect(batch)
    sides = tuple(row.record.sides)
    form = DecisionForm(request.POST, needs_names=needs_names(row), sides=sides)
    if not is_as_shown:
        form.add_error(None, _READ_ANEW)
    elif form.is_valid():
        cleaned = form.cleaned_data
        try:
            decided = decide(
                batch=batch, row=row, revision=cleaned["revision"], decision=form.decision(),
                all_alike=cleaned["alike"], shown_mark=cleaned["shown_mark"], remember=cleaned["remember"],
                by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _saved(row, decided))
            return redirect(ReviewPosition.from_request(request).after(batch, row))
    return _not_saved(request, batch, row, form)


def _saved(row: ImportRow, decided: list[ImportRow]) -> str:
    if len(decided) > 1:
        return f"Решение сохранено для {plural(len(decided), 'строки,строк,строк')}."
    return f"Строка {row.row}: решение сохранено."


def _not_saved(request: AuthenticatedRequest, batch: ImportBatch, row: ImportRow, form: DecisionForm) -> HttpResponse:
    """The page with the answer as it was given; a closed batch has no place for it, so the message tells it."""
    batch.refresh_from_db()
    if batch.status != ImportStatus.DRAFT:
        names = form.typed_names()
        for text in map(str, form.non_field_errors()):
            messages.error(request, f"{text} Не сохранено для строки {row.row}: «{names}»." if names else text)
        return redirect(batch)
    row = row_at(batch, row.sheet, row.row, row.part) or row
    return render(request, "imports/review.html", review_context(request, batch, answered=(row, form)))


@require_http_methods(["GET", "POST"])
def import_cell(request: AuthenticatedRequest, pk: int, row_pk: int) -> HttpResponse:
    """One cell of a row put right; the file itself stays as it came."""
    batch = batch_of(request, pk)
    row, _ = _row(request, batch, row_pk)
    if row is None:
        messages.error(request, _GONE)
        return redirect(batch)
    card = CardMaker(batch, [row], request.user).cards()[0]
    headings = [cell.heading for cell in (*card.cells, *card.rest)]
    heading = (request.POST if request.method == "POST" else request.GET).get("heading", "")
    heading = heading if heading in headings else next(iter(headings), "")
    text = as_text(row.cells.get(heading))
    form = CellForm(request.POST if request.method == "POST" else None, initial={"value": text})
    if request.method == "POST" and form.is_valid() and _is_corrected(request, batch, row, form):
        return redirect(ReviewPosition.from_request(request).after(batch, row))
    context = {
        "batch": batch,
        "row": row,
        "card": card,
        "heading": heading,
        "text": text,
        "form": form,
        "count": max(1, same_text(batch, heading, text).values("sheet", "row").distinct().count()),
        "position": ReviewPosition.from_request(request),
        "back_url": f"{ReviewPosition.from_request(request).address(batch)}#row-{row.pk}",
        "issues": [each for each in card.issues if each.issue.column == heading],
    }
    return render(request, "imports/cell.html", context)


def _is_corrected(request: AuthenticatedRequest, batch: ImportBatch, row: ImportRow, form: CellForm) -> bool:
    cleaned = form.cleaned_data
    at_once = not is_big(batch)
    try:
        count = correct_cell(
            batch=batch, row=row, heading=cleaned["heading"], value=cleaned["value"], shown_text=cleaned["shown_text"],
            all_alike=cleaned["alike"], read_now=at_once, by=request.user,
        )  # fmt: skip
        if not at_once:
            in_background(batch=batch, job=ImportJob.READ, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
    except UnreadableFile as error:
        form.add_error("value", str(error))
    else:
        where = f"в {plural(count, 'строке,строках,строках')}" if count > 1 else f"в строке {row.row}"
        messages.success(request, f"Исправлено {where}: «{cleaned['heading']}». Файл перечитан, оригинал не изменился.")
        return True
    return False


@require_http_methods(["GET", "POST"])
def import_decide_all(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One answer for all rows of an issue code, after a page that names their number."""
    batch = batch_of(request, pk)
    position = ReviewPosition.from_request(request)
    form = AnswerToAllForm(request.POST if request.method == "POST" else request.GET)
    answer = form.cleaned_data["answer"] if form.is_valid() else Answer.SKIP
    selection = replace(position.selection, group=position.selection.group or "review")
    rows = selection.of(batch)
    if request.method == "POST":
        try:
            decided = decide_all(
                batch=batch,
                rows=rows,
                answer=answer,
                shown_fingerprint=form.cleaned_data.get("shown_fingerprint", ""),
                by=request.user,
            )
        except StaleDecision as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{ANSWER_WORDS[answer]}: {plural(len(decided), _ROWS)}.")
            return redirect(position.address(batch, issue_code="", page=1))
    return render(request, "imports/all.html", _all_context(request, batch, selection, answer, form, position))


def _all_context(
    request: AuthenticatedRequest,
    batch: ImportBatch,
    selection: RowSelection,
    answer: Answer,
    form: AnswerToAllForm,
    position: ReviewPosition,
) -> dict[str, Any]:
    rows = selection.of(batch)
    count = rows.count()
    suits = answer in answers_for_all(selection.issue_code, GROUPS[selection.group][1][0])
    return {
        "batch": batch,
        "position": position,
        "selection": selection,
        "answer": answer.value,
        "label": ANSWER_WORDS[answer],
        "count": count if suits and batch.status == ImportStatus.DRAFT else 0,
        "rows_label": find_issue_code(selection.issue_code).chip
        if selection.issue_code
        else GROUPS[selection.group][0].lower(),
        "examples": CardMaker(batch, list(rows[:_EXAMPLES]), request.user).cards(),
        "more": max(0, count - _EXAMPLES),
        "shown_fingerprint": fingerprint(rows),
        "form": form,
        "back_url": position.address(batch),
    }


@require_http_methods(["GET", "POST"])
def import_corrections(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every cell that was put right, and its text of the file back."""
    batch = batch_of(request, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at_once = not is_big(batch)
        try:
            count = take_back_corrections(batch=batch, read_now=at_once, **form.cleaned_data)
            if not at_once:
                in_background(batch=batch, job=ImportJob.READ, by=request.user)
        except StaleDecision as error:
            messages.error(request, error.message)
        else:
            undone = plural(count, "исправление отменено,исправления отменены,исправлений отменено")
            messages.success(request, f"{undone}: снова как в файле.")
        return redirect(reverse("imports:corrections", args=[batch.pk]))
    context = {"batch": batch, "corrections": corrections_of(batch)}
    return render(request, "imports/corrections.html", context)
