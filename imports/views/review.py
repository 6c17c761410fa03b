"""What the page of one batch shows: groups of rows with their counts, one page of cards, the foot."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.requests import AuthenticatedRequest
from imports.enums import ImportStatus
from imports.forms.rows import ReviewPositionForm
from imports.issue_codes import ISSUE_CODES, find_issue_code
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import GROUPS, Counts, RowSelection, counts_of
from imports.queries.questions import cards_of_rows, first_of_question, rows_at
from imports.review.cards import Card, CardMaker
from imports.review.questions import Answer, answers_for_all
from imports.review.row_labels import file_issue_texts
from imports.row_data import NO_DECISION
from registry.pages.unread_conditions import UnreadConditions, unread_conditions
from russian.numbers import plural

#: the chip of the rows that were ready, once they are written
WRITTEN: dict[str, str] = {ImportStatus.COMMITTED: "Внесено", ImportStatus.UNDONE: "Было внесено"}
CARDS_ON_A_PAGE = 20
#: groups whose rows are asked about
_ASKED = ("review", "errors")
#: what needs a person stands first
_OPENED_FIRST = ("review", "errors", "ready", "unchanged", "off")
ANSWER_WORDS = {
    Answer.SKIP: "Пропустить",
    Answer.NEW: "Внести новыми",
    Answer.ACCEPT: "Загрузить как есть",
    Answer.KEEP: "Оставить выбранное",
    Answer.TAKE: "Взять из файла",
    Answer.NEW_ORGANISATION: "Завести организации",
    Answer.UNDO: "Вернуть к разбору",
}


@dataclass(frozen=True)
class ReviewPosition:
    """Where on the page of review one is."""

    selection: RowSelection
    page: int = 1

    @classmethod
    def from_request(cls, request: AuthenticatedRequest) -> "ReviewPosition":
        """As the address or the form says; a group that nobody asked for is empty."""
        form = ReviewPositionForm(request.POST if request.method == "POST" else request.GET)
        form.is_valid()
        cleaned = form.cleaned_data
        codes = (cleaned.get(name, "") for name in ("show", "issue_code", "q", "question"))
        return cls(RowSelection(*codes), cleaned.get("page") or 1)

    def query(self, **changes: Any) -> str:
        selection = self.selection
        parameters = {
            "show": selection.group,
            "issue_code": selection.issue_code,
            "q": selection.search,
            "question": selection.question,
            "page": self.page,
        } | changes
        if parameters["page"] == 1:
            parameters["page"] = ""
        return urlencode({name: value for name, value in parameters.items() if value})

    def address(self, batch: ImportBatch, **changes: Any) -> str:
        query = self.query(**changes)
        return f"{batch.get_absolute_url()}?{query}" if query else batch.get_absolute_url()

    def after(self, batch: ImportBatch, row: ImportRow) -> str:
        """Address of the next row to work on, beginning with this one; with nothing left there, of the page."""
        if self.selection.group not in GROUPS:
            return batch.get_absolute_url()
        cards = cards_of(self.selection, batch)
        following = cards.filter(first__gte=row.position).first()
        following = cards.first() if following is None else following
        if following is None and self.selection.question:
            return ReviewPosition(replace(self.selection, question="")).after(batch, row)
        if following is None:
            return batch.get_absolute_url()
        before = cards.filter(first__lt=following["first"]).count()
        (leading,) = rows_at(batch, [following["first"]])
        return f"{self.address(batch, page=before // CARDS_ON_A_PAGE + 1)}#row-{leading.pk}"


@dataclass(frozen=True)
class UnsavedAnswer:
    """An answer to a row that the page does not list: why it is not saved, in which words it was given, where the row
    is."""

    number: int
    reason: str
    answer: str
    address: str


def cards_of(selection: RowSelection, batch: ImportBatch) -> QuerySet[Any, Any]:
    """Each card with the position of its `first` row; rows that share a question have one card."""
    rows = selection.of(batch)
    if selection.group not in _ASKED:
        return rows.annotate(first=F("position")).values("first")
    return cards_of_rows(rows, one_by_one=selection.is_one_by_one)


def review_context(
    request: AuthenticatedRequest, batch: ImportBatch, *, answered: tuple[ImportRow, Any] | None = None
) -> dict[str, Any]:
    """`answered`: a row whose answer is not right yet, and what was typed."""
    counts = counts_of(batch)
    position = _adjusted(ReviewPosition.from_request(request), batch, counts, answered[0] if answered else None)
    page = _page(position, batch, counts, answered[0] if answered else None)
    rows = rows_at(batch, [card["first"] for card in page.object_list])
    selection = position.selection
    one_by_one = selection.is_one_by_one or selection.group not in _ASKED
    maker = CardMaker(batch, rows, request.user, one_by_one=one_by_one)
    cards = maker.cards()
    unsaved = _unsaved_elsewhere(request, batch, *answered) if answered and not _put_answer(cards, *answered) else None
    group, row_count = selection.group, selection.count(counts, batch)
    return {
        "batch": batch,
        "counts": counts,
        "chips": [
            (code, WRITTEN.get(batch.status, title) if code == "ready" else title, counts[code])
            for code, (title, _) in GROUPS.items()
        ],
        "kinds": [
            (code, find_issue_code(code).chip, n, position.query(issue_code=code, page=1))
            for code, n in counts.issue_codes(group)
        ],
        "all_kinds": position.query(issue_code="", page=1),
        "group": group,
        "position": position,
        "selection": selection,
        "row_count": row_count,
        "together": position.query(question="", page=1),
        "page": page,
        "unread": _unread(request),
        "unsaved": unsaved,
        "pages": {
            "previous": position.query(page=page.number - 1),
            "next": position.query(page=page.number + 1),
        },
        "cards": cards,
        "for_all": _for_all(batch, position, row_count, counts) if page.paginator.count > 1 else None,
        "corrected": len(batch.corrections),
        "organisations": maker.choices,
        "open": counts["review"] + counts["errors"],
        "sheets": batch.layout.sheets,
        "notes": file_issue_texts(batch.warnings, several_sheets=len(batch.layout.sheets) > 1),
        **_words(batch, counts),
    }


def _unread(request: AuthenticatedRequest) -> UnreadConditions | None:
    """Of the kinds of issues also those of which the file has no row any more are understood."""
    if request.method == "POST":
        return None
    offered: dict[str, Collection[str] | None] = {"show": GROUPS, "issue_code": ISSUE_CODES, "q": None}
    return unread_conditions(request, offered=offered, labels={"show": "раздел", "issue_code": "сомнение"})


def _adjusted(position: ReviewPosition, batch: ImportBatch, counts: Counts, row: ImportRow | None) -> ReviewPosition:
    """Where nothing was asked for, the first group that needs a person."""
    group, selection = position.selection.group, position.selection
    if not group and row is not None:
        group = next(code for code, (_, statuses) in GROUPS.items() if row.status in statuses)
    if not group:
        group = next((code for code in _OPENED_FIRST if counts[code]), "ready")
        if batch.status == ImportStatus.COMMITTED and counts["ready"]:
            group = "ready"
    code = selection.issue_code if selection.issue_code in dict(counts.issue_codes(group)) else ""
    question = selection.question if selection.question and first_of_question(batch, selection.question) else ""
    return ReviewPosition(RowSelection(group, code, selection.search, question), position.page)


def _page(position: ReviewPosition, batch: ImportBatch, counts: Counts, row: ImportRow | None) -> Page:
    """The page that was asked for; the one with the row whose answer is not right yet."""
    selection, number = position.selection, position.page
    cards = cards_of(selection, batch)
    paginator = Paginator(cards, CARDS_ON_A_PAGE)
    if selection.group not in _ASKED:
        paginator.count = selection.count(counts, batch)
    if row is not None:
        same = selection.of(batch).filter(question_key=row.question_key) if row.question_key else None
        leading = row if same is None or selection.is_one_by_one else same.first() or row
        number = cards.filter(first__lt=leading.position).count() // CARDS_ON_A_PAGE + 1
    return paginator.get_page(number)


def _put_answer(cards: list[Card], row: ImportRow, form: Any) -> bool:
    """Whether the page has a card for it."""
    is_shown = False
    for card in cards:
        is_of_question = (card.group or card.places) and card.row.question_key == row.question_key
        if card.row.pk == row.pk or is_of_question:
            is_shown, card.form = True, form
            if card.places:
                card.places.tick(form.data.getlist("rows"))
                continue
            card.unsaved = "" if card.questions else form.typed_names()
            for question in card.questions:
                fields = {name: form[f"{question.prefix}{name}"] for name in ("choice", "first_name", "middle_name")}
                question.choice = fields["choice"].value()
                question.values = {name: field.value() or "" for name, field in fields.items()}
                question.errors = [*form[f"{question.prefix}last_name"].errors, *fields["first_name"].errors]
                question.middle_errors = fields["middle_name"].errors
    return is_shown


def _unsaved_elsewhere(request: AuthenticatedRequest, batch: ImportBatch, row: ImportRow, form: Any) -> UnsavedAnswer:
    """Of a row that has left the list: nothing on its card would be seen."""
    now, answer_card = CardMaker(batch, [row, _as_answered(row, form)], request.user).cards()
    by = now.decided_by.partition(",")[0]
    reason = " ".join(map(str, form.non_field_errors()))
    if by:
        reason = f"Строку {row.row} уже разобрал(а) {by}: «{now.decided}»."
    names = form.typed_names()
    answer = f"{answer_card.decided} — {names}" if names and names not in answer_card.decided else answer_card.decided
    group = next(code for code, (_, statuses) in GROUPS.items() if row.status in statuses)
    return UnsavedAnswer(row.row, reason, answer, ReviewPosition(RowSelection(group)).after(batch, row))


def _as_answered(row: ImportRow, form: Any) -> ImportRow:
    """A copy that is never stored, with the decision that the form holds, if it can be read."""
    answered = copy(row)
    answered.decision = form.decision() if set(form.errors) <= {NON_FIELD_ERRORS} else NO_DECISION
    return answered


def _for_all(batch: ImportBatch, position: ReviewPosition, count: int, counts: Counts) -> dict[str, Any] | None:
    """The bar that answers all rows of one issue code at once."""
    selection = position.selection
    kinds = counts.issue_codes(selection.group)
    code = selection.issue_code or (kinds[0][0] if len(kinds) == 1 else "")
    if batch.status != ImportStatus.DRAFT or count < 2 or not code:
        return None
    status = GROUPS[selection.group][1][0]
    return {
        "count": count,
        "label": find_issue_code(code).chip,
        "answers": [
            (ANSWER_WORDS[answer], position.query(answer=answer.value, issue_code=code, page=1))
            for answer in answers_for_all(code, status)
        ],
    }


def _words(batch: ImportBatch, counts: Counts) -> dict[str, str]:
    """The heading and the sentence of the foot, in agreement with the numbers."""
    heading, state = _heading(batch, counts)
    return {
        "heading": heading,
        "state": state,
        "ready_words": plural(counts["ready"], "строка будет внесена,строки будут внесены,строк будет внесено"),
        "review_words": plural(counts["review"], "ждёт решения,ждут решения,ждут решения"),
        "error_words": plural(
            counts["errors"], "с ошибкой останется в файле,с ошибками останутся в файле,с ошибками останутся в файле"
        ),
    }


def _heading(batch: ImportBatch, counts: Counts) -> tuple[str, str]:
    if batch.status in (ImportStatus.COMMITTED, ImportStatus.UNDONE):
        who = batch.committed_by.short_name if batch.committed_by else "команда портала"
        state = f"{who}, {timezone.localtime(batch.committed_at):%d.%m.%Y %H:%M}"
        if batch.status == ImportStatus.UNDONE:
            return "Запись отменена", state
        ready = counts["ready"]
        return (f"Внесено: {plural(ready, 'строка,строки,строк')}" if ready else "Ничего не изменилось"), state
    if batch.status == ImportStatus.DISCARDED:
        return "Загрузка отменена", "ничего не внесено"
    nothing_yet = "ничего ещё не внесено"
    if counts["review"]:
        forms = "сомнительную строку,сомнительные строки,сомнительных строк"
        return f"Проверьте {plural(counts['review'], forms)}", nothing_yet
    if counts["errors"]:
        if not counts["ready"]:
            return f"Внести нечего: {plural(counts['errors'], 'строка,строки,строк')} с ошибками", nothing_yet
        return f"{plural(counts['errors'], 'строка,строки,строк')} с ошибками, сомнений нет", nothing_yet
    if counts["ready"]:
        return "Можно вносить", nothing_yet
    if counts["unchanged"] or counts["off"]:
        return "Изменений нет", nothing_yet
    return "Строк с данными нет", "под заголовками таблицы ничего не нашлось"
