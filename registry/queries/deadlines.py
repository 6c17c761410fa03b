"""What is due in a scope: counted, grouped, ordered and cut by the database, and put in words for rows that are shown.

The rows are those of the providers that the rooms have registered (registry/deadlines/).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from registry import clock
from registry.deadlines import (
    Deadline,
    DeadlineLabel,
    DeadlineScope,
    DueCount,
    DueOfKind,
    DueRow,
    Repeats,
    is_overdue,
    providers,
)
from registry.deadlines.due_table import COLUMNS, DAY, KIND, OBJECT, OF_OTHERS, ORGANISATION, Due, rows_of_table
from registry.models import Organisation

#: those due first before the others
_FIRST = (DAY, KIND, OBJECT)
_SECTION = "deadline_section"


def deadlines_in(scope: DeadlineScope, on: date, condition: Q | None = None) -> list[Deadline]:
    """Everything due in the scope, or what of it meets the condition, in words; the longest overdue first."""
    return described(first_due(scope, on, condition), on)


def overdue_by_organisation(
    organisations: Iterable[int] | QuerySet[Organisation], on: date | None = None, is_stored: bool | None = None
) -> dict[int, int]:
    """How many deadlines have passed in each host organisation; organisations without any are absent."""
    day = on or clock.today()
    counts = count_by_organisation(DeadlineScope.of(organisations), day, {"late": is_overdue(day)}, is_stored=is_stored)
    return {pk: count["late"] for pk, count in counts.items()}


def count_by_organisation(
    scope: DeadlineScope,
    on: date,
    sections: Mapping[str, Q],
    *,
    is_stored: bool | None = None,
    kinds: Collection[str] | None = None,
) -> dict[int, dict[str, int]]:
    """Rows of each section by organisation: {organisation: {section: rows}}. One query; `sections` are conditions on
    KIND, DAY and ORGANISATION. With `is_stored` only rows of the providers that are stored, or of those that are not;
    `kinds`: no others are counted.
    """
    counts = _counts(sections)
    of_kinds = Q() if kinds is None else Q(**{f"{KIND}__in": list(kinds)})
    rules = _rules(scope, on, kinds=kinds, is_stored=is_stored, by_doer=False)
    rows = rows_of_table(
        rules,
        lambda due: due.filter(of_kinds).values(ORGANISATION).annotate(**counts).values_list(ORGANISATION, *counts),
    )
    return {pk: dict(zip(sections, numbers, strict=True)) for pk, *numbers in rows if any(numbers)}


def count_by_doer(scope: DeadlineScope, on: date, sections: Mapping[str, Q]) -> list[DueCount]:
    """Rows of each section by kind, organisation and whether the reader does them: as many as there are kinds in the
    organisations of the scope, so for readers of few. One query; `sections` are conditions on DAY."""
    return _count_due(_rules(scope, on), sections, F(OF_OTHERS))


def count_by_kind(
    scope: DeadlineScope, on: date, sections: Mapping[str, Q], *, is_stored: bool | None = None
) -> list[DueCount]:
    """The same whoever does them. With `is_stored` as in `count_by_organisation`."""
    return _count_due(_rules(scope, on, is_stored=is_stored, by_doer=False), sections, Value(0))


def count_repeated(scope: DeadlineScope, on: date, sections: Mapping[str, Q]) -> dict[str, dict[int, int]]:
    """What is due in two organisations of the scope and was counted in both: {section: {organisation: rows}}, with the
    organisation that leads nothing there. Organisations without any are absent. One query."""
    kinds = {kind for provider in providers for kind in provider.repeating_kinds}
    numbers = count_by_organisation(replace(scope, repeats=Repeats.ALONE), on, sections, kinds=kinds)
    return {
        section: {organisation: of_sections[section] for organisation, of_sections in numbers.items()}
        for section in sections
    }


def count_overdue(scope: DeadlineScope, on: date) -> int:
    """How many deadlines of the scope have passed, as many as `first_due` has rows."""
    counts = count_by_organisation(scope, on, {"late": is_overdue(on)})
    return sum(count["late"] for count in counts.values())


def stored_kinds() -> frozenset[str]:
    """Kinds whose numbers monitoring stores."""
    return frozenset(kind for provider in providers if provider.is_stored for kind in provider.kinds)


def kinds_outside_figures() -> frozenset[str]:
    """Kinds that no figure counts: only holders of a right, or readers of whole municipalities, learn of them."""
    of_holders = {kind for provider in providers if provider.for_holders for kind in provider.kinds}
    return frozenset(of_holders.union(*(provider.wide_kinds for provider in providers)))


def due_by_kind(scope: DeadlineScope, on: date, condition: Q) -> dict[str, DueOfKind]:
    """What meets the condition on KIND, DAY and ORGANISATION, by kind. One query."""
    numbers = {"number": Count(ORGANISATION), "first": Min(DAY)}
    rows = rows_of_table(
        _rules(scope, on, by_doer=False),
        lambda due: due.filter(condition).values(KIND).annotate(**numbers).values_list(KIND, *numbers),
    )
    return {kind: DueOfKind(number, _day(first)) for kind, number, first in rows}


def first_due(
    scope: DeadlineScope,
    on: date,
    condition: Q | None = None,
    *,
    kinds: Collection[str] | None = None,
    part: slice = slice(None),
) -> list[DueRow]:
    """All rows that meet the condition, or a part of them, those due first before the others. One query; `kinds`: the
    condition is met by no others, so that their providers are not asked."""
    rows = rows_of_table(
        _rules(scope, on, kinds=kinds),
        lambda due: due.filter(condition or Q()).order_by(*_FIRST).values_list(*COLUMNS)[part],
    )
    return [_due_row(*row) for row in rows]


def first_of_sections(
    scope: DeadlineScope,
    on: date,
    sections: Mapping[str, Q],
    most: int,
    *,
    organisations: Mapping[str, Collection[int]] | None = None,
    kinds: Collection[str] | None = None,
    by_doer: bool = False,
    skip: int = 0,
) -> dict[str, list[DueRow]]:
    """The rows that are due first in each section, at most `most` of them. One query; `sections` exclude each other.

    With `organisations` only those of the section, and at most `most` of each; the scope has few others. `by_doer`: at
    most `most` that the reader does and at most `most` that are waited for from others. `skip`: so many that are due
    before are left out. `kinds`: the sections have rows of no others.
    """
    section = Case(
        *(When(condition, then=Value(name)) for name, condition in sections.items()), output_field=CharField()
    )
    apart = [_SECTION, *([] if organisations is None else [ORGANISATION]), *([OF_OTHERS] if by_doer else [])]
    rank = Window(RowNumber(), partition_by=apart, order_by=list(_FIRST))

    def ranked(due: QuerySet[Due]) -> QuerySet[Any]:
        rows = due.annotate(**{_SECTION: section}).filter(**{f"{_SECTION}__isnull": False}).annotate(rank=rank)
        first = rows.filter(rank__gt=skip, rank__lte=skip + most)
        return first.order_by(*_FIRST).values_list(_SECTION, *COLUMNS)

    result: dict[str, list[DueRow]] = {name: [] for name in sections}
    for name, *columns in rows_of_table(_rules(scope, on, kinds=kinds), ranked):
        row = _due_row(*columns)
        if organisations is None or row.organisation_id in organisations[name]:
            result[name].append(row)
    return result


def _rules(
    scope: DeadlineScope,
    on: date,
    *,
    kinds: Collection[str] | None = None,
    is_stored: bool | None = None,
    by_doer: bool = True,
) -> list[QuerySet[Any]]:
    """Of every provider that may have rows of the kinds its rows; who does them need not be told where nobody asks."""
    scope_asked_of = scope if by_doer else replace(scope, access=None)
    return [
        provider.rows_of(scope_asked_of, on)
        for provider in providers
        if is_stored in (None, provider.is_stored)
        and (kinds is None or not provider.kinds.isdisjoint(kinds))
        and (scope.has_holders or not provider.for_holders)
    ]


def _count_due(rules: list[QuerySet[Any]], sections: Mapping[str, Q], of_others: Combinable) -> list[DueCount]:
    counts, columns = _counts(sections), (KIND, ORGANISATION)
    rows = rows_of_table(
        rules,
        lambda due: due.values(*columns, others=of_others).annotate(**counts).values_list(*columns, "others", *counts),
    )
    return [
        DueCount(kind, organisation, bool(others), dict(zip(sections, numbers, strict=True)))
        for kind, organisation, others, *numbers in rows
    ]


def _counts(sections: Mapping[str, Q]) -> dict[str, Count]:
    return {f"number_of_{section}": Count(ORGANISATION, filter=condition) for section, condition in sections.items()}


def _due_row(kind: str, day: date | str, organisation_id: int, object_id: int, is_of_others: int) -> DueRow:
    return DueRow(kind, _day(day), organisation_id, object_id, bool(is_of_others))


def _day(day: date | str) -> date:
    """SQLite has text."""
    return day if isinstance(day, date) else date.fromisoformat(day)


def described(rows: Sequence[DueRow], on: date) -> list[Deadline]:
    """The rows in labels, in order of their day and then of their title. Of two providers of a kind the first tells."""
    deadlines: list[Deadline] = []
    described_kinds: set[str] = set()
    for provider in providers:
        mine = [row for row in rows if row.kind in provider.kinds - described_kinds]
        described_kinds |= provider.kinds
        labels = provider.labels(mine, on) if mine else {}
        deadlines += [_deadline(row, labels[row.object_id], on) for row in mine if row.object_id in labels]
    return sorted(deadlines, key=Deadline.order)


def _deadline(row: DueRow, label: DeadlineLabel, on: date) -> Deadline:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""
    link, action = (label.look or label.link, "Открыть") if row.is_of_others else (label.link, label.action)
    overdue, days = row.due_on < on, abs((on - row.due_on).days)
    return Deadline(row, label.title, label.why, link, action, label.reason, label.about, overdue, days)
