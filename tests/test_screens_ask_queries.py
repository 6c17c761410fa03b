"""Views, forms, tables, filters and figures ask the queries of their room: none of them reads a model by itself, nor
what hangs on a record; a template is given what it shows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

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
#: what a related manager is asked for rows by
READS = {
    "aggregate", "all", "annotate", "count", "defer", "earliest", "exclude", "exists", "filter", "first", "get",
    "in_bulk", "iterator", "last", "latest", "only", "order_by", "prefetch_related", "select_related", "values",
    "values_list",
}  # fmt: skip


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
            rows = node.args[0] if node.args else None
            if (isinstance(rows, ast.Name) and rows.id[:1].isupper()) or _is_related(rows):
                yield f"line {node.lineno}: {node.func.id}({ast.unparse(rows)}, …)"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_read(node, node.func):
            yield f"line {node.lineno}: {ast.unparse(node.func)}"


@cache
def _related_names() -> frozenset[str]:
    """How records name the rows that hang on them: `consents` of a person, `kinds` of a pair."""
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    fields = [
        field for model in apps.get_models() if model._meta.app_label in rooms for field in model._meta.get_fields()
    ]
    return frozenset(
        field.get_accessor_name() if field.auto_created else field.name
        for field in fields
        if field.one_to_many or field.many_to_many
    )


def _is_related(node: ast.expr | None) -> bool:
    """`person.consents`, not `self.consents`: a screen is no record."""
    if not isinstance(node, ast.Attribute) or node.attr not in _related_names():
        return False
    return not (isinstance(node.value, ast.Name) and node.value.id == "self")


def _is_read(call: ast.Call, method: ast.Attribute) -> bool:
    """`values()` without a name is that of a dictionary, `count(one)` that of a list."""
    has_arguments = bool(call.args or call.keywords)
    is_plain = (method.attr == "values" and not has_arguments) or (method.attr == "count" and has_arguments)
    return method.attr in READS and not is_plain and _is_related(method.value)


def _reads_of_templates(source: str) -> list[str]:
    """Where a template asks a related manager: `{% for kind in pair.kinds.all %}`."""
    names = "|".join(sorted(_related_names()))
    asking = re.compile(rf"\w+\.({names})\.(all|count|exists|first|last)\b")
    return [found[0] for part in re.findall(r"{[{%].*?[%}]}", source) for found in asking.finditer(part)]


def test_screens_ask_queries() -> None:
    reads = [
        f"{path.relative_to(ROOT)}, {read}"
        for path in _screens()
        for read in _reads_of_models(path.read_text(encoding="utf-8"))
    ]
    assert reads == []


def test_templates_are_given_what_they_show() -> None:
    reads = [
        f"{path.relative_to(ROOT)}, {read}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for read in _reads_of_templates(path.read_text(encoding="utf-8"))
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
        "rows = person.consents.all()",
        "row = form.instance.kinds.filter(in_use=True)",
        "row = batch.rows.first()",
        "row = get_object_or_404(batch.rows, pk=1)",
        "pks = stage_set.stages.values('pk')",
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
        "rows = self.consents.all()",
        "numbers = counts.pairs.values()",
        "pair.kinds.set(kinds)",
    ],
)
def test_a_question_to_a_query_is_let_be(line: str) -> None:
    assert list(_reads_of_models(line)) == []


def test_a_read_in_a_template_is_noticed() -> None:
    assert _reads_of_templates("<p>{% for kind in pair.kinds.all %}{{ kind }}{% endfor %}</p>")
    assert _reads_of_templates("{{ paginator.count }}{% if forloop.first %}{{ page.start_index }}{% endif %}") == []
