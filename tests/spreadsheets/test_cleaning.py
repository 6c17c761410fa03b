"""Single values as schools write them."""

import datetime as dt

import pytest

from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.agreements import parse_agreement, parse_order, parse_yes_no
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import age_on, find_school_year, months_between, parse_date, parse_period
from spreadsheets.cleaning.experience import parse_experience
from spreadsheets.cleaning.inn import clean_inn
from spreadsheets.cleaning.names import parse_name
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.representatives import read_representative
from spreadsheets.cleaning.text import clean_cell, clean_text

TODAY = dt.date(2026, 11, 20)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "last", "first", "middle", "issue_codes"),
    [
        ("Ёлкина Мария Олеговна", "Ёлкина", "Мария", "Олеговна", []),
        ("ЁЛКИНА МАРИЯ ОЛЕГОВНА", "Ёлкина", "Мария", "Олеговна", []),
        ("ёлкина мария олеговна", "Ёлкина", "Мария", "Олеговна", []),
        (" Ёлкина\xa0Мария\n Олеговна ", "Ёлкина", "Мария", "Олеговна", []),
        ("3. Ёлкина Мария Олеговна", "Ёлкина", "Мария", "Олеговна", []),
        ("Ли Мария", "Ли", "Мария", None, []),
        ("Ким Ян", "Ким", "Ян", None, []),
        ("Мария Олеговна Ёлкина", "Ёлкина", "Мария", "Олеговна", ["name_order"]),
        ("Иванова - Петрова Мария Ильинична", "Иванова-Петрова", "Мария", "Ильинична", []),
        ("ИВАНОВА–ПЕТРОВА Мария", "Иванова-Петрова", "Мария", None, []),
        ("Иванова Петрова Мария Ильинична", "Иванова Петрова", "Мария", "Ильинична", []),
        ("Мамедов Али Гасан оглы", "Мамедов", "Али", "Гасан оглы", []),
        ("МАМЕДОВА ЛЕЙЛА РАШИД КЫЗЫ", "Мамедова", "Лейла", "Рашид кызы", []),
        ("Русинова (Ненашева) Оксана Викторовна", "Русинова", "Оксана", "Викторовна", ["former_surname"]),
        ("Русинова Оксана Викторовна (ранее Ненашева)", "Русинова", "Оксана", "Викторовна", ["former_surname"]),
        ("Cидорова Елена Aлексеевна", "Сидорова", "Елена", "Алексеевна", ["latin_lookalike"]),
        ("COCHA Анна Ивановна", "Сосна", "Анна", "Ивановна", ["latin_lookalike"]),
        ("Smith John", "Smith", "John", None, ["name_unclear"]),
        ("Истомина", "Истомина", None, None, []),
        ("Мария Олеговна", None, "Мария", "Олеговна", []),
        ("Раз Два Три Четыре", "Раз", "Два", "Три", ["name_unclear"]),
        ("-", None, None, None, []),
    ],
)
def test_names(text, last, first, middle, issue_codes):
    name, findings = parse_name(text)
    assert (name.last_name, name.first_name, name.middle_name) == (last, first, middle)
    assert codes(findings) == issue_codes


@pytest.mark.parametrize(
    ("text", "last", "initials"),
    [
        ("Ольхов Д.Н.", "Ольхов", "Д.Н."),
        ("Ольхов Д. Н.", "Ольхов", "Д.Н."),
        ("Д.Н. Ольхов", "Ольхов", "Д.Н."),
        ("ОЛЬХОВ Д Н", "Ольхов", "Д.Н."),
        ("Яговкина Я.", "Яговкина", "Я."),
        ("Овсянникова-Юдинцева К. А.", "Овсянникова-Юдинцева", "К.А."),
    ],
)
def test_names_with_initials_keep_only_the_letters(text, last, initials):
    name, _ = parse_name(text)
    assert (name.last_name, name.first_name, name.middle_name, name.initials) == (last, None, None, initials)


def test_by_agreement_is_no_part_of_the_name():
    name, _ = parse_name("Лебедева Т. А. (по согласованию)")
    assert name.by_agreement
    assert (name.last_name, name.initials) == ("Лебедева", "Т.А.")
    assert parse_name("Седых Нина Юрьевна*")[0].asterisk


def test_a_repair_shows_before_and_after():
    _, findings = parse_name("Гребёнкинa Юлия Артёмовна")
    assert findings[0].before == "Гребёнкинa Юлия Артёмовна"
    assert findings[0].after == "Гребёнкина Юлия Артёмовна"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (24, 288), (12.5, 150), ("12,5", 150), ("12", 144), ("12 лет", 144), ("36 л.", 432), ("1 год", 12),
        ("23 года", 276),
        ("12 л. 3 мес.", 147), ("21 год 6 мес.", 258), ("1 год и 3 месяца", 15), ("5 мес.", 5),
        ("8 месяцев", 8), ("0", 0),
        (0, 0), ("менее года", 0), ("до 1 года", 0), ("без стажа", 0), ("12/8", 96), ("стаж 2 года", 24),
        ("полгода", 6),
        ("-", None), ("", None), (None, None), ("н/д", None), ("большой", None), ("см. личное дело", None),
        (500, None),
        ("с 2010 года", None), ("молодой специалист", None),
    ],
)  # fmt: skip
def test_experience_in_months(text, months):
    assert parse_experience(text)[0].months == months


