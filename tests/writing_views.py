"""What a view does when it is sent something, read from the code: which addresses take a POST, and which models the
functions that they call make new rows of."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.forms import ModelForm
from django.urls import URLPattern, URLResolver, get_resolver

from tests.rooms import ROOMS, ROOMS_WITH_MODELS, ROOT

#: the rows of a manager or a queryset
_MAKING = {"create", "get_or_create", "update_or_create", "bulk_create"}
#: rows that tell of a page, whatever it does
LOGS = frozenset({"ViewRecord"})


def routes_by_name() -> dict[str, URLPattern]:
    return dict(_routes(get_resolver().url_patterns))


def _routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern


def made_by(route: URLPattern) -> frozenset[str]:
    """Names of the models of which the view, or whatever it calls, makes rows."""
    begun = [inspect.unwrap(route.callback)]
    for page in route.default_args.values():  # what pages of one kind differ by: a form, an action
        begun += [part for part in getattr(page, "__dict__", {}).values() if hasattr(part, "__qualname__")]
    made = frozenset().union(*(_made_from((each.__module__, each.__qualname__)) for each in begun))
    return made - LOGS


def takes_post(route: URLPattern) -> bool:
    return "POST" in methods_of(route)


def methods_of(route: URLPattern) -> tuple[str, ...]:
    """As its decorator says (require_POST, require_http_methods); a view without one takes only what it reads."""
    view = route.callback
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list | tuple) and "POST" in cell.cell_contents:
                return tuple(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ("GET",)


@cache
def _made_from(start: tuple[str, str]) -> frozenset[str]:
    functions, made, visited, waiting = _functions(), set(), set(), [start]
    while waiting:
        place = waiting.pop()
        if place in visited or place not in functions:
            continue
        visited.add(place)
        models, called = functions[place]
        made |= models
        waiting += called
    return frozenset(made)


@cache
def _functions() -> dict[tuple[str, str], tuple[set[str], list[tuple[str, str]]]]:
    """(module, function or class) → the models that it makes rows of, and what it calls or names."""
    models = {model.__name__ for model in apps.get_models() if model.__module__.partition(".")[0] in ROOMS_WITH_MODELS}
    forms = {form.__name__: form._meta.model.__name__ for form in forms_below(ModelForm) if form._meta.model}
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if not {"migrations", "demo", "management"} & set(path.parts):
                found |= dict(_of_module(path, models, forms))
    return found


def forms_below(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        yield child
        yield from forms_below(child)


def _of_module(
    path: Path, models: set[str], forms: dict[str, str]
) -> Iterator[tuple[tuple[str, str], tuple[set[str], list]]]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text())
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    parts_of = [(name, node) for node in tree.body for name in _names_of(node)]
    own = {name for name, _ in parts_of}
    for name, place in imported.items():
        yield (module, name), (set(), [place])  # what a package hands on
    for part, node in parts_of:
        named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - models
        called = [(module, name) for name in named & own if name != part]
        called += [imported[name] for name in named & set(imported)]
        yield (module, part), (_made_in(node, models, forms), called)


def _names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _made_in(node: ast.AST, models: set[str], forms: dict[str, str]) -> set[str]:
    made = set()
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        function = call.func
        if isinstance(function, ast.Name) and function.id in models:
            made.add(function.id)
        elif isinstance(function, ast.Name) and function.id in forms:
            if "instance" not in {keyword.arg for keyword in call.keywords}:
                made.add(forms[function.id])
        elif isinstance(function, ast.Attribute) and function.attr in _MAKING:
            first = function.value
            while isinstance(first, ast.Attribute | ast.Call):
                first = first.func if isinstance(first, ast.Call) else first.value
            made.add(first.id if isinstance(first, ast.Name) and first.id in models else ast.unparse(function.value))
    return made
