"""The list of pairs as a spreadsheet."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from import_export import fields

from mentoring.models import Pair, Stage
from mentoring.pairing.period import whole_term_in_words
from mentoring.queries.pair_labels import PairLabelsMixin
from mentoring.queries.pairs_on_day import put_back_to, stages_on
from registry.exports.people import grade_of
from registry.exports.register_resource import AS_IS, RegisterResource

#: pairs whose stages are read in one query
_AT_ONCE = 500


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
        fields: tuple[str, ...] = (
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


class PairOfDayResource(PairExportResource):
    """The list of a past day: names, stage and period are those of the day, state and end are called today's, and what
    the cards of the two say today of post, class and organisation is left out."""

    mentor = fields.Field("mentor__person__full_name_then", "ФИО наставника")
    mentee = fields.Field("mentee__person__full_name_then", "ФИО наставляемого")
    ends_on = fields.Field("last_day_then", "Дата окончания", widget=AS_IS)
    status = fields.Field("state_label", "Состояние сейчас")
    stage = fields.Field(column_name="Этап в тот день")
    ended_on = fields.Field("ended_on", "Закончена к сегодняшнему дню", widget=AS_IS)
    end_reason = fields.Field("end_reason__title", "Причина, по которой закончена")

    class Meta(PairExportResource.Meta):
        fields = (
            "organisation", "mentor", "mentee", "form", "role_model", "kinds", "starts_on", "ends_on",
            "act_number", "act_dated", "stage", "status", "ended_on", "end_reason",
        )  # fmt: skip
        export_order = fields

    def __init__(self, on: date) -> None:
        super().__init__()
        self._on = on
        self._stages: Mapping[int, Stage] = {}

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        rows = super().iter_queryset(queryset)
        while pairs := list(islice(rows, _AT_ONCE)):
            self._stages = stages_on([pair.pk for pair in pairs], self._on)
            put_back_to(pairs, self._on)
            yield from pairs

    def dehydrate_stage(self, pair: Pair) -> str:
        stage = self._stages.get(pair.pk)
        return stage.title if stage is not None else ""
