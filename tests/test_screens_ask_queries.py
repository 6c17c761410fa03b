"""Whatever is no model, query, action or migration asks the queries of its room: it reads no model by itself, nor what
hangs on a record. The exceptions are listed. A template is given what it shows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from tests.rooms import ROOMS_WITH_MODELS, ROOT

#: folders and modules of a room that ask or write themselves
ASKING = ("models", "queries", "actions", "migrations")
#: modules and folders outside of these that read by themselves, each with its reason
READING = {
    "accounts/email_addresses.py": "beneath the models: the row that follows the address of a user",
    "*/deadlines.py": "providers of deadlines are querysets",
    "mentoring/deadlines/kept_people.py": "providers of deadlines are querysets",
    "mentoring/deadlines/pairs.py": "providers of deadlines are querysets",
    "mentoring/deadlines/requests.py": "providers of deadlines are querysets",
    "registry/deadline_providers/*": "providers of deadlines are querysets",
    "imports/importers/pairs/known_pairs.py": "locks mentors and reads their pairs for the rows of a file, once",
    "imports/matching/registry_snapshot.py": "reads for a file what it is compared with, once",
    "imports/writing/*": "what the actions of imports write rows with, in bulk",
    "mentoring/pairing/consents.py": "a rule beneath the queries, which reads the consents that were read with a pair",
    "mentoring/stages/item_sources.py": "reads the plan that came with its pair",
    "mentoring/registry_extensions/merging.py": "what a merge reassigns and whom it would meet",
    "mentoring/pairing/other_pairs.py": "a rule beneath the queries, which looks for the pairs that it forbids",
    "mentoring/pairing/rules.py": "a rule beneath the queries, which looks for the pairs that it forbids",
    "mentoring/pairing/requirements.py": "a rule beneath the queries, which looks for the day that it asks for",
    "mentoring/stages/checklist.py": "the sets of stages that the queries of pairs stand on",
    "monitoring/apps.py": "a migration's signal writes with the models of that migration",
    "mentoring/registry_extensions/kept_data.py": "what is kept of one person, read and cleared once",
    "monitoring/registry_extensions.py": "what is kept of one person, read once",
    "monitoring/refresh.py": "locks and writes the stored figures",
    "registry/access.py": "what the queries narrow by",
    "registry/deadlines/doers.py": "conditions of the queries of deadlines",
    "registry/management/commands/load_reference.py": "writes the dictionaries",
    "registry/merging/plan.py": "what a merge reassigns",
    "registry/merging/reassignments.py": "locks and writes what a merge reassigns",
    "registry/names/keys.py": "a field of models and its mixin",
    "registry/policies/rules_in_force.py": "a rule beneath the queries, which narrows its entries",
    "registry/kept_data.py": "what is kept of one person, read and cleared once",
    "registry/private_data/*": "what is kept of one person, read and cleared once",
    "reports/kept_papers.py": "what is kept of one person, read and cleared once",
    "reports/paper.py": "beneath the queries: locks the record of a paper that is issued",
    "worklist/kept_reminders.py": "what is kept of one person, read and cleared once",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
FETCHES = {"get_object_or_404", "get_list_or_404"}
#: what a related manager is asked for rows by
READS = {
    "aggregate", "all", "annotate", "count", "defer", "earliest", "exclude", "exists", "filter", "first", "get",
    "in_bulk", "iterator", "last", "latest", "only", "order_by", "prefetch_related", "select_related", "values",
    "values_list",
}  # fmt: skip


def _modules() -> list[Path]:
    """Every module of the rooms with models, apart from those that ask or write."""
    modules = (path for room in ROOMS_WITH_MODELS for path in sorted((ROOT / room).rglob("*.py")))
    return [path for path in modules if not set(ASKING).intersection(_parts(path))]


def _parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts


def _reason_of(path: Path) -> str | None:
    """The pattern of READING that lets the module read."""
    return next((pattern for pattern in READING if path.relative_to(ROOT).match(pattern)), None)


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
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in ROOMS_WITH_MODELS
        for field in model._meta.get_fields()
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
    """`values()` without a name and `get(key)` are those of a dictionary, `count(one)` that of a list."""
    has_arguments = bool(call.args or call.keywords)
    is_plain = {
        "values": not has_arguments,
        "get": bool(call.args) and not call.keywords,
        "count": has_arguments,
    }.get(method.attr, False)
    return method.attr in READS and not is_plain and _is_related(method.value)


def _reads_of_templates(source: str) -> list[str]:
    """Where a template asks a related manager: `{% for kind in pair.kinds.all %}`."""
    names = "|".join(sorted(_related_names()))
    asking = re.compile(rf"\w+\.({names})\.(all|count|exists|first|last)\b")
    return [found[0] for part in re.findall(r"{[{%].*?[%}]}", source) for found in asking.finditer(part)]


def test_screens_ask_queries() -> None:
    reads = [
        f"{path.relative_to(ROOT)}, {read}"
        for path in _modules()
        if _reason_of(path) is None
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


def test_every_reason_to_read_is_needed() -> None:
    reading = {_reason_of(path) for path in _modules() if list(_reads_of_models(path.read_text(encoding="utf-8")))}
    assert READING.keys() - reading == set()


def test_every_kind_of_module_is_held() -> None:
    held = {"/".join(_parts(path)) for path in _modules() if _reason_of(path) is None}
    assert held >= {
        "accounts/forms", "imports/exports/import_errors", "imports/review/cards", "mentoring/exports/bases",
        "mentoring/pair_page/next_step", "mentoring/pair_page/page", "mentoring/registry_extensions/__init__",
        "monitoring/dashboards", "registry/exports/people", "reports/documents/orders/pair_rows",
        "worklist/first_page/page",
    }  # fmt: skip


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
        "person = snapshot.people.get(key)",
        "pair.kinds.set(kinds)",
    ],
)
def test_a_question_to_a_query_is_let_be(line: str) -> None:
    assert list(_reads_of_models(line)) == []


def test_a_read_in_a_template_is_noticed() -> None:
    assert _reads_of_templates("<p>{% for kind in pair.kinds.all %}{{ kind }}{% endfor %}</p>")
    assert _reads_of_templates("{{ paginator.count }}{% if forloop.first %}{{ page.start_index }}{% endif %}") == []
