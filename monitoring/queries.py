"""The assessments that a user may open, and the arithmetic of a scale and its marks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from monitoring.enums import AssessmentPeriod, AssessmentStatus
from monitoring.models import Assessment, Criterion, Indicator, Level, Mark, Scale, StaleFigures, StoredFigures
from monitoring.score import Band, Rubric, Score, calculate_score
from monitoring.stored_layout import StoredNumbers, checksum, unpack
from registry.access import Access, Right
from registry.models import Contingent, Organisation
from registry.policies.rules_in_force import RulesInForce

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class PeriodNumber(TypedDict):
        period_number: int

    DatedAssessment = WithAnnotations[Assessment, PeriodNumber]

#: A regional reader has VIEW_MONITORING alone: the district's numbers. Pages of one organisation, with names and
#: comments, also ask for the right to see its pairs.
INSIDE_ORGANISATION = Right.VIEW_PAIRS

ORDER_OF_TIME = (F("school_year"), F("period_number"), F("held_on"), F("pk"))


def assessments_visible_to(user: User, right: Right = INSIDE_ORGANISATION) -> QuerySet[Assessment]:
    """Assessments of the organisations where the right holds, of their programmes and of their pairs."""
    return Assessment.objects.filter(Access.of(user).where(right)).select_related(
        "organisation__municipality", "scale", "level", "approved_by", "made_by"
    )


def of_programmes(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Only assessments of whole programmes: those of pairs are never mixed with them (Кез, разд. 6)."""
    return assessments.filter(pair__isnull=True)


def with_period_number(assessments: QuerySet[Assessment]) -> "QuerySet[DatedAssessment]":
    """Adds `period_number`: 0 for the beginning of a school year, more for what comes later."""
    numbers = [When(period=period, then=Value(number)) for number, period in enumerate(AssessmentPeriod.values)]
    return assessments.annotate(period_number=Case(*numbers, output_field=IntegerField()))


def in_order_of_time(assessments: QuerySet[Assessment]) -> "QuerySet[DatedAssessment]":
    """Adds `period_number` and sorts from the earliest period to the latest."""
    return with_period_number(assessments).order_by("organisation", *ORDER_OF_TIME)


def open_draft(organisation: Organisation, school_year: int, period: str) -> Assessment | None:
    """The draft of the period that somebody has begun already."""
    drafts = of_programmes(organisation.assessments.all()).filter(status=AssessmentStatus.DRAFT)
    return drafts.filter(school_year=school_year, period=period).order_by("pk").first()


class ApprovedScore(NamedTuple):
    """What a dashboard shows of an approved assessment: of a district there are too many for model instances."""

    pk: int
    scale_id: int
    school_year: int
    period: str
    total: int
    level: Level

    def get_absolute_url(self) -> str:
        return reverse("monitoring:assessment", args=[self.pk])

    @property
    def period_label(self) -> str:
        return AssessmentPeriod(self.period).label


def scores_approved(organisations: QuerySet[Organisation, Any], on: date) -> dict[int, list[ApprovedScore]]:
    """Assessments approved by `on` of each organisation that has any, the latest period last; two queries.

    Only the last of them, as many as a school year has periods.
    """
    approved = of_programmes(Assessment.objects.all()).filter(
        organisation__in=organisations, status=AssessmentStatus.APPROVED, approved_on__lte=on
    )
    latest_first = [order.desc() for order in ORDER_OF_TIME]
    recency = Window(RowNumber(), partition_by=F("organisation"), order_by=latest_first)
    latest = with_period_number(approved).annotate(recency=recency).filter(recency__lte=len(AssessmentPeriod))
    columns = ("organisation", "level", "pk", "scale", "school_year", "period", "total")
    rows = list(latest.order_by("organisation", "-recency").values_list(*columns))
    levels = Level.objects.in_bulk({level for _, level, *_ in rows})
    by_organisation: dict[int, list[ApprovedScore]] = defaultdict(list)
    for organisation, level, pk, scale, school_year, period, total in rows:
        by_organisation[organisation].append(ApprovedScore(pk, scale, school_year, period, total, levels[level]))
    return by_organisation


