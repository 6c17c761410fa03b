"""Sets of columns that roadmaps of different municipalities have (requirements A11.1, A16-21)."""

from typing import TypedDict

from registry.enums import RoadmapShape
from russian.typography import upper_first


class RoadmapColumn(TypedDict):
    """`code`: number, section, title, term, responsible, result or status; `heading` is printed."""

    code: str
    heading: str


def _columns(**headings: str) -> list[RoadmapColumn]:
    return [RoadmapColumn(code=code, heading=heading) for code, heading in headings.items()]


COLUMN_SETS: dict[str, list[RoadmapColumn]] = {
    RoadmapShape.KEZ: _columns(
        number="№ п/п",
        title="Наименование мероприятия",
        term="Срок реализации",
        responsible="Ответственный исполнитель",
        result="Результат, вид документа",
    ),
    RoadmapShape.HOLM: _columns(
        number="№",
        section="Наименование этапа",
        title="Содержание деятельности",
        term="Сроки реализации этапов",
        responsible="Ответственные",
    ),
    RoadmapShape.USTYUZHNA: _columns(
        number="№ п/п",
        title="Наименование мероприятий",
        term="Срок реализации",
        responsible="Ответственный исполнитель",
        result="Ожидаемый результат, вид документа",
    ),
    RoadmapShape.SALSK: _columns(
        number="№ п.п.",
        title="Наименование мероприятия",
        term="Срок исполнения",
        responsible="Ответственный",
        result="Результат",
    ),
    RoadmapShape.LIST: _columns(number="№ п/п", title="Мероприятие"),
}
USUAL_COLUMNS = RoadmapShape.KEZ

COLUMN_SET_CHOICES = [(code, upper_first(RoadmapShape(code).label)) for code in COLUMN_SETS]


def columns_of_set(code: str) -> list[RoadmapColumn]:
    return [RoadmapColumn(**column) for column in COLUMN_SETS[code]]


def column_set_of(columns: list[RoadmapColumn]) -> str:
    """Which set the columns are, or an empty string when they belong to no set."""
    return next((code for code, columns_of_code in COLUMN_SETS.items() if columns_of_code == columns), "")
