"""What a page says to its reader in a whole sentence begins with a capital letter."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.rooms import ROOMS

ROOT = Path(__file__).parents[1]
#: whose arguments, and which named arguments, are sentences of their own
SAYING = {"success", "error", "warning", "info", "add_error", "ValidationError", "tell_reader", "warn", "refuse"}
NAMED = {"help_text", "intro", "consequence", "violation_error_message", "empty_text", "empty_title", "heading"}
#: goes on after «Пара «…»:» or the name of a column
GOING_ON = {"mentoring/actions/leaving.py", "imports/importers/pairs/pair_resource.py"}


def _sentences(tree: ast.AST) -> Iterator[ast.expr]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for value in (
            *(call.args if name in SAYING else ()),
            *(keyword.value for keyword in call.keywords if keyword.arg in NAMED),
        ):
            yield from value.values if isinstance(value, ast.Dict) else [value]


def _beginning(value: ast.expr) -> str:
    if isinstance(value, ast.JoinedStr) and value.values:
        value = value.values[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _small(source: str) -> list[str]:
    beginnings = map(_beginning, _sentences(ast.parse(source)))
    return [text for text in beginnings if text and text[0].islower() and "а" <= text[0] <= "я"]


def test_messages_hints_and_refusals_begin_with_a_capital_letter():
    small = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if (
                "migrations" not in path.parts
                and name not in GOING_ON
                and (beginnings := _small(path.read_text("utf-8")))
            ):
                small[name] = beginnings
    assert small == {}


def test_the_walk_sees_a_small_letter():
    source = "messages.error(request, f'пара {pair} есть'); forms.CharField(help_text='кого?'); warn('Так')"
    assert _small(source) == ["пара ", "кого?"]
