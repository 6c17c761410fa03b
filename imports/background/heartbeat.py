"""The progress of a background job, and the sign that its runner is alive.

It is stored in a cache of files, outside the database: a job runs in one transaction, which on SQLite lets nobody else
write and on either engine shows nothing before its end. A run is identified by the moment of its request, so that
traces of a killed runner do not count for the next one.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.utils import timezone

from imports.background.progress import Progress, percent_of

#: seconds
BEATS_EVERY = 5
NOBODY_CAME_AFTER = 15
DEAD_AFTER = 60
_STORED_FOR = 24 * 60 * 60


@dataclass(frozen=True)
class JobState:
    """`waiting`: nobody has begun; `late`: so long that no runner seems to exist; `dead`: the runner is gone."""

    step: str = ""
    percent: int = 0
    waiting: bool = False
    late: bool = False
    dead: bool = False


def state_of(batch_pk: int, since: datetime) -> JobState:
    """The present state of the job requested at `since`."""
    state = caches["progress"].get(_key(batch_pk, since))
    now = timezone.now()
    if state is None:
        return JobState(waiting=True, late=(now - since).total_seconds() >= NOBODY_CAME_AFTER)
    dead = (now - state["at"]).total_seconds() >= DEAD_AFTER
    return JobState(state["step"], state["percent"], dead=dead)


@contextmanager
def beating(batch_pk: int, since: datetime, job: str) -> Iterator[Progress]:
    """Signals that the block runs; yields the function that reports its steps. Removes its trace at the end."""
    heart = _HeartbeatThread(_key(batch_pk, since), job)
    heart.start()
    try:
        yield heart.tell
    finally:
        heart.stop()


class _HeartbeatThread(threading.Thread):
    """Beats in a thread of its own, since one step of a big file may take longer than the patience of the page."""

    def __init__(self, key: str, job: str) -> None:
        super().__init__(daemon=True)
        self._key, self._job = key, job
        self._step, self._percent = "", 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._beat()

    def run(self) -> None:
        while not self._stopped.wait(BEATS_EVERY):
            self._beat()

    def tell(self, step: str, fraction: float) -> None:
        percent = percent_of(self._job, step, fraction)
        if (step, percent) != (self._step, self._percent):
            self._step, self._percent = step, percent
            self._beat()

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            caches["progress"].delete(self._key)

    def _beat(self) -> None:
        with self._lock:
            if not self._stopped.is_set():
                state = {"step": self._step, "percent": self._percent, "at": timezone.now()}
                caches["progress"].set(self._key, state, _STORED_FOR)


def _key(batch_pk: int, since: datetime) -> str:
    return f"job-{batch_pk}-{since.timestamp():.6f}"
