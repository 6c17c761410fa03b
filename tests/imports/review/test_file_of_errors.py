"""The file that goes back to the school."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from tests.imports.import_files import BANK, csv_file
from tests.imports.review.pages import BORN, fix, with_birth

pytestmark = pytest.mark.django_db


class TestFileOfErrors:
    def sheets(self, browser, batch):
        response = browser.get(f"/imports/{batch.pk}/errors/")
        return openpyxl.load_workbook(io.BytesIO(response.content))

    @pytest.fixture
    def of_two_sheets(self, stage, district):
        """Two schools, a sheet each, named by the sheets; dates and numbers are typed."""
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for school in (district.school, district.other_school):
            sheet = book.add_worksheet(school.short_name.replace("«", "").replace("»", "")[:31])
            sheet.write_row(0, 0, ("№", "ФИО наставника", "Стаж", "Дата рождения", "Телефон", "Примечание"))
            sheet.write_row(1, 0, (1, "Ольхова М.С.", 12))
            sheet.write_datetime(1, 3, date(1979, 3, 12), day)
            sheet.write_row(1, 4, ("+7 912 345-67-89", "=1+1 по согласованию"))
            sheet.write_string(1, 5, "=1+1")
            sheet.write_row(2, 0, (2, "Липина Яна Юрьевна", 3))
        book.close()
        return stage(data=target.getvalue(), filename="Банк.xlsx")

    def test_every_sheet_keeps_its_name_its_columns_and_the_types_of_its_cells(self, coordinator, of_two_sheets):
        book = self.sheets(coordinator, of_two_sheets)
        assert len(book.worksheets) == 2
        sheet = book.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        own = ["№", "ФИО наставника", "Стаж", "Дата рождения", "Телефон", "Примечание"]
        assert [heading for heading in headings if heading in own] == own
        assert headings[-2:] == ["Ошибка", "Что сделать"]
        assert sheet.max_row == 2
        row = dict(zip(headings, sheet[2], strict=True))
        assert row["Стаж"].value == 12
        assert row["Дата рождения"].value.date() == date(1979, 3, 12)
        assert row["Примечание"].data_type == "s"
        assert "инициалы" in row["Ошибка"].value
        assert sheet.freeze_panes

    def test_put_right_it_is_uploaded_as_it_is(self, coordinator, stage, district, of_two_sheets):
        book = self.sheets(coordinator, of_two_sheets)
        for sheet, name in zip(book.worksheets, ("Ольхова Мария Сергеевна", "Вязникова Инна Петровна"), strict=True):
            column = [cell.value for cell in sheet[1]].index("ФИО наставника") + 1
            sheet.cell(2, column).value = name
        target = io.BytesIO()
        book.save(target)
        again = stage(data=target.getvalue(), filename="Ошибки.xlsx")
        rows = again.rows.order_by("position")
        assert [(row.status, row.record.values["birth_date"]) for row in rows] == [("new", "1979-03-12")] * 2
        assert "Не все столбцы узнаны" not in coordinator.get(f"/imports/{again.pk}/").content.decode()
        assert {row.record.organisation for row in rows} == {district.school.pk, district.other_school.pk}

    def test_two_people_of_one_row_are_one_line(self, coordinator, stage, district):
        batch = stage((district.school.short_name, "Ольхова М.С.\nЛипина Я.Ю."))
        assert batch.rows.count() == 2
        assert self.sheets(coordinator, batch).active.max_row == 2

    def test_a_cell_put_right_stands_as_it_was_put_right(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина А.Л.", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        sheet = self.sheets(coordinator, batch).active
        assert "28.02.1985" in [cell.value for cell in sheet[2]]

    def test_hidden_and_personal_columns_are_left_out(self, coordinator, stage, district):
        data = csv_file(
            (district.school.short_name, "Калинина А.Л.", "112-233-445 95"), headings=(BANK[0], BANK[1], "СНИЛС")
        )
        sheet = self.sheets(coordinator, stage(data=data)).active
        assert "СНИЛС" not in [cell.value for cell in sheet[1]]
        assert not any("112-233" in str(cell.value) for cell in sheet[2])

    def test_uploaded_files_of_errors_do_not_grow_columns(self, coordinator, stage, district):
        first = self.sheets(coordinator, stage((district.school.short_name, "Калинина А.Л.")))
        target = io.BytesIO()
        first.save(target)
        again = self.sheets(coordinator, stage(data=target.getvalue(), filename="Ошибки.xlsx"))
        assert [cell.value for cell in again.active[1]] == [cell.value for cell in first.active[1]]
