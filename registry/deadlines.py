"""What is due where: the one type of a deadline, and the list of rooms that know of deadlines.

A room gives its rows as querysets, so that the database counts, groups, orders and cuts them; words are made only for
the rows that somebody sees. Each room registers its providers in its `AppConfig.ready()`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.deadline_doers import Doing, is_of_others
from registry.due_table import COLUMNS, DAY, KIND, OBJECT, OF_OTHERS, ORGANISATION, Due, rows_of_table
from registry.models import Organisation
from russian.sort_key import sort_key

#: how far ahead the list looks, in days, where a rule says nothing else
DAYS_AHEAD = 7
#: of what stands in the list however far its day is
ALWAYS = 1_000_000


@dataclass(frozen=True)
class DeadlineScope:
    """Whose deadlines are looked for: those of organisations, and those of single people."""

    #: path to an organisation («» of organisations themselves) → condition on the rows of the organisations
    of_organisations: Callable[[str], Q]
    #: people of the register whose own pairs count wherever they are
    person_ids: frozenset[int] = frozenset()
    #: there are organisations at all, not only people
    has_organisations: bool = True
    #: whole municipalities, so that most rows are within
    is_wide: bool = False
    #: (right, path to an organisation) → condition on the rows where the reader holds the right: for deadlines that not
    #: everybody may know who sees the pairs there. Figures, which have no reader, count none of them.
    of_holders: Callable[[Right, str], Q] = lambda right, path: Q(pk__in=())
    #: organisations where the reader decides as their head
    decided_by_reader: frozenset[int] = frozenset()
    #: of the reader, whose deeds are told from those of others; figures have no reader
    access: Access | None = None
    #: the only ones in the scope, so that rights there need not be asked of the database; None where it is not known
    organisations: Sequence[Organisation] | None = None

    @classmethod
    def of_user(cls, user: User) -> "DeadlineScope":
        """Where the user sees the pairs of an organisation, and the user's own pairs."""
        access = Access.of(user)
        return cls(
            lambda path: access.where(Right.VIEW_PAIRS, organisation=path),
            frozenset() if access.is_unlimited else access.person_ids,
            access.anywhere(Right.VIEW_PAIRS),
            access.is_municipal(Right.VIEW_PAIRS),
            lambda right, path: access.where(right, organisation=path),
            access.organisation_ids(Right.APPROVE_CANDIDATES),
            access,
        )

    @classmethod
    def of(cls, organisations: Iterable[int] | QuerySet[Organisation]) -> "DeadlineScope":
        """All deadlines of the organisations: their primary keys, or a queryset of them."""
        organisation_ids = (
            organisations.order_by().values("pk") if isinstance(organisations, QuerySet) else set(organisations)
        )
        return cls(lambda path: Q(**{f"{path or 'pk'}__in": organisation_ids}))


@dataclass(frozen=True)
class DueRow:
    """A row of a provider: what is due, when and where, without labels."""

    kind: str
    due_on: date
    organisation_id: int
    #: of the pair, the event of a plan, the curator
    object_id: int
    #: the reader may not do it and waits for somebody else
    is_of_others: bool = False


@dataclass(frozen=True)
class DueCount:
    """How many rows of a kind are due in an organisation for the reader, or for others, by section."""

    kind: str
    organisation_id: int
    is_of_others: bool
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class DueOfKind:
    """How many rows of a kind are due, and the earliest day of them."""

    number: int
    due_on: date


@dataclass(frozen=True)
class DeadlineLabel:
    """What a reader sees of a row."""

    #: the deed and what it is about: «Составить программу: Петрова М. С. → Иванов И. И.»
    title: str
    #: what it is about and by which source
    why: str
    link: str
    action: str
    #: why it is asked for at all: the rule and its source
    reason: str = ""
    #: the matter alone, for a list under a heading that says what to do
    about: str = ""
    #: where those look who may not do what the button says, when it is not `link`
    look: str = ""


