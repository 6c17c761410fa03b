"""The list of issued papers, the page of one, its file and its cancelling."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.models.view_record import ViewKind
from registry.papers.act_cases import cases_of
from registry.papers.act_texts import act_label, act_text
from registry.papers.numbers import number_in_words
from registry.views.lists import RegisterList, attachment
from reports.actions import cancel_document
from reports.actions.paper_views import record_paper_view
from reports.documents.printed_parts import safe_file_name
from reports.documents.signature_mark import mark_of_document
from reports.enums import IssuedStatus
from reports.exports import DocumentResource
from reports.filters import DocumentFilter
from reports.forms import CancelForm
from reports.models import IssuedDocument
from reports.paper import PAPERS
from reports.queries import (
    HEAVY,
    begun_papers,
    documents_visible_to,
    may_manage,
    pairs_of_act,
    predecessor_of,
    programmes_to_send,
)
from reports.rendering import render_paper
from reports.tables import DocumentTable
from russian.typography import upper_first


class DocumentList(RegisterList):
    right = Right.VIEW_DOCUMENTS
    heading = "Документы"
    empty_icon = "file-earmark-text"
    empty_title = "Документов пока нет"
    empty_text = act_label("Согласуйте пары и издайте (первый/первое) приказ о закреплении.")
    template_name = "reports/documents.html"
    table_class = DocumentTable
    filterset_class = DocumentFilter
    resource_class = DocumentResource

    def get_queryset(self) -> QuerySet[IssuedDocument]:
        return documents_visible_to(self.request.user).defer(*HEAVY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every kind of paper that the user may begin, and what the user has begun."""
        papers = (paper for paper in PAPERS.values() if paper.may_begin(self.request.user))
        new_papers = [
            (upper_first(act_text(paper.title)), reverse("reports:paper_sources", args=[paper])) for paper in papers
        ]
        unfinished = [
            (
                upper_first(act_text(begun.paper.title)),
                begun,
                reverse("reports:paper_check", args=[begun.paper, begun.draft.code]),
            )
            for begun in begun_papers(self.request.user)
        ]
        return super().get_context_data(new_papers=new_papers, unfinished=unfinished, **kwargs)


def document_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    documents = documents_visible_to(request.user).select_related("superseded_by", "status_changed_by")
    document = get_object_or_404(documents.defer("pdf", "superseded_by__payload", "superseded_by__pdf"), pk=pk)
    record_paper_view(ViewKind.PAPER, document, by=request.user)
    in_force = document.status == IssuedStatus.IN_FORCE
    manages = may_manage(request.user, document)
    is_signed = document.act is not None and bool(mark_of_document(document.act))
    context: dict[str, Any] = {
        "document": document,
        "called": cases_of(document.act.kind) if document.act is not None else None,
        "pairs": _with_links(request.user, document),
        "programmes": programmes_to_send(request.user, document) if in_force else (0, 0),
        "may_add_scan": document.act is not None and in_force and not (document.act.scan or is_signed) and manages,
        "may_cancel": in_force and manages,
        "may_supersede": in_force and manages and PAPERS[document.kind].replaceable,
        "is_signed": is_signed,
        "predecessor": predecessor_of(document),
        "verification_url": request.build_absolute_uri(reverse("reports:verify", args=[document.verification_code])),
    }
    return render(request, "reports/document.html", context)


def _with_links(user: User, document: IssuedDocument) -> list[dict[str, Any]]:
    """Rows of the order as they were printed, each with the pair that it made where the reader may open it."""
    rows = document.payload.get("pairs", [])
    if not rows or document.act is None:
        return rows
    links = {
        (pair.mentor.person.full_name, pair.mentee.person.full_name): pair for pair in pairs_of_act(user, document.act)
    }
    return [{**row, "pair": links.get((row["mentor"]["name"], row["mentee"]["name"]))} for row in rows]


def document_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The very bytes that were issued."""
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    document = get_object_or_404(documents_visible_to(request.user), pk=pk)
    record_paper_view(ViewKind.DOWNLOAD, document, by=request.user)
    return pdf_response(bytes(document.pdf), attachment(file_name_of(document)))


def document_signed(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The issued paper as it is read on a sheet once it has been signed electronically: the same words with the mark of
    the signature in place of the line for the hand. The bytes that were issued and signed stay as they are."""
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    document = get_object_or_404(documents_visible_to(request.user).defer("pdf"), pk=pk)
    mark = mark_of_document(document.act) if document.act is not None else []
    if not mark:
        raise Http404
    pdf = render_paper(PAPERS[document.kind], document.payload, draft=False, signature_mark=mark)
    record_paper_view(ViewKind.DOWNLOAD, document, by=request.user)
    return pdf_response(pdf, attachment(f"С отметкой о подписи. {file_name_of(document)}"))


def file_name_of(document: IssuedDocument) -> str:
    """From the document's own fields: payloads of former editions may lack what today's have."""
    words = [document.kind_label.capitalize(), number_in_words(document.number), f"от {document.dated:%d.%m.%Y}"]
    return safe_file_name(" ".join(filter(None, words)))


def pdf_response(pdf: bytes, disposition: str) -> HttpResponse:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
def document_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    document = get_object_or_404(documents_visible_to(request.user), pk=pk)
    require(may_manage(request.user, document))
    if request.method == "GET" and document.status != IssuedStatus.IN_FORCE:
        messages.error(request, f"Документ уже {document.get_status_display()}.")
        return redirect(document)
    heading = f"Отменить документ: {document}"
    in_force = document.status == IssuedStatus.IN_FORCE
    if in_force and (obstacle := PAPERS[document.kind].obstacle_to_cancelling(document)):
        refusal = {"heading": heading, "what_not": "Сейчас отменить нельзя", "obstacles": [obstacle]}
        back = {"back_url": document.get_absolute_url(), "back_label": "К документу"}
        return render(request, "registry/cannot_leave.html", {**refusal, **back})
    form = CancelForm(request.POST or None, document=document)
    if form.is_valid():
        try:
            cancel_document(document=document, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Документ отменён.")
        return redirect(document)
    context = {
        "form": form,
        "heading": heading,
        "intro": "Документ останется в списке как отменённый, это увидит и тот, кто проверит его по коду.",
        "submit_label": "Отменить документ",
        "danger": True,
        "back_url": document.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
