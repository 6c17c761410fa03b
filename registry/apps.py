"""The app of the registry; on start it adds its deadlines and guards and sets the words of Django's refusals."""

from django.apps import AppConfig
from django.db import models
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.forms import ChoiceField, Field, ModelChoiceField, ModelMultipleChoiceField, MultipleChoiceField


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Реестр"

    def ready(self) -> None:
        from accounts.extension_points import guard_explanations, name_checks, password_words
        from registry import deadlines, extension_points, kept_data
        from registry.actions.local_rules import act_obstacles_of_local_rules
        from registry.actions.policy import act_obstacles_of_policies
        from registry.database import alphabet, number_lookups
        from registry.deadline_providers import candidates, classes, confirmation
        from registry.extension_points import ActDependants
        from registry.forms.name_question import refuse_doubtful_name
        from registry.forms.portal_form import FILL_IN, NOT_OFFERED, NOT_OFFERED_MANY, TOO_LARGE, TOO_SMALL
        from registry.guards import banks, installation, view_log
        from registry.names.text_checks import check_name
        from registry.private_data.registry_records import KEPT_DATA
        from registry.queries import act_grounds, act_titles
        from registry.queries.places_of_work import names_of_places

        extension_points.act_dependants += [
            ActDependants(act_grounds.order_obstacles_of_acts),
            ActDependants(act_grounds.act_obstacles_of_candidates, act_titles.signs_of_another_decision),
            ActDependants(act_grounds.act_obstacles_of_curators, act_titles.signs_of_another_appointment),
            ActDependants(act_obstacles_of_policies, act_titles.signs_of_other_rules),
            ActDependants(act_obstacles_of_local_rules),
        ]
        extension_points.act_refusals.append(act_grounds.explanation_of_act)
        guard_explanations.update(act_grounds.EXPLANATIONS | banks.EXPLANATIONS | view_log.EXPLANATIONS)
        name_checks.extend([check_name, refuse_doubtful_name])
        password_words.append(names_of_places)
        Field.default_error_messages.update(required=FILL_IN, min_value=TOO_SMALL, max_value=TOO_LARGE)
        ChoiceField.default_error_messages.update(invalid_choice=NOT_OFFERED)
        ModelChoiceField.default_error_messages.update(invalid_choice=NOT_OFFERED)
        models.Field.default_error_messages.update(invalid_choice=NOT_OFFERED)
        models.ForeignKey.default_error_messages.update(invalid=NOT_OFFERED)
        of_many = dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), NOT_OFFERED_MANY)
        MultipleChoiceField.default_error_messages.update(of_many)
        ModelMultipleChoiceField.default_error_messages.update(of_many)
        deadlines.providers += [confirmation.PROVIDER, candidates.PROVIDER]
        deadlines.providers += classes.PROVIDERS
        kept_data.kept_data += KEPT_DATA
        number_lookups.register()
        connection_created.connect(alphabet.teach_sqlite)
        pre_migrate.connect(installation.drop_guards, sender=self)
        post_migrate.connect(installation.restore_guards, sender=self)
