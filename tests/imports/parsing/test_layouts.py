"""Tables as schools lay them out: headings, blocks, totals, several people in a cell, several sheets."""

import datetime as dt

import pytest
from openpyxl.styles import Font

from imports.parsing import parse_file
from spreadsheets.unreadable_files import NoHeaderRow, SheetNotFound, WrongKind
from tests.imports.parsing.test_expected_outcomes import TODAY, known_organisations
from tests.spreadsheets import making_files as make

ORGANISATIONS = known_organisations()
SCHOOL_1 = ORGANISATIONS[0]
VERA, PETR, ANNA = "Ольхова Вера Ивановна", "Сидоров Пётр Ильич", "Ускова Анна Петровна"


def parse(rows, *, filename="список.xlsx", **options):
    data = rows if isinstance(rows, bytes) else make.xlsx(rows)
    return parse_file(data, filename=filename, organisations=ORGANISATIONS, today=TODAY, **options)


def fields(parsed, *names):
    return [tuple(record.fields.get(name) for name in names) for record in parsed.records]


def skipped(parsed):
    return [(row.row, row.why) for row in parsed.skipped_rows]


def codes(parsed):
    return [(issue.row, issue.column, issue.code) for issue in (*parsed.warnings, *parsed.errors)]


@pytest.mark.parametrize("row", [1, 5, 9])
def test_the_heading_is_found_in_any_of_the_first_rows(row):
    parsed = parse([("Список",)] * (row - 1) + make.PLAIN)
    assert parsed.header_rows == {"Лист1": row}
    assert fields(parsed, "last_name", "organisation") == [("Ольхова", "МБОУ «Заречная СОШ № 2»")]


def test_two_row_headings_are_joined_without_merged_cells_too():
    parsed = parse(
        [
            ("№", "Наставник", None, "Наставляемый", None, "Срок", None),
            (None, "ФИО", "Должность", "ФИО", "Стаж", "с", "по"),
            (1, VERA, "учитель", "Цой Мира", "1 год", "01.09.2026", "31.05.2027"),
        ],
        default_organisation=SCHOOL_1,
    )
    assert parsed.kind == "pairs"
    assert parsed.header_rows == {"Лист1": 2}
    assert [column.heading for column in parsed.tables[0].columns][1:5] == [
        "Наставник / ФИО", "Наставник / Должность", "Наставляемый / ФИО", "Наставляемый / Стаж",
    ]  # fmt: skip
    record = parsed.records[0].fields
    assert record["mentor"]["position"] == "учитель"
    assert record["mentee"]["experience_months"] == 12
    assert (record["starts_on"], record["ends_on"]) == (dt.date(2026, 9, 1), dt.date(2027, 5, 31))


def test_rows_that_are_no_data_are_told_apart():
    parsed = parse(
        [
            ("№", "ФИО наставника", "ОО", "Стаж"),
            (1, 2, 3, 4),
            (1, VERA, "СОШ 1", 1),
            ("№", "ФИО наставника", "ОО", "Стаж"),
            (1, 2, 3, 4),
            (2, PETR, "СОШ 1", 2),
            (3, None, None, None),
            (None, "Всего", None, "2 чел."),
            ("* по согласованию",),
            ("Директор ____________ Т.Е. Ольховникова",),
            ("«20» ноября 2026 г.",),
        ]
    )
    assert fields(parsed, "last_name") == [("Ольхова",), ("Сидоров",)]
    assert skipped(parsed) == [
        (2, "numbering_row"), (4, "repeated_header"), (5, "numbering_row"), (7, "blank"), (8, "total"),
        (9, "footnote"),
        (10, "signature"), (11, "signature"),
    ]  # fmt: skip
    assert parsed.declared_total == 2
    assert codes(parsed) == []


def test_a_wrong_total_is_told_with_its_column():
    parsed = parse([("ФИО", "ОО"), (VERA, "СОШ 1"), ("ИТОГО", "5 человек")])
    assert codes(parsed) == [(3, "ОО", "total_mismatch")]


