"""What holds for every cleaner and every cell: nothing raises, and cleaning twice changes nothing."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.heading_keys import heading_key
from imports.parsing.headings import recognise, recognise_joined
from imports.parsing.organisation_names import OrganisationIndex
from imports.parsing.organisation_shapes import organisation_key, several_numbers, shape_of
from imports.parsing.parsed import KnownOrganisation
from imports.parsing.people_cells import read_person_cell
from imports.parsing.rows.marks import is_ditto
from registry.names.people_matching import fold_name_part
from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.agreements import parse_agreement, parse_order, parse_yes_no
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import find_school_year, parse_date, parse_period, parse_period_end
from spreadsheets.cleaning.experience import parse_experience
from spreadsheets.cleaning.inn import clean_inn
from spreadsheets.cleaning.names import clean_name_part, is_nobody, parse_name
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.representatives import read_representative
from spreadsheets.cleaning.text import as_text, clean_cell, clean_text
from spreadsheets.reading.html_tokens import attributes, tokens

TODAY = dt.date(2026, 11, 20)

#: Pieces of which real cells are made, so that the tests reach the branches that free text rarely does.
PIECES = [
    "Иванова", "Мария", "Олеговна", "И.И.", "оглы", "COCHA", "(Петрова)", "1)", "№", "N2", "МБОУ", "«СОШ",
    "12»", "д/с",
    "лет", "12,5", "мес.", "с", "по", "2010", "года", "01.09.2026", "31.02.2020", "O1.O9.2O22",
    "8(912)000-11-22", "доб. 12",
    "т.", "стаж", "?", "-", "—", "нет", "н/д", "высшая", "1 КК", "СЗД", "5 «Б»", "IX", "ОВЗ", "ТЖС", "приказ",
    "от", "договор",
    "мама", ",", ";", "\n", "/", "\xa0", "\u200b", "\xad", "е\u0308", '"', "да/нет", "2026-2027", "уч. год", "*", "0",
]  # fmt: skip
cells = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
thorough = settings(max_examples=300)

ORGANISATIONS = OrganisationIndex(
    [
        KnownOrganisation(1, "МБОУ «Заречная СОШ № 1»", "Муниципальное бюджетное учреждение «Заречная школа № 1»"),
        KnownOrganisation(2, "МБДОУ «Детский сад № 12 «Теремок»"),
    ]
)


def organisation_match(value):
    return ORGANISATIONS.match(as_text(value)), shape_of(as_text(value))


@pytest.mark.parametrize(
    "clean",
    [
        as_text, clean_cell, parse_agreement, parse_order, parse_yes_no, clean_categories, clean_class,
        parse_date, parse_period, parse_experience, clean_inn, clean_name_part, parse_phone, clean_qualification,
        organisation_match,
        parse_period_end, is_ditto,
        lambda value: clean_text(as_text(value)),
        lambda value: is_nobody(as_text(value)),
        lambda value: several_numbers(as_text(value)),
        lambda value: attributes(as_text(value)),
        lambda value: list(tokens(f"<table>{as_text(value)}")),
        lambda value: parse_name(as_text(value)),
        lambda value: parse_date(value, born=True, today=TODAY),
        lambda value: find_school_year(as_text(value)),
        lambda value: recognise(as_text(value)),
        lambda value: recognise_joined(as_text(value), as_text(value)),
        lambda value: read_person_cell(value, lambda _: False),
        lambda value: read_representative(value, "Родители", lambda *_: None),
        lambda value: ORGANISATIONS.mentioned_in(as_text(value)),
    ],
)  # fmt: skip
@given(value=cells)
@thorough
def test_no_cell_makes_a_cleaner_fail(clean, value):
    clean(value)


@given(value=cells)
@thorough
def test_clean_text_is_left_alone(value):
    once = clean_text(as_text(value))
    assert clean_text(once) == once
    assert clean_cell(clean_cell(value)) == clean_cell(value)


@given(text=st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)), whole=st.booleans())
@thorough
def test_lookalikes_are_replaced_once_and_for_all(text, whole):
    once = cyrillic_lookalikes(text, whole_words=whole)
    assert cyrillic_lookalikes(once, whole_words=whole) == once
    assert len(once) == len(text)


@given(value=cells)
@thorough
def test_a_clean_class_and_inn_and_category_stay_as_they_are(value):
    for clean in (clean_class, clean_inn, clean_qualification, clean_name_part):
        once, _ = clean(value)
        assert clean(once)[0] == once, clean


@given(value=cells)
@thorough
def test_a_clean_name_is_read_again_as_itself(value):
    name, findings = parse_name(as_text(value))
    is_clear = not name.remarks and not any(finding.code == "name_unclear" for finding in findings)
    if is_clear and name.last_name and name.first_name and not name.initials:
        again, _ = parse_name(name.full)
        assert again.full == name.full


@given(value=cells)
@thorough
def test_a_phone_in_international_form_stays_as_it_is(value):
    phone, _ = parse_phone(value)
    if phone.number:
        assert parse_phone(phone.number)[0].number == phone.number


@given(value=cells)
@thorough
def test_a_date_written_out_is_read_as_the_same_date(value):
    result, _ = parse_date(value)
    if result.day and result.precision == "day":
        assert parse_date(as_text(result.day))[0] == result


@given(value=cells)
@thorough
def test_categories_in_the_words_of_the_register_stay_as_they_are(value):
    once, _ = clean_categories(value)
    assert clean_categories("; ".join(once))[0] == once


@given(value=cells)
@thorough
def test_a_clean_phone_date_and_length_of_service_stay_as_they_are(value):
    number = parse_phone(value)[0].number
    assert parse_phone(number)[0].number == number
    day = parse_date(value)[0].day
    assert parse_date(day)[0].day == day
    period = parse_period(value)[0]
    if period.starts_on and period.ends_on:
        again = parse_period(f"{as_text(period.starts_on)} - {as_text(period.ends_on)}")[0]
        assert (again.starts_on, again.ends_on) == (period.starts_on, period.ends_on)
    months = parse_experience(value)[0].months
    if months:
        assert parse_experience(f"{months} мес.")[0].months == months


@pytest.mark.parametrize(
    "clean",
    [parse_phone, parse_date, parse_period, parse_experience, clean_class, clean_inn, parse_agreement, parse_order],
)
@given(value=cells)
@thorough
def test_a_repair_shows_what_it_was_and_what_it_is(clean, value):
    repairs = [f for f in clean(value)[1] if f.code == "latin_lookalike" or f.code.endswith(("repaired", "_zero"))]
    assert all(f.before and f.after and f.before != f.after for f in repairs)


@given(text=st.text())
@thorough
def test_headings_are_folded_once_and_for_all(text):
    assert heading_key(heading_key(text)) == heading_key(text)


@given(text=st.text())
@thorough
def test_keys_are_folded_once_and_for_all(text):
    assert fold_name_part(fold_name_part(text)) == fold_name_part(text)
    assert organisation_key(organisation_key(text)) == organisation_key(text)
