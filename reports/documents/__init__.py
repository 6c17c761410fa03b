"""The papers of the portal. A new one is a class in its family's folder and an entry here."""

from reports.documents.orders.pairing_order import PairingOrder
from reports.documents.roadmap import RoadmapPaper

DOCUMENTS = (PairingOrder(), RoadmapPaper())
