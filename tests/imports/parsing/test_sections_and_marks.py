"""Who people are, told by rows of their own, by marks, by remarks: obeyed or asked about, never passed over."""

import pytest

from spreadsheets.unreadable_files import UnclearColumns
from tests.imports.parsing.test_layouts import ANNA, PETR, VERA, codes, fields, parse, skipped
from tests.imports.parsing.test_never_guessed import SCHOOL, couples
from tests.spreadsheets import making_files as make

EKATERINA, ALLA, KIRILL = "Котова Екатерина Олеговна", "Дроздова Алла Юрьевна", "Левин Кирилл Маркович"
OTHER_SCHOOL = "МБОУ «Заречная СОШ № 2»"


def states(parsed):
    return [(record.row, record.status) for record in parsed.records]


def test_a_mentor_in_a_row_above_the_mentees_makes_pairs():
    parsed = parse(
        [
            ("Наставничество в СОШ № 1",), (f"Наставник: {VERA}, учитель химии",), ("№", "ФИО наставляемого", "Класс"),
            (1, "Чижов Пётр", "8А"), (2, "Ускова Анна", "8Б"), ("Наставник", EKATERINA),
            ("№", "ФИО наставляемого", "Класс"), (1, "Левин Кирилл", "9А"),
        ]
    )  # fmt: skip
    assert parsed.kind == "pairs"
    assert couples(parsed) == [
        ("Ольхова", "Чижов", "ready"), ("Ольхова", "Ускова", "ready"), ("Котова", "Левин", "ready"),
    ]  # fmt: skip
    assert parsed.records[0].fields["mentor"]["position"] == "учитель химии"
    assert skipped(parsed) == [(6, "section"), (7, "repeated_header")]


def test_a_signature_of_the_mentor_below_the_list_makes_no_pairs():
    rows = [("ФИО наставляемого", "Класс", "ОО"), (PETR, "8А", SCHOOL), (f"Наставник ____________ {VERA}",)]
    assert parse(rows).kind == "mentees"
    assert parse([*rows[:2], (f"Наставник {VERA}",)]).kind == "mentees"


TWO_LISTS = [
    ("Список наставников",), ("ФИО", "Должность", "ОО"), (VERA, "учитель", SCHOOL), (None,), ("Наставляемые",),
    ("ОО", "ФИО", "Должность"), (SCHOOL, PETR, "логопед"), (SCHOOL, ANNA, "методист"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "ready"), [("auto", [3]), ("mentors", [3]), ("mentees", [7, 8])])
def test_a_list_of_the_others_below_is_told_apart_by_its_title(kind, ready):
    parsed = parse(TWO_LISTS, kind=kind)
    assert [row for row, status in states(parsed) if status == "ready"] == ready
    assert {code for row, _, code in codes(parsed) if row not in ready} == {"other_role"}
    assert set(fields(parsed, "organisation")) == {(SCHOOL,)}
    assert skipped(parsed) == [(4, "blank"), (5, "section"), (6, "repeated_header")]


def test_a_title_of_the_others_without_a_heading_of_its_own():
    rows = [("ФИО", "ОО"), ("Наставники",), (VERA, SCHOOL), ("Молодые специалисты",), (PETR, SCHOOL)]
    assert states(parse(rows)) == [(3, "ready"), (5, "off")]


@pytest.mark.parametrize("yes", ["да", "+", "V", "1"])
def test_marks_tell_who_is_a_mentor(yes):
    rows = [("ФИО педагога", "ОО", "Является наставником (да/нет)"), (VERA, SCHOOL, yes), (PETR, SCHOOL, "нет")]
    parsed = parse(rows)
    assert parsed.kind == "mentors"
    assert states(parsed) == [(2, "ready"), (3, "off")]
    assert codes(parsed) == [(3, None, "other_role")]


def test_two_columns_of_marks_tell_mentors_and_mentees_apart():
    rows = [("ФИО", "ОО", "Наставник", "Наставляемый"), (VERA, SCHOOL, "да", "нет"), (PETR, SCHOOL, None, "+")]
    assert states(parse(rows)) == [(2, "ready"), (3, "off")]
    assert states(parse(rows, kind="mentees")) == [(2, "off"), (3, "ready")]


