"""The banks as spreadsheets, under headings that the import reads back.

Sensitive categories never leave the portal in a file (requirements A4).
"""

from datetime import date
from typing import ClassVar

from import_export import fields

from registry import clock
from registry.exports.bank_columns import MENTEES, MENTORS, columns_of_bank
from registry.exports.register_resource import (
    AS_IS,
    PHONE,
    YES_NO,
    RegisterResource,
    full_years,
    phone_label,
    phones_of,
)
from registry.models import Curator, Mentee, Mentor, Person
from registry.queries.people import categories_of
from spreadsheets.cleaning.representatives import read_representative


class BankResource(RegisterResource):
    """The columns are those of `bank_columns.py`."""

    bank: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.fields = {
            column.code: fields.Field(
                column.attribute or None, column.heading, widget=AS_IS if column.is_typed else None
            )
            for column in columns_of_bank(self.bank)
        }
        self._today = clock.today()

    def dehydrate_experience(self, entry: Mentor | Mentee) -> int | str | None:
        """What is known in words only stays in words."""
        years = full_years(entry.person, self._today)
        return years if years is not None else entry.person.experience_note

    def dehydrate_phone(self, entry: Mentor | Mentee) -> str:
        return phones_of(entry.person)

    def dehydrate_excluded_on(self, entry: Mentor | Mentee) -> date | None:
        """Also of those who are in the archive altogether: the import brings back neither."""
        return entry.excluded_on or entry.person.archived_on


class MentorResource(BankResource):
    bank = MENTORS

    class Meta:
        model = Mentor
        fields = ()


class MenteeResource(BankResource):
    bank = MENTEES

    class Meta:
        model = Mentee
        fields = ()

    def dehydrate_grade(self, mentee: Mentee) -> str:
        return grade_of(mentee.person)

    def dehydrate_categories(self, mentee: Mentee) -> str:
        return "; ".join(category.title for category in categories_of(mentee) if not category.sensitive)

    def dehydrate_representative(self, mentee: Mentee) -> str:
        return representative_of(mentee.person)


class CuratorResource(RegisterResource):
    full_name = fields.Field("person__full_name", "ФИО")
    organisation = fields.Field("organisation__short_name", "Образовательная организация")
    position = fields.Field("person__position", "Должность")
    is_deputy = fields.Field("is_deputy", "Заместитель руководителя", widget=YES_NO)
    act = fields.Field("act", "Приказ о назначении")
    appointed_on = fields.Field("appointed_on", "Назначен", widget=AS_IS)
    dismissed_on = fields.Field("dismissed_on", "Освобождён", widget=AS_IS)
    confirmed_on = fields.Field("confirmed_on", "Сведения подтверждены", widget=AS_IS)
    phone = fields.Field("person__phone", "Телефон", widget=PHONE)
    email = fields.Field("person__email", "Электронная почта")

    class Meta:
        model = Curator
        fields = (
            "full_name", "organisation", "position", "is_deputy", "act", "appointed_on", "dismissed_on",
            "confirmed_on", "phone", "email",
        )  # fmt: skip
        export_order = fields

    def dehydrate_act(self, curator: Curator) -> str:
        return str(curator.act or "")


def grade_of(person: Person) -> str:
    """«7Б»; empty for those who are not at school."""
    return f"{person.grade}{person.grade_letter}" if person.grade is not None else ""


def representative_of(person: Person) -> str:
    """«мать Орлова Нина Васильевна, 8 (912) 000-11-22»: as much of it as is read back as it was."""
    relation, name = person.representative_relation, person.representative_name
    phone = phone_label(person.representative_phone)
    for parts in ((f"{relation} {name}".strip(), phone), (name, phone), (name,)):
        text = ", ".join(filter(None, parts))
        parts_read = read_representative(text, "", _ignore_issue)
        if parts_read and (parts_read["name"] or "") == name and (parts_read["relation"] or relation) == relation:
            return text
    return ""


def _ignore_issue(_issue: object, _column: str) -> None:
    """Issues are reported when the file is imported."""
