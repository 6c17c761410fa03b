"""The programme of a pair that the reader may see."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from accounts.models import User
from mentoring.models import Pair, PlanItem, Programme
from mentoring.queries.pairs import pairs_visible_to

#: plans of other pairs that are offered
MOST_PLANS = 40


def programme_of(pair: Pair) -> QuerySet[Programme]:
    """The programme as a queryset: one row, or none before the order."""
    return Programme.objects.filter(pair=pair).select_related("approved_by")


def plans_to_take(user: User, pair: Pair) -> QuerySet[Programme]:
    """Programmes of other pairs with a plan that the reader may open, those of the same form first."""
    same_form = Case(When(pair__form=pair.form_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Programme.objects.filter(pair__in=pairs_visible_to(user).exclude(pk=pair.pk).order_by())
        .annotate(events=Count("items"))
        .filter(events__gt=0)
        .select_related("pair__form", "pair__organisation", "pair__act", "pair__mentor__person", "pair__mentee__person")
        .order_by(same_form, "-approved_on", "-pk")[:MOST_PLANS]
    )


def rows_of_plan(programme: Programme, pair: Pair) -> list[dict[str, Any]]:
    """Rows of the plan that the pair does not have yet. Days keep their distance from the beginning, up to the last
    day."""
    shift = pair.starts_on - programme.pair.starts_on

    def day_of(item: PlanItem) -> date | None:
        return min(max(item.due_on + shift, pair.starts_on), pair.last_day) if item.due_on else None

    own = set(PlanItem.objects.filter(programme__pair=pair).values_list("section", "title"))
    return [
        {"section": item.section, "title": item.title, "due_on": day_of(item), "responsible": item.responsible}
        for item in programme.items.all()
        if (item.section, item.title) not in own
    ]


def items_of_plan(programme: Programme) -> list[PlanItem]:
    """The plan of the programme in order."""
    return list(programme.items.all())


def plan_items_in(programme: Programme) -> QuerySet[PlanItem]:
    """The items as a queryset, to look one of them up."""
    return programme.items.all()
