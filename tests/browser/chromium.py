"""Finds a Chromium that the browser tests can start. Run as a script it prints the path, or fails.

`scripts/setup.sh` asks it before it installs one, so that tests and set-up mean the same browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN_BROWSERS = Path(__file__).resolve().parents[2] / ".tools" / "browsers"

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of the outside world do not exist for the tests.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


def _starts(path: str) -> bool:
    """Ubuntu's package is a stub that asks for a snap, and a snap cannot use the profile folder of a test."""
    if "/snap" in str(Path(path).resolve()):
        return False
    outcome = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    return outcome.returncode == 0


def find_chromium() -> str | None:
    """The path of the first browser that starts: CHROMIUM of the environment, the system's, the set-up's own."""
    candidates = [shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES)]
    candidates += [str(path) for path in sorted(OWN_BROWSERS.glob("chromium-*/chrome-linux*/chrome"))]
    return next((path for path in candidates if path and _starts(path)), None)


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit(1)
    sys.stdout.write(found + "\n")
