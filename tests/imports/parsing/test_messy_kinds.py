"""Small files as schools make them by hand: every person is read rightly, asked about, or told as unread."""

import io

import pytest
import xlsxwriter
from openpyxl.styles import Font

from spreadsheets.unreadable_files import UnclearColumns
from tests.imports.parsing.test_layouts import ANNA, PETR, VERA, fields, parse, skipped
from tests.imports.parsing.test_never_guessed import SCHOOL, couples
from tests.imports.parsing.test_sections_and_marks import ALLA, EKATERINA, KIRILL, OTHER_SCHOOL, states
from tests.spreadsheets import making_files as make


def issue_codes(parsed):
    return [[issue.code for issue in (*record.errors, *record.warnings)] for record in parsed.records]


def test_a_class_between_a_mentor_and_a_child_is_asked_about():
    rows = [("ФИО наставника", "Класс", "ФИО ребёнка", "ОО"), (VERA, "8А", PETR, SCHOOL)]
    with pytest.raises(UnclearColumns, match="«Класс» стоит между наставником и наставляемым"):
        parse(rows)
    (record,) = parse(rows, mapping={"Класс": "mentee.class"}).records
    assert record.fields["mentee"]["class"] == "8А"
    assert "class" not in record.fields["mentor"]


def test_a_class_of_a_pupil_who_is_a_mentor_stands_where_it_did():
    rows = [("Ученик-наставник", "Класс", "Наставляемый ученик", "Класс", "ОО"), (VERA, "10А", PETR, "5Б", SCHOOL)]
    record = parse(rows).records[0].fields
    assert (record["mentor"]["class"], record["mentee"]["class"]) == ("10А", "5Б")


def test_the_line_under_the_heading_of_a_typed_table_is_no_row():
    page = f"| № | Наставник | Наставляемый | ОО |\n|---|-----|:----:|----|\n| 1 | {VERA} | {PETR} | {SCHOOL} |\n"
    parsed = parse(page.encode(), filename="пары.txt")
    assert couples(parsed) == [("Ольхова", "Сидоров", "ready")]
    assert skipped(parsed) == [(2, "blank")]


class TestStruck:
    HEADINGS = ("ФИО наставника", "Должность", "ОО")

    def book(self, *cells):
        """One row for each cell that is struck, in its column."""
        names = (VERA, PETR, ANNA)
        book = make.openpyxl_book([self.HEADINGS, *((name, "учитель", SCHOOL) for name in names[: len(cells)])])
        for number, column in enumerate(cells, start=2):
            book.active.cell(number, column).font = Font(strike=True)
        return make.saved(book)

    def test_a_name_that_is_struck_is_not_meant_and_a_post_is_asked_about(self):
        parsed = parse(self.book(1, 2))
        assert states(parsed) == [(2, "off"), (3, "review")]
        assert issue_codes(parsed) == [["struck_row"], ["struck_cell"]]

    def test_a_name_struck_beside_its_successor_is_asked_about(self):
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target)
        sheet, struck, plain = book.add_worksheet(), book.add_format({"font_strikeout": True}), book.add_format()
        sheet.write_row(0, 0, self.HEADINGS)
        sheet.write_rich_string(1, 0, struck, VERA, plain, f" {EKATERINA}")
        sheet.write_rich_string(2, 0, plain, "Левин ", struck, "Кирилл ", plain, "Илья Маркович")
        sheet.write_row(1, 1, ("учитель", SCHOOL))
        sheet.write_row(2, 1, ("учитель", SCHOOL))
        book.close()
        parsed = parse(target.getvalue())
        assert {record.status for record in parsed.records} == {"review"}
        assert all("struck_cell" in codes for codes in issue_codes(parsed))

    def test_of_a_page_too(self):
        page = make.html([self.HEADINGS, (f"<s>{VERA}</s> {EKATERINA}", "учитель", SCHOOL)]).decode()
        parsed = parse(page.replace("&lt;", "<").replace("&gt;", ">").encode(), filename="список.html")
        assert all("struck_cell" in codes for codes in issue_codes(parsed))


@pytest.mark.parametrize(
    ("cell", "school_class"),
    [("Чижов Пётр Ильич – 5 «А» класс", "5А"), ("Чижов Пётр Ильич - 6Б", "6Б"), ("Чижов Пётр Ильич (7 кл.)", "7")],
)
def test_a_class_behind_the_name_is_read(cell, school_class):
    (record,) = parse([("ФИО наставляемого ребёнка", "ОО"), (cell, SCHOOL)]).records
    assert (record.status, record.fields["last_name"], record.fields["class"]) == ("ready", "Чижов", school_class)


def test_a_form_of_address_is_no_surname():
    rows = [("ФИО наставника", "ОО"), (f"г-жа {VERA}", SCHOOL), ("гр. Левин Кирилл Маркович", SCHOOL)]
    assert fields(parse(rows), "last_name") == [("Ольхова",), ("Левин",)]


def test_what_stands_beside_a_name_and_in_its_own_column_is_kept_as_a_note():
    rows = [("ФИО наставника", "Должность", "ОО"), (f"{VERA}, председатель профкома", "учитель", SCHOOL)]
    assert fields(parse(rows), "position", "note") == [("учитель", "председатель профкома")]


