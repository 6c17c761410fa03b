"""A new order: the organisation, its pairs and details, the text, «Проверьте перед выпуском», issuing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.access import Access, Right, require
from registry.enums import ActKind
from registry.models import Curator, Organisation
from reports import order_drafts
from reports.actions import issue_pairing_order, order_payload, supersede_pairing_order
from reports.documents import PairingOrder
from reports.documents.act_words import words_of
from reports.documents.pairing_order import OrderWishes
from reports.enums import IssuedStatus, PaperKind
from reports.forms import OrderForm, OrderTextForm, new_draft, text_of
from reports.models import IssuedDocument
from reports.order_drafts import OrderDraft
from reports.queries import (
    active_pairs_under,
    agreed_pairs_of,
    curators_in_office,
    document_by_code,
    documents_visible_to,
    last_order_of,
    may_manage,
    orders_with_number,
    organisations_that_issue,
    readiness_of,
)
from reports.views.documents import pdf_response


@dataclass(frozen=True)
class Preparation:
    """A draft with everything that it refers to, read in the user's scope."""

    draft: OrderDraft
    organisation: Organisation
    superseded: IssuedDocument | None
    pairs: Sequence[Pair]
    wishes: OrderWishes

    @property
    def lost_pairs(self) -> int:
        """How many of the chosen pairs have been changed by somebody since."""
        return 0 if self.superseded else len(self.draft.pairs) - len(self.pairs)


def _preparation(request: HttpRequest, code: str) -> Preparation:
    """404 for an unknown draft or one of an organisation that the user no longer issues for."""
    draft = order_drafts.find(request.session, code)
    if draft is None:
        raise Http404("Проект приказа не найден. Начните новый.")
    organisation = get_object_or_404(organisations_that_issue(request.user), pk=draft.organisation)
    superseded = None
    if draft.supersedes is not None:
        superseded = get_object_or_404(documents_visible_to(request.user), pk=draft.supersedes)
        pairs = active_pairs_under(superseded)
    else:
        pairs = agreed_pairs_of(organisation).filter(pk__in=draft.pairs)
    curators: dict[int, Curator] = {curator.pk: curator for curator in curators_in_office(organisation)}
    return Preparation(draft, organisation, superseded, list(pairs), draft.wishes(curators))


def order_new(request: HttpRequest) -> HttpResponse:
    """Chooses the organisation; who issues for one, or comes from a pair (`?pair=5`), goes straight to its pairs."""
    require(Access.of(request.user).anywhere(Right.ISSUE_ORDERS))
    agreed = Count("pairs", filter=Q(pairs__status=PairStatus.AGREED))
    organisations = organisations_that_issue(request.user).annotate(agreed=agreed).order_by("-agreed", "short_name")
    if (chosen := request.GET.get("pair", "")).isdecimal():
        pair = get_object_or_404(Pair, pk=chosen, organisation__in=organisations_that_issue(request.user))
        return redirect(f"{reverse('reports:order_pairs', args=[pair.organisation_id])}?pair={pair.pk}")
    if len(found := organisations[:2]) == 1:
        return redirect("reports:order_pairs", found[0].pk)
    return render(request, "reports/order_organisations.html", {"organisations": organisations})


@require_http_methods(["GET", "POST"])
def order_pairs(request: HttpRequest, organisation_pk: int) -> HttpResponse:
    """A new draft: pairs and details. `?pair=5` ticks a pair beforehand."""
    require(Access.of(request.user).anywhere(Right.ISSUE_ORDERS))
    organisation = get_object_or_404(organisations_that_issue(request.user), pk=organisation_pk)
    curators = curators_in_office(organisation)
    last, curator = last_order_of(organisation), curators.first()
    draft = new_draft(
        organisation.pk,
        signatory_name=organisation.head_name,
        signatory_post=organisation.head_position,
        curator=curator.pk if curator else None,
        grounds=last.payload.get("grounds", "") if last else "",
        purpose=last.payload.get("purpose", "") if last else "",
        pairs=[int(pk) for pk in request.GET.getlist("pair") if pk.isdecimal()],
    )
    return _details_page(request, organisation, draft, reverse("reports:documents"))


@require_http_methods(["GET", "POST"])
def order_edit(request: HttpRequest, code: str) -> HttpResponse:
    prepared = _preparation(request, code)
    return _details_page(request, prepared.organisation, prepared.draft, reverse("reports:order_check", args=[code]))


def _details_page(request: HttpRequest, organisation: Organisation, draft: OrderDraft, back_url: str) -> HttpResponse:
    readiness = [] if draft.supersedes else readiness_of(agreed_pairs_of(organisation))
    curators = curators_in_office(organisation)
    form = OrderForm(
        request.POST or None, draft=draft, organisation=organisation, readiness=readiness, curators=curators
    )
    if form.is_valid():
        order_drafts.keep(request.session, form.updated_draft())
        return redirect("reports:order_check", draft.code)
    context = {
        "form": form,
        "organisation": organisation,
        "heading": "Приказ взамен" if draft.supersedes else "Новый приказ о закреплении",
        "intro": str(organisation),
        "not_ready": [row for row in readiness if not row.ready],
        "nothing_agreed": not draft.supersedes and not any(row.ready for row in readiness),
        "submit_label": "Дальше: проверить",
        "back_url": back_url,
    }
    return render(request, "reports/order_details.html", context)


