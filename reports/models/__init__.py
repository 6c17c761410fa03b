"""Papers that left the portal."""

from reports.models.issued_document import IssuedDocument

__all__ = ["IssuedDocument"]
