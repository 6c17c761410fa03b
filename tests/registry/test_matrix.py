"""What each role may do, as ADR 21 has it beside A1.8 and the words of the sources."""

import json
import re
from pathlib import Path

from django.conf import settings

from registry.access import MATRIX, Right
from registry.enums import PERSONAL_ROLES, Role

_TABLE = Path(settings.BASE_DIR, "docs/adr/0021-rights-of-the-matrix.md")
_FACTS = Path(settings.BASE_DIR, "tests/requirements.json")
#: the lines of A1.8 that name a right of roles; reports are made by the people of a pair, who have none
_LINES = {
    "enter/edit person card (own org)",
    "propose pair",
    "approve pair / issue order",
    "edit plan",
    "request replacement",
    "score 9 indicators",
    "approve school roadmap",
    "district dashboard, export",
    "bulk import of mentor bank",
    "policy settings",
}


def _rows() -> list[tuple[str, ...]]:
    lines = re.findall(r"^\| (.*) \|$", _TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if "`" in line.split("|")[1]]


def test_the_table_says_what_the_code_does() -> None:
    said = {Right(right.strip("`")): {Role(role) for role in roles.split(", ")} for _, right, roles, *_ in _rows()}
    assert said == {right: set(roles) for right, roles in MATRIX.items()}


def test_every_line_of_the_matrix_of_the_documents_is_there_and_every_difference_has_a_reason() -> None:
    rows = _rows()
    assert {line for line, *_ in rows} >= _LINES
    assert not [right for _, right, _, other, why in rows if not (other and why)]


def test_whoever_is_quoted_has_said_so() -> None:
    facts = json.loads(_FACTS.read_text(encoding="utf-8"))
    all_facts = " ".join(fact["fact"] for fact in facts).replace("ё", "е").replace("\u00a0", " ")
    for *_, reasons in _rows():
        for quotation in re.findall("«([^»]*)»", reasons):
            for part in quotation.split("…"):
                assert part.strip().replace("ё", "е") in all_facts, part


def test_mentors_and_mentees_have_no_right_beyond_their_pairs() -> None:
    assert not [right for right, roles in MATRIX.items() if roles.intersection(PERSONAL_ROLES)]
