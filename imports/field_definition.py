"""The definition of a column that the import knows; the columns themselves are in `fields.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imports.cell_patterns import CellPattern
from imports.enums import ImportKind
from imports.person_cleaners import Cleaner


class FieldGroup(StrEnum):
    """Whom or what the values of a column describe. Columns are listed by it in the drop-down in which a person says
    what an unknown column holds; the values are its headings there."""

    PERSON = "Человек"
    ORGANISATION = "Организация"
    PAIR = "Пара"
    OTHER = "Прочее"


class ChoiceList(StrEnum):
    """A list that the cells of an empty spreadsheet offer."""

    ORGANISATIONS = "организации"
    PARTNERS = "партнёры"
    QUALIFICATIONS = "квалификационные категории"
    FORMS = "формы"
    ROLE_MODELS = "ролевые модели"
    KINDS_OF_MENTORING = "виды"
    CATEGORIES = "категории"
    ORGANISATION_TYPES = "типы организаций"
    AGREEMENTS = "договоры"
    YES_OR_NO = "да или нет"
    CLASSES = "классы"
    PARTICIPANTS = "кто это"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the empty spreadsheets. `positions`: in which of them it stands, and where, which is the order.

    `heading`: the field's label where empty; `is_code`: digits that are no number, such as a phone.
    """

    positions: Mapping[ImportKind, int]
    about: str
    example: str = ""
    heading: str = ""
    is_required: bool = False
    choices: ChoiceList | None = None
    is_date: bool = False
    is_code: bool = False
    width: int = 20


@dataclass(frozen=True, slots=True)
class Field:
    """`synonyms` are headings as `heading_key` folds them; `contains` is tried last, in the order of FIELDS.

    `group`: fields of PERSON belong to one of the two people of a pair. `cleaner` reads a cell of a person, so that
    only they have one; `is_text`: the text is taken as it stands, of people, organisations and pairs. What others have
    is read by name in `parsing/rows/`. `target`: the record (person, entry, mentor, mentee, organisation) and its
    attribute, where the value is written as it was read; values made of several cells, or of another type, are the
    importer's.
    `pattern`: how its cells look, when a column under an unknown heading may be proposed as it. `is_of_either`: told of
    a mentor as well as of a mentee. `instead_of`: codes of columns that hold the same, or a part of it: a table has
    either this one or those.
    `exported_as`: the code of a column of `registry.exports.bank_columns`. `is_forbidden`: never read, only told of.
    """

    code: str
    label: str
    synonyms: tuple[str, ...]
    contains: str = ""
    group: FieldGroup = FieldGroup.OTHER
    cleaner: Cleaner | None = None
    is_text: bool = False
    target: str = ""
    exported_as: str = ""
    pattern: CellPattern | None = None
    is_of_either: bool = False
    instead_of: tuple[str, ...] = ()
    columns: tuple[TemplateColumn, ...] = ()
    is_forbidden: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError where the column says how it is read and nothing would read it so."""
        if self.cleaner and self.group is not FieldGroup.PERSON:
            raise ValueError(
                f"«{self.code}»: a cleaner reads people alone; give group=PERSON or read it in parsing/rows/"
            )
        if self.is_text and self.group is FieldGroup.OTHER:
            raise ValueError(f"«{self.code}»: texts are read of people, organisations and pairs; give it their group")
