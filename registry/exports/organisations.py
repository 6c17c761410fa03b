from import_export import fields, resources

from registry.models import Organisation


class OrganisationResource(resources.ModelResource):
    """Headings are those that the import of organisations reads back."""

    full_name = fields.Field("full_name", "Полное наименование")
    short_name = fields.Field("short_name", "Краткое наименование")
    kind = fields.Field("get_kind_display", "Тип организации")
    inn = fields.Field("inn", "ИНН")
    head_position = fields.Field("head_position", "Должность руководителя")
    head_name = fields.Field("head_name", "ФИО руководителя")
    address = fields.Field("address", "Адрес")

    class Meta:
        model = Organisation
        fields = ["full_name", "short_name", "kind", "inn", "head_position", "head_name", "address"]
        export_order = fields
