"""Licences of all that uv.lock and package-lock.json name, and what is known of their weaknesses; `make check` runs it.

It asks nobody: licences are read from what is installed, weaknesses from the last audit (`make audit` asks the service
OSV and keeps its answer). Where there is no audit of the present lock, it says so.
"""

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
LOCK, ASSETS, AUDIT = ROOT / "uv.lock", ROOT / "package-lock.json", ROOT / ".ci" / "audit.json"
SERVICE = "https://api.osv.dev/v1/querybatch"

#: nothing of these has to be given away with the portal, and none forbids a use of it
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python", "ISC", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "ZPL-2.1",
}  # fmt: skip
#: what packages say in other words than SPDX
SAID_OTHERWISE = {
    "Apache 2.0": "Apache-2.0", "Apache License": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause", "BSD License": "BSD-3-Clause", "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
#: packages whose own words are not enough → the licence by which the portal uses them, read by a person
READ_BY_HAND = {
    "axe-playwright-python": "MIT",  # its file LICENSE; the metadata say nothing
    "odfpy": "Apache-2.0 OR GPL-2.0-or-later OR LGPL-2.1-or-later",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "qrcode": "BSD-3-Clause AND MIT",  # its file LICENSE: what it was begun from is under MIT
    "text-unidecode": "Artistic-1.0-Perl OR GPL-1.0-or-later",
}
#: tools of the tests under a licence that binds who passes them on: no installation has them, and the portal names none
OF_TESTS_ALONE = {"djlint", "text-unidecode"}
#: weaknesses that do not concern the portal: their number and why
ACCEPTED: dict[str, str] = {}


def licence_of(name: str) -> str:
    """As an expression of SPDX where the package says one. Raises PackageNotFoundError for what is not installed."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    about = metadata.metadata(name)
    if "License-Expression" in about:
        return about["License-Expression"]
    names = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    words = names or [(about.get_all("License") or [""])[0].split("\n", 1)[0].strip()]
    return " AND ".join(SAID_OTHERWISE.get(word, word) for word in words)


def is_allowed(expression: str) -> bool:
    """Of alternatives one is enough; of what is joined each must be allowed."""
    alternatives = re.split(r"\s+OR\s+", expression.strip("() "))
    return any(
        all(part.strip("() ") in ALLOWED for part in re.split(r"\s+AND\s+", alternative))
        for alternative in alternatives
    )


def refused_licences(packages: dict[str, str]) -> Iterator[str]:
    for name in packages:
        try:
            expression = licence_of(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        if name not in OF_TESTS_ALONE and not is_allowed(expression):
            yield f"{name}: {expression or 'says no licence'}"
    for path, package in json.loads(ASSETS.read_text(encoding="utf-8"))["packages"].items():
        if path and not is_allowed(package.get("license", "")):
            yield f"{path}: {package.get('license', 'says no licence')}"


def locked_packages() -> dict[str, str]:
    """Name → version, without the portal itself."""
    lock = tomllib.loads(LOCK.read_text(encoding="utf-8"))
    return {one["name"]: one["version"] for one in lock["package"] if "registry" in one["source"]}


def fingerprint(packages: dict[str, str]) -> str:
    return hashlib.sha256(
        "\n".join(f"{name} {version}" for name, version in sorted(packages.items())).encode()
    ).hexdigest()


def known_weaknesses(packages: dict[str, str]) -> tuple[list[str], str]:
    """Those of the last audit that nobody has accepted, and what the audit is good for."""
    if not AUDIT.exists():
        return [], "known weaknesses: not looked up. `make audit` asks for them where there is a network."
    audit = json.loads(AUDIT.read_text(encoding="utf-8"))
    weaknesses = [f"{one['package']}: {one['id']}" for one in audit["weaknesses"] if one["id"] not in ACCEPTED]
    if audit["lock"] != fingerprint(packages):
        return weaknesses, f"known weaknesses: as of {audit['made_on']}, of another lock. Run `make audit`."
    return weaknesses, f"known weaknesses: {len(audit['weaknesses'])} as of {audit['made_on']}."


def ask_for_weaknesses(packages: dict[str, str]) -> None:
    """Asks OSV about all packages at once and keeps the answer beside the fingerprint of the lock."""
    names = sorted(packages)
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": packages[name]} for name in names]
    request = Request(SERVICE, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:  # noqa: S310  # an address of this file
        results = json.load(answer)["results"]
    keep_audit(packages, dict(zip(names, results, strict=True)))


def keep_audit(packages: dict[str, str], results: dict[str, dict[str, Any]]) -> None:
    """`results`: name → what OSV says of it, `{"vulns": [{"id": …}]}` or nothing."""
    weaknesses = [
        {"package": name, "id": one["id"]} for name, result in results.items() for one in result.get("vulns", ())
    ]
    today = datetime.now(tz=UTC).date().isoformat()
    audit = {"lock": fingerprint(packages), "made_on": today, "weaknesses": weaknesses}
    AUDIT.write_text(json.dumps(audit, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    packages = locked_packages()
    if sys.argv[1:] == ["--ask"]:
        ask_for_weaknesses(packages)
    licences, (weaknesses, statement) = list(refused_licences(packages)), known_weaknesses(packages)
    sys.stdout.write(f"{len(packages)} packages; {statement}\n")
    for line in licences:
        sys.stderr.write(f"licence not allowed: {line}\n")
    for line in weaknesses:
        sys.stderr.write(f"known weakness: {line}\n")
    return 1 if licences or weaknesses else 0


if __name__ == "__main__":
    sys.exit(main())
