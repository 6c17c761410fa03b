"""What a column with an unknown heading probably holds, by its values: proposed to a person, never acted upon."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from imports.cell_patterns import POSITION
from imports.field_lists import ALTERNATIVES, FIELDS_OF_EITHER, NAME_FIELDS, PERSONAL_FIELDS
from imports.fields import FIELDS
from imports.heading_keys import heading_key
from imports.parsing.headings import MENTEE, MENTOR
from imports.parsing.organisation_shapes import looks_like_organisation
from imports.parsing.people_cells import is_complete_name
from russian.first_names import FIRST_NAMES
from russian.inn import are_taxpayer_numbers, has_right_checksum
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import age_on, parse_date
from spreadsheets.cleaning.experience import parse_experience
from spreadsheets.cleaning.inn import clean_inn
from spreadsheets.cleaning.names import is_patronymic, parse_name, proper_case
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.text import clean_cell

#: of the filled cells of a column must look like the field
_LEAST_SHARE = 0.6
_VALUES_READ = 40
_LONGEST = 120
_YOUNGEST, _OLDEST = 5, 90
_YEARS_OF_TERM = 4
#: SNILS; series and number of a passport
_PERSONAL_NUMBER = re.compile(r"\d{3}[- ]?\d{3}[- ]?\d{3}[- ]\d{2}|\d{2} ?\d{2}\s*№? ?\d{6}")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_PHONE_WORDS = re.compile(r"[^\W\d_]{4,}")
_DATE = re.compile(
    r"\D*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\D*|\d{4}-\d\d-\d\d|\d{1,2}\s+[а-яё]{3,8}\s+\d{4}\D*", re.IGNORECASE
)
_CLASS = re.compile(
    r"\d{1,2}\s*[-–]?\s*[«\"(]?[^\W\d_][»\")]?(?:\s*кл\w*\.?)?|\d{1,2}(?:-?й)?\s*кл\w*\.?", re.IGNORECASE
)
_UNIT_OF_YEARS = re.compile(r"\d\s*(?:лет|год|г\.|л\.|мес|м\.)", re.IGNORECASE)
_WITH_INITIALS = re.compile(r"[а-яё]{2,}(?:-[а-яё]+)? [а-яё]\. ?[а-яё]\.?", re.IGNORECASE)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_SMALL_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")
_PARENT = re.compile(r"\b(?:мам\w*|пап\w*|мать|матер\w*|от(?:ец|ца|цы)|родител\w*|опекун\w*|бабушк\w*|законн\w*)\b")
_WORK = re.compile(r"\bлет\b|\bработ|\bтруд|\bстаж|\bопыт|\bпреподает|\bучительству")
_AGE = re.compile(r"\bвозраст|\bисполн|\bребен|\bдет(?:и|ей|ям)\b|\bот роду")
_SOME_OTHER_DAY = re.compile(
    r"\bработ|\bприн|\bприем|\bпоступ|\bаттест|\bприсво|\bкурс|\bприказ|\bдоговор|\bначал|\bокон"
)
_SOMEBODY_ELSE = re.compile(r"\bклассн|\bкуратор|\bруковод|\bдирект|\bзавуч|\bпсихолог|\bсоставил|\bвнес")
_MENTOR_WORDS = re.compile(r"\bнаставник|\bопытн|\bстарш|\bкто (?:учит|помогает|ведет)|\bучит\b|\bпомогает")
_MENTEE_WORDS = re.compile(r"\bнаставляем|\bмолод|\bмладш|\bучени[кц]|\bребен|\bподопечн|\bкого\b|\bкому\b|\bновичк")
_PATTERNS = tuple((field.code, field.pattern) for field in FIELDS if field.pattern)

KnowsOrganisation = Callable[[str], bool]


@dataclass(frozen=True)
class UnknownColumn:
    """A column that nobody has understood. `values`: its cells row by row, with empty texts in the gaps."""

    heading: str
    values: Sequence[str]


def suggest_fields(
    columns: Sequence[UnknownColumn],
    *,
    today: dt.date,
    knows_organisation: KnowsOrganisation,
    used_fields: Sequence[str] = (),
    pairs: bool = False,
) -> dict[int, str]:
    """Index of a column → code of the field, each field once: the column that looks most like it has it.

    `used_fields`: fields that other columns of the table hold already. With `pairs` fields of people are said of the
    mentor and the mentee. Never a personal number.
    """
    candidates_by_column = [list(_candidates(column, today, knows_organisation)) for column in columns]
    sides = _sides(columns, candidates_by_column, used_fields) if pairs else {}
    scored = [
        (score, -index, f"{sides[index]}.{code}" if index in sides and code in PERSONAL_FIELDS else code)
        for index, candidates in enumerate(candidates_by_column)
        for code, score in candidates
        # Whose it is, beside two people, only its place could tell; then a person says it.
        if not pairs or index in sides or code not in FIELDS_OF_EITHER
    ]
    used, suggested = set(used_fields), {}
    for _, index, code in sorted(scored, reverse=True):
        if -index not in suggested and not _clashes(code, used):
            suggested[-index] = code
            used.add(code)
    _leave_lone_parts_of_names(suggested, used)
    if used.isdisjoint({"period", *ALTERNATIVES["period"]}):
        suggested |= _terms(columns, suggested, today)
    return suggested


def _candidates(
    column: UnknownColumn, today: dt.date, knows_organisation: KnowsOrganisation
) -> Iterator[tuple[str, float]]:
    values = [text for value in column.values[:_VALUES_READ] if (text := clean_cell(value))]
    heading = heading_key(column.heading)
    if not values or _are_personal_numbers(values):
        return
    shares: dict[str, float] = {}
    for value in values:
        for code, likeness in _looks_like(value, heading, today, knows_organisation).items():
            shares[code] = shares.get(code, 0.0) + likeness / len(values)
    if "birth_date" in shares and _is_some_other_day(values, heading, today):
        del shares["birth_date"]
    for code, share in shares.items():
        if share >= _LEAST_SHARE:
            yield code, share - (0.2 if code in NAME_FIELDS and _SOMEBODY_ELSE.search(heading) else 0)


def _are_personal_numbers(values: Sequence[str]) -> bool:
    alike = [value for value in values if _PERSONAL_NUMBER.fullmatch(value)]
    return 2 * len(alike) > len(values) and not are_taxpayer_numbers(alike)


def _looks_like(value: str, heading: str, today: dt.date, knows_organisation: KnowsOrganisation) -> dict[str, float]:
    """Field → how much the value looks like it, from 0 to 1."""
    if len(value) > _LONGEST:
        return {}
    if _PERSONAL_NUMBER.fullmatch(value):
        return {"inn": 1.0} if has_right_checksum(value) else {}
    if looks := _looks_like_number_or_date(value, heading, today):
        return looks
    if _TWO_LETTERS.search(value) and knows_organisation(value):
        return {"organisation": 1.0}
    looks = _looks_like_name(value, heading)
    return looks if set(looks) - {"last_name"} else looks | _looks_like_words(value)


def _looks_like_number_or_date(value: str, heading: str, today: dt.date) -> dict[str, float]:
    if _EMAIL.fullmatch(value):
        return {"email": 1.0}
    if _DATE.fullmatch(value):
        day = parse_date(value, today=today)[0].day
        return {"birth_date": 1.0} if day and day < today and _YOUNGEST <= age_on(day, today) <= _OLDEST else {}
    inn, issues = clean_inn(value)
    if inn and has_right_checksum(inn) and all(issue.code != "inn_repaired" for issue in issues):
        return {"inn": 1.0}
    if parse_phone(value)[0].number and not _PHONE_WORDS.search(value):
        return {"representative_phone" if _PARENT.search(heading) else "phone": 1.0}
    looks: dict[str, float] = {}
    if _CLASS.fullmatch(value) and not clean_class(value)[1]:
        looks["class"] = 0.9
    measured = _UNIT_OF_YEARS.search(value) or (_WORK.search(heading) and _SMALL_NUMBER.fullmatch(value))
    if measured and not _AGE.search(heading) and not parse_experience(value)[1]:
        looks["experience"] = 1.0
    return looks


def _looks_like_name(value: str, heading: str) -> dict[str, float]:
    parent = _PARENT.search(value.casefold()) or _PARENT.search(heading)
    words = value.split()
    if len(words) == 1:
        word = proper_case(value)
        if word in FIRST_NAMES:
            return {"first_name": 1.0}
        if is_patronymic(word):
            return {"middle_name": 1.0, "last_name": 0.6}
        return {"last_name": 0.7} if value[:1].isupper() and value.isalpha() and len(value) > 2 else {}
    if POSITION.fits(value):
        return {}
    name = parse_name(value)[0]
    if name.last_name and not name.remarks and is_patronymic(name.middle_name):
        likeness = 1.0
    elif _WITH_INITIALS.fullmatch(value) or is_complete_name(re.split(r"[,;(\n]", value, maxsplit=1)[0].strip()):
        likeness = 0.9
    elif name.last_name and not name.remarks and name.first_name in FIRST_NAMES:
        likeness = 0.8
    else:
        return {"representative": 0.8} if parent and any(map(is_patronymic, words)) else {}
    return {"representative": 1.0} if parent else {"full_name": likeness}


def _looks_like_words(value: str) -> dict[str, float]:
    for code, pattern in _PATTERNS:
        if pattern.fits(value):
            return {code: pattern.likeness}
    if looks_like_organisation(value):
        return {"organisation": 0.9}
    categories, issues = clean_categories(value)
    return {"mentee_category": 0.8} if categories and not issues else {}


def _is_some_other_day(values: Sequence[str], heading: str, today: dt.date) -> bool:
    """The day somebody came to work: so the heading says, or most are the first of September."""
    days = [day for value in values if (day := parse_date(value, today=today)[0].day)]
    firsts = sum((day.month, day.day) == (9, 1) for day in days)
    return _SOME_OTHER_DAY.search(heading) is not None or (len(days) > 1 and 2 * firsts > len(days))


def _clashes(code: str, used: set[str]) -> bool:
    """Whether the table holds the field already, or others instead of it; of a person, by the side of the pair."""
    side, _, name = code.rpartition(".")
    if name not in PERSONAL_FIELDS:
        return not used.isdisjoint({name, *ALTERNATIVES[name]})
    of_side = {one.rpartition(".")[2] for one in used if one.rpartition(".")[0] in ("", side) or not side}
    return not of_side.isdisjoint({name, *ALTERNATIVES[name]})


def _leave_lone_parts_of_names(suggested: dict[int, str], used: set[str]) -> None:
    """One capitalised word is a surname only beside a column of first names or patronymics."""
    names = {code.rpartition(".")[2] for code in used}
    for part, needed in (("last_name", {"first_name", "middle_name"}), ("first_name", {"last_name"}),
                         ("middle_name", {"last_name", "first_name"})):  # fmt: skip
        if names.isdisjoint(needed):
            for index in [index for index, code in suggested.items() if code.rpartition(".")[2] == part]:
                del suggested[index]


def _sides(
    columns: Sequence[UnknownColumn],
    candidates_by_column: Sequence[Sequence[tuple[str, float]]],
    used_fields: Sequence[str],
) -> dict[int, str]:
    """Index of a column → mentor or mentee: by the words of the two headings with names, else by their order.

    A column without a name belongs to the person named last before it.
    """
    name_columns = [
        index
        for index, candidates in enumerate(candidates_by_column)
        if any(code == "full_name" for code, _ in candidates)
    ]
    sides_with_names = {code.partition(".")[0] for code in used_fields if code.rpartition(".")[2] in NAME_FIELDS}
    if len(sides_with_names & {MENTOR, MENTEE}) == 1 and name_columns:
        return {name_columns[0]: MENTEE if MENTOR in sides_with_names else MENTOR}
    if sides_with_names or len(name_columns) < 2:
        return {}
    best = sorted(
        name_columns,
        key=lambda index: -max(score for code, score in candidates_by_column[index] if code == "full_name"),
    )[:2]
    first, second = sorted(best)
    keys = heading_key(columns[first].heading), heading_key(columns[second].heading)
    turned = (_MENTEE_WORDS.search(keys[0]) and not _MENTOR_WORDS.search(keys[0])) or (
        _MENTOR_WORDS.search(keys[1]) and not _MENTEE_WORDS.search(keys[1]) and not _MENTOR_WORDS.search(keys[0])
    )
    before, after = (MENTEE, MENTOR) if turned else (MENTOR, MENTEE)
    if second == first + 1:
        return {first: before, second: after}  # two in a row: what follows may be told of either
    return {index: after if index >= second else before for index in range(len(columns))}


def _terms(columns: Sequence[UnknownColumn], suggested: dict[int, str], today: dt.date) -> dict[int, str]:
    """Two columns of dates of these years, and in every row the second date is the later."""
    dated = {}
    for index, column in enumerate(columns):
        days = [parse_date(v, today=today)[0].day if _DATE.fullmatch(clean_cell(v)) else None for v in column.values]
        filled = sum(bool(clean_cell(value)) for value in column.values)
        near = [day for day in days if day and abs(day.year - today.year) <= _YEARS_OF_TERM]
        if index not in suggested and filled and len(near) >= _LEAST_SHARE * filled:
            dated[index] = days
    if len(dated) != 2:
        return {}
    (one, starts), (two, ends) = dated.items()
    both = [(start, end) for start, end in zip(starts, ends, strict=False) if start and end]
    if both and all(start < end for start, end in both):
        return {one: "starts_on", two: "ends_on"}
    return {two: "starts_on", one: "ends_on"} if both and all(start > end for start, end in both) else {}
