"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairRequest
from mentoring.queries.pairs import own_pairs
from mentoring.queries.requests import own_requests
from monitoring.figures.worklist_counts import section_of, sections_on
from registry import clock
from registry.access import Access, Right
from registry.deadlines import (
    Deadline,
    DeadlineScope,
    DueRow,
    count_by_organisation,
    described,
    first_due,
    first_of_sections,
)
from registry.models import Curator, Organisation
from worklist.district import DistrictOfReader, due_in
from worklist.due_of_reader import (
    as_reader_may,
    decides_as_head,
    due_of,
    in_order,
    reads_several,
    waits_for,
    within_organisations,
)
from worklist.figures import Figures, figures_of
from worklist.queries.organisations import curators_of, names_of_organisations, organisations_of_rows
from worklist.queries.reminders import last_reminders
from worklist.tasks import TaskGroup, grouped

#: {organisation: {section: deadlines}}
_Counts = Mapping[int, Mapping[str, int]]

#: deadlines written out of a section; of one of several organisations it is only the one that is due first
MOST_SHOWN = 50
#: own requests written out; the list of requests has them all
MOST_OWN_REQUESTS = 5
#: organisations of a section on one page; the last page takes up to twice as many, so that a small district has one
ORGANISATIONS_ON_A_PAGE = 10
#: by urgency; names of parameters
SECTIONS = ("overdue", "this_week", "later")
#: parts of the tasks of one organisation
CHIPS = {
    "": "Все",
    "overdue": "Просрочено",
    "this_week": "На этой неделе",
    "later": "Скоро",
    "others": "Ждём других",
}
ALWAYS_OFFERED = ("", "overdue", "this_week")


@dataclass(frozen=True)
class Group:
    """The deadlines of one organisation; without one where the reader has a single organisation."""

    #: of all, also of those that are not written out
    count: int
    deadlines: list[Deadline]
    organisation: Organisation | None = None
    #: the reader may open the organisation's monitoring
    monitored: bool = False
    #: the reader may remind its curators
    may_remind: bool = False
    #: in office, with their telephones and addresses
    curators: list[Curator] = field(default_factory=list)
    #: when they were last reminded
    reminded_on: date | None = None

    @property
    def longest(self) -> Deadline:
        """What is due first."""
        return self.deadlines[0]


@dataclass(frozen=True)
class WorklistSection:
    """Deadlines of one urgency; `name` is also that of the parameter which tells the page."""

    name: str
    count: int
    groups: list[Group]
    #: of organisations, the most laden first; None for a reader of one organisation
    page: Page | None = None

    @property
    def deadlines(self) -> list[Deadline]:
        """Those written out on the page."""
        return [deadline for group in self.groups for deadline in group.deadlines]


@dataclass(frozen=True)
class Chip:
    """A part of the tasks; its number is that of the rows which it leaves on the page."""

    name: str
    title: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Worklist:
    today: date
    #: what only the reader can decide, as the head of an organisation or above it; it is not repeated below
    awaiting: list[Deadline]
    overdue: WorklistSection
    this_week: WorklistSection
    later: WorklistSection
    figures: Figures | None = None
    own_pairs: list[Pair] = field(default_factory=list)
    #: what the reader has asked for as a mentor or a mentee
    own_requests: list[PairRequest] = field(default_factory=list)
    #: what a reader of one organisation does about the deadlines that are shown, and what others do
    tasks: list[TaskGroup] = field(default_factory=list)
    of_others: list[Deadline] = field(default_factory=list)
    #: how the tasks can be narrowed, one of them chosen
    chips: list[Chip] = field(default_factory=list)
    #: the one of several that the reader looks at
    organisation: Organisation | None = None

    @property
    def reads_several(self) -> bool:
        return self.overdue.page is not None

    @property
    def shown(self) -> str:
        """The part that the tasks are narrowed to; empty for all."""
        return next((chip.name for chip in self.chips if chip.is_on), "")

    @property
    def is_cut(self) -> bool:
        """Not everything is written out."""
        sections = (self.overdue, self.this_week, self.later)
        return any(section.count > len(section.deadlines) for section in sections)


