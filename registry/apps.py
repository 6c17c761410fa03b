from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Реестр"

    def ready(self) -> None:
        from registry import (
            candidate_deadlines,
            class_deadlines,
            confirmation_deadlines,
            database_guards,
            deadlines,
            extension_points,
        )
        from registry.actions.local_rules import local_rules_keep_their_act
        from registry.actions.policy import policies_keep_their_act

        extension_points.act_correction_obstacles += [policies_keep_their_act, local_rules_keep_their_act]
        deadlines.providers += [confirmation_deadlines.PROVIDER, candidate_deadlines.PROVIDER]
        deadlines.providers += class_deadlines.PROVIDERS
        pre_migrate.connect(database_guards.step_aside, sender=self)
        post_migrate.connect(database_guards.stand_again, sender=self)
