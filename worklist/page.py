"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.models import User
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, PairRequest
from mentoring.queries.capacity import count_free
from mentoring.queries.pairs import own_pairs
from mentoring.queries.pairs_on_day import without_pair
from mentoring.queries.requests import own_requests
from monitoring.figures.scope import FigureScope
from monitoring.figures.worklist_counts import section_of, sections_on
from registry import clock
from registry.access import Access, Right
from registry.candidate_deadlines import CANDIDATES
from registry.deadlines import (
    KIND,
    ORGANISATION,
    Deadline,
    DeadlineScope,
    DueRow,
    count_by_organisation,
    described,
    first_due,
    first_of_sections,
)
from registry.enums import Role
from registry.models import Curator, Organisation
from registry.queries.all_days import LISTED
from registry.queries.people import mentees_visible_to, mentors_visible_to
from russian.numbers import plural_form
from worklist.district import DistrictOfReader, due_in, pairs_in_states, people_in
from worklist.queries.organisations import curators_of, names_of_organisations, organisations_by_key
from worklist.queries.pairs import count_pairs
from worklist.tasks import TaskGroup, grouped

#: {organisation: {section: deadlines}}
_Counts = Mapping[int, Mapping[str, int]]

#: deadlines written out of a section; of one of several organisations it is only the one that is due first
MOST_SHOWN = 50
#: own requests written out; the list of requests has them all
MOST_OWN_REQUESTS = 5
#: organisations of a section on one page; the last page takes up to twice as many, so that a small district has one
ORGANISATIONS_ON_A_PAGE = 10


@dataclass(frozen=True)
class Figures:
    active_pairs: int
    drafts: int
    mentors: int
    free_places: int
    mentees_alone: int

    @property
    def nouns(self) -> dict[str, str]:
        """What each figure counts, in the form that goes with its number: the tile sets the number apart."""
        forms = {
            "active_pairs": "действующая пара,действующие пары,действующих пар",
            "drafts": "черновик пары,черновика пар,черновиков пар",
            "mentors": "наставник,наставника,наставников",
            "mentees_alone": "наставляемый,наставляемых,наставляемых",
        }
        return {name: plural_form(getattr(self, name), words) for name, words in forms.items()}


@dataclass(frozen=True)
class Group:
    """The deadlines of one organisation; without one where the reader has a single organisation."""

    #: of all, also of those that are not written out
    count: int
    deadlines: list[Deadline]
    organisation: Organisation | None = None
    #: the reader may open the organisation's monitoring
    monitored: bool = False
    #: in office, with their telephones and addresses
    curators: list[Curator] = field(default_factory=list)

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
class Worklist:
    today: date
    #: what only the reader can decide, as the head of an organisation or above it; it is not repeated below
    awaiting: list[Deadline]
    overdue: WorklistSection
    this_week: WorklistSection
    later: WorklistSection
    figures: Figures | None
    own_pairs: list[Pair]
    #: what the reader has asked for as a mentor or a mentee
    own_requests: list[PairRequest]
    #: what a reader of one organisation does about the deadlines of all sections, and what others do
    tasks: list[TaskGroup] = field(default_factory=list)
    of_others: list[Deadline] = field(default_factory=list)
    #: the section that the tasks are narrowed to; empty for all
    shown: str = ""
    #: the one of several that the reader looks at
    organisation: Organisation | None = None

    @property
    def reads_several(self) -> bool:
        return self.overdue.page is not None

    @property
    def count(self) -> int:
        return self.overdue.count + self.this_week.count + self.later.count

    @property
    def is_cut(self) -> bool:
        """Not everything is written out."""
        sections = (self.overdue, self.this_week, self.later)
        return any(section.count > len(section.deadlines) for section in sections)