def test_organisations_named_by_rows_of_their_own_hold_for_the_rows_below():
    parsed = parse(
        [
            ("ФИО наставника", "Должность", "Стаж"),
            ("МБОУ «Берёзовская СОШ»",),
            (VERA, "учитель химии", 12),
            (PETR, "учитель", "5 лет"),
            ("Итого: 2",),
            ("д/с № 5 «Ромашка»",),
            (ANNA, "воспитатель", 7),
            ("Итого: 1",),
            ("Всего: 3",),
        ]
    )
    assert fields(parsed, "organisation") == [
        ("МБОУ «Берёзовская СОШ»",), ("МБОУ «Берёзовская СОШ»",), ("МБДОУ «Детский сад № 5 «Ромашка»",),
    ]  # fmt: skip
    assert parsed.declared_total == 3
    assert codes(parsed) == []


def test_organisations_written_once_per_block_are_carried_down():
    parsed = parse([("ОУ", "ФИО"), ("СОШ 1", VERA), (None, PETR), ("гимназия", ANNA), (None, "Котова Ия Олеговна")])
    assert [short for (short,) in fields(parsed, "organisation")] == [
        "МБОУ «Заречная СОШ № 1»", "МБОУ «Заречная СОШ № 1»", "МАОУ «Заречная гимназия»", "МАОУ «Заречная гимназия»",
    ]  # fmt: skip


def test_one_forgotten_organisation_is_an_error_not_a_block():
    rows = [("ОУ", "ФИО"), ("СОШ 1", VERA), (None, PETR), ("СОШ 1", ANNA), ("СОШ 1", "Котова Ия Олеговна")]
    assert codes(parse(rows)) == [(3, "ОУ", "missing_organisation")]


def test_ditto_marks_repeat_the_cell_above():
    parsed = parse([("ФИО", "ОО", "Должность"), (VERA, "СОШ 1", "учитель"), (PETR, "-//-", "-//-")])
    assert fields(parsed, "organisation", "position")[1] == ("МБОУ «Заречная СОШ № 1»", "учитель")


def test_several_people_in_one_cell_are_several_records():
    parsed = parse(
        [
            ("Наставник", "Наставляемые", "Срок"),
            (VERA, "1) Цой Мира Олеговна\n2) Ким Ян Петрович; Сидорова О.И.", "2026-2027 уч. год"),
            (PETR, "Хан Инна Олеговна и Котов Пётр Ильич", "с 01.09.2026"),
        ],
        default_organisation=SCHOOL_1,
    )
    names = [(r.row, r.part, r.fields["mentee"]["last_name"], r.status) for r in parsed.records]
    assert names == [
        (2, 0, "Цой", "ready"), (2, 1, "Ким", "ready"), (2, 2, "Сидорова", "review"), (3, 0, "Хан", "ready"),
        (3, 1, "Котов", "ready"),
    ]  # fmt: skip


def test_a_pupil_with_two_mentors_is_one_person_with_two_drafts():
    parsed = parse(
        [
            ("ФИО ученика", "Класс", "Дата рождения", "Наставник"),
            ("Орлов Кирилл", "5Б", "1.5.15", "Гусева Ия, 9А; Котов Ян, 10Б"),
        ],
        default_organisation=SCHOOL_1,
    )
    assert [(r.part, r.fields["mentor"]["last_name"], r.fields["mentor"]["class"]) for r in parsed.records] == [
        (0, "Гусева", "9А"),
        (1, "Котов", "10Б"),
    ]
    assert parsed.duplicates == []


def test_a_column_without_a_role_belongs_to_the_person_before_it():
    parsed = parse(
        [
            ("ФИО наставника", "Должность", "ФИО молодого специалиста", "Должность", "Стаж", "Приказ"),
            (VERA, "учитель химии", "Цой Мира", "воспитатель", "1 год", "№ 5 от 01.09.2026"),
        ],
        default_organisation=SCHOOL_1,
    )
    record = parsed.records[0].fields
    assert record["mentor"]["position"] == "учитель химии"
    assert (record["mentee"]["position"], record["mentee"]["experience_months"]) == ("воспитатель", 12)
    assert (record["order_number"], record["order_date"]) == ("5", dt.date(2026, 9, 1))


