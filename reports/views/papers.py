"""Preparing and issuing a paper of any kind: where it begins, its details, «Проверьте перед изданием», the document.

`reference` in an address is the code of the user's draft; of a paper about which nothing is decided, the id of the
record that it prints.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.forms.deed import DeedForm
from registry.pages.raw_parameters import whole_number
from registry.pages.reader_messages import refusal_with_links
from registry.views.atomic_post import atomic_post
from reports.actions import PaperChangedError, issue, save_draft
from reports.enums import IssuedStatus
from reports.models import IssuedDocument, PaperDraft
from reports.paper import PAPERS, Paper, Preparation, Replacing, folded_gaps
from reports.queries import HEAVY, documents_visible_to, drafts_of, drafts_of_all, may_manage
from reports.rendering import render_paper
from reports.views.documents import pdf_response

AnyPaper = Paper[Any, Any]
AnyPreparation = Preparation[Any, Any]


def _prepare(request: AuthenticatedRequest, paper: AnyPaper, reference: str) -> AnyPreparation | None:
    """None for no draft of the user: perhaps it was issued. 404 for a record that the user no longer issues for."""
    if not paper.forms:
        number = whole_number(reference)
        if number is None:
            raise Http404
        return _preparation_of(request, paper, number)
    draft = drafts_of(request.user, paper.code).filter(code=reference).first()
    draft = draft or _draft_left_to(request.user, paper, reference)
    if draft is None:
        return None
    source = get_object_or_404(paper.sources(request.user), pk=draft.source_pk)
    if draft.instead_of_id is not None:
        get_object_or_404(documents_visible_to(request.user).defer(*HEAVY), pk=draft.instead_of_id)
    details = paper.details_class.from_json(draft.details)
    subject = paper.subject_of(source, details, draft.instead_of)
    predecessor = draft.instead_of or paper.edition_in_force(subject)
    return Preparation(paper, source, subject, details, predecessor, draft)


def _draft_left_to(user: User, paper: AnyPaper, code: str) -> PaperDraft | None:
    """Somebody else's, who may not issue it where the user may."""
    draft = drafts_of_all(paper.code).filter(code=code).first()
    source = paper.sources(user).filter(pk=draft.source_pk).first() if draft is not None else None
    if draft is None or source is None:
        return None
    details = paper.details_class.from_json(draft.details)
    subject = paper.subject_of(source, details, draft.instead_of)
    is_left = paper.describe_decision_of_another(draft.user, subject, details)
    return draft if is_left and not paper.describe_decision_of_another(user, subject, details) else None


def _preparation_of(request: AuthenticatedRequest, paper: AnyPaper, source_pk: int) -> AnyPreparation:
    """A paper begun from the record, with what is offered at first."""
    source = get_object_or_404(paper.sources(request.user), pk=source_pk)
    details = paper.initial_details(source, request.GET)
    subject = paper.subject_of(source, details, None)
    return Preparation(paper, source, subject, details, paper.edition_in_force(subject))


def _check_address(preparation: AnyPreparation) -> str:
    return reverse("reports:paper_check", args=[preparation.paper, preparation.reference])


