"""Nothing that a spreadsheet program would run leaves the portal, and every text that leaves it passes one function."""

import ast
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from spreadsheets.cleaning.text import clean_text
from spreadsheets.writing.formats import FORMATS
from spreadsheets.writing.laid_out_xlsx import CellCheck, ColumnSetup, LaidOutSheet, Look, RowLayout, laid_out_xlsx
from spreadsheets.writing.marked_xlsx import MarkedSheet, marked_xlsx
from spreadsheets.writing.sheet import ExportSheet, sheet_name
from spreadsheets.writing.typed_cells import as_cell
from tests.rooms import ROOT
from tests.spreadsheets.texts_of_files import MARK, mark_texts, texts_of

#: every sign of format and every blank that Unicode knows, fillers, and marks that need a letter before them
UNSEEN = [
    sign
    for sign in map(chr, range(0x20000))
    if unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp") or sign in "\u115f\u3164\u034f\ufe0f\u0301"
]
FORMULAS = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"


@pytest.mark.parametrize("sign", FORMULAS)
def test_no_unseen_sign_hides_the_beginning_of_a_formula(sign):
    for unseen in (*UNSEEN, "\u200b \u2066\t", "\U000e0020\r\n"):
        cell = as_cell(f"{unseen}{sign}HYPERLINK(1)")
        assert cell == f"'{sign}HYPERLINK(1)", repr(unseen)
        assert clean_text(cell) == clean_text(f"{sign}HYPERLINK(1)")
        assert sheet_name(f"[{unseen}'{sign}HYPERLINK") == "HYPERLINK"


def test_a_text_of_unseen_signs_alone_is_an_empty_cell():
    assert as_cell("\u200b\u3164\ufe0f" * 100_000) is None
    assert sheet_name("\u200b=+") == "Лист1"


@pytest.fixture
def _marks(monkeypatch):
    mark_texts(monkeypatch)


@pytest.mark.usefixtures("_marks")
@pytest.mark.parametrize("code", FORMATS)
def test_a_table_holds_no_text_that_went_round_the_one_function(code):
    sheet = ExportSheet(
        "Наставники", ("ФИО", "Стаж", "С какого дня"), [("Ольхова", 12, date(2026, 9, 1)), ("А\nБ", 3.5, None)]
    )
    texts = list(texts_of(FORMATS[code].write(sheet), code))
    assert len(texts) >= 5
    assert [text for text in texts if not text.startswith(MARK)] == []


@pytest.mark.usefixtures("_marks")
def test_no_file_that_is_laid_out_or_marked_holds_such_a_text():
    check = CellCheck("Список", "Выберите из списка", rows=5, area="'Списки'!$A$2:$A$3")
    laid_out = laid_out_xlsx(
        [LaidOutSheet("Данные", [RowLayout(["Форма"], look) for look in Look], [ColumnSetup(9, check=check)])]
    )
    table = ExportSheet("Ошибки", ("ФИО", "Что исправить"), [("Ольхова", "Нет даты")])
    marked = marked_xlsx([MarkedSheet(table, [["ФИО"]], ["Что исправить"])])
    for data in (laid_out, marked):
        texts = list(texts_of(data, "xlsx"))
        assert len(texts) >= 5
        assert [text for text in texts if not text.startswith(MARK)] == []


def _other_writers() -> Iterator[str]:
    """Where a table would be written by other means than `spreadsheets/writing/`."""
    libraries = {"openpyxl", "xlsxwriter", "xlwt", "odf", "pyexcel"}
    ways = {
        "writer",
        "DictWriter",
        "to_excel",
        "to_csv",
        "ExportMixin",
        "ImportExportMixin",
        "ImportExportModelAdmin",
        "ExportActionMixin",
    }
    for path in sorted(ROOT.glob("[a-z]*/**/*.py")):
        room = path.relative_to(ROOT).parts[0]
        if room in ("tests", "benchmarks") or path.is_relative_to(ROOT / "spreadsheets"):
            continue
        yield from (f"{path.relative_to(ROOT)}: {name}" for name in _names_in(path) if name in libraries | ways)


def _names_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (module.partition(".")[0], *(name.name for name in names))
            case ast.Attribute(attr=attribute):
                yield attribute
            case ast.Call(func=ast.Attribute(attr="export"), args=[ast.Constant(value=str()), *_]):
                yield "ExportMixin"


def test_no_other_room_writes_a_table_by_itself():
    assert list(_other_writers()) == []
