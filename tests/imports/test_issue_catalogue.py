"""The catalogue of issue codes has every code that the readers and the comparison with the registry give."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from imports.issue_codes import ISSUE_CODES, find_issue_code

ROOT = Path(__file__).resolve().parents[2]
#: what gives an issue → at which place its code stands
GIVERS = {"CellIssue": 0, "RowIssue": 0, "_warn": 0, "_report": 1, "_tell_match": 1, "withhold": 2}


def _given_codes() -> Iterator[tuple[str, str]]:
    for folder in ("imports", "spreadsheets"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                    code = node.args[place] if (place := GIVERS.get(name, 99)) < len(node.args) else None
                    if isinstance(code, ast.Constant) and isinstance(code.value, str) and code.value:
                        yield code.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_code_that_is_given_stands_in_the_catalogue() -> None:
    given = list(_given_codes())
    assert len(given) > 70
    assert [f"{where}: {code}" for code, where in given if code not in ISSUE_CODES] == []


def test_a_code_outside_the_catalogue_is_no_silent_note() -> None:
    with pytest.warns(UserWarning, match="colour_unparsed"):
        find_issue_code("colour_unparsed")
    assert find_issue_code("").title == "Нужно проверить"
