"""What is due where: the one type of a deadline, and the list of rooms that know of deadlines.

A room gives its rows as querysets, so that the database counts, groups, orders and cuts them; words are made only for
the rows that somebody sees. Each room registers its providers in its `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.models import User
from registry.access import Access, Right
from registry.deadlines.doers import Doing, is_of_others
from registry.deadlines.due_table import COLUMNS, DAY, KIND, OBJECT, OF_OTHERS, ORGANISATION
from registry.models import Organisation
from russian.sort_key import sort_key

#: how far ahead the list looks, in days, where a rule says nothing else
DAYS_AHEAD = 7
#: of what stands in the list however far its day is
ALWAYS = 1_000_000
#: in place of an organisation, of what the municipality itself has to do
OF_NO_ORGANISATION = 0


def _of_no_holders(right: Right, path: str) -> Q:
    return Q(pk__in=())


class Repeats(StrEnum):
    """What a scope takes of rows that say again, for another organisation, what is due in one of the scope already."""

    INCLUDED = "included"
    LEFT_OUT = "left_out"
    ALONE = "alone"


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
    of_holders: Callable[[Right, str], Q] = _of_no_holders
    #: organisations where the reader decides as their head
    decided_by_reader: frozenset[int] = frozenset()
    #: of the reader, whose deeds are told from those of others; figures have no reader
    access: Access | None = None
    #: the only ones in the scope, so that rights there need not be asked of the database; None where it is not known
    organisations: Sequence[Organisation] | None = None
    #: each organisation has its own row; what is counted over all of them counts a matter once
    repeats: Repeats = Repeats.INCLUDED

    @property
    def has_holders(self) -> bool:
        """Whether there is a reader, who may hold rights."""
        return self.of_holders is not _of_no_holders

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
        return self.due_on, self._title_key

    @cached_property
    def _title_key(self) -> str:
        """A page sorts its rows, then the rows of each of its sections."""
        return sort_key(self.title)


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
    #: only who holds a right learns of the rows, see DeadlineScope.of_holders: figures have none of them
    for_holders: bool = False
    #: kinds that whoever has the right decides, as the head or above the organisations: first of all that is due
    decisions: frozenset[str] = frozenset()
    #: kinds that say again what another organisation has to do; `rows` follows the `repeats` of the scope
    repeating_kinds: frozenset[str] = frozenset()

    def rows_of(self, scope: DeadlineScope, on: date) -> QuerySet[Any]:
        """The rows as tuples of COLUMNS."""
        doing = Doing(self.kinds, self.rights, self.doers)
        of_others = is_of_others(scope.access, doing, scope.organisations, kind=KIND, organisation=ORGANISATION)
        rows = self.rows(scope, on).order_by().annotate(**{OBJECT: F("pk"), OF_OTHERS: of_others})
        return rows.values_list(*COLUMNS)

    def days_ahead_of(self, kind: str) -> int:
        return self.days_ahead.get(kind, DAYS_AHEAD)


#: filled by the rooms
providers: list[DeadlineProvider] = []


def due_columns(kind: Combinable, day: Combinable, organisation: str) -> dict[str, Combinable]:
    """Annotations of a provider's rows; `organisation` is the path to its primary key."""
    return {KIND: kind, DAY: day, ORGANISATION: F(organisation)}


def is_overdue(on: date) -> Q:
    return Q(**{f"{DAY}__lt": on})
