from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from mentoring import deadlines, register_additions
        from registry.deadlines import providers

        register_additions.attach()
        providers.extend(deadlines.PROVIDERS)
