from import_export import fields, resources

from mentoring.models import Pair


class PairResource(resources.ModelResource):
    """A row of the list for a spreadsheet; no sensitive facts of the mentee are in it."""

    mentor = fields.Field("mentor__person__full_name", "Наставник")
    mentor_position = fields.Field("mentor__person__occupation", "Должность, класс наставника")
    mentee = fields.Field("mentee__person__full_name", "Наставляемый")
    mentee_position = fields.Field("mentee__person__occupation", "Должность, класс наставляемого")
    organisation = fields.Field("organisation__short_name", "Организация")
    form = fields.Field("form__title", "Форма")
    role_model = fields.Field("role_model__title", "Ролевая модель")
    kinds = fields.Field(column_name="Виды")
    status = fields.Field("get_status_display", "Состояние")
    stage = fields.Field("stage__title", "Этап")
    starts_on = fields.Field("starts_on", "Начало")
    ends_on = fields.Field("ends_on", "Окончание")
    ended_on = fields.Field("ended_on", "Фактическое окончание")
    act = fields.Field(column_name="Приказ")

    class Meta:
        model = Pair
        fields = [
            "mentor",
            "mentor_position",
            "mentee",
            "mentee_position",
            "organisation",
            "form",
            "role_model",
            "kinds",
            "status",
            "stage",
            "starts_on",
            "ends_on",
            "ended_on",
            "act",
        ]
        export_order = fields

    def dehydrate_kinds(self, pair: Pair) -> str:
        return ", ".join(kind.title for kind in pair.kinds.all())

    def dehydrate_act(self, pair: Pair) -> str:
        return str(pair.act or "")
