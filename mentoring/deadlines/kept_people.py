"""Whoever may depersonalise a card decides about people who have withdrawn the consent to processing."""

from collections.abc import Sequence
from datetime import date

from django.db.models import CharField, F, QuerySet, Value

from mentoring.queries.kept_people import WHY, WITHDRAWN, people_after_withdrawal
from registry.access import Right
from registry.deadlines import DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.models import Person

KEPT_PEOPLE = "kept_people"


def kept_people_due(scope: DeadlineScope, on: date) -> QuerySet[Person]:
    people = people_after_withdrawal(on).filter(
        scope.of_holders(Right.DEPERSONALISE, "organisation"), organisation__isnull=False
    )
    kind = Value(KEPT_PEOPLE, output_field=CharField())
    return people.annotate(**due_columns(kind, F("withdrawn_on"), "organisation_id"))


def kept_people_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    people = Person.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    return {
        person.pk: DeadlineLabel(
            f"Решить о личных сведениях: {person.short_name}",
            WHY[WITHDRAWN],
            person.get_absolute_url(),
            "Решить",
            reason="Согласие на обработку отозвано (152-ФЗ, ст.\u00a09), и пар у человека больше нет. "
            "Обезличьте карточку или оставьте её с причиной.",
        )
        for person in people
    }


PROVIDER = DeadlineProvider(
    frozenset([KEPT_PEOPLE]),
    kept_people_due,
    kept_people_labels,
    is_stored=False,
    rights={KEPT_PEOPLE: Right.DEPERSONALISE},
    for_holders=True,
)
