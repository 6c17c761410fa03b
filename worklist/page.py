"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from accounts.models import User
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, PairRequest
from mentoring.queries.capacity import count_free
from mentoring.queries.pairs import own_pairs, pairs_visible_to
from mentoring.queries.pairs_on_day import without_pair
from mentoring.queries.requests import own_requests
from monitoring.figures.scope import FigureScope
from monitoring.figures.worklist_counts import sections_on
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
from registry.models import Organisation
from registry.queries.all_days import LISTED
from registry.queries.people import mentees_visible_to, mentors_visible_to
from russian.numbers import plural_form
from worklist.district import DistrictOfReader, due_in, pairs_in_states, people_in

#: {organisation: {section: deadlines}}
_Counts = Mapping[int, Mapping[str, int]]

#: deadlines written out of a section, or of one organisation in it
MOST_SHOWN = 50
#: the same of one organisation where there are so many that one leafs through them
MOST_OF_MANY = 3
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
    #: what only the reader, as the head of an organisation, can decide; it is not repeated below
    awaiting: list[Deadline]
    overdue: WorklistSection
    this_week: WorklistSection
    later: WorklistSection
    figures: Figures | None
    own_pairs: list[Pair]
    #: what the reader has asked for as a mentor or a mentee
    own_requests: list[PairRequest]


def worklist_of(user: User, pages: Mapping[str, str] | None = None) -> Worklist:
    """`pages` holds the number of the page by section: {"overdue": "2"}."""
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    waiting = _waits_for(access)
    conditions = _sections(today, waiting)
    of_reader = DistrictOfReader(access, today)
    district = of_reader.where(Right.VIEW_PAIRS) if waiting is None else None
    counts = (
        due_in(district, scope, conditions) if district else count_by_organisation(scope, today, None, **conditions)
    )
    page_of = _pages(counts, conditions, pages or {}) if _reads_several(access) else {}
    within = {name: set(page.object_list) for name, page in page_of.items()} or None
    most = MOST_OF_MANY if any(page.has_other_pages() for page in page_of.values()) else MOST_SHOWN
    rows = first_of_sections(scope, today, conditions, most, organisations=within)
    awaiting = first_due(scope, today, waiting) if waiting is not None else []
    due_rows = [*awaiting, *(row for section in rows.values() for row in section)]
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in due_rows})
    deadlines = _in_words_of(access, described(due_rows, today), organisations)
    return Worklist(
        today,
        _deadlines(awaiting, deadlines),
        **{
            name: _section(access, name, counts, page_of.get(name), _deadlines(rows[name], deadlines), organisations)
            for name in conditions
        },
        figures=_figures(user, of_reader, today) if access.anywhere(Right.VIEW_PEOPLE) else None,
        own_pairs=_own_pairs(access),
        own_requests=list(own_requests(access)[:MOST_OWN_REQUESTS]) if access.person_ids else [],
    )


def _own_pairs(access: Access) -> list[Pair]:
    if not access.person_ids:
        return []
    return list(own_pairs(access).exclude(status=PairStatus.CANCELLED).found_by_key().for_screen())


def _waits_for(access: Access) -> Q | None:
    """What the reader is to decide as the head. A municipal administrator may approve too, but it is not theirs."""
    heads = access.organisation_ids(Right.APPROVE_PROGRAMMES)
    kinds = [DeadlineKind.APPROVAL.value, DeadlineKind.ROADMAP_APPROVAL.value, DeadlineKind.REQUEST.value, CANDIDATES]
    return Q(**{f"{KIND}__in": kinds, f"{ORGANISATION}__in": heads}) if heads else None


def _sections(today: date, waiting: Q | None) -> dict[str, Q]:
    sections = sections_on(today)
    return sections if waiting is None else {name: section & ~waiting for name, section in sections.items()}


def _reads_several(access: Access) -> bool:
    return access.is_municipal(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1


def _pages(counts: _Counts, sections: Iterable[str], page_numbers: Mapping[str, str]) -> dict[str, Page]:
    """Of the organisations of each section, the most laden first."""
    names = dict(Organisation.objects.filter(pk__in=counts).order_by().values_list("pk", "sort_key"))
    pages = {}
    for section in sections:
        laden = [pk for pk, count in counts.items() if count[section] and pk in names]
        laden.sort(key=lambda pk: (-counts[pk][section], names[pk]))
        pages[section] = Paginator(laden, ORGANISATIONS_ON_A_PAGE, orphans=ORGANISATIONS_ON_A_PAGE).get_page(
            page_numbers.get(section)
        )
    return pages


def _in_words_of(
    access: Access, deadlines: list[Deadline], organisations: Mapping[int, Organisation]
) -> dict[DueRow, Deadline]:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""

    def may(deadline: Deadline) -> bool:
        if deadline.right is None or deadline.doer_id in access.person_ids:
            return True
        return access.in_organisation(deadline.right, organisations[deadline.organisation_id])

    return {deadline.row: deadline if may(deadline) else replace(deadline, action="Открыть") for deadline in deadlines}


def _deadlines(rows: Iterable[DueRow], by_row: Mapping[DueRow, Deadline]) -> list[Deadline]:
    return sorted((by_row[row] for row in rows if row in by_row), key=Deadline.order)


def _section(
    access: Access,
    name: str,
    counts: _Counts,
    page: Page | None,
    deadlines: list[Deadline],
    organisations: Mapping[int, Organisation],
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
        )
        for pk, part in parts.items()
        if part
    ]
    return WorklistSection(name, total, groups, page)


def _figures(user: User, of_reader: DistrictOfReader, today: date) -> Figures:
    active, drafts = _pairs(user, of_reader.where(Right.VIEW_PAIRS))
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


def _pairs(user: User, district: FigureScope | None) -> tuple[int, int]:
    """How many are active, and how many drafts; of a district those hosted elsewhere are looked for apart."""
    pairs = pairs_visible_to(user)
    if district:
        pairs = pairs.filter(organisation__in=Organisation.objects.exclude(pk__in=district.ids).order_by())
    counts = (
        pairs.filter(status__in=[PairStatus.ACTIVE, PairStatus.DRAFT])
        .order_by()
        .aggregate(
            active=Count("pk", filter=Q(status=PairStatus.ACTIVE)),
            drafts=Count("pk", filter=Q(status=PairStatus.DRAFT)),
        )
    )
    hosted = pairs_in_states(district) if district else (0, 0)
    return counts["active"] + hosted[0], counts["drafts"] + hosted[1]
