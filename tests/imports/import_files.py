"""Spreadsheets for the tests of the import: the samples, and small ones made on the spot."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.apps import apps

SAMPLES = Path(__file__).parents[1] / "data" / "spreadsheets"
BANK = ("Наименование ОО", "ФИО наставника", "Должность", "Стаж", "Телефон", "Дата рождения", "Категория")


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def expected(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))


def csv_file(*rows: Sequence[Any], headings: Sequence[str] = BANK) -> bytes:
    """A bank of mentors as CSV; short rows are filled up."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(headings)
    writer.writerows([*row, *[""] * (len(headings) - len(row))] for row in rows)
    return target.getvalue().encode()


def workbook(*rows: Sequence[Any], headings: Sequence[str] = BANK) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Банк")
    for number, row in enumerate([headings, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def rows_in_tables() -> dict[str, int]:
    """How many rows every table of the portal holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}
