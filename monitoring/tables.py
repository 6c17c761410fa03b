import django_tables2 as tables

from monitoring.models import Assessment
from registry.tables.register_table import DATE, NUMBER, RegisterTable


class DistrictTable(RegisterTable):
    """Rows are monitoring.dashboards.OrganisationRow; every column names an attribute that rows have, since a failed
    look-up would print the whole row into an error, and ask the database for it."""

    name = tables.TemplateColumn(
        accessor="organisation",
        template_name="monitoring/_row_organisation.html",
        verbose_name="Организация",
        order_by="name_key",
    )
    mentors = tables.TemplateColumn(
        template_name="monitoring/_row_mentors.html", verbose_name="Наставники", attrs=NUMBER, order_by="mentors"
    )
    mentees = tables.TemplateColumn(
        template_name="monitoring/_row_mentees.html", verbose_name="Наставляемые", attrs=NUMBER, order_by="mentees"
    )
    pairs = tables.TemplateColumn(
        template_name="monitoring/_row_pairs.html", verbose_name="Пары", attrs=NUMBER, order_by="pairs"
    )
    stages = tables.TemplateColumn(
        accessor="pairs_by_stage",
        template_name="monitoring/_row_stages.html",
        verbose_name="По этапам",
        orderable=False,
    )
    overdue = tables.TemplateColumn(
        template_name="monitoring/_row_overdue.html", verbose_name="Просрочено", attrs=NUMBER, order_by="overdue"
    )
    score = tables.TemplateColumn(
        accessor="score_total",
        template_name="monitoring/_row_score.html",
        verbose_name="Последняя оценка",
        order_by="score_total",
    )

    class Meta(RegisterTable.Meta):
        fields = ["name", "mentors", "mentees", "pairs", "stages", "overdue", "score"]


class AssessmentTable(RegisterTable):
    organisation = tables.TemplateColumn(
        template_name="monitoring/_assessment_cell.html",
        verbose_name="Организация",
        order_by="organisation__short_name",
    )
    school_year = tables.TemplateColumn(
        "{% load registry_format %}{{ record.school_year|school_year }}", verbose_name="Учебный год"
    )
    period = tables.Column(verbose_name="Период", order_by="period_number")
    held_on = tables.DateColumn(verbose_name="Дата", format="d.m.Y", attrs=DATE)
    total = tables.TemplateColumn(
        template_name="monitoring/_assessment_score.html", verbose_name="Итог и уровень", order_by="total"
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
