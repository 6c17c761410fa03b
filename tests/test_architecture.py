"""Files say what they know and are short enough to read, pages obey the strict policy."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.rooms import ABOVE_ALL, ROOMS, ROOT

PYTHON_FOLDERS = (*ROOMS, *ABOVE_ALL)
#: what is no room and has its own contract: nobody imports it
SCRIPTS = "scripts"
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
#: verbs in the past that say what was done to a thing, not what it is: `issues`, `answers`, `stored_keys` say it
PARTICIPLES = frozenset(
    {
        "asked", "chosen", "counted", "done", "found", "given", "gone", "held", "joined", "kept", "left", "made",
        "meant", "named", "noted", "read", "said", "seen", "sent", "shown", "taken", "told", "typed", "wanted",
        "written",
    }
)  # fmt: skip
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

FORBIDDEN_ANYWHERE = {
    "a script inside the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "hx-on, which evaluates a string": re.compile(r"\s(data-)?hx-on\b", re.IGNORECASE),
    "javascript in an address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "a file from another host": re.compile(
        r"<(?!a\s)[^>]*\s(src|href|srcset|action|data)\s*=\s*[\"']?(https?:)?//", re.I
    ),
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"{%\s*autoescape\s+off"),
}
FORBIDDEN_ON_SCREEN = {
    "styles inside the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
}


def _python_files() -> Iterator[Path]:
    for folder in PYTHON_FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_every_file_is_named_after_what_it_knows() -> None:
    nameless = [
        str(path.relative_to(ROOT))
        for path in _python_files()
        if NAMES_THAT_SAY_NOTHING.intersection(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert nameless == []


def _says_what_it_is_for(source: str) -> bool:
    """An empty module has nothing to say."""
    tree = ast.parse(source)
    return not tree.body or len((ast.get_docstring(tree) or "").split()) > 2


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in (*ROOMS, "benchmarks", SCRIPTS)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and not _says_what_it_is_for(path.read_text(encoding="utf-8"))
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", True),
        ('"""How many mentees a mentor has."""\nLIMIT = 3', True),
        ("LIMIT = 3", False),
        ('"""Capacity."""', False),
    ],
)
def test_a_module_that_says_nothing_is_noticed(source: str, says: bool) -> None:
    assert _says_what_it_is_for(source) is says


def _class_names(source: str) -> Iterator[str]:
    """Classes and aliases of types that a module defines at its top, private ones left out."""
    for node in ast.parse(source).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = [node.name] if isinstance(node, ast.ClassDef) else [t.id for t in targets if isinstance(t, ast.Name)]
        yield from (name for name in names if re.fullmatch(r"[A-Z]+[a-z]\w*", name))


def test_the_name_of_a_class_or_an_alias_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for folder in ROOMS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "commands" not in path.parts:
                for name in _class_names(path.read_text(encoding="utf-8")):
                    places.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


#: the same operation on another type, or what every room calls alike
SAME_OPERATION = {
    "agreeing": "a word that agrees with a person: by sex and patronymic, or by the record",
    "attach": "puts what a room adds into the lists of the rooms below",
    "crumbs_of": "the way to a page of a record",
    "dump": "writes the database of an engine into a copy",
    "free_places": "a figure of one day, and the same for all days",
    "full_name": "of the parts of a name, or of a row that has them",
    "load": "puts the database of an engine back from a copy",
    "overdue": "a figure of one day, and the same for all days",
}


def _functions(path: Path) -> Iterator[str]:
    """Public functions at the top of a module; a view is named by its address, as the module of views tells."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            is_view = path.parent.name == "views" and [arg.arg for arg in node.args.args[:1]] == ["request"]
            if not is_view:
                yield node.name


def test_the_name_of_a_function_has_one_meaning() -> None:
    places: dict[str, list[str]] = {}
    for folder in ROOMS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "commands" not in path.parts:
                for name in _functions(path):
                    places.setdefault(name, []).append(str(path.relative_to(ROOT)))
    alike = {name: files for name, files in places.items() if len(files) > 1}
    assert {name: files for name, files in alike.items() if name not in SAME_OPERATION} == {}
    assert SAME_OPERATION.keys() - alike.keys() == set(), "stands once"


