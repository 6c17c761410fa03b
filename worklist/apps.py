"""The app of the first page, under its Russian name."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "worklist"
    verbose_name = "Что нужно сделать"