def test_experience_keeps_what_it_cannot_count():
    assert parse_experience("большой")[0].raw == "большой"
    assert codes(parse_experience("большой")[1]) == ["experience_unparsed"]
    assert parse_experience("-")[1] == ()
    assert parse_experience("менее года")[0].months_max == 11
    assert parse_experience("12/8")[0].total_months == 144
    assert parse_experience("с 2010 года")[0].since == 2010
    assert parse_experience("с 01.09.2010 г.")[0].since == 2010
    assert parse_experience(2010)[0].since == 2010


@pytest.mark.parametrize(
    "text",
    [
        "01.09.2022", "01.09.2022 г.", "01.09.2022г.", "1.9.22", "01/09/2022", "01-09-2022", "1 сентября 2022 года",
        "«01» сентября 2022 г.", "2022-09-01", "2022-09-01 00:00:00", 44805, 44805.0, "44805", "01.09.2O22",
        "O1.O9.2022",
        dt.date(2022, 9, 1), dt.datetime.fromisoformat("2022-09-01T12:30"),
    ],
)  # fmt: skip
def test_a_day_in_all_its_spellings(text):
    assert parse_date(text)[0].day == dt.date(2022, 9, 1)


def test_a_letter_instead_of_zero_is_told():
    assert codes(parse_date("01.09.2O22")[1]) == ["date_repaired"]


def test_a_month_or_a_year_alone_is_known_to_be_imprecise():
    assert parse_date("сентябрь 2022")[0] == parse_date("09.2022")[0]
    assert parse_date("сентябрь 2022")[0].precision == "month"
    assert parse_date("1981")[0].precision == "year"


@pytest.mark.parametrize(
    "text", ["31.09.2022", "31.02.1979", "29.02.2023", "осенью", "32.13.2020", dt.date(1850, 1, 1)]
)
def test_impossible_dates_are_errors(text):
    result, findings = parse_date(text)
    assert result.day is None
    assert codes(findings) == ["bad_date"]


def test_two_digit_years_of_birth_lie_in_the_past():
    assert parse_date("13.9.97", born=True, today=TODAY)[0].day == dt.date(1997, 9, 13)
    assert parse_date("14.8.14", born=True, today=TODAY)[0].day == dt.date(2014, 8, 14)
    assert codes(parse_date("01.01.2030", born=True, today=TODAY)[1]) == ["bad_date"]


@pytest.mark.parametrize(
    "text",
    [
        "01.09.2026 г. - 31.05.2027 г.", "01.09.2026-31.05.2027", "с 01.09.2026 по 31.05.2027", "1.9.26 - 31.5.27",
        "01/09/2026 – 31/05/2027", "с 01.09.2026 г. до 31.05.2027 г.", "1 сентября 2026 года – 31 мая 2027 года",
        "сентябрь 2026 - май 2027", "01-09-2026 - 31-05-2027",
    ],
)  # fmt: skip
def test_a_term_in_all_its_spellings(text):
    period, findings = parse_period(text)
    assert (period.starts_on, period.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 5, 31))
    assert findings == ()


def test_other_terms():
    year, _ = parse_period("2026-2027 уч. год")
    assert (year.starts_on, year.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 8, 31))
    assert parse_period("бессрочно")[0].open_ended
    assert parse_period("с 01.09.2026 бессрочно")[0].starts_on == dt.date(2026, 9, 1)
    assert codes(parse_period("31.09.2026 - 31.05.2027")[1]) == ["bad_date"]
    assert codes(parse_period("31.05.2027 - 01.09.2026")[1]) == ["period_reversed"]
    assert codes(parse_period("1 год")[1]) == ["period_unparsed"]
    assert find_school_year("Пары на 2026/2027 учебный год") == 2026
    assert find_school_year("приказ 2020-2025") is None


def test_lengths_and_ages():
    assert months_between(dt.date(2026, 9, 1), dt.date(2026, 10, 31)) == 2
    assert months_between(dt.date(2026, 9, 1), dt.date(2027, 8, 31)) == 12
    assert age_on(dt.date(2016, 9, 1), dt.date(2026, 9, 1)) == 10
    assert age_on(dt.date(2016, 9, 2), dt.date(2026, 9, 1)) == 9


@pytest.mark.parametrize(
    "text",
    [
        "8(912)345-67-89", "+7 912 345 67 89", "89123456789", 9123456789.0, "9123456789.0", "8-912-345-67-89",
        "т. 8(912)345-67-89", "тел.: +7 912 345 67 89", "9,123456789E+09", 89123456789,
    ],
)  # fmt: skip
def test_a_phone_in_all_its_spellings(text):
    assert parse_phone(text)[0].number == "+79123456789"


