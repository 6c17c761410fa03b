"""The sentences shown before words for the two sides are saved are those of the order."""

import pytest

from registry.enums import ActKind, ConsentRule
from registry.models import Policy
from registry.papers.act_cases import cases_of
from registry.side_sentences import sentences_of
from registry.side_texts import SidePair
from reports.documents.orders.order_texts import OrderWords, usual_points, usual_preamble
from russian.side_words import SideWords
from tests.reports import papers


@pytest.mark.parametrize(
    ("mentor", "mentee"), [("шеф", "стажёр"), ("наставница", "няня"), ("педагог-наставник", "ученик")]
)
def test_each_sentence_that_is_shown_stands_in_an_order(mentor: str, mentee: str) -> None:
    words = SidePair(SideWords.of(mentor), SideWords.of(mentee))
    printed = " ".join(text for pairs in (1, 2) for text in _texts_of(words, pairs)).replace("\u00a0", " ")
    for sentence in sentences_of(words):
        if not sentence.startswith("Прекратить"):  # a point of orders of replacements
            for part in sentence.split("…"):
                assert part.strip() in printed, (part, printed)


def _texts_of(words: SidePair, pairs: int) -> list[str]:
    called = OrderWords(*words, mentors=pairs, mentees=pairs)
    rows = [papers.ordered_pair(index) for index in range(pairs)]
    consents = [ConsentRule.MENTOR, ConsentRule.MENTEE]
    points = usual_points(
        act=cases_of(ActKind.ORDER), pairs=rows, curator=None, programmes_by=None,
        rules=Policy(programme_term="индивидуальный план", mentee_report=True, final_report_days=10),
        words=called, paid={}, control=None,
    )  # fmt: skip
    preamble = usual_preamble(grounds="", purpose="развития", consents=consents, words=called)
    return [preamble, *(text for point in points for text in (point["text"], *point["subpoints"]))]
