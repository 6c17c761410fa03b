import pytest

from russian.terms import decline_term, plural_of_term
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


@pytest.mark.parametrize(
    ("term", "genitive", "of_many", "to_many"),
    [
        ("стажёр", "стажёра", "стажёров", "стажёрам"),
        ("подшефный", "подшефного", "подшефных", "подшефным"),
        ("учащийся", "учащегося", "учащихся", "учащимся"),
        ("молодой специалист", "молодого специалиста", "молодых специалистов", "молодым специалистам"),
        ("педагог-наставник", "педагога-наставника", "педагогов-наставников", "педагогам-наставникам"),
        ("преподаватель колледжа", "преподавателя колледжа", "преподавателей колледжа", "преподавателям колледжа"),
        ("товарищ", "товарища", "товарищей", "товарищам"),
        ("студентка", "студентки", "студенток", "студенткам"),
        ("воспитанница", "воспитанницы", "воспитанниц", "воспитанницам"),
        ("шеф", "шеф", "", ""),
        ("няня", "няни", "", ""),
    ],
)
def test_the_words_of_sides_are_said_of_many_where_a_rule_knows_them(term, genitive, of_many, to_many):
    assert (plural_of_term(term, genitive, Case.GENITIVE), plural_of_term(term, genitive, Case.DATIVE)) == (
        of_many, to_many,
    )  # fmt: skip
