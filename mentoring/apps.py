from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from mentoring import deadlines, registry_extensions, request_deadlines
        from registry.deadlines import providers

        registry_extensions.attach()
        providers.extend([*deadlines.PROVIDERS, *request_deadlines.PROVIDERS])
