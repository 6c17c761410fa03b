"""What the first page consists of: its sections, groups, buttons and pages of deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page

from mentoring.models import Pair, PairRequest
from registry.deadlines import Deadline
from registry.models import Curator, Organisation
from registry.pages.raw_parameters import whole_number
from worklist.due.groups import TaskGroup
from worklist.due.of_reader import MOST_SHOWN
from worklist.first_page.numbers import FirstPageNumbers

#: of deadlines, so that nobody asks the database to count further
MOST_PAGES = 1000
#: by urgency; names of parameters
SECTIONS = ("overdue", "this_week", "later")


@dataclass(frozen=True)
class OrganisationDeadlines:
    """The deadlines of one organisation, with what the first page offers about it. `organisation` is None where the
    reader has a single one."""

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
    groups: list[OrganisationDeadlines]
    #: of organisations, the most laden first; None for a reader of one organisation
    page: Page | None = None
    #: what stands in the lines of two organisations and is counted once
    repeated: int = 0
    #: of them what monitoring does not count
    outside_figures: int = 0

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
class OverdueInMonitoring:
    organisation_id: int
    number: int


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
    #: items of the municipal roadmaps that the reader leads, and how many there are
    of_municipality: list[Deadline] = field(default_factory=list)
    of_municipality_number: int = 0
    #: what monitoring calls overdue in the organisation of the reader, where its number is another one
    overdue_in_monitoring: OverdueInMonitoring | None = None

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


def deadline_page_of(parameters: Mapping[str, str]) -> DeadlinePage:
    return DeadlinePage(max(1, min(whole_number(parameters.get("page", "")) or 1, MOST_PAGES)))
