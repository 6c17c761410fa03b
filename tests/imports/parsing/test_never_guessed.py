"""What a file leaves open is asked or told: nobody is dropped, taken for another or put into a school in silence."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from imports.parsing import parse_file
from spreadsheets.unreadable_files import SideBySideTables, UnclearColumns
from tests.imports.parsing.test_expected_outcomes import SAMPLES, TODAY, known_organisations
from tests.imports.parsing.test_layouts import ANNA, PETR, VERA, codes, fields, parse, skipped

SCHOOL = "МБОУ «Заречная СОШ № 1»"


def sample(name, **options):
    data = (SAMPLES / "more" / name).read_bytes()
    return parse_file(data, filename=name, organisations=known_organisations(), today=TODAY, **options)


def couples(parsed):
    return [
        (record.fields["mentor"]["last_name"], record.fields["mentee"]["last_name"], record.status)
        for record in parsed.records
    ]


def test_three_columns_of_mentees_are_three_pairs():
    parsed = sample("t08-wide-three-mentees.xlsx")
    assert parsed.kind == "pairs"
    assert couples(parsed) == [
        ("Клестова", "Чижова", "ready"), ("Клестова", "Щеглов", "ready"), ("Стрижов", "Дроздова", "ready"),
        ("Стрижов", "Снегирёва", "ready"), ("Стрижов", "Синицын", "ready"),
    ]  # fmt: skip
    assert [record.part for record in parsed.records] == [0, 1, 0, 1, 2]


def test_what_is_told_of_a_further_mentee_stays_with_that_one():
    parsed = parse(
        [
            ("Наставник", "1-й наставляемый", "Должность", "2-й наставляемый", "Должность", "ОО"),
            (VERA, ANNA, "учитель химии", PETR, "логопед", SCHOOL),
            (VERA, None, None, PETR, "методист", SCHOOL),
        ]
    )
    told = [(r.fields["mentee"]["last_name"], r.fields["mentee"]["position"]) for r in parsed.records]
    assert told == [(ANNA.split()[0], "учитель химии"), (PETR.split()[0], "логопед"), (PETR.split()[0], "методист")]


def test_a_heading_whose_words_stand_in_three_rows_is_joined():
    parsed = sample("t03-header-three-rows.xlsx")
    assert parsed.header_rows == {"Лист1": 4}
    assert couples(parsed) == [("Клестова", "Чижова", "ready"), ("Стрижов", "Щеглов", "ready")]
    assert fields(parsed, "organisation") == [(SCHOOL,), (SCHOOL,)]


def test_words_of_repetition_copy_the_cell_above():
    parsed = sample("t15-ditto-words.xlsx")
    assert {mentor for mentor, _, _ in couples(parsed)} == {"Клестова"}
    assert {record.fields["organisation"] for record in parsed.records} == {SCHOOL}
    assert codes(parsed) == [(5, "Наставляемый", "cap_exceeded")]


@pytest.mark.parametrize("text", ["Он же", "та же", "тот же учитель", "см. выше", "как и выше", "аналогично"])
def test_each_word_of_repetition(text):
    parsed = parse([("ФИО наставника", "ОО"), (VERA, SCHOOL), (text, SCHOOL)])
    assert fields(parsed, "last_name") == [("Ольхова",), ("Ольхова",)]


def test_repetition_with_more_in_the_cell_is_no_name():
    parsed = parse([("Наставник", "Наставляемый", "ОО"), (VERA, ANNA, SCHOOL), ("она же, учитель", PETR, SCHOOL)])
    assert parsed.records[1].status == "error"
    assert parsed.records[1].fields["mentor"]["last_name"] is None


def test_the_role_column_is_obeyed_and_the_others_are_told():
    parsed = sample("t12-role-column.xlsx")
    assert parsed.kind == "mentors"
    assert [record.row for record in parsed.records if record.status == "ready"] == [2, 5]
    assert codes(parsed) == [(3, "Роль", "other_role"), (4, "Роль", "other_role"), (6, "Роль", "other_role")]
    mentees = sample("t12-role-column.xlsx", kind="mentees")
    assert [record.row for record in mentees.records if record.status == "ready"] == [3, 4, 6]


def test_roles_under_another_heading_and_roles_that_are_none():
    rows = [("ФИО", "ОО", "Статус"), (VERA, SCHOOL, "наставник"), (PETR, SCHOOL, "наставляемый")]
    assert codes(parse(rows)) == [(3, "Статус", "other_role")]
    rows = [("ФИО", "ОО", "Роль"), (VERA, SCHOOL, "наставник"), (PETR, SCHOOL, "завуч")]
    assert codes(parse(rows)) == [(3, "Роль", "role_unclear")]


def test_two_lists_beside_each_other_are_no_pairs():
    with pytest.raises(SideBySideTables):
        sample("t02-two-tables-side-by-side.xlsx")
    with pytest.raises(SideBySideTables):
        parse([("Наставники", "Наставляемые"), (VERA, ANNA), (PETR, None)])


def test_teachers_beside_students_are_asked_about_and_the_answer_is_believed():
    with pytest.raises(UnclearColumns) as question:
        sample("r4-teacher-and-student-columns.xlsx")
    assert "«ФИО преподавателя»" in str(question.value)
    [guess] = question.value.guesses
    assert [column.heading for column in guess.columns][:2] == ["ФИО преподавателя", "ОО"]
    parsed = sample("r4-teacher-and-student-columns.xlsx", mapping={"ФИО преподавателя": "mentor.full_name"})
    assert couples(parsed) == [("Клестова", "Чижова", "ready"), ("Стрижов", "Щеглов", "ready")]


def test_a_column_of_names_that_means_nothing_is_asked_about():
    rows = [("ФИО наставника", "ОО", "Кого ведёт"), (VERA, SCHOOL, PETR)]
    with pytest.raises(UnclearColumns, match="Кого ведёт"):
        parse(rows)
    assert parse(rows, mapping={"Кого ведёт": None}).kind == "mentors"


@pytest.mark.parametrize(("names", "is_asked"), [(3, True), (2, False)])
def test_a_column_holds_names_when_three_of_five_cells_do(names, is_asked):
    cells = [PETR, ANNA, VERA][:names] + ["да", "нет", "нет"][: 5 - names]
    rows = [("ФИО наставника", "ОО", "Кого ведёт"), *((VERA, SCHOOL, cell) for cell in cells)]
    if is_asked:
        with pytest.raises(UnclearColumns, match="Кого ведёт"):
            parse(rows)
    else:
        assert parse(rows).kind == "mentors"


@pytest.mark.parametrize(("categories", "is_asked"), [(3, True), (2, False)])
def test_a_column_holds_categories_when_three_of_five_cells_do(categories, is_asked):
    cells = ["ОВЗ"] * categories + ["шахматы"] * (5 - categories)
    rows = [("ФИО ученика", "Класс", "ОО", "Особенности"), *((PETR, "8А", SCHOOL, cell) for cell in cells)]
    if is_asked:
        with pytest.raises(UnclearColumns, match="Особенности"):
            parse(rows)
    else:
        assert parse(rows).kind == "mentees"


def test_several_of_both_sides_in_a_row_are_asked_about():
    rows = [
        ("Наставник 1", "Наставник 2", "Наставляемый 1", "Наставляемый 2", "ОО"),
        (VERA, ANNA, PETR, "Котова Екатерина Олеговна", SCHOOL),
    ]
    with pytest.raises(UnclearColumns, match="кто с кем, не видно"):
        parse(rows)


def test_a_hidden_column_of_names_is_no_question_and_its_cells_are_not_shown():
    hidden = with_hidden_column([("ФИО наставника", "ОО", "Кого ведёт"), (VERA, SCHOOL, PETR)], "C")
    assert parse(hidden).kind == "mentors"
    rows = [("ФИО наставника", "ОО", "Тайное", "Кого ведёт"), (VERA, SCHOOL, "не для всех", PETR)]
    with pytest.raises(UnclearColumns) as question:
        parse(with_hidden_column(rows, "C"))
    [guess] = question.value.guesses
    assert [(column.heading, column.hidden, column.samples) for column in guess.columns] == [
        ("ФИО наставника", False, (VERA,)), ("ОО", False, (SCHOOL,)), ("Тайное", True, ()),
        ("Кого ведёт", False, (PETR,)),
    ]  # fmt: skip


def with_hidden_column(rows, letter: str) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.column_dimensions[letter].hidden = True
    written = BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("heading", ["Куратор", "ФИО директора", "Ответственный", "Классный руководитель"])
def test_names_of_others_beside_a_mentor_are_no_question(heading):
    assert parse([("ФИО наставника", "ОО", heading), (VERA, SCHOOL, PETR)]).kind == "mentors"


def test_categories_under_an_unknown_heading_are_asked_about():
    with pytest.raises(UnclearColumns, match="Особенности"):
        parse([("ФИО ученика", "Класс", "ОО", "Особенности"), (PETR, "8А", SCHOOL, "ОВЗ")])


def test_a_bare_list_of_names_asks_for_the_kind_alone():
    with pytest.raises(UnclearColumns, match="Выберите, что в файле"):
        sample("r3-one-column-list.xlsx")
    parsed = sample("r3-one-column-list.xlsx", kind="mentors")
    assert fields(parsed, "last_name") == [("Клестова",), ("Стрижов",)]
    assert {code for _, _, code in codes(parsed)} == {"missing_organisation"}


def test_a_number_alone_is_no_school():
    parsed = sample("r1-organisation-by-number-alone.xlsx")
    ready = {record.fields["organisation"] for record in parsed.records if record.status == "ready"}
    assert ready == {"МАОУ «Заречная гимназия»"}
    assert parsed.organisation_spellings["Филиал №2"] is None
    assert parsed.organisation_spellings["2 А"] is None


def test_the_name_of_a_sheet_that_is_a_class_is_no_school():
    parsed = parse([("ФИО ученика", "Категория"), (PETR, "ОВЗ")], mapping=None)
    assert {code for _, _, code in codes(parsed)} >= {"missing_organisation"}


def test_a_year_is_no_birthday():
    parsed = parse([("ФИО наставника", "ОО", "Дата рождения"), (VERA, SCHOOL, 1985), (PETR, SCHOOL, "05.1990")])
    assert fields(parsed, "birth_date") == [(None,), (None,)]
    assert [code for _, _, code in codes(parsed)] == ["birth_date_incomplete", "birth_date_incomplete"]


def test_a_name_in_latin_letters_waits_for_a_person():
    parsed = parse([("ФИО наставника", "ОО"), ("Ivanova Anna Petrovna", SCHOOL)])
    assert (parsed.records[0].status, codes(parsed)[0][2]) == ("review", "name_unclear")


def test_a_latin_word_among_russian_ones_and_a_letter_for_a_surname_wait_for_a_person():
    in_one = parse([("ФИО наставника", "ОО"), ("Ivanova Анна Петровна", SCHOOL)])
    columns = ("Фамилия наставника", "Имя наставника", "Отчество наставника", "ОО")
    apart = parse([columns, ("И", "Анна", "Петровна", SCHOOL)])
    for parsed in (in_one, apart):
        assert (parsed.records[0].status, codes(parsed)[0][2]) == ("review", "name_unclear")


@pytest.mark.parametrize("text", ["Иванова Анна, Петровна", "Иванова, Анна Петровна"])
def test_a_comma_does_not_lose_a_part_of_the_name(text):
    parsed = parse([("ФИО наставника", "ОО"), (text, SCHOOL)])
    assert fields(parsed, "last_name", "first_name", "middle_name") == [("Иванова", "Анна", "Петровна")]


@pytest.mark.parametrize("text", ["8А: Орлов Кирилл", "8 «А» Орлов Кирилл", "8-А кл. Орлов Кирилл"])
def test_a_class_before_the_name(text):
    parsed = parse([("ФИО ученика", "ОО"), (text, SCHOOL)])
    assert fields(parsed, "last_name", "first_name", "class") == [("Орлов", "Кирилл", "8А")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("Страница 1 из 3",), "page_mark"), (("стр. 2",), "page_mark"), (("(продолжение)",), "page_mark"),
        (("Продолжение таблицы 2",), "page_mark"), (("9 чел.",), "total"), (("А", 1, 2), "numbering_row"),
    ],
)  # fmt: skip
def test_rows_that_are_nobody(row, why):
    parsed = parse([("ФИО наставника", "ОО", "Должность"), (VERA, SCHOOL, "учитель"), row, (PETR, SCHOOL, "учитель")])
    assert skipped(parsed) == [(3, why)]
    assert len(parsed.records) == 2


def test_a_block_that_goes_on_keeps_its_school():
    parsed = parse(
        [
            ("ОО", "ФИО наставника"), ("СОШ № 1", VERA), (None, ANNA), ("(продолжение)", PETR),
            (None, "Котова Екатерина Олеговна"), ("СОШ № 2", "Дроздова Алла Юрьевна"),
        ]
    )  # fmt: skip
    assert [name for (name,) in fields(parsed, "organisation")] == [SCHOOL] * 4 + ["МБОУ «Заречная СОШ № 2»"]


def test_a_detail_after_two_people_in_a_row_is_asked_about():
    rows = [("ФИО наставника", "ФИО наставляемого", "Должность"), (VERA, PETR, "учитель")]
    with pytest.raises(UnclearColumns, match="«Должность» стоит после двух человек"):
        parse(rows)
    for side, position in (("mentor", ("учитель", None)), ("mentee", (None, "учитель"))):
        [record] = parse(rows, mapping={"Должность": f"{side}.position"}).records
        assert tuple(record.fields[who].get("position") for who in ("mentor", "mentee")) == position
    [record] = parse(rows, mapping={"Должность": None}).records
    assert not record.fields["mentee"].get("position")


@pytest.mark.parametrize(
    "headings",
    [
        ("ФИО наставника", "Предмет", "ФИО наставляемого", "Должность"),
        ("ФИО наставника", "Должность наставника", "ФИО наставляемого", "Должность"),
        ("ФИО наставника", "ФИО наставляемого", "Должность наставника", "Должность"),
        ("ФИО наставника", "ФИО наставляемого", "Класс"),
    ],
)
def test_a_detail_that_its_place_or_heading_gives_to_one_of_the_two_is_no_question(headings):
    values = {"Предмет": "химия", "Класс": "8А"}
    row = [VERA, *(values.get(heading, "учитель") for heading in headings[1:])]
    row[next(index for index, heading in enumerate(headings) if "наставляемого" in heading and "ФИО" in heading)] = PETR
    assert parse([headings, tuple(row)]).kind == "pairs"