def test_other_phones():
    assert parse_phone("8-34158-3-12-34")[0].number == "+73415831234"
    with_extension, _ = parse_phone("8 (34799) 2-12-35, доб. 12")
    assert (with_extension.number, with_extension.extension) == ("+73479921235", "12")
    two, findings = parse_phone("8-950-000-16-42, 8-912-000-21-59")
    assert (two.number, two.second) == ("+79500001642", "+79120002159")
    assert codes(findings) == ["phone_second_number"]
    assert parse_phone("89120001122 89120001133")[0].second == "+79120001133"
    local, findings = parse_phone("2-12-40")
    assert (local.number, local.raw, codes(findings)) == (None, "2-12-40", ["phone_unparsed"])
    assert parse_phone("нет") == parse_phone(None)
    assert parse_phone("+375 29 123-45-67")[0].number == "+375291234567"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("высшая ", "высшая"), ("ВКК", "высшая"), ("BKK", "высшая"), ("высшая кв. категория", "высшая"),
        ("1 кв. кат.", "первая"),
        ("1 КК", "первая"), ("I", "первая"), ("Первая", "первая"), ("СЗД", "соответствие занимаемой должности"),
        ("соответствие зан. должности", "соответствие занимаемой должности"), ("б/к", None), ("нет", None),
        ("—", None),
        ("без категории", None), (None, None), ("н/д", None),
    ],
)  # fmt: skip
def test_qualification(text, category):
    assert clean_qualification(text) == (category, ())


def test_an_unknown_qualification_is_told():
    assert codes(clean_qualification("пятая")[1]) == ["category_unparsed"]


@pytest.mark.parametrize(
    ("text", "inn", "issue_codes"),
    [
        ("0299001103", "0299001103", []),
        (299001103, "0299001103", ["inn_leading_zero"]),
        ("299001110.0", "0299001110", ["inn_leading_zero"]),
        (29900012030, "029900012030", ["inn_leading_zero"]),
        ("0299001219", "0299001219", ["inn_bad_checksum"]),
        ("ИНН 0299001103", "0299001103", []),
        (None, None, []),
    ],
)
def test_inn(text, inn, issue_codes):
    value, findings = clean_inn(text)
    assert (value, codes(findings)) == (inn, issue_codes)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("5 «Б»", "5Б"), ("5Б", "5Б"), ("6 а", "6А"), ("7-В", "7В"), ('8 "А" кл.', "8А"), ("5б класс", "5Б"),
        (10, "10"),
        (10.0, "10"), ("IX а", "9А"), ("(11А)", "11А"), ("-", None),
    ],
)  # fmt: skip
def test_classes(text, clean):
    assert clean_class(text) == (clean, ())


def test_categories_of_mentees():
    found, _ = clean_categories("ТЖС, неуспевающий")
    assert found == [
        "попавшие в трудную жизненную ситуацию",
        "демонстрирующие неудовлетворительные образовательные результаты",
    ]
    assert clean_categories("не участвует в жизни школы\nотстранён от коллектива")[0] == [
        "не принимающие участия в жизни школы, отстранённые от коллектива"
    ]
    assert codes(clean_categories("любит кошек")[1]) == ["category_unparsed"]


def test_agreements_orders_and_answers():
    signed, _ = parse_agreement("договор № 4-с от 15.03.2026 г.")
    assert (signed.status, signed.number, signed.day) == ("заключено", "4-с", dt.date(2026, 3, 15))
    assert parse_agreement("планируется в 2027 г.")[0].status == "планируется"
    assert parse_agreement("№ 2 от 12.01.2024, истёк 31.12.2024")[0].status == "завершено"
    order, _ = parse_order("приказ от 04.09.2026 № 57-ОД, по совместительству")
    assert (order.number, order.day, order.note) == ("57-ОД", dt.date(2026, 9, 4), "по совместительству")
    assert parse_order("декретный отпуск с октября")[0].note == "декретный отпуск с октября"
    assert codes(parse_order("пр. № 76-ОД от 31.09.2026")[1]) == ["bad_date"]
    assert [parse_yes_no(word) for word in ("да", "нет", "да/нет", None)] == [True, False, None, None]


@pytest.mark.parametrize(
    "text",
    ["мама Орлова Н.В.\n8 912 000 11 22", "Орлова Н.В. (мама), т. 89120001122", "мама: Орлова Н.В., +79120001122"],
)
def test_representatives(text):
    found = read_representative(text, "Родители", lambda *_: None)
    assert found == {"relation": "мама", "name": "Орлова Н.В.", "phone": "+79120001122"}


def test_text():
    assert clean_text(' МБОУ\xa0"Заречная  СОШ" \u200b\n№\xad 2') == "МБОУ «Заречная СОШ» № 2"
    assert clean_text("е\u0308ж") == "ёж"
    assert [clean_cell(mark) for mark in ("-", "—", "нет", "н/д", "#Н/Д", "#ССЫЛКА!", "0", 0)] == [""] * 8
    assert cyrillic_lookalikes("yчитель English") == "учитель English"
    assert cyrillic_lookalikes("COCHA") == "COCHA"
    assert cyrillic_lookalikes("COCHA", whole_words=True) == "СОСНА"
