"""What stands in the empty spreadsheets beside their columns: titles, rules, and which lists only suggest."""

from dataclasses import dataclass

from imports.enums import ImportKind
from imports.field_definition import ChoiceList, TemplateColumn
from imports.field_lists import template_columns

DATA, INSTRUCTION, LISTS = "Данные", "Инструкция", "Списки"
REQUIRED_MARK = " *"

#: lists of suggestions only: a cell may hold several of them, or something of the same kind
SUGGESTIONS = frozenset(
    {
        ChoiceList.CATEGORIES, ChoiceList.KINDS_OF_MENTORING, ChoiceList.CLASSES, ChoiceList.AGREEMENTS,
        ChoiceList.PARTNERS,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Template:
    """An empty spreadsheet. `own_rules`: instructions of this kind alone; `known_by`: what rows are recognised by."""

    title: str
    kind: ImportKind
    own_rules: tuple[str, ...] = ()
    known_by: str = "ФИО, организации, дате рождения и телефону"

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        return template_columns(self.kind)

    @property
    def rules(self) -> tuple[str, ...]:
        return (*_RULES, *self.own_rules, _REVIEW, _AGAIN.format(self.known_by))

    @property
    def lists(self) -> frozenset[ChoiceList]:
        return frozenset(column.choices for column in self.columns if column.choices)


_RULES = (
    f"Заполняйте лист «{DATA}»: одна строка — одна запись. Столбцы со звёздочкой обязательны, остальные можно оставить "
    "пустыми или удалить. Заголовки столбцов не переименовывайте.",
    "СНИЛС и паспортные данные вписывать нельзя: портал их не загружает.",
    "Даты пишите как дд.мм.гггг. Телефон — с кодом, например 8 (912) 000-11-22; добавочный — через запятую: доб. 12.",
    "Если ответ можно выбрать, в ячейке есть список. Другое написание тоже подойдёт, но портал может о нём спросить.",
)
_REVIEW = "После загрузки портал покажет, что прочитано и что изменится. До вашего подтверждения ничего не вносится."
_AGAIN = (
    "Что уже есть в реестре, портал узнаёт по {}: второй карточки не появится. Пустая ячейка ничего не стирает. "
    "Один и тот же файл можно загрузить ещё раз: повторно ничего не внесётся."
)

TEMPLATES: dict[str, Template] = {
    ImportKind.MENTORS: Template("база наставников", ImportKind.MENTORS),
    ImportKind.MENTEES: Template("база наставляемых", ImportKind.MENTEES),
    ImportKind.PAIRS: Template(
        "список пар",
        ImportKind.PAIRS,
        (
            "У наставника не больше трёх наставляемых одновременно. Строки сверх предела портал не внесёт и скажет, "
            "какие соперничают. Порядок строк ничего не решает.",
            "Загруженная пара — черновик: согласия и приказ добавляют в портале.",
        ),
    ),
    ImportKind.ORGANISATIONS: Template("перечень организаций", ImportKind.ORGANISATIONS, known_by="ИНН или названию"),
    ImportKind.PARTNERS: Template("наставники предприятий", ImportKind.PARTNERS),
}
