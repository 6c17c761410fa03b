"""What the rows of a batch hold beside their cells: frozen data with a JSON form that stands in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

#: attributes of an issue beside code, message and column → key in JSON and what stands for nothing
_OF_ISSUE: dict[str, tuple[str, Any]] = {
    "sheet": ("sheet", None),
    "row": ("row", None),
    "before": ("before", None),
    "after": ("after", None),
    "of_row": ("of_row", None),
    "of_sheet": ("of_sheet", None),
    "rows": ("rows", ()),
    "side": ("side", ""),
    "from_registry": ("register", False),
    "asks": ("asks", False),
    "echo": ("echo", False),
}
_ISSUE_ATTRIBUTE = {key: attribute for attribute, (key, _) in _OF_ISSUE.items()}


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A warning or an error of a row, or of the file as a whole.

    `column`: the heading of the cell. `sheet`, `row`: where the file has it. `before` → `after`: a repaired text.
    `of_row`, `of_sheet`: another row that looks alike. `rows`: all rows that compete for the same. `side`: «mentor» or
    «mentee» of a pair. `from_registry`: found by the comparison with the registry, and dropped before the next one.
    `asks`: a person has to answer it. `echo`: an error of another row, or of the file, says the same.
    `details`: what else the parser of the file has added.
    """

    code: str
    message: str
    column: str | None = None
    sheet: str | None = None
    row: int | None = None
    before: str | None = None
    after: str | None = None
    of_row: int | None = None
    of_sheet: str | None = None
    rows: tuple[int, ...] = ()
    side: str = ""
    from_registry: bool = False
    asks: bool = False
    echo: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known: dict[str, Any] = {"column": None}
        details: dict[str, Any] = {}
        for key, value in data.items():
            if attribute := _ISSUE_ATTRIBUTE.get(key):
                known[attribute] = tuple(value) if attribute == "rows" else value
            else:
                (known if key in ("code", "message", "column") else details)[key] = value
        return cls(**known, details=details)

    def to_json(self) -> dict[str, Any]:
        """Attributes that say nothing are left out."""
        data: dict[str, Any] = {"code": self.code, "message": self.message, "column": self.column}
        for attribute, (key, nothing) in _OF_ISSUE.items():
            value = getattr(self, attribute)
            if value != nothing:
                data[key] = list(value) if attribute == "rows" else value
        return {**data, **self.details}

    def of_side(self, side: str, message: str) -> Self:
        return replace(self, side=side, message=message)
