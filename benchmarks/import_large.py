"""A hundred thousand rows: time per row against ten thousand, memory, and the queries of the page of review.

Each file is brought in by `import_bank --commit` in a process of its own, whose whole memory counts.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks.import_mentors import district, rows_of_bank, workbook
from imports.actions import stage_import
from imports.enums import ImportKind
from registry.enums import Role
from registry.models import Membership, Mentor

SOME, MANY = 10_000, 100_000
FEW = 10
ROUNDS = 3
MOST_MEGABYTES = 500
MOST_GROWTH = 1.3


def run() -> bool:
    """Prints what was measured; returns whether a limit was passed."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        files = {count: Path(folder) / f"{count}.xlsx" for count in (FEW, SOME, MANY)}
        _, organisations = district("bench-names")
        for count, path in files.items():
            path.write_bytes(workbook(rows_of_bank(organisations, count)))
        connection.close()
        spent, megabytes = {}, {}
        for count, rounds in ((SOME, ROUNDS), (MANY, 1)):
            measured = [_brought_in(files[count], count, f"bench-{count}-{number}") for number in range(rounds)]
            spent[count], megabytes[count] = (
                median(seconds for seconds, _ in measured),
                max(most for _, most in measured),
            )
        queries = {
            count: _queries_of_review(files[count].read_bytes(), f"bench-review-{count}") for count in (FEW, MANY)
        }
    growth = (spent[MANY] / MANY) / (spent[SOME] / SOME)
    print(f"Импорт {MANY} строк, время на строку к времени на строку при {SOME}: {growth:.2f}")
    print(f"  память всего процесса, МБ: {megabytes[MANY]} (при {SOME} строк {megabytes[SOME]})")
    print(f"Страница проверки, запросов: {FEW} строк – {queries[FEW]}, {MANY} строк – {queries[MANY]}", flush=True)
    return growth > MOST_GROWTH or megabytes[MANY] >= MOST_MEGABYTES or queries[FEW] != queries[MANY]


def _brought_in(path: Path, count: int, slug: str) -> tuple[float, int]:
    """Seconds of the command, and the most megabytes that its process held."""
    municipality, _ = district(slug)
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "benchmarks.import_process", name, str(path), municipality.slug]
    process = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    outcome = json.loads(process.stdout)
    assert Mentor.objects.filter(person__municipality=municipality).count() == count
    return outcome["seconds"], outcome["megabytes"]


def _queries_of_review(data: bytes, slug: str) -> int:
    municipality, _ = district(slug)
    user = User.objects.create_user(email=f"{slug}@bench.example", password=None)
    Membership.objects.create(user=user, role=Role.COORDINATOR, municipality=municipality)
    batch = stage_import(data=data, filename="bank.xlsx", kind=ImportKind.MENTORS, municipality=municipality, by=user)
    client = Client()
    client.force_login(user)
    client.get(batch.get_absolute_url())  # warm: compiled templates, content types
    with CaptureQueriesContext(connection) as queries:
        response = client.get(batch.get_absolute_url())
    if response.status_code != 200:
        raise RuntimeError(f"the page of review answered {response.status_code}")
    return len(queries)