@pytest.mark.parametrize(
    ("headings", "title", "kind"),
    [
        (("ФИО", "ОО", "Стаж"), "", "mentors"),
        (("ФИО педагога", "ОО"), "База наставляемых", "mentees"),
        (("ФИО молодого специалиста", "ОО"), "", "mentees"),
        (("Фамилия", "Имя", "Класс", "Родители"), "", "mentees"),
        (("ФИО", "Предприятие", "ИНН"), "", "partners"),
        (("ФИО", "Организация", "Договор"), "", "partners"),
        (("Наставник", "Наставляемый"), "", "pairs"),
        (("Педагог-наставник", "подопечный", "срок"), "", "pairs"),
        (("ФИО ученика", "Класс", "Дата рожд.", "Наставник"), "", "mentees"),
        (("Полное наименование", "Краткое наименование", "ИНН"), "", "organisations"),
        (("№", "Наименование организации", "ИНН", "Руководитель"), "", "organisations"),
    ],
)
def test_the_kind_is_told_from_headings_and_title(headings, title, kind):
    assert parse([(title,), headings, ("Усова Вера Ильинична",) * len(headings)]).kind == kind


def test_mentors_can_be_taken_from_a_list_of_pairs():
    rows = [
        ("ФИО наставляемого", "Должность", "ФИО наставника", "Должность", "ОО"),
        ("Цой Мира", "методист", VERA, "учитель", "СОШ 1"),
    ]
    parsed = parse(rows, kind="mentors")
    assert fields(parsed, "last_name", "position") == [("Ольхова", "учитель")]


def test_pairs_need_both_people():
    with pytest.raises(WrongKind):
        parse([("ФИО наставника", "ОО"), (VERA, "СОШ 1")], kind="pairs")


def test_unknown_headings_are_kept_for_asking_and_can_be_mapped():
    rows = [("Кто учит", "Где", "Знак"), (VERA, "СОШ 1", "рыбы")]
    with pytest.raises(NoHeaderRow) as caught:
        parse(rows)
    guess = caught.value.guesses[0]
    assert [(column.heading, column.samples) for column in guess.columns] == [
        ("Кто учит", (VERA,)), ("Где", ("СОШ 1",)), ("Знак", ("рыбы",)),
    ]  # fmt: skip
    parsed = parse(rows, mapping={"Кто учит": "full_name", "Где": "organisation", "Знак": None})
    assert fields(parsed, "last_name", "organisation") == [("Ольхова", "МБОУ «Заречная СОШ № 1»")]
    assert [column.field for column in parsed.tables[0].columns] == ["full_name", "organisation", None]


def test_a_form_of_one_person_is_read():
    parsed = parse(
        [
            ("Анкета наставника",),
            (),
            ("ФИО:", VERA),
            ("Место работы", "СОШ № 2"),
            ("Должность", "учитель"),
            ("Стаж", "12 лет"),
        ]
    )
    assert fields(parsed, "last_name", "organisation", "experience_months") == [
        ("Ольхова", "МБОУ «Заречная СОШ № 2»", 144)
    ]


def two_sheets():
    book = make.openpyxl_book([("ФИО", "Должность"), (VERA, "учитель")])
    book.active.title = "СОШ 1"
    second = book.create_sheet("СОШ 2")
    for row in [("ФИО", "Должность"), (PETR, "учитель")]:
        second.append(row)
    return book


def test_sheet_names_give_the_organisation_and_are_told():
    parsed = parse(make.saved(two_sheets()))
    assert [(r.sheet, r.row, r.fields["organisation"]) for r in parsed.records] == [
        ("СОШ 1", 2, "МБОУ «Заречная СОШ № 1»"),
        ("СОШ 2", 2, "МБОУ «Заречная СОШ № 2»"),
    ]
    assert [issue.code for issue in parsed.warnings] == ["organisation_from_sheet_name"] * 2


def test_one_sheet_can_be_chosen_even_a_hidden_one():
    book = two_sheets()
    book["СОШ 2"].sheet_state = "hidden"
    parsed = parse(make.saved(book), sheet="СОШ 2")
    assert fields(parsed, "last_name") == [("Сидоров",)]
    assert [(sheet.sheet, sheet.why) for sheet in parsed.ignored_sheets] == [("СОШ 1", "not_chosen")]
    with pytest.raises(SheetNotFound):
        parse(make.saved(book), sheet="Лист9")


def test_hidden_struck_and_dismissed_rows_are_off_and_identifiers_never_read():
    rows = [
        ("ФИО", "ОО", "СНИЛС", "Примечание"),
        *((name, "СОШ 1", "000-001-007 00", None) for name in (VERA, PETR, ANNA)),
    ]
    book = make.openpyxl_book(rows)
    sheet = book.active
    sheet.row_dimensions[2].hidden = True
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["D4"] = "Уволилась 01.10.2026"
    parsed = parse(make.saved(book))
    assert [record.status for record in parsed.records] == ["off"] * 3
    assert [code for _, _, code in codes(parsed)] == [
        "personal_identifier",
        "hidden_row",
        "struck_row",
        "marked_dismissed",
    ]
    assert all("СНИЛС" not in record.raw for record in parsed.records)