@pytest.mark.parametrize("remark", [f"(замена: {EKATERINA})", "(с 01.01.2027 Котова Е.О.)", ", вместо Котовой Е.О."])
def test_somebody_else_named_beside_a_mentor_is_asked_about(remark):
    parsed = parse([("Наставник", "Наставляемый", "ОО"), (f"{VERA} {remark}".replace(" ,", ","), ANNA, SCHOOL)])
    assert states(parsed) == [(2, "review")]
    assert issue_codes(parsed) == [["name_unclear"]]


def test_a_note_beside_one_of_a_pair_is_a_note_of_the_pair():
    parsed = parse([("Наставник", "Наставляемый", "ОО"), (f"{VERA} (совместитель)", ANNA, SCHOOL)])
    assert fields(parsed, "note") == [("наставник: совместитель",)]


class TestGroups:
    """A heading inside the table tells of all rows below it."""

    def groups(self, *titles, kind="наставника"):
        rows, names = [("№", f"ФИО {kind}", "Должность", "ОО"), (1, VERA, "учитель", SCHOOL)], (ALLA, KIRILL, ANNA)
        for number, (title, name) in enumerate(zip(titles, names, strict=False), start=2):
            rows += [(title,), (number, name, "учитель", SCHOOL)]
        return parse(rows)

    def test_those_who_have_left_stay_out_and_the_reserve_is_asked_about(self):
        parsed = self.groups("Выбывшие", "Резерв", "Не дали согласие:")
        assert states(parsed) == [(2, "ready"), (4, "off"), (6, "review"), (8, "review")]

    def test_young_teachers_among_mentors_are_asked_about(self):
        assert states(self.groups("Молодые педагоги")) == [(2, "ready"), (4, "review")]
        assert states(self.groups("Наставники молодых педагогов")) == [(2, "ready"), (4, "ready")]

    def test_another_subject_ends_the_group(self):
        assert states(self.groups("Резерв", "Учителя истории")) == [(2, "ready"), (4, "review"), (6, "ready")]

    def test_another_school_ends_it_too(self):
        rows = [("ФИО наставника", "Должность", "Стаж"), (SCHOOL,), (VERA, "учитель", 12)]
        rows = [("№", *rows[0]), (SCHOOL,), ("Резерв",), (1, *rows[2]), (OTHER_SCHOOL,), (2, ALLA, "учитель", 3)]
        assert states(parse(rows)) == [(4, "review"), (6, "ready")]


@pytest.mark.parametrize("post", ["молодой специалист", "учитель (молодой педагог)", "стажёр"])
def test_a_young_specialist_in_a_list_of_mentors_is_asked_about(post):
    rows = [("Наставники",), ("ФИО", "Должность", "ОО"), (VERA, "учитель, наставник молодого специалиста", SCHOOL)]
    parsed = parse([*rows, (ALLA, post, SCHOOL)])
    assert states(parsed) == [(3, "ready"), (4, "review")]
    assert issue_codes(parsed)[1] == ["mentee_among_mentors"]


@pytest.mark.parametrize("note", ["отказалась", "отказ", "на пенсии с 01.09.2026", "дубль, см. строку 2"])
def test_whoever_may_not_take_part_is_asked_about(note):
    parsed = parse([("ФИО наставника", "Примечание", "ОО"), (VERA, note, SCHOOL), (ALLA, "стаж на пенсию", SCHOOL)])
    assert states(parsed) == [(2, "review"), (3, "ready")]


@pytest.mark.parametrize("heading", ["ФИО обучающегося (год рождения)", "ФИО ребёнка, дата рождения"])
def test_a_name_with_the_date_of_birth_is_a_name(heading):
    parsed = parse([(heading, "Класс", "Наставник", "ОО"), ("Чижов Пётр Ильич, 15.03.2012", "8А", VERA, SCHOOL)])
    (record,) = parsed.records
    person = record.fields if parsed.kind == "mentees" else record.fields["mentee"]
    assert (person["last_name"], str(person["birth_date"]), person["class"]) == ("Чижов", "2012-03-15", "8А")
    assert record.fields["mentor"]["last_name"] == "Ольхова"


def test_a_term_of_another_decade_is_asked_about():
    headings = ("Наставник", "Наставляемый", "ОО", "Дата начала", "Дата окончания")
    parsed = parse([headings, (VERA, ANNA, SCHOOL, "01.09.2006", "31.05.2007")])
    assert issue_codes(parsed) == [["period_unlikely"]]
    assert states(parsed) == [(2, "review")]


class TestOrganisationOfTheTable:
    ROWS = [("ФИО наставника", "Должность"), (VERA, "учитель"), (ALLA, "учитель")]

    def messages(self, parsed):
        return {issue.message for record in parsed.records for issue in (*record.errors, *record.warnings)}

    def test_a_title_that_fits_several_proposes_them(self):
        parsed = parse([("Наставники МБОУ «Заречная СОШ»",), *self.ROWS])
        assert states(parsed) == [(3, "review"), (4, "review")]
        (message,) = self.messages(parsed)
        assert message.startswith("организация в строке не указана; по заголовку таблицы или имени листа подходят МБОУ")

    def test_the_name_of_an_only_sheet_proposes_too(self):
        parsed = parse(make.xlsx(self.ROWS, name="Заречная школа"))
        assert all(record.organisation_candidates for record in parsed.records)

    def test_a_title_that_nobody_knows_is_told(self):
        parsed = parse([("Наставники МБОУ «Луговская СОШ № 93»",), *self.ROWS])
        assert self.messages(parsed) == {
            "организация не указана; над таблицей стоит МБОУ «Луговская СОШ № 93», такой в справочнике нет"
        }
