from decimal import Decimal

import pytest

from russian.numbers import decimal_figures, plural, plural_form


@pytest.mark.parametrize(
    ("number", "counted_noun"),
    [
        (1, "1 пара"),
        (2, "2 пары"),
        (4, "4 пары"),
        (5, "5 пар"),
        (11, "11 пар"),
        (14, "14 пар"),
        (21, "21 пара"),
        (112, "112 пар"),
        (0, "0 пар"),
        (103, "103 пары"),
    ],
)
def test_number_agrees_with_its_word(number, counted_noun):
    assert plural(number, "пара,пары,пар").replace("\u00a0", " ") == counted_noun
    assert plural_form(number, "пара,пары,пар") == counted_noun.partition(" ")[2]


@pytest.mark.parametrize(
    ("amount", "figures"), [("1500", "1500"), ("1500.00", "1500"), ("12.50", "12,5"), ("0", "0"), ("20000", "20 000")]
)
def test_a_sum_keeps_the_zeros_before_the_comma_only(amount, figures):
    assert decimal_figures(Decimal(amount)).replace("\u00a0", " ") == figures
