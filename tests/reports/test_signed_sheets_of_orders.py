"""What the PDF of an order is called, its signature, and the days that its check page speaks of."""

import io

import pytest
from pypdf import PdfReader

from reports.documents.orders.gaps import when_active
from reports.documents.orders.pairing_order import PairingOrder
from reports.rendering import render_paper
from tests.reports import papers
from tests.reports.printed_words import words_of

PAPER = PairingOrder()


def test_a_pdf_is_called_with_its_number_as_it_is_and_a_file_as_files_may_be():
    payload = papers.order(1)
    title = PdfReader(io.BytesIO(render_paper(PAPER, payload, draft=False))).metadata.title
    assert title == "Приказ № 135/1 от 01.09.2026 о закреплении наставнических пар"
    assert PAPER.file_name(payload) == "Приказ № 135-1 от 01.09.2026 о закреплении наставнических пар.pdf"


def test_a_long_name_is_broken_behind_its_hyphen_and_ends_at_the_margin():
    name = "Константинопольская-Преображенская Ольга Викторовна"
    lines = words_of(PAPER, papers.order(1, signatory={"name": name, "post": "директор"}))
    assert not [line for line in lines if line.startswith("-")]
    assert "Константинопольская-" in lines
    assert "Преображенская" in lines


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, "Пары станут действующими с даты приказа, 01.09.2026."),
        ({"dated": ""}, "Пары станут действующими с даты приказа."),
        (
            {"dated": "2026-11-30", "since": "2026-09-01"},
            "Пары станут действующими с даты приказа, 30.11.2026: с неё их считает портал. На дни до неё, "
            "с 01.09.2026, приказ распространяется лишь своим текстом.",
        ),
        ({"dated": "2026-08-25"}, "Пары станут действующими со своего первого дня."),
    ],
)
def test_the_check_page_says_from_which_day_pairs_work_as_the_text_does(changes, days):
    assert when_active(papers.order(2, **changes)) == days