def worklist_of(
    user: User, asked: Mapping[str, str] | None = None, organisation: Organisation | None = None
) -> Worklist:
    """`asked` holds the number of the page by section, {"overdue": "2"}, and the part to `show`. `organisation`: the
    one to look at, of those whose pairs the reader sees."""
    access = Access.of(user)
    if organisation is not None:
        return _of_one(user, asked or {}, organisation)
    worklist = (_of_several if reads_several(access) else _of_one)(user, asked or {})
    return replace(
        worklist,
        figures=figures_of(user, worklist.today) if access.anywhere(Right.VIEW_PEOPLE) else None,
        own_pairs=_own_pairs(access),
        own_requests=list(own_requests(access)[:MOST_OWN_REQUESTS]) if access.person_ids else [],
    )


def _of_one(user: User, asked: Mapping[str, str], organisation: Organisation | None = None) -> Worklist:
    """All that is due, by deed. Of one organisation among several everything is looked at that is due there; in the
    reader's own what others do is apart."""
    today = clock.today()
    access = Access.of(user)
    due = due_of(user, today, organisation)
    own, others = due.own, due.of_others
    parts = {"": own, **{name: [d for d in own if section_of(d.due_on, today) == name] for name in SECTIONS}}
    if organisation is None:
        parts = {name: [*_in_section(due.awaiting, name, today), *part] for name, part in parts.items()}
    parts["others"] = others
    shown = asked.get("show", "") if asked.get("show") in parts else ""
    sections = {
        name: _of_section(name, [d for d in (*own, *others) if section_of(d.due_on, today) == name])
        for name in SECTIONS
    }
    written_out = {d.row for section in sections.values() for d in section.deadlines}
    is_alone = organisation is not None and shown
    awaiting = [] if is_alone or shown == "others" else _in_section(due.awaiting, shown, today)
    listed = [d for d in parts[shown] if d.row in written_out]
    return Worklist(
        today,
        awaiting,
        sections["overdue"],
        sections["this_week"],
        sections["later"],
        tasks=grouped(access, listed) if shown != "others" else [],
        of_others=[d for d in others if d.row in written_out] if shown in ("", "others") else [],
        chips=[
            Chip(name, title, len(parts[name]), name == shown)
            for name, title in CHIPS.items()
            if parts[name] or name in ALWAYS_OFFERED or name == shown
        ],
        organisation=organisation,
    )


def _in_section(deadlines: list[Deadline], name: str, today: date) -> list[Deadline]:
    return [deadline for deadline in deadlines if name in ("", section_of(deadline.due_on, today))]


def _of_section(name: str, deadlines: list[Deadline]) -> WorklistSection:
    deadlines = sorted(deadlines, key=Deadline.order)
    groups = [Group(len(deadlines), deadlines[:MOST_SHOWN])] if deadlines else []
    return WorklistSection(name, len(deadlines), groups)


def _of_several(user: User, asked: Mapping[str, str]) -> Worklist:
    """Own decisions, and a line for each organisation with the one deadline that is due first there."""
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    waiting, kinds = waits_for(access)
    conditions = _sections(today, waiting)
    awaiting = first_due(scope, today, waiting, kinds=kinds) if waiting is not None else []
    of_reader = DistrictOfReader(access, today)
    district = None if decides_as_head(access) else of_reader.where(Right.VIEW_PAIRS)
    counts = (
        _without(awaiting, due_in(district, scope, conditions), today)
        if district
        else count_by_organisation(scope, today, None, **conditions)
    )
    page_of = _pages(counts, conditions, asked)
    within = {name: set(page.object_list) for name, page in page_of.items()}
    on_page = sorted(set().union(*within.values()))
    rows = first_of_sections(within_organisations(scope, on_page), today, conditions, 1, organisations=within)
    due_rows = [*awaiting, *(row for section in rows.values() for row in section)]
    organisations = organisations_of_rows({row.organisation_id for row in due_rows})
    deadlines = as_reader_may(access, described(due_rows, today), organisations)
    groups = _groups(access, organisations)
    sections = {
        name: _section(name, counts, page_of[name], in_order(rows[name], deadlines), groups) for name in conditions
    }
    return Worklist(
        today,
        in_order(awaiting, deadlines),
        sections["overdue"],
        sections["this_week"],
        sections["later"],
    )


