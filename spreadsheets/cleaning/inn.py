"""The taxpayer number as spreadsheets mangle it: a float, a lost leading zero, spaces."""

from __future__ import annotations

import re
from typing import Any

from russian.inn import has_right_checksum
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell

_FLOAT_TAIL = re.compile(r"(?:[.,]0+)+$")
_NOISE = re.compile(r"[\s-]|^инн:?|^['№:]+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"(\d)[.,](\d{7,11})[eе]\+?0?(\d{1,2})", re.IGNORECASE)
_LETTER_O = re.compile(r"(?<=\d)[OoОо](?=\d|$)|^[OoОо](?=\d)")
_WITH_KPP = re.compile(r"(?:/?кпп:?)?(\d{8,12})[/,;](?:кпп:?)?\d{8,9}", re.IGNORECASE)
#: «0299001015/029901001», «ИНН/КПП 0299001015/029901001», «0299001015, КПП …»
_AMONG_OTHERS = re.compile(r"(?<!\d)(\d{10}|\d{12})(?!\d)")


def clean_inn(value: Any) -> tuple[str | None, tuple[CellIssue, ...]]:
    """Ten or twelve digits; anything else stays as text with a warning."""
    cell_text = clean_cell(as_text(value))
    text = clean_cell(_FLOAT_TAIL.sub("", _NOISE.sub("", _SCIENTIFIC.sub(_all_digits, cell_text))))
    if not text:
        return None, ()
    digits, issues = _digits(text)
    if digits is None:
        return text, (CellIssue("inn_bad_checksum", f"ИНН состоит из 10 или 12 цифр, а здесь «{text}»", before=text),)
    restored = digits.zfill(10) if len(digits) in (8, 9) else digits.zfill(12) if len(digits) == 11 else digits
    if restored != digits:
        message = "ведущий ноль потерян, восстановлен"
        issues.append(CellIssue("inn_leading_zero", message, before=digits, after=restored))
    if not has_right_checksum(restored):
        issues.append(CellIssue("inn_bad_checksum", "контрольная цифра ИНН не сходится", before=restored))
    return restored, tuple(issues)


def _digits(text: str) -> tuple[str | None, list[CellIssue]]:
    """The digits of the number, with what had to be repaired; None when there is no such number."""
    if text.isascii() and text.isdigit():
        return text, []
    repaired = _LETTER_O.sub("0", text)
    if with_kpp := _WITH_KPP.fullmatch(repaired):
        return with_kpp[1], [CellIssue("inn_repaired", "ИНН выделен из ячейки", before=text, after=with_kpp[1])]
    numbers = _AMONG_OTHERS.findall(repaired)
    if repaired.isascii() and repaired.isdigit():
        return repaired, [CellIssue("inn_repaired", "буква О вместо нуля в ИНН", before=text, after=repaired)]
    if len(set(numbers)) == 1 and has_right_checksum(numbers[0]):
        return numbers[0], [CellIssue("inn_repaired", "ИНН выделен из ячейки", before=text, after=numbers[0])]
    return None, []


def _all_digits(match: re.Match[str]) -> str:
    """«2,99001015E+8» in full, when no digit was lost."""
    digits, power = match[1] + match[2], int(match[3])
    return digits.ljust(power + 1, "0") if len(digits) - 1 <= power <= 11 and len(digits) >= power else match[0]
