"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from mentoring.deadlines import DAYS_AHEAD, Deadline, deadlines_for
from mentoring.enums import LIVE, PairStatus
from mentoring.models import Pair
from mentoring.queries.pairs import own_pairs, pairs_visible_to
from mentoring.queries.places import with_places
from registry import clock
from registry.access import Access, Right
from registry.queries.people import mentees_visible_to, mentors_visible_to
from registry.templatetags.registry_format import plural


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
class Worklist:
    today: date
    overdue: list[Deadline]
    this_week: list[Deadline]
    later: list[Deadline]
    figures: Figures | None
    own_pairs: list[Pair]


def worklist_of(user: User) -> Worklist:
    today = clock.today()
    found = deadlines_for(user, today)
    week_ends = today + timedelta(days=DAYS_AHEAD)
    access = Access.of(user)
    mine = []
    if access.person_ids:
        mine = list(pairs_visible_to(user).filter(own_pairs(access)).exclude(status=PairStatus.CANCELLED).for_screen())
    return Worklist(
        today,
        [deadline for deadline in found if deadline.overdue],
        [deadline for deadline in found if not deadline.overdue and deadline.due_on <= week_ends],
        [deadline for deadline in found if deadline.due_on > week_ends],
        _figures(user, today) if access.anywhere(Right.VIEW_PEOPLE) else None,
        mine,
    )


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
    mentors = with_places(mentors_visible_to(user).filter(in_bank), today, today).order_by()
    free_places = list(mentors.values_list("free", flat=True))
    led = Pair.objects.filter(mentee=OuterRef("pk"), status__in=LIVE, ends_on__gte=today)
    alone = mentees_visible_to(user).filter(in_bank).exclude(Exists(led)).count()
    return Figures(pairs["active"], pairs["drafts"], len(free_places), sum(free_places), alone)