def worklist_of(
    user: User, pages: Mapping[str, str] | None = None, organisation: Organisation | None = None
) -> Worklist:
    """`pages` holds the number of the page by section, {"overdue": "2"}, and the section to `show`. `organisation`: the
    one to look at, of those whose pairs the reader sees."""
    today = clock.today()
    access = Access.of(user)
    scope = DeadlineScope.of_user(user)
    if organisation is not None:
        scope = replace(_within(scope, [organisation.pk]), person_ids=frozenset())
    waiting, kinds = _waits_for(access)
    conditions = _sections(today, waiting)
    awaiting = first_due(scope, today, waiting, kinds=kinds) if waiting is not None else []
    of_reader = DistrictOfReader(access, today)
    is_whole = organisation is None and not _decides_as_head(access)
    district = of_reader.where(Right.VIEW_PAIRS) if is_whole else None
    counts = (
        _without(awaiting, due_in(district, scope, conditions), today)
        if district
        else count_by_organisation(scope, today, None, **conditions)
    )
    page_of = _pages(counts, conditions, pages or {}) if organisation is None and _reads_several(access) else {}
    within = {name: set(page.object_list) for name, page in page_of.items()} or None
    most = 1 if page_of else MOST_SHOWN
    on_page = _within(scope, sorted(set().union(*within.values()))) if within else scope
    rows = first_of_sections(on_page, today, conditions, most, organisations=within)
    due_rows = [*awaiting, *(row for section in rows.values() for row in section)]
    organisations = organisations_by_key({row.organisation_id for row in due_rows})
    deadlines = _as_reader_may(access, described(due_rows, today), organisations)
    curators = curators_of(organisations) if page_of else {}
    found = {
        name: _section(
            access, name, counts, page_of.get(name), _deadlines(rows[name], deadlines), organisations, curators
        )
        for name in conditions
    }
    shown, shows_own = (pages or {}).get("show", ""), organisation is None
    listed = [] if page_of else _listed(found, shown)
    return Worklist(
        today,
        _deadlines(awaiting, deadlines),
        **found,
        tasks=grouped(access, (deadline for deadline in listed if not deadline.is_of_others)),
        of_others=[deadline for deadline in listed if deadline.is_of_others],
        shown=shown if shown in found else "",
        organisation=organisation,
        figures=_figures(user, of_reader, today) if shows_own and access.anywhere(Right.VIEW_PEOPLE) else None,
        own_pairs=_own_pairs(access) if shows_own else [],
        own_requests=list(own_requests(access)[:MOST_OWN_REQUESTS]) if shows_own and access.person_ids else [],
    )


def _within(whole: DeadlineScope, organisation_ids: Collection[int]) -> DeadlineScope:
    """Of the scope only these organisations; own pairs of the reader stay."""

    def here(path: str) -> Q:
        return Q(**{f"{path or 'pk'}__in": organisation_ids})

    return replace(
        whole,
        of_organisations=lambda path: whole.of_organisations(path) & here(path),
        of_holders=lambda right, path: whole.of_holders(right, path) & here(path),
        decided_by_reader=whole.decided_by_reader.intersection(organisation_ids),
    )


def _own_pairs(access: Access) -> list[Pair]:
    if not access.person_ids:
        return []
    return list(own_pairs(access).exclude(status=PairStatus.CANCELLED).found_by_key().for_screen())


def _waits_for(access: Access) -> tuple[Q | None, set[str]]:
    """What the reader decides as the head or the coordinator, and of which kinds that is. A municipal administrator
    may approve too, but it is not theirs."""
    waiting, kinds_waited = Q(), set[str]()
    if heads := access.organisation_ids(Right.APPROVE_PROGRAMMES):
        kinds = [
            DeadlineKind.APPROVAL.value,
            DeadlineKind.ROADMAP_APPROVAL.value,
            DeadlineKind.REQUEST.value,
            CANDIDATES,
        ]
        waiting |= Q(**{f"{KIND}__in": kinds, f"{ORGANISATION}__in": heads})
        kinds_waited.update(kinds)
    if Role.COORDINATOR in access.roles:
        waiting |= Q(**{KIND: DeadlineKind.ROADMAP_AGREEMENT.value})
        kinds_waited.add(DeadlineKind.ROADMAP_AGREEMENT.value)
    return waiting or None, kinds_waited


def _decides_as_head(access: Access) -> bool:
    return bool(access.organisation_ids(Right.APPROVE_PROGRAMMES))


def _without(rows: Iterable[DueRow], counts: _Counts, today: date) -> _Counts:
    """The stored counts less the rows that stand above the sections."""
    left = {pk: dict(sections) for pk, sections in counts.items()}
    for row in rows:
        section = section_of(row.due_on, today)
        if row.organisation_id in left:
            left[row.organisation_id][section] -= 1
    return left


