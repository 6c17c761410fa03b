"""What many rows miss is told once, with the number of the rows and a list of them that is folded."""

from django.template.loader import render_to_string

from reports.documents.orders.gaps import gaps_of_order
from reports.documents.roadmap import RoadmapPaper
from reports.paper import MOST_ROWS_APART, folded_gaps
from tests.reports import papers


def gaps_of_pairs_without_a_kind(number: int):
    rows = [{**papers.ordered_pair(index), "kinds": []} for index in range(number)]
    return gaps_of_order({**papers.order(1), "pairs": rows})


def test_pairs_without_a_kind_are_one_line():
    [gap] = folded_gaps(gaps_of_pairs_without_a_kind(60))
    assert gap.message == "Не указан вид наставничества: 60\u00a0строк"
    assert (len(gap.rows), gap.rows[0][:9]) == (60, "Строка 1,")
    page = render_to_string("reports/_gaps.html", {"gaps": [gap]})
    assert page.count("<details>") == 1
    assert page.count("не указан вид") + page.count("Не указан вид") == 1


def test_a_few_are_told_one_by_one():
    gaps = gaps_of_pairs_without_a_kind(MOST_ROWS_APART)
    assert folded_gaps(gaps) == gaps
    assert len(gaps) == MOST_ROWS_APART


def test_items_of_a_roadmap_without_a_term_are_one_line():
    payload = papers.roadmap("kez-2022", approvals=[{"word": "УТВЕРЖДАЮ", "lines": ["Директор"]}])
    items = [item for section in payload["sections"] for item in section["items"]]
    for item in items:
        item["term"] = ""
    messages = [gap.message for gap in folded_gaps(RoadmapPaper().gaps(payload))]
    assert next(message for message in messages if "срок" in message).startswith("Не указано — срок: ")
