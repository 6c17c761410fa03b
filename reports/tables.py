"""The columns of the list of issued papers."""

import django_tables2 as tables

from registry.tables.register_table import BARE, DATE, Alphabetical, AlphabeticalTemplate, RegisterTable
from reports.models import IssuedDocument


class DocumentTable(RegisterTable):
    title = AlphabeticalTemplate(template_name="reports/_document_cell.html", verbose_name="Документ")
    number = Alphabetical(verbose_name="Номер")
    dated = tables.DateColumn(verbose_name="Дата", format="d.m.Y", attrs=DATE)
    organisation = tables.Column(verbose_name="Организация", order_by="organisation__sort_key", attrs=BARE)
    status = tables.TemplateColumn(
        '{% include "reports/_status.html" with document=record %}', verbose_name="Состояние", attrs=BARE
    )

    class Meta(RegisterTable.Meta):
        model = IssuedDocument
        fields = ["title", "number", "dated", "organisation", "status"]
        order_by = ("-dated", "-pk")
