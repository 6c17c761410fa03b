"""Writes into the log of views who has issued, opened or downloaded a paper."""

from accounts.models import User
from registry.actions.view_log import ViewSubject, record_view
from registry.models.view_record import ViewKind
from registry.papers.numbers import number_in_words
from reports.models import IssuedDocument


def record_paper_view(kind: ViewKind, document: IssuedDocument, *, by: User) -> None:
    """The title that somebody has typed stays out of the log."""
    words = (document.kind_label, number_in_words(document.number), f"от {document.dated:%d.%m.%Y}")
    title = str(document.act) if document.act is not None else " ".join(filter(None, words))
    subject = ViewSubject(title, document.municipality_id, document.organisation_id)
    record_view(kind, subject, by=by)
