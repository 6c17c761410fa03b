"""Values as clerks of unseen files write them: each is read, or told and kept, never read wrongly in silence."""

import datetime as dt

import pytest

from imports.parsing.people_cells import read_person_cell
from spreadsheets.cleaning.agreements import parse_agreement, parse_order, parse_yes_no
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import parse_date, parse_period, parse_period_end
from spreadsheets.cleaning.experience import parse_experience
from spreadsheets.cleaning.inn import clean_inn
from spreadsheets.cleaning.names import parse_name
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.representatives import read_representative

AUTUMN, SPRING = dt.date(2026, 9, 1), dt.date(2027, 5, 31)


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "months", "since", "issue_codes"),
    [
        ("ст. 12 л.", 144, None, []),
        ("12г.", 144, None, []),
        ("12 лет 8 мес. 5 дн.", 152, None, []),
        ("12 лет работы", 144, None, []),
        ("12 полных лет", 144, None, []),
        ("двадцать пять лет", 300, None, []),
        ("полтора года", 18, None, []),
        ("2010 г.", None, 2010, []),
        ("20+", 240, None, ["experience_approximate"]),
        ("от 5 лет", 60, None, ["experience_approximate"]),
        ("15-20 лет", 180, None, ["experience_approximate"]),
        ("30.06.2015 (9 лет)", 108, 2015, []),
        ("20 лет (с 2004 года)", 240, 2004, []),
        ("c 2010 года", None, 2010, ["latin_lookalike"]),
        ("12 лeт", 144, None, ["latin_lookalike"]),
        ("до 3 лет", None, None, ["experience_unparsed"]),
        (dt.date(2026, 5, 12), None, None, ["experience_unparsed"]),
    ],
)
def test_service(text, months, since, issue_codes):
    experience, findings = parse_experience(text)
    assert (experience.months, experience.since, codes(findings)) == (months, since, issue_codes)


@pytest.mark.parametrize("text", ["12/8", "12 (8)", "12 лет (пед. 8)", "общий 12, пед. 8", "12 – общий, 8 – пед."])
def test_service_in_all_and_as_a_teacher(text):
    experience, _ = parse_experience(text)
    assert (experience.total_months, experience.months) == (144, 96)


@pytest.mark.parametrize(
    "text",
    ["1.IX.2026", "01.сен.26", "1-сен-2026", "01.09..2026", "0l.09.2026", "01092026", 1092026, "01.09.2026 (вторник)"],
)
def test_unusual_days(text):
    assert parse_date(text)[0].day == AUTUMN


@pytest.mark.parametrize("text", ["0l.09.2026", "01.09..2026", "01092026"])
def test_a_mended_date_shows_what_it_was(text):
    (finding,) = parse_date(text)[1]
    assert (finding.code, finding.before, finding.after) == ("date_repaired", text, "01.09.2026")


def test_a_year_of_two_digits_is_no_day_of_the_end_of_this_century():
    assert parse_date("05.07.97")[0].day == dt.date(1997, 7, 5)


@pytest.mark.parametrize(
    "text",
    [
        "01.09.2026/31.05.2027", "01.09.2026\n31.05.2027", "09.2026-05.2027", "сентябрь 2026-май 2027",
        "сентябрь-май 2026-2027", "01.09.2026 -- 31.05.2027", "01.09.2026-31.05.2027 г.г.", "46266-46538",
    ],
)  # fmt: skip
def test_unusual_terms(text):
    period, findings = parse_period(text)
    assert (period.starts_on, period.ends_on, findings) == (AUTUMN, SPRING, ())


def test_half_a_school_year_is_not_taken_for_a_whole_one():
    for text in ("1 полугодие 2026-2027 уч. года", "I полугодие 2026", "2026-2029"):
        period, findings = parse_period(text)
        assert (period.starts_on, period.ends_on, codes(findings)) == (None, None, ["period_incomplete"])


def test_a_school_year_may_begin_later():
    assert parse_period("2026-2027 учебный год (с 01.10.2026)")[0].starts_on == dt.date(2026, 10, 1)
    assert parse_period("26-27 уч. год")[0].starts_on == AUTUMN


