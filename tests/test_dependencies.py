"""`make check` refuses a licence that the portal may not use, and a weakness that the last audit found."""

import importlib.util
import json

import pytest

from tests.rooms import ROOT


@pytest.fixture
def dependencies(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("dependencies", ROOT / "scripts" / "dependencies.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "AUDIT", tmp_path / "audit.json")
    monkeypatch.setattr(module.sys, "argv", ["dependencies.py"])
    return module


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("GPL-3.0-only OR MIT", True), ("MIT AND GPL-3.0-only", False),
        ("(Apache-2.0 OR BSD-3-Clause)", True), ("", False), ("Proprietary", False),
    ],
)  # fmt: skip
def test_a_licence_is_allowed_by_all_its_parts_or_one_alternative(dependencies, expression, allowed):
    assert dependencies.is_allowed(expression) is allowed


def test_the_locked_packages_have_allowed_licences_and_another_is_refused(dependencies, capsys, monkeypatch):
    assert dependencies.main() == 0
    assert "not looked up" in capsys.readouterr().out
    monkeypatch.setitem(dependencies.READ_BY_HAND, "django", "GPL-3.0-only")
    assert dependencies.main() == 1
    assert "licence not allowed: django: GPL-3.0-only" in capsys.readouterr().err


def test_a_weakness_of_the_audit_is_refused_until_it_is_accepted(dependencies, capsys, monkeypatch):
    packages = dependencies.locked_packages()
    assert packages["django"]
    dependencies.keep_audit(packages, {"django": {"vulns": [{"id": "PYSEC-0000-1"}]}, "tablib": {}})
    assert dependencies.main() == 1
    assert "known weakness: django: PYSEC-0000-1" in capsys.readouterr().err
    monkeypatch.setitem(dependencies.ACCEPTED, "PYSEC-0000-1", "the portal does not use it")
    assert dependencies.main() == 0
    audit = json.loads(dependencies.AUDIT.read_text())
    dependencies.AUDIT.write_text(json.dumps({**audit, "lock": "another"}))
    assert dependencies.main() == 0
    assert "of another lock" in capsys.readouterr().out
