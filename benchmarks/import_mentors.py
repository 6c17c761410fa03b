"""Bringing in a bank of mentors: read, compared, written with history, as a ratio to stock django-import-export.

The baseline is a dry run and a real run of plain `ModelResource`s over the same rows, which is what its pages do: first
the people alone, then also their places in the bank. It reads no file and keeps no history, so it is flattered.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from statistics import median
from time import perf_counter

import tablib
import xlsxwriter
from django.db import transaction
from django.test import override_settings
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget

from imports.actions import commit_batch, stage_import
from imports.enums import ImportKind
from imports.models import ImportBatch
from registry.enums import OrganisationKind
from registry.models import Mentor, Municipality, Organisation, Person
from russian.search_key import fold

ROWS = 10_000
ROUNDS = 3
HEADINGS = ("№ п/п", "Наименование ОО", "ФИО наставника", "Должность", "Стаж", "Категория")
_STEMS = [
    "Ольхов",
    "Берестнев",
    "Калинкин",
    "Рябинкин",
    "Сапегин",
    "Вязников",
    "Жерехин",
    "Истомин",
    "Лопухов",
    "Русинов",
    "Гребенкин",
    "Дерягин",
    "Зарубин",
    "Косолапов",
    "Муравьин",
    "Опарин",
    "Пушкарев",
    "Стадухин",
    "Тетерин",
    "Усольцев",
    "Фирсанов",
    "Хохряков",
    "Чудинов",
    "Шадрин",
    "Щеглов",
    "Юдинцев",
    "Якимовск",
    "Белослудов",
    "Вотинцев",
    "Наговицын",
    "Перминов",
    "Трефилов",
    "Ярушин",
    "Бажутин",
    "Голдобин",
    "Житников",
    "Корепанов",
    "Масалкин",
    "Невоструев",
    "Рукавицын",
]
_ENDINGS = ("а", "ская", "енко", "ец", "яева", "ович", "ина", "их", "ушко", "оглы")
_FIRST = [
    "Анна",
    "Мария",
    "Елена",
    "Ольга",
    "Вера",
    "Ирина",
    "Нина",
    "Зоя",
    "Юлия",
    "Дарья",
    "Светлана",
    "Татьяна",
    "Людмила",
    "Галина",
    "Надежда",
    "Ксения",
    "Марина",
    "Валентина",
    "Полина",
    "Тамара",
]
_MIDDLE = [
    "Андреевна",
    "Борисовна",
    "Егоровна",
    "Олеговна",
    "Павловна",
    "Юрьевна",
    "Львовна",
    "Романовна",
    "Ильинична",
    "Петровна",
    "Васильевна",
    "Геннадьевна",
    "Дмитриевна",
    "Константиновна",
    "Леонидовна",
    "Максимовна",
    "Николаевна",
    "Семёновна",
    "Тимофеевна",
    "Яковлевна",
]
#: how far the next name stands from the one before in the list of all: neighbours are not of one family
_STRIDE = 7919
_POSITIONS = ("учитель математики", "учитель физики", "воспитатель", "методист", "педагог-психолог")
_CATEGORIES = ("высшая", "первая", "соответствие занимаемой должности", "")


class _RolledBack(Exception):
    """Ends a measurement: what it wrote is taken back, so that every round meets the same database."""


@contextmanager
def taken_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _RolledBack
    except _RolledBack:
        return


#: number, organisation, name, post, length of service, category
BankRow = tuple[int, str, str, str, str, str]


def rows_of_bank(organisations: list[str], count: int) -> list[BankRow]:
    """Everybody once, the people of an organisation together."""
    names = list(product(_STEMS, _ENDINGS, _FIRST, _MIDDLE))
    rows = []
    for number in range(1, count + 1):
        stem, ending, first, middle = names[number * _STRIDE % len(names)]
        rows.append(
            (
                number,
                organisations[(number - 1) * len(organisations) // count],
                f"{stem}{ending} {first} {middle}",
                _POSITIONS[number % len(_POSITIONS)],
                f"{number % 40 + 1} л.",
                _CATEGORIES[number % len(_CATEGORIES)],
            )
        )
    return rows


def district(slug: str) -> tuple[Municipality, list[str]]:
    """A municipality of sixty schools, and their names."""
    municipality = Municipality.objects.create(slug=slug, name="Район", name_genitive="Района", region="Край")
    organisations = [
        Organisation(
            municipality=municipality, kind=OrganisationKind.SCHOOL, short_name=f"МБОУ «СОШ № {number}»",
            full_name=f"Средняя школа № {number}", search_key="",
        )
        for number in range(1, 61)
    ]  # fmt: skip
    Organisation.objects.bulk_create(organisations)
    return municipality, [organisation.short_name for organisation in organisations]


def workbook(rows: list[BankRow]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Банк")
    for number, row in enumerate([HEADINGS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


class StockResource(resources.ModelResource):
    organisation = fields.Field("organisation", "organisation", ForeignKeyWidget(Organisation, "short_name"))
    municipality = fields.Field("municipality", "municipality", ForeignKeyWidget(Municipality, "slug"))

    class Meta:
        model = Person
        fields = (
            "name_key", "municipality", "organisation", "last_name", "first_name", "middle_name", "position",
            "experience_note",
        )  # fmt: skip
        import_id_fields = ("name_key",)  # indexed: looking a row up costs stock import as little as it can


class StockPlaceResource(resources.ModelResource):
    person = fields.Field("person", "person", ForeignKeyWidget(Person, "name_key"))

    class Meta:
        model = Mentor
        fields = ("person",)
        import_id_fields = ("person",)


def _stock(rows: list[BankRow], municipality: Municipality) -> tuple[float, float]:
    """Seconds for the people alone, and for the people and their places."""
    people = tablib.Dataset(
        *([fold(row[2]), municipality.slug, row[1], *row[2].split(), row[3], row[4]] for row in rows),
        headers=StockResource.Meta.fields,
    )
    places = tablib.Dataset(*([fold(row[2])] for row in rows), headers=StockPlaceResource.Meta.fields)
    with taken_back(), override_settings(SIMPLE_HISTORY_ENABLED=False):
        started = perf_counter()
        _import(StockResource, people)
        of_people = perf_counter() - started
        _import(StockPlaceResource, places)
        spent = perf_counter() - started
        assert Mentor.objects.filter(person__municipality=municipality).count() == len(rows)
    return of_people, spent


def _import(resource: type[resources.ModelResource], dataset: tablib.Dataset) -> None:
    for dry_run in (True, False):
        result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True, use_transactions=True)
    assert result.totals["new"] == len(dataset)


def _ours(data: bytes, count: int, municipality: Municipality) -> tuple[float, float, float]:
    """Read and compare; write; the same file once more, which changes nothing."""
    with taken_back():
        started = perf_counter()
        batch = _stage(data, municipality)
        read_by = perf_counter()
        commit_batch(batch=batch, by=None)
        committed_by = perf_counter()
        history = Person.history.filter(municipality=municipality)
        assert Mentor.objects.filter(person__municipality=municipality).count() == count == history.count()
        second_start = perf_counter()
        commit_batch(batch=_stage(data, municipality), by=None)
        spent_again = perf_counter() - second_start
        assert history.count() == count
        batch.file.delete(save=False)
    return read_by - started, committed_by - read_by, spent_again


def _stage(data: bytes, municipality: Municipality) -> ImportBatch:
    return stage_import(data=data, filename="bank.xlsx", kind=ImportKind.MENTORS, municipality=municipality, by=None)


def run(count: int = ROWS) -> list[tuple[str, str]]:
    """What was measured and the figure, to be printed; leaves the database as it was."""
    with taken_back():
        municipality, organisations = district("bench-import")
        rows = rows_of_bank(organisations, count)
        data = workbook(rows)
        people, stock = _stock(rows, municipality)  # once: it takes half a minute
        ours = [_ours(data, count, municipality) for _ in range(ROUNDS)]
    reading, writing, repeating = (median(column) for column in zip(*ours, strict=True))
    whole = median(one + two for one, two, _ in ours)
    title = f"Импорт {count} строк с историей, во сколько раз быстрее обычного ModelResource.import_data"
    return [
        (f"{title}: тех же записей", f"{stock / whole:.1f}"),
        ("  если обычный пишет только карточки людей, без мест в базе", f"{people / whole:.1f}"),
        ("  чтение и сравнение / запись, доля", f"{reading / whole:.2f} / {writing / whole:.2f}"),
        ("  тот же файл второй раз, доля от первого", f"{repeating / whole:.2f}"),
    ]