def test_a_column_of_ends_knows_months_and_terms_without_end():
    assert parse_period_end("май 2027")[0].ends_on == SPRING
    assert parse_period_end("по 31.05.2027")[0].ends_on == SPRING
    assert parse_period_end("бессрочно") == (parse_period("бессрочно")[0], ())


@pytest.mark.parametrize(
    ("text", "number", "second", "issue_codes"),
    [
        ("8 (912) 000 67 89 д. 5", "+79120006789", None, []),
        ("8 912 000 67 89 (мама)", "+79120006789", None, []),
        ("8912000678989120006780", "+79120006789", "+79120006780", ["phone_second_number"]),
        ("8 912 000 67 8O", "+79120006780", None, ["phone_repaired"]),
        ("д.т. 3-12-34, сот. 89120006789", "+79120006789", None, ["phone_second_number"]),
        ("8(912)000-67-89/80", "+79120006789", None, ["phone_second_number"]),
        ("8-912-000-67-8", None, None, ["phone_unparsed"]),
        ("8912000678", None, None, ["phone_unparsed"]),
        ("б/т", None, None, []),
    ],
)
def test_phones(text, number, second, issue_codes):
    phone, findings = parse_phone(text)
    assert (phone.number, phone.second, codes(findings)) == (number, second, issue_codes)


def test_a_number_that_is_too_short_stays_in_the_text():
    assert parse_phone("д.т. 3-12-34, сот. 89120006789")[0].raw == "д.т. 3-12-34, сот. 89120006789"


@pytest.mark.parametrize(
    ("text", "clean", "issue_codes"),
    [
        ("9-й класс", "9", []), ("9/а", "9А", []), ("5_б", "5Б", []), ("5.б", "5Б", []), ("Х", "10", []),
        ("ХI", "11", []), ("11 «А» (2026)", "11А", []), ("5A", "5А", ["latin_lookalike"]),
        ("А5", "5А", ["class_repaired"]), ("5-6", "5-6", ["class_unparsed"]), ("1 курс", "1 курс", ["class_unparsed"]),
    ],
)  # fmt: skip
def test_classes(text, clean, issue_codes):
    value, findings = clean_class(text)
    assert (value, codes(findings)) == (clean, issue_codes)


@pytest.mark.parametrize(
    ("text", "inn", "issue_codes"),
    [
        ("0299001015/029901001", "0299001015", ["inn_repaired"]),
        ("О299001015", "0299001015", ["inn_repaired"]),
        ("2,99001015E+8", "0299001015", ["inn_leading_zero"]),
        ("'0299001015", "0299001015", []),
        ("2.99E+08", "2.99E+08", ["inn_bad_checksum"]),
    ],
)
def test_inn(text, inn, issue_codes):
    value, findings = clean_inn(text)
    assert (value, codes(findings)) == (inn, issue_codes)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("в/к", "высшая"), ("категория первая", "первая"), ("кв. категория: высшая", "высшая"),
        ("аттестована на 1 категорию", "первая"), ("на соответствие", "соответствие занимаемой должности"),
        ("н/а", None), ("вторая", None),
    ],
)  # fmt: skip
def test_qualifications(text, category):
    assert clean_qualification(text)[0] == category


def test_an_agreement_that_is_not_signed_is_not_signed():
    for text in ("не заключен", "не подписан", "не требуется", "отсутствует"):
        assert parse_agreement(text)[0].status is None
    assert parse_agreement("оформляется")[0].status == "планируется"
    assert parse_agreement("01.09.2026")[0].day == AUTUMN


@pytest.mark.parametrize(
    "text",
    [
        "56-ОД от 01.09.2026", "приказ 56-ОД от 01.09.2026", "01.09.2026 № 56-ОД", "пр.№56-ОД от 01.09.26",
        "№ 56 - ОД от 01.09.2026 г.", "No 56-ОД от 1 сентября 2026 года",
    ],
)  # fmt: skip
def test_orders(text):
    order, findings = parse_order(text)
    assert (order.number, order.day, order.note, findings) == ("56-ОД", AUTUMN, None, ())


