"""The keys of acts without a number that are there already (registry/names/keys.py)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.names.keys import key_of_number, marked
from registry.papers.numbers import is_without_number
from russian.name_key import name_key


def give_unnumbered_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of acts of one issuer, kind, own name, day and title the later ones bear a mark and stay. Those that bore one for
    another title lose it."""
    model: Any = apps.get_model("registry", "Act")
    taken: set[tuple[Any, ...]] = set()
    batch = []
    for act in model.objects.order_by("pk").iterator(chunk_size=2000):
        if not is_without_number(act.number):
            continue
        number = key_of_number(act.number)
        act.unnumbered_key = f"{name_key(act.title)}/{name_key(act.considered_by)}"[:300]
        issuer = ("organisation", act.organisation_id) if act.organisation_id else ("municipality", act.municipality_id)
        place = (*issuer, act.kind, name_key(act.kind_title), act.dated, act.unnumbered_key)
        act.number_key = marked(number, act.pk) if place in taken else number
        taken.add(place)
        batch.append(act)
    model.objects.bulk_update(batch, ["number_key", "unnumbered_key"], batch_size=2000)
