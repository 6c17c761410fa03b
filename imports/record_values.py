"""What a row says, by open keys: a new column of `imports.fields` adds one, so no class can list them all.

`ParsedFields` holds what the parser has read, by the code of the field; `RecordValues` what of it the registry
stores, by the name of the attribute, as JSON. Whoever knows a key asks for its value by type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

#: code of a field that the table has → the cell as the spreadsheet holds it: text, number, date or nothing
RowCells: TypeAlias = Mapping[str, Any]
#: attribute of the registry → the value that an import writes: of the JSON of a row, and made of it: dates, records
ImportedValues: TypeAlias = Mapping[str, Any]
#: what a cell, or a part of one, was read as
ParsedValue: TypeAlias = "str | int | bool | dt.date | list[str] | ParsedFields | None"


class ParsedFields(dict[str, ParsedValue]):
    """Code of a field that the layout has → what was read; other people of the row stand under their role."""

    def text(self, code: str) -> str:
        """«» where nothing was read."""
        value = self.get(code)
        return value if isinstance(value, str) else ""

    def number(self, code: str) -> int | None:
        value = self.get(code)
        return value if isinstance(value, int) else None

    def day(self, code: str) -> dt.date | None:
        value = self.get(code)
        return value if isinstance(value, dt.date) else None

    def texts(self, code: str) -> list[str]:
        value = self.get(code)
        return value if isinstance(value, list) else []

    def person(self, role: str) -> ParsedFields:
        """Whoever stands under «mentor», «mentee» or «representative»; nothing where the row names nobody."""
        value = self.get(role)
        return value if isinstance(value, ParsedFields) else ParsedFields()


class RecordValues(dict[str, Any]):
    """Attribute of the registry → value, ready for JSON; empty ones are left out."""

    def text(self, name: str) -> str:
        """«» where the row says nothing."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> dt.date | None:
        text = self.text(name)
        return dt.date.fromisoformat(text) if text else None

    def texts(self, name: str) -> list[str]:
        value = self.get(name)
        return value if isinstance(value, list) else []
