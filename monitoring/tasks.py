"""Has the worker store the figures that a write has made stale (docs/running.md)."""

from typing import Any

from django.conf import settings
from django_tasks import TaskResult, task

from monitoring.queries import is_anything_stale, is_task_waiting
from monitoring.refresh import refresh_figures


@task()
def store_figures() -> None:
    refresh_figures()


def refresh_after_task(*, task_result: TaskResult, **_: Any) -> None:
    """Stores what another task, such as an import, has changed. A failed refresh is repeated after the next write."""
    if task_result.task.module_path != store_figures.module_path:
        refresh_soon()


def refresh_soon() -> None:
    """Starts the refresh after a commit. Until the worker has finished, readers count the figures. Without a worker the
    command `manage.py refresh_figures` stores them."""
    if not settings.WORKER or not is_anything_stale():
        return
    if not is_task_waiting(store_figures.module_path):
        store_figures.enqueue()
