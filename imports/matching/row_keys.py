"""What rows of a draft are searched and grouped by: folded names, folded spelling of the organisation, questions."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from imports.record_values import ParsedFields
from russian.search_key import fold

LONGEST_KEY = 300
#: kinds of questions that many rows share, with «mentor» and «mentee»: how the keys of the questions begin
PLACES, ORGANISATION, FORM, CAUSE = "places", "organisation", "form", "cause"
_PARTS_OF_NAME = ("last_name", "first_name", "middle_name")


def row_name_key(fields: ParsedFields) -> str:
    """Whom the row names: a person, both people of a pair, or an organisation."""
    sides = (fields.person("mentor"), fields, fields.person("mentee"))
    names = [name for side in sides if (name := _name(side))]
    return fold(" ".join(names))[:LONGEST_KEY]


def organisation_row_key(fields: ParsedFields, named_elsewhere: str | None) -> str:
    """As the file spells the organisation; `named_elsewhere`: its name when no cell of the row names it."""
    return _folded(fields.text("organisation_raw") or named_elsewhere or fields.text("organisation"))


def key_of_question(kind: str, *parts: Any) -> str:
    """`parts`: what is the same in all rows that ask it, ready for JSON."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return f"{kind}:{hashlib.blake2s(text.encode(), digest_size=16).hexdigest()}"


def key_of_places(position: int) -> str:
    """`position`: of the first of the rows that contend for places of a mentor."""
    return f"{PLACES}:{position}"


def kind_of_question(key: str) -> str:
    return key.partition(":")[0]


def _name(fields: ParsedFields) -> str:
    if raw := fields.text("raw_name"):
        return raw
    parts = [part for name in _PARTS_OF_NAME if (part := fields.text(name))]
    return " ".join(parts) or fields.text("short_name") or fields.text("full_name")


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)[:LONGEST_KEY]
