"""Curators confirm the data of their organisation once a year (Холм, п. 6.6)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Coalesce

from registry.access import Right
from registry.database.dates import MonthsAfter
from registry.deadlines import DAY, DAYS_AHEAD, DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.models import Curator

CONFIRMATION = "confirmation"
MONTHS_BETWEEN_CONFIRMATIONS = 12


def confirmations_due(scope: DeadlineScope, on: date) -> QuerySet[Curator]:
    in_office = Curator.objects.filter(scope.of_organisations("organisation"), dismissed_on__isnull=True)
    due = MonthsAfter(Coalesce("confirmed_on", "appointed_on"), MONTHS_BETWEEN_CONFIRMATIONS)
    rows = in_office.annotate(**due_columns(Value(CONFIRMATION, output_field=CharField()), due, "organisation_id"))
    return rows.filter(**{f"{DAY}__lte": on + timedelta(days=DAYS_AHEAD)})


def confirmation_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    curators = Curator.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    return {
        curator.pk: DeadlineLabel(
            f"Подтвердить сведения об участниках: {curator.organisation}",
            f"Куратор {curator.person.short_name}",
            curator.get_absolute_url(),
            "Подтвердить",
            reason="Сведения об участниках подтверждают не реже раза в год (Холм, п.\u00a06.6).",
        )
        for curator in curators.select_related("person", "organisation")
    }


PROVIDER = DeadlineProvider(
    frozenset([CONFIRMATION]),
    confirmations_due,
    confirmation_labels,
    rights={CONFIRMATION: Right.EDIT_ORGANISATION},
)
