"""Nothing of the portal goes on when the script that serves it is killed."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.rooms import ROOT

#: in place of gunicorn and of the worker: says its number and waits
STAND_IN = '#!/bin/sh\necho $$ >"$(dirname "$0")/../../$(basename "$0").pid"\nexec sleep 60\n'


@pytest.fixture
def portal(tmp_path):
    """The script in a folder of its own, with programs that do nothing in place of the portal's."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "serve.sh", tmp_path / "scripts")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("gunicorn", "python"):
        program = tmp_path / ".venv" / "bin" / name
        program.write_text(STAND_IN)
        program.chmod(0o755)
    process = subprocess.Popen(["sh", "scripts/serve.sh", "config.wsgi"], cwd=tmp_path)
    yield tmp_path, process
    process.kill()
    process.wait()


def numbers(folder: Path) -> list[int]:
    return [
        int(path.read_text())
        for name in ("gunicorn", "python")
        if (path := folder / f"{name}.pid").exists() and path.read_text()
    ]


def wait_until(condition) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="util-linux is not installed")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_script_leaves_neither_gunicorn_nor_worker(portal, sign):
    folder, process = portal
    wait_until(lambda: len(numbers(folder)) == 2)
    left = numbers(folder)
    assert all(map(is_alive, left))
    os.kill(process.pid, sign)
    process.wait()
    wait_until(lambda: not any(map(is_alive, left)))
