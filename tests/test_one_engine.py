"""What runs on one engine alone is there, and no module is left out on both."""

from pathlib import Path

from tests.one_engine import ONLY_ON_POSTGRESQL, ONLY_ON_SQLITE, TESTS, runs_here


def test_every_pattern_names_a_module():
    assert not [pattern for pattern in (*ONLY_ON_SQLITE, *ONLY_ON_POSTGRESQL) if not list(TESTS.glob(pattern))]


def test_every_module_runs_on_one_engine_at_least(monkeypatch):
    def left_out(engine: str) -> set[Path]:
        monkeypatch.setenv("TEST_ENGINE", engine)
        return {path for path in TESTS.rglob("test_*.py") if not runs_here(path)}

    monkeypatch.setenv("ONCE", "1")
    on_sqlite, on_postgresql = left_out("postgresql"), left_out("sqlite")
    assert on_sqlite
    assert on_postgresql
    assert not on_sqlite & on_postgresql
