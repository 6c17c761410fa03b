"""What the page of one organisation shows beside its row: who is at which stage, how the score moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from mentoring.queries.pair_labels import PairLabels, labels_of_pairs
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.pairs_on_day import put_back_to, with_stage_on, working_on
from monitoring.dashboards import OrganisationRow
from monitoring.enums import AssessmentStatus
from monitoring.figures.catalogue import STAGES
from monitoring.figures.stages import StageCount
from monitoring.models import Assessment
from monitoring.queries import assessments_visible_to, in_order_of_time, of_programmes
from registry import clock
from registry.access import Access
from registry.deadlines import Deadline, DeadlineScope, is_overdue
from registry.models import Organisation
from registry.queries.deadlines import deadlines_in
from registry.queries.former_names import order_of_names_on

#: overdue matters shown at once; the rest unfold beneath them
MOST_OVERDUE = 10
#: pairs named under each stage; the rest are behind the link to the list
MOST_NAMED = 8


@dataclass(frozen=True)
class StagePairs:
    count: StageCount
    pairs: Sequence[PairLabels]
    #: title of the set, at its first stage where pairs go through several
    heading: str = ""

    @property
    def unnamed(self) -> int:
        return self.count.pairs - len(self.pairs)


@dataclass(frozen=True)
class ScoreStep:
    """An approved assessment and how its total differs from that of the period before."""

    assessment: Assessment
    delta: int | None


def pairs_at_stages(user: User, row: OrganisationRow) -> list[StagePairs]:
    """The organisation's working pairs under their stages, the first few named; three queries."""
    pairs = with_stage_on(working_on(pairs_visible_to(user).filter(organisation=row.organisation), row.on), row.on)
    is_past = row.on < clock.today()
    names = (
        [order_of_names_on(row.on, path).asc() for path in ("mentor__person__", "mentee__person__")]
        if is_past
        else ["mentor__person__sort_key", "mentee__person__sort_key"]
    )
    first_pairs = (
        pairs.annotate(number_in_stage=Window(RowNumber(), partition_by=F("stage_on"), order_by=[*names, "pk"]))
        .filter(number_in_stage__lte=MOST_NAMED)
        .select_related("mentor__person", "mentee__person", "organisation", "form", "act")
        .order_by("number_in_stage")
    )
    if is_past:
        put_back_to(first_pairs, row.on)
    labels = labels_of_pairs(first_pairs)
    by_stage: dict[int, list[PairLabels]] = {}
    for pair in first_pairs:
        by_stage.setdefault(pair.stage_on, []).append(labels[pair.pk])
    numbers, groups = row.value_of(STAGES), []
    for stages in numbers.sets_taken:
        counts = [count for count in numbers.counts(stages) if count.stage.in_use or count.pairs]
        for index, count in enumerate(counts):
            heading = str(stages.stage_set) if index == 0 and len(numbers.sets_taken) > 1 else ""
            groups.append(StagePairs(count, by_stage.get(count.stage.pk, []), heading))
    return groups


def approved_scores(user: User, organisation: Organisation, on: date) -> QuerySet[Assessment]:
    """Scores of the organisation's programme approved by the day, from the earliest period to the latest."""
    return in_order_of_time(
        of_programmes(assessments_visible_to(user)).filter(
            organisation=organisation, status=AssessmentStatus.APPROVED, approved_on__lte=on
        )
    )


def score_steps(assessments: Sequence[Assessment]) -> list[ScoreStep]:
    """`assessments` are sorted from the earliest to the latest, the steps from the latest to the earliest. Totals of
    different scales are not compared."""
    steps = []
    for before, assessment in zip([None, *assessments], assessments, strict=False):
        comparable = before is not None and before.scale_id == assessment.scale_id
        delta = (assessment.total or 0) - (before.total or 0) if before is not None and comparable else None
        steps.append(ScoreStep(assessment, delta))
    return steps[::-1]


def overdue_deadlines_in(user: User, organisation: Organisation, on: date) -> list[Deadline]:
    """Overdue deadlines of the organisation, the longest overdue first, for readers who may look inside it. What they
    may not do themselves they look at."""
    scope = replace(DeadlineScope.of([organisation.pk]), access=Access.of(user), organisations=[organisation])
    return deadlines_in(scope, on, is_overdue(on))
