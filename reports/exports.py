"""The list of issued papers as a spreadsheet."""

from import_export import fields

from registry.exports.register_resource import AS_IS, RegisterResource
from reports.models import IssuedDocument


class DocumentResource(RegisterResource):
    """The register of issued papers, without their content."""

    kind = fields.Field("kind_label", "Вид")
    number = fields.Field("number", "Номер")
    dated = fields.Field("dated", "Дата", widget=AS_IS)
    title = fields.Field("title", "Заголовок")
    organisation = fields.Field("organisation__short_name", "Организация")
    status = fields.Field("get_status_display", "Состояние")
    status_reason = fields.Field("status_reason", "Причина")
    sha256 = fields.Field("sha256", "SHA-256")
    verification_code = fields.Field("verification_code", "Код проверки")

    class Meta:
        model = IssuedDocument
        fields = (
            "kind", "number", "dated", "title", "organisation", "status", "status_reason", "sha256",
            "verification_code",
        )  # fmt: skip
        export_order = fields