def _listed(sections: Mapping[str, WorklistSection], shown: str) -> list[Deadline]:
    """Of the chosen section, or of all: what is due first before the others."""
    chosen = [section for name, section in sections.items() if shown not in sections or name == shown]
    return [deadline for section in chosen for deadline in section.deadlines]


def _sections(today: date, waiting: Q | None) -> dict[str, Q]:
    sections = sections_on(today)
    return sections if waiting is None else {name: section & ~waiting for name, section in sections.items()}


def _reads_several(access: Access) -> bool:
    return access.is_municipal(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1


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


def _as_reader_may(
    access: Access, deadlines: list[Deadline], organisations: Mapping[int, Organisation]
) -> dict[DueRow, Deadline]:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""

    def may(deadline: Deadline) -> bool:
        if deadline.right is None or deadline.doer_id in access.person_ids:
            return True
        return access.in_organisation(deadline.right, organisations[deadline.organisation_id])

    def for_reader(deadline: Deadline) -> Deadline:
        if may(deadline):
            return deadline
        return replace(deadline, action="Открыть", link=deadline.look or deadline.link, is_of_others=True)

    return {deadline.row: for_reader(deadline) for deadline in deadlines}


def _deadlines(rows: Iterable[DueRow], by_row: Mapping[DueRow, Deadline]) -> list[Deadline]:
    return sorted((by_row[row] for row in rows if row in by_row), key=Deadline.order)


def _section(
    access: Access,
    name: str,
    counts: _Counts,
    page: Page | None,
    deadlines: list[Deadline],
    organisations: Mapping[int, Organisation],
    curators: Mapping[int, list[Curator]],
) -> WorklistSection:
    total = sum(count[name] for count in counts.values())
    if page is None:
        return WorklistSection(name, total, [Group(total, deadlines)] if deadlines else [])
    parts: dict[int, list[Deadline]] = {pk: [] for pk in page.object_list}
    for deadline in deadlines:
        parts[deadline.organisation_id].append(deadline)
    groups = [
        Group(
            counts[pk][name],
            part,
            organisations[pk],
            access.in_organisation(Right.VIEW_MONITORING, organisations[pk]),
            curators.get(pk, []),
        )
        for pk, part in parts.items()
        if part
    ]
    groups.sort(key=lambda group: group.longest.due_on)
    return WorklistSection(name, total, groups, page)


def _figures(user: User, of_reader: DistrictOfReader, today: date) -> Figures:
    active, drafts = _pairs(user, of_reader.where(Right.VIEW_PAIRS), today)
    if people := of_reader.where(Right.VIEW_PEOPLE):
        mentors, free, alone = people_in(people)
        # Those of the municipality who belong to no organisation stand in no row of the district.
        condition = LISTED & Q(person__organisation__isnull=True)
    else:
        mentors, free, alone = 0, 0, 0
        condition = LISTED
    others = count_free(mentors_visible_to(user).filter(condition), today)
    alone += without_pair(mentees_visible_to(user).filter(condition), today).count()
    return Figures(active, drafts, mentors + others.mentors, free + others.free, alone)


def _pairs(user: User, district: FigureScope | None, today: date) -> tuple[int, int]:
    """How many are at work, and how many drafts; of a district those hosted elsewhere are looked for apart."""
    active, drafts = count_pairs(user, today, outside=district)
    hosted = pairs_in_states(district) if district else (0, 0)
    return active + hosted[0], drafts + hosted[1]


#: seconds for which the number in the menu may be old
COUNT_KEPT = 60


def own_count(user: User) -> int:
    """What waits for the reader: own decisions above organisations, and what is overdue in an organisation."""
    key = f"worklist-count-{user.pk}-{clock.today():%Y%m%d}"
    number = cache.get(key)
    if number is None:
        number = _own_count(user)
        cache.set(key, number, COUNT_KEPT)
    return number


def _own_count(user: User) -> int:
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    waiting, kinds = _waits_for(access)
    if _reads_several(access):
        return len(first_due(scope, today, waiting, kinds=kinds)) if waiting is not None else 0
    late = count_by_organisation(scope, today, None, late=sections_on(today)["overdue"])
    return sum(sections["late"] for sections in late.values())
