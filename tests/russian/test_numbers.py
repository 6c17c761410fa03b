import pytest

from russian.numbers import plural, plural_form


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