def test_a_mark_about_something_else_is_no_role():
    rows = [("ФИО наставника", "ОО", "Обучен как наставник"), (VERA, SCHOOL, "да"), (PETR, SCHOOL, "нет")]
    assert states(parse(rows)) == [(2, "ready"), (3, "ready")]


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("умерла", "off"), ("отчислен 01.09.2026", "off"), ("переведена в СОШ № 2", "review"),
        ("перешёл в лицей", "review"), ("в декретном отпуске", "ready"),
        ("переведён в 9 класс", "ready"), ("переведена на ставку", "ready"), ("работает с 2010 года", "ready"),
    ],
)  # fmt: skip
def test_remarks_that_somebody_is_not_there(remark, status):
    parsed = parse([("ФИО наставника", "ОО", "Примечание"), (VERA, SCHOOL, remark)])
    assert states(parsed) == [(2, status)]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Наставляемый (группа)", "8А класс"), ("За кем закреплён (наставляемые)", "молодые педагоги")],
)
def test_a_side_without_names_is_asked_about(heading, cell):
    rows = [("ФИО наставника", "ОО", heading), (VERA, SCHOOL, cell)]
    with pytest.raises(UnclearColumns, match="сказано о наставляемых"):
        parse(rows)
    assert parse(rows, mapping={heading: None}).kind == "mentors"


def test_a_mentor_told_by_the_number_of_the_row_is_asked_about():
    with pytest.raises(UnclearColumns, match="сказано о наставниках"):
        parse([("№", "ФИО", "ОО", "Наставник (№)"), (1, VERA, SCHOOL, None), (2, PETR, SCHOOL, 1)])


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Количество наставляемых", 2), ("Согласие наставляемого", "да"), ("Категория наставляемых", "студенты")],
)
def test_what_only_tells_about_the_other_side_is_no_question(heading, cell):
    assert states(parse([("ФИО наставника", "ОО", heading), (VERA, SCHOOL, cell)])) == [(2, "ready")]


def test_two_organisations_of_a_pair_are_asked_about_where_they_differ():
    places = ("Наставник", "Место работы наставника", "Наставляемый", "Место учёбы наставляемого")
    rows = [places, (VERA, OTHER_SCHOOL, PETR, SCHOOL)]
    with pytest.raises(UnclearColumns, match="Пару ведёт одна организация"):
        parse(rows)
    parsed = parse(rows, mapping={places[1]: None, places[3]: "organisation"})
    assert fields(parsed, "organisation") == [(SCHOOL,)]
    alike = [("Наставник", "ОО", "Наставляемый", "ОО"), (VERA, SCHOOL, PETR, SCHOOL)]
    assert states(parse(alike)) == [(2, "ready")]
    with pytest.raises(UnclearColumns, match="Назовите столбцы по-разному"):
        parse([alike[0], (VERA, OTHER_SCHOOL, PETR, SCHOOL)])


def test_the_organisation_of_nobody_in_particular_leads_the_pair():
    headings = ("Наставник", "Место работы наставника", "Наставляемый", "Школа")
    parsed = parse([headings, (VERA, OTHER_SCHOOL, PETR, SCHOOL), (ALLA, "ООО «Заря»", ANNA, SCHOOL)])
    assert fields(parsed, "organisation") == [(SCHOOL,), (SCHOOL,)]
    assert parsed.records[0].fields["mentor"]["organisation"] == OTHER_SCHOOL
    assert codes(parsed) == [(3, "Место работы наставника", "place_of_work_unknown")]


@pytest.mark.parametrize("firm", ["ООО «Ромашка»", "ИП Ромашка", "АО «Ромашка»"])
def test_a_firm_is_no_kindergarten_of_the_same_name(firm):
    parsed = parse([("ФИО наставника", "Место работы"), (ALLA, firm)])
    assert codes(parsed) == [(2, "Место работы", "unknown_organisation")]


def test_what_is_read_of_one_sheet_does_not_change_another():
    book = make.openpyxl_book([("ФИО", "ОО", "Наставник"), (VERA, SCHOOL, "да")])
    second = book.create_sheet("Второй")
    for row in (("Наставник", "ОО"), (KIRILL, SCHOOL)):
        second.append(row)
    assert fields(parse(make.saved(book)), "last_name") == [("Ольхова",), ("Левин",)]
