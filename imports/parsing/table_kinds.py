"""What kind of table was found, and which field each of its columns fills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from imports.field_lists import FORBIDDEN_FIELDS, NAME_FIELDS, PERSONAL_FIELDS
from imports.parsing.headings import MENTEE, MENTOR, HeadingMeaning
from imports.parsing.table_on_sheet import ColumnOnSheet, TableOnSheet
from spreadsheets.cleaning.text import as_text, clean_text

_ROWS_SEARCHED = 30
_ROLES = (
    re.compile(r"(?:педагог\W+|учитель\W+)?наставник\w*", re.IGNORECASE),
    re.compile(r"наставляем\w+", re.IGNORECASE),
)
#: in a column of statuses and notes also in other words: «молодой специалист», «наставник молодого специалиста»
_WORDS_OF_ROLES = re.compile(
    r"(?:(?:педагог\W+|учитель\W+)?наставник\w*(?:\s+молод\w+\s+(?:специалист|педагог|учител)\w*)?|наставляем\w+|"
    r"молод(?:ой|ая)\s+(?:специалист|педагог|учитель)|стаж[её]р)",
    re.IGNORECASE,
)
#: where schools write who somebody is
HEADINGS_OF_STATUS = re.compile(r"\bстатус|\bроль\b|\bпримечан|\bотметк", re.IGNORECASE)
_TITLE_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("organisations", r"перечень (?:образовательных )?(?:организаций|учреждений)|реестр организаций"),
        ("pairs", r"\bпар[ыа]?\b|\bпар\b|закреплен\w* наставник"),
        ("partners", r"предприяти|партнер|работодател"),
        ("mentees", r"наставляем|молодых специалистов|молодые специалисты"),
        ("mentors", r"наставник"),
    )
)
PUPIL_FIELDS = frozenset({"class", "representative"})
_PARTNER_FIELDS = frozenset({"partner", "agreement"})
_PLACES = frozenset({"organisation", "partner"})
_TERM_FIELDS = frozenset({"period", "starts_on", "ends_on", "order", "order_number", "order_date", "form"})
_OF_BARE_LIST = frozenset({"number", "full_name", "last_name", "first_name", "middle_name"})
_ORGANISATION_FIELDS = frozenset({"inn", "address", "head_name", "head_position", "org_type"})


def kind_of(meanings: Sequence[HeadingMeaning], table: TableOnSheet, filename: str) -> tuple[str, str]:
    """The kind of a table by its columns, else by its title, sheet name and file name; and which of them told it."""
    if kind := _kind_of_columns(meanings, table):
        return kind, "columns"
    for source, text in (("title", table.title), ("sheet_name", table.sheet.name), ("file_name", filename)):
        if hint := kind_of_title(text):
            return (hint if hint in ("mentors", "mentees", "partners") else "mentors"), source
    bare = all(meaning.field in _OF_BARE_LIST for meaning in meanings)
    return "mentors", "nowhere" if bare else "columns_alike"


def _kind_of_columns(meanings: Sequence[HeadingMeaning], table: TableOnSheet) -> str | None:
    """None where nothing but names without a role stands in them."""
    fields = {meaning.field for meaning in meanings}
    roles = {meaning.role for meaning in meanings if meaning.field in NAME_FIELDS}
    if roles >= {MENTOR, MENTEE} or (MENTOR in roles and None in roles):
        describes_pupil = not fields.isdisjoint({"birth_date", "representative", "mentee_category", "category"})
        if table.mentee_is_pupil and describes_pupil and fields.isdisjoint(_TERM_FIELDS):
            return "mentees"
        return "pairs"
    if not roles:
        names_organisation = not fields.isdisjoint({"full_org_name", "short_org_name"})
        described = "organisation" in fields and not fields.isdisjoint(_ORGANISATION_FIELDS)
        return "organisations" if names_organisation or described else "none"
    if not fields.isdisjoint(_PARTNER_FIELDS) or ("inn" in fields and None in roles):
        return "partners"
    if MENTOR in roles:
        return "mentors"
    if MENTEE in roles or table.mentee_is_pupil:
        return "mentees"
    return None


def kind_of_title(text: str) -> str | None:
    """What a title says that the list below it holds."""
    folded = text.casefold().replace("ё", "е")
    return next((kind for kind, pattern in _TITLE_KINDS if pattern.search(folded)), None)


def assign_codes(table: TableOnSheet) -> None:
    """Which field each column fills. A column without a role belongs to the person named last before it."""
    both = _names_both(table)
    of_pairs = both and table.kind in ("pairs", "mentees")
    role: str | None = MENTEE if table.kind == "mentees" else None
    names_host = any(is_organisation_of(column, None) for column in table.columns)
    for column in table.columns:
        meaning = column.meaning
        if meaning is None:
            continue
        code = _field_for(meaning.field, table)
        if both and meaning.field in PERSONAL_FIELDS:
            is_name = meaning.field in NAME_FIELDS
            whose = meaning.role or (MENTEE if is_name and table.kind != "partners" else role)
            role = whose if is_name and table.kind != "mentees" else role
            if of_pairs and whose:
                code = f"{whose}.{code}"
            elif whose == MENTEE:
                continue
        elif of_pairs and code == "organisation" and meaning.role and (names_host or code in table.by_code):
            code = f"{meaning.role}.organisation"
        column.repeats = code in table.by_code
        if column.repeats and of_pairs and _is_of_further_person(code, table):
            column.repeats, column.code = False, code
            if not column.hidden:
                _add_to_further_person(code, column.index, table)
        elif not column.repeats:
            column.code = code
            if not column.hidden and code not in FORBIDDEN_FIELDS:
                table.by_code[code] = column


def is_organisation_of(column: ColumnOnSheet, role: str | None) -> bool:
    """Whether the column names the organisation of one side, or with None that of the whole row."""
    meaning = column.meaning
    return meaning is not None and not column.hidden and meaning.field in _PLACES and meaning.role == role


def _is_of_further_person(code: str, table: TableOnSheet) -> bool:
    """A second name of a side begins another person, to whom what is told next of that side belongs."""
    role, _, name = code.rpartition(".")
    return bool(role) and (name in NAME_FIELDS or any(_role_of(group) == role for group in table.more_people))


def _add_to_further_person(code: str, index: int, table: TableOnSheet) -> None:
    role = code.partition(".")[0]
    of_side = [group for group in table.more_people if _role_of(group) == role]
    if not of_side or code in of_side[-1]:
        table.more_people.append({code: index})
    else:
        of_side[-1][code] = index


def _role_of(group: Mapping[str, int]) -> str:
    return next(iter(group)).partition(".")[0]


def find_role_column(table: TableOnSheet) -> None:
    """A column of «наставник» and «наставляемый» under another heading («Статус»)."""
    if "role" in table.by_code or table.kind not in ("mentors", "mentees"):
        return
    rows = table.sheet.rows[table.header_row : table.header_row + _ROWS_SEARCHED]
    for column in table.columns:
        if column.hidden or column.code not in (None, "note", "position"):
            continue
        texts = [clean_text(as_text(row[column.index])) for row in rows if column.index < len(row)]
        filled = [text for text in texts if text]
        is_status = column.code != "position" and HEADINGS_OF_STATUS.search(column.heading)
        patterns = (_WORDS_OF_ROLES,) if is_status else _ROLES
        if filled and all(any(pattern.fullmatch(text) for pattern in patterns) for text in filled):
            if column.code is not None:
                del table.by_code[column.code]
            column.code = "role"
            table.by_code["role"] = column
            return


def _names_both(table: TableOnSheet) -> bool:
    roles = {c.meaning.role for c in table.columns if c.meaning and c.meaning.field in NAME_FIELDS}
    return len(roles) > 1


def _field_for(code: str, table: TableOnSheet) -> str:
    """«Категория» of a mentee who is a pupil is no qualification; «Предприятие» is an organisation."""
    if code == "category" and table.kind == "mentees" and table.mentee_is_pupil:
        return "mentee_category"
    return "organisation" if code == "partner" else code
