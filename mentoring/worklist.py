"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from mentoring.deadlines import DAYS_AHEAD, Deadline, deadlines_for
from mentoring.enums import LIVE, DeadlineKind, PairStatus
from mentoring.models import Pair
from mentoring.queries.capacity import with_capacity
from mentoring.queries.pairs import own_pairs, pairs_visible_to
from registry import clock
from registry.access import Access, Right
from registry.models import Organisation
from registry.queries.people import mentees_visible_to, mentors_visible_to
from russian.numbers import plural

#: what the verb on a deadline's button needs in the pair's organisation; the other buttons only open
_RIGHT_TO_ACT = {DeadlineKind.PLAN_ITEM: Right.EDIT_PROGRAMMES, DeadlineKind.CONSENTS: Right.PROPOSE_PAIRS}


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

    deadlines: list[Deadline]
    organisation: Organisation | None = None
    #: the reader may open the organisation's monitoring
    monitored: bool = False


@dataclass(frozen=True)
class Worklist:
    today: date
    #: what only the reader, as the head of an organisation, can decide; it is not repeated below
    awaiting: list[Deadline]
    overdue: list[Deadline]
    this_week: list[Deadline]
    later: list[Deadline]
    overdue_groups: list[Group]
    this_week_groups: list[Group]
    later_groups: list[Group]
    figures: Figures | None
    own_pairs: list[Pair]


def worklist_of(user: User) -> Worklist:
    today = clock.today()
    week_ends = today + timedelta(days=DAYS_AHEAD)
    access = Access.of(user)
    mine = []
    if access.person_ids:
        mine = list(pairs_visible_to(user).filter(own_pairs(access)).exclude(status=PairStatus.CANCELLED).for_screen())
    found = _fit_for(access, deadlines_for(user, today), mine)
    organisations = Organisation.objects.in_bulk({deadline.organisation_id for deadline in found})
    found = _in_words_of(access, found, organisations, mine)
    awaiting = [deadline for deadline in found if _awaits(access, deadline)]
    found = [deadline for deadline in found if not _awaits(access, deadline)]
    overdue = [deadline for deadline in found if deadline.overdue]
    this_week = [deadline for deadline in found if not deadline.overdue and deadline.due_on <= week_ends]
    later = [deadline for deadline in found if deadline.due_on > week_ends]
    return Worklist(
        today,
        awaiting,
        overdue,
        this_week,
        later,
        *(_grouped(access, part, organisations) for part in (overdue, this_week, later)),
        figures=_figures(user, today) if access.anywhere(Right.VIEW_PEOPLE) else None,
        own_pairs=mine,
    )


def _awaits(access: Access, deadline: Deadline) -> bool:
    """A municipal administrator may approve too, but it is not theirs to decide."""
    heads = access.organisation_ids(Right.APPROVE_PROGRAMMES)
    return deadline.kind == DeadlineKind.APPROVAL and deadline.organisation_id in heads


def _fit_for(access: Access, found: list[Deadline], mine: list[Pair]) -> list[Deadline]:
    """Without the orders that mentees wait for: to issue them is the business of others."""
    if access.anywhere(Right.VIEW_PAIRS):
        return found
    led = {pair.pk for pair in mine if pair.mentee.person_id in access.person_ids}
    return [deadline for deadline in found if deadline.kind != DeadlineKind.ORDER or deadline.pair_id not in led]


def _in_words_of(
    access: Access, found: list[Deadline], organisations: dict[int, Organisation], mine: list[Pair]
) -> list[Deadline]:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""
    mentored = {pair.pk for pair in mine if pair.mentor.person_id in access.person_ids}

    def may(deadline: Deadline) -> bool:
        right = _RIGHT_TO_ACT.get(deadline.kind)
        if right is None or (deadline.kind == DeadlineKind.PLAN_ITEM and deadline.pair_id in mentored):
            return True
        return access.in_organisation(right, organisations[deadline.organisation_id])

    return [deadline if may(deadline) else replace(deadline, action="Открыть") for deadline in found]


def _grouped(access: Access, found: list[Deadline], organisations: dict[int, Organisation]) -> list[Group]:
    """By organisation, the most laden first, for a reader of several; the order inside stays."""
    several = access.municipality_ids(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1
    if not (several or access.is_unlimited):
        return [Group(found)] if found else []
    parts: dict[int, list[Deadline]] = {}
    for deadline in found:
        parts.setdefault(deadline.organisation_id, []).append(deadline)
    groups = [
        Group(part, organisations[pk], access.in_organisation(Right.VIEW_MONITORING, organisations[pk]))
        for pk, part in parts.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.deadlines), str(group.organisation)))


def _figures(user: User, today: date) -> Figures:
    pairs = (
        pairs_visible_to(user)
        .order_by()
        .aggregate(
            active=Count("pk", filter=Q(status=PairStatus.ACTIVE), distinct=True),
            drafts=Count("pk", filter=Q(status=PairStatus.DRAFT), distinct=True),
        )
    )
    in_bank = Q(excluded_on__isnull=True, person__archived_on__isnull=True)
    mentors = with_capacity(mentors_visible_to(user).filter(in_bank), today, today).order_by()
    free_places = list(mentors.values_list("free", flat=True))
    led = Pair.objects.filter(mentee=OuterRef("pk"), status__in=LIVE, ends_on__gte=today)
    alone = mentees_visible_to(user).filter(in_bank).exclude(Exists(led)).count()
    return Figures(pairs["active"], pairs["drafts"], len(free_places), sum(free_places), alone)