def stored_figures(organisations: QuerySet[Organisation], on: date) -> dict[int, StoredNumbers | None]:
    """Stored numbers of the day of each organisation, in the order of their names; None for one that has to be counted.

    One query, so that numbers and marks belong to one moment.
    """
    latest = StoredFigures.objects.filter(organisation=OuterRef("pk"), day__lte=on, checksum=checksum()).order_by(
        "-day"
    )
    stale = Exists(StaleFigures.objects.filter(organisation=OuterRef("pk")))
    rows = organisations.order_by("sort_key", "pk").values_list("pk", stale, Subquery(latest.values("numbers")[:1]))
    return {pk: unpack(numbers) if numbers and not is_stale else None for pk, is_stale, numbers in rows}


def to_be_stored(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations whose figures have changed since they were stored, or are stored by former rules."""
    stored = StoredFigures.objects.filter(organisation=OuterRef("pk"), checksum=checksum())
    return organisations.filter(Exists(StaleFigures.objects.filter(organisation=OuterRef("pk"))) | ~Exists(stored))


def without_approved_assessment(organisations: Q, school_year: int, period: str) -> Q:
    """A condition on organisations: those of the condition whose programme has no approved assessment of the period."""
    approved = of_programmes(Assessment.objects.all()).filter(
        organisation=OuterRef("pk"), status=AssessmentStatus.APPROVED, school_year=school_year, period=period
    )
    return organisations & Q(~Exists(approved))


def scale_in_force(on: date) -> Scale | None:
    """The latest scale that has begun by `on`, or None when none has."""
    return Scale.objects.filter(valid_from__lte=on).order_by("-valid_from", "-version").first()


def keeps_score(policy: RulesInForce | None) -> bool:
    """Whether the municipality keeps the 0–18 score; it does when there is no policy."""
    return policy is None or policy.score_enabled


def criteria_of(scale: Scale) -> list[Criterion]:
    """The scale's criteria in order, each with its indicators; two queries."""
    return list(scale.criteria.order_by("position").prefetch_related("indicators"))


def rubric_of(scale: Scale, criteria: Iterable[Criterion] | None = None) -> Rubric:
    """The scale for arithmetic, keyed by the primary keys of criteria and indicators, with Level rows as levels.

    Raises score.BrokenRubric when the scale in the database is not one.
    """
    rows = criteria_of(scale) if criteria is None else criteria
    return Rubric(
        criteria={row.pk: tuple(indicator.pk for indicator in row.indicators.all()) for row in rows},
        bands=tuple(Band(level, level.lowest, level.highest) for level in scale.levels.all()),
    )


def score_of(assessment: Assessment, rubric: Rubric | None = None) -> Score:
    """The score of the marks written so far. An approved assessment shows its frozen `total` and `level` instead."""
    marks = {mark.indicator_id: mark.value for mark in assessment.marks.all()}
    return calculate_score(rubric or rubric_of(assessment.scale), marks)


def with_marks(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Assessments with everything that the page of one shows."""
    return assessments.prefetch_related(Prefetch("marks", Mark.objects.order_by("pk")))


def marks_of(assessment: Assessment) -> list[Mark]:
    return list(assessment.marks.all())


def indicators_of(criterion: Criterion) -> list[Indicator]:
    """The indicators in order; no query when `criteria_of` has given the criterion."""
    return list(criterion.indicators.all())


def contingent_of(organisation: Organisation, school_year: int) -> Contingent | None:
    """The organisation's numbers of people in the school year, if somebody has entered them."""
    return organisation.contingents.filter(school_year=school_year).first()


def is_anything_stale() -> bool:
    """Whether a change has marked figures that are to be stored anew."""
    return StaleFigures.objects.exists()


def is_task_waiting(module_path: str) -> bool:
    """Whether the worker has not yet begun a task of this kind."""
    return DBTaskResult.objects.ready().filter(task_path=module_path).exists()
