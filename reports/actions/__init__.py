"""Preparing, issuing, replacing and cancelling papers."""

from reports.actions.drafts import save_draft
from reports.actions.issuing import PaperChangedError, cancel_document, issue

__all__ = ["PaperChangedError", "cancel_document", "issue", "save_draft"]
