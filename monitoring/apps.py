from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Мониторинг"

    def ready(self) -> None:
        from django_tasks.signals import task_finished

        from monitoring import tasks

        # The worker writes too: the figures of a file are stored after it.
        task_finished.connect(tasks.refresh_after_task, dispatch_uid="monitoring.tasks")
