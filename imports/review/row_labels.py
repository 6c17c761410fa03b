"""What rows of a batch and the register's records are called on the page of review."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from imports.enums import ImportKind
from imports.importers import IMPORTERS
from imports.models import ImportBatch, ImportRow
from imports.record_values import RecordValues
from imports.row_data import RowIssue
from registry.enums import OrganisationKind, Qualification
from registry.models import Organisation
from registry.side_texts import side_label
from russian.phones import format_phone

SIDES = {"mentor": side_label("наставник"), "mentee": side_label("наставляемый")}
_VALUE_LABELS: Mapping[str, Mapping[Any, Any]] = {
    "qualification": dict(Qualification.choices),
    "kind": dict(OrganisationKind.choices),
    "in_bank": {True: "да", False: "нет"},
}
_DATES = frozenset({"birth_date", "working_since", "excluded_on", "archived_on", "starts_on", "ends_on", "order_date"})


class RowLabels:
    """Names and facts of rows; `organisations`: those of the municipality, by primary key."""

    def __init__(self, batch: ImportBatch, organisations: Mapping[int, Organisation]) -> None:
        self._batch = batch
        self._organisations = organisations
        self.labels = IMPORTERS[batch.kind].labels

    def name(self, row: ImportRow) -> str:
        if self._batch.kind == ImportKind.ORGANISATIONS:
            values = row.record.values
            return values.get("short_name") or values.get("full_name") or "без названия"
        if self._batch.kind == ImportKind.PAIRS:
            return " → ".join(self.person(row, side) for side in SIDES)
        return self.person(row)

    def person(self, row: ImportRow, side: str = "") -> str:
        answer = row.decision.answer_of(side)
        person = row.record.person(side)
        values = {**person.values, **((answer.names if answer else None) or {})}
        return person.raw_name or full_name(values) or "без имени"

    def organisation(self, row: ImportRow) -> str:
        pk = row.decision.organisation or row.record.organisation
        stored = self._organisations.get(pk) if pk else None
        return stored.short_name if stored else row.record.organisation_name

    def about(self, row: ImportRow) -> str:
        """The facts of the row that tell people apart, on one line."""
        values = row.record.values
        parts = [self.organisation(row), *self._details(values)]
        for side, person in row.record.sides.items():
            if details := list(self._details(person.values)):
                parts.append(f"{SIDES[side]}: {', '.join(details)}")
        return " · ".join(part for part in parts if part)

    def _details(self, values: RecordValues) -> list[str]:
        term = [self.value_label(name, values[name]) for name in ("starts_on", "ends_on") if values.get(name)]
        parts = [
            values.get("grade_label") or values.get("position"),
            values.get("subject"),
            self.value_label("birth_date", values["birth_date"]) if values.get("birth_date") else None,
            f"стаж: {values['experience_note']}" if values.get("experience_note") else None,
            format_phone(values["phone"]) if values.get("phone") else None,
            values.get("inn"),
            values.get("address"),
            " – ".join(term),
        ]
        return [str(part) for part in parts if part]

    def value_label(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "не указано"
        if name == "organisation":
            stored = self._organisations.get(value)
            return stored.short_name if stored else "не указано"
        if name in _DATES:
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        if name == "phone":
            return format_phone(value)
        return str(_VALUE_LABELS.get(name, {}).get(value, value))

    def changes(self, row: ImportRow) -> list[tuple[str, str, str]]:
        return [
            (self.labels[name], self.value_label(name, before), self.value_label(name, after))
            for name, (before, after) in row.changes.items()
            if name in self.labels
        ]


def full_name(values: Mapping[str, Any]) -> str:
    parts = (values.get(name) for name in ("last_name", "first_name", "middle_name"))
    return " ".join(part for part in parts if part)


def file_issue_texts(issues: Sequence[RowIssue], *, several_sheets: bool) -> list[str]:
    """The issues of the file as a whole; the same one of many columns and sheets is one text."""
    grouped: dict[str, list[RowIssue]] = {}
    for issue in issues:
        grouped.setdefault(issue.message, []).append(issue)
    texts = []
    for message, same in grouped.items():
        where = [
            _with_noun("лист,листы", [f"«{issue.sheet}»" for issue in same if several_sheets and issue.sheet]),
            _with_noun("строка,строки", [str(issue.row) for issue in same if issue.row]),
            _with_noun("столбец,столбцы", [f"«{issue.column}»" for issue in same if issue.column]),
        ]
        address = "; ".join(part for part in where if part)
        texts.append(f"{address} — {message}" if address else message)
    return texts


def _with_noun(forms: str, names: Sequence[str]) -> str:
    one, many = forms.split(",")
    each = list(dict.fromkeys(names))
    return f"{many if len(each) > 1 else one} {', '.join(each)}" if each else ""
