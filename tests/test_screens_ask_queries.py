"""Views, forms, tables, filters and figures ask the queries of their room: none of them reads a model by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: screens, as modules or as folders of modules; of monitoring also the figures and what puts them on its pages; of
#: imports also the review and the files that are given back; of worklist everything
GLOBS = (
    "*/views.py",
    "*/views/**/*.py",
    "*/forms.py",
    "*/forms/**/*.py",
    "*/documents/**/forms.py",
    "*/tables.py",
    "*/tables/**/*.py",
    "*/filters.py",
    "*/filters/**/*.py",
    "monitoring/figures/**/*.py",
    "monitoring/dashboards.py",
    "monitoring/tiles.py",
    "monitoring/organisation_page.py",
    "monitoring/exports.py",
    "worklist/*.py",
    "imports/review/**/*.py",
    "imports/exports/**/*.py",
)
MANAGERS = {"objects", "_default_manager", "_base_manager"}
FETCHES = {"get_object_or_404", "get_list_or_404"}


def _screens() -> list[Path]:
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    found = {path for glob in GLOBS for path in ROOT.glob(glob)}
    return sorted(path for path in found if path.relative_to(ROOT).parts[0] in rooms)


def _reads_of_models(source: str) -> Iterator[str]:
    """Where a manager is asked for rows, or a fetch is given a model class.

    `Model.objects.none()` reads nothing: it only names the model of a choice that the form fills.
    """
    tree = ast.parse(source)
    empty = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "none"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in empty:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FETCHES:
            wanted = node.args[0] if node.args else None
            if isinstance(wanted, ast.Name) and wanted.id[:1].isupper():
                yield f"line {node.lineno}: {node.func.id}({wanted.id}, …)"


def test_screens_ask_queries() -> None:
    reads = [
        f"{path.relative_to(ROOT)}, {read}"
        for path in _screens()
        for read in _reads_of_models(path.read_text(encoding="utf-8"))
    ]
    assert reads == []


def test_what_is_no_view_but_shown_is_looked_at() -> None:
    looked_at = {str(path.relative_to(ROOT)) for path in _screens()}
    assert {"worklist/page.py", "imports/review/cards.py", "imports/exports/import_errors.py"} <= looked_at


def test_every_room_with_screens_is_looked_at() -> None:
    rooms = {path.relative_to(ROOT).parts[0] for path in _screens()}
    assert rooms == {"accounts", "imports", "mentoring", "monitoring", "registry", "reports", "worklist"}


@pytest.mark.parametrize(
    "read",
    [
        "rows = Person.objects.filter(pk=1)",
        "rows = Person.objects.all()",
        "rows = model._default_manager.get(pk=1)",
        "fetch = Person.objects.get",
        "person = get_object_or_404(Person, pk=1)",
    ],
)
def test_a_read_of_a_model_is_noticed(read: str) -> None:
    assert list(_reads_of_models(read))


@pytest.mark.parametrize(
    "line",
    [
        "field = forms.ModelChoiceField(queryset=Person.objects.none())",
        "person = get_object_or_404(people_visible_to(user), pk=1)",
        "row = get_object_or_404(rows, pk=1)",
    ],
)
def test_a_question_to_a_query_is_let_be(line: str) -> None:
    assert list(_reads_of_models(line)) == []
