"""The columns of the list of organisations."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from registry.access import Access, Right
from registry.models import Organisation
from registry.side_texts import side_label
from registry.tables.register_table import BARE, NUMBER, Alphabetical, RegisterTable


class NumberOfPeople(tables.Column):
    """How many are in a bank of the organisation, with a link to them for whoever sees the people there."""

    def __init__(self, bank: str, **kwargs: Any) -> None:
        super().__init__(attrs=NUMBER, **kwargs)
        self.bank = bank

    def render(self, value: int, record: Organisation, table: "OrganisationTable") -> str:
        if not value or not Access.of(table.request.user).in_organisation(Right.VIEW_PEOPLE, record):
            return str(value)
        return format_html('<a href="{}?organisation={}">{}</a>', reverse(self.bank), record.pk, value)


class OrganisationTable(RegisterTable):
    short_name = tables.TemplateColumn(
        template_name="registry/_organisation_cell.html", verbose_name="Организация", order_by="sort_key"
    )
    kind = tables.Column(
        verbose_name="Тип",
        attrs=BARE,
    )
    head_name = Alphabetical(verbose_name="Руководитель")
    mentors = NumberOfPeople("registry:mentors", verbose_name=side_label("Наставники"))
    mentees = NumberOfPeople("registry:mentees", verbose_name=side_label("Наставляемые"))

    class Meta(RegisterTable.Meta):
        model = Organisation
        fields = ["short_name", "kind", "head_name", "mentors", "mentees"]
        order_by = "short_name"
