"""What rows of a draft are searched and grouped by: folded names, folded spelling of the organisation."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from russian.search_key import fold

LONGEST_KEY = 300
_PARTS_OF_NAME = ("last_name", "first_name", "middle_name")


def name_key(fields: Mapping[str, Any]) -> str:
    """Whom the row names: a person, both people of a pair, or an organisation."""
    sides = (fields.get("mentor"), fields, fields.get("mentee"))
    names = [name for side in sides if isinstance(side, Mapping) and (name := _name(side))]
    return fold(" ".join(names))[:LONGEST_KEY]


def organisation_row_key(fields: Mapping[str, Any], named_elsewhere: str | None) -> str:
    """As the file spells the organisation; `named_elsewhere`: its name when no cell of the row names it."""
    return _folded(fields.get("organisation_raw") or named_elsewhere or fields.get("organisation") or "")


def _name(fields: Mapping[str, Any]) -> str:
    if raw := fields.get("raw_name"):
        return raw
    parts = [part for name in _PARTS_OF_NAME if (part := fields.get(name))]
    return " ".join(parts) or fields.get("short_name") or fields.get("full_name") or ""


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)[:LONGEST_KEY]
