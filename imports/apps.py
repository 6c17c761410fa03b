"""The app of the imports; on start it adds to the registry where a record came from."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "Импорт"

    def ready(self) -> None:
        from imports import registry_extensions

        registry_extensions.attach()