def _own_pairs(access: Access) -> list[Pair]:
    if not access.person_ids:
        return []
    return list(own_pairs(access).exclude(status=PairStatus.CANCELLED).found_by_key().for_screen())


def _without(rows: Iterable[DueRow], counts: _Counts, today: date) -> _Counts:
    """The stored counts less the rows that stand above the sections."""
    left = {pk: dict(sections) for pk, sections in counts.items()}
    for row in rows:
        section = section_of(row.due_on, today)
        if row.organisation_id in left:
            left[row.organisation_id][section] -= 1
    return left


def _sections(today: date, waiting: Q | None) -> dict[str, Q]:
    sections = sections_on(today)
    return sections if waiting is None else {name: section & ~waiting for name, section in sections.items()}


def _pages(counts: _Counts, sections: Iterable[str], page_numbers: Mapping[str, str]) -> dict[str, Page]:
    """Of the organisations of each section, the most laden first."""
    names = names_of_organisations(counts)
    pages = {}
    for section in sections:
        laden = [pk for pk, count in counts.items() if count[section] and pk in names]
        laden.sort(key=lambda pk: (-counts[pk][section], names[pk]))
        pages[section] = Paginator(laden, ORGANISATIONS_ON_A_PAGE, orphans=ORGANISATIONS_ON_A_PAGE).get_page(
            page_numbers.get(section)
        )
    return pages


def _groups(access: Access, organisations: Mapping[int, Organisation]) -> dict[int, Group]:
    """Of each organisation what does not depend on its deadlines."""
    curators, reminders = curators_of(organisations), last_reminders(organisations)
    return {
        pk: Group(
            0,
            [],
            organisation,
            access.in_organisation(Right.VIEW_MONITORING, organisation),
            access.in_organisation(Right.REMIND_CURATORS, organisation),
            curators.get(pk, []),
            reminders.get(pk),
        )
        for pk, organisation in organisations.items()
    }


def _section(
    name: str, counts: _Counts, page: Page, deadlines: list[Deadline], groups: Mapping[int, Group]
) -> WorklistSection:
    """`page`: of organisations; `deadlines`: the first of each."""
    parts: dict[int, list[Deadline]] = {pk: [] for pk in page.object_list}
    for deadline in deadlines:
        parts[deadline.organisation_id].append(deadline)
    found = [replace(groups[pk], count=counts[pk][name], deadlines=part) for pk, part in parts.items() if part]
    found.sort(key=lambda group: group.longest.due_on)
    return WorklistSection(name, sum(count[name] for count in counts.values()), found, page)


#: seconds for which the number in the menu may be old
COUNT_KEPT = 60


def own_count(user: User) -> int:
    """What the first page asks the reader to do: own decisions, and in an organisation of the reader's the tasks."""
    key = f"worklist-count-{user.pk}-{clock.today():%Y%m%d}"
    number = cache.get(key)
    if number is None:
        number = _own_count(user)
        cache.set(key, number, COUNT_KEPT)
    return number


def _own_count(user: User) -> int:
    today = clock.today()
    access = Access.of(user)
    if not reads_several(access):
        due = due_of(user, today)
        return len(due.awaiting) + len(due.own)
    waiting, kinds = waits_for(access)
    return len(first_due(DeadlineScope.of_user(user), today, waiting, kinds=kinds)) if waiting is not None else 0
