"""The columns of the dashboard of a district and of the list of assessments."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from monitoring.dashboards import OrganisationRow
from monitoring.figures.figure import Figure
from monitoring.figures.formats import linked
from monitoring.models import Assessment
from registry import clock
from registry.enums import Founder
from registry.tables.register_table import BARE, DATE, NUMBER, RegisterTable

_LACKING = '<span class="lack">{}</span>'


def _list_of_gaps(gaps: Sequence[str]) -> SafeString:
    sign = SafeString('<i class="bi bi-exclamation-triangle" aria-hidden="true"></i>')
    return format_html(
        '<ul class="gaps">{}</ul>', format_html_join("", "<li>{} {}</li>", ((sign, gap) for gap in gaps))
    )


class FigureColumn(tables.Column):
    """Values of one figure, each a link to the rows that it counts for a reader who may open them."""

    def __init__(self, figure: Figure[Any], on: date) -> None:
        code, figure_format = figure.code, figure.format
        super().__init__(
            verbose_name=figure.label,
            accessor=f"figures__{code}",
            order_by=f"sort_keys__{code}",
            orderable=figure_format.is_sortable,
            attrs=NUMBER if figure_format.is_numeric else {},
            empty_values=(),
        )
        self.figure = figure
        self._address_of = figure.rows_behind.of_organisations(on) if figure.rows_behind else None

    def render(self, value: Any, record: OrganisationRow, table: "DistrictTable") -> str:
        if not value or record.key not in table.inside:
            return self.figure.format.cell(value, "")
        address = self._address_of(record.key) if self._address_of else self.figure.format.own_page(value)
        return self.figure.format.cell(value, address)


class DistrictTable(RegisterTable):
    """Every column names an attribute that rows have, since a failed look-up would print the whole row into an error,
    and ask the database for it."""

    name = tables.Column(accessor="organisation", verbose_name="Организация", order_by="name_key")

    class Meta(RegisterTable.Meta):
        fields = ["name"]

    def __init__(
        self,
        rows: Sequence[OrganisationRow],
        *,
        on: date,
        figures: Iterable[Figure[Any]],
        inside: Collection[int],
        only_gaps: bool = False,
        **kwargs: Any,
    ) -> None:
        """`on`: the day of the rows. `inside`: primary keys of the organisations that the reader may look inside.
        `only_gaps`: the rows list what is missing in the data."""
        self.inside, self.only_gaps, self.today = inside, only_gaps, clock.today()
        columns = [(figure.code, FigureColumn(figure, on)) for figure in figures if figure.in_table]
        super().__init__(rows, extra_columns=columns, **kwargs)

    def render_name(self, record: OrganisationRow) -> SafeString:
        """The organisation with its founder, its curators and what is missing. Written here and not in a template,
        which would be begun anew for each row."""
        organisation, is_inside = record.organisation, record.key in self.inside
        name: str = str(organisation)
        if is_inside:
            day = "" if record.on == self.today else f"?on={record.on:%Y-%m-%d}"
            name = linked(name, reverse("monitoring:organisation", args=[organisation.pk]) + day)
        founder = (
            format_html(' <span class="tag">{} учредитель</span>', organisation.get_founder_display())
            if organisation.founder and organisation.founder != Founder.MUNICIPAL
            else ""
        )
        lines = format_html('{}{}\n<div class="small muted">{}</div>', name, founder, self._curators(record, is_inside))
        return format_html("{}\n{}", lines, _list_of_gaps(record.gaps)) if self.only_gaps else lines

    def _curators(self, record: OrganisationRow, is_inside: bool) -> str:
        if not record.curators:
            if not record.is_obliged:
                return "партнёр"
            return "" if self.only_gaps else format_html(_LACKING, "куратор не назначен")
        label = "куратор назначен"
        if is_inside:
            noun = "куратор" if len(record.curators) == 1 else "кураторы"
            label = f"{noun} {', '.join(curator.short_name_then for curator in record.curators)}"
        if record.curator_confirmed or self.only_gaps:
            return label
        return format_html("{}<br>{}", label, format_html(_LACKING, "не подтверждён больше года"))


class AssessmentTable(RegisterTable):
    organisation = tables.TemplateColumn(
        template_name="monitoring/_assessment_cell.html",
        verbose_name="Организация",
        order_by="organisation__sort_key",
    )
    school_year = tables.TemplateColumn(
        "{% load registry_format %}{{ record.school_year|school_year }}", verbose_name="Учебный год"
    )
    period = tables.Column(verbose_name="Период", order_by="period_number")
    held_on = tables.DateColumn(verbose_name="Дата", format="d.m.Y", attrs=DATE)
    total = tables.TemplateColumn(
        template_name="monitoring/_assessment_score.html", verbose_name="Итог и уровень", order_by="total", attrs=BARE
    )
    who = tables.TemplateColumn(
        accessor="approved_on",
        template_name="monitoring/_assessment_who.html",
        verbose_name="Кто утвердил или заполняет",
        orderable=False,
    )

    class Meta(RegisterTable.Meta):
        model = Assessment
        fields = ["organisation", "school_year", "period", "held_on", "total", "who"]
