"""The columns of the exported banks: one entry names a column, says what fills it and in which banks it stands.

The order of the list is the order of the columns; the texts of a card that it does not name stand last. The import
refers to an entry by its code (`imports.fields.Field.exported_as`) and reads its heading back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.card_texts import MENTEE_TEXTS, MENTOR_TEXTS, PERSON_TEXTS

MENTORS, MENTEES = "mentors", "mentees"


@dataclass(frozen=True, slots=True)
class BankColumn:
    """`attribute`: the path from the bank entry, empty where the resource computes the cell (`dehydrate_<code>`).

    `is_typed`: dates stay dates and numbers numbers; every other cell is a text.
    """

    code: str
    heading: str
    attribute: str = ""
    is_typed: bool = False
    banks: tuple[str, ...] = (MENTORS, MENTEES)


_NAMED = (
    BankColumn("last_name", "Фамилия", "person__last_name"),
    BankColumn("first_name", "Имя", "person__first_name"),
    BankColumn("middle_name", "Отчество", "person__middle_name"),
    BankColumn("organisation", "Образовательная организация", "person__organisation__short_name"),
    BankColumn("participant", "Кто это", "get_participant_display", banks=(MENTEES,)),
    BankColumn("grade", "Класс", banks=(MENTEES,)),
    BankColumn("position", "Должность", "person__position"),
    BankColumn("subject", "Предмет", "person__subject"),
    BankColumn("experience", "Стаж, полных лет", is_typed=True),
    BankColumn("qualification", "Квалификационная категория", "person__get_qualification_display", banks=(MENTORS,)),
    BankColumn("education", "Образование", "person__education"),
    BankColumn("categories", "Категория наставляемого", banks=(MENTEES,)),
    BankColumn("request", "Запрос, затруднения", "request", banks=(MENTEES,)),
    BankColumn("birth_date", "Дата рождения", "person__birth_date", is_typed=True),
    BankColumn("phone", "Телефон"),
    BankColumn("email", "Электронная почта", "person__email"),
    BankColumn("representative", "Законный представитель", banks=(MENTEES,)),
    BankColumn("achievements", MENTOR_TEXTS["achievements"], "achievements", banks=(MENTORS,)),
    BankColumn("competencies", MENTOR_TEXTS["competencies"], "competencies", banks=(MENTORS,)),
    BankColumn("source", "Источник", "get_source_display", banks=(MENTORS,)),
    BankColumn("readiness", "Готовность", "get_readiness_display", banks=(MENTORS,)),
    BankColumn("personal_limit", "Личный предел", "personal_limit", is_typed=True, banks=(MENTORS,)),
    BankColumn("included_on", "Включён в базу", "included_on", is_typed=True),
    BankColumn("excluded_on", "Исключён из базы", is_typed=True),
    BankColumn("exclusion_reason", "Причина исключения", "exclusion_reason"),
    BankColumn("note", "Примечание", "note"),
)


_TEXTS_OF_BANKS: tuple[tuple[Mapping[str, str], str, tuple[str, ...]], ...] = (
    (PERSON_TEXTS, "person__", (MENTORS, MENTEES)),
    (MENTOR_TEXTS, "", (MENTORS,)),
    (MENTEE_TEXTS, "", (MENTEES,)),
)


def _other_texts() -> Iterator[BankColumn]:
    codes = {column.code for column in _NAMED}
    for texts, path, banks in _TEXTS_OF_BANKS:
        for name, label in texts.items():
            if name not in codes:
                yield BankColumn(name, label, f"{path}{name}", banks=banks)


BANK_COLUMNS: tuple[BankColumn, ...] = (*_NAMED, *_other_texts())


def columns_of_bank(bank: str) -> list[BankColumn]:
    """The columns of one bank in their order."""
    return [column for column in BANK_COLUMNS if bank in column.banks]
