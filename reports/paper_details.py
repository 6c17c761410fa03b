"""What a person decides about a paper, and its JSON form in a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class PaperDetails:
    """A paper's own details are a frozen dataclass below this one.

    Values are plain JSON (also TypedDicts), dates, or tuples of plain JSON; every field has a default.
    """

    def to_json(self) -> dict[str, Any]:
        """Dates are ISO."""
        return {field.name: _to_json(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Fields that the data lacks take their defaults; what is no field any more is left out."""
        hints = get_type_hints(cls)
        names = {field.name for field in fields(cls)}
        return cls(**{name: _from_json(value, hints[name]) for name, value in data.items() if name in names})


def _to_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    if date in (hint, *get_args(hint)):
        return date.fromisoformat(value)
    return tuple(value) if get_origin(hint) is tuple else value
