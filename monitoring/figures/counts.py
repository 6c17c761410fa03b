"""Counts of a scope by organisation, each at the cost of one query.

Everything is counted from dated rows, so that a past day shows what was true then: entries of the banks by their dates,
pairs by their period, the date of their order and the dates of their stages.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict, TypeVar

from dateutil.relativedelta import relativedelta
from django.db.models import BigIntegerField, Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentoring.enums import ENDED, PairStatus
from mentoring.models import Pair, PairStage, Stage
from mentoring.queries.capacity import count_free
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import STAGES
from monitoring.figures.values import CuratorInOffice, LatestScore, Share
from monitoring.models import Assessment
from monitoring.queries import keeps_score, scores_approved
from registry.confirmation_deadlines import MONTHS_BETWEEN_CONFIRMATIONS
from registry.deadlines import overdue_by_organisation
from registry.enums import Participant
from registry.models import Contingent, Curator, Mentee, Mentor
from russian.school_year import school_year_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class StageOnDay(TypedDict):
        stage_on: int

    PairOnDay = WithAnnotations[Pair, StageOnDay]

YOUNG_SPECIALIST = "teacher-young"
_FIRST_STAGE = Subquery(Stage.objects.filter(number=STAGES[0]).order_by().values("pk"))
Bank = TypeVar("Bank", Mentor, Mentee)
#: of CuratorInOffice, in its order
CURATOR_COLUMNS = (
    "person",
    "person__last_name",
    "person__first_name",
    "person__middle_name",
    "appointed_on",
    "confirmed_on",
)


def mentors(scope: FigureScope) -> Mapping[int, int]:
    """Mentors in the bank."""
    return _in_bank(Mentor.objects.all(), scope)


def mentees(scope: FigureScope) -> Mapping[int, int]:
    """Mentees in the bank."""
    return _in_bank(Mentee.objects.all(), scope)


def free_places(scope: FigureScope) -> int:
    """Places that mentors of the organisations have free on the day."""
    return count_free(_present(Mentor.objects.all(), scope), scope.on).free


def pairs(scope: FigureScope) -> Mapping[int, int]:
    """Working pairs of the host organisations."""
    return {organisation: sum(numbers) for organisation, numbers in scope.once(pairs_by_stage).items()}


def pairs_by_stage(scope: FigureScope) -> Mapping[int, Sequence[int]]:
    """Working pairs of the host organisations, a number for each stage.

    A pair that has entered no stage after the day is still where it was: the stays of the others alone are read.
    """
    indexes = {stage.pk: STAGES.index(stage.number) for stage in Stage.objects.all()}
    found: dict[int, list[int]] = defaultdict(lambda: [0] * len(STAGES))
    working = working_on(_hosted(scope), scope.on)
    moved_since = Exists(PairStage.objects.filter(pair=OuterRef("pk"), entered_on__gt=scope.on))
    remained = working.exclude(moved_since).annotate(stage_on=Coalesce("stage", _FIRST_STAGE))
    still, moved = (
        pairs.order_by().values_list("organisation", "stage_on").annotate(number=Count("pk"))
        for pairs in (remained, with_stage_on(working.filter(moved_since), scope.on))
    )
    for organisation, stage, number in still.union(moved, all=True):
        found[organisation][indexes[stage]] += number
    return found


def pairs_a_year_ago(scope: FigureScope) -> Mapping[int, int]:
    working = working_on(_hosted(scope), scope.on - relativedelta(years=1)).order_by()
    return dict(working.values_list("organisation").annotate(number=Count("pk")))


def overdue(scope: FigureScope) -> Mapping[int, int]:
    return overdue_by_organisation(scope.organisations, scope.on)


def young_with_mentor(scope: FigureScope) -> Mapping[int, Share]:
    """Young specialists with a working pair, of all young specialists where they work.

    A person counts once however many pairs there are. Young is who the register calls so or whose experience is below
    the policy's number of years.
    """
    given = Contingent.objects.filter(organisation__in=scope.ids, school_year=school_year_of(scope.on))
    wholes = dict(given.values_list("organisation", "young_teachers"))
    parts = _young_with_working_pair(scope)
    return {pk: Share(parts.get(pk, 0), wholes.get(pk)) for pk in {*parts, *wholes}}


def scores(scope: FigureScope) -> Mapping[int, Sequence[Assessment]]:
    """The last assessments approved by the day, the latest period last."""
    return scores_approved(scope.ids, scope.on)


def latest_scores(scope: FigureScope) -> Mapping[int, LatestScore]:
    found = scope.once(scores)
    return {
        organisation.pk: LatestScore(
            assessment=found[organisation.pk][-1] if organisation.pk in found else None,
            is_enabled=keeps_score(scope.policy_of(organisation)),
        )
        for organisation in scope.members
    }


def curators(scope: FigureScope) -> Mapping[int, Sequence[CuratorInOffice]]:
    """Curators in office on the day, the first appointed first."""
    in_office = (
        Curator.objects.filter(
            Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=scope.on),
            organisation__in=scope.ids,
            appointed_on__lte=scope.on,
            person__merged_into__isnull=True,
        )
        .order_by("appointed_on", "pk")
        .values_list("organisation", *CURATOR_COLUMNS)
    )
    found: dict[int, list[CuratorInOffice]] = defaultdict(list)
    for organisation, *columns in in_office:
        found[organisation].append(CuratorInOffice(*columns))
    return found


def is_confirmed(curator: CuratorInOffice, on: date) -> bool:
    """Appointed or confirmed within a year before the day, as the worklist counts it (Холм, п. 6.6). Only the last
    confirmation is stored: one made after the day says nothing against the curator on it."""
    return _confirmation_due(max(curator.appointed_on, curator.confirmed_on or curator.appointed_on)) >= on


@lru_cache(maxsize=1024)
def _confirmation_due(last: date) -> date:
    return last + relativedelta(months=MONTHS_BETWEEN_CONFIRMATIONS)


def working_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Those of `pairs` that work on the day: ordered and begun by then, not ended yet. An overdue pair that nobody
    has closed still works."""
    return pairs.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        status__in=[PairStatus.ACTIVE, *ENDED],
        starts_on__lte=on,
        act__dated__lte=on,
    )


