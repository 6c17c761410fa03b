"""The list of pairs as a spreadsheet."""

from import_export import fields

from mentoring.models import Pair
from mentoring.pairing.period import whole_term_in_words
from mentoring.queries.pair_labels import PairLabelsMixin
from registry.exports.people import grade_of
from registry.exports.register_resource import AS_IS, RegisterResource


class PairExportResource(PairLabelsMixin, RegisterResource):
    """The list of pairs under headings that the import reads back; no sensitive facts of the mentee are in it."""

    organisation = fields.Field("organisation__short_name", "Организация")
    mentor = fields.Field("mentor__person__full_name", "ФИО наставника")
    mentor_position = fields.Field("mentor__person__position", "Должность наставника")
    mentor_grade = fields.Field(column_name="Класс наставника")
    mentor_organisation = fields.Field("mentor__person__organisation__short_name", "Место работы или учёбы наставника")
    mentee = fields.Field("mentee__person__full_name", "ФИО наставляемого")
    mentee_position = fields.Field("mentee__person__position", "Должность наставляемого")
    mentee_grade = fields.Field(column_name="Класс наставляемого")
    mentee_organisation = fields.Field(
        "mentee__person__organisation__short_name", "Место работы или учёбы наставляемого"
    )
    form = fields.Field(column_name="Форма наставничества")
    role_model = fields.Field(column_name="Ролевая модель")
    kinds = fields.Field(column_name="Виды наставничества")
    starts_on = fields.Field("starts_on", "Дата начала", widget=AS_IS)
    ends_on = fields.Field("ends_on", "Дата окончания", widget=AS_IS)
    term = fields.Field(column_name="Срок словами")
    act_number = fields.Field("act__number", "Номер приказа")
    act_dated = fields.Field("act__dated", "Дата приказа", widget=AS_IS)
    status = fields.Field("state_label", "Состояние")
    stage = fields.Field("stage__title", "Этап")
    ended_on = fields.Field("ended_on", "Закончена", widget=AS_IS)
    end_reason = fields.Field("end_reason__title", "Причина")

    class Meta:
        model = Pair
        fields = (
            "organisation", "mentor", "mentor_position", "mentor_grade", "mentor_organisation", "mentee",
            "mentee_position", "mentee_grade", "mentee_organisation", "form", "role_model", "kinds", "starts_on",
            "ends_on", "term", "act_number", "act_dated", "status", "stage", "ended_on", "end_reason",
        )  # fmt: skip
        export_order = fields

    def dehydrate_mentor_grade(self, pair: Pair) -> str:
        return grade_of(pair.mentor.person)

    def dehydrate_mentee_grade(self, pair: Pair) -> str:
        return grade_of(pair.mentee.person)

    def dehydrate_term(self, pair: Pair) -> str:
        return whole_term_in_words(pair)

    def dehydrate_kinds(self, pair: Pair) -> str:
        return "; ".join(self.labels_of(pair).kinds)

    def dehydrate_form(self, pair: Pair) -> str:
        return self.labels_of(pair).form

    def dehydrate_role_model(self, pair: Pair) -> str:
        return self.labels_of(pair).role_model
