"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.cache import cache
from django.core.paginator import Page, Paginator

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairRequest
from mentoring.queries.pairs import own_pairs
from mentoring.queries.requests import own_requests
from monitoring.figures.worklist_counts import sections_on
from registry import clock
from registry.access import Access, Right
from registry.deadlines import Deadline, DeadlineScope, DueRow
from registry.models import Curator, Organisation
from registry.queries.deadlines import count_by_organisation, described, first_due, first_of_sections
from registry.raw_parameters import whole_number
from worklist.district import DistrictOfReader, due_counted, due_in
from worklist.due_of_reader import (
    AWAITING,
    MOST_SHOWN,
    OTHERS,
    OWN,
    Decisions,
    DueOfReader,
    decides_as_head,
    due_of,
    in_order,
    numbers_of,
    reads_several,
    within_organisations,
)
from worklist.first_page_numbers import FirstPageNumbers, first_page_numbers_of
from worklist.queries.organisations import curators_of, organisations_of_rows
from worklist.queries.reminders import last_reminders
from worklist.task_groups import TaskGroup, grouped

#: {organisation: {section: deadlines}}
_Counts = Mapping[int, Mapping[str, int]]

#: of deadlines, so that nobody asks the database to count further
MOST_PAGES = 1000
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
    OTHERS: "Ждём других",
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
        """The first deadline."""
        return self.deadlines[0]


@dataclass(frozen=True)
class WorklistSection:
    """Deadlines of one urgency. `name` is also the name of the parameter that holds the page."""

    name: str
    count: int
    groups: list[Group]
    #: of organisations, the most laden first; None for a reader of one organisation
    page: Page | None = None

    @property
    def deadlines(self) -> list[Deadline]:
        """The deadlines that the page shows."""
        return [deadline for group in self.groups for deadline in group.deadlines]


@dataclass(frozen=True)
class Chip:
    """A button that narrows the tasks to a part of them, with the number of rows that remain."""

    name: str
    title: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class DeadlinePage:
    """The page of the deadlines: each part and urgency shows the same number of rows."""

    page: int = 1
    #: how many the largest of them has
    number: int = 0

    @property
    def skip(self) -> int:
        return (self.page - 1) * MOST_SHOWN

    @property
    def first(self) -> int:
        return self.skip + 1

    @property
    def last(self) -> int:
        return self.skip + MOST_SHOWN

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.number > self.last else None


@dataclass(frozen=True)
class Worklist:
    today: date
    #: what only the reader can decide, as the head of an organisation or above it; it is not repeated below
    awaiting: list[Deadline]
    overdue: WorklistSection
    this_week: WorklistSection
    later: WorklistSection
    #: of all, also of those that are not written out, as the next one
    awaiting_number: int = 0
    of_others_number: int = 0
    numbers: FirstPageNumbers | None = None
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
    deadline_page: DeadlinePage = field(default_factory=DeadlinePage)

    @property
    def reads_several(self) -> bool:
        return self.overdue.page is not None

    @property
    def chip_in_use(self) -> str:
        """The name of the chip to which the tasks are narrowed; empty for all tasks."""
        return next((chip.name for chip in self.chips if chip.is_on), "")

    @property
    def is_cut(self) -> bool:
        """Whether the page leaves rows out."""
        return bool(self.deadline_page.before or self.deadline_page.after)


def worklist_of(
    user: User, parameters: Mapping[str, str] | None = None, organisation: Organisation | None = None
) -> Worklist:
    """`parameters`: the number of the page by section, {"overdue": "2"}, and the part to `show`. `organisation`: the
    one whose deadlines are shown, among those whose pairs the reader sees."""
    access = Access.of(user)
    if organisation is not None:
        return _of_one(user, parameters or {}, organisation)
    reader_district = DistrictOfReader(access, clock.today())
    worklist = (
        _of_several(user, parameters or {}, reader_district)
        if reads_several(access)
        else _of_one(user, parameters or {})
    )
    return replace(
        worklist,
        numbers=first_page_numbers_of(user, reader_district, worklist.today)
        if access.anywhere(Right.VIEW_PEOPLE)
        else None,
        own_pairs=_own_pairs(access),
        own_requests=list(own_requests(access)[:MOST_OWN_REQUESTS]) if access.person_ids else [],
    )


def _of_one(user: User, parameters: Mapping[str, str], organisation: Organisation | None = None) -> Worklist:
    """The deadlines of one organisation, grouped by deed. Of a foreign organisation the page shows everything that is
    due there; of the reader's own organisation the tasks of others stand apart."""
    today = clock.today()
    chip = parameters.get("show", "") if parameters.get("show") in CHIPS else ""
    sections_by_part = _sections_by_part(chip, is_own=organisation is None)
    deadline_page = _deadline_page(parameters)
    due = due_of(user, today, sections_by_part, organisation, deadline_page.skip)
    reader_parts = [AWAITING, OWN] if organisation is None else [OWN]
    numbers = {"": due.number(reader_parts, SECTIONS), OTHERS: due.number([OTHERS], SECTIONS)}
    numbers |= {name: due.number(reader_parts, [name]) for name in SECTIONS}
    of_part = {part: due.number([part], sections) for part, sections in sections_by_part.items()}
    largest = max(
        due.number([part], [name])
        for part, sections in sections_by_part.items()
        for name in SECTIONS
        if name in sections
    )
    return Worklist(
        today,
        due.deadlines([AWAITING], SECTIONS),
        _of_section("overdue", due),
        _of_section("this_week", due),
        _of_section("later", due),
        awaiting_number=of_part[AWAITING],
        tasks=grouped(Access.of(user), due.deadlines([OWN], SECTIONS), due.by_kind([OWN], sections_by_part[OWN])),
        of_others=due.deadlines([OTHERS], SECTIONS),
        of_others_number=of_part[OTHERS],
        chips=[
            Chip(name, title, numbers[name], name == chip)
            for name, title in CHIPS.items()
            if numbers[name] or name in ALWAYS_OFFERED or name == chip
        ],
        organisation=organisation,
        deadline_page=replace(deadline_page, number=largest),
    )


