"""Cells that hold a person and more: post, service, organisation, phone, class; or several people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from registry.imports.cleaning.classes import clean_class
from registry.imports.cleaning.experience import parse_experience
from registry.imports.cleaning.findings import Finding
from registry.imports.cleaning.names import PersonName, is_patronymic, parse_name
from registry.imports.cleaning.qualification import clean_qualification
from registry.imports.cleaning.text import as_text, clean_text, is_empty

_COMPLEX = re.compile(r"[,;\n\r/0-9]| и ")
_SEPARATOR = re.compile(r"[,;\n\r]+(?![^«»]*»)|\s+/\s+")
_CHUNK = re.compile(r"[;\n\r]+")
_TWO_WORDS = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ][а-яё]+")
_AND = re.compile(r"\s+и\s+(?=[А-ЯЁ])")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}[.)]\s*(?=[А-ЯЁA-Z])")
_POSITION = re.compile(
    r"учител|педагог|воспитат|методист|директор|завуч|психолог|логопед|инструктор|руководител|тренер|библиотекар|"
    r"концертмейстер|мастер|преподавател|заведующ|заместител|вожат|дефектолог|тьютор|лаборант|врач|инженер|специалист",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\b(?:т|тел|телефон|сот|сотовый|моб|мобильный)\b\.?\s*:?\s*[+\d(]|^[+\d(][\d\s()+-]{5,}$", re.IGNORECASE
)
_EXTENSION = re.compile(r"доб\w*\.?\s*\d+", re.IGNORECASE)
_EXPERIENCE = re.compile(r"\bстаж|\bопыт|\d\s*(?:лет|год|г\.|мес|л\.)", re.IGNORECASE)
_CLASS_WORD = re.compile(r"\bкл(?:асс\w*|\.|\b)", re.IGNORECASE)
_BIRTH = re.compile(r"(?:д\.?\s?р\.?\s*)?\d{1,2}[./]\d{1,2}[./]\d{2,4}\s*(?:г\.?\s?р\.?|г\.?)?", re.IGNORECASE)
_NAME_WORD = re.compile(r"[А-ЯЁA-Z][^\W\d_]*(?:-[^\W\d_]+)*\.?|оглы|кызы|угли", re.IGNORECASE)


@dataclass(slots=True)
class PersonCell:
    """One person of a cell. ``details`` maps position, experience, phone, email, class, category, organisation,
    birth_date and note to the texts found; ``raw`` is the text of this person alone."""

    name: PersonName
    findings: tuple[Finding, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    raw: str = ""


def read_person_cell(value: object, is_organisation: Callable[[str], bool]) -> list[PersonCell]:
    """The people of a cell, in order; empty for an empty cell. *is_organisation* knows names of institutions."""
    text = as_text(value)
    if not _COMPLEX.search(text):
        if not text or is_empty(text):
            return []
        name, findings = parse_name(text)
        cell = PersonCell(name, findings, raw=name.raw)
        if name.remarks:
            _read_remarks(cell, is_organisation)
        return [cell]
    if is_empty(text):
        return []
    return _read_complex(text, is_organisation)


def _read_complex(text: str, is_organisation: Callable[[str], bool]) -> list[PersonCell]:
    whole = clean_text(text)
    chunks = [chunk for chunk in _CHUNK.split(text) if not is_empty(chunk)]
    if len(chunks) > 1 and all(map(_is_pupil_with_class, chunks)):
        return [cell for chunk in chunks for cell in _read_complex(chunk, is_organisation)]
    parts = _parts(text)
    names = [index for index, part in enumerate(parts) if is_complete_name(part)]
    if len(names) < 2:
        joined = _AND.split(whole)
        if len(joined) > 1 and all(map(is_complete_name, joined)):
            parts, names = joined, list(range(len(joined)))
    if not names:
        return [_without_complete_name(text, parts, whole, is_organisation)]
    if len(names) == 1 and names[0] > 0:
        parts = [parts[names[0]], *parts[: names[0]], *parts[names[0] + 1 :]]
        names = [0]
    cells = []
    for order, start in enumerate(names):
        end = names[order + 1] if order + 1 < len(names) else len(parts)
        raw = whole if len(names) == 1 else ", ".join(parts[start:end])
        cells.append(_cell(parts[start], parts[start + 1 : end], raw, is_organisation))
    return cells


def _is_pupil_with_class(chunk: str) -> bool:
    """«Котов Пётр, 10Б»: pupils are often named without a patronymic, so the class tells that a person ends here."""
    name, *rest = _parts(chunk)
    return bool(_TWO_WORDS.fullmatch(name)) and bool(rest) and not clean_class(rest[0])[1]


def _parts(text: str) -> list[str]:
    if len(_NUMBERED.findall(text)) > 1:
        text = _NUMBERED.sub("\n", text)
    return [part for part in (clean_text(part).rstrip(" ,;") for part in _SEPARATOR.split(text)) if part]


def _without_complete_name(
    text: str, parts: list[str], whole: str, is_organisation: Callable[[str], bool]
) -> PersonCell:
    """«Петрова Анна⏎Сергеевна» broken by a line, or «Ким Ян, учитель» without a patronymic."""
    lines = clean_text(re.split(r"[,;]", text, maxsplit=1)[0])
    if is_complete_name(lines) or "\n" not in text:
        rest = _parts(text.partition(",")[2]) if "," in text else []
        return _cell(lines, rest, whole, is_organisation)
    return _cell(parts[0], parts[1:], whole, is_organisation) if parts else _cell(whole, [], whole, is_organisation)


def _cell(name_text: str, rest: list[str], raw: str, is_organisation: Callable[[str], bool]) -> PersonCell:
    name, findings = parse_name(name_text)
    cell = PersonCell(name, findings, raw=raw)
    _read_remarks(cell, is_organisation)
    _read_details(cell, rest, is_organisation)
    return cell


def is_complete_name(text: str) -> bool:
    """Two or three capitalised words with a patronymic or initials, and no post."""
    if len(text) > 80 or _POSITION.search(text) or any(letter.isdigit() for letter in text):
        return False
    if not _NAME_WORD.match(text) or not text[:1].isupper():
        return False
    name, findings = parse_name(text)
    if any(finding.code == "name_unclear" for finding in findings) or name.last_name is None:
        return False
    return bool(name.initials) or (is_patronymic(name.middle_name) and not name.remarks)


def _read_remarks(cell: PersonCell, is_organisation: Callable[[str], bool]) -> None:
    """Words in brackets or after the name: a class or a post, or just a note («совместитель»)."""
    for remark in cell.name.remarks:
        kind = _kind_of(remark, is_organisation)
        known = kind != "position" or _POSITION.search(remark)
        cell.details.setdefault(kind if known else "note", remark)


def _read_details(cell: PersonCell, parts: list[str], is_organisation: Callable[[str], bool]) -> None:
    for part in parts:
        if is_empty(part):
            continue
        if "phone" in cell.details and _EXTENSION.match(part):
            cell.details["phone"] += f", {part}"
            continue
        kind = _kind_of(part, is_organisation)
        if kind == "position" and kind in cell.details:
            kind = "note"
        if kind == "note" and kind in cell.details:
            cell.details[kind] += f", {part}"
        elif kind not in cell.details:
            cell.details[kind] = part


def _kind_of(part: str, is_organisation: Callable[[str], bool]) -> str:
    if "@" in part:
        return "email"
    if _PHONE.search(part):
        return "phone"
    if _BIRTH.fullmatch(part):
        return "birth_date"
    if len(part) <= 12 or _CLASS_WORD.search(part):
        _, unclear = clean_class(part)
        if not unclear:
            return "class"
    if _EXPERIENCE.search(part):
        experience, _ = parse_experience(part)
        if experience.months is not None or "стаж" in part.casefold():
            return "experience"
    if not clean_qualification(part)[1]:
        return "category"
    if _POSITION.search(part):
        return "position"
    return "organisation" if is_organisation(part) else "position"
