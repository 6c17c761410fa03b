from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from mentoring import register_additions

        register_additions.attach()