@pytest.mark.parametrize(
    ("text", "answer"),
    [("получено 01.09.2026", True), ("нет согласия", False), ("да, но не подписано", None), ("устное", None)],
)
def test_consents(text, answer):
    assert parse_yes_no(text) is answer


@pytest.mark.parametrize(
    ("text", "full", "issue_codes"),
    [
        ("Ольхов ДН", "Ольхов Д.Н.", []),
        ("Ёлкина МарияОлеговна", "Ёлкина Мария Олеговна", ["name_parted"]),
        ("Мария Ёлкина", "Ёлкина Мария", ["name_order"]),
        ("Ким Мария", "Ким Мария", []),
        ("Ёлкина Мария Олеговна Усова", "Ёлкина Мария Олеговна", ["name_unclear"]),
        ("Ёлкина Мария Олеговна (Усова)", "Ёлкина Мария Олеговна", ["former_surname"]),
        ("Ёлкина Мария Олеговна (совместитель)", "Ёлкина Мария Олеговна", []),
        ("Наставник: Ёлкина Мария Олеговна", "Наставник Ёлкина Мария Олеговна", ["name_unclear"]),
        ("вакансия", "", []),
        ("наставник не назначен", "", []),
    ],
)
def test_names(text, full, issue_codes):
    name, findings = parse_name(text)
    assert (name.full, codes(findings)) == (full, issue_codes)


def people(written):
    cells = read_person_cell(written, lambda text: "СОШ" in text)
    return [(cell.name.full, cell.details.get("class") or cell.details.get("position")) for cell in cells]


VERA, ANNA = "Ольхова Вера Ивановна", "Ускова Анна Петровна"


@pytest.mark.parametrize(
    "text",
    [
        f"{VERA}/{ANNA}", f"{VERA} + {ANNA}", f"{VERA} и {ANNA}", f"{VERA} {ANNA}", f"- {VERA}\n- {ANNA}",
        f"• {VERA}\n• {ANNA}", f"1. {VERA}\n2. {ANNA}", f"{VERA} (с 01.09), {ANNA} (с 01.01)", f"{VERA}|{ANNA}",
    ],
)  # fmt: skip
def test_two_people_in_one_cell(text):
    assert [name for name, _ in people(text)] == [VERA, ANNA]


@pytest.mark.parametrize(
    "text",
    ["Орлов Кирилл 5Б, Котова Ия 6А", "Орлов Кирилл (5Б), Котова Ия (6А)", "Орлов Кирилл, 5Б\nКотова Ия, 6А"],
)
def test_two_pupils_in_one_cell(text):
    assert [name for name, _ in people(text)] == ["Орлов Кирилл", "Котова Ия"]
    assert [clean_class(grade)[0] for _, grade in people(text)] == ["5Б", "6А"]


def test_pupils_without_patronymics_and_classes():
    assert [name for name, _ in people("Орлов Кирилл, Котова Ия")] == ["Орлов Кирилл", "Котова Ия"]
    assert people("Ольхов Д.Н. Усков П.И.") == [("Ольхов Д.Н.", None), ("Усков П.И.", None)]


@pytest.mark.parametrize(
    "text",
    [f"учитель химии {VERA}", f"{VERA} - учитель химии", f"{VERA} (учитель химии)", f"{VERA} учитель химии"],
)
def test_a_post_before_or_after_the_name(text):
    assert people(text) == [(VERA, "учитель химии")]


def test_a_name_in_pieces_is_one_name():
    assert people("Ольхова,Вера,Ивановна") == [(VERA, None)]
    assert people("Ольхова Вера\nИвановна\nучитель химии") == [(VERA, "учитель химии")]
    assert people("вакансия, учитель химии") == []


def test_the_first_of_two_parents_is_read_and_the_other_told():
    told = []
    found = read_representative(
        "мама: Орлова Н.В. 89120001122; папа: Орлов В.В. 89120001123", "", lambda f, _: told.append(f)
    )
    assert found == {"relation": "мама", "name": "Орлова Н.В.", "phone": "+79120001122"}
    assert codes(told) == ["several_people_in_cell"]
