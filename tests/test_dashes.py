"""A sentence has a long dash; the short one stands in periods and in names of forms («педагог – педагог»)."""

import re

import pytest
from django.conf import settings

from tests.rooms import ROOMS

SIDES = "кто|педагог|руководитель|учитель|воспитатель|преподаватель|студент|ученик|специалист|равный"
DAY = r"(:%d\.%m\.%Y\}|date(:\"[^\"]*\")? \}\}|[\d.]{10}|, \{\}|%\})"
PERIOD = re.compile(DAY + r" – (\{|[\d.]{10})|\" – \"\.join\(term\)|\d \w+ – \d")
FORM = re.compile(rf"\b({SIDES})[^ –]* – \w|\{{_either[^{{]*– \{{_either", re.IGNORECASE)


def _short_dashes(line: str) -> list[str]:
    known = [match.span() for pattern in (PERIOD, FORM) for match in pattern.finditer(line)]
    return [
        line.strip()
        for match in re.finditer(" – ", line)
        if not any(start <= match.start() < end for start, end in known)
    ]


def test_sentences_have_long_dashes() -> None:
    short = [
        f"{path.relative_to(settings.BASE_DIR)}: {line}"
        for folder in (*ROOMS, "templates")
        for path in sorted((settings.BASE_DIR / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
        for text in path.read_text(encoding="utf-8").splitlines()
        for line in _short_dashes(text)
    ]
    assert short == []


def test_what_the_portal_says_of_its_sources_has_long_dashes() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((settings.BASE_DIR / "fixtures").glob("*.json"))]
    sources = [source for text in texts for source in re.findall(r'"source": "([^"]*)"', text)]
    assert len(sources) > 50
    assert [line for source in sources for line in _short_dashes(source)] == []


@pytest.mark.parametrize(
    ("line", "is_long"),
    [
        ("Приказ издаёт руководитель – {whose}.", False),
        ('f"Последний день – {pair.last_day:%d.%m.%Y}"', False),
        ('"Пусто – бессрочно"', False),
        ('f"{pair.starts_on:%d.%m.%Y} – {pair.last_day:%d.%m.%Y}"', True),
        ("«педагог – студент»", True),
    ],
)
def test_a_short_dash_in_a_sentence_is_noticed(line: str, is_long: bool) -> None:
    assert (not _short_dashes(line)) == is_long
