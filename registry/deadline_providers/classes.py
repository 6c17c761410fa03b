"""Classes move up on 1 September, and who has left leaves the register."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Greatest, TruncDate
from django.urls import reverse

from registry.access import Right
from registry.database.dates import DaysAfter
from registry.deadlines import DAY, ORGANISATION, DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.models import ClassMove, Organisation
from registry.queries.classes import departures_to_finish, organisations_with_old_classes
from russian.school_year import first_day, school_year_label, school_year_of

CLASSES, DEPARTURE = "class_transfer", "class_departure"
#: days from the transfer of the classes until the card of who has left is closed
DAYS_FOR_DEPARTURE = 7


def transfers_due(scope: DeadlineScope, on: date) -> QuerySet[Organisation]:
    school_year = school_year_of(on)
    schools = organisations_with_old_classes(school_year).filter(scope.of_organisations(""))
    due = Value(first_day(school_year), output_field=DateField())
    columns = due_columns(Value(CLASSES, output_field=CharField()), due, "pk")
    # Row and organisation are one here: a column selected twice under two names would stand once in a subquery.
    return schools.annotate(**columns | {ORGANISATION: F("pk") + 0})


def transfer_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    schools = Organisation.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    return {
        school.pk: DeadlineLabel(
            f"Перевести классы: {school}",
            f"С 1 сентября {school_year_label(school_year_of(on))} учебного года в реестре стоят прошлогодние классы",
            reverse("registry:classes", args=[school.pk]),
            "Перевести",
        )
        for school in schools
    }


def departures_due(scope: DeadlineScope, on: date) -> QuerySet[ClassMove]:
    """A week after the classes were moved in the portal, or after the leaving when that was later."""
    moves = departures_to_finish().filter(scope.of_organisations("transfer__organisation"))
    known_on = Greatest("on", TruncDate("transfer__made_at"))
    due = DaysAfter(known_on, DAYS_FOR_DEPARTURE)
    columns = due_columns(Value(DEPARTURE, output_field=CharField()), due, "transfer__organisation_id")
    return moves.annotate(**columns).filter(**{f"{DAY}__lte": on + timedelta(days=DAYS_FOR_DEPARTURE)})


def departure_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    moves = ClassMove.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    return {
        move.pk: DeadlineLabel(
            f"Закрыть карточку выбывшего: {move.person.short_name}",
            f"День выбытия — {move.on:%d.%m.%Y}. Если открыта пара, сначала решите о ней",
            reverse("registry:class_move", args=[move.transfer.organisation_id, move.pk]),
            "Открыть",
            reason="Неделя от перевода классов — срок портала.",
        )
        for move in moves.select_related("person", "transfer")
    }


PROVIDERS = (
    DeadlineProvider(
        frozenset([CLASSES]), transfers_due, transfer_labels, is_stored=False, rights={CLASSES: Right.EDIT_PEOPLE}
    ),
    DeadlineProvider(
        frozenset([DEPARTURE]),
        departures_due,
        departure_labels,
        is_stored=False,
        rights={DEPARTURE: Right.EDIT_PEOPLE},
    ),
)
