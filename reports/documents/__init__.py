"""One class per paper. `PAPERS` finds it by the kind under which a document is kept."""

from reports.documents.base import Gap, Paper
from reports.documents.pairing_order import PairingOrder
from reports.documents.roadmap import RoadmapPaper

PAPERS: dict[str, Paper] = {paper.code: paper for paper in (PairingOrder(), RoadmapPaper())}

__all__ = ["PAPERS", "Gap", "PairingOrder", "Paper", "RoadmapPaper"]
