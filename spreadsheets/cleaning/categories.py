"""Categories of mentees (requirements A4): whatever schools write → the words of the register."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell

GIFTED = "проявившие выдающиеся способности"
FAILING = "демонстрирующие неудовлетворительные образовательные результаты"
LIMITED_HEALTH = "с ограниченными возможностями здоровья"
HARD_SITUATION = "попавшие в трудную жизненную ситуацию"
BEHAVIOUR = "имеющие проблемы с поведением"
DETACHED = "не принимающие участия в жизни школы, отстранённые от коллектива"
YOUNG = "молодые специалисты"
NEW_PLACE = "находящиеся в процессе адаптации на новом месте работы"
LEARNING = "желающие овладеть современными программами, цифровыми навыками, ИКТ-компетенциями"

#: Visible only inside the organisation.
SENSITIVE = frozenset({LIMITED_HEALTH, HARD_SITUATION, BEHAVIOUR})

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        (LIMITED_HEALTH, r"\bовз\b|ограничен\w* возможност\w*|инвалид|\bзпр\b|\bтнр\b|\bрас\b"),
        (HARD_SITUATION, r"\bтжс\b|трудн\w* жизненн\w*|\bсоп\b|социально опасн|малоимущ|неблагополучн|\bсирот"),
        (BEHAVIOUR, r"поведени|\bкдн|\bпдн\b|\bвшу\b|на учет|девиант|хулиган|дисциплин|правонаруш"),
        (
            DETACHED,
            r"не (?:участву|принима)|пассивн|отстранен|отвержен|изгой|замкнут|не включен|коллектив\w* не|из коллектива",
        ),
        (GIFTED, r"одарен|выдающ|высок\w* способност|способн|талант|высокомотив|олимпиад"),
        (FAILING, r"успеваем|неуспев|не успева|слабоуспев|неудовлетворит|двоечник|отстающ|низк\w* результат|задолженн"),
        (YOUNG, r"молод\w* (?:специалист|педагог|учител)|начинающ|\bмс\b|без опыта"),
        (NEW_PLACE, r"адаптац|нов\w* (?:мест|педагог|в коллектив|сотрудник)"),
        (LEARNING, r"\bикт\b|цифров|современн\w* (?:програм|технолог)|овладеть|освоен|повыси"),
    )
)
_SEPARATORS = re.compile(r"[;,\n/+]|\s\d+\)")


def clean_categories(value: Any) -> tuple[list[str], tuple[CellIssue, ...]]:
    """The categories named in a cell, each once, in order; unknown words are reported and dropped."""
    categories, issues = _clean(as_text(value))
    return list(categories), issues


@lru_cache(maxsize=4096)
def _clean(text: str) -> tuple[tuple[str, ...], tuple[CellIssue, ...]]:
    categories: dict[str, None] = {}
    issues = []
    for part in _SEPARATORS.split(text):
        category_text = clean_cell(part)
        if not category_text:
            continue
        category = _category(category_text.casefold().replace("ё", "е"))
        if category:
            categories[category] = None
        else:
            issues.append(
                CellIssue("category_unparsed", f"категория «{category_text}» не распознана", before=category_text)
            )
    return tuple(categories), tuple(issues)


def _category(category_text: str) -> str | None:
    return next((category for category, pattern in _PATTERNS if pattern.search(category_text)), None)


def is_sensitive(categories: list[str]) -> bool:
    return not SENSITIVE.isdisjoint(categories)
