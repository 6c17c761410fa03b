"""Any cell as clean text: spaces, invisible characters, quotation marks, Latin look-alikes, marks of emptiness."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Any

#: Characters that need work; text without them and without double spaces is returned as it is.
_UNTIDY = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0300-\u036f\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2010-\u2012\u2212"
    "\u3000\ufeff\"\u201c-\u201f\u2039\u203a]|  |^ | $|^'[=+@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−-]"
)
#: What keeps a text from being a formula in the portal's own exports, and in Excel.
_GUARDED_FORMULA = re.compile("^'(?=[=+@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−-])")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: of the invisible ones, those that turn, join or part letters without a trace: a file has them by a slip or on purpose
UNSEEN_SIGNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))
_QUOTES = str.maketrans({"\u201c": "«", "\u201e": "«", "\u201f": "«", "\u201d": "»", "\u2039": "«", "\u203a": "»"})
_OPENING_QUOTE = re.compile(r"(?:(?<=[\s(«\[-])|^)\"(?=\S)")


_EMPTY = frozenset(
    {
        "", "-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "?", "??", "/", "\\", "*", "0", "нет", "н/д", "нд",
        "н.д.", "нет данных", "не указано", "не указан", "не указана", "отсутствует", "отсутствуют", "не имеет",
        "неизвестно", "#н/д", "#ссылка!", "#знач!", "#дел/0!", "#имя?", "#число!", "#пусто!", "#n/a", "#ref!",
        "#value!", "#div/0!", "#name?", "#num!", "#null!", "n/a", "null", "none", "nan",
    }
)  # fmt: skip


def as_text(value: Any) -> str:
    """The cell as a person sees it: 24.0 is «24», a date is «01.09.2026». Line breaks stay."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (dt.date, dt.datetime)):
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    return str(value)


@lru_cache(maxsize=65536)
def clean_text(text: str) -> str:
    """One line without invisible characters and repeated spaces, quotation marks as « »."""
    if not _UNTIDY.search(text):
        return text
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", text).strip().translate(_DASHES).translate(_QUOTES)
    if '"' in text:
        text = _OPENING_QUOTE.sub("«", text).replace('"', "»")
    return _GUARDED_FORMULA.sub("", text)


def clean_cell(value: Any) -> str:
    """``clean_text`` of any cell; marks of emptiness become an empty text."""
    text = clean_text(as_text(value))
    return "" if text.casefold() in _EMPTY else text


def is_empty(value: Any) -> bool:
    return clean_cell(value) == ""