def _names_given(source: str) -> Iterator[tuple[int, str]]:
    """Names of variables, arguments, fields, functions, and keys of dictionaries, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.strip("_") != "read":
            yield node.lineno, node.name
        elif isinstance(node, ast.Dict):
            yield from ((key.lineno, key.value) for key in node.keys if _is_context_key(key))


def _is_context_key(key: ast.expr | None) -> TypeGuard[ast.Constant]:
    """`read` is the job that reads a file: a code."""
    return isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value != "read"


def _participles_as_names(source: str) -> list[str]:
    """`left` beside `right` is a side."""
    names = [(line, name) for line, name in _names_given(source) if name.strip("_") in PARTICIPLES]
    has_sides = any(name == "right" for _, name in _names_given(source))
    return [f"line {line}: {name}" for line, name in names if not (name == "left" and has_sides)]


def test_things_are_named_by_what_they_are() -> None:
    participles = [
        f"{path.relative_to(ROOT)}, {name}"
        for folder in (*ROOMS, "benchmarks", SCRIPTS)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        for name in _participles_as_names(path.read_text(encoding="utf-8"))
    ]
    assert participles == []


@pytest.mark.parametrize(
    "line",
    [
        "found = []",
        "for told in issues: pass",
        "def save(*, kept): pass",
        "def said(): pass",
        "self._written = []",
        "asked: str = ''",
        "context = {'chosen': form}",
        "left = [item for item in items]",
        "if typed := form.text: pass",
        "class Form: seen = Field()",
        "for held in rows: pass",
    ],
)
def test_a_participle_for_a_name_is_noticed(line: str) -> None:
    assert _participles_as_names(line)


@pytest.mark.parametrize(
    "line", ["stored_keys = found_in(form)", "def read(self): pass", "left, right = ends", "page.read()", "{'read': 1}"]
)
def test_other_names_are_let_be(line: str) -> None:
    assert _participles_as_names(line) == []


#: types that say nothing without what they hold
GENERICS = frozenset({"Callable", "Iterator", "QuerySet", "dict", "frozenset", "list", "set", "tuple"})


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) or (isinstance(node, ast.arg) and node.annotation):
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            yield node.returns


def _bare_generics(source: str) -> list[str]:
    """mypy's own rule cannot be asked: it breaks with the plugin of Django."""
    names = []
    for annotation in _annotations(ast.parse(source)):
        parted = [node.value for node in ast.walk(annotation) if isinstance(node, ast.Subscript)]
        bare = (n for n in ast.walk(annotation) if isinstance(n, ast.Name) and n.id in GENERICS and n not in parted)
        names += [f"line {node.lineno}: {node.id}" for node in bare]
    return names


def test_types_say_what_they_hold() -> None:
    bare = [
        f"{path.relative_to(ROOT)}, {name}"
        for folder in (*ROOMS, "benchmarks", SCRIPTS)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        for name in _bare_generics(path.read_text(encoding="utf-8"))
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ("def rows(values: dict) -> None: pass", True),
        ("def rows() -> list | None: pass", True),
        ("counts: dict[str, list] = {}", True),
        ("counts: dict[tuple[str, ...], list[int]] = {}", False),
        ("isinstance(rows, list)", False),
    ],
)
def test_a_type_that_does_not_say_what_it_holds_is_noticed(line: str, is_bare: bool) -> None:
    assert bool(_bare_generics(line)) is is_bare


def test_files_and_functions_are_short_enough_to_read() -> None:
    long = []
    for path in _python_files():
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT)
        if (count := len(source.splitlines())) >= LONGEST_FILE:
            long.append(f"{name}: {count} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or node.lineno) - node.lineno + 1
                if count >= LONGEST_FUNCTION:
                    long.append(f"{name}:{node.lineno} {node.name}: {count} lines")
    assert long == []


def _templates() -> Iterator[Path]:
    for folder in ("templates", *(f"{app}/templates" for app in ROOMS)):
        yield from sorted((ROOT / folder).rglob("*.html"))


def _is_paper(path: Path) -> bool:
    """Papers are drawn by WeasyPrint on the server, where no content-security policy stands."""
    return path.is_relative_to(ROOT / "templates/reports/papers")


def _wrongs_of(text: str, rules: dict[str, re.Pattern[str]]) -> list[str]:
    return [
        f"line {text.count(chr(10), 0, found.start()) + 1}: {what}"
        for what, pattern in rules.items()
        for found in pattern.finditer(text)
    ]


def test_templates_obey_the_strict_content_security_policy() -> None:
    wrongs = []
    for path in _templates():
        rules = FORBIDDEN_ANYWHERE if _is_paper(path) else FORBIDDEN_ANYWHERE | FORBIDDEN_ON_SCREEN
        wrongs += [
            f"{path.relative_to(ROOT)}, {wrong}" for wrong in _wrongs_of(path.read_text(encoding="utf-8"), rules)
        ]
    assert wrongs == []


@pytest.mark.parametrize(
    "fragment",
    [
        "<script>alert(1)</script>",
        '<script type="application/json">{}</script>',
        '<button type="button"\n  onclick="go()">',
        '<form hx-on:submit="go()">',
        '<a href="javascript:go()">',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<img alt="" src="//cdn.example/x.png">',
        "{{ text|safe }}",
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
    ],
)
def test_what_the_policy_forbids_is_noticed(fragment: str) -> None:
    assert _wrongs_of(fragment, FORBIDDEN_ANYWHERE | FORBIDDEN_ON_SCREEN)


@pytest.mark.parametrize(
    "fragment",
    [
        "<script src=\"{% static 'vendor/htmx/htmx.min.js' %}\" defer></script>",
        '<a href="https://www.consultant.ru/">',
        "<tr data-person-on='1' class=\"on\">",
        '<svg xmlns="http://www.w3.org/2000/svg">',
    ],
)
def test_what_the_policy_allows_is_let_be(fragment: str) -> None:
    assert _wrongs_of(fragment, FORBIDDEN_ANYWHERE | FORBIDDEN_ON_SCREEN) == []


def test_every_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    for requirement in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        assert re.search(rf'^\s*"{re.escape(requirement)}",\s*# \S', text, re.MULTILINE), requirement
