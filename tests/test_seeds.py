"""The marker `requirement` and the table that `make seeds` prints."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.seeds import SOURCES, requirement_ids

ROOT = Path(__file__).resolve().parent.parent
MARKED = """
import pytest

@pytest.mark.requirement("U-3.4", "K-4")
def test_that_passes():
    pass

@pytest.mark.requirement("K-4")
def test_that_fails():
    assert not "right"

@pytest.mark.requirement("S-bank")
@pytest.mark.skip
def test_that_is_skipped():
    pass
"""


def run(folder: Path, source: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest of its own over one file, with the plugin and without the project's settings."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    requirement(*ids)\n")
    (folder / "test_marked.py").write_text(source)
    without = [part for name in ("django", "playwright", "hypothesispytest") for part in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", *without, "-p", "tests.seeds", "-c", str(folder / "pytest.ini")]
    return subprocess.run([*command, *options, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_table_counts_ids_with_a_passing_test_and_names_the_others(tmp_path: Path) -> None:
    printed = run(tmp_path, MARKED, "--seeds", "-n", "2").stdout
    assert "U Устюжна: 1 of 78" in printed
    assert "K Кез: 0 of 63" in printed
    assert "A где документы расходятся: 0 of 27" in printed
    named = printed.partition("without one are named")[2].partition("together: 1 of 385")[0].replace(",", "").split()
    assert {"K-4", "S-bank", "H-0"} <= set(named)
    assert "U-3.4" not in named


@pytest.mark.parametrize("mark", ['"U-999"', ""], ids=["unknown", "none"])
def test_a_mark_that_names_no_fact_of_the_sources_fails(tmp_path: Path, mark: str) -> None:
    outcome = run(tmp_path, MARKED.replace('"U-3.4", "K-4"', mark))
    assert outcome.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"The mark requirement({mark.strip(chr(34))}) names no id of requirements.json." in outcome.stdout
    assert "ERROR at setup of test_that_passes" in outcome.stdout


def test_every_fact_has_a_source_and_every_source_facts() -> None:
    assert set(requirement_ids().values()) == set(SOURCES)
