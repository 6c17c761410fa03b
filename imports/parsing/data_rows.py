"""Which rows below the heading are no data: blanks, totals, numbering, repeated headings, signatures, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from imports.heading_keys import heading_key
from imports.parsing.organisation_shapes import looks_like_organisation
from imports.parsing.table_on_sheet import TableOnSheet
from spreadsheets.cleaning.text import as_text, clean_text

_TOTAL = re.compile(
    r"(?:(?:общий\s+|под)?итого?|в\s?с\s?е\s?г\s?о|и\s?т\s?о\s?г\s?о|общее\s+(?:количество|число)|"
    r"(?:количество|кол-во|число)\s+(?:наставн|наставл|педагог|человек|обуч|учен|пар|участн|специал|орган)\w*)\b",
    re.IGNORECASE,
)
#: «Страница 1 из 3», «(продолжение)», «9 чел.»
_PAGE_MARK = re.compile(
    r"(?:стр(?:аница|\.)?|лист)\s*№?\s*\d+(?:\s*(?:из|/)\s*\d+)?|-\s*\d{1,3}\s*-|"
    r"\(?\s*(?:продолжение|окончание|начало)(?:\s+(?:таблиц\w*|списк\w*|приложени\w*)(?:\s*№?\s*\d+)?)?(?:\s+на\s+\w+(?:\s+\w+)?)?[\s.]*\)?",
    re.IGNORECASE,
)
_HEADCOUNT = re.compile(
    r"\d{1,6}\s*(?:чел(?:\.|овека?)?|наставник\w*|наставляем\w*|педагог\w*|пар[аы]?)", re.IGNORECASE
)
#: the line under the heading of a table that was typed: «-----», «:---:», «=====»
_RULE = re.compile(r"[:|+]?[-–—=_]{3,}[:|+]?")
_FOOTNOTE = re.compile(r"\*+\s*\S|примечани[ея]\s*[:.]|сноска|<\*>|¹", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:и\.?\s?о\.?\s+)?(?:директор|заведующ|начальник|руководител|куратор|исп\b|исполнител|методист|согласован|утвержда|"
    r"ответственн|подпись|м\.?\s?п\.?(?:\W|$)|тел\.?\s*:|дата\b|зам\b|зам\.|заместител|председател|главный|составил|координатор|специалист)",
    re.IGNORECASE,
)
_CLERK = re.compile(
    r"(?:исп(?:олнитель)?\b|тел\.?\s*:|дата\s+(?:составл|заполн)|составил|подпись|м\.?\s?п\.?(?:\W|$)|согласован|утвержда)",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"_{3,}|\.{6,}")
_DATE_ALONE = re.compile(
    r"[«\"]?\s*_*\d{0,2}_*\s*[»\"]?\s*(?:[а-яё]+|_+)\s*(?:20\d\d|20_+)\s*(?:г\.?|года)?|"
    r"(?:дата\s*:?\s*)?\d{1,2}[./]\d{1,2}[./]\d{2,4}\s*(?:г\.?|года)?",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"(?<![\d.,])\d{1,6}(?![\d.,]*\d)")
_NUMBER_OF_SCHOOL = re.compile(
    r"(?:№|\b(?:[сон]ош|шк|школ\w*|лице\w*|гимнази\w*|сад\w*|д/с|доу|оу)\.?)\s*$", re.IGNORECASE
)
_ORDINAL = re.compile(r"\d{1,6}(?:\.0)?[.)]?")
_REPEATED_SHARE = 0.6
_ALPHABETS = ("абвгдежзиклмнопрст", "abcdefghijklmnop")


class RowSorter:
    """Tells the rows of one table apart."""

    def __init__(self, table: TableOnSheet) -> None:
        self._table = table
        self._covered = table.sheet.covered
        self._headings = {column.index: heading_key(column.heading.rpartition(" / ")[2]) for column in table.columns}
        number, organisation = table.by_code.get("number"), table.by_code.get("organisation")
        self._number_column = number.index if number else None
        self._postless_columns = {column.index for column in (number, organisation) if column}
        self._name_columns = {
            column.index for code, column in table.by_code.items() if code.endswith(("full_name", "last_name"))
        }

    def why_no_data(self, number: int, row: Sequence[Any]) -> str | None:
        """The reason of ``SkippedRow`` for this row, or None for a row of data."""
        if number in self._table.section_rows:
            return "section"
        filled = [index for index, value in enumerate(row) if value is not None and value != ""]
        if len(filled) > 3 and not self._may_be_special(row, filled):
            return None
        texts = {index: clean_text(as_text(row[index])) for index in filled if (number, index) not in self._covered}
        texts = {index: text for index, text in texts.items() if text}
        if texts and all(map(_RULE.fullmatch, texts.values())):
            return "blank"
        if not texts or (set(texts) == {self._number_column} and all(map(_ORDINAL.fullmatch, texts.values()))):
            return None if self._has_formula(number) else "blank"
        if self._is_numbering(number, texts):
            return "numbering_row"
        if self._is_repeated_heading(texts):
            return "repeated_header"
        return self._closing_row(texts) or self._subtitle(texts)

    def _subtitle(self, texts: dict[int, str]) -> str | None:
        """«Учителя начальных классов» across the table: words where only the number of a row stands."""
        if len(self._headings) > 2 and set(texts) == {self._number_column} and not self._may_be_organisation(texts):
            return "section"
        return None

    def _may_be_organisation(self, texts: dict[int, str]) -> bool:
        return any(looks_like_organisation(text) for text in texts.values())

    def _may_be_special(self, row: Sequence[Any], filled: list[int]) -> bool:
        """A cheap look at the first cells; most rows of data end here."""
        for index in filled[:3]:
            value = row[index]
            if isinstance(value, str):
                if _TOTAL.match(value.lstrip()) or value.startswith("*") or _SIGNATURE.match(value.lstrip()):
                    return True
                if self._headings.get(index) == heading_key(value):
                    return True
                if _RULE.fullmatch(value.strip()):
                    return True
                if not value.strip() or value.strip().isdigit():
                    continue
                return False
        return True

    def _has_formula(self, number: int) -> bool:
        """A row of formulas without stored values looks blank but is data."""
        formulas = self._table.sheet.valueless_formulas
        return any(
            (number, column.index) in formulas for column in self._table.by_code.values() if column.code != "number"
        )

    def _is_numbering(self, number: int, texts: dict[int, str]) -> bool:
        """«1 2 3 4 5» under the heading, or anywhere after a page break."""
        values = [text.removesuffix(".0").strip(" ().") for text in texts.values()]
        if len(values) < 3:
            return False
        letters = "".join(values).casefold()
        if len(letters) == len(values) and any(letters in alphabet for alphabet in _ALPHABETS):
            return True
        if letters[:1] in "аa" and not letters[:2].isalpha():
            values = values[1:]  # «А 1 2 3» of statistical forms
        if not all(value.isascii() and value.isdigit() and len(value) < 4 for value in values):
            return False
        numbers = [int(value) for value in values]
        return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2

    def _is_repeated_heading(self, texts: dict[int, str]) -> bool:
        same = sum(self._headings.get(index) == heading_key(text) for index, text in texts.items())
        return same >= 2 and same >= _REPEATED_SHARE * len(texts)

    def _closing_row(self, texts: dict[int, str]) -> str | None:
        first = next(iter(texts.values()))
        if any(_TOTAL.match(text) for text in texts.values()) and not self._names_somebody(texts):
            return "total"
        if len(texts) == 1 and _PAGE_MARK.fullmatch(first):
            return "page_mark"
        if len(texts) == 1 and _HEADCOUNT.fullmatch(first):
            return "total"
        if len(texts) <= 2 and _FOOTNOTE.match(first):
            return "footnote"
        whole = " ".join(texts.values())
        if len(texts) <= 4 and _SIGNATURE.match(first):
            if _BLANK_LINE.search(whole) or _CLERK.match(first):
                return "signature"
            if len(texts) <= 2 and not self._names_somebody(texts):
                return "signature"
            if next(iter(texts)) in self._postless_columns and len(texts) <= 3:
                return "signature"
        if len(texts) == 1 and _BLANK_LINE.search(whole):
            return "signature"
        if len(texts) == 1 and (_DATE_ALONE.fullmatch(whole) or set(whole) <= set("_/ ()")):
            return "signature"
        return None

    def _names_somebody(self, texts: dict[int, str]) -> bool:
        """A name column holds something that is no total or signature itself."""
        return any(
            index in self._name_columns and not _TOTAL.match(text) and not _SIGNATURE.match(text)
            and any(letter.isupper() for letter in text)
            for index, text in texts.items()
        )  # fmt: skip


def numbers_of_total(row: Sequence[Any]) -> list[tuple[int, int]]:
    """Whole numbers stated in a row of totals, each with its column; numbers of schools come last."""
    numbers: list[tuple[int, int]] = []
    schools: list[tuple[int, int]] = []
    for index, value in enumerate(row):
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, (int, float)):
            if float(value).is_integer():
                numbers.append((int(value), index))
            continue
        for match in _INTEGER.finditer(as_text(value)):
            after_school = _NUMBER_OF_SCHOOL.search(match.string[: match.start()])
            (schools if after_school else numbers).append((int(match[0]), index))
    return numbers + schools