def _sections_by_part(chip: str, *, is_own: bool) -> dict[str, Collection[str]]:
    """The sections of each part that stand on the page. Decisions stand above the tasks of another organisation only
    while no chip is pressed."""
    sections = (chip,) if chip in SECTIONS else SECTIONS
    is_mine = chip != OTHERS
    return {
        AWAITING: sections if is_mine and (is_own or not chip) else (),
        OWN: sections if is_mine else (),
        OTHERS: sections if chip in ("", OTHERS) else (),
    }


def _of_section(name: str, due: DueOfReader) -> WorklistSection:
    number = due.number([OWN, OTHERS], [name])
    groups = [Group(number, due.deadlines([OWN, OTHERS], [name]))] if number else []
    return WorklistSection(name, number, groups)


def _deadline_page(parameters: Mapping[str, str]) -> DeadlinePage:
    return DeadlinePage(max(1, min(whole_number(parameters.get("page", "")) or 1, MOST_PAGES)))


def _of_several(user: User, parameters: Mapping[str, str], reader_district: DistrictOfReader) -> Worklist:
    """The reader's decisions, and a line for each organisation with its first deadline."""
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    decisions, deadline_page = Decisions.of(access), _deadline_page(parameters)
    conditions = sections_on(today)
    awaited = _awaited(scope, decisions, today)
    number = sum(sum(sections.values()) for sections in awaited.values())
    awaiting: list[DueRow] = []
    if number:
        part = slice(deadline_page.skip, deadline_page.skip + MOST_SHOWN)
        awaiting = first_due(scope, today, decisions.condition, kinds=decisions.of_kinds, part=part)
    if decisions.of_kinds:
        conditions = {name: section & ~decisions.condition for name, section in conditions.items()}
    district = None if decides_as_head(access) else reader_district.where(Right.VIEW_PAIRS)
    due = due_in(district, scope) if district else due_counted(scope, today, conditions)
    counts = _without(awaited, due.numbers) if district else due.numbers
    page_of = _pages(counts, conditions, parameters)
    keys_on_page = {name: set(page.object_list) for name, page in page_of.items()}
    organisations = organisations_of_rows({row.organisation_id for row in awaiting}.union(*keys_on_page.values()))
    of_page = within_organisations(access, scope, list(organisations.values()))
    rows = first_of_sections(of_page, today, conditions, 1, organisations=keys_on_page, kinds=due.kinds)
    due_rows = [*awaiting, *(row for section in rows.values() for row in section)]
    deadlines = {deadline.row: deadline for deadline in described(due_rows, today)}
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
        awaiting_number=number,
        deadline_page=replace(deadline_page, number=number),
    )


def _awaited(scope: DeadlineScope, decisions: Decisions, today: date) -> _Counts:
    """The decisions of a reader of several organisations."""
    if not decisions.of_kinds:
        return {}
    sections = {name: section & decisions.condition for name, section in sections_on(today).items()}
    return count_by_organisation(scope, today, sections, kinds=decisions.of_kinds)


def _own_pairs(access: Access) -> list[Pair]:
    if not access.person_ids:
        return []
    return list(own_pairs(access).exclude(status=PairStatus.CANCELLED).found_by_key().for_screen())


def _without(awaited: _Counts, counts: _Counts) -> _Counts:
    """Everything due without the rows that stand above the sections. `counts` have every kind that `awaited` has."""
    nothing = dict.fromkeys(SECTIONS, 0)
    return {
        pk: {name: number - awaited.get(pk, nothing)[name] for name, number in sections.items()}
        for pk, sections in counts.items()
    }


def _pages(counts: _Counts, sections: Iterable[str], page_numbers: Mapping[str, str]) -> dict[str, Page]:
    """The organisations of each section, those with the most deadlines first, then by name as in `counts`."""
    pages = {}
    for section in sections:
        laden = sorted((pk for pk in counts if counts[pk][section]), key=lambda pk: -counts[pk][section])
        pages[section] = Paginator(laden, ORGANISATIONS_ON_A_PAGE, orphans=ORGANISATIONS_ON_A_PAGE).get_page(
            page_numbers.get(section)
        )
    return pages


def _groups(access: Access, organisations: Mapping[int, Organisation]) -> dict[int, Group]:
    """What the page says of each organisation apart from its deadlines."""
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
    """`page`: the page of organisations; `deadlines`: the first deadline of each."""
    parts: dict[int, list[Deadline]] = {pk: [] for pk in page.object_list}
    for deadline in deadlines:
        parts[deadline.organisation_id].append(deadline)
    groups_on_page = [replace(groups[pk], count=counts[pk][name], deadlines=part) for pk, part in parts.items() if part]
    groups_on_page.sort(key=lambda group: group.longest.due_on)
    return WorklistSection(name, sum(count[name] for count in counts.values()), groups_on_page, page)


#: seconds for which the number in the menu may be old
COUNT_KEPT = 60


def own_count(user: User) -> int:
    """The number of what the first page asks the reader to do: decisions, and in an own organisation the tasks."""
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
        own = [count.numbers.values() for part, count in numbers_of(user, today) if part in (AWAITING, OWN)]
        return sum(map(sum, own))
    awaited = _awaited(DeadlineScope.of_user(user), Decisions.of(access), today)
    return sum(sum(sections.values()) for sections in awaited.values())
