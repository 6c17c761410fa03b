"""What a person has said of the columns of a table, remembered for the next file with the same headings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from imports.field_definition import FieldGroup
from imports.field_lists import FORBIDDEN_FIELDS, GROUPS, LABELS, PERSONAL_FIELDS
from imports.fields import FIELDS
from imports.heading_keys import heading_key
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ColumnMapping
from imports.parsing.headings import MENTEE, MENTOR, recognise
from imports.parsing.parsed import ParsedFile, Table
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.unreadable_files import NoHeaderRow

_ROWS_SEARCHED = 30
#: Whom the columns of a table of pairs are about: prefix of the field → words.
SIDES = {MENTOR: "Наставник", MENTEE: "Наставляемый"}


def _offered() -> dict[str, str]:
    plain = {field.code: field.label for field in FIELDS if field.code not in FORBIDDEN_FIELDS}
    sided = {
        f"{side}.{code}": f"{label}: {LABELS[code]}"
        for side, label in SIDES.items()
        for code in plain
        if code in PERSONAL_FIELDS or code == "organisation"  # where either of the two belongs
    }
    return plain | sided


#: Every field that a column may be said to hold → its name for a person. Personal numbers are never imported.
OFFERED: Mapping[str, str] = _offered()


def choices() -> list[tuple[str, Any]]:
    """`OFFERED` in groups, as a drop-down shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in OFFERED.items():
        side, _, name = code.rpartition(".")
        group = f"{SIDES[side]} (в таблице пар)" if side else GROUPS[name].value
        groups.setdefault(group, []).append((code, label))
    of_pairs = (f"{label} (в таблице пар)" for label in SIDES.values())
    order = (FieldGroup.PERSON, FieldGroup.ORGANISATION, *of_pairs, FieldGroup.PAIR, FieldGroup.OTHER)
    return [("", "не загружать"), *((str(group), groups[group]) for group in order)]


def wrong_codes(mapping: Mapping[str, str | None]) -> list[str]:
    """What of a mapping means no field that may be imported, and headings of personal numbers that it would let in."""
    unknown = [str(code) for code in mapping.values() if code is not None and code not in OFFERED]
    personal = [heading for heading, code in mapping.items() if code and is_personal_number(heading)]
    return [*unknown, *personal]


def is_personal_number(heading: str) -> bool:
    meaning = recognise(heading)
    return meaning is not None and meaning.field in FORBIDDEN_FIELDS


def headings_key(headings: Iterable[str]) -> str:
    """SHA-256 of the folded headings in their order, each once."""
    folded = dict.fromkeys(key for heading in headings if (key := heading_key(heading)))
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def parse_as_remembered(
    parse: Callable[[Mapping[str, str | None]], ParsedFile],
    mapping: Mapping[str, str | None] | None,
    snapshot: RegistrySnapshot,
) -> tuple[ParsedFile, ColumnMapping | None]:
    """Parses as was said now, else as was said before of a table with the same headings, else by the dictionary.

    Returns what was remembered too, when it was used. `parse` takes what headings mean.
    """
    if mapping:
        return parse(mapping), None
    try:
        parsed = parse({})
    except NoHeaderRow as error:
        remembered = _remembered(_heading_rows(error.guesses), snapshot)
        if remembered is None:
            raise
        try:
            return parse(remembered.mapping), remembered
        except NoHeaderRow:
            raise error from None
    remembered = _remembered(
        [parsed.headings, *([column.heading for column in table.columns] for table in parsed.tables)], snapshot
    )
    try:
        return (parse(remembered.mapping), remembered) if remembered else (parsed, None)
    except NoHeaderRow:  # of no use for this file
        return parsed, None


def _remembered(several_headings: Iterable[Sequence[str]], snapshot: RegistrySnapshot) -> ColumnMapping | None:
    mappings = snapshot.column_mappings
    if not mappings:
        return None
    return next((mappings[key] for headings in several_headings if (key := headings_key(headings)) in mappings), None)


def _heading_rows(guesses: Iterable[Table]) -> Iterator[list[str]]:
    """The heading may stand in another row than the guessed one."""
    for table in guesses:
        hidden = {column.index for column in table.columns if column.hidden}
        for number in range(1, _ROWS_SEARCHED + 1):
            row = enumerate(table.cells.get(number, ()))
            texts = [clean_text(as_text(value)) for at, value in row if at not in hidden]
            if headings := [text for text in texts if text]:
                yield headings
