"""What headings mean: which field a column holds, and whom it is about.

The words are those of ``imports.fields.FIELDS``; a coordinator may extend them (``recognise`` takes more synonyms). A
heading is read in three steps: exactly as a synonym; without the words of the role («ФИО молодого специалиста»);
by a word it contains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from imports.field_lists import EXPORTED_COLUMNS
from imports.fields import FIELDS
from imports.heading_keys import heading_key
from registry.exports.bank_columns import BANK_COLUMNS

MENTOR, MENTEE = "mentor", "mentee"


_MENTOR_WORDS = re.compile(r"\b(?:закрепленн\w+\s+)?(?:педагог\w*\s*|учител\w+\s*)?наставник\w*\b")
_MENTEE_WORDS = re.compile(
    r"\bнаставляем\w+\b|\bмолод\w+\s+(?:специалист|педагог|учител)\w*\b|\bподопечн\w+\b|\bподшефн\w+\b"
    r"|\bзакрепленн\w+\s+(?:педагог|специалист)\w*\b|\bначинающ\w+\s+(?:педагог|учител)\w*\b|\bстажер\w*\b"
)
_PUPIL_WORDS = re.compile(
    r"\b(?:ребят\w*|учени(?:ка|к|ков|ки|ца|цы)|обучающ\w+|учащ\w+|воспитанник\w*|школьник\w*|ребен\w+|студент\w*)\b"
)
#: What may stand beside the role without telling another column: «Наставник (закреплённый)», «Назначенный наставник».
_BESIDE_ROLE = re.compile(r"(?:(?:закрепленн|назначенн|предлагаем|предполагаем)\w+|кто|его|ее)")
#: «Наставляемый 2», «Наставляемый № 2», «2-й наставляемый», «Второй наставляемый».
_ORDINAL = re.compile(r"\b(?:n\s+)?\d{1,2}(?:\s*(?:й|ый|ой|ая))?\b|\b(?:перв|втор|трет)\w{1,3}\b")
#: «Наставник (ФИ, класс)», «Наставник, должность»: the cell names somebody and tells more about them.
_MORE_ABOUT_PERSON = re.compile(
    r"^(?P<role>[^(,]+)(?:\(\s*(?:ф\W{0,2}и\W{0,3}о?\b|фамилия|имя)|,\s*(?:класс|должност|предмет|стаж|тел|место))",
    re.IGNORECASE,
)
#: «ФИО обучающегося (год рождения)», «ФИО, дата рождения»
_BORN_BESIDE_NAME = re.compile(
    r"^(?P<name>\W*(?:ф\W{0,2}и\W{0,3}о\b|фамилия)[^(,;]*)[(,;]\s*(?:(?:год|дата|число)\w*\s+рожд|д\W{0,2}р\b|г\W{0,2}р\b)",
    re.IGNORECASE,
)
_CONTAINS = tuple((re.compile(field.contains), field.code) for field in FIELDS if field.contains)
_LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class HeadingMeaning:
    """``role``: mentor, mentee or None; ``pupil`` when the words say that the mentee is one; ``exact`` for synonyms."""

    field: str
    role: str | None = None
    pupil: bool = False
    exact: bool = True
    #: The heading holds nothing but the role («Закреплённый наставник»): its cells may hold anything about the person.
    bare_role: bool = False


_SYNONYMS: dict[str, str] = {
    heading_key(column.heading): EXPORTED_COLUMNS[column.code]
    for column in BANK_COLUMNS
    if column.code in EXPORTED_COLUMNS
} | {synonym: field.code for field in FIELDS for synonym in field.synonyms}


def recognise(heading: str, more: Mapping[str, str] | None = None) -> HeadingMeaning | None:
    """What the column holds, or None. *more* are learned synonyms: ``heading_key`` → field code."""
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    key = heading_key(heading)
    if more and key in more:
        return HeadingMeaning(more[key])
    if born := _BORN_BESIDE_NAME.match(heading):
        return _recognise(heading_key(born["name"]))
    match = _MORE_ABOUT_PERSON.match(heading)
    whom = _recognise(heading_key(match["role"])) if match else None
    return replace(whom, bare_role=False) if whom and whom.bare_role else _recognise(key)


@lru_cache(maxsize=8192)
def _recognise(key: str) -> HeadingMeaning | None:
    if key in _SYNONYMS:
        return HeadingMeaning(_SYNONYMS[key])
    role, pupil, rest = _role_of(key)
    rest = _ORDINAL.sub(" ", rest).strip() if role else rest
    if role and all(map(_BESIDE_ROLE.fullmatch, rest.split())):
        return HeadingMeaning("full_name", role, pupil, bare_role=True)
    if rest in _SYNONYMS:
        return HeadingMeaning(_SYNONYMS[rest], role, pupil)
    if role and rest in ("фио класс", "фамилия имя класс"):
        return HeadingMeaning("full_name", role, pupil)
    code = next((code for pattern, code in _CONTAINS if pattern.search(rest if role else key)), None)
    return HeadingMeaning(code, role, pupil, exact=False) if code else None


def role_in_heading(heading: str) -> tuple[str | None, str]:
    """Whose column it is by its words, mentor, mentee or None, and the key of what else the heading says."""
    role, _, rest = _role_of(heading_key(heading))
    return role, rest


def begins_with_role(heading: str) -> bool:
    """«Наставник по предмету», but not «Предмет наставника»."""
    key = heading_key(heading)
    return any(pattern.match(key) for pattern in (_MENTEE_WORDS, _MENTOR_WORDS, _PUPIL_WORDS))


def _role_of(key: str) -> tuple[str | None, bool, str]:
    """Role, whether it is a pupil's, and the heading without the words that told it."""
    for role, pupil, pattern in (
        (MENTEE, False, _MENTEE_WORDS),
        (MENTOR, False, _MENTOR_WORDS),
        (MENTEE, True, _PUPIL_WORDS),
    ):
        match = pattern.search(key)
        if match:
            rest = f"{key[: match.start()]} {key[match.end() :]}"
            pupil = pupil or (role == MENTEE and _PUPIL_WORDS.search(rest) is not None)
            return role, pupil, " ".join(_PUPIL_WORDS.sub(" ", rest).split())
    return None, False, key


def recognise_joined(top: str, bottom: str, more: Mapping[str, str] | None = None) -> HeadingMeaning | None:
    """A two-row heading: the upper row groups («Наставник»), the lower names («ФИО»)."""
    if not top or not bottom or heading_key(top) == heading_key(bottom):
        return recognise(bottom or top, more)
    whole = recognise(f"{top} {bottom}", more)
    group, meaning = recognise(top, more), recognise(bottom, more)
    if whole and whole.exact and not whole.bare_role:
        return whole
    if meaning and group and group.field == "full_name" and group.role:
        return HeadingMeaning(meaning.field, meaning.role or group.role, meaning.pupil or group.pupil, meaning.exact)
    if meaning and (meaning.exact or not whole):
        return meaning
    return whole or group
