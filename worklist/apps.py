"""The app of the first page, under its Russian name; on start it says what reminders keep of people."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "worklist"
    verbose_name = "Что нужно сделать"

    def ready(self) -> None:
        from registry import kept_data
        from worklist.kept_reminders import KEPT_DATA

        kept_data.kept_data += KEPT_DATA