def _to_document(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """A draft that was issued leads to its document; 404 for a code that the user knows nothing of."""
    return redirect(get_object_or_404(documents_visible_to(request.user).defer(*HEAVY), verification_code=code))


def _payload_or_message(request: AuthenticatedRequest, preparation: AnyPreparation) -> dict[str, Any]:
    """Empty, with a message, when the paper has no ground."""
    try:
        return preparation.paper.payload_from(preparation.subject, preparation.details)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return {}


@require_safe
def paper_sources(request: AuthenticatedRequest, paper: AnyPaper) -> HttpResponse:
    """Chooses what the paper is begun from; who has one choice, or names it in the address, goes straight there."""
    require(paper.may_begin(request.user))
    if source := paper.source_named_in(request.GET, request.user):
        return redirect(f"{reverse('reports:paper_start', args=[paper, source.pk])}?{request.GET.urlencode()}")
    sources = paper.sources_to_choose(request.user)
    if len(first_two := sources[:2]) == 1:
        return redirect("reports:paper_start", paper, first_two[0].pk)
    return render(request, paper.sources_template, {"paper": paper, "sources": sources})


@require_http_methods(["GET", "POST"])
def paper_start(request: AuthenticatedRequest, paper: AnyPaper, source_pk: int) -> HttpResponse:
    """A new draft; a paper about which nothing is decided is checked at once."""
    require(paper.may_begin(request.user))
    preparation = _preparation_of(request, paper, source_pk)
    if not paper.forms:
        return redirect(_check_address(preparation))
    return _details_page(request, preparation, "edit", back_url=reverse("reports:documents"))


@require_http_methods(["GET", "POST"])
@atomic_post
def paper_edit(request: AuthenticatedRequest, paper: AnyPaper, reference: str, step: str) -> HttpResponse:
    if step not in paper.forms:
        raise Http404
    if request.method == "POST":  # held before its details are read
        list(drafts_of(request.user, paper.code).filter(code=reference).select_for_update(of=("self",)))
    preparation = _prepare(request, paper, reference)
    if preparation is None:
        return _to_document(request, reference)
    return _details_page(request, preparation, step, back_url=_check_address(preparation))


def _details_page(
    request: AuthenticatedRequest, preparation: AnyPreparation, step: str, *, back_url: str
) -> HttpResponse:
    form = preparation.paper.forms[step](request.POST or None, preparation)
    if preparation.draft is not None:
        form.add_version()
    if form.is_valid():
        code = save_draft(preparation=preparation, details=form.new_details(), by=request.user)
        return redirect("reports:paper_check", preparation.paper, code)
    return render(request, form.page_template, {"form": form, "back_url": back_url, **form.page_context()})


@require_safe
def paper_check(request: AuthenticatedRequest, paper: AnyPaper, reference: str) -> HttpResponse:
    """Every line before it is frozen, and everything that is missing."""
    require(paper.may_preview(request.user))
    preparation = _prepare(request, paper, reference)
    if preparation is None:
        return _to_document(request, reference)
    require(paper.may_issue(request.user, preparation.subject))
    if obstacle := paper.obstacle(preparation.subject):
        messages.error(request, obstacle)
        return redirect(preparation.source)
    return render(request, paper.check_template, _check_context(request, preparation))


def _check_context(request: AuthenticatedRequest, preparation: AnyPreparation) -> dict[str, Any]:
    paper, payload = preparation.paper, _payload_or_message(request, preparation)
    gaps = paper.gaps(payload) if payload else []
    own = paper.check_context(preparation, payload)
    another = paper.describe_decision_of_another(request.user, preparation.subject, preparation.details)
    return {
        "paper": paper,
        "preparation": preparation,
        "issuer": paper.issuer_of(preparation.subject),
        "payload": payload,
        "gaps": folded_gaps(gap for gap in gaps if not (gap.blocks or gap.doubtful)),
        "warnings": folded_gaps(gap for gap in gaps if gap.doubtful),
        "blocking": folded_gaps(gap for gap in gaps if gap.blocks),
        "left_to_another": another,
        "may_issue": bool(payload) and not another and not own.get("stopped") and not any(gap.blocks for gap in gaps),
        "question": paper.question(payload) if payload else "",
        "fingerprint": paper.fingerprint(payload) if payload else "",
        **own,
    }


@require_safe
def paper_preview(request: AuthenticatedRequest, paper: AnyPaper, reference: str) -> HttpResponse:
    """The PDF as it would be issued now."""
    require(paper.may_preview(request.user))
    preparation = _prepare(request, paper, reference)
    if preparation is None:
        return _to_document(request, reference)
    payload = _payload_or_message(request, preparation)
    if not payload:
        return redirect(_check_address(preparation))
    project = paper.previews_as_project(preparation.subject)
    name = f"Проект. {paper.file_name(payload)}" if project else paper.file_name(payload)
    return pdf_response(
        render_paper(paper, payload, draft=project), content_disposition_header(False, name) or "inline"
    )


@require_http_methods(["GET", "POST"])
def paper_issue(request: AuthenticatedRequest, paper: AnyPaper, reference: str) -> HttpResponse:
    """Issues what the page showed; a second click finds the document that the first one made."""
    if request.method == "GET":
        return paper_check(request, paper, reference)
    require(paper.may_preview(request.user))
    preparation = _prepare(request, paper, reference)
    if preparation is None:
        return _to_document(request, reference)
    require(paper.may_issue(request.user, preparation.subject))
    if obstacle := paper.obstacle(preparation.subject):
        messages.error(request, obstacle)
        return redirect(preparation.source)
    try:
        _want_confirmation(request, preparation)
        document = _issue(request, preparation)
    except PaperChangedError as change:
        messages.warning(request, " ".join(change.messages))
    except ValidationError as error:
        messages.error(request, format_html("{} {}", paper.refused_message, refusal_with_links(error)))
    else:
        messages.success(request, paper.issued_text(document.payload))
        return redirect(document)
    return redirect(_check_address(preparation))


def _want_confirmation(request: AuthenticatedRequest, preparation: AnyPreparation) -> None:
    """Raises ValidationError while what is unlikely of the paper is not confirmed."""
    paper = preparation.paper
    question = paper.question(paper.payload_from(preparation.subject, preparation.details))
    if question and "confirmed" not in request.POST:
        raise ValidationError(f"{question} Если всё верно, отметьте это рядом с кнопкой.")


def _issue(request: AuthenticatedRequest, preparation: AnyPreparation) -> IssuedDocument:
    predecessor = preparation.predecessor
    if preparation.draft is None and predecessor is not None:
        # What was in force when the page was opened: whoever has issued another edition since was first.
        predecessor = predecessor if request.POST.get("instead_of") == str(predecessor.pk) else None
    return issue(
        preparation.paper,
        preparation.subject,
        details=preparation.details,
        checked=request.POST.get("fingerprint", "") if preparation.draft is not None else None,
        instead_of=predecessor,
        site=request.build_absolute_uri("/"),
        by=request.user,
        code=preparation.draft.code if preparation.draft is not None else "",
    )


@require_http_methods(["GET", "POST"])
@atomic_post
def document_supersede(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Shows what becomes of the document in force and begins a corrected paper: a draft filled with what it says."""
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    document = get_object_or_404(documents_visible_to(request.user), pk=pk)
    paper = PAPERS[document.kind]
    if not paper.replaceable:
        raise Http404
    require(may_manage(request.user, document))
    if document.status != IssuedStatus.IN_FORCE:
        messages.error(request, f"Документ уже {document.get_status_display()}.")
        return redirect(document)
    source = get_object_or_404(paper.sources(request.user), pk=paper.source_pk_of(document))
    replacing = paper.replacing(document)
    form = DeedForm(request, *replacing.records)
    if replacing.obstacle or not form.is_valid():
        return _before_replacing(request, document, replacing, form)
    details = paper.details_in_place_of(document, source)
    preparation = Preparation(paper, source, paper.subject_of(source, details, document), details, document)
    code = save_draft(preparation=preparation, details=details, by=request.user)
    return redirect("reports:paper_edit", paper, code, "edit")


def _before_replacing(
    request: AuthenticatedRequest, document: IssuedDocument, replacing: Replacing, form: DeedForm
) -> HttpResponse:
    """What will happen; or why there is nothing to issue."""
    heading = f"Издать взамен: {document}"
    if replacing.obstacle:
        refusal = {"heading": heading, "what_not": "Взамен издавать нечего", "obstacles": [replacing.obstacle]}
        back = {"back_url": document.get_absolute_url(), "back_label": "К документу"}
        return render(request, "registry/cannot_leave.html", {**refusal, **back})
    context = {
        "form": form,
        "heading": heading,
        "records": replacing.records,
        "about": replacing.about,
        "consequences": replacing.consequences,
        "submit_label": "Составить проект",
        "back_url": document.get_absolute_url(),
    }
    return render(request, "reports/supersede.html", context)
