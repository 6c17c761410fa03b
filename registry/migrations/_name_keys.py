"""The keys of names for rows that are there already (registry/names/keys.py)."""

from collections.abc import Iterable
from typing import Any

from registry.names.keys import marked
from russian.name_key import name_key


def give_name_keys(model: Any, *of: str, owners: Iterable[str]) -> None:
    """Every row gets its key; of rows that look alike, the later ones bear a mark and stay."""
    taken: set[tuple[Any, ...]] = set()
    rows = []
    for row in model.objects.order_by("pk").iterator(chunk_size=2000):
        key = "/".join(name_key(getattr(row, part) or "") for part in of)[:300]
        owner = tuple(getattr(row, f"{one}_id") for one in owners)
        if (owner, key) in taken and None not in owner:
            key = marked(key, row.pk)
        taken.add((owner, key))
        row.name_key = key
        rows.append(row)
    for row in rows:
        model.objects.filter(pk=row.pk).update(name_key=row.name_key)
