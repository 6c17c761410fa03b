"""Preparing, issuing, replacing and cancelling papers."""

from reports.actions.drafts import save_draft
from reports.actions.issuing import cancel_document, issue

__all__ = ["cancel_document", "issue", "save_draft"]
