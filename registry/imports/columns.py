"""What a person has said of the columns of a table, remembered for the next file with the same headings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from registry.imports.cleaning.text import as_text, clean_text
from registry.imports.headings import FIELDS, FORBIDDEN_FIELDS, LABELS, MENTEE, MENTOR, PERSONAL_FIELDS, heading_key
from registry.imports.parsed import ParsedFile, Table
from registry.imports.problems import NoHeaderRow
from registry.imports.register import Register
from registry.models import ColumnMapping

_ROWS_SEARCHED = 30
#: Whom the columns of a table of pairs are about: prefix of the field → words.
SIDES = {MENTOR: "Наставник", MENTEE: "Наставляемый"}


def _offered() -> dict[str, str]:
    plain = {field.code: field.label for field in FIELDS if field.code not in FORBIDDEN_FIELDS}
    sided = {
        f"{side}.{code}": f"{words}: {LABELS[code]}"
        for side, words in SIDES.items()
        for code in plain
        if code in PERSONAL_FIELDS
    }
    return plain | sided


#: Every field that a column may be said to hold → its name for a person. Personal numbers are never imported.
OFFERED: Mapping[str, str] = _offered()


def headings_key(headings: Iterable[str]) -> str:
    """SHA-256 of the folded headings in their order, each once."""
    folded = dict.fromkeys(key for heading in headings if (key := heading_key(heading)))
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def parse_as_remembered(
    parse: Callable[[Mapping[str, str | None]], ParsedFile], said: Mapping[str, str | None] | None, register: Register
) -> tuple[ParsedFile, ColumnMapping | None]:
    """Parses as was said now, else as was said before of a table with the same headings, else by the dictionary.

    Returns what was remembered too, when it was used. `parse` takes what headings mean.
    """
    if said:
        return parse(said), None
    try:
        parsed = parse({})
    except NoHeaderRow as problem:
        remembered = _remembered(_heading_rows(problem.guesses), register)
        if remembered is None:
            raise
        return parse(remembered.mapping), remembered
    remembered = _remembered(
        [parsed.headings, *([column.heading for column in table.columns] for table in parsed.tables)], register
    )
    return (parse(remembered.mapping), remembered) if remembered else (parsed, None)


def _remembered(several_headings: Iterable[Sequence[str]], register: Register) -> ColumnMapping | None:
    known = register.column_mappings
    if not known:
        return None
    return next((known[key] for headings in several_headings if (key := headings_key(headings)) in known), None)


def _heading_rows(guesses: Iterable[Table]) -> Iterator[list[str]]:
    """The heading may stand in another row than the guessed one."""
    for table in guesses:
        for number in range(1, _ROWS_SEARCHED + 1):
            texts = [clean_text(as_text(value)) for value in table.cells.get(number, ())]
            if headings := [text for text in texts if text]:
                yield headings
