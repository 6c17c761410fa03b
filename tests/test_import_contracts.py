"""Imports run downwards between rooms and inside them; the contracts of pyproject.toml name every room."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.rooms import ABOVE_ALL, ROOMS, ROOMS_WITH_MODELS, ROOT

#: what every room has, one file for each subject of the room, or what Django asks for; the layers of the room hold them
FOLDERS_OF_KINDS = frozenset({
    "actions", "exports", "filters", "forms", "guards", "management", "migrations", "models", "queries", "tables",
    "templatetags", "views",
})  # fmt: skip
#: the demonstration is told in any order (docs/architecture.md)
WITHOUT_ORDER = frozenset({"config/demo"})
PACKAGES_IN_ROOMS = tuple(
    sorted(
        folder
        for room in ROOMS
        for folder in {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*.py")} - {room}
        if FOLDERS_OF_KINDS.isdisjoint(folder.split("/")) and folder not in WITHOUT_ORDER
    )
)


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_downwards_between_rooms_and_inside_them() -> None:
    outcome = _lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def _tools() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def test_the_contracts_of_imports_name_every_room() -> None:
    everything = {*ROOMS, *ABOVE_ALL}
    linter = _tools()["importlinter"]
    contracts = {contract["name"]: contract for contract in linter["contracts"]}
    floors = contracts["Rooms import downwards; rooms on one line do not know each other"]["layers"]
    assert set(linter["root_packages"]) == everything
    assert {room for floor in floors for room in floor.split(" | ")} == everything
    assert set(contracts["Nobody imports the scripts"]["source_modules"]) == everything
    outside = contracts["Spreadsheets are read and written in one room"]["source_modules"]
    assert set(outside) == everything - {"spreadsheets", "tests"}
    assert set(contracts["No modules of a folder import each other in a circle"]["ancestors"]) == set(ROOMS)
    with_floors = {room for contract in contracts.values() for room in contract.get("containers", ())}
    assert with_floors == {*ROOMS, *(package.replace("/", ".") for package in PACKAGES_IN_ROOMS)}


def test_the_architecture_names_every_folder_of_one_subject() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.partition("| folder | subject | its floor |")[2].partition("\n\n")[0]
    folders = re.findall(r"`(\w+/[\w/]+)/`", "\n".join(row.split(" | ")[0] for row in table.splitlines()))
    assert sorted(folders) == list(PACKAGES_IN_ROOMS)


def test_a_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_a_template_takes_parts_of_its_own_room_and_of_those_below() -> None:
    contracts = {contract["name"]: contract for contract in _tools()["importlinter"]["contracts"]}
    layers = contracts["Rooms import downwards; rooms on one line do not know each other"]["layers"]
    floor = {room: number for number, rooms in enumerate(layers) for room in rooms.split(" | ")}
    upwards = [
        f"{path.relative_to(ROOT)}: {part}"
        for room in ROOMS
        for path in (ROOT / "templates" / room).rglob("*.html")
        for part in re.findall(r"{% (?:include|extends) \"(\w+)/", path.read_text(encoding="utf-8"))
        if part in floor and part != room and floor[part] <= floor[room]
    ]
    assert upwards == []


def test_every_room_is_measured_and_its_app_installed() -> None:
    assert set(_tools()["coverage"]["run"]["source"]) == set(ROOMS)
    assert set(ROOMS_WITH_MODELS) <= set(settings.INSTALLED_APPS)


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Empty rooms under the project's own contracts, to break on purpose."""
    contracts = (ROOT / "pyproject.toml").read_text().partition("[tool.importlinter]")[2]
    (tmp_path / "pyproject.toml").write_text("[tool.importlinter]" + contracts)
    for package in (*ABOVE_ALL, *ROOMS, *PACKAGES_IN_ROOMS):
        (tmp_path / package).mkdir()
        modules = ("views", "forms", "actions", "queries", "models", "enums") if package in ROOMS_WITH_MODELS else ()
        for module in ("__init__", *modules):
            (tmp_path / package / f"{module}.py").touch()
    return tmp_path


def test_a_house_without_upward_imports_passes(small_house: Path) -> None:
    (small_house / "reports/views.py").write_text("from registry import queries\nfrom reports import forms, actions\n")
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("module", "upward"),
    [
        ("registry/queries.py", "mentoring.models"),
        ("accounts/models.py", "registry.models"),
        ("mentoring/actions.py", "reports.actions"),
        ("mentoring/actions.py", "config.settings"),
        ("monitoring/queries.py", "monitoring.actions"),
        ("registry/models.py", "registry.forms"),
        ("reports/actions.py", "reports.views"),
        ("config/settings.py", "benchmarks.pages"),
        ("worklist/views.py", "tests.factories"),
        ("mentoring/actions.py", "scripts"),
    ],
)
def test_an_upward_import_is_refused(small_house: Path, module: str, upward: str) -> None:
    for above in ("config/settings.py", "benchmarks/pages.py", "tests/factories.py"):
        (small_house / above).touch()
    (small_house / module).write_text(f"import {upward}\n")
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert upward in outcome.stdout


def test_a_module_without_a_floor_is_refused(small_house: Path) -> None:
    for room in (*ROOMS, *PACKAGES_IN_ROOMS):
        (small_house / room / "stray.py").touch()
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    strays = {f"{room.replace('/', '.')}.stray" for room in (*ROOMS, *PACKAGES_IN_ROOMS)}
    assert strays - set(re.findall(r"\S+\.stray\b", outcome.stdout)) == set()


@pytest.mark.parametrize(
    ("module", "sibling"),
    [
        ("registry/forms.py", "registry.exports"),
        ("mentoring/capacity.py", "mentoring.pairing.sides"),
        ("imports/matching/row_keys.py", "imports.writing.outcome"),
        ("registry/merging/plan.py", "registry.merging.record"),
        ("spreadsheets/reading/xls.py", "spreadsheets.reading.ods"),
    ],
)
def test_modules_on_one_floor_do_not_know_each_other(small_house: Path, module: str, sibling: str) -> None:
    (small_house / f"{sibling.replace('.', '/')}.py").touch()
    (small_house / module).write_text(f"import {sibling}\n")
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert sibling in outcome.stdout


@pytest.mark.parametrize("room", ["spreadsheets", "russian"])
def test_a_package_without_models_does_not_import_django(small_house: Path, room: str) -> None:
    (small_house / room / "words.py").write_text("from django.db import models\n")
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "django" in outcome.stdout


@pytest.mark.parametrize("library", ["openpyxl", "odf", "xlrd"])
def test_a_spreadsheet_is_opened_in_its_room_alone(small_house: Path, library: str) -> None:
    (small_house / "spreadsheets/writing/typed_xlsx.py").write_text(f"import {library}\n")
    (small_house / "imports/actions.py").write_text("from spreadsheets.writing import typed_xlsx\n")
    assert _lint_imports(small_house).returncode == 0
    (small_house / "imports/actions.py").write_text(f"import {library}\n")
    outcome = _lint_imports(small_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert library in outcome.stdout
