"""The list of organisations as a spreadsheet that the import reads back."""

from import_export import fields

from registry.exports.register_resource import AS_IS, PHONE, YES_NO, RegisterResource
from registry.models import Organisation


class OrganisationResource(RegisterResource):
    """Headings are those that the import of organisations reads back."""

    full_name = fields.Field("full_name", "Полное наименование")
    short_name = fields.Field("short_name", "Краткое наименование")
    kind = fields.Field("get_kind_display", "Тип организации")
    founder = fields.Field(column_name="Учредитель")
    inn = fields.Field("inn", "ИНН")
    head_position = fields.Field("head_position", "Должность руководителя")
    head_name = fields.Field("head_name", "ФИО руководителя")
    address = fields.Field("address", "Адрес")
    phone = fields.Field("phone", "Телефон", widget=PHONE)
    email = fields.Field("email", "Электронная почта")
    pilot = fields.Field("pilot", "Пилотная площадка", widget=YES_NO)
    partner_status = fields.Field(column_name="Партнёрство")
    mentors = fields.Field("mentors", "Число наставников", widget=AS_IS)
    mentees = fields.Field("mentees", "Число наставляемых", widget=AS_IS)
    archived_on = fields.Field("archived_on", "В архиве с", widget=AS_IS)

    class Meta:
        model = Organisation
        fields = (
            "full_name", "short_name", "kind", "founder", "inn", "head_position", "head_name", "address", "phone",
            "email", "pilot", "partner_status", "mentors", "mentees", "archived_on",
        )  # fmt: skip
        export_order = fields

    def dehydrate_founder(self, organisation: Organisation) -> str:
        return organisation.get_founder_display() if organisation.founder else ""

    def dehydrate_partner_status(self, organisation: Organisation) -> str:
        return organisation.get_partner_status_display() if organisation.partner_status else ""
