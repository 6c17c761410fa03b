"""The register of acts as a spreadsheet."""

from import_export import fields

from registry.exports.register_resource import AS_IS, YES_NO, RegisterResource
from registry.models import Act


class ActResource(RegisterResource):
    kind = fields.Field("kind_label", "Вид")
    number = fields.Field("number", "Номер")
    dated = fields.Field("dated", "Дата", widget=AS_IS)
    effective_on = fields.Field("effective_on", "Действует с", widget=AS_IS)
    title = fields.Field("title", "Заголовок")
    issuer = fields.Field("issuer", "Кто издал")
    signatory = fields.Field("signatory", "Подписал")
    scan = fields.Field("scan", "Скан", widget=YES_NO)
    signature = fields.Field("signature", "Электронная подпись", widget=YES_NO)
    cancelled_by = fields.Field("cancelled_by", "Отменён актом")

    class Meta:
        model = Act
        fields = (
            "kind", "number", "dated", "effective_on", "title", "issuer", "signatory", "scan", "signature",
            "cancelled_by",
        )  # fmt: skip
        export_order = fields
