"""Marks of a row and its cells: hidden, struck through, dismissed, formulas without values, comments, ditto marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from imports.field_lists import NAME_FIELDS
from imports.parsing.issues import add_issue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.section_columns import NO_MARK
from imports.parsing.table_kinds import HEADINGS_OF_STATUS
from imports.parsing.table_on_sheet import TableOnSheet
from imports.record_values import RowCells
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell, clean_text
from spreadsheets.reading.workbook import Sheet

_DISMISSAL = "отмечено выбытие («{}»); по умолчанию не загружается"
_MOVE = "отмечено, что человек перешёл в другое место («{}»); решите, загружать ли строку"
#: Where people write that somebody has left: the note, the post, the name itself.
_TELLING_FIELDS = frozenset({"note", "position", "full_name", "last_name"})
_MAY_TELL = re.compile(r"(?i:увол|выбыл|расторг|умер|сконч|отчисл|пере|выпустил|отказ|пенси|дубл|приостан|арми)")
_DISMISSED = re.compile(
    r"\bувол(?:ен|ил)|\bвыбыл|\bрасторгнут\w* трудов|\bумер(?:ла)?\b|\bсконча(?:лся|лась)|\bотчислен", re.IGNORECASE
)
#: «переведена в СОШ № 2», but not «переведён в 9 класс», «переведена на ставку»
_MOVED = re.compile(
    r"\bпере(?:вед[её]н[ао]?|в[её]лся|велась|ш[её]л|шла)\s+(?:работать\s+|учиться\s+|на работу\s+)?в\s+"
    r"(?!\d|\w*\s*класс|штат|групп)|\bвыпустил(?:ся|ась)\b",
    re.IGNORECASE,
)
#: «отказалась», «на пенсии», «дубль, см. строку 2»: perhaps the person is not meant
_DOUBTFUL = re.compile(
    r"\bотказ(?:ал(?:ся|ась|ись))?\b|\b(?:на пенсии|выш(?:ел|ла) на пенсию)\b|\bдубл[ья]|\bприостановл|\bв арми",
    re.IGNORECASE,
)
#: Headings inside a table: «Выбывшие», «Резерв», «Не дали согласие», «Молодые педагоги»
_GROUP_OF_DISMISSED = re.compile(r"\b(?:выбы|увол|отчисл|архив|бывши)", re.IGNORECASE)
_GROUP_IN_DOUBT = re.compile(
    r"\bрезерв|\bзапас|\bкандидат|\bотказ|\bне (?:дал|соглас|подтвержд|утвержд|участву)|\bприостанов|\bпод вопросом",
    re.IGNORECASE,
)
_GROUP_OF_MENTEES = re.compile(
    r"\bмолод\w+ (?:специалист|педагог|учител|воспитател)|\bнаставляем|\bподопечн|\bстаж[её]р", re.IGNORECASE
)
_DITTO = re.compile(
    r"[-–—_\s]*(?:[\"“”„«»'`´′″〃]{1,2}|//|\\\\|,,)[-–—_\s]*|[\"«][-–—]{1,2}[\"»]|[«\"]\s*[»\"]|"
    r"(?:то|так|там|тот|та|те|он|она|оно|они|эт(?:от|а|о|и))\s+же"
    r"(?:\s+сам(?:ое|ый|ая|ые))?(?:\s+(?:наставни|педагог|учител|воспитател|специалист|человек|школ|оу\b|оо\b|организаци|учреждени|сад|"
    r"срок|период|приказ|дат)\w*)?(?:,?\s+что\s+(?:и\s+)?выше)?[.\s]*|"
    r"(?:см\.?|как)\s*(?:и\s+)?выше[.\s]*|аналогично[.\s]*|повтор[.\s]*|\(?продолжение[.\s]*\)?",
    re.IGNORECASE,
)
_LONGEST_DITTO = 40
#: «молодой специалист», but not «наставник молодого специалиста»
_POST_OF_MENTEE = re.compile(
    r"\bмолод(?:ой|ая)\s+(?:специалист|педагог|учител|воспитател)|\bнаставляем(?:ый|ая)\b|\bстаж[её]р\b", re.IGNORECASE
)
#: «наставляемая», «является наставляемой у Петровой», «стажёр»: in a note or a status, of whom the row is about
_NOTE_OF_MENTEE = re.compile(
    _POST_OF_MENTEE.pattern + r"|\bявля\w+\s+(?:наставляем|подопечн|стаж[её]р)\w*|\bнаставляем(?:ой|ым)\s+у\b|"
    r"\bподопечн(?:ый|ая)\b",
    re.IGNORECASE,
)
_SIDES_APART = r"\s*(?:[/,;+&]|\bи\b|\bили\b|[-–—])\s*"
_OF_MENTEES = r"(?:наставляем\w+|молод\w+\s+(?:специалист|педагог|учител)\w*|стаж[её]р\w*)"
#: «наставник/наставляемый»
_BOTH_ROLES = re.compile(
    rf"наставник\w*{_SIDES_APART}{_OF_MENTEES}|{_OF_MENTEES}{_SIDES_APART}(?:педагог\W+|учител\w+\W+)?наставник",
    re.IGNORECASE,
)
_ROLE_WORDS = (
    (
        "mentees",
        re.compile(r"наставляем|подопечн|молод\w+ (?:специалист|педагог|учител)|стаж[её]р|менти\b", re.IGNORECASE),
    ),
    ("mentors", re.compile(r"(?:педагог\W+|учител\w+\W+)?наставник|ментор\b", re.IGNORECASE)),
)


def is_ditto(value: Any) -> bool:
    """Whether the cell says «as above»."""
    return type(value) is str and 0 < len(value) <= _LONGEST_DITTO and _DITTO.fullmatch(value.strip()) is not None


def mark_row(
    sheet: Sheet,
    number: int,
    columns: Sequence[tuple[str, int, str]],
    values: RowCells,
    records: list[ParsedRecord],
) -> None:
    """Adds to the records of row *number* the issues of what is marked in it. *columns*: code, index, heading."""
    if number in sheet.hidden_rows:
        _report(records, "hidden_row", "строка скрыта; по умолчанию не загружается")
    if sheet.struck or sheet.partly_struck:
        _mark_struck(sheet, number, columns, values, records)
    _mark_dismissed(columns, values, records)
    _mark_excluded(columns, values, records)
    _mark_cancelled(columns, values, records)
    if sheet.valueless_formulas:
        for _, index, heading in columns:
            if (number, index) in sheet.valueless_formulas:
                _report(records, "formula_without_value", "в ячейке формула без сохранённого значения", heading)
    if sheet.comments:
        for _, index, heading in columns:
            if comment := sheet.comments.get((number, index)):
                _report(records, "cell_comment", f"примечание к ячейке: «{comment}»", heading)
                if _DISMISSED.search(comment):
                    _report(records, "marked_dismissed", _DISMISSAL.format(comment), heading)


def mark_role(kind: str, values: RowCells, heading: str | None, records: list[ParsedRecord]) -> None:
    """Obeys the column that says of each row whether it is a mentor or a mentee. *heading*: None where a row above or a
    mark says it."""
    if kind not in ("mentors", "mentees") or "role" not in values:
        return
    label = clean_text(as_text(values["role"]))
    whom = "наставляемые" if kind == "mentees" else "наставники"
    if label == NO_MARK:
        message = f"строка не отмечена; сейчас загружаются {whom}, строка не загружается"
        _report(records, "other_role", message, heading)
        return
    role = next((kind for kind, pattern in _ROLE_WORDS if pattern.match(label)), None)
    if kind == "mentors" and _BOTH_ROLES.search(label):
        message = f"«{label}»: названы обе роли; решите, загружать ли строку как наставника"
        _report(records, "mentee_among_mentors", message, heading)
    elif role is None or _BOTH_ROLES.search(label):
        _report(records, "role_unclear", f"«{label}»: не ясно, наставник это или наставляемый", heading)
    elif role != kind:
        role_words = f"в столбце «{heading}» {label.lower()}" if heading else f"строка отмечена как «{label.lower()}»"
        message = f"{role_words}; сейчас загружаются {whom}, строка не загружается"
        _report(records, "other_role", message, heading)


def mark_group(kind: str, group: str, values: RowCells, records: list[ParsedRecord]) -> None:
    """Obeys a heading inside the table, or asks about the rows below it. *group*: its text, empty above the first."""
    if not group:
        return
    under = f"строка стоит под заголовком «{group}»"
    if _GROUP_OF_DISMISSED.search(group):
        _report(records, "marked_dismissed", f"{under}; по умолчанию не загружается")
    elif _GROUP_IN_DOUBT.search(group):
        _report(records, "marked_doubtful", f"{under}; решите, загружать ли её")
    elif kind == "mentors" and "role" not in values and _is_group_of_mentees(group):
        _report(records, "mentee_among_mentors", f"{under}: похоже, это наставляемый, а не наставник")


def _is_group_of_mentees(group: str) -> bool:
    """«Молодые педагоги», but not «Наставники молодых педагогов»."""
    return bool(_GROUP_OF_MENTEES.search(group)) and "наставник" not in group.casefold()


def mark_mentees_among_mentors(
    table: TableOnSheet, row: Sequence[Any], values: RowCells, records: list[ParsedRecord]
) -> None:
    """«Молодой специалист» in a list of mentors is asked about, unless a column tells who is who."""
    if table.kind != "mentors" or "role" in values:
        return
    for column in table.columns:
        value = row[column.index] if column.index < len(row) and not column.hidden else None
        if type(value) is not str:
            continue
        is_note = column.code == "note" or (column.code is None and HEADINGS_OF_STATUS.search(column.heading))
        pattern = _POST_OF_MENTEE if column.code == "position" else _NOTE_OF_MENTEE if is_note else None
        if pattern and pattern.search(value):
            message = f"«{clean_text(value)}»: похоже, это наставляемый, а не наставник"
            _report(records, "mentee_among_mentors", message, column.heading)
            return


def _report(records: list[ParsedRecord], code: str, message: str, heading: str | None = None) -> None:
    for record in records:
        add_issue(record, CellIssue(code, message), heading)


def _mark_struck(
    sheet: Sheet,
    number: int,
    columns: Sequence[tuple[str, int, str]],
    values: RowCells,
    records: list[ParsedRecord],
) -> None:
    """A row whose every cell, or whose name, is struck through is not meant; other struck words are asked about."""
    filled = [column for column in columns if values.get(column[0]) is not None]
    origin = {index: sheet.covered.get((number, index), (number, index)) for _, index, _ in filled}
    struck = [column for column in filled if origin[column[1]] in sheet.struck]
    if struck and len(struck) == len(filled):
        _report(records, "struck_row", "строка зачёркнута; по умолчанию не загружается")
        return
    names = [column for column in struck if column[0].rpartition(".")[2] in NAME_FIELDS]
    if names:
        _report(records, "struck_row", "имя зачёркнуто; строка по умолчанию не загружается", names[0][2])
        return
    for code, index, heading in filled:
        if origin[index] in sheet.partly_struck or origin[index] in sheet.struck:
            text = clean_text(as_text(values[code]))
            _report(records, "struck_cell", f"зачёркнут текст или его часть: «{text}»", heading)


def _mark_dismissed(columns: Sequence[tuple[str, int, str]], values: RowCells, records: list[ParsedRecord]) -> None:
    for code, _, heading in columns:
        value = values.get(code)
        if type(value) is not str or not _MAY_TELL.search(value):
            continue
        text = clean_text(value)
        is_about_status = code.rpartition(".")[2] in _TELLING_FIELDS and not code.startswith("mentor.")
        if is_about_status and _DISMISSED.search(text):
            _report(records, "marked_dismissed", _DISMISSAL.format(text), heading)
            return
        if is_about_status and _MOVED.search(text):
            _report(records, "marked_moved", _MOVE.format(text), heading)
            return
        if is_about_status and _DOUBTFUL.search(text):
            _report(records, "marked_doubtful", f"отмечено: «{text}»; решите, загружать ли строку", heading)
            return


def _mark_excluded(columns: Sequence[tuple[str, int, str]], values: RowCells, records: list[ParsedRecord]) -> None:
    """The portal's own exports name the day on which somebody left the bank."""
    value = values.get("excluded_on")
    if value is not None and (text := clean_cell(value)):
        heading = next(heading for code, _, heading in columns if code == "excluded_on")
        message = f"человек исключён из базы ({text}); по умолчанию не загружается"
        _report(records, "marked_dismissed", message, heading)


def _mark_cancelled(columns: Sequence[tuple[str, int, str]], values: RowCells, records: list[ParsedRecord]) -> None:
    """The portal's own list of pairs holds those that never came about."""
    value = values.get("pair_status")
    if value is not None and clean_cell(value).casefold().startswith("отменен"):
        heading = next(heading for code, _, heading in columns if code == "pair_status")
        _report(records, "marked_dismissed", "пара отменена; по умолчанию не загружается", heading)
