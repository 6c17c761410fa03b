"""`python -m benchmarks.import_process DATABASE FILE MUNICIPALITY`: one import in a process of its own.

Prints as JSON the seconds that the command took and the most megabytes that this process ever held.
"""

import json
import resource
import sys
from io import StringIO
from pathlib import Path
from time import perf_counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

_PROCESS = Path("/proc/self/status")


def _most_megabytes() -> int:
    """Of this process alone: `ru_maxrss` begins with what the parent held when it started us."""
    if _PROCESS.exists():
        peak = next(line for line in _PROCESS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    database, path, municipality = sys.argv[1:]
    connection.settings_dict["NAME"] = database
    begun = perf_counter()
    call_command("import_bank", path, municipality=municipality, kind="mentors", commit=True, stdout=StringIO())
    print(json.dumps({"seconds": perf_counter() - begun, "megabytes": _most_megabytes()}))


if __name__ == "__main__":
    main()
