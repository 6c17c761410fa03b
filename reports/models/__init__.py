"""Papers that are being prepared and papers that left the portal."""

from reports.models.issued_document import IssuedDocument
from reports.models.paper_draft import PaperDraft

__all__ = ["IssuedDocument", "PaperDraft"]
