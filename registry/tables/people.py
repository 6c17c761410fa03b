"""The columns of the lists of mentors, mentees and curators, today and on a past day."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registry.models import Curator, Mentee, Mentor
from registry.papers.act_texts import act_label
from registry.queries.former_names import order_of_names_on
from registry.queries.people import ORGANISATION_ON_DAY
from registry.tables.register_table import BARE, DATE, RegisterTable
from russian.numbers import duration_in_months

BY_NAME = ("person__sort_key",)


class PersonCell(tables.TemplateColumn):
    """The name that leads to the card, with the post or class beneath."""

    def __init__(self) -> None:
        super().__init__(template_name="registry/_person_cell.html", verbose_name="ФИО", order_by=BY_NAME)


class MentorTable(RegisterTable):
    person = PersonCell()
    organisation = tables.Column(
        "Организация",
        accessor="person__organisation__short_name",
        order_by="person__organisation__sort_key",
        attrs=BARE,
    )
    source = tables.Column(
        "Источник",
        attrs=BARE,
    )
    qualification = tables.Column("Категория", accessor="person__get_qualification_display", orderable=False)
    experience = tables.Column("Стаж", accessor="person__experience_months", order_by="-person__working_since")
    readiness = tables.TemplateColumn(
        template_name="registry/_readiness_cell.html", verbose_name="Готовность", attrs=BARE
    )
    places = tables.TemplateColumn(
        template_name="registry/_places_cell.html", verbose_name="Места", order_by="-free", attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = Mentor
        fields = ["person", "organisation", "source", "qualification", "experience", "readiness", "places"]
        order_by = "person"

    def render_experience(self, value: int) -> str:
        return duration_in_months(value)


class MenteeTable(RegisterTable):
    person = PersonCell()
    organisation = tables.Column(
        "Организация",
        accessor="person__organisation__short_name",
        order_by="person__organisation__sort_key",
        attrs=BARE,
    )
    participant = tables.Column("Кто это", attrs={"td": {"class": "nowrap bare"}})
    request = tables.Column("Запрос", orderable=False, empty_values=("", None))
    included_on = tables.DateColumn("d.m.Y", verbose_name="Включён", attrs=DATE)

    class Meta(RegisterTable.Meta):
        model = Mentee
        fields = ["person", "organisation", "participant", "request", "included_on"]
        order_by = "person"


class PastDayTable(RegisterTable):
    """Who was in a bank on a past day, under which name, and where. What the card says today is not shown of people who
    have moved on."""

    person = tables.TemplateColumn(
        template_name="registry/_person_on_day_cell.html", verbose_name="ФИО", order_by=BY_NAME
    )
    organisation = tables.Column(
        "Организация в тот день",
        accessor="organisation_on_day",
        order_by=f"{ORGANISATION_ON_DAY}__sort_key",
        attrs=BARE,
    )
    included_on = tables.DateColumn("d.m.Y", verbose_name="Включён", attrs=DATE)
    excluded_on = tables.TemplateColumn(
        template_name="registry/_left_since_cell.html", verbose_name="Состояние", orderable=False, attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        fields = ["person", "organisation", "included_on", "excluded_on"]
        order_by = "person"

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def order_person(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """By the names of the day."""
        name = order_of_names_on(self.on, "person__")
        return rows.order_by(name.desc() if is_descending else name.asc(), "pk"), True


class CuratorTable(RegisterTable):
    person = PersonCell()
    organisation = tables.Column(
        "Организация",
        accessor="organisation__short_name",
        order_by=("organisation__sort_key", "person__sort_key"),
        attrs=BARE,
    )
    is_deputy = tables.Column("Заместитель")
    act = tables.Column(act_label("Приказ"), order_by="act__dated")
    appointed_on = tables.DateColumn("d.m.Y", verbose_name="Назначен", attrs=DATE)
    confirmed_on = tables.TemplateColumn(
        template_name="registry/_confirmed_cell.html", verbose_name="Сведения подтверждены", attrs=DATE
    )

    class Meta(RegisterTable.Meta):
        model = Curator
        fields = ["person", "organisation", "is_deputy", "act", "appointed_on", "confirmed_on"]
        order_by = "organisation"

    def render_is_deputy(self, value: bool) -> str | SafeString:
        return "да" if value else format_html('<span class="muted">{}</span>', "нет")
