"""Decisions are numbered, dated, listed and cited one way, no link between the documents leads nowhere, and every
extension point stands in the architecture."""

import re
from pathlib import Path

import pytest

from tests.rooms import ROOMS, ROOT

DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_date_and_status_and_stands_in_the_list(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    date = re.search(r"^Date: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    status = re.search(r"^Status: (accepted|superseded by \d{4})$", text, re.MULTILINE)
    assert date
    assert status
    title = text.splitlines()[0].removeprefix("# ")
    row = f"| {path.name[:4]} | [{title}]({path.name}) | {date[1]} | {status[1]} |"
    assert row in (path.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_table_of_extension_points_names_every_list() -> None:
    rows = re.findall(r"^\| `(\w+/extension_points\.py)` \|.*$", ARCHITECTURE, re.MULTILINE)
    assert sorted(rows) == sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/extension_points.py"))
    for name in rows:
        (row,) = [line for line in ARCHITECTURE.splitlines() if line.startswith(f"| `{name}`")]
        lists = re.findall(r"^([a-z]\w*): (?:list|dict)\[", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(re.findall(r"`([a-z_]+)`", row)) == sorted(lists), name


def test_a_decision_is_cited_one_way() -> None:
    """«ADR 33»; in a document it leads there."""
    modules = [path for folder in (*ROOMS, "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    documents = [path for path in DOCUMENTS if path != ROOT / "docs/adr/README.md"]
    in_documents = r"\[ADR\]|\[\d{4}\]\(|ADR 0|\b00\d\d (?:says|has|does|is)\b"
    otherwise = {
        str(path.relative_to(ROOT)): citations
        for paths, pattern in (
            (modules, r"adr/\d{4}|ADR 0"),
            (documents, in_documents),
        )
        for path in paths
        if (citations := re.findall(pattern, path.read_text(encoding="utf-8")))
    }
    assert otherwise == {}