@require_http_methods(["GET", "POST"])
def order_text(request: HttpRequest, code: str) -> HttpResponse:
    """The words of the order by hand; «вернуть обычный текст» lets the portal write them again."""
    prepared = _preparation(request, code)
    draft, check = prepared.draft, redirect("reports:order_check", code)
    if "usual" in request.POST:
        draft.preamble = draft.points = None
        order_drafts.keep(request.session, draft)
        return check
    unknown = {"act_kind": ActKind.ORDER, "title": draft.title, "preamble": "", "points": []}
    payload = _payload_or_message(request, prepared) or unknown
    initial = {"title": payload["title"], "preamble": payload["preamble"], "points": text_of(payload["points"])}
    form = OrderTextForm(request.POST or None, act=words_of(payload["act_kind"]), initial=initial)
    if form.is_valid():
        draft.title, draft.preamble = form.cleaned_data["title"], form.cleaned_data["preamble"]
        draft.points = form.cleaned_data["points"]
        order_drafts.keep(request.session, draft)
        return check
    context = {"form": form, "heading": "Текст приказа", "back_url": check.url, "edited": draft.points is not None}
    return render(request, "reports/order_text.html", context)


def order_check(request: HttpRequest, code: str) -> HttpResponse:
    """Every line before it is frozen, and everything that is missing."""
    if (issued := document_by_code(code)) and order_drafts.find(request.session, code) is None:
        return redirect(issued)
    prepared = _preparation(request, code)
    payload = _payload_or_message(request, prepared)
    gaps = PairingOrder().gaps(payload) if payload else []
    not_ready = [] if prepared.superseded else readiness_of(prepared.pairs, prepared.wishes.dated)
    not_ready = [row for row in not_ready if not row.ready]
    same_number = orders_with_number(prepared.organisation, prepared.draft.number, int(prepared.draft.dated[:4] or 0))
    context = {
        "draft": prepared.draft,
        "prepared": prepared,
        "payload": payload,
        "act": words_of(payload["act_kind"]) if payload else None,
        "gaps": [gap for gap in gaps if not gap.blocks],
        "blocking": [gap for gap in gaps if gap.blocks],
        "same_number": same_number if prepared.draft.number else [],
        "not_ready": not_ready,
        "may_issue": not (payload is None or prepared.lost_pairs or not_ready or any(gap.blocks for gap in gaps)),
        "fingerprint": PairingOrder.fingerprint(payload) if payload else "",
    }
    return render(request, "reports/order_check.html", context)


def _payload_or_message(request: HttpRequest, prepared: Preparation) -> dict | None:
    try:
        return order_payload(organisation=prepared.organisation, pairs=prepared.pairs, wishes=prepared.wishes)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None


@require_safe
def order_draft_pdf(request: HttpRequest, code: str) -> HttpResponse:
    prepared = _preparation(request, code)
    payload = _payload_or_message(request, prepared)
    if payload is None:
        return redirect("reports:order_check", code)
    paper = PairingOrder()
    name = f"Проект. {paper.file_name(payload)}"
    return pdf_response(paper.render(payload, draft=True), content_disposition_header(False, name) or "inline")


@require_POST
def order_issue(request: HttpRequest, code: str) -> HttpResponse:
    """Issues what the page showed; a second click finds the paper that the first one made."""
    if issued := documents_visible_to(request.user).filter(verification_code=code).first():
        return redirect(issued)
    prepared = _preparation(request, code)
    payload = _payload_or_message(request, prepared)
    if payload is None or PairingOrder.fingerprint(payload) != request.POST.get("fingerprint"):
        messages.warning(request, "Сведения изменились, пока вы проверяли. Посмотрите приказ ещё раз.")
        return redirect("reports:order_check", code)
    try:
        document = _issue(request, prepared)
    except ValidationError as error:
        messages.error(request, "Приказ не выпущен. " + " ".join(error.messages))
        return redirect("reports:order_check", code)
    except IntegrityError:
        # Two clicks at once: the other one was first.
        return redirect(get_object_or_404(documents_visible_to(request.user), verification_code=code))
    order_drafts.forget(request.session, code)
    messages.success(request, "Приказ выпущен. Скачайте его, распечатайте и подпишите.")
    return redirect(document)


def _issue(request: HttpRequest, prepared: Preparation) -> IssuedDocument:
    site, code = request.build_absolute_uri("/"), prepared.draft.code
    if prepared.superseded is not None:
        return supersede_pairing_order(
            document=prepared.superseded, wishes=prepared.wishes, site=site, by=request.user, code=code
        )
    return issue_pairing_order(
        organisation=prepared.organisation,
        pairs=prepared.pairs,
        wishes=prepared.wishes,
        site=site,
        by=request.user,
        code=code,
    )


@require_POST
def order_supersede(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins a corrected order: a draft filled with what the order in force says."""
    document = get_object_or_404(documents_visible_to(request.user), pk=pk, kind=PaperKind.PAIRING_ORDER)
    require(may_manage(request.user, document))
    if document.status != IssuedStatus.IN_FORCE:
        messages.error(request, f"Документ уже {document.get_status_display()}.")
        return redirect(document)
    organisation = get_object_or_404(organisations_that_issue(request.user), pk=document.organisation_id)
    old, curator = document.payload, curators_in_office(organisation).first()
    signatory = old.get("signatory", {})
    draft = new_draft(
        organisation.pk,
        supersedes=document.pk,
        grounds=old.get("grounds", ""),
        purpose=old.get("purpose", ""),
        signatory_name=signatory.get("name", ""),
        signatory_post=signatory.get("post", ""),
        annex_landscape=old.get("annex_landscape", True),
        personnel=old.get("personnel", False),
        curator=curator.pk if curator else None,
    )
    order_drafts.keep(request.session, draft)
    return redirect("reports:order_edit", draft.code)
