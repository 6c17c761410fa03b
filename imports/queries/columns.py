"""Columns of a batch's tables, for a person to say what they hold."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imports.enums import ImportKind, ImportStatus
from imports.heading_keys import heading_key
from imports.matching.learned_columns import OFFERED, headings_key, is_personal_number
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ColumnMapping, HeadingSynonym, ImportBatch
from imports.parsing.field_suggestions import UnknownColumn, suggest_fields
from imports.parsing.headings import recognise
from imports.parsing.organisation_names import OrganisationIndex
from imports.parsing.returned_files import is_ours, left_out_of_exports
from registry import clock
from spreadsheets.cleaning.text import as_text

_SAMPLES = 3
_LONGEST_SAMPLE = 60
#: rows of a draft by which it is told what an unknown column looks like
_MOST_ROWS_SEARCHED = 40


@dataclass(frozen=True)
class ColumnChoice:
    """`field`: what it is taken for, empty when it is not read; `tables`: numbers of the tables that have it.

    `values`: cells row by row where they are at hand, more than are shown.
    """

    heading: str
    field: str
    samples: tuple[str, ...] = ()
    tables: tuple[int, ...] = (0,)
    personal: bool = False
    is_known: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeadingRow:
    """A row that may be the heading: shown to choose from."""

    number: int
    text: str


@dataclass(frozen=True)
class ColumnChoices:
    """`headings`: of all columns, those that nobody is asked about included; `sheets`: those that may be chosen;
    `rows`: those that may be the heading, when that is not known.
    """

    columns: list[ColumnChoice]
    headings: list[str]
    sheets: list[str]
    sheet: str = ""
    heading_row: int = 0
    rows: tuple[HeadingRow, ...] = ()

    @property
    def key(self) -> str:
        return headings_key(self.headings)


def column_choices_of(batch: ImportBatch, *, sheet: str = "", row: int | None = None) -> ColumnChoices:
    """The tables that were read; for a batch of which none could be, one sheet with one of its rows as the heading."""
    if batch.status == ImportStatus.MAPPING or not batch.layout.columns:
        return _guessed(batch, sheet, row)
    columns = batch.layout.columns
    sheets = list(dict.fromkeys(column.sheet for column in columns))
    choices: dict[str, ColumnChoice] = {}
    for column in columns:
        if column.hidden:
            continue
        before = choices.get(heading_key(column.heading))
        choices[heading_key(column.heading)] = _column(
            column.heading,
            before.field if before and before.field else column.field or "",
            before.samples if before and before.samples else column.samples,
            (*(before.tables if before else ()), sheets.index(column.sheet)),
        )
    passed = [ignored.name for ignored in batch.layout.ignored_sheets if ignored.why != "empty"]
    headings = [column.heading for column in columns]
    sheet_names = [name for name in (*sheets, *passed) if name]
    return ColumnChoices(list(choices.values()), headings, sheet_names, batch.sheet_choice)


def _guessed(batch: ImportBatch, sheet: str, row: int | None) -> ColumnChoices:
    guesses = batch.layout.guesses
    if not guesses:
        return ColumnChoices([], [], [])
    guess = next((guess for guess in guesses if guess.sheet == (sheet or batch.sheet_choice)), guesses[0])
    rows = guess.rows
    number = row if row is not None and row in rows else guess.header_row
    mapping = {heading_key(heading): code or "" for heading, code in batch.mapping.items()}
    synonyms = dict(HeadingSynonym.objects.filter(municipality=batch.municipality_id).values_list("key", "field"))
    columns: dict[str, ColumnChoice] = {}
    for index, heading in enumerate(rows[number]):
        key = heading_key(heading)
        if not key or key in columns:
            continue
        below = [texts[index] if index < len(texts) else "" for at, texts in sorted(rows.items()) if at > number]
        field = mapping.get(key) or synonyms.get(key) or _recognised(heading)
        columns[key] = _column(heading, field, [text for text in below if text], values=below)
    choosable = tuple(HeadingRow(at, _short(texts)) for at, texts in sorted(rows.items()) if len(set(texts) - {""}) > 1)
    return ColumnChoices(
        list(columns.values()),
        rows[number],
        [g.sheet for g in guesses if g.sheet],
        guess.sheet,
        number,
        choosable,
    )


def _column(
    heading: str, field: str, samples: Iterable[str], tables: tuple[int, ...] = (0,), values: Iterable[str] = ()
) -> ColumnChoice:
    personal = is_personal_number(heading)
    visible_samples = () if personal else tuple(text[:_LONGEST_SAMPLE] for text in dict.fromkeys(samples))[:_SAMPLES]
    return ColumnChoice(
        heading,
        field if field in OFFERED else "",
        visible_samples,
        tables,
        personal,
        is_known=recognise(heading) is not None,
        values=() if personal else tuple(values),
    )


def _recognised(heading: str) -> str:
    meaning = recognise(heading)
    if meaning is None:
        return ""
    return f"{meaning.role}.{meaning.field}" if f"{meaning.role}.{meaning.field}" in OFFERED else meaning.field


def _short(texts: Sequence[str]) -> str:
    return " · ".join(dict.fromkeys(text for text in texts if text))[: _LONGEST_SAMPLE + 30]


def columns_not_read(batch: ImportBatch) -> list[ColumnChoice]:
    """Columns of the tables that were read whose headings mean nothing; those said to be left out are not told of."""
    if batch.status != ImportStatus.DRAFT:
        return []
    columns = column_choices_of(batch).columns
    left_out = {heading_key(heading) for heading, code in batch.mapping.items() if not code}
    left_out |= left_out_of_exports(column.heading for column in columns)
    return [
        column
        for column in columns
        if not column.field
        and not column.personal
        and heading_key(column.heading) not in left_out
        and not is_ours(column.heading)
    ]


def suggestions(batch: ImportBatch, tables: ColumnChoices) -> dict[int, str]:
    """Number of a column in `asked.columns` → the field that its values look like, for those that nobody understood.

    Columns that a person has said to leave out are not suggested, nor those with nothing to be seen of them.
    """
    left_out = {heading_key(heading) for heading, code in batch.mapping.items() if not code}
    asked_of = [
        number
        for number, column in enumerate(tables.columns)
        if not column.field
        and column.samples
        and heading_key(column.heading) not in left_out
        and not is_ours(column.heading)
    ]
    if not asked_of:
        return {}
    cells = _first_cells(batch)
    index = OrganisationIndex(RegistrySnapshot(batch.municipality).known_organisations)
    codes = suggest_fields(
        [UnknownColumn(tables.columns[n].heading, _values(tables.columns[n], cells)) for n in asked_of],
        today=clock.today(),
        knows_organisation=lambda text: index.match(text).organisation is not None,
        used_fields=[column.field for column in tables.columns if column.field],
        pairs=ImportKind.PAIRS in (batch.kind_choice, batch.kind),
    )
    return {asked_of[index]: code for index, code in codes.items() if code in OFFERED}


def _first_cells(batch: ImportBatch) -> dict[str, list[str]]:
    """Heading → cells of the first rows of a draft; what is hidden or personal is not kept with rows."""
    cells_by_heading: dict[str, list[str]] = defaultdict(list)
    if batch.status == ImportStatus.DRAFT:
        rows = batch.rows.filter(part=0).order_by("position").values_list("cells", flat=True)
        for cells in rows[:_MOST_ROWS_SEARCHED]:
            for heading, value in cells.items():
                cells_by_heading[heading_key(heading)].append("" if value is None else as_text(value))
    return cells_by_heading


def _values(column: ColumnChoice, cells: dict[str, list[str]]) -> list[str] | tuple[str, ...]:
    values = cells.get(heading_key(column.heading), ())
    return values if any(values) else column.values or column.samples


def remembered_columns(batch: ImportBatch) -> ColumnMapping | None:
    """What is remembered of tables with these headings."""
    return ColumnMapping.objects.filter(
        municipality=batch.municipality_id, headings_key=column_choices_of(batch).key
    ).first()
