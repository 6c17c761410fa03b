"""The columns of «Пора решать»."""

import django_tables2 as tables

from mentoring.queries.kept_people import WHY
from registry.models import Person
from registry.tables.register_table import BARE, DATE, RegisterTable


class KeptPeopleTable(RegisterTable):
    full_name = tables.TemplateColumn(
        template_name="mentoring/_kept_person_cell.html", verbose_name="Человек", order_by="sort_key"
    )
    organisation = tables.Column("Организация", order_by="organisation__sort_key", attrs=BARE)
    why = tables.Column("Почему", attrs=BARE)
    decide_since = tables.DateColumn("d.m.Y", verbose_name="С какого дня", attrs=DATE)
    decide = tables.TemplateColumn(
        template_name="mentoring/_kept_person_act.html", verbose_name="Решить", orderable=False, attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = Person
        fields = ["full_name", "organisation", "why", "decide_since", "decide"]
        order_by = "decide_since"

    def render_why(self, value: str) -> str:
        return WHY[value]
