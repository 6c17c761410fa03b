"""Rows of a batch as a person sees them: what is asked, what would change, who may be meant, what stood in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from imports.enums import ImportRowStatus, ImportStatus
from imports.importers import IMPORTERS
from imports.issue_codes import Asks, advice, find_issue_code
from imports.matching.row_keys import CAUSE, FORM, ORGANISATION
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import alike_counts, decided_together
from imports.queries.review import organisations_of_batch, pairs_by_key, people_by_key, rows_by_position, users_by_key
from imports.review.comparisons import Comparer
from imports.review.question_cards import Option, Question, Questioner
from imports.review.row_issues import grave_issues
from imports.review.row_labels import SIDES, RowLabels, full_name
from imports.review.row_marks import mark_of
from imports.review.shared_questions import ContendedPlaces, QuestionMaker, SharedQuestion
from imports.row_data import KEEP, Candidate, Decision, PersonAnswer, RowIssue
from registry.models import Organisation
from registry.side_texts import side_label, side_text
from russian.search_key import fold
from spreadsheets.cleaning.text import as_text

_NAMES = ("full_name", "last_name", "first_name", "middle_name")


@dataclass(frozen=True)
class ShownCell:
    """`before`, `by`, `at`: of a cell that was put right."""

    heading: str
    text: str
    before: str | None = None
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ShownIssue:
    """`advice`: what the school should do; empty when nothing needs doing. `pairs`: (name, address) of each pair of the
    registry that the issue names."""

    issue: RowIssue
    advice: str
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass
class Card:
    """`cells` are those that an issue is about, `rest` the others; `together`: rows decided by the same action.

    `group`: the card asks for all rows of one question, `row` being the first; `places`: it asks which get places.
    `form`: an answer that is not right yet; `unsaved`: what was typed for a question that is not asked any more.
    """

    row: ImportRow
    name: str
    about: str
    title: str = ""
    issues: list[ShownIssue] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    buttons: list[Option] = field(default_factory=list)
    target: tuple[str, str] | None = None
    decided: str = ""
    decided_by: str = ""
    together: int = 0
    cells: list[ShownCell] = field(default_factory=list)
    rest: list[ShownCell] = field(default_factory=list)
    mark: str = ""
    group: SharedQuestion | None = None
    places: ContendedPlaces | None = None
    form: Any = None
    unsaved: str = ""

    @property
    def asks_organisation(self) -> bool:
        return any(question.asks is Asks.ORGANISATION for question in self.questions)

    @property
    def description(self) -> str:
        """What is known of the row, unless it stands beside candidates anyway."""
        return "" if any(question.comparison and not question.side for question in self.questions) else self.about

    @property
    def issues_beside_question(self) -> list[ShownIssue]:
        """Issues that the title and the question do not tell already."""
        first = find_issue_code(self.row.issue_code)
        is_asked = self.questions and first.asks in (Asks.NAMES, Asks.PERSON, Asks.RETURN)
        return [issue for issue in self.issues if not (is_asked and issue.issue.code == self.row.issue_code)]

    @property
    def issues_of_all(self) -> list[ShownIssue]:
        """Of rows that share a question: what is wrong with all of them, without what stands in single cells."""
        kind = self.group.kind if self.group else ""
        asks = {ORGANISATION: Asks.ORGANISATION, FORM: Asks.FORM}.get(kind)
        if asks is None:
            return self.issues if kind == CAUSE else []
        title = set(fold(self.title).split())
        of_question = [entry for entry in self.issues if find_issue_code(entry.issue.code).asks is asks]
        return [entry for entry in of_question if not set(fold(entry.issue.message).split()) <= title]

    @property
    def alike(self) -> int:
        return max((question.alike for question in self.questions), default=0)

    @property
    def can_be_remembered(self) -> bool:
        """A spelling of the organisation, or initials of somebody known."""
        if self.asks_organisation:
            return bool(self.row.record.organisation_name)
        return any(question.asks is Asks.NAMES and question.comparison for question in self.questions)


class CardMaker:
    """Reads what the rows of one page mention in a constant number of queries."""

    def __init__(self, batch: ImportBatch, rows: Sequence[ImportRow], reader: User, *, one_by_one: bool = True) -> None:
        """`one_by_one`: rows that share a question are asked apart."""
        self._batch = batch
        self._rows = rows
        self._is_draft = batch.status == ImportStatus.DRAFT
        self._organisations = organisations_of_batch(batch)
        references: list[Candidate | PersonAnswer] = [
            *(c for row in rows for c in row.candidates),
            *(a for row in rows for a in _answers(row)),
        ]
        self._people = people_by_key(batch, {each.person for each in references if each.person is not None})
        positions = {each.row for each in references if each.row is not None}
        self._others = rows_by_position(batch, positions)
        self._users = users_by_key({pk for pk in self._deciders() if pk})
        self._pages = IMPORTERS[batch.kind].pages({row.target_id for row in rows if row.target_id})
        self._labels = RowLabels(batch, self._organisations)
        self._together = QuestionMaker(batch, rows, self._labels, one_by_one=one_by_one)
        mentioned = (*rows, *self._together.contending)
        keys = {pk for row in mentioned for issue in (*row.errors, *row.warnings) for pk in issue.pairs}
        self._pairs = pairs_by_key(reader, keys)
        comparer = Comparer(self._labels, self._people, self._others)
        self._questioner = Questioner(self._organisations, comparer, whole=batch.organisation_id is None)
        self._corrections = {c.cell_address: c for c in batch.corrections}
        self._columns = _columns_by_sheet(batch)

    def _deciders(self) -> set[int | None]:
        return {row.decision.by for row in self._rows} | {c.by for c in self._batch.corrections}

    @property
    def choices(self) -> list[Organisation]:
        """Organisations that a row may be said to belong to."""
        own = self._batch.organisation_id
        return [o for o in self._organisations.values() if not o.is_archived and own in (None, o.pk)]

    def cards(self) -> list[Card]:
        cards = [self._card(row) for row in self._rows]
        if self._is_draft and cards:
            self._count_alike(cards)
        return cards

    def _card(self, row: ImportRow) -> Card:
        card = Card(row, self._labels.name(row), self._labels.about(row), mark=mark_of(row))
        grave = grave_issues(row)
        card.issues = [self._with_links(issue) for issue in (*row.errors, *row.warnings)]
        card.title = self._title(row, grave)
        card.changes = self._labels.changes(row)
        card.target = self._pages.get(row.target_id) if row.target_id is not None else None
        card.decided = self._decided(row)
        card.decided_by = self._signature(row.decision) if card.decided else ""
        if self._is_draft:
            self._ask(card)
        self._put_cells(card, {issue.column for issue in grave if issue.column is not None} or self._name_cells(card))
        return card

    def _ask(self, card: Card) -> None:
        """Of many rows only what they share is asked; what else each of them asks follows."""
        row = card.row
        card.questions = self._questioner.questions(row)
        card.buttons = self._questioner.buttons(row, card.questions)
        card.group, card.places = self._together.group(row), self._together.places(row)
        if card.group:
            card.questions = [question for question in card.questions if _is_of_kind(question, card.group.kind)]
            card.title = self._title_of_group(row, card.group)
        if card.places:
            card.places.pairs = self._links(card.places.registered)
            card.title = f"{side_label('Кто займёт места наставника')}: {card.places.mentor}"

    def _title_of_group(self, row: ImportRow, group: SharedQuestion) -> str:
        """What the rows have in common; how many they are stands beside it."""
        grave = grave_issues(row)
        codes = [find_issue_code(issue.code) for issue in grave]
        if group.kind in SIDES:
            return f"{find_issue_code(row.issue_code).title}: {self._labels.person(row, group.kind)}"
        if group.kind == ORGANISATION:
            title = next(code.title for code in codes if code.asks is Asks.ORGANISATION)
            return f"{title}: {row.record.organisation_name}" if row.record.organisation_name else title
        return codes[0].title

    def _with_links(self, issue: RowIssue) -> ShownIssue:
        return ShownIssue(issue, advice(issue.code), self._links(issue.pairs))

    def _links(self, keys: Sequence[int]) -> tuple[tuple[str, str], ...]:
        pairs = [self._pairs[pk] for pk in keys if pk in self._pairs]
        return tuple((str(pair), pair.get_absolute_url()) for pair in pairs)

    def _title(self, row: ImportRow, grave: Sequence[RowIssue]) -> str:
        if not grave:
            return self._labels.name(row)
        if row.status == ImportRowStatus.OFF and row.issue_code:
            return f"{find_issue_code(row.issue_code).title}: {self._labels.name(row)}"
        codes = [find_issue_code(issue.code) for issue in grave]
        first = next((code for code in codes if code.asks is Asks.ORGANISATION), codes[0])
        about = row.record.organisation_name if first.about == "organisation" else None
        return f"{first.title}: {about or self._labels.name(row)}"

    def _name_cells(self, card: Card) -> set[str]:
        """Headings of the names of the people whom the questions are about."""
        columns = self._columns.get(card.row.sheet, {})
        sides = {f"{question.side}." if question.side else "" for question in card.questions if question.comparison}
        names = {f"{side}{name}" for side in sides for name in _NAMES}
        return {heading for heading, code in columns.items() if code in names}

    def _put_cells(self, card: Card, columns: set[str]) -> None:
        """In the order of the file: the database keeps no order of a row's cells."""
        row = card.row
        for heading in self._columns.get(row.sheet, row.cells):
            if heading not in row.cells:
                continue
            correction = self._corrections.get((row.sheet, row.row, heading))
            cell = ShownCell(heading, as_text(row.cells[heading]))
            if correction:
                at = timezone.localtime(datetime.fromisoformat(correction.at))
                cell = ShownCell(heading, cell.text, correction.before, self._user(correction.by), at)
            (card.cells if heading in columns or correction else card.rest).append(cell)

    def _user(self, pk: int | None) -> str:
        user = self._users.get(pk) if pk else None
        return user.short_name if user else ""

    def _signature(self, decision: Decision) -> str:
        at = timezone.localtime(datetime.fromisoformat(decision.at)) if decision.at else None
        return ", ".join(part for part in (self._user(decision.by), f"{at:%d.%m.%Y %H:%M}" if at else "") if part)

    def _decided(self, row: ImportRow) -> str:
        """The decision in words."""
        decision, answers = row.decision, []
        if decision.organisation and (organisation := self._organisations.get(decision.organisation)):
            answers.append(f"организация — {organisation.short_name}")
        if decision.new_organisation:
            answers.append("завести организацию")
        answers += self._describe_answer(decision, skipped=[])
        for side in row.record.sides:
            if answer := decision.answer_of(side):
                described = self._describe_answer(answer, skipped=["без пары"])
                answers += [f"{SIDES[side]}: {text}" for text in described]
        if decision.form:
            answers.append(f"форма — {self._form(row, decision.form)}")
        if decision.of_merge:
            answers.append("оставить выбранное при объединении" if decision.of_merge == KEEP else "взять из файла")
        if decision.accept:
            answers.append("загрузить как есть")
        if decision.takes_place:
            answers.append(side_text("занимает место наставника"))
        if decision.skip:
            answers.append("пропустить")
        return ", ".join(answers) + (f" — {side_text(decision.reason)}" if decision.reason else "")

    @staticmethod
    def _form(row: ImportRow, code: str) -> str:
        return next((c.why or code for c in row.candidates if c.form == code), code)

    def _describe_answer(self, answer: PersonAnswer, *, skipped: Sequence[str]) -> list[str]:
        """`skipped`: the words for a person who is left out."""
        texts = [*skipped] if answer.skip else []
        if answer.is_new:
            name = full_name(answer.names or {})
            texts.append(f"новый человек — {name}" if name else "новый человек")
        elif answer.person is not None and (person := self._people.get(answer.person)):
            texts.append(f"это {person.full_name}")
        if answer.row is not None and (other := self._others.get(answer.row)):
            texts.append(f"то же, что строка {other.row}")
        return texts

    def _count_alike(self, cards: Sequence[Card]) -> None:
        """How many rows may be about the same person, and how many were decided at once with a row."""
        counts = alike_counts(self._batch, [card.row for card in cards if card.questions])
        together = decided_together(self._batch, [card.row for card in cards])
        for card in cards:
            row = card.row
            card.together = together.get(row.decision.at, 0)
            for question in card.questions:
                if question.asks in (Asks.PERSON, Asks.NAMES, Asks.RETURN) and not question.side:
                    question.alike = counts.get((row.issue_code, row.name_key, row.organisation_key), 0)


def _answers(row: ImportRow) -> list[PersonAnswer]:
    return [answer for side in ("", *SIDES) if (answer := row.decision.answer_of(side))]


def _is_of_kind(question: Question, kind: str) -> bool:
    if kind in SIDES:
        return question.side == kind
    return question.asks is {ORGANISATION: Asks.ORGANISATION, FORM: Asks.FORM}.get(kind)


def _columns_by_sheet(batch: ImportBatch) -> Mapping[str, Mapping[str, str | None]]:
    """Headings in the order of the file with what they hold, without those that hold personal identifiers."""
    personal = {issue.column for issue in batch.warnings if issue.code == "personal_identifier"}
    columns_by_sheet: dict[str, dict[str, str | None]] = {}
    for column in batch.layout.columns:
        if not column.hidden and column.heading not in personal:
            columns_by_sheet.setdefault(column.sheet, {})[column.heading] = column.field
    return columns_by_sheet


def needs_names(row: ImportRow) -> frozenset[str]:
    """Of whom the row knows only initials: sides of the pair, "" the row's own person."""
    return frozenset(side for side in ("", *row.record.sides) if row.record.person(side).initials)
