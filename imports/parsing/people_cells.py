"""Cells that hold a person and more: post, service, organisation, phone, class; or several people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.experience import parse_experience
from spreadsheets.cleaning.names import PersonName, is_nobody, is_patronymic, parse_name
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.text import as_text, clean_text, is_empty

_COMPLEX = re.compile(r"[,;\n\r/|+&•0-9]| и |\s[-–—]\s|\.\s+[А-ЯЁ][а-яё]|^\s*[-–—*]|^[а-яё]|\s[а-яё]{4}|[а-яё]{2}\.\s")
_SEPARATOR = re.compile(r"[,;\n\r]+(?![^«»]*»)|\s+/\s+|\s+[-–—]\s+(?=[а-яё])")
_CHUNK = re.compile(r"[;\n\r]+")
#: Used only where whole names stand on both sides.
_OTHER_SEPARATOR = re.compile(r"\s*[/|+&•]\s*|\s+и\s+(?=[А-ЯЁ])|\s*[,;\n\r]+\s*|(?<=[А-ЯЁ]\.)\s+(?=[А-ЯЁ][а-яё])")
_BULLET = re.compile(r"^[\s•·▪●○◦*–—-]+(?=[А-ЯЁ])", re.MULTILINE)
#: A class or a phone written right after the name: «Орлов Кирилл 5 «Б» класс», «Захарова Юлия 89210001122».
_CLASS_AFTER_NAME = re.compile(
    r"(?<=[а-яё])\s+(?:[-–—]\s*)?\(?(?=\d{1,2}\s*[-–]?\s*[«\"]?\s*[А-ЯЁа-яёA-Z]?\s*[»\"]?\)?\s*(?:кл(?:асс\w*|\.)?)?\s*(?:$|[,;\n)]))"
)
_CLASS_BEFORE_NAME = re.compile(
    r"(\d{1,2}\s*[-–]?\s*(?:[«\"]?[А-ЯЁа-яё][»\"]?(?:\s*кл(?:асс\w*|\.)?)?|кл(?:асс\w*|\.)?))\s*[:.,–-]?\s+"
    r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+)?)"
)
_COMMAS_IN_NAME = re.compile(r"([А-ЯЁ][^\W\d_]+(?:-[^\W\d_]+)?),?\s+([А-ЯЁ][^\W\d_]+),?\s+([А-ЯЁ][^\W\d_]+)")
_PHONE_AFTER_NAME = re.compile(r"(?<=[а-яё.])\s+(?=(?:т(?:ел)?\.?\s*:?\s*)?(?:\+7|8|7)[\s(-]*\d{3})")
_ORDINAL_SIGN = re.compile(r"^№\s*\d{1,4}[.)]?\s+(?=[А-ЯЁ])")
_AFTER_NAME = re.compile(r"[,;(\n\r]|\s[-–—]\s|\s(?=\d)")
_TWO_WORDS = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ][а-яё]+")
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
_BIRTH = re.compile(
    r"(?:д\.?\s?р\.?\s*)?\d{1,2}[./]\d{1,2}[./]\d{2,4}\s*(?:г\.?\s?р\.?|г\.?)?|(?:19|20)\d\d\s*г\.?\s?р\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_POST_AND_MORE = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_NAME_WORD = re.compile(r"[А-ЯЁA-Z][^\W\d_]*(?:-[^\W\d_]+)*\.?|оглы|кызы|угли", re.IGNORECASE)


@dataclass(slots=True)
class PersonInCell:
    """One person of a cell. ``details`` maps position, experience, phone, email, class, category, organisation,
    birth_date and note to the texts found; ``raw`` is the text of this person alone."""

    name: PersonName
    issues: tuple[CellIssue, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    raw: str = ""


def read_person_cell(value: object, is_organisation: Callable[[str], bool]) -> list[PersonInCell]:
    """The people of a cell, in order; empty for an empty cell. *is_organisation* knows names of institutions."""
    text = _class_last(_without_commas(as_text(value)))
    if not _COMPLEX.search(text):
        if not text or is_empty(text) or is_nobody(text):
            return []
        name, issues = parse_name(text)
        if name.remarks and not name.by_agreement:
            return _read_complex(text, is_organisation)
        cell = PersonInCell(name, issues, raw=name.raw)
        if name.remarks:
            _read_remarks(cell, is_organisation)
        return [cell]
    if is_empty(text) or is_nobody(re.split(r"[,;\n\r(]", text, maxsplit=1)[0]):
        return []
    return _read_complex(text, is_organisation)


def begins_with_name(text: str) -> bool:
    """«Ольхова Вера Ивановна», «Ольхова В. И., учитель», «Ёжиков Том, 5а»: the cell names somebody, perhaps with a
    class before the name or more behind it."""
    name = _AFTER_NAME.split(_class_last(text), maxsplit=1)[0].strip()
    return is_complete_name(name) or (_TWO_WORDS.fullmatch(name) is not None and not _POSITION.search(name))


def _without_commas(text: str) -> str:
    """«Иванова Анна, Петровна» and «Иванова, Анна Петровна» are one name each."""
    match = _COMMAS_IN_NAME.fullmatch(text.strip())
    return " ".join(match.groups()) if match and is_patronymic(match[3]) else text


def _class_last(text: str) -> str:
    """«8А: Орлов Кирилл» → «Орлов Кирилл, 8А»."""
    match = _CLASS_BEFORE_NAME.fullmatch(text.strip())
    return f"{match[2]}, {match[1]}" if match and not clean_class(match[1])[1] else text


def _read_complex(text: str, is_organisation: Callable[[str], bool]) -> list[PersonInCell]:
    whole = clean_text(text)
    text = _ORDINAL_SIGN.sub("", _BULLET.sub("", text))
    for pattern in (_CLASS_AFTER_NAME, _PHONE_AFTER_NAME):
        text = pattern.sub(_comma_after_name, text)
    chunks = [chunk for chunk in _CHUNK.split(text) if not is_empty(chunk)]
    if len(chunks) > 1 and all(map(_is_pupil_with_class, chunks)):
        return [cell for chunk in chunks for cell in _read_complex(chunk, is_organisation)]
    parts = [piece for part in _parts(text) for piece in _without_post(part)]
    names = _names_among(parts, is_organisation)
    if len(names) < 2 and (people := _only_names(text, is_organisation)):
        parts, names = people, list(range(len(people)))
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


def _comma_after_name(match: re.Match[str]) -> str:
    before = clean_text(re.split(r"[,;\n\r]", match.string[: match.start()])[-1])
    return ", " if _TWO_WORDS.fullmatch(before) or is_complete_name(before) else match[0]


def _names_among(parts: list[str], is_organisation: Callable[[str], bool]) -> list[int]:
    """Which parts are names. Pupils have no patronymic: two capitalised words count where all names are such."""
    names = [index for index, part in enumerate(parts) if is_complete_name(part)]
    if names or len(parts) < 2:
        return names
    short = [index for index, part in enumerate(parts) if _is_short_name(part, is_organisation)]
    return short if len(short) > 1 and short[0] == 0 else []


def _is_short_name(part: str, is_organisation: Callable[[str], bool]) -> bool:
    plain = _IN_BRACKETS.sub(" ", part).strip()
    return bool(_TWO_WORDS.fullmatch(plain)) and not _POSITION.search(plain) and not is_organisation(plain)


def _only_names(text: str, is_organisation: Callable[[str], bool]) -> list[str]:
    """«А/Б», «А и Б», «Ольхов Д.Н. Усков П.И.»: the people of a cell that holds nothing else."""
    parts = [clean_text(part) for part in _OTHER_SEPARATOR.split(text) if not is_empty(part)]
    words = clean_text(text).split()
    if len(parts) < 2 and len(words) in (6, 9, 12):
        parts = [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
    if len(parts) > 1 and all(map(is_complete_name, parts)):
        return parts
    name = " ".join(parts)
    return [name] if 1 < len(parts) <= 3 and not any(" " in p for p in parts) and is_complete_name(name) else []


def _without_post(part: str) -> list[str]:
    """«учитель химии Ольхова В.И.» → the name, then the post; a part without both stays."""
    if not _POSITION.search(part):
        return [part]
    for word in list(_WORD.finditer(part))[1:]:
        name, post = part[word.start() :], part[: word.start()].strip()
        if word[0][:1].isupper() and _POSITION.search(post) and is_complete_name(name):
            return [name, post]
    return [part]


def _is_pupil_with_class(chunk: str) -> bool:
    """«Котов Пётр, 10Б»: pupils are often named without a patronymic, so the class tells that a person ends here."""
    name, *rest = _parts(chunk)
    return bool(_TWO_WORDS.fullmatch(name)) and bool(rest) and not clean_class(rest[0])[1]


def _parts(text: str) -> list[str]:
    if len(_NUMBERED.findall(text)) > 1:
        text = _NUMBERED.sub("\n", text)
    return [
        part
        for part in (clean_text(part).rstrip(" ,;)" if "(" not in part else " ,;") for part in _SEPARATOR.split(text))
        if part
    ]


def _without_complete_name(
    text: str, parts: list[str], whole: str, is_organisation: Callable[[str], bool]
) -> PersonInCell:
    """«Петрова Анна⏎Сергеевна» broken by a line, or «Ким Ян, учитель» without a patronymic."""
    broken = [clean_text(line) for line in re.split(r"[\n\r]+", text) if not is_empty(line)]
    for count in range(2, min(len(broken), 3) + 1):
        lines = " ".join(broken[:count])
        if is_complete_name(lines):
            return _cell(lines, [part for line in broken[count:] for part in _parts(line)], whole, is_organisation)
    lines = clean_text(re.split(r"[,;]", text, maxsplit=1)[0])
    if is_complete_name(lines) or "\n" not in text:
        return _cell(parts[0], parts[1:], whole, is_organisation) if parts else _cell(lines, [], whole, is_organisation)
    return _cell(parts[0], parts[1:], whole, is_organisation) if parts else _cell(whole, [], whole, is_organisation)


def _cell(name_text: str, rest: list[str], raw: str, is_organisation: Callable[[str], bool]) -> PersonInCell:
    name, issues = parse_name(name_text)
    cell = PersonInCell(name, issues, raw=raw)
    _read_remarks(cell, is_organisation)
    _read_details(cell, rest, is_organisation)
    return cell


def is_complete_name(text: str) -> bool:
    """Two or three capitalised words with a patronymic or initials, and no post; remarks in brackets do not count."""
    text = _IN_BRACKETS.sub(" ", text).strip()
    if len(text) > 80 or _POSITION.search(text) or any(letter.isdigit() for letter in text):
        return False
    if not _NAME_WORD.match(text) or not text[:1].isupper():
        return False
    name, issues = parse_name(text)
    if any(issue.code == "name_unclear" for issue in issues) or name.last_name is None:
        return False
    return bool(name.initials) or (is_patronymic(name.middle_name) and not name.remarks)


def _read_remarks(cell: PersonInCell, is_organisation: Callable[[str], bool]) -> None:
    """Words in brackets or after the name: a class or a post, or just a note («совместитель»)."""
    for remark in cell.name.remarks:
        kind = _kind_of(remark, is_organisation)
        is_plausible = kind != "position" or _POSITION.search(remark)
        cell.details.setdefault(kind if is_plausible else "note", remark)


def _read_details(cell: PersonInCell, parts: list[str], is_organisation: Callable[[str], bool]) -> None:
    for part in parts:
        if is_empty(part):
            continue
        if "phone" in cell.details and _EXTENSION.match(part):
            cell.details["phone"] += f", {part}"
            continue
        match = _POST_AND_MORE.fullmatch(part)
        if match and _POSITION.search(match[1]) and _kind_of(match[2], is_organisation) != "position":
            _read_details(cell, [match[1], match[2]], is_organisation)
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
