"""Signs of a long list of pairs: what differs between rows is named above the table once, in the rows by «1, б, II»."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.documents.orders.pair_rows import PairRow, term_of_row
from russian import typography

#: so many different periods have signs; more keep a column of dates
MOST_PERIODS = 9
BLANK = "_" * 12
_LETTERS = "абвгдежиклмнпрстуфхцшщэюя"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def period_in_figures(starts_on: str, ends_on: str) -> str:
    """«01.09.2026 – 31.05.2027»; empty while a day is missing."""
    if not (starts_on and ends_on):
        return ""
    first, last = (typography.date_in_figures(date.fromisoformat(day)) for day in (starts_on, ends_on))
    return f"{first}{typography.NBSP}– {last}"


def period_of_row(row: PairRow) -> str:
    """«01.09.2026 – 31.05.2027, на 2026/2027 учебный год»; empty while a day is missing."""
    period, term = period_in_figures(row["starts_on"], row["ends_on"]), term_of_row(row)
    if not (period and term):
        return period
    return f"{period}{' ' if 'until' in row else ', '}{term}"


def _form(row: PairRow) -> str:
    model = (row["role_model"] or f"ролевая модель {BLANK}") if row["needs_role_model"] else ""
    return ", ".join(part for part in (row["form"] or BLANK, model) if part)


def _kinds(row: PairRow) -> str:
    return ", ".join(row["kinds"]) or BLANK


def _period(row: PairRow) -> str:
    return period_of_row(row) or BLANK


def _letter(number: int) -> str:
    return (
        _LETTERS[number] if number < len(_LETTERS) else f"{_LETTERS[number % len(_LETTERS)]}{number // len(_LETTERS)}"
    )


@dataclass(frozen=True)
class _Quality:
    """What a sign stands for: its name, what a row has of it, and how its signs are written."""

    name: str
    of_row: Callable[[PairRow], str]
    sign: Callable[[int], str]


_QUALITIES = {
    "form": _Quality("форма и ролевая модель", _form, lambda number: str(number + 1)),
    "kinds": _Quality("вид", _kinds, _letter),
    "period": _Quality("срок", _period, lambda number: _ROMAN[number]),
}


@dataclass(frozen=True)
class Signs:
    """`legend`: a line for every quality that has signs; `of_rows`: those of each row, «1, б»; `columns`: differing
    qualities that keep a column."""

    legend: list[str]
    of_rows: list[str]
    columns: list[str]


def signs_of(rows: Sequence[PairRow], differing: Sequence[str]) -> Signs:
    """`differing`: names of the qualities that are not the same in all rows: form, role_model, kinds, period."""
    signed = ["form" if name == "role_model" else name for name in differing]
    if len({_period(row) for row in rows}) > MOST_PERIODS:
        signed = [name for name in signed if name != "period"]
    legend: list[str] = []
    of_rows: list[list[str]] = [[] for _ in rows]
    for name in dict.fromkeys(signed):
        quality = _QUALITIES[name]
        values = list(dict.fromkeys(map(quality.of_row, rows)))
        numbered = "; ".join(f"{quality.sign(number)}{typography.NBSP}— {value}" for number, value in enumerate(values))
        legend.append(f"{typography.upper_first(quality.name)}: {numbered}.")
        for row, signs in zip(rows, of_rows, strict=True):
            signs.append(quality.sign(values.index(quality.of_row(row))))
    columns = [name for name in differing if name == "period" and name not in signed]
    return Signs(legend, [", ".join(signs) for signs in of_rows], columns)
