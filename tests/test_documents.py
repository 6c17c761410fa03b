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
    status = re.search(r"^Status: (accepted|accepted; overtaken in part|superseded by \d{4})$", text, re.MULTILINE)
    assert date
    assert status
    title = text.splitlines()[0].removeprefix("# ")
    row = f"| {path.name[:4]} | [{title}]({path.name}) | {date[1]} | {status[1]} |"
    assert row in (path.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


#: documents that tell where code stands today, apart from the table of moves in ADR 19
DESCRIBING = [path for path in DOCUMENTS if path.name not in ("CHANGELOG.md", "0019-rooms-and-floors.md")]
PATH_IN_CODE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|md|json|html|js|toml|sh|css)|(?:[\w-]+/)+)`")
NAME_OF_MODULE = re.compile(r"`([A-Za-z_]\w*)`(?: \([^()]*\))? (?:of|in) `((?:[\w-]+/)+\w+\.py)`")
#: folders that an installation makes
MADE_AT_RUN = ("data/", "media/")


def _stands_in_the_tree(document: Path, name: str) -> bool:
    """A path from the root, from `templates/` or from the document; a bare name stands anywhere."""
    starts = (ROOT, ROOT / "templates", document.parent)
    if any((start / name).exists() for start in starts):
        return True
    return name.count("/") == name.endswith("/") and any(
        next((ROOT / folder).rglob(name.rstrip("/")), None)
        for folder in (*ROOMS, "docs", "fixtures", "scripts", "static")
    )


@pytest.mark.parametrize("path", DESCRIBING, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_names_of_a_document_stand_in_the_tree(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = [name for name in PATH_IN_CODE.findall(text) if name not in MADE_AT_RUN]
    assert [name for name in names if not _stands_in_the_tree(path, name)] == []
    modules = [(name, ROOT / module) for name, module in NAME_OF_MODULE.findall(" ".join(text.split()))]
    assert [
        f"{name} of {module.relative_to(ROOT)}"
        for name, module in modules
        if not re.search(rf"\b{name}\b", module.read_text(encoding="utf-8"))
    ] == []


def test_a_file_that_is_not_there_is_noticed() -> None:
    contributing = ROOT / "CONTRIBUTING.md"
    assert _stands_in_the_tree(contributing, "mentoring/capacity.py")
    assert _stands_in_the_tree(contributing, "payment_rules.py")
    assert not _stands_in_the_tree(contributing, "mentoring/item_sources.py")
    assert not _stands_in_the_tree(contributing, "mentoring/stage_choices/")


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
