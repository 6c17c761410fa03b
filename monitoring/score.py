"""The arithmetic of the 0–18 score (Кез, разд. 6): pure functions over a rubric, no database.

An incomplete form has no total and no level: a blank is never a zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: Marks that an indicator may have: not shown, partly shown, fully shown.
MARKS = (0, 1, 2)
INDICATORS = 9
HIGHEST_TOTAL = INDICATORS * max(MARKS)


class BrokenRubric(ValueError):
    """The scale itself is wrong: no total may be computed by it."""


@dataclass(frozen=True)
class Band:
    """A level: totals from `lowest` to `highest`, both included. `level` is what the caller knows it by."""

    level: Any
    lowest: int
    highest: int


@dataclass(frozen=True)
class Rubric:
    """Criteria with their indicators, in order, and the levels. Keys are whatever the caller uses, e.g. primary keys.

    Raises BrokenRubric when there are not exactly nine indicators or the levels do not partition 0–18.
    """

    criteria: Mapping[Any, tuple[Any, ...]]
    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        if len(self.indicators) != INDICATORS or len(set(self.indicators)) != INDICATORS:
            raise BrokenRubric(f"В шкале показателей: {len(set(self.indicators))}, а нужно {INDICATORS}.")
        if errors := partition_errors(self.bands):
            raise BrokenRubric(" ".join(errors))

    @property
    def indicators(self) -> tuple[Any, ...]:
        return tuple(indicator for indicators in self.criteria.values() for indicator in indicators)

    def level_of(self, total: int) -> Any:
        return next(band.level for band in self.bands if band.lowest <= total <= band.highest)


@dataclass(frozen=True)
class Score:
    """What follows from the marks. `total` and `level` are None until all nine marks are there; so is the subtotal
    of a criterion until all of its own marks are."""

    total: int | None
    level: Any | None
    subtotals: Mapping[Any, int | None]
    missing: tuple[Any, ...]


def partition_errors(bands: Iterable[Band], *, highest_total: int = HIGHEST_TOTAL) -> list[str]:
    """Why the levels do not cover every total from 0 to `highest_total` exactly once; an empty list if they do."""
    errors = []
    expected = 0
    for band in sorted(bands, key=lambda band: band.lowest):
        if band.highest < band.lowest:
            errors.append(f"Уровень {band.lowest}–{band.highest} кончается раньше, чем начинается.")
        if band.lowest > expected:
            errors.append(f"Для итога {expected} нет уровня: следующий начинается с {band.lowest}.")
        elif band.lowest < expected:
            errors.append(f"Итог {band.lowest} попадает в два уровня.")
        expected = max(expected, band.highest + 1)
    if expected <= highest_total:
        last = f"итогов {expected}–{highest_total}" if expected < highest_total else f"итога {expected}"
        errors.append(f"Для {last} нет уровня.")
    elif expected > highest_total + 1:
        errors.append(f"Уровни идут до {expected - 1}, а наибольший итог — {highest_total}.")
    return errors


def calculate_score(rubric: Rubric, marks: Mapping[Any, int | None]) -> Score:
    """The score by marks, keyed by indicator; an indicator that is absent or None has no mark yet.

    Raises ValueError for a mark that is not 0, 1 or 2 or belongs to no indicator of the rubric.
    """
    values = {indicator: value for indicator, value in marks.items() if value is not None}
    if foreign := set(values) - set(rubric.indicators):
        raise ValueError(f"Marks for indicators that the rubric does not have: {sorted(map(str, foreign))}")
    if wrong := {value for value in values.values() if isinstance(value, bool) or value not in MARKS}:
        raise ValueError(f"A mark is 0, 1 or 2, not {sorted(map(str, wrong))}")
    missing = tuple(indicator for indicator in rubric.indicators if indicator not in values)
    subtotals = {
        criterion: sum(values[indicator] for indicator in indicators) if not set(indicators) & set(missing) else None
        for criterion, indicators in rubric.criteria.items()
    }
    total = None if missing else sum(values.values())
    level = None if total is None else rubric.level_of(total)
    return Score(total=total, level=level, subtotals=subtotals, missing=missing)
