"""The app of the papers; on start it registers them and says what they hold in place."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Документы"

    def ready(self) -> None:
        from registry import kept_data
        from reports import mentoring_extensions, registry_extensions
        from reports.documents import DOCUMENTS
        from reports.kept_papers import KEPT_DATA
        from reports.paper import register_papers

        register_papers(DOCUMENTS)
        registry_extensions.attach()
        mentoring_extensions.attach()
        kept_data.kept_data += KEPT_DATA
