"""The list of pairs and the page of one."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.requests import AuthenticatedRequest
from mentoring.actions.pairs import version_of_pair
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.exports.pairs import PairExportResource, PairOfDayResource
from mentoring.filters.pairs import PairFilter
from mentoring.models import Pair
from mentoring.pair_page.page import pair_page
from mentoring.queries.pair_labels import labels_of, labels_of_pairs
from mentoring.queries.pairs import pairs_shown, pairs_visible_to
from mentoring.queries.pairs_on_day import put_back_to, stages_on
from mentoring.stages.checklist import with_checklist
from mentoring.tables.pairs import COLUMNS_OF_RULES, PairTable
from registry import clock
from registry.access import Access, Right
from registry.enums import PERSONAL_ROLES
from registry.exports.register_resource import RegisterResource
from registry.queries.bases import pair_columns_of_reader
from registry.side_texts import side_label
from registry.views.lists import ORGANISATION, RegisterList


class PairList(RegisterList):
    right = Right.VIEW_PAIRS
    heading = "Пары"
    empty_icon = "people"
    empty_title = "Пар пока нет"
    empty_text = side_label(
        "Выберите наставляемого_вин, и портал покажет подходящих наставников со свободными местами."
    )
    add_label = "Новая пара"
    table_class = PairTable
    filterset_class = PairFilter
    resource_class = PairExportResource
    more_exports = "mentoring:exports"

    def may_open(self) -> bool:
        """Also mentors and mentees, who find their own pairs here."""
        access = Access.of(self.request.user)
        return access.anywhere(Right.VIEW_PAIRS) or bool(access.roles.intersection(PERSONAL_ROLES))

    def get_queryset(self) -> QuerySet[Pair]:
        rows = pairs_visible_to(self.request.user).with_shown_relations()
        if self.is_export:
            return rows.select_related("role_model", "end_reason").prefetch_related("kinds")
        return rows

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"past_day": self.past_day}

    def get_table(self, **kwargs: Any) -> PairTable:
        table = super().get_table(**kwargs)
        codes = pair_columns_of_reader(self.request.user, clock.today())
        for name, code in COLUMNS_OF_RULES.items():
            if code not in codes and (name != ORGANISATION or self.reads_one_organisation):
                table.columns.hide(name)
        records = [row.record for row in table.page.object_list] if table.page else []
        pks = [pair.pk for pair in records]
        table.labels = labels_of_pairs(records)
        if (on := self.past_day) is not None:
            table.stages_then = stages_on(pks, on)
            put_back_to(records, on)
        else:
            table.overdue = frozenset(overdue_pairs(pairs_shown(pks)))
        return table

    @property
    def past_day(self) -> date | None:
        """The chosen day when it is over. What was overdue on it nobody knows: rows say what is not done now."""
        on: date | None = self.filterset.conditions.get("on")
        return on if on is not None and on < clock.today() else None

    def resource(self, resource_class: type[RegisterResource]) -> RegisterResource:
        on = self.past_day
        return resource_class() if on is None else PairOfDayResource(on)

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.PROPOSE_PAIRS)
        return reverse("mentoring:pair_new") if allowed else None


def pair_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    rows = pairs_visible_to(request.user).with_shown_relations()
    rows = rows.select_related("role_model", "group", "predecessor__mentor__person", "predecessor__mentee__person")
    rows = with_checklist(rows).select_related(
        "curator__person", "organisation__municipality", "successor", "end_reason"
    )
    pair = get_object_or_404(rows.prefetch_related("kinds"), pk=pk)
    page = pair_page(pair, request.user)
    version = version_of_pair(pair) if page.ready_to_agree and page.rights.propose else 0
    context = {"pair": pair, "labels": labels_of(pair), "page": page, "rights": page.rights, "version": version}
    return render(request, "mentoring/pair.html", context)
