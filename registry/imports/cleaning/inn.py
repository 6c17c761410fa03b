"""The taxpayer number as spreadsheets mangle it: a float, a lost leading zero, spaces."""

from __future__ import annotations

import re
from typing import Any

from registry.imports.cleaning.findings import Finding
from registry.imports.cleaning.text import as_text, clean_cell
from registry.inn import has_right_checksum

_FLOAT_TAIL = re.compile(r"(?:[.,]0+)+$")
_NOISE = re.compile(r"[\s-]|^инн:?", re.IGNORECASE)


def clean_inn(value: Any) -> tuple[str | None, tuple[Finding, ...]]:
    """Ten or twelve digits; anything else stays as text with a warning."""
    text = clean_cell(_FLOAT_TAIL.sub("", _NOISE.sub("", clean_cell(as_text(value)))))
    if not text:
        return None, ()
    if not (text.isascii() and text.isdigit()):
        return text, (Finding("inn_bad_checksum", f"ИНН состоит из 10 или 12 цифр, а здесь «{text}»", before=text),)
    restored = text.zfill(10) if len(text) in (8, 9) else text.zfill(12) if len(text) == 11 else text
    findings = []
    if restored != text:
        message = "ведущий ноль потерян, восстановлен"
        findings.append(Finding("inn_leading_zero", message, before=text, after=restored))
    if not has_right_checksum(restored):
        findings.append(Finding("inn_bad_checksum", "контрольная цифра ИНН не сходится", before=restored))
    return restored, tuple(findings)
