"""The preamble of an order: grounds, purpose and consents in one sentence."""

import pytest

from registry.enums import ConsentRule
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