def test_the_fourth_mentee_is_an_error_that_names_all_whatever_the_order():
    names = ["Мира", "Анна", "Ольга", "Инна", "Вера"]
    rows = [("Наставник", "Наставляемый", "Срок")] + [
        (VERA, f"Цой {name} Олеговна", "01.09.2026-31.05.2027") for name in names
    ]
    parsed = parse(rows, default_organisation=SCHOOL_1)
    assert [(issue.row, issue.code, list(issue.rows)) for issue in parsed.errors] == [
        (5, "cap_exceeded", [2, 3, 4, 5, 6]),
        (6, "cap_exceeded", [2, 3, 4, 5, 6]),
    ]


def test_terms_one_after_another_do_not_exceed_the_cap():
    autumn = [(VERA, f"Цой {name} Олеговна", "01.09.2026-31.12.2026") for name in ("Мира", "Анна", "Ольга")]
    spring = [(VERA, f"Хан {name} Олеговна", "11.01.2027-31.05.2027") for name in ("Мира", "Анна", "Ольга")]
    parsed = parse([("Наставник", "Наставляемый", "Срок"), *autumn, *spring], default_organisation=SCHOOL_1)
    assert codes(parsed) == []


def test_the_same_mentee_twice_takes_one_place_and_is_a_repeated_pair():
    rows = [(VERA, f"Цой {name} Олеговна", "01.09.2026-31.05.2027") for name in ("Мира", "Анна", "Ольга", "Мира")]
    parsed = parse([("Наставник", "Наставляемый", "Срок"), *rows], default_organisation=SCHOOL_1)
    assert codes(parsed) == []
    assert parsed.duplicates == [[2, 5]]


def test_nobody_mentors_themself():
    parsed = parse([("Наставник", "Наставляемый"), (VERA, VERA.upper())], default_organisation=SCHOOL_1)
    assert codes(parsed) == [(2, "Наставляемый", "same_person")]


def test_terms_are_held_to_three_months_and_a_year():
    rows = [
        ("Наставник", "Наставляемый", "Дата начала", "Дата окончания", "Вид наставничества"),
        (VERA, "Цой Мира", "01.09.2026", "31.10.2026", "традиционное"),
        (VERA, "Цой Анна", "01.09.2026", "31.10.2026", "скоростное"),
        (VERA, "Цой Инна", "01.09.2026", "31.12.2027", "традиционное"),
        (PETR, "Цой Ольга", "01.09.2026", "31.08.2026", "традиционное"),
    ]
    assert codes(parse(rows, default_organisation=SCHOOL_1)) == [
        (2, "Дата окончания", "programme_too_short"),
        (4, "Дата окончания", "programme_too_long"),
        (5, "Дата окончания", "period_reversed"),
    ]


def test_an_answer_once_given_holds_for_the_spelling():
    rows = [("ФИО", "ОО"), (VERA, "МБОУ «Заречная СОШ»")]
    assert parse(rows).records[0].status == "review"
    answered = parse(rows, organisation_answers={"МБОУ «Заречная СОШ»": SCHOOL_1})
    assert answered.records[0].organisation is SCHOOL_1
    assert answered.records[0].status == "ready"


def test_a_list_of_organisations_knows_those_the_register_holds():
    parsed = parse(
        [
            ("Полное наименование", "Краткое наименование", "ИНН"),
            ("Новая школа", "МБОУ «Новая СОШ»", 299001015),
            ("Лесная школа", "МБОУ «Лесная СОШ»", None),
        ]
    )
    assert [record.organisation for record in parsed.records] == [SCHOOL_1, None]
    assert fields(parsed, "short_name", "inn") == [("МБОУ «Новая СОШ»", "0299001015"), ("МБОУ «Лесная СОШ»", None)]


def test_the_original_cells_stay_at_hand():
    parsed = parse([("ФИО", "ОО"), ("  ольхова вера ивановна", "СОШ 1")])
    assert parsed.records[0].raw == {"ФИО": "  ольхова вера ивановна", "ОО": "СОШ 1"}
    assert parsed.tables[0].cells[2][0] == "  ольхова вера ивановна"
