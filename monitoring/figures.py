"""Counts per organisation on a day, each for any number of organisations at the cost of one query.

Everything is counted from dated rows, so that a past day shows what was true then: places in the banks by their dates,
pairs by their period, the date of their order and the dates of their stages.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mentoring.deadlines import MONTHS_BETWEEN_CONFIRMATIONS
from mentoring.enums import ENDED, PairStatus, StageNumber
from mentoring.models import Pair, PairStage
from mentoring.queries.capacity import with_capacity
from mentoring.queries.policies import PolicyTimeline
from registry.enums import Participant
from registry.models import Contingent, Curator, Mentee, Mentor, Organisation
from russian.school_year import school_year_of

STAGES = tuple(int(number) for number in StageNumber.values)
YOUNG_SPECIALIST = "teacher-young"


@dataclass(frozen=True)
class Share:
    """A part of a whole. Without a denominator, or with none to count, it is «н/д» and never 0 %."""

    part: int
    whole: int | None

    @property
    def percent(self) -> int | None:
        return round(self.part / self.whole * 100) if self.whole else None

    @property
    def is_impossible(self) -> bool:
        """More were counted than there are: the denominator is out of date."""
        return self.whole is not None and self.part > self.whole

    def __str__(self) -> str:
        return "н/д" if self.percent is None else f"{self.percent}\u00a0%"


def working_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Those of `pairs` that work on the day: ordered and begun by then, not ended yet. An overdue pair that nobody
    has closed still works."""
    return pairs.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        status__in=[PairStatus.ACTIVE, *ENDED],
        starts_on__lte=on,
        act__dated__lte=on,
    )


def with_stage_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Adds `stage_on`: the number of the stage that the pair was at on the day."""
    entered = PairStage.objects.filter(pair=OuterRef("pk"), entered_on__lte=on).order_by("-entered_on", "-pk")
    return pairs.annotate(
        stage_on=Coalesce(Subquery(entered.values("stage__number")[:1]), "stage__number", Value(STAGES[0]))
    )


def pairs_by_stage(organisation_ids: Collection[int], on: date) -> dict[int, dict[int, int]]:
    """{organisation: {stage number: pairs}} of the host organisations."""
    pairs = with_stage_on(working_on(Pair.objects.filter(organisation__in=organisation_ids), on), on)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for organisation, stage, count in (
        pairs.order_by().values_list("organisation", "stage_on").annotate(pairs=Count("pk"))
    ):
        found[organisation][stage] = count
    return found


def pairs_working(organisation_ids: Collection[int], on: date) -> int:
    return working_on(Pair.objects.filter(organisation__in=organisation_ids), on).count()


def mentors_in_bank(organisation_ids: Collection[int], on: date) -> dict[int, int]:
    return _in_bank(Mentor.objects.all(), organisation_ids, on)


def mentees_in_bank(organisation_ids: Collection[int], on: date) -> dict[int, int]:
    return _in_bank(Mentee.objects.all(), organisation_ids, on)


def free_places(organisation_ids: Collection[int], on: date) -> int:
    """Places that mentors of the organisations have free on the day."""
    mentors = _dated(Mentor.objects.filter(person__organisation__in=organisation_ids), on).order_by()
    return sum(mentor.free for mentor in with_capacity(mentors, on, on).only("pk"))


def curators_on(organisation_ids: Collection[int], on: date) -> dict[int, list[Curator]]:
    """Curators in office on the day, the first appointed first."""
    curators = (
        Curator.objects.filter(
            Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=on),
            organisation__in=organisation_ids,
            appointed_on__lte=on,
            person__merged_into__isnull=True,
        )
        .select_related("person")
        .order_by("appointed_on", "pk")
    )
    found: dict[int, list[Curator]] = defaultdict(list)
    for curator in curators:
        found[curator.organisation_id].append(curator)
    return found


def is_confirmed(curator: Curator, on: date) -> bool:
    """Appointed or confirmed within a year before the day, as the worklist counts it (Холм, п. 6.6). Only the last
    confirmation is kept: one made after the day says nothing against the curator on it."""
    last = max(curator.appointed_on, curator.confirmed_on or curator.appointed_on)
    return last + relativedelta(months=MONTHS_BETWEEN_CONFIRMATIONS) >= on


def contingents(organisation_ids: Collection[int], on: date) -> dict[int, Contingent]:
    """Denominators of the day's school year."""
    rows = Contingent.objects.filter(organisation__in=organisation_ids, school_year=school_year_of(on))
    return {row.organisation_id: row for row in rows}


def young_with_mentor(organisations: Collection[Organisation], policies: PolicyTimeline, on: date) -> dict[int, int]:
    """Young specialists with a working pair, by where they work; a person counts once however many pairs there are.

    Young is who the register calls so or whose experience is below the policy's number of years.
    """
    municipalities = {organisation.municipality_id for organisation in organisations}
    young = Q(mentee__categories__code=YOUNG_SPECIALIST)
    for municipality in municipalities:
        if policy := policies.in_force(municipality, on):
            youngest = on - relativedelta(years=policy.young_specialist_years)
            young |= Q(mentee__person__municipality=municipality, mentee__person__working_since__gt=youngest)
    teachers = working_on(Pair.objects.filter(mentee__participant=Participant.TEACHER), on).filter(
        young, mentee__person__organisation__in=[organisation.pk for organisation in organisations]
    )
    rows = (
        teachers.order_by().values_list("mentee__person__organisation").annotate(people=Count("mentee", distinct=True))
    )
    return dict(rows)


def _dated(bank: QuerySet, on: date) -> QuerySet:
    """A card joined into another counted for nobody, on past days too: it was the same person."""
    present = Q(excluded_on__isnull=True) | Q(excluded_on__gt=on)
    return bank.filter(present, included_on__lte=on, person__merged_into__isnull=True)


def _in_bank(bank: QuerySet, organisation_ids: Collection[int], on: date) -> dict[int, int]:
    rows = _dated(bank.filter(person__organisation__in=organisation_ids), on).order_by()
    return dict(rows.values_list("person__organisation").annotate(people=Count("pk")))
