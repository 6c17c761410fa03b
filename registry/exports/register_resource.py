"""What all exports share: rows made one by one, values as the cells of a spreadsheet want them, phones that survive."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from import_export import resources
from import_export.widgets import Widget

from registry.models import Person
from registry.papers.act_texts import act_text, reader_act
from registry.side_texts import reader_words
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.writing.sheet import ExportSheet

_AT_ONCE = 2000


class AsIs(Widget):
    """Dates stay dates and numbers numbers; the formats know what to do with them."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


class YesNo(Widget):
    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return "да" if value else "нет"


class PhoneWidget(Widget):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return phone_label(value or "")


AS_IS, YES_NO, PHONE = AsIs(), YesNo(), PhoneWidget()


class RegisterResource(resources.ModelResource):
    """Headings are those that the import reads back, where it reads the register."""

    def sheet_of(self, rows: QuerySet[Any], title: str) -> ExportSheet:
        """The rows as a table whose cells are made while it is written."""
        return ExportSheet(str(title), self.get_export_headers(), map(self._row, self.iter_queryset(rows)))

    def get_export_headers(self, *args: Any, **kwargs: Any) -> list[str]:
        """With the word of the reader for the act: the import knows all of them."""
        headings: list[str] = super().get_export_headers(*args, **kwargs)
        return [act_text(heading) if "приказ" in heading.lower() else heading for heading in headings]

    def _row(self, record: Any) -> Any:
        """In the usual words, by which the file is read back."""
        with reader_words(lambda: None), reader_act(lambda: None):
            return self.export_resource(record)

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """In one query, or one more for each relation that is prefetched, whatever the number of rows."""
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            return iter(queryset)
        return queryset.iterator(chunk_size=_AT_ONCE)


def phone_label(number: str) -> str:
    """«+79123456789» → «8 (912) 345-67-89»: no program takes it for a formula or a number; anything else as it is."""
    if len(number) == 12 and number.startswith("+7"):
        return f"8 ({number[2:5]}) {number[5:8]}-{number[8:10]}-{number[10:]}"
    return number


def phones_of(person: Person) -> str:
    """The phone with extension and second number, as long as they leave the number what it is."""
    number = phone_label(person.phone)
    if not person.phone or not person.phone_note:
        return number or person.phone_note
    both = f"{number}, {person.phone_note}"
    return both if parse_phone(both)[0].number == person.phone else number


def full_years(person: Person, on: date) -> int | None:
    months = person.experience_months_on(on)
    return None if months is None else months // 12
