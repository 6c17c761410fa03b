"""What tests of joining cards look at."""

from django.apps import apps

from monitoring.models import StaleFigures, StoredFigures


def again(record):
    """The record as the database has it now."""
    return type(record)._base_manager.get(pk=record.pk)


def everything() -> dict[str, list[str]]:
    """Every row of the register and of the rooms above, without history and the records of joining."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for app in ("registry", "mentoring", "monitoring", "reports")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model not in (StaleFigures, StoredFigures)  # they follow the rows
        if not model.__name__.startswith("Historical") and model.__name__ != "PersonMerge"
    }
