"""Jobs of an import done in processes of their own that can be killed at any moment.

`Killer` starts one helper that has Django ready and forks a process for every job: starting Python anew for each would
take most of a test's time. Run as a script this file is that helper: it reads «job batch user point» and tells «begun
PID», «done SECONDS STATEMENTS» and «ended».
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

#: points of a job's end where it kills itself; a number is the statement before which it does
BEFORE_COMMIT, AFTER_COMMIT, NOWHERE = "before-commit", "after-commit", "nowhere"


@dataclass(frozen=True)
class Run:
    """`seconds` and `statements` are None of a job that did not come to its end."""

    seconds: float | None = None
    statements: int | None = None

    @property
    def killed(self) -> bool:
        return self.seconds is None


class Killer:
    def __init__(self, helper: subprocess.Popen[str]) -> None:
        self._helper = helper

    @classmethod
    @contextmanager
    def ready(cls, database: str) -> Iterator["Killer"]:
        command = [sys.executable, "-m", "tests.imports.killing", database]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as helper:
            try:
                yield cls(helper)
            finally:
                helper.stdin.close()

    def run(self, job: str, batch, *, by, point: str | int = NOWHERE, after: float | None = None) -> Run:
        """Does a job; the process kills itself at `point`, or is killed `after` so many seconds."""
        self._helper.stdin.write(f"{job} {batch.pk} {by.pk} {point}\n")
        self._helper.stdin.flush()
        pid = int(self._read("begun")[0])
        if after is not None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        parts = self._helper.stdout.readline().split()
        if parts[0] == "ended":
            return Run()
        self._read("ended")
        return Run(float(parts[1]), int(parts[2]))

    def _read(self, expected: str) -> list[str]:
        word, *rest = self._helper.stdout.readline().split() or [""]
        if word != expected:
            raise AssertionError(f"the helper says {word!r} instead of {expected!r}")
        return rest


def _serve(database: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    import imports.actions  # noqa: F401 - once for all jobs

    settings.DATABASES["default"]["NAME"] = database
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _work(*line.split())
            os._exit(0)
        os.waitpid(pid, 0)
        _say("ended")


def _work(job: str, batch_pk: str, user_pk: str, point: str) -> None:
    from django.db import connection, transaction

    from accounts.models import User
    from imports.actions import commit_batch, read_batch, undo_batch
    from imports.models import ImportBatch

    jobs = {"commit": commit_batch, "undo": undo_batch, "read": lambda *, batch, by: read_batch(batch=batch)}
    name, _, dry = job.partition("-")
    batch, user = ImportBatch.objects.get(pk=batch_pk), User.objects.get(pk=user_pk)
    _say("begun", os.getpid())
    begun, count = time.perf_counter(), 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        if sql.startswith(("SAVEPOINT", "RELEASE")):  # there are more of them when the whole is undone at the end
            return execute(sql, params, many, context)
        count += 1
        if str(count) == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    commit = connection._commit

    def committed():
        if point == BEFORE_COMMIT:
            os.kill(os.getpid(), signal.SIGKILL)
        commit()
        if point == AFTER_COMMIT:
            os.kill(os.getpid(), signal.SIGKILL)

    connection._commit = committed
    with connection.execute_wrapper(counted):
        if dry:
            with transaction.atomic():
                jobs[name](batch=batch, by=user)
                transaction.set_rollback(True)
        else:
            jobs[name](batch=batch, by=user)
    _say("done", time.perf_counter() - begun, count)


def _say(*parts: object) -> None:
    sys.stdout.write(" ".join(map(str, parts)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1])
