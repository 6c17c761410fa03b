"""The columns of the list of uploads."""

import django_tables2 as tables

from imports.models import ImportBatch
from registry.tables.register_table import DATE, NUMBER, Alphabetical, RegisterTable


class ImportTable(RegisterTable):
    file_name = Alphabetical(verbose_name="Файл", linkify=True)
    kind = tables.Column(verbose_name="Что в файле")
    organisation = tables.Column(verbose_name="Организация", default="все")
    ready = tables.Column(verbose_name="Готово", attrs=NUMBER)
    unclear = tables.Column(verbose_name="Сомнения и ошибки", attrs=NUMBER)
    status = tables.TemplateColumn(template_name="imports/_status_cell.html", verbose_name="Состояние")
    uploaded_at = tables.DateTimeColumn(verbose_name="Загружен", format="d.m.Y H:i", attrs=DATE)

    class Meta(RegisterTable.Meta):
        model = ImportBatch
        fields = ["file_name", "kind", "organisation", "ready", "unclear", "status", "uploaded_at"]
        order_by = "-uploaded_at"

    def render_organisation(self, record: ImportBatch) -> str:
        return record.organisation.short_name if record.organisation else "все"
