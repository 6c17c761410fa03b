"""The app of the pairs; on start it adds its sections, questions and deadlines to the registry."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Наставничество"

    def ready(self) -> None:
        from mentoring import registry_extensions
        from mentoring.deadlines import kept_people, pairs, requests
        from mentoring.forms.moves import questions_about_pairs
        from mentoring.registry_extensions.kept_data import KEPT_DATA
        from registry import kept_data
        from registry.deadlines import providers
        from registry.extension_points import move_questions

        registry_extensions.attach()
        kept_data.kept_data += KEPT_DATA
        move_questions.append(questions_about_pairs)
        providers.extend([*pairs.PROVIDERS, *requests.PROVIDERS, kept_people.PROVIDER])
