"""Which facts of the source documents have a passing test: the marker `requirement`, and the table of `make seeds`.

`tests/requirements.json` lists the facts: `id`, `source` (a letter of SOURCES) and the sentence, in the order of the
documents; those of the last source are the points in which the documents differ, each a setting of the portal. A test
that exercises a fact carries `@pytest.mark.requirement("U-3.4")`.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

SOURCES = {
    "H": "Холм",
    "K": "Кез",
    "S": "Сальск",
    "D": "Сургут, ДОУ № 40",
    "U": "Устюжна",
    "A": "где документы расходятся",
}
REQUIREMENTS = Path(__file__).with_name("requirements.json")
PROPERTY = "requirement"
LINE_WIDTH = 110


@cache
def requirement_ids() -> dict[str, str]:
    """The source of every id, in the order of the documents."""
    return {fact["id"]: fact["source"] for fact in json.loads(REQUIREMENTS.read_text(encoding="utf-8"))}


def ids_of(item: pytest.Item) -> list[str]:
    return [each for mark in item.iter_markers("requirement") for each in mark.args]


def table_lines(passed: Iterable[str]) -> list[str]:
    """One line a source: how many of its ids have a passing test; below it the ids that have none."""
    passed = set(passed)
    lines = []
    for source, name in SOURCES.items():
        ids = [each for each, its_source in requirement_ids().items() if its_source == source]
        missing = [each for each in ids if each not in passed]
        lines.append(f"{source} {name}: {len(ids) - len(missing)} of {len(ids)}")
        lines += _wrapped(missing)
    all_ids = requirement_ids().keys()
    return [*lines, f"together: {len(all_ids & passed)} of {len(all_ids)}"]


def _wrapped(ids: list[str]) -> list[str]:
    """The ids in lines of LINE_WIDTH; an id is not broken, as `textwrap` would do at its hyphens."""
    lines: list[str] = []
    for each in ids:
        if lines and len(lines[-1]) + len(each) + 2 <= LINE_WIDTH:
            lines[-1] += f", {each}"
        else:
            lines.append(f"    {each}")
    return lines


class Seeds:
    """Collects the outcome of every marked test of a run, also from the processes of pytest-xdist."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = [str(value) for name, value in report.user_properties if name == PROPERTY]
        if report.failed:
            self.failed.update(ids)
        elif report.when == "call" and report.passed:
            self.passed.update(ids)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("facts of the sources with a passing test; those without one are named")
        for line in table_lines(self.passed - self.failed):
            terminalreporter.line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", action="store_true", help="print which facts of the sources have a passing test")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--seeds"):
        config.pluginmanager.register(Seeds(), "seeds-table")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.user_properties += [(PROPERTY, each) for each in ids_of(item)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A mark without an id, or with one that is no fact of the sources, fails its test."""
    unknown = [each for each in ids_of(item) if each not in requirement_ids()]
    if unknown or any(not mark.args for mark in item.iter_markers("requirement")):
        pytest.fail(f"The mark requirement({', '.join(unknown)}) names no id of {REQUIREMENTS.name}.", pytrace=False)
