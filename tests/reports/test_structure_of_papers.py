"""What a reader of screens is told of a printed paper, by a checker of PDF/UA-1 that covers a part of its rules.

A checker of the whole standard, and of PDF/A-3, is in none of the registries that the portal takes packages from.
"""

import pytest
from pdfua import Severity, validate

from reports.documents.orders.pairing_order import PairingOrder
from reports.documents.roadmap import RoadmapPaper
from reports.rendering import render_paper
from tests.reports import papers

#: rules that find something in every paper, and why that is no fault
KNOWN = {
    "UA-15-003": "the cells of a table name their headers themselves (/Headers), which the checker does not look at",
    "UA-28-004": "the papers call themselves PDF/A-3a, not PDF/UA",
}


@pytest.mark.parametrize(
    ("paper", "payload"),
    [(PairingOrder(), papers.order_of_many(12)), (RoadmapPaper(), papers.roadmap("kez-2022"))],
    ids=["order", "roadmap"],
)
def test_the_structure_of_a_paper_passes_the_checker(paper, payload, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_paper(paper, payload, draft=False))

    report = validate(str(file))

    assert [finding for finding in report.findings if finding.severity is Severity.ERROR] == []
    assert {finding.rule_id: finding.message for finding in report.findings}.keys() <= KNOWN.keys()
