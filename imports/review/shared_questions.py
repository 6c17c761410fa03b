"""What one card shows of rows that share a question: which they are, and who contends for places of a mentor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from imports.matching.row_keys import PLACES, kind_of_question
from imports.models import ImportBatch, ImportRow
from imports.queries.questions import rows_of_questions, totals_of_questions
from imports.review.row_labels import RowLabels
from imports.review.row_marks import mark_of_all, mark_of_question

#: rows that a card names; the others stand on a page of their own
MOST_LISTED = 10


@dataclass(frozen=True)
class NamedRow:
    """`place`: the number of the row, with the sheet where there are several."""

    place: str
    name: str
    about: str


@dataclass(frozen=True)
class SharedQuestion:
    """A question of `count` rows: `rows` are the first of them, `more` how many others there are."""

    key: str
    kind: str
    mark: str
    count: int
    rows: Sequence[NamedRow]
    more: int


@dataclass(frozen=True)
class ContendingRow:
    """A row with the pair that it would make; `is_chosen`: its box is ticked."""

    position: int
    place: str
    mentee: str
    organisation: str
    period: str
    form: str
    is_chosen: bool


@dataclass
class ContendedPlaces:
    """Places of a mentor for which more rows contend than there are; `overlaps`: on which days, in words.

    `registered`: primary keys of the registry's pairs that have places; `pairs`: name and address of those that the
    reader may open.
    """

    key: str
    mark: str
    mentor: str
    overlaps: Sequence[str]
    rows: Sequence[ContendingRow]
    registered: Sequence[int] = ()
    pairs: Sequence[tuple[str, str]] = ()

    def tick(self, positions: Collection[str]) -> None:
        """Ticks the boxes as somebody has ticked them."""
        self.rows = [replace(row, is_chosen=str(row.position) in positions) for row in self.rows]


class QuestionMaker:
    """Reads the questions that the rows of one page share with others, in a constant number of queries.

    `one_by_one`: only those that cannot be answered row by row.
    """

    def __init__(
        self, batch: ImportBatch, rows: Sequence[ImportRow], labels: RowLabels, *, one_by_one: bool = False
    ) -> None:
        self._labels = labels
        self._several_sheets = len(batch.layout.sheets) > 1
        keys = {row.question_key for row in rows if row.question_key}
        if one_by_one:
            keys = {key for key in keys if kind_of_question(key) == PLACES}
        self._totals = totals_of_questions(batch, keys)
        self._rows: Mapping[str, list[ImportRow]] = rows_of_questions(batch, keys, MOST_LISTED)

    @property
    def contending(self) -> list[ImportRow]:
        """All rows that contend for places with a row of the page."""
        return [row for key, rows in self._rows.items() if kind_of_question(key) == PLACES for row in rows]

    def group(self, row: ImportRow) -> SharedQuestion | None:
        """The question that the row shares with others; None where nobody else asks it."""
        key = row.question_key
        totals = self._totals.get(key)
        if totals is None or totals.rows < 2 or kind_of_question(key) == PLACES:
            return None
        listed = [NamedRow(self._place(r), self._labels.name(r), self._labels.about(r)) for r in self._rows[key]]
        mark = mark_of_question(key, rows=totals.rows, revisions=totals.revisions, positions=totals.positions)
        return SharedQuestion(key, kind_of_question(key), mark, totals.rows, listed, totals.rows - len(listed))

    def places(self, row: ImportRow) -> ContendedPlaces | None:
        key = row.question_key
        if kind_of_question(key) != PLACES or key not in self._totals:
            return None
        rows = self._rows[key]
        refused = [issue for r in rows for issue in r.errors if issue.overlaps]
        overlaps = list(dict.fromkeys(text for issue in refused for text in issue.overlaps))
        registered = list(dict.fromkeys(pk for issue in refused for pk in issue.pairs))
        mentor = self._labels.person(rows[0], "mentor")
        boxes = [self._contending(r) for r in rows]
        return ContendedPlaces(key, mark_of_all(rows), mentor, overlaps, boxes, registered)

    def _contending(self, row: ImportRow) -> ContendingRow:
        side = "mentee" if "mentee" in row.record.sides else ""
        period, form = (str(row.changes[name].after) if name in row.changes else "" for name in ("period", "form"))
        return ContendingRow(
            row.position, self._place(row), self._labels.person(row, side), self._labels.organisation(row),
            period, form, row.decision.takes_place,
        )  # fmt: skip

    def _place(self, row: ImportRow) -> str:
        return f"{row.sheet}, строка {row.row}" if self._several_sheets and row.sheet else f"строка {row.row}"
