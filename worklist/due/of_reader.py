"""What is due for a reader: own decisions, own tasks, and what others have to do.

Deadlines are counted by kind and doer; only the rows that the page shows are read, so that a page costs the same
whatever is due.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db.models import Q

from accounts.models import User
from monitoring.figures.due_counts import by_urgency, urgency_of
from registry import clock
from registry.access import MATRIX, Access, Right
from registry.deadlines import (
    KIND,
    ORGANISATION,
    Deadline,
    DeadlineScope,
    DueCount,
    DueOfKind,
    DueRow,
    is_overdue,
    providers,
)
from registry.enums import Role
from registry.models import Organisation
from registry.queries.deadlines import (
    count_by_doer,
    count_by_organisation,
    described,
    due_by_kind,
    first_of_sections,
    kinds_outside_figures,
)

#: deadlines written out of a section, of the reader's and of those of others; of one of several organisations it is
#: only the one that is due first
MOST_SHOWN = 50
#: what only the reader can decide, what the reader does, what others do
AWAITING, OWN, OTHERS = "awaiting", "own", "others"


@dataclass(frozen=True)
class Decisions:
    """What the reader decides by a role in organisations or above them: {kind: organisations}, None for every
    organisation that the reader sees. A municipal administrator may approve too, but does not have to."""

    of_kinds: Mapping[str, frozenset[int] | None]

    @classmethod
    def of(cls, access: Access) -> "Decisions":
        of_kinds: dict[str, frozenset[int] | None] = {}
        for provider in providers:
            for kind in provider.decisions:
                right = provider.rights[kind]
                if kind in provider.wide_kinds:
                    if access.roles.intersection(MATRIX[right] - {Role.ADMIN}):
                        of_kinds[str(kind)] = None
                elif organisations := access.organisation_ids(right):
                    of_kinds[str(kind)] = organisations
        return cls(of_kinds)

    @property
    def of_those_above(self) -> frozenset[str]:
        """Kinds decided above the organisations, by others than the reader: they are nothing that the organisations
        have to do, and monitoring does not count them either."""
        return frozenset(
            str(kind) for provider in providers for kind in provider.wide_kinds if str(kind) not in self.of_kinds
        )

    @property
    def as_head(self) -> bool:
        """Some of them are decided by a role in an organisation."""
        return any(organisations is not None for organisations in self.of_kinds.values())

    def include(self, kind: str, organisation_id: int) -> bool:
        organisations = self.of_kinds.get(kind, frozenset())
        return organisations is None or organisation_id in organisations

    @property
    def condition(self) -> Q:
        """The same as a condition on rows; without decisions it holds for no row."""
        kinds_of: dict[frozenset[int] | None, list[str]] = {}
        for kind, organisations in self.of_kinds.items():
            kinds_of.setdefault(organisations, []).append(kind)
        condition = Q(**{f"{KIND}__in": []})
        for organisations, kinds in kinds_of.items():
            of_organisations = Q() if organisations is None else Q(**{f"{ORGANISATION}__in": organisations})
            condition |= Q(**{f"{KIND}__in": kinds}) & of_organisations
        return condition


@dataclass(frozen=True)
class DueOfReader:
    """What is due for a reader of one organisation. A part is one of AWAITING, OWN and OTHERS, a section an urgency."""

    counts: list[tuple[str, DueCount]]
    #: by part and section, those that are due first
    first: Mapping[tuple[str, str], list[Deadline]]

    def number(self, parts: Collection[str], sections: Collection[str]) -> int:
        """The number of deadlines, whether they are shown or not."""
        return sum(self.by_kind(parts, sections).values())

    def by_kind(self, parts: Collection[str], sections: Collection[str]) -> Counter[str]:
        numbers = Counter[str]()
        for part, count in self.counts:
            if part in parts:
                numbers[count.kind] += sum(count.numbers[section] for section in sections)
        return numbers

    def in_figures(self, organisation_id: int, section: str) -> int:
        """How many of them monitoring counts in the organisation, whoever does them."""
        outside = kinds_outside_figures()
        return sum(
            count.numbers[section]
            for _, count in self.counts
            if count.organisation_id == organisation_id and count.kind not in outside
        )

    def deadlines(self, parts: Collection[str], sections: Collection[str]) -> list[Deadline]:
        """The deadlines that are shown, in order."""
        deadlines = (one for part in parts for section in sections for one in self.first.get((part, section), ()))
        return sorted(deadlines, key=Deadline.order)


def reads_several(access: Access) -> bool:
    return access.is_municipal(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1


def overdue_of_others(user: User, organisation: Organisation) -> dict[str, DueOfKind]:
    """Deadlines of an organisation that others than the reader have missed, by kind."""
    today = clock.today()
    decisions = Decisions.of(Access.of(user))
    of_organisation = ~decisions.condition & ~Q(**{f"{KIND}__in": decisions.of_those_above})
    return due_by_kind(_scope_of(user, organisation), today, is_overdue(today) & of_organisation)


def overdue_to_remind_of(user: User) -> dict[int, int]:
    """The same number in every organisation whose curators the reader may remind; those without any are absent."""
    today, access = clock.today(), Access.of(user)
    decisions = Decisions.of(access)
    scope = replace(
        DeadlineScope.of_user(user),
        of_organisations=lambda path: access.where(Right.REMIND_CURATORS, organisation=path),
        person_ids=frozenset(),
    )
    late = is_overdue(today) & ~decisions.condition & ~Q(**{f"{KIND}__in": decisions.of_those_above})
    return {pk: numbers["late"] for pk, numbers in count_by_organisation(scope, today, {"late": late}).items()}


def numbers_of(user: User, today: date, organisation: Organisation | None = None) -> list[tuple[str, DueCount]]:
    """The counts of deadlines, each with its part. With an organisation, everything due there is counted, whoever has
    to do it."""
    scope, part_of = _scope_of(user, organisation), _parts(Access.of(user), organisation)
    if organisation is not None:
        scope = replace(scope, access=None)  # nobody's deeds are told apart there
    above = Decisions.of(Access.of(user)).of_those_above
    counts = count_by_doer(scope, today, by_urgency(today))
    return [(part_of(count), count) for count in counts if count.kind not in above]


def due_of(
    user: User,
    today: date,
    sections_by_part: Mapping[str, Collection[str]],
    organisation: Organisation | None = None,
    skip: int = 0,
) -> DueOfReader:
    """The counts of all deadlines, and the first rows of the parts and sections that the page shows: MOST_SHOWN of
    each, after `skip` rows."""
    access = Access.of(user)
    decisions, part_of = Decisions.of(access), _parts(access, organisation)
    sections = {
        name: condition
        for name, condition in by_urgency(today).items()
        if name in set().union(*sections_by_part.values())
    }
    conditions = sections = {
        name: section & ~Q(**{f"{KIND}__in": decisions.of_those_above}) for name, section in sections.items()
    }
    if decisions.of_kinds:
        awaited = {f"{AWAITING}_{name}": section & decisions.condition for name, section in sections.items()}
        conditions = {name: section & ~decisions.condition for name, section in sections.items()} | awaited
    counts = numbers_of(user, today, organisation)
    first = first_of_sections(
        _scope_of(user, organisation),
        today,
        conditions,
        MOST_SHOWN,
        kinds={count.kind for _, count in counts if any(count.numbers.values())},
        by_doer=organisation is None,
        skip=skip,
    )
    rows = [row for some in first.values() for row in some]
    rows_to_show = [row for row in rows if urgency_of(row.due_on, today) in sections_by_part[part_of(row)]]
    deadlines: dict[tuple[str, str], list[Deadline]] = {}
    for deadline in described(rows_to_show, today):
        part = part_of(deadline.row), urgency_of(deadline.due_on, today)
        deadlines.setdefault(part, []).append(deadline)
    return DueOfReader(counts, deadlines)


def _parts(access: Access, organisation: Organisation | None) -> Callable[[DueRow | DueCount], str]:
    """The part of the page in which a deadline stands for the reader."""
    decisions = Decisions.of(access)

    def part_of(rows: DueRow | DueCount) -> str:
        if decisions.include(rows.kind, rows.organisation_id):
            return AWAITING
        return OTHERS if rows.is_of_others and organisation is None else OWN

    return part_of


def within_organisations(access: Access, whole: DeadlineScope, organisations: Sequence[Organisation]) -> DeadlineScope:
    """The reader's scope narrowed to these organisations; the reader's own pairs stay in it. The rights are
    read here once, otherwise each of the united queries would read them again."""

    @cache
    def keys_with(right: Right) -> list[int]:
        return [one.pk for one in organisations if access.in_organisation(right, one)]

    return replace(
        whole,
        of_organisations=lambda path: Q(**{f"{path or 'pk'}__in": keys_with(Right.VIEW_PAIRS)}),
        of_holders=lambda right, path: Q(**{f"{path}__in": keys_with(right)}),
        decided_by_reader=whole.decided_by_reader.intersection(one.pk for one in organisations),
        organisations=None if whole.person_ids else organisations,
    )


def deadlines_in_order(rows: Iterable[DueRow], by_row: Mapping[DueRow, Deadline]) -> list[Deadline]:
    return sorted((by_row[row] for row in rows if row in by_row), key=Deadline.order)


def _scope_of(user: User, organisation: Organisation | None) -> DeadlineScope:
    scope = DeadlineScope.of_user(user)
    if organisation is None:
        return scope
    return within_organisations(Access.of(user), replace(scope, person_ids=frozenset()), [organisation])
