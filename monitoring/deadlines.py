"""In a month of monitoring the programme of an organisation is to be assessed (Кез, разд. 6; requirements A16-16)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.urls import reverse

from monitoring.enums import AssessmentPeriod
from monitoring.queries import without_approved_assessment
from monitoring.schedule import period_to_assess
from registry.access import Right
from registry.deadlines import ORGANISATION, DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.enums import EDUCATIONAL_KINDS
from registry.models import Organisation
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.rules import RulesTimeline
from russian.school_year import school_year_of

ASSESSMENT = "assessment"
#: the whole month
DAYS_AHEAD_OF_END = 31


@dataclass(frozen=True)
class PeriodDue:
    """What is to be assessed until a day, the last one of its month."""

    period: AssessmentPeriod
    due_on: date


@dataclass
class Assessed:
    """Whose programmes: kinds of organisations by municipality, and single ones with rules of their own."""

    kinds: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    organisations: list[int] = field(default_factory=list)


def period_due(timeline: RulesTimeline, jurisdiction: Jurisdiction, on: date) -> PeriodDue | None:
    """Of the month of the day; for one more month, of the month before it."""
    first = on.replace(day=1)
    for end in (first + relativedelta(months=1) - timedelta(days=1), first - timedelta(days=1)):
        if period := period_to_assess(timeline.in_force(jurisdiction, min(on, end)), end):
            return PeriodDue(period, end)
    return None


def assessments_due(scope: DeadlineScope, on: date) -> QuerySet[Organisation]:
    """Organisations that have to have a mentoring model (Холм, п. 1.2) and no approved assessment of the period."""
    obliged = Organisation.objects.filter(
        scope.of_organisations(""), kind__in=EDUCATIONAL_KINDS, archived_on__isnull=True
    )
    days, unassessed = [], Q(pk__in=())
    for due, condition in _conditions(_kinds(scope, obliged), on) if scope.has_organisations else ():
        days.append(When(condition, then=Value(due.due_on)))
        unassessed |= without_approved_assessment(condition, school_year_of(due.due_on), due.period)
    day = Case(*days, default=Value(on), output_field=DateField())
    columns = due_columns(Value(ASSESSMENT, output_field=CharField()), day, "pk")
    # row and organisation are one here, see registry/deadline_providers/classes.py
    return obliged.filter(unassessed).annotate(**columns | {ORGANISATION: F("pk") + 0})


def _kinds(scope: DeadlineScope, obliged: QuerySet[Organisation]) -> list[tuple[int, str]]:
    """The kinds of the organisations in each municipality."""
    if scope.organisations is not None:
        return sorted({(one.municipality_id, one.kind) for one in scope.organisations if one.kind in EDUCATIONAL_KINDS})
    return list(obliged.order_by().values_list("municipality", "kind").distinct())


def _conditions(kinds: Sequence[tuple[int, str]], on: date) -> Iterator[tuple[PeriodDue, Q]]:
    """What is due by the rules, with the organisations where it is; no two conditions have one in common. `kinds`: of
    the organisations in each municipality."""
    timeline = RulesTimeline({municipality for municipality, _ in kinds}, acts=False)
    own = [each for each in timeline.jurisdictions_with_rules() if each.organisation is not None]
    assessed: dict[PeriodDue, Assessed] = defaultdict(Assessed)
    for municipality, kind in kinds:
        if due := period_due(timeline, Jurisdiction(municipality, kind), on):
            assessed[due].kinds[municipality].append(kind)
    for jurisdiction in own:
        if due := period_due(timeline, jurisdiction, on):
            assessed[due].organisations.append(jurisdiction.organisation or 0)
    with_own = [each.organisation for each in own]
    for due, those in assessed.items():
        of_kinds = Q(pk__in=())
        for municipality, kinds_there in those.kinds.items():
            of_kinds |= Q(municipality=municipality, kind__in=kinds_there)
        yield due, (of_kinds & ~Q(pk__in=with_own)) | Q(pk__in=those.organisations)


def assessment_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    organisations = Organisation.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    timeline = RulesTimeline({each.municipality_id for each in organisations}, acts=False)
    labels = {}
    for organisation in organisations:
        jurisdiction = Jurisdiction.of(organisation)
        due, rules = period_due(timeline, jurisdiction, on), timeline.in_force(jurisdiction, on)
        if due is None or rules is None:
            continue
        labels[organisation.pk] = DeadlineLabel(
            f"Оценить программу: {organisation}",
            f"Нет утверждённой оценки за период «{due.period.label}»",
            f"{reverse('monitoring:assessment_add')}?organisation={organisation.pk}",
            "Оценить",
            reason=f"Месяцы мониторинга — {rules.by_whom('monitoring_months')}; оценку утверждают до конца месяца.",
            about=str(organisation),
            look=reverse("monitoring:organisation", args=[organisation.pk]),
        )
    return labels


PROVIDER = DeadlineProvider(
    frozenset([ASSESSMENT]),
    assessments_due,
    assessment_labels,
    days_ahead={ASSESSMENT: DAYS_AHEAD_OF_END},
    is_stored=False,
    rights={ASSESSMENT: Right.ASSESS},
)
