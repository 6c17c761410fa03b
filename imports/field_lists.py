"""What follows from the columns of `fields.py`: their codes by what they have in common, and their labels."""

from __future__ import annotations

from dataclasses import replace

from imports.enums import ImportKind
from imports.field_definition import Field, FieldGroup, TemplateColumn
from imports.fields import FIELDS
from imports.person_cleaners import Cleaner, read_personal_text

LABELS: dict[str, str] = {field.code: field.label for field in FIELDS}
GROUPS: dict[str, FieldGroup] = {field.code: field.group for field in FIELDS}
#: Fields that name a person; a table needs one of them (or names of organisations).
NAME_FIELDS = frozenset({"full_name", "last_name"})
PERSONAL_FIELDS = frozenset(field.code for field in FIELDS if field.group is FieldGroup.PERSON)
#: Codes of the fields of either of two people: beside both, a column of these is of one of them.
FIELDS_OF_EITHER = frozenset(field.code for field in FIELDS if field.is_of_either)
#: Code → codes of the columns that hold the same, or a part of it.
ALTERNATIVES: dict[str, frozenset[str]] = {
    field.code: frozenset(field.instead_of) | {other.code for other in FIELDS if field.code in other.instead_of}
    for field in FIELDS
}
FORBIDDEN_FIELDS = frozenset(field.code for field in FIELDS if field.is_forbidden)
#: Code of a person's column → what reads its cells.
PERSONAL_CLEANERS: dict[str, Cleaner] = {
    field.code: field.cleaner or read_personal_text
    for field in FIELDS
    if field.group is FieldGroup.PERSON and (field.cleaner or field.is_text)
}
EXPORTED_COLUMNS: dict[str, str] = {field.exported_as: field.code for field in FIELDS if field.exported_as}


def texts_of(group: FieldGroup) -> tuple[str, ...]:
    """Codes of the columns of a group whose texts are taken as they stand."""
    return tuple(field.code for field in FIELDS if field.group is group and field.is_text)


def targets_of(*records: str) -> dict[str, Field]:
    """Attribute → the field that is written to it as it was read, of the named records."""
    return {field.target.partition(".")[2]: field for field in FIELDS if field.target.partition(".")[0] in records}


def field_labels(*records: str) -> dict[str, str]:
    """Attribute → the label of its field, of the named records."""
    return {name: field.label for name, field in targets_of(*records).items()}


def template_columns(kind: ImportKind) -> tuple[TemplateColumn, ...]:
    """The columns of the empty spreadsheet of one kind, in their order and with their headings."""
    columns = [
        replace(column, heading=column.heading or field.label)
        for field in FIELDS
        for column in field.columns
        if kind in column.positions
    ]
    return tuple(sorted(columns, key=lambda column: column.positions[kind]))
