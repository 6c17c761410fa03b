"""The list of uploads as a spreadsheet."""

from import_export import fields

from imports.models import ImportBatch
from registry.exports.register_resource import AS_IS, RegisterResource


class ImportResource(RegisterResource):
    """The journal of files that were brought in."""

    file_name = fields.Field("file_name", "Файл")
    kind = fields.Field("get_kind_display", "Что в файле")
    organisation = fields.Field("organisation__short_name", "Организация")
    status = fields.Field("get_status_display", "Состояние")
    ready = fields.Field("ready", "Готово", widget=AS_IS)
    unclear = fields.Field("unclear", "Сомнения и ошибки", widget=AS_IS)
    uploaded_by = fields.Field("uploaded_by__get_full_name", "Кто загрузил")
    uploaded_at = fields.Field("uploaded_at", "Загружен", widget=AS_IS)
    committed_at = fields.Field("committed_at", "Внесён", widget=AS_IS)

    class Meta:
        model = ImportBatch
        fields = (
            "file_name", "kind", "organisation", "status", "ready", "unclear", "uploaded_by", "uploaded_at",
            "committed_at",
        )  # fmt: skip
        export_order = fields
