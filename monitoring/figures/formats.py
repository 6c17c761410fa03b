"""How the values of a figure are shown: in a cell of the table, on a tile, in the columns of a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mentoring.enums import StageNumber
from monitoring.figures.stages import bar_context
from monitoring.figures.values import LatestScore, Share
from russian.numbers import plural_form
from russian.school_year import school_year_label

Value = TypeVar("Value")

UNKNOWN = "н/д"


class FigureFormat(Generic[Value]):
    """The common part: a value that is printed as it is."""

    #: what an organisation has for which nothing was counted
    none: Value
    is_numeric = True
    is_sortable = True

    def cell(self, value: Value, address: str) -> str:
        """For the table; `address` is empty where the reader gets no link to the rows."""
        return linked(value, address)

    def headings(self, label: str) -> Sequence[str]:
        return [label]

    def export(self, value: Value) -> Sequence[object]:
        """As many values as there are headings."""
        return [value]

    def tile_label(self, value: Value) -> str:
        """What stands beneath the value on a tile; empty for the figure's own label."""
        return ""

    def sort_key(self, value: Value) -> Any:
        return value

    def is_alarming(self, value: Value) -> bool:
        return False

    def leads_to_rows(self, value: Value) -> bool:
        """Whether a tile with the value is a link."""
        return True


@dataclass(frozen=True)
class Number(FigureFormat[int]):
    #: of the noun after 1, 2 and 5, with commas between
    forms: str = ""
    none = 0

    def tile_label(self, value: int) -> str:
        return plural_form(value, self.forms) if self.forms else ""


@dataclass(frozen=True)
class Alarm(FigureFormat[int]):
    """A number that should be zero; a zero has a label of its own and leads nowhere."""

    label_of_some: str
    label_of_none: str
    none = 0

    def cell(self, value: int, address: str) -> str:
        if not value:
            return str(value)
        if address:
            return format_html('<a class="tag bad" href="{}">{}</a>', address, value)
        return format_html('<span class="tag bad">{}</span>', value)

    def tile_label(self, value: int) -> str:
        return self.label_of_some if value else self.label_of_none

    def is_alarming(self, value: int) -> bool:
        return bool(value)

    def leads_to_rows(self, value: int) -> bool:
        return bool(value)


class StageNumbers(FigureFormat[Sequence[int]]):
    """Five numbers, one for each stage."""

    none = (0,) * len(StageNumber)
    is_numeric = False
    is_sortable = False

    def cell(self, value: Sequence[int], address: str) -> SafeString:
        return render_to_string("monitoring/_stage_bar.html", bar_context(value, StageNumber.labels))

    def headings(self, label: str) -> Sequence[str]:
        return StageNumber.labels

    def export(self, value: Sequence[int]) -> Sequence[object]:
        return value


@dataclass(frozen=True)
class PartOfWhole(FigureFormat[Share]):
    """A share of something that is counted once a year."""

    #: what the part is, in the genitive plural as after a number: «молодых специалистов с наставником»
    part: str
    #: heading of the whole in a spreadsheet
    whole: str
    none = Share(0, None)

    def headings(self, label: str) -> Sequence[str]:
        return [label, self.whole, "Доля"]

    def export(self, value: Share) -> Sequence[object]:
        return [value.part, UNKNOWN if value.whole is None else value.whole, str(value)]

    def tile_label(self, value: Share) -> str:
        if value.whole is None:
            return f"{self.part}: нет численности"
        if not value.whole:
            return f"{self.part}: в численности их нет"
        return f"{self.part}: {value.part} из {value.whole}"

    def leads_to_rows(self, value: Share) -> bool:
        return bool(value.part)

    def sort_key(self, value: Share) -> int:
        return -1 if value.percent is None else value.percent


class ScoreWithLevel(FigureFormat[LatestScore]):
    none = LatestScore(None, is_enabled=True)
    is_numeric = False

    def cell(self, value: LatestScore, address: str) -> SafeString:
        return render_to_string("monitoring/_row_score.html", {"score": value})

    def headings(self, label: str) -> Sequence[str]:
        return ["Оценка", "Уровень", "Учебный год оценки"]

    def export(self, value: LatestScore) -> Sequence[object]:
        assessment = value.assessment
        if assessment is None:
            return ["", "", ""]
        level = assessment.level.title if assessment.level else ""
        return [assessment.total, level, school_year_label(assessment.school_year)]

    def sort_key(self, value: LatestScore) -> int:
        return value.total


def linked(value: object, address: str) -> str:
    """The value as a link to its rows; a zero has none to lead to."""
    return format_html('<a href="{}">{}</a>', address, value) if address and value else str(value)
