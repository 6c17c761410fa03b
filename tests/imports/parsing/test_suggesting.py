"""What an unknown column probably holds, told by its values."""

import datetime as dt

import pytest

from imports.parsing.field_suggestions import UnknownColumn, suggest_fields
from imports.parsing.organisation_names import OrganisationIndex
from imports.parsing.parsed import KnownOrganisation

TODAY = dt.date(2026, 11, 20)
SCHOOLS = OrganisationIndex(
    [
        KnownOrganisation(1, "МБОУ «Заречная СОШ № 2»", "МБОУ «Заречная средняя школа № 2»"),
        KnownOrganisation(2, "ЦДО «Росток»", "Центр дополнительного образования «Росток»"),
    ]
)
NAMES = ("Ёлкина Мария Олеговна", "Усков Пётр Ильич", "Котова Анна Львовна")
OTHER_NAMES = ("Ольхов Денис Павлович", "Ракитина Ольга Юрьевна", "Берёзкин Глеб Олегович")


def knows(text: str) -> bool:
    return SCHOOLS.match(text).organisation is not None


def suggest(heading, *values):
    return suggest_fields([UnknownColumn(heading, values)], today=TODAY, knows_organisation=knows).get(0)


def suggest_all(*columns, **options):
    asked = [UnknownColumn(heading, values) for heading, *values in columns]
    found = suggest_fields(asked, today=TODAY, knows_organisation=knows, **options)
    return [found.get(place) for place in range(len(columns))]


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("Кто учит", NAMES, "full_name"),
        ("Кто", ("ёлкина м.о.", "Усков П.И."), "full_name"),
        ("Кто", ("Ёлкина Мария", "Усков Пётр"), "full_name"),
        ("Куда ходит", ("сош 2", "Заречная школа № 2", ""), "organisation"),
        ("Куда ходит", ("ЦДО «Росток»",), "organisation"),
        ("Куда ходит", ("Гимназия № 77", "д/с «Теремок»"), "organisation"),
        ("Где", ("ООО «Заря»", "ИП Усков П.И."), "partner"),
        ("Кем", ("учитель химии", "ст. воспитатель", "Директор"), "position"),
        ("Кем", ("педагог-психолог", "зам. директора по УВР"), "position"),
        ("Что ведёт", ("химия", "русский язык и литература", "физика"), "subject"),
        ("Мобилка", ("8 912 345-67-89", "+7(912)3456790", "89123456791, 2-15-44"), "phone"),
        ("Мама, мобилка", ("8 912 345-67-89", "+7(912)3456790"), "representative_phone"),
        ("Куда писать", ("elkina@shkola.example", "uskov@shkola.example"), "email"),
        ("Появился на свет", ("12.03.1981", "01.09.1990 г.", "5 мая 2011"), "birth_date"),
        ("Сколько лет трудится", ("12", "3", "25,5"), "experience"),
        ("Давно ли", ("12 лет", "3 года 2 мес.", "1 год"), "experience"),
        ("Уровень", ("высшая", "первая кв. категория", "СЗД"), "category"),
        ("Уровень", ("высшее", "среднее специальное"), "education"),
        ("Номер налогоплательщика", ("0299002107", "0299002114", "0299002121"), "inn"),
        ("Группа", ("5Б", "9 «А»", "11-в"), "class"),
        ("Чей", ("мама Ёлкина Мария Олеговна", "Усков Пётр Ильич (отец)"), "representative"),
        ("Мать или отец", NAMES, "representative"),
        ("Почему в программе", ("ОВЗ", "одарённые", "низкая успеваемость"), "mentee_category"),
        ("Где живёт", ("ул. Лесная, 5", "пер. Тихий, д. 2"), "address"),
    ],
)
def test_values_tell_the_field(heading, values, field):
    assert suggest(heading, *values) == field


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Сколько", ("12", "3", "25")),  # of what?
        ("Сколько лет ребёнку", ("12", "13", "11")),
        ("Возраст", ("12 лет", "13 лет")),
        ("Код", ("112-233-445 95", "112-233-446 96")),
        ("Код", ("812-233-445 95", "812-233-446 96")),  # ten of its digits could be called
        ("Код", ("45 09 123456", "4510 654321")),
        ("Код", ("4509123456", "4510654321")),
        ("Код", ("0299002107", "0299002114")),  # two passports may have the check digits of an ИНН by chance
        ("Код", ("0299002108", "0299002115")),  # an ИНН has other check digits
        ("Пришёл на работу", ("12.03.1981", "15.08.1990")),
        ("Когда", ("01.09.2001", "01.09.2010", "15.08.2012")),
        ("Любимый цвет", ("синий", "белый", "Зелёный")),
        ("Прозвище", ("Ёлкин", "Усков")),
        ("Заметки", ("хорошо учится", "12", "5Б", "любит химию")),
        ("Пусто", ("", "-", "нет")),
        ("Ничего", ()),
    ],
)
def test_where_values_do_not_tell_nothing_is_suggested(heading, values):
    assert suggest(heading, *values) is None


