from datetime import date

import pytest

from russian import typography

NB = "\u00a0"


def test_number_sign_sticks_to_its_number():
    assert typography.keep_together("приказ № 5, №7 и № 135/1") == f"приказ №{NB}5, №{NB}7 и{NB}№{NB}135/1"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("директор И. О. Лагунова", f"директор И.{NB}О.{NB}Лагунова"),
        ("директор И.О.Лагунова", f"директор И.{NB}О.{NB}Лагунова"),
        ("возложить на Лагунову И. О.", f"возложить на Лагунову{NB}И.{NB}О."),
        ("возложить на Лагунову И.О. и других", f"возложить на Лагунову{NB}И.{NB}О. и{NB}других"),
        ("А.-М. П. Берг", f"А.-М.{NB}П.{NB}Берг"),
        ("Л. Берг", f"Л.{NB}Берг"),
    ],
)
def test_initials_stay_with_the_surname(text, stored):
    assert typography.keep_together(text) == stored


def test_dates_and_units_are_not_broken():
    assert typography.keep_together("до 1 сентября 2026 г. на 9 месяцев") == (
        f"до 1{NB}сентября{NB}2026{NB}г. на 9{NB}месяцев"
    )
    assert typography.keep_together("г. Заречный, п. 5.2, ст. 351.8") == f"г.{NB}Заречный, п.{NB}5.2, ст.{NB}351.8"


def test_dash_never_begins_a_line_and_prepositions_do_not_hang():
    assert typography.keep_together("пара – это в школе") == f"пара{NB}– это в{NB}школе"


def test_keeping_together_twice_changes_nothing():
    once = typography.keep_together("С 1 сентября 2026 г. № 5, И. О. Лагунова – директор")
    assert typography.keep_together(once) == once


def test_initials_after_and_before_the_surname():
    assert typography.initials_after("Иванова", "Ирина", "Ильинична") == f"Иванова{NB}И.{NB}И."
    assert typography.initials_before("Иванова", "Ирина", "Ильинична") == f"И.{NB}И.{NB}Иванова"


def test_initials_of_foreign_and_compound_names():
    assert typography.initials_before("Мамедов", "Рашид", "Али оглы") == f"Р.{NB}А.{NB}Мамедов"
    assert typography.initials_before("Берг", "Анна-Мария") == f"А.-М.{NB}Берг"
    assert typography.initials_after("Ли", "Мин") == f"Ли{NB}М."


def test_dates_and_periods_in_words():
    assert typography.date_in_words(date(2026, 9, 1)) == f"1{NB}сентября{NB}2026{NB}г."
    assert typography.period_in_words(date(2026, 9, 1), date(2027, 5, 31)).replace(NB, " ") == (
        "с 1 сентября 2026 г. по 31 мая 2027 г."
    )
    assert typography.period_in_words(date(2026, 9, 2), date(2026, 12, 31)).startswith("со")


def test_first_letter_of_a_post_follows_its_place():
    assert typography.lower_first("Учитель математики") == "учитель математики"
    assert typography.lower_first("ИКТ-координатор") == "ИКТ-координатор"
    assert typography.upper_first("директор") == "Директор"


def test_sentence_ends_with_one_full_stop():
    assert typography.full_stop("до 1 сентября 2026 г.") == "до 1 сентября 2026 г."
    assert typography.full_stop("оставляю за собой") == "оставляю за собой."
    assert typography.without_full_stop("в целях адаптации.") == "в целях адаптации"
    assert typography.without_full_stop("от 01.09.2026 г.") == "от 01.09.2026 г."


def test_straight_quotes_become_russian():
    assert typography.russian_quotes('МБОУ "Заречная СОШ № 2"') == "МБОУ «Заречная СОШ № 2»"
    assert typography.russian_quotes("“Наставник года”") == "«Наставник года»"
