"""The columns of the log of views."""

import django_tables2 as tables

from registry.models import ViewRecord
from registry.tables.register_table import BARE, DATE, RegisterTable


class ViewRecordTable(RegisterTable):
    at = tables.DateTimeColumn("d.m.Y H:i", verbose_name="Когда", attrs=DATE)
    user = tables.TemplateColumn(
        template_name="registry/_view_user_cell.html", verbose_name="Кто", orderable=False, attrs=BARE
    )
    kind = tables.Column("Что сделано", orderable=False, attrs=BARE)
    subject = tables.TemplateColumn(
        template_name="registry/_view_subject_cell.html", verbose_name="Что именно", orderable=False, attrs=BARE
    )
    person = tables.TemplateColumn(
        template_name="registry/_view_person_cell.html", verbose_name="О ком", orderable=False, attrs=BARE
    )
    organisation = tables.Column("Организация", orderable=False, attrs=BARE)

    class Meta(RegisterTable.Meta):
        model = ViewRecord
        fields = ["at", "user", "kind", "subject", "person", "organisation"]
        order_by = "-at"
