"""The keys of numbers for acts that are there already (registry/names/keys.py)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.names.keys import marked
from russian.name_key import number_key


def give_number_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every act gets its key; of acts of one issuer, kind and day whose numbers look alike, the later ones bear a mark
    and stay."""
    model: Any = apps.get_model("registry", "Act")
    taken: set[tuple[Any, ...]] = set()
    batch = []
    for act in model.objects.order_by("pk").iterator(chunk_size=2000):
        key = number_key(act.number)
        issuer = ("organisation", act.organisation_id) if act.organisation_id else ("municipality", act.municipality_id)
        place = (*issuer, act.kind, act.kind_title, act.dated, key)
        act.number_key = marked(key, act.pk) if place in taken else key
        taken.add(place)
        batch.append(act)
        if len(batch) == 2000:
            model.objects.bulk_update(batch, ["number_key"])
            batch = []
    model.objects.bulk_update(batch, ["number_key"])
