import pytest

from russian.side_words import SIDE_CASES, SideWords, decline_term

CASES = SIDE_CASES[1:]


@pytest.mark.parametrize(
    "declined",
    [
        ("стажёр", "стажёра", "стажёру", "стажёром", "стажёров", "стажёрам"),
        ("подшефный", "подшефного", "подшефному", "подшефным", "подшефных", "подшефным"),
        ("учащийся", "учащегося", "учащемуся", "учащимся", "учащихся", "учащимся"),
        ("шеф", "шефа", "шефу", "шефом", "шефов", "шефам"),
        ("учитель", "учителя", "учителю", "учителем", "учителей", "учителям"),
        ("молодой врач", "молодого врача", "молодому врачу", "молодым врачом", "молодых врачей", "молодым врачам"),
        ("студентка", "студентки", "студентке", "студенткой", "студенток", "студенткам"),
        (
            "педагог-наставник",
            "педагога-наставника",
            "педагогу-наставнику",
            "педагогом-наставником",
            "педагогов-наставников",
            "педагогам-наставникам",
        ),
    ],
)
def test_the_words_of_sides_are_declined(declined):
    term, *expected = declined
    assert [decline_term(term, case) for case in CASES] == expected


@pytest.mark.parametrize(("term", "accusative"), [("стажёр", "стажёра"), ("няня", "няню"), ("шеф", "шефа")])
def test_whom_one_finds_or_pays_for(term, accusative):
    assert SideWords.of(term).accusative == accusative


@pytest.mark.parametrize(
    ("term", "about_one", "many", "by_many", "about_many"),
    [
        ("шеф", "шефе", "шефы", "шефами", "шефах"),
        ("подшефный", "подшефном", "подшефные", "подшефными", "подшефных"),
        ("учащийся", "учащемся", "учащиеся", "учащимися", "учащихся"),
        ("няня", "няне", "няни", "нянями", "нянях"),
        ("учитель", "учителе", "учителя", "учителями", "учителях"),
        ("молодой врач", "молодом враче", "молодые врачи", "молодыми врачами", "молодых врачах"),
        ("наставник", "наставнике", "наставники", "наставниками", "наставниках"),
        ("наставляемый", "наставляемом", "наставляемые", "наставляемыми", "наставляемых"),
    ],
)
def test_what_is_said_of_one_and_of_many(term, about_one, many, by_many, about_many):
    words = SideWords.of(term)
    plural = words.plural_nominative, words.plural_instrumental, words.plural_prepositional
    assert (words.prepositional, *plural) == (about_one, many, by_many, about_many)
