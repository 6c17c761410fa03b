"""The keys of own names of documents for acts that are there already (registry/names/keys.py)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.names.keys import marked
from russian.name_key import name_key


def give_own_name_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of acts of one issuer, day and number whose own names look alike, the later ones bear a mark and stay."""
    model: Any = apps.get_model("registry", "Act")
    taken: set[tuple[Any, ...]] = set()
    acts = list(model.objects.exclude(kind_title="").order_by("pk"))
    for act in acts:
        key = name_key(act.kind_title)
        issuer = ("organisation", act.organisation_id) if act.organisation_id else ("municipality", act.municipality_id)
        place = (*issuer, act.kind, act.number_key, act.dated, key)
        act.kind_title_key = marked(key, act.pk) if place in taken else key
        taken.add(place)
    model.objects.bulk_update(acts, ["kind_title_key"], batch_size=2000)