def test_most_of_the_cells_decide():
    assert suggest("Кто", *NAMES, "вакансия") == "full_name"
    assert suggest("Кто", NAMES[0], "синий", "белый") is None


def test_a_field_goes_to_the_column_that_looks_most_like_it():
    worse = ("Кто ещё", "Ёлкина Мария", "Усков Пётр", "")
    assert suggest_all(worse, ("Кто", *NAMES)) == [None, "full_name"]
    assert suggest_all(("Классный", *OTHER_NAMES), ("Кто", *NAMES)) == [None, "full_name"]


def test_a_field_that_another_column_holds_is_not_suggested_again():
    assert suggest_all(("Кто", *NAMES), ("Мобилка", "8 912 345-67-89"), used_fields=["phone"]) == ["full_name", None]
    assert suggest_all(("Кто", *NAMES), used_fields=["last_name"]) == [None]


def test_a_surname_is_known_by_the_names_beside_it():
    columns = (("А", "Ёлкина", "Усков"), ("Б", "Мария", "Пётр"), ("В", "Олеговна", "Ильич"))
    assert suggest_all(*columns) == ["last_name", "first_name", "middle_name"]


def test_two_columns_of_dates_are_a_term_when_one_always_comes_first():
    starts, ends = ("Старт", "01.09.2026", "05.10.2026"), ("Финиш", "31.05.2027", "05.04.2027")
    assert suggest_all(starts, ends) == ["starts_on", "ends_on"]
    assert suggest_all(ends, starts) == ["ends_on", "starts_on"]
    assert suggest_all(starts) == [None]
    assert suggest_all(starts, ("Финиш", "31.05.2027", "05.04.2026")) == [None, None]


def test_of_a_list_of_pairs_the_first_person_is_the_mentor():
    columns = (("Один", *NAMES), ("Кем", "учитель", "методист"), ("Другой", *OTHER_NAMES), ("Группа", "5Б", "6А"))
    assert suggest_all(*columns, pairs=True) == [
        "mentor.full_name", "mentor.position", "mentee.full_name", "mentee.class",
    ]  # fmt: skip
    assert suggest_all(*columns)[2] is None


def test_words_of_the_headings_tell_which_of_the_pair_is_which():
    assert suggest_all(("Кого ведут", *NAMES), ("Кто учит", *OTHER_NAMES), pairs=True) == [
        "mentee.full_name", "mentor.full_name",
    ]  # fmt: skip


def test_beside_a_known_mentor_the_other_name_is_the_mentees():
    assert suggest_all(("Другой", *NAMES), used_fields=["mentor.full_name"], pairs=True) == ["mentee.full_name"]


@pytest.mark.parametrize("used", ["organisation", "short_org_name"])
def test_an_enterprise_is_not_proposed_beside_another_column_of_the_organisation(used):
    assert suggest_all(("Где", "ООО «Заря»", "ИП Усков П.И.")) == ["partner"]
    assert suggest_all(("Где", "ООО «Заря»", "ИП Усков П.И."), used_fields=[used]) == [None]
