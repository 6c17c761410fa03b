from collections.abc import Collection, Iterable, Sequence
from typing import Any

import django_tables2 as tables

from monitoring.dashboards import OrganisationRow
from monitoring.figures.figure import Figure
from monitoring.models import Assessment
from registry.tables.register_table import BARE, DATE, NUMBER, RegisterTable


class FigureColumn(tables.Column):
    """Values of one figure, each a link to the rows that it counts for a reader who may open them."""

    def __init__(self, figure: Figure[Any]) -> None:
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

    def render(self, value: Any, record: OrganisationRow, table: "DistrictTable") -> str:
        rows = self.figure.rows_behind if value and record.organisation.pk in table.inside else None
        return self.figure.format.cell(value, rows.of_organisation(record.organisation, record.on) if rows else "")


class DistrictTable(RegisterTable):
    """Every column names an attribute that rows have, since a failed look-up would print the whole row into an error,
    and ask the database for it."""

    name = tables.TemplateColumn(
        accessor="organisation",
        template_name="monitoring/_row_organisation.html",
        verbose_name="Организация",
        order_by="name_key",
    )

    class Meta(RegisterTable.Meta):
        fields = ["name"]

    def __init__(
        self,
        rows: Sequence[OrganisationRow],
        *,
        figures: Iterable[Figure[Any]],
        inside: Collection[int],
        **kwargs: Any,
    ) -> None:
        """`inside`: primary keys of the organisations that the reader may look inside."""
        self.inside = inside
        columns = [(figure.code, FigureColumn(figure)) for figure in figures if figure.in_table]
        super().__init__(rows, extra_columns=columns, **kwargs)


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
