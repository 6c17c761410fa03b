from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from mentoring import registry_extensions

        registry_extensions.attach()
