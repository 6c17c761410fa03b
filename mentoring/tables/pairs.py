"""The columns of the list of pairs."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, QuerySet, Value, When

from mentoring.enums import PairStatus
from mentoring.models import Pair, Stage
from mentoring.models.pair import COMING, in_state
from mentoring.queries.pair_labels import PairLabels
from mentoring.queries.pairs_on_day import in_order_of_stages_on
from registry import clock
from registry.enums import PairColumn
from registry.models import Form
from registry.queries.former_names import order_of_names_on
from registry.tables.register_table import BARE, RegisterTable

#: name of a column → the rule by which it stands there
COLUMNS_OF_RULES = {
    "organisation": PairColumn.ORGANISATION,
    "form": PairColumn.FORM,
    "status": PairColumn.STATUS,
    "stage": PairColumn.STAGE,
    "starts_on": PairColumn.TERM,
}


class PairTable(RegisterTable):
    #: primary keys of the shown pairs that have something overdue; the view fills it
    overdue: frozenset[int] = frozenset()
    #: the names of their forms by primary key; the view fills it
    labels: Mapping[int, PairLabels] = MappingProxyType({})
    #: the stages of a past day by primary key of the pair; the view fills it
    stages_then: Mapping[int, Stage] = MappingProxyType({})

    mentor = tables.TemplateColumn(
        template_name="mentoring/_pair_cell.html",
        verbose_name="Пара",
        order_by=("mentor__person__sort_key", "mentee__person__sort_key"),
    )
    organisation = tables.Column(
        verbose_name="Организация",
        order_by=("organisation__sort_key",),
        attrs=BARE,
    )
    form = tables.Column(
        verbose_name="Форма",
        order_by=("form__position",),
        attrs=BARE,
    )
    status = tables.TemplateColumn(
        template_name="mentoring/_status_on_day.html",
        verbose_name="Состояние",
        order_by=("status",),
        attrs=BARE,
    )
    stage = tables.Column(
        empty_values=(),
        verbose_name="Этап",
        order_by=("stage__number",),
    )
    starts_on = tables.TemplateColumn(
        template_name="mentoring/_period_cell.html",
        verbose_name="Срок",
        attrs={"td": {"class": "date bare"}},
    )

    def __init__(self, *args: Any, past_day: date | None = None, **kwargs: Any) -> None:
        """`past_day`: the one that the list shows; its pairs were all at work on it."""
        self.past_day = past_day
        super().__init__(*args, **kwargs)

    def order_mentor(self, rows: QuerySet[Pair], is_descending: bool) -> tuple[QuerySet[Pair], bool]:
        """By the names of the day that the list shows."""
        if self.past_day is None:
            return rows, False
        names = [order_of_names_on(self.past_day, path) for path in ("mentor__person__", "mentee__person__")]
        return rows.order_by(*(name.desc() if is_descending else name.asc() for name in names), "pk"), True

    def order_stage(self, rows: QuerySet[Pair], is_descending: bool) -> tuple[QuerySet[Pair], bool]:
        """By the stage of the day that the list shows."""
        if self.past_day is None:
            return rows, False
        return in_order_of_stages_on(rows, self.past_day, is_descending=is_descending), True

    def render_stage(self, record: Pair) -> str:
        """The one of the day that the list shows."""
        stage = self.stages_then.get(record.pk) if self.past_day else record.stage
        return f"{stage.number}. {stage.title}" if stage is not None else "—"

    def render_form(self, record: Pair, value: Form) -> str:
        return self.labels[record.pk].form if record.pk in self.labels else str(value)

    def order_status(self, rows: QuerySet[Pair], is_descending: bool) -> tuple[QuerySet[Pair], bool]:
        """By the state of today, as the cells have it. On a past day all had the same."""
        if self.past_day is not None:
            return rows.order_by("-starts_on", "-pk"), True
        today = clock.today()
        state = Case(
            When(in_state(PairStatus.ACTIVE, today), then=Value(PairStatus.ACTIVE.value)),
            When(in_state(COMING, today), then=Value(COMING)),
            default=F("status"),
        )
        rows = rows.annotate(state_today=state)
        return rows.order_by(f"{'-' if is_descending else ''}state_today", "-starts_on", "-pk"), True

    class Meta(RegisterTable.Meta):
        model = Pair
        fields = ["mentor", "organisation", "form", "status", "stage", "starts_on"]
        order_by = "-starts_on"
