"""Decisions are numbered, dated and listed, and no link between the documents leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
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
