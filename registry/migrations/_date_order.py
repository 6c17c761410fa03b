"""Days that contradict each other, before the database refuses them. Frozen with the migrations that use it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.migrations.state import StateApps

from registry.migrations._date_repair import _save


def write(apps: StateApps, app: str, row: Any, values: Mapping[str, date]) -> None:
    """Writes the days; what stood there stays in the history of the row."""
    fields = [name for name, day in values.items() if getattr(row, name) != day]
    was = [getattr(row, name) for name in fields]
    for name in fields:
        setattr(row, name, values[name])
    history = f"historical{row._meta.model_name}"
    if fields:
        _save(row, apps.get_model(app, history) if history in apps.all_models[app] else None, fields, *was)
