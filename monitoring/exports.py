"""What leaves the monitoring pages as a spreadsheet: the rows that the page shows, in the same scope."""

from collections.abc import Sequence

from import_export import fields
from tablib import Dataset

from monitoring.dashboards import District
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


def district_dataset(district: District, stage_titles: Sequence[str]) -> Dataset:
    """The district's table with its total, as at the district's day."""
    sheet = Dataset(title=f"На {district.on:%d.%m.%Y}")
    sheet.headers = [
        "Организация",
        "Тип",
        "Куратор",
        "Наставники",
        "Наставляемые",
        "Пары",
        *stage_titles,
        "Просрочено",
        "Молодых специалистов с наставником",
        "Молодых специалистов всего",
        "Доля",
        "Оценка",
        "Уровень",
        "Учебный год оценки",
        "Чего не хватает в данных",
    ]
    for row in district.rows:
        sheet.append(
            [
                row.organisation.short_name,
                row.organisation.get_kind_display(),
                ", ".join(curator.person.short_name for curator in row.curators),
                row.mentors,
                row.mentees,
                row.pairs,
                *row.pairs_by_stage,
                row.overdue,
                row.young.part,
                "н/д" if row.young.whole is None else row.young.whole,
                str(row.young),
                row.score.total if row.score else "",
                row.score.level.title if row.score and row.score.level else "",
                school_year_label(row.score.school_year) if row.score else "",
                "; ".join(row.gaps),
            ]
        )
    whole = district.young.whole
    sheet.append(
        [
            "Всего",
            *("", ""),
            district.mentors,
            district.mentees,
            district.pairs,
            *district.pairs_by_stage,
            district.overdue,
            district.young.part,
            "н/д" if whole is None else whole,
            str(district.young),
            *("", "", "", ""),
        ]
    )
    return sheet
