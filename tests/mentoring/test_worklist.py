"""What the first page says to each reader, and how it is put in order."""

import pytest

from mentoring.worklist import Figures


@pytest.mark.parametrize(
    ("number", "pairs", "drafts", "alone"),
    [
        (0, "действующих пар", "черновиков пар", "наставляемых"),
        (1, "действующая пара", "черновик пары", "наставляемый"),
        (23, "действующие пары", "черновика пар", "наставляемых"),
        (47, "действующих пар", "черновиков пар", "наставляемых"),
    ],
)
def test_the_words_of_a_tile_agree_with_its_number(number, pairs, drafts, alone):
    nouns = Figures(number, number, number, 0, number).nouns
    assert (nouns["active_pairs"], nouns["drafts"], nouns["mentees_alone"]) == (pairs, drafts, alone)


def test_the_tiles_of_the_page_speak_so(school, client):
    school.active_pair()
    client.force_login(school.curator)
    shown = client.get("/worklist/").content.decode()
    assert "<b>1</b><span>действующая пара</span>" in shown
    assert "<b>0</b><span>черновиков пар</span>" in shown
