"""Which organisation a row belongs to: its own cell, the block above, a section row, title, sheet or clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imports.parsing.issues import ReportRecordIssue
from imports.parsing.organisation_names import NOBODY, OrganisationIndex, OrganisationMatch
from imports.parsing.organisation_shapes import looks_like_organisation, names_in_title
from imports.parsing.parsed import KnownOrganisation, ParsedRecord
from imports.parsing.table_on_sheet import TableOnSheet
from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import clean_cell, clean_text

_MOST_LISTED = 8
_BY_TITLE = "организация в строке не указана; по заголовку таблицы или имени листа"


@dataclass(slots=True)
class TableOrganisation:
    """What a table says about the organisation of all its rows. ``source``: title, sheet_name, default or None.

    ``spelling``: what the title calls an organisation that nobody knows.
    """

    match: OrganisationMatch = NOBODY
    source: str | None = None
    spelling: str = ""


class OrganisationReader:
    """Organisations of one file. ``spellings`` collects each spelling met and the short name it stands for."""

    def __init__(
        self,
        index: OrganisationIndex,
        *,
        default: KnownOrganisation | None,
        partners: bool,
    ) -> None:
        self._index = index
        self._default = default
        self._partners = partners
        self._first_row_of_new: dict[str, int] = {}
        self._looks: dict[str, bool] = {}
        self.spellings: dict[str, str | None] = {}

    def surroundings_of(self, table: TableOnSheet, *, several_sheets: bool) -> TableOrganisation:
        """The organisation in the title above the table, else in the sheet's name, else the clerk's own."""
        titled = self._index.mentioned_in(table.title) if table.title else NOBODY
        if titled.organisation:
            self.spellings.setdefault(titled.organisation.short_name, titled.organisation.short_name)
            return TableOrganisation(titled, "title")
        match = self._index.match(table.sheet.name) if table.sheet.name else NOBODY
        if match.organisation or (match.candidates and several_sheets):
            self._note(table.sheet.name, match)
            return TableOrganisation(match, "sheet_name")
        if self._default:
            return TableOrganisation(OrganisationMatch(self._default), "default")
        if titled.candidates:
            return TableOrganisation(titled)
        return TableOrganisation(match, spelling=next(iter(names_in_title(table.title)), ""))

    def knows(self, text: str) -> bool:
        """Whether a piece of a cell names an organisation."""
        is_organisation = self._looks.get(text)
        if is_organisation is None:
            match = self._index.match(text)
            is_organisation = bool(match.organisation) or looks_like_organisation(text)
            self._looks[text] = is_organisation
        return is_organisation

    def short_name_of(self, text: str) -> str | None:
        """Of the organisation that the text surely means."""
        match = self._index.match(text)
        return match.organisation.short_name if match.organisation else None

    def section(self, text: str) -> OrganisationMatch | None:
        """The organisation named by a row of its own between the rows of a table; None when it names none."""
        match = self._index.match(text)
        if match.organisation or match.candidates or looks_like_organisation(text):
            self._note(text, match)
            return match
        return None

    def _note(self, text: str, match: OrganisationMatch) -> None:
        self.spellings.setdefault(text, match.organisation.short_name if match.organisation else None)

    def fill(self, record: ParsedRecord, text: object, column: str, inn: str | None, issue: ReportRecordIssue) -> None:
        """Set the organisation of *record* from the text of its cell; *issue* adds an issue to the record."""
        original = clean_text(str(text)) if text is not None else ""
        name = clean_cell(original)
        if name and cyrillic_lookalikes(name) != name:
            message = "латинские буквы в названии организации заменены русскими"
            issue(CellIssue("latin_lookalike", message, name, cyrillic_lookalikes(name)), column)
        match = self._index.match(name) if name else NOBODY
        if match.organisation is None and (by_inn := self._index.by_inn(inn)):
            match = OrganisationMatch(by_inn)
        if name:
            self._note(str(text).strip(), match)
        self.apply(record, match, cyrillic_lookalikes(name), column, issue)

    def apply(
        self,
        record: ParsedRecord,
        match: OrganisationMatch,
        name: str,
        column: str | None,
        issue: ReportRecordIssue,
        *,
        titled: str = "",
    ) -> None:
        """Put *match* on the record, with the issue it deserves. *name*: empty where no cell of the row has one;
        *titled*: what the title calls an organisation that nobody knows."""
        record.organisation = match.organisation
        record.organisation_candidates = match.candidates
        fields = record.fields
        if match.organisation:
            fields["organisation"] = match.organisation.short_name
            return
        fields["organisation"] = None
        if match.candidates:
            names = [candidate.short_name for candidate in match.candidates]
            fields["organisation_raw"] = name
            message = f"{quoted(name)}: {_fitting(names)}" if name else f"{_BY_TITLE} {_fitting(names)}"
            issue(CellIssue("organisation_ambiguous", message, before=name), column, candidates=tuple(names))
        elif not name:
            unknown = f"; над таблицей стоит {quoted(titled)}, такой в справочнике нет" if titled else ""
            issue(CellIssue("missing_organisation", f"организация не указана{unknown}"), column)
        elif self._partners:
            fields["organisation"] = name
            first = self._first_row_of_new.setdefault(name.casefold(), record.row)
            message = f"{quoted(name)} нет в справочнике; завести после подтверждения"
            issue(CellIssue("new_organisation", message, before=name), column, first_row=first)
        else:
            fields["organisation_raw"] = name
            message = f"{quoted(name)}: такой организации нет в справочнике"
            issue(CellIssue("unknown_organisation", message, before=name), column)

    def recognise(self, record: ParsedRecord) -> None:
        """In a list of organisations: the one the register already holds, by ИНН or by exactly its name."""
        fields = record.fields
        record.organisation = (
            self._index.by_inn(fields.text("inn"))
            or self._index.written_alike(fields.text("short_name"))
            or self._index.written_alike(fields.text("full_name"))
        )


def quoted(name: str) -> str:
    """The name in quotation marks, unless it brings its own: «СОШ 2», МБОУ «Радуга», «Радуга»."""
    while name.startswith("««") and name.endswith("»»"):
        name = name[1:-1]
    return name if "«" in name else f"«{name}»"


def carries_down(values: list[object]) -> bool:
    """Whether an empty cell means «as above»: organisations are written once per block of rows.

    Told from how many cells of the column are empty; a few empty cells are omissions, not blocks.
    """
    empty = sum(value is None or clean_cell(value) == "" for value in values)
    return bool(values) and empty >= len(values) / 3 and clean_cell(values[0]) != ""


def _fitting(names: Sequence[str]) -> str:
    """«СОШ» fits every school of a district: some are told, the others counted."""
    listed = ", ".join(names[:_MOST_LISTED])
    more = f" и ещё {len(names) - _MOST_LISTED}" if len(names) > _MOST_LISTED else ""
    return f"{'подходят' if len(names) > 1 else 'подходит'} {listed}{more}"
