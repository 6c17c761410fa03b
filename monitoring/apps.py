"""The app of the monitoring; on start it adds its deadlines and has figures stored after tasks and migrations."""

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Мониторинг"

    def ready(self) -> None:
        from django_tasks.signals import task_finished

        from monitoring import deadlines, registry_extensions, tasks
        from registry.deadlines import providers

        providers.append(deadlines.PROVIDER)
        registry_extensions.attach()

        # The worker writes too: the figures of a file are stored after it.
        task_finished.connect(tasks.refresh_after_task, dispatch_uid="monitoring.tasks")
        post_migrate.connect(_forget_figures, sender=self)


def _forget_figures(*, plan: Any = None, using: str = DEFAULT_DB_ALIAS, apps: Any = None, **_: Any) -> None:
    """A migration writes while the triggers stand aside, so nothing marks what it has changed."""
    if plan and (stored := apps.all_models["monitoring"].get("storedfigures")):
        stored.objects.using(using).all().delete()
