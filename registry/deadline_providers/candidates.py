"""Candidates for mentors wait for the head of the organisation (Сургут, п. 4.6.1): one line for each organisation."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import CharField, Count, Min, Q, QuerySet, Value

from registry.access import Right
from registry.database.dates import DaysAfter
from registry.deadlines import DAYS_AHEAD, DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.models import Mentor
from registry.queries.candidates import candidates_address, waiting_candidates
from registry.side_texts import side_text

CANDIDATES = "candidates"
#: the portal's own term
DAYS_TO_DECIDE = 14


def candidates_due(scope: DeadlineScope, on: date) -> QuerySet[Mentor]:
    """The first who was entered stands for all of the organisation. Who decides sees them at once, others when the
    term of one is near."""
    near = Q(proposed_on__lte=on + timedelta(days=DAYS_AHEAD - DAYS_TO_DECIDE))
    waiting = waiting_candidates().filter(
        near | Q(person__organisation__in=scope.decided_by_reader), scope.of_organisations("person__organisation")
    )
    first = waiting.order_by().values("person__organisation").annotate(first=Min("pk")).values("first")
    kind = Value(CANDIDATES, output_field=CharField())
    due = DaysAfter("proposed_on", DAYS_TO_DECIDE)
    rows = Mentor.objects.filter(pk__in=first, person__organisation__isnull=False)
    return rows.annotate(**due_columns(kind, due, "person__organisation_id"))


def candidate_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    counts = dict(
        waiting_candidates()
        .filter(person__organisation__in=[row.organisation_id for row in rows])
        .order_by()
        .values_list("person__organisation")
        .annotate(number=Count("pk"))
    )
    return {
        row.object_id: DeadlineLabel(
            f"Решить о кандидатах в {side_text('наставники')}: {counts.get(row.organisation_id, 0)}",
            "Ждут решения руководителя",
            candidates_address(row.organisation_id),
            "Решить",
            reason="Кандидатов утверждает руководитель (Сургут, п.\u00a04.6.1); "
            f"срок портала — {DAYS_TO_DECIDE}\u00a0дней.",
        )
        for row in rows
    }


PROVIDER = DeadlineProvider(
    frozenset([CANDIDATES]),
    candidates_due,
    candidate_labels,
    is_stored=False,
    rights={CANDIDATES: Right.APPROVE_CANDIDATES},
    decisions=frozenset([CANDIDATES]),
)