@dataclass(frozen=True)
class Deadline:
    """A row in labels, as a reader sees it on a day."""

    row: DueRow
    title: str
    why: str
    link: str
    action: str
    reason: str
    about: str
    overdue: bool
    #: days late, or days left
    days: int

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def due_on(self) -> date:
        return self.row.due_on

    @property
    def organisation_id(self) -> int:
        return self.row.organisation_id

    @property
    def is_of_others(self) -> bool:
        return self.row.is_of_others

    @property
    def deed(self) -> str:
        """The title without what it is about, which an organisation's line need not tell."""
        return self.title.partition(": ")[0]

    def order(self) -> tuple[date, str]:
        return self.due_on, sort_key(self.title)


@dataclass(frozen=True)
class DeadlineProvider:
    """One rule of a room."""

    kinds: frozenset[str]
    #: (scope, day) → rows due by the rule, with COLUMNS
    rows: Callable[[DeadlineScope, date], QuerySet[Any]]
    #: (rows of these kinds, day) → words by the primary key of the object, in a fixed number of queries
    labels: Callable[[Sequence[DueRow], date], Mapping[int, DeadlineLabel]]
    #: how far ahead of their day the rows of a kind appear, where it is not DAYS_AHEAD; `rows` gives them so
    days_ahead: Mapping[str, int] = field(default_factory=dict)
    #: kinds that only readers of whole municipalities see
    wide_kinds: frozenset[str] = frozenset()
    #: a row is due on the same day whenever and by whomever it is asked for, so that monitoring may store how many
    #: there are; the others are few and counted each time
    is_stored: bool = True
    #: kind → the right that its deed takes in the organisation; a kind without one only opens a page
    rights: Mapping[str, Right] = field(default_factory=dict)
    #: kind → path from its rows to the person of the register who needs no right for it
    doers: Mapping[str, str] = field(default_factory=dict)

    def rows_of(self, scope: DeadlineScope, on: date) -> QuerySet[Any]:
        """The rows as tuples of COLUMNS."""
        doing = Doing(self.kinds, self.rights, self.doers)
        of_others = is_of_others(scope.access, doing, scope.organisations, kind=KIND, organisation=ORGANISATION)
        rows = self.rows(scope, on).order_by().annotate(**{OBJECT: F("pk"), OF_OTHERS: of_others})
        return rows.values_list(*COLUMNS)

    def days_ahead_of(self, kind: str) -> int:
        return self.days_ahead.get(kind, DAYS_AHEAD)


#: those due first before the others
_FIRST = (DAY, KIND, OBJECT)
_SECTION = "deadline_section"

#: filled by the rooms
providers: list[DeadlineProvider] = []


def due_columns(kind: Combinable, day: Combinable, organisation: str) -> dict[str, Combinable]:
    """Annotations of a provider's rows; `organisation` is the path to its primary key."""
    return {KIND: kind, DAY: day, ORGANISATION: F(organisation)}


def is_overdue(on: date) -> Q:
    return Q(**{f"{DAY}__lt": on})


def deadlines_in(scope: DeadlineScope, on: date, condition: Q | None = None) -> list[Deadline]:
    """Everything due in the scope, or what of it meets the condition, in words; the longest overdue first."""
    return described(first_due(scope, on, condition), on)


def overdue_by_organisation(
    organisations: Iterable[int] | QuerySet[Organisation], on: date | None = None, is_stored: bool | None = None
) -> dict[int, int]:
    """How many deadlines have passed in each host organisation; organisations without any are absent. One query."""
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
    `kinds`: the sections have rows of no others.
    """
    counts = _counts(sections)
    rules = _rules(scope, on, kinds=kinds, is_stored=is_stored, by_doer=False)
    rows = rows_of_table(
        rules, lambda due: due.values(ORGANISATION).annotate(**counts).values_list(ORGANISATION, *counts)
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


def stored_kinds() -> frozenset[str]:
    """Kinds whose numbers monitoring stores."""
    return frozenset(kind for provider in providers if provider.is_stored for kind in provider.kinds)


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
        if is_stored in (None, provider.is_stored) and (kinds is None or not provider.kinds.isdisjoint(kinds))
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
