import pytest

from russian.document_names import (
    DocumentName,
    in_accordance_with,
    nominative_instead_of_genitive,
    nominative_instead_of_instrumental,
)


@pytest.mark.parametrize(
    ("declined", "approved"),
    [
        (
            (
                "индивидуальный план развития",
                "индивидуального плана развития",
                "индивидуальному плану развития",
                "индивидуальный план развития",
                "индивидуальным планом развития",
                "индивидуальном плане развития",
            ),
            "утверждён",
        ),
        (
            (
                "Персонализированная траектория",
                "Персонализированной траектории",
                "Персонализированной траектории",
                "Персонализированную траекторию",
                "Персонализированной траекторией",
                "Персонализированной траектории",
            ),
            "утверждена",
        ),
        (
            (
                "итоговое задание пары",
                "итогового задания пары",
                "итоговому заданию пары",
                "итоговое задание пары",
                "итоговым заданием пары",
                "итоговом задании пары",
            ),
            "утверждено",
        ),
        (("ИОМ",) * 6, "утверждён"),
        (
            (
                "документ «программа, маршрут»",
                "документа «программа, маршрут»",
                "документу «программа, маршрут»",
                "документ «программа, маршрут»",
                "документом «программа, маршрут»",
                "документе «программа, маршрут»",
            ),
            "утверждён",
        ),
    ],
)
def test_names_of_documents_are_declined_and_their_verbs_agree(declined, approved):
    term = declined[0].removeprefix("документ «").removesuffix("»")
    name = DocumentName.of(term)
    cases = (name.nominative, name.genitive, name.dative, name.accusative, name.instrumental, name.prepositional)
    assert cases == declined
    assert name.agreeing("утверждён", "утверждена", "утверждено") == approved


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Положением об оплате труда", "в соответствии с Положением об оплате труда"),
        ("приказом от 20.08.2026 № 15", "в соответствии с приказом от 20.08.2026 № 15"),
        ("Положение об оплате труда", "в соответствии с документом: Положение об оплате труда"),
        ("Коллективный договор", "в соответствии с документом: Коллективный договор"),
        ("коллективным договором", "в соответствии с коллективным договором"),
    ],
)
def test_a_ground_in_the_nominative_breaks_no_sentence(typed, printed):
    assert in_accordance_with(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("статья 351.8 ТК РФ", "в соответствии со статьёй 351.8 ТК РФ"),
        ("статьёй 351.8 ТК РФ", "в соответствии со статьёй 351.8 ТК РФ"),
        ("Часть 5 статьи 47", "в соответствии с частью 5 статьи 47"),
        ("стандартом", "в соответствии со стандартом"),
        ("соглашением", "в соответствии с соглашением"),
    ],
)
def test_a_part_of_a_document_is_put_into_its_case(typed, printed):
    assert in_accordance_with(typed) == printed


def test_a_nominative_is_found_where_another_case_is_needed():
    wrong = "В соответствии с закон об образовании, в целях повышение качества"
    assert nominative_instead_of_instrumental(wrong) == "закон"
    assert nominative_instead_of_genitive(wrong) == "повышение"
    right = "В соответствии с законом об образовании, в целях повышения качества отношений"
    assert nominative_instead_of_instrumental(right) == nominative_instead_of_genitive(right) == ""
    assert nominative_instead_of_genitive("в целях профессиональное становление") == "профессиональное"
