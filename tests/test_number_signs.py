"""The sign of a number stands before numbers only through `number_in_words`: a paper «б/н» has none."""

import re

import pytest
from django.conf import settings

from registry.papers.numbers import number_in_words
from tests.rooms import ROOMS

#: «№» before a value of a template or of an f-string
BARE = re.compile(r"№(?:&nbsp;|\\u00a0|\s)*(?:\{\{\s*[\w.]+|\{(?![%{])[\w.]*)")
#: numbers of cards and rows are keys of the register, and this is the function itself
KEYS = re.compile(r"(\.pk|_id|\{pk|\{space|\{'_' \* 12|\{NBSP)$")
#: numbers of invented organisations
INVENTED = {"benchmarks", "tests", "config"}


def _bare_signs(text: str) -> list[str]:
    return [match[0] for match in BARE.finditer(text) if not KEYS.search(match[0])]


def test_no_page_or_paper_writes_the_sign_itself() -> None:
    bare = [
        f"{path.relative_to(settings.BASE_DIR)}: {sign}"
        for folder in {*ROOMS, "templates"} - INVENTED
        for path in sorted((settings.BASE_DIR / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
        for sign in _bare_signs(path.read_text(encoding="utf-8"))
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("№&nbsp;{{ act.number }}", True),
        ('f" № {act.number}"', True),
        ("f\"№\\u00a0{values['order_number']}\"", True),
        ("№&nbsp;{{ person.pk }}", False),
        ("{{ act.number|with_number_sign }}", False),
    ],
)
def test_a_bare_sign_is_noticed(text: str, is_bare: bool) -> None:
    assert bool(_bare_signs(text)) == is_bare


def test_a_paper_without_a_number_has_no_sign() -> None:
    assert [number_in_words(number) for number in ("12-ОД", "б/н", "Б. Н.", "")] == ["№\u00a012-ОД", "б/н", "б/н", ""]
