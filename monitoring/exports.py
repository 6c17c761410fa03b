"""What leaves the monitoring pages as a spreadsheet: the rows that the page shows, in the same scope."""

from collections.abc import Collection, Sequence
from typing import Any

from import_export import fields
from tablib import Dataset

from monitoring.dashboards import DistrictSummary
from monitoring.figures.figure import Figure
from monitoring.models import Assessment
from registry.exports.register_resource import AS_IS, RegisterResource
from russian.school_year import school_year_label


class AssessmentResource(RegisterResource):
    organisation = fields.Field("organisation__short_name", "Организация")
    school_year = fields.Field(column_name="Учебный год")
    period = fields.Field("get_period_display", "Период")
    held_on = fields.Field("held_on", "Дата оценки", widget=AS_IS)
    status = fields.Field("get_status_display", "Состояние")
    total = fields.Field("total", "Итог", widget=AS_IS)
    level = fields.Field("level__title", "Уровень")
    approved_by = fields.Field("approved_by__short_name", "Кто утвердил")
    approved_on = fields.Field("approved_on", "Дата утверждения", widget=AS_IS)
    conclusion = fields.Field("conclusion", "Вывод")

    class Meta:
        model = Assessment
        fields = (
            "organisation", "school_year", "period", "held_on", "status", "total", "level", "approved_by",
            "approved_on", "conclusion",
        )  # fmt: skip
        export_order = fields

    def dehydrate_school_year(self, assessment: Assessment) -> str:
        return school_year_label(assessment.school_year)


def district_dataset(district: DistrictSummary, inside: Collection[int]) -> Dataset:
    """The district's rows with their total, as at the district's day: a column or more for every figure.

    Curators are named in the organisations `inside` alone: those that the reader may look into.
    """
    sheet = Dataset(title=f"На {district.scope.on:%d.%m.%Y}")
    columns = [
        (figure, figure.format.columns(figure.label, [row.value_of(figure) for row in district.rows]))
        for figure in district.figures_in_use
    ]
    sheet.headers = [
        "Организация",
        "Тип",
        "Куратор",
        *(heading for _, of_figure in columns for heading, _ in of_figure),
        "Чего не хватает в данных",
    ]
    for row in district.rows:
        sheet.append(
            [
                row.organisation.short_name,
                row.organisation.get_kind_display(),
                ", ".join(curator.short_name_then for curator in row.curators) if row.organisation.pk in inside else "",
                *(
                    cell(row.value_of(figure)) if row.shows(figure) else ""
                    for figure, of_figure in columns
                    for _, cell in of_figure
                ),
                "; ".join(row.gaps),
            ]
        )
    if district.of_municipalities:
        sheet.append(["Муниципальная дорожная карта", "", "", *_of_municipalities(district, columns), ""])
    totals = [
        cell(district.figures[figure.code]) if figure.of_district else ""
        for figure, of_figure in columns
        for _, cell in of_figure
    ]
    sheet.append(["Всего", "", "", *totals, ""])
    return sheet


def _of_municipalities(district: DistrictSummary, columns: Sequence[tuple[Figure[Any], Sequence[Any]]]) -> list[object]:
    """What the totals count beside the organisations."""
    numbers = district.of_municipalities
    return [numbers.get(figure.code, "") for figure, of_figure in columns for _ in of_figure]