def with_stage_on(pairs: QuerySet[Pair], on: date) -> "QuerySet[PairOnDay]":
    """Adds `stage_on`: the primary key of the stage that the pair was at on the day, the first of all before it entered
    any. Of two stays the one entered by the later step counts: a pair may be moved before the day on which its first
    stage begins."""
    stay_by_then = FilteredRelation("stages", condition=Q(stages__entered_on__lte=on))
    later_stays = PairStage.objects.filter(pair=OuterRef("pk"), pk__gt=OuterRef("stay__pk"), entered_on__lte=on)
    latest = pairs.annotate(stay=stay_by_then).filter(~Exists(later_stays))
    return latest.annotate(stage_on=Coalesce("stay__stage", "stage", _FIRST_STAGE, output_field=BigIntegerField()))


def _hosted(scope: FigureScope) -> QuerySet[Pair]:
    return Pair.objects.filter(organisation__in=scope.ids)


def _present(bank: QuerySet[Bank], scope: FigureScope) -> QuerySet[Bank]:
    """Entries in force on the day. A card joined into another counted for nobody, on past days too: it was the same
    person."""
    return bank.filter(
        Q(excluded_on__isnull=True) | Q(excluded_on__gt=scope.on),
        included_on__lte=scope.on,
        person__merged_into__isnull=True,
        person__organisation__in=scope.ids,
    )


def _in_bank(bank: QuerySet[Bank], scope: FigureScope) -> Mapping[int, int]:
    rows = _present(bank, scope).order_by()
    return dict(rows.values_list("person__organisation").annotate(people=Count("pk")))


def _young_with_working_pair(scope: FigureScope) -> Mapping[int, int]:
    named = Mentee.categories.through.objects.filter(mentee=OuterRef("pk"), category__code=YOUNG_SPECIALIST)
    young = Q(Exists(named))
    for municipality in {organisation.municipality_id for organisation in scope.members}:
        if policy := scope.policies.in_force(municipality, scope.on):
            youngest = scope.on - relativedelta(years=policy.young_specialist_years)
            young |= Q(person__municipality=municipality, person__working_since__gt=youngest)
    teachers = Mentee.objects.filter(
        young,
        Exists(working_on(Pair.objects.filter(mentee=OuterRef("pk")), scope.on)),
        participant=Participant.TEACHER,
        person__merged_into__isnull=True,
        person__organisation__in=scope.ids,
    )
    return dict(teachers.order_by().values_list("person__organisation").annotate(people=Count("pk")))
