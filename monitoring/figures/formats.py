"""How the values of a figure are shown: in a cell of the table, on a tile, in the columns of a spreadsheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mentoring.models import Stage
from monitoring.figures.stages import PairsByStage, stage_bars
from monitoring.figures.values import LatestScore, Share
from russian.numbers import plural_form
from russian.school_year import school_year_label

Value = TypeVar("Value")

UNKNOWN = "н/д"
#: its heading, and what stands in it
Column = tuple[str, Callable[[Value], object]]


class FigureFormat(Generic[Value]):
    """The common part: a value that is printed as it is."""

    #: what an organisation has for which nothing was counted
    none: Value
    is_numeric = True
    is_sortable = True

    def cell(self, value: Value, address: str) -> str:
        """The cell of the table; `address` is empty when the reader gets no link."""
        return linked(value, address)

    def own_page(self, value: Value) -> str:
        """The address of the one record that the value comes from, where it does not count rows."""
        return ""

    def columns(self, label: str, values: Sequence[Value]) -> Sequence[Column[Value]]:
        """Of a spreadsheet in which these values stand."""
        return [(label, lambda value: value)]

    def tile_value(self, value: Value) -> str:
        return str(value)

    def tile_label(self, value: Value, *, of_past: bool = False) -> str:
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
    #: the same of a day that has passed, where a verb tells the tense
    forms_of_past: str = ""
    none = 0

    def tile_label(self, value: int, *, of_past: bool = False) -> str:
        forms = (self.forms_of_past if of_past else "") or self.forms
        return plural_form(value, forms) if forms else ""


@dataclass(frozen=True)
class Alarm(FigureFormat[int | None]):
    """A number that should be zero. A zero has its own label and no link; None means unknown."""

    label_of_some: str
    label_of_none: str
    label_of_unknown: str
    none = 0

    def cell(self, value: int | None, address: str) -> str:
        if not value:
            return self.tile_value(value)
        if address:
            return format_html('<a class="tag bad" href="{}">{}</a>', address, value)
        return format_html('<span class="tag bad">{}</span>', value)

    def columns(self, label: str, values: Sequence[int | None]) -> Sequence[Column[int | None]]:
        return [(label, lambda value: UNKNOWN if value is None else value)]

    def tile_value(self, value: int | None) -> str:
        return UNKNOWN if value is None else str(value)

    def tile_label(self, value: int | None, *, of_past: bool = False) -> str:
        if value is None:
            return self.label_of_unknown
        return self.label_of_some if value else self.label_of_none

    def sort_key(self, value: int | None) -> int:
        return -1 if value is None else value

    def is_alarming(self, value: int | None) -> bool:
        return bool(value)

    def leads_to_rows(self, value: int | None) -> bool:
        return bool(value)


class StageNumbers(FigureFormat[PairsByStage]):
    """The number of pairs at each stage of their sets."""

    none = PairsByStage()
    is_numeric = False
    is_sortable = False

    def cell(self, value: PairsByStage, address: str) -> SafeString:
        return stage_bars(value, address)

    def columns(self, label: str, values: Sequence[PairsByStage]) -> Sequence[Column[PairsByStage]]:
        """A column for each stage; where pairs go through several sets, the heading names the set."""
        total = PairsByStage.of_all(values)
        sets = total.sets_taken
        return [
            (f"{stages.stage_set}: {stage}" if len(sets) > 1 else str(stage), partial(_at_stage, stage))
            for stages in sets
            for stage in total.stages_to_show(stages)
        ]


def _at_stage(stage: Stage, value: PairsByStage) -> int:
    return value.at(stage)


@dataclass(frozen=True)
class PartOfWhole(FigureFormat[Share]):
    """A share of a whole that is counted once a year."""

    #: what the part is, in the genitive plural as after a number: «молодых специалистов с наставником»
    part: str
    #: heading of the whole in a spreadsheet
    whole: str
    none = Share(0, None)

    def columns(self, label: str, values: Sequence[Share]) -> Sequence[Column[Share]]:
        return [
            (label, lambda share: share.part),
            (self.whole, lambda share: UNKNOWN if share.whole is None else share.whole),
            ("Доля", str),
        ]

    def tile_label(self, value: Share, *, of_past: bool = False) -> str:
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
        if value.assessment:
            context = {"assessment": value.assessment, "address": address}
            return render_to_string("monitoring/_row_score.html", context)
        return format_html('<span class="muted">{}</span>', "нет оценки" if value.is_enabled else "не ведётся")

    def own_page(self, value: LatestScore) -> str:
        return value.assessment.get_absolute_url() if value.assessment else ""

    def columns(self, label: str, values: Sequence[LatestScore]) -> Sequence[Column[LatestScore]]:
        return [("Оценка", _total), ("Уровень", _level), ("Учебный год оценки", _school_year)]

    def sort_key(self, value: LatestScore) -> int:
        return value.total


def _total(score: LatestScore) -> object:
    return score.assessment.total if score.assessment else ""


def _level(score: LatestScore) -> str:
    return score.assessment.level.title if score.assessment else ""


def _school_year(score: LatestScore) -> str:
    return school_year_label(score.assessment.school_year) if score.assessment else ""


def linked(value: object, address: str) -> str:
    """The value with a link to its rows; a zero has no link."""
    return format_html('<a href="{}">{}</a>', address, value) if address and value else str(value)
