"""Addresses of papers: preparing, issuing, reading, verifying and cancelling them."""

from typing import Any

from django.urls import path, register_converter

from reports.paper import PAPERS, Paper
from reports.views import documents, papers, verification

app_name = "reports"


class PaperConverter:
    """The part of an address that names a kind of paper: /documents/orders/… A template may give the slug itself."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> Paper[Any, Any]:
        """Raises ValueError for no paper's slug: such an address does not exist."""
        for paper in PAPERS.values():
            if paper.slug == value:
                return paper
        raise ValueError(value)

    def to_url(self, value: Paper[Any, Any] | str) -> str:
        return value if isinstance(value, str) else value.slug


register_converter(PaperConverter, "paper")

urlpatterns = [
    path("documents/", documents.DocumentList.as_view(), name="documents"),
    path("documents/<int:pk>/", documents.document_detail, name="document"),
    path("documents/<int:pk>/pdf/", documents.document_pdf, name="document_pdf"),
    path("documents/<int:pk>/signed/", documents.document_signed, name="document_signed"),
    path("documents/<int:pk>/cancel/", documents.document_cancel, name="document_cancel"),
    path("documents/<int:pk>/supersede/", papers.document_supersede, name="document_supersede"),
    path("documents/<paper:paper>/new/", papers.paper_sources, name="paper_sources"),
    path("documents/<paper:paper>/new/<int:source_pk>/", papers.paper_start, name="paper_start"),
    path("documents/<paper:paper>/<slug:reference>/", papers.paper_check, name="paper_check"),
    path("documents/<paper:paper>/<slug:reference>/draft.pdf", papers.paper_preview, name="paper_preview"),
    path("documents/<paper:paper>/<slug:reference>/issue/", papers.paper_issue, name="paper_issue"),
    path("documents/<paper:paper>/<slug:reference>/<slug:step>/", papers.paper_edit, name="paper_edit"),
    path("verify/", verification.verify_form, name="verify_form"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]
