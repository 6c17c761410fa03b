"""What every format does to a cell: no text is taken for a formula, and nothing stays that cannot be kept."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

#: a spreadsheet program reads a text that begins so as a formula; the twins of these signs are folded by some of them
_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−")
#: XML and text files know no other control characters than the end of a line
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: the longest text a cell of an .xlsx may hold
_LONGEST = 32_767
#: letters by their class that nobody sees: fillers of Hangul, the blank of Braille
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
#: controls, signs of format, blanks, and marks that need a letter before them
_UNSEEN_CATEGORIES = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"))

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
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n")).strip()
    text = _without_beginning(text, _is_unseen)
    if text[:1] in _FORMULA:
        text = f"'{text}"
    return text[:_LONGEST]


def harmless_name(text: str) -> str:
    """The same where no apostrophe may stand first, as in the name of a sheet: what begins a formula is left out."""
    return _without_beginning(harmless(text), lambda sign: sign == "'" or sign in _FORMULA or _is_unseen(sign))


def _without_beginning(text: str, is_left_out: Callable[[str], bool]) -> str:
    return text[next((place for place, sign in enumerate(text) if not is_left_out(sign)), len(text)) :]


def _is_unseen(sign: str) -> bool:
    return sign in _BLANK_LETTERS or unicodedata.category(sign) in _UNSEEN_CATEGORIES
