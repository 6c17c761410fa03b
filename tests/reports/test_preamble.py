"""The preamble of an order: grounds, purpose and consents in one sentence."""

import pytest

from registry.enums import ConsentRule
from reports.documents.orders.gaps import gaps_of_order
from reports.documents.orders.order_texts import usual_preamble
from tests.reports import papers


def test_preamble_is_one_sentence():
    assert usual_preamble(
        grounds="Положением о наставничестве.",
        purpose="адаптации педагогов.",
        consents=["mentor", "mentee"],
        words=papers.WORDS,
    ) == (
        "В соответствии с Положением о наставничестве, в целях адаптации педагогов, "
        "с письменного согласия наставников и наставляемых"
    )


MINOR = "С письменного согласия наставников, наставляемых и законного представителя несовершеннолетнего"


@pytest.mark.requirement("A16-9")
@pytest.mark.parametrize(
    ("consents", "representative", "preamble"),
    [
        (["mentor", "mentee"], "", "С письменного согласия наставников и наставляемых"),
        (["mentor", "personal_data"], "", "С письменного согласия наставников"),
        (["mentor", "representative"], "Иванова М. П.", "С письменного согласия наставников"),
        (["personal_data", "representative"], "Иванова М. П.", ""),
        (list(ConsentRule), "Иванова М. П.", MINOR),
    ],
)
def test_preamble_names_the_consents_that_the_policy_asks_for(consents, representative, preamble):
    rows = [papers.ordered_pair(0)]
    if representative:
        rows[0]["mentee"]["representative"] = representative
    assert usual_preamble(grounds="", purpose="", consents=consents, words=papers.WORDS, pairs=rows) == preamble


@pytest.mark.parametrize(
    ("minors", "whose"),
    [
        ([1, None], "законного представителя несовершеннолетнего"),
        ([1, 1], "законного представителя несовершеннолетнего"),
        ([1, 2], "законных представителей несовершеннолетних"),
    ],
)
def test_representatives_are_as_many_as_the_minors_and_not_as_the_pairs(minors, whose):
    rows = [papers.ordered_pair(number) for number in range(2)]
    for row, person in zip(rows, minors, strict=True):
        if person:
            row["mentee"] = {"name": "Ким Ли", "person": person, "representative": "Ким Анна Львовна"}
    words = usual_preamble(grounds="", purpose="", consents=list(ConsentRule), words=papers.WORDS, pairs=rows)
    assert words == f"С письменного согласия наставников, наставляемых и {whose}"


def test_the_check_page_asks_about_a_nominative_and_the_order_may_be_issued():
    payload = papers.order(1, preamble="В соответствии с Положением, в целях повышение качества")
    [gap] = [gap for gap in gaps_of_order(payload) if gap.field == "purpose"]
    assert gap.message == "Получилось «в целях повышение …». Поставьте «повышение» в родительный падеж."
    assert gap.doubtful
    assert not gap.blocks
    by_hand = papers.order(1, preamble="В соответствии с приказ от 01.09.2026 № 5")
    assert any("Поставьте «приказ» в творительный падеж" in gap.message for gap in gaps_of_order(by_hand))
