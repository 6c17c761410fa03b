"""Sets of columns that roadmaps of different municipalities have (requirements A11.1)."""

from typing import TypedDict


class RoadmapColumn(TypedDict):
    """`code`: number, section, title, term, responsible, result or status; `heading` is printed."""

    code: str
    heading: str


def _columns(**headings: str) -> list[RoadmapColumn]:
    return [RoadmapColumn(code=code, heading=heading) for code, heading in headings.items()]


COLUMN_SETS: dict[str, tuple[str, list[RoadmapColumn]]] = {
    "kez": (
        "Мероприятие, срок, исполнитель, результат (Кез)",
        _columns(
            number="№ п/п",
            title="Наименование мероприятия",
            term="Срок реализации",
            responsible="Ответственный исполнитель",
            result="Результат, вид документа",
        ),
    ),
    "holm": (
        "Этап, содержание, срок, ответственные (Холм)",
        _columns(
            number="№",
            section="Наименование этапа",
            title="Содержание деятельности",
            term="Сроки реализации этапов",
            responsible="Ответственные",
        ),
    ),
    "ustyuzhna": (
        "Мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)",
        _columns(
            number="№ п/п",
            title="Наименование мероприятий",
            term="Срок реализации",
            responsible="Ответственный исполнитель",
            result="Ожидаемый результат, вид документа",
        ),
    ),
    "salsk": (
        "Мероприятие, срок, ответственный, результат (Сальск)",
        _columns(
            number="№ п.п.",
            title="Наименование мероприятия",
            term="Срок исполнения",
            responsible="Ответственный",
            result="Результат",
        ),
    ),
}
USUAL_COLUMNS = "kez"

COLUMN_SET_CHOICES = [(code, label) for code, (label, _columns_of_set) in COLUMN_SETS.items()]


def columns_of_set(code: str) -> list[RoadmapColumn]:
    return [RoadmapColumn(**column) for column in COLUMN_SETS[code][1]]


def column_set_of(columns: list[RoadmapColumn]) -> str:
    """Which set the columns are, or an empty string when they belong to no set."""
    return next((code for code, (_label, columns_of_code) in COLUMN_SETS.items() if columns_of_code == columns), "")
