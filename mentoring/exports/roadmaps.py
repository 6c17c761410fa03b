"""The list of roadmaps as a spreadsheet."""

from import_export import fields

from mentoring.models import Roadmap
from registry.exports.register_resource import AS_IS, RegisterResource


class RoadmapResource(RegisterResource):
    title = fields.Field("title", "Дорожная карта")
    owner = fields.Field(column_name="Чья")
    starts_on = fields.Field("starts_on", "Начало", widget=AS_IS)
    ends_on = fields.Field("ends_on", "Окончание", widget=AS_IS)
    items = fields.Field("items", "Пунктов", widget=AS_IS)
    items_done = fields.Field("items_done", "Выполнено", widget=AS_IS)
    status = fields.Field("get_status_display", "Состояние")
    agreed_by = fields.Field("agreed_by__get_full_name", "Кто согласовал")
    agreed_on = fields.Field("agreed_on", "Согласована", widget=AS_IS)
    act = fields.Field("act", "Утверждена актом")

    class Meta:
        model = Roadmap
        fields = (
            "title", "owner", "starts_on", "ends_on", "items", "items_done", "status", "agreed_by", "agreed_on", "act",
        )  # fmt: skip
        export_order = fields

    def dehydrate_owner(self, roadmap: Roadmap) -> str:
        return str(roadmap.organisation or roadmap.municipality)
