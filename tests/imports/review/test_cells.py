"""Cells put right in place, while the file stays as it came."""

import io

import pytest
import xlsxwriter

from imports.actions import commit_batch, read_batch
from registry.enums import Role
from tests.imports.import_files import BANK, csv_file
from tests.imports.review.pages import BORN, NAME, answer, at, cell_of, fix, page_of, statuses, with_birth

pytestmark = pytest.mark.django_db


class TestCells:
    def test_a_cell_put_right_makes_the_row_right_and_leaves_the_file_alone(self, coordinator, stage, district, clerk):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        with batch.file.open("rb") as file:
            before = file.read()
        row = batch.rows.get()
        assert "31.02.1985" in coordinator.get(cell_of(row), {"heading": BORN}).content.decode()
        page = fix(coordinator, row, BORN, "28.02.1985").content.decode()
        assert "Исправлено в строке 2: «Дата рождения»." in page
        row = batch.rows.get()
        assert (row.status, row.record.values["birth_date"]) == ("new", "1985-02-28")
        batch.refresh_from_db()
        with batch.file.open("rb") as file:
            assert file.read() == before
        (correction,) = batch.corrections
        told = {name: getattr(correction, name) for name in ("row", "heading", "value", "before")}
        assert told == {"row": 2, "heading": BORN, "value": "28.02.1985", "before": "31.02.1985"}

    def test_a_correction_is_shown_with_who_made_it_and_taken_back(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина А.Л.", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        page = page_of(coordinator, batch)
        assert '<span class="was">31.02.1985</span> → <b>28.02.1985</b>' in page
        assert "Исправлено ячеек: 1" in page
        row = batch.rows.get()
        place = {"sheet": row.sheet, "row": row.row, "heading": BORN}
        page = coordinator.post(f"/imports/{batch.pk}/corrections/", place, follow=True).content.decode()
        assert "1\u00a0исправление отменено" in page
        row = batch.rows.get()
        assert (row.status, row.cells[BORN]) == ("error", "31.02.1985")
        response = coordinator.post(f"/imports/{batch.pk}/corrections/", place, follow=True)
        assert "Это исправление уже отменили." in response.content.decode()

    def test_the_text_of_the_file_again_is_no_correction(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        fix(coordinator, batch.rows.get(), BORN, "27.02.1985")
        batch.refresh_from_db()
        assert [(c.before, c.value) for c in batch.corrections] == [("31.02.1985", "27.02.1985")]
        fix(coordinator, batch.rows.get(), BORN, "31.02.1985")
        batch.refresh_from_db()
        assert batch.corrections == []

    def test_the_same_text_is_put_right_in_all_rows_and_back_in_all(self, coordinator, stage, district):
        school = district.school
        names = ("Калинина Анна Львовна", "Ольхова Мария Сергеевна", "Вязникова Инна Петровна")
        batch = stage(
            *(with_birth(school, name, "31.02.1985") for name in names),
            with_birth(school, "Липина Яна Юрьевна", "30.02.1985"),
        )
        page = coordinator.get(cell_of(at(batch, 1)), {"heading": BORN}).content.decode()
        assert "во всех строках с этим текстом (3)" in page
        fix(coordinator, at(batch, 1), BORN, "28.02.1985", alike="on")
        assert statuses(batch) == ["new", "new", "new", "error"]
        place = {"sheet": "", "row": 2, "heading": BORN, "together": "on"}
        coordinator.post(f"/imports/{batch.pk}/corrections/", place)
        assert statuses(batch) == ["error"] * 4

    def test_a_number_is_found_by_what_one_sees(self, coordinator, stage, district):
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        sheet = book.add_worksheet("Банк")
        school = district.school.short_name
        rows = [BANK, (school, "Ольхова Мария Сергеевна", "", 120), (school, "Липина Яна Юрьевна", "", 120.0)]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
        batch = stage(data=target.getvalue(), filename="Банк.xlsx")
        row = at(batch, 0)
        assert "(2)" in coordinator.get(cell_of(row), {"heading": "Стаж"}).content.decode()
        fix(coordinator, row, "Стаж", "12", shown_text="120", alike="on")
        assert [row.cells["Стаж"] for row in batch.rows.order_by("position")] == ["12", "12"]

    def test_answers_stay_with_their_rows(self, coordinator, stage, district):
        school = district.school
        batch = stage((school.short_name, "Ольхова М.С."), with_birth(school, "Калинина Анна Львовна", "31.02.1985"))
        answer(coordinator, batch, at(batch, 0), choice="new", first_name="Майя")
        fix(coordinator, at(batch, 1), BORN, "28.02.1985")
        assert statuses(batch) == ["new", "new"]
        assert at(batch, 0).decision.names == {"first_name": "Майя"}

    def test_a_cell_that_somebody_else_has_put_right_is_not_overwritten(self, coordinator, stage, district, as_role):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        row = batch.rows.get()
        fix(as_role(Role.ADMIN), row, BORN, "28.02.1985")
        page = fix(coordinator, row, BORN, "01.03.1985").content.decode()
        assert "Эту ячейку уже исправили: теперь в ней «28.02.1985»" in page
        assert 'value="01.03.1985"' in page
        assert batch.rows.get().cells[BORN] == "28.02.1985"

    def test_an_unchanged_text_and_a_column_that_is_not_there_are_refused(self, coordinator, stage, district):
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        row = batch.rows.get()
        assert "Текст в ячейке не изменился." in fix(coordinator, row, BORN, "31.02.1985").content.decode()
        assert "Такого столбца в строке нет." in fix(coordinator, row, "Паспорт", "1").content.decode()

    def test_personal_identifiers_are_neither_shown_nor_put_right(self, coordinator, stage, district):
        data = csv_file(
            (district.school.short_name, "Калинина А.Л.", "112-233-445 95"), headings=(BANK[0], BANK[1], "СНИЛС")
        )
        batch = stage(data=data)
        row = batch.rows.get()
        assert "112-233" not in page_of(coordinator, batch)
        assert "112-233" not in coordinator.get(cell_of(row), {"heading": "СНИЛС"}).content.decode()
        assert "Такого столбца в строке нет." in fix(coordinator, row, "СНИЛС", "0").content.decode()

    def test_a_row_that_is_no_data_any_more_can_be_brought_back(self, coordinator, stage, district):
        school = district.school.short_name
        batch = stage((school, "Ольхова Мария Сергеевна"), ("", "Липина Яна Юрьевна"))
        fix(coordinator, at(batch, 1), NAME, "Итого")
        assert batch.rows.count() == 1
        place = {"sheet": "", "row": 3, "heading": NAME}
        coordinator.post(f"/imports/{batch.pk}/corrections/", place)
        assert batch.rows.count() == 2

    def test_a_written_batch_takes_no_corrections(self, coordinator, stage, district, clerk):
        batch = stage((district.school.short_name, "Ольхова Мария Сергеевна", "учитель"))
        row = batch.rows.get()
        commit_batch(batch=batch, by=clerk)
        page = fix(coordinator, row, "Должность", "логопед").content.decode()
        assert "Этот файл уже внесён" in page
        assert 'value="логопед"' in page

    def test_a_big_file_is_read_anew_in_the_background(self, coordinator, stage, district, monkeypatch):
        asked = []
        monkeypatch.setattr("imports.views.rows.is_big", lambda batch: True)
        monkeypatch.setattr("imports.views.rows.in_background", lambda **job: asked.append(job["job"]))
        batch = stage(with_birth(district.school, "Калинина Анна Львовна", "31.02.1985"))
        fix(coordinator, batch.rows.get(), BORN, "28.02.1985")
        batch.refresh_from_db()
        assert (asked, len(batch.corrections)) == (["read"], 1)
        assert batch.rows.get().status == "error", "it is read later"
        read_batch(batch=batch)
        assert batch.rows.get().status == "new"
