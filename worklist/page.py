"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from mentoring.enums import LIVE, DeadlineKind, PairStatus
from mentoring.models import Pair
from mentoring.queries.capacity import count_free
from mentoring.queries.pairs import own_pairs, pairs_visible_to
from registry import clock
from registry.access import Access, Right
from registry.deadlines import (
    DAY,
    DAYS_AHEAD,
    KIND,
    ORGANISATION,
    Deadline,
    DeadlineScope,
    DueRow,
    count_by_organisation,
    described,
    first_due,
    first_due_of_each,
)
from registry.models import Organisation
from registry.queries.people import mentees_visible_to, mentors_visible_to
from russian.numbers import plural

#: deadlines written out of a section, or of one organisation in it
MOST_SHOWN = 50
#: organisations of a section on one page
ORGANISATIONS_ON_A_PAGE = 20


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
        return {name: plural(getattr(self, name), words).partition("\u00a0")[2] for name, words in forms.items()}


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
class Section:
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
    overdue: Section
    this_week: Section
    later: Section
    figures: Figures | None
    own_pairs: list[Pair]


@dataclass(frozen=True)
class _SectionRows:
    """A section without words: the rows to write out by organisation, all under None for a reader of one."""

    count: int
    counts: dict[int | None, int]
    rows: dict[int | None, list[DueRow]]
    page: Page | None = None


def worklist_of(user: User, pages: Mapping[str, str] | None = None) -> Worklist:
    """`pages` tells which page of a section is wanted: {"overdue": "2"}."""
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    waiting = _waits_for(access)
    conditions = _sections(today, waiting)
    if _reads_several(access):
        parts = _by_organisation(scope, today, conditions, pages or {})
    else:
        parts = _together(scope, today, conditions)
    awaiting = first_due(scope, today, waiting) if waiting is not None else []
    rows = [*awaiting, *(row for part in parts.values() for group in part.rows.values() for row in group)]
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in rows})
    found = _in_words_of(access, described(rows, today), organisations)
    return Worklist(
        today,
        sorted((found[row] for row in awaiting if row in found), key=Deadline.order),
        **{name: _section(access, name, part, found, organisations) for name, part in parts.items()},
        figures=_figures(user, today) if access.anywhere(Right.VIEW_PEOPLE) else None,
        own_pairs=list(own_pairs(access).exclude(status=PairStatus.CANCELLED).for_screen())
        if access.person_ids
        else [],
    )


def _waits_for(access: Access) -> Q | None:
    """What the reader is to decide as the head. A municipal administrator may approve too, but it is not theirs."""
    heads = access.organisation_ids(Right.APPROVE_PROGRAMMES)
    return Q(**{KIND: DeadlineKind.APPROVAL.value, f"{ORGANISATION}__in": heads}) if heads else None


def _sections(today: date, waiting: Q | None) -> dict[str, Q]:
    week_ends = today + timedelta(days=DAYS_AHEAD)
    sections = {
        "overdue": Q(**{f"{DAY}__lt": today}),
        "this_week": Q(**{f"{DAY}__gte": today, f"{DAY}__lte": week_ends}),
        "later": Q(**{f"{DAY}__gt": week_ends}),
    }
    return sections if waiting is None else {name: section & ~waiting for name, section in sections.items()}


def _reads_several(access: Access) -> bool:
    several = access.municipality_ids(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1
    return bool(several or access.is_unlimited)


def _together(scope: DeadlineScope, today: date, conditions: Mapping[str, Q]) -> dict[str, _SectionRows]:
    counts = count_by_organisation(scope, today, **conditions)
    found = {}
    for name, condition in conditions.items():
        count = sum(count[name] for count in counts.values())
        rows = first_due(scope, today, condition, MOST_SHOWN) if count else []
        found[name] = _SectionRows(count, {None: count}, {None: rows} if rows else {})
    return found


def _by_organisation(
    scope: DeadlineScope, today: date, conditions: Mapping[str, Q], pages: Mapping[str, str]
) -> dict[str, _SectionRows]:
    """The most laden organisations first."""
    counts = count_by_organisation(scope, today, **conditions)
    names = dict(Organisation.objects.filter(pk__in=counts).order_by().values_list("pk", "short_name"))
    found = {}
    for name, condition in conditions.items():
        laden = {pk: count[name] for pk, count in counts.items() if count[name]}
        ordered = sorted(laden, key=lambda pk: (-laden[pk], names[pk]))
        page = Paginator(ordered, ORGANISATIONS_ON_A_PAGE).get_page(pages.get(name))
        rows = first_due_of_each(scope, today, condition, page.object_list, MOST_SHOWN) if laden else {}
        shown = list(page.object_list)
        found[name] = _SectionRows(
            sum(laden.values()), {pk: laden[pk] for pk in shown}, {pk: rows[pk] for pk in shown}, page
        )
    return found


def _in_words_of(
    access: Access, found: list[Deadline], organisations: Mapping[int, Organisation]
) -> dict[DueRow, Deadline]:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""

    def may(deadline: Deadline) -> bool:
        if deadline.right is None or deadline.doer_id in access.person_ids:
            return True
        return access.in_organisation(deadline.right, organisations[deadline.organisation_id])

    return {deadline.row: deadline if may(deadline) else replace(deadline, action="Открыть") for deadline in found}


def _section(
    access: Access,
    name: str,
    part: _SectionRows,
    found: Mapping[DueRow, Deadline],
    organisations: Mapping[int, Organisation],
) -> Section:
    groups = []
    for pk, rows in part.rows.items():
        deadlines = sorted((found[row] for row in rows if row in found), key=Deadline.order)
        organisation = organisations[pk] if pk is not None else None
        monitored = access.in_organisation(Right.VIEW_MONITORING, organisation)
        groups.append(Group(part.counts[pk], deadlines, organisation, monitored))
    return Section(name, part.count, groups, part.page)


def _figures(user: User, today: date) -> Figures:
    pairs = (
        pairs_visible_to(user)
        .order_by()
        .aggregate(
            active=Count("pk", filter=Q(status=PairStatus.ACTIVE)),
            drafts=Count("pk", filter=Q(status=PairStatus.DRAFT)),
        )
    )
    in_bank = Q(excluded_on__isnull=True, person__archived_on__isnull=True)
    mentors = count_free(mentors_visible_to(user).filter(in_bank), today)
    led = Pair.objects.filter(mentee=OuterRef("pk"), status__in=LIVE, ends_on__gte=today)
    alone = mentees_visible_to(user).filter(in_bank).exclude(Exists(led)).count()
    return Figures(pairs["active"], pairs["drafts"], mentors.mentors, mentors.free, alone)
