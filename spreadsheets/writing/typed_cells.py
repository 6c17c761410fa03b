"""What every format does to a cell: no text is taken for a formula, and nothing stays that cannot be kept."""

import re
from datetime import date, datetime
from typing import Any

#: a spreadsheet program reads a text that begins so as a formula; the full-width twins are folded by some of them
_FORMULA = tuple("=+-@＝＋－＠")
#: XML and text files know no other control characters than the end of a line
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: the longest text a cell of an .xlsx may hold
_LONGEST = 32_767

#: what nobody sees before a text, and what would hide from us how it begins
_UNSEEN_BEGINNING = re.compile(r"^[\s\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")

Cell = str | int | float | date | None


def as_cell(value: Any) -> Cell:
    """The value as a cell holds it: a number, a date, a harmless text, or None for nothing to show."""
    if value is None or type(value) in (int, float):
        return value
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return value.astimezone().date() if value.tzinfo else value.date()
    if isinstance(value, date | int | float):
        return value
    return harmless(str(value)) or None


def harmless(text: str) -> str:
    """Without control characters, blanks at the ends and unseen signs before it; an apostrophe keeps a text from being
    a formula.

    The import takes that apostrophe off again (`spreadsheets.cleaning.text`).
    """
    text = _UNSEEN_BEGINNING.sub("", _CONTROL.sub(" ", text.replace("\r\n", "\n"))).rstrip()
    if text.startswith(_FORMULA):
        text = f"'{text}"
    return text[:_LONGEST]
