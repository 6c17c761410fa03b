import pytest

from russian.terms import decline_term
from russian.word_endings import Case

CASES = (Case.GENITIVE, Case.DATIVE, Case.INSTRUMENTAL)


@pytest.mark.parametrize(
    "declined",
    [
        ("стажёр", "стажёра", "стажёру", "стажёром"),
        ("подшефный", "подшефного", "подшефному", "подшефным"),
        ("учащийся", "учащегося", "учащемуся", "учащимся"),
        ("шеф", "шефа", "шефу", "шефом"),
        ("педагог-наставник", "педагога-наставника", "педагогу-наставнику", "педагогом-наставником"),
    ],
)
def test_the_words_of_sides_are_declined(declined):
    term, *expected = declined
    assert [decline_term(term, case) for case in CASES] == expected
