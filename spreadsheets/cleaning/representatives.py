"""A parent or guardian named in one cell: relation, name, telephone."""

from __future__ import annotations

import re
from typing import Any

from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.cell_issues import CellIssue, ReportIssue
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.text import clean_cell

_KIN = (
    r"мама|мать|папа|отец|бабушка|дедушка|тётя|тетя|дядя|опекун\w*|приёмн\w+ (?:мать|отец)|попечитель|брат|сестра|"
    r"отчим|мачеха|законный представитель"
)
_RELATION = re.compile(rf"^({_KIN})\b\s*[-–:]?\s*|\s*[(,–-]\s*({_KIN})\b\)?\s*$", re.IGNORECASE)
_EACH_KIN = re.compile(rf"(?<![^\W_(])(?<!\()(?:{_KIN})\b", re.IGNORECASE)
_KIN_IN_BRACKETS = re.compile(rf"^\(({_KIN})\)\s*", re.IGNORECASE)
_SHORT_PHONE = re.compile(r"(?<!\d)\d(?:[\s-]?\d){3,6}(?!\d)")
#: The letter «Т.» after other initials is one of them: «Сомова Р.Т. 8-912-…».
_PHONE_IN_TEXT = re.compile(
    r"(?:(?<!\w)(?:(?-i:т)|(?<!\.)(?<!\.\s)Т|(?:тел|сот|моб)\w*)\.?\s*:?\s*)?[+(]?\d[\d\s()+-]{8,}\d", re.IGNORECASE
)


def read_representative(value: Any, column: str, report: ReportIssue) -> dict[str, Any] | None:
    """«мама Орлова Н.В.⏎8 912 000 11 22» → relation, name, phone; None for an empty cell."""
    text = clean_cell(value)
    if not text:
        return None
    first, others = _first_representative(text)
    if others:
        message = "в ячейке два представителя: загружается первый, остальные видны в исходной ячейке"
        report(CellIssue("several_people_in_cell", message, before=text, after=first), column)
    text = first
    phone_text = _PHONE_IN_TEXT.search(text)
    phone = None
    if phone_text:
        parsed, issues = parse_phone(phone_text[0])
        phone = parsed.number
        for issue in issues:
            report(issue, column)
        text = (text[: phone_text.start()] + " " + text[phone_text.end() :]).strip(" ,;")
    elif short := _SHORT_PHONE.search(text):
        message = f"«{short[0]}» — неполный номер; текст сохраняется"
        report(CellIssue("phone_unparsed", message, before=short[0]), column)
    relation = _RELATION.search(text)
    kin = (relation[1] or relation[2]).lower() if relation else None
    text = _RELATION.sub("", text, count=1)
    text = _KIN_IN_BRACKETS.sub("", text)
    name = clean_cell(cyrillic_lookalikes(text, whole_words=True)).strip(" ,;:-") or None
    if name and name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip() or None
    return {"relation": kin, "name": name, "phone": phone}


def _first_representative(text: str) -> tuple[str, bool]:
    """«мама: … ; папа: …»: the first, and whether there are more."""
    starts = [match.start() for match in _EACH_KIN.finditer(text)]
    first = text[: starts[1]].strip(" ,;/") if len(starts) > 1 else ""
    return (first, True) if _PHONE_IN_TEXT.search(first) or len(first.split()) > 2 else (text, False)
