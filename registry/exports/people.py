"""The banks as spreadsheets: typed cells (dates are dates, numbers are numbers), headings that the import reads back.

Sensitive categories never leave the portal in a file (requirements A4).
"""

from import_export import fields, resources
from import_export.widgets import DateWidget, IntegerWidget, Widget

from registry import clock
from registry.models import Curator, Mentee, Mentor, Person

DAY = DateWidget(coerce_to_string=False)
COUNT = IntegerWidget(coerce_to_string=False)


class YesNo(Widget):
    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return "да" if value else "нет"


class BankResource(resources.ModelResource):
    full_name = fields.Field("person__full_name", "ФИО")
    organisation = fields.Field("person__organisation__short_name", "Образовательная организация")
    position = fields.Field("person__position", "Должность")
    subject = fields.Field("person__subject", "Предмет")
    phone = fields.Field("person__phone", "Телефон")
    email = fields.Field("person__email", "Электронная почта")
    included_on = fields.Field("included_on", "Включён в базу", widget=DAY)
    excluded_on = fields.Field("excluded_on", "Исключён из базы", widget=DAY)
    exclusion_reason = fields.Field("exclusion_reason", "Причина исключения")


class MentorResource(BankResource):
    experience = fields.Field(column_name="Стаж, полных лет", widget=COUNT)
    qualification = fields.Field("person__get_qualification_display", "Категория")
    education = fields.Field("person__education", "Образование")
    source = fields.Field("get_source_display", "Источник")
    readiness = fields.Field("get_readiness_display", "Готовность")
    competencies = fields.Field("competencies", "Компетенции")
    achievements = fields.Field("achievements", "Достижения")
    personal_limit = fields.Field("personal_limit", "Личный предел", widget=COUNT)

    class Meta:
        model = Mentor
        fields = [
            "full_name",
            "organisation",
            "position",
            "subject",
            "experience",
            "qualification",
            "education",
            "phone",
            "email",
            "source",
            "readiness",
            "competencies",
            "achievements",
            "personal_limit",
            "included_on",
            "excluded_on",
            "exclusion_reason",
        ]
        export_order = fields

    def dehydrate_experience(self, mentor: Mentor) -> int | None:
        return full_years(mentor.person)


class MenteeResource(BankResource):
    participant = fields.Field("get_participant_display", "Кто это")
    grade = fields.Field("person__grade_label", "Класс")
    request = fields.Field("request", "Запрос, затруднения")
    categories = fields.Field(column_name="Категории")

    class Meta:
        model = Mentee
        fields = [
            "full_name",
            "organisation",
            "participant",
            "grade",
            "position",
            "subject",
            "categories",
            "request",
            "phone",
            "email",
            "included_on",
            "excluded_on",
            "exclusion_reason",
        ]
        export_order = fields

    def dehydrate_categories(self, mentee: Mentee) -> str:
        return "; ".join(category.title for category in mentee.categories.all() if not category.sensitive)


class CuratorResource(resources.ModelResource):
    full_name = fields.Field("person__full_name", "ФИО")
    organisation = fields.Field("organisation__short_name", "Образовательная организация")
    position = fields.Field("person__position", "Должность")
    is_deputy = fields.Field("is_deputy", "Заместитель руководителя", widget=YesNo())
    act = fields.Field("act", "Приказ о назначении")
    appointed_on = fields.Field("appointed_on", "Назначен", widget=DAY)
    dismissed_on = fields.Field("dismissed_on", "Освобождён", widget=DAY)
    confirmed_on = fields.Field("confirmed_on", "Сведения подтверждены", widget=DAY)
    phone = fields.Field("person__phone", "Телефон")
    email = fields.Field("person__email", "Электронная почта")

    class Meta:
        model = Curator
        fields = [
            "full_name",
            "organisation",
            "position",
            "is_deputy",
            "act",
            "appointed_on",
            "dismissed_on",
            "confirmed_on",
            "phone",
            "email",
        ]
        export_order = fields

    def dehydrate_act(self, curator: Curator) -> str:
        return str(curator.act or "")


def full_years(person: Person) -> int | None:
    months = person.experience_months_on(clock.today())
    return None if months is None else months // 12
