"""How sources such as «Устюжна, п. 4.1» are set: a clause's number never breaks away from its «п.»."""

import ast
import re
from pathlib import Path

import mentoring

LOOSE_NUMBER = re.compile(r"\bпп?\. \d")


def words_said(path: Path) -> list[str]:
    """Every string of a module but the docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_the_number_of_a_clause_stays_with_its_abbreviation():
    modules = [path for path in Path(mentoring.__path__[0]).rglob("*.py") if "migrations" not in path.parts]
    said = [text for path in modules for text in words_said(path)]
    assert any("п.\u00a0" in text for text in said)
    assert [text for text in said if LOOSE_NUMBER.search(text)] == []
