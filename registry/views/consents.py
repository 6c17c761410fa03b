"""Consents of one person: recorded together, withdrawn one by one, scans downloaded by those who may see them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from registry.access import Right, require
from registry.actions.consents import record_consents, withdraw_consent, withdrawn_already
from registry.actions.view_log import ViewSubject, record_view
from registry.enums import ConsentKind
from registry.extension_points import may_record_consents, ties_of_people
from registry.forms.consents import ConsentsForm, WithdrawalForm
from registry.models import Person
from registry.models.view_record import ViewKind
from registry.pages.earlier_decision import DecidedAlready
from registry.queries.consents import consents_visible_to, openable_consents
from registry.queries.people import may, people_openable_by

CONSEQUENCES = {
    ConsentKind.PARTICIPATION: (
        "Без этого согласия новые пары с этим человеком не согласовать. Действующие пары портал сам не прекращает: "
        "их последний день вносит организация, которая их ведёт."
    ),
    ConsentKind.PERSONAL_DATA: (
        "Без этого согласия новые пары с этим человеком не согласовать. Решите, на каком основании его данные "
        "остаются в реестре."
    ),
    ConsentKind.PUBLICATION: "Сведения об этом человеке больше нельзя размещать на сайте и в инфокартах.",
}


@require_http_methods(["GET", "POST"])
def consent_add(request: AuthenticatedRequest, person_pk: int) -> HttpResponse:
    """Several papers in one save; afterwards back to where the user came from (`next`)."""
    person = get_object_or_404(people_openable_by(request.user).select_related("mentor", "mentee"), pk=person_pk)
    require(may(request.user, Right.EDIT_PEOPLE, person) or may_record_consents(request.user, person))
    back = _way_back(request, person)
    form = ConsentsForm(
        request.POST or None,
        request.FILES or None,
        person=person,
        kind=request.GET.get("kind", ""),
        by_representative="by_representative" in request.GET,
    )
    if not form.offered:
        messages.info(request, "Все согласия этого человека уже внесены.")
        return redirect(back)
    if form.is_valid():
        try:
            saved = record_consents(person=person, consents=form.consents(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, f"Внесено согласий: {len(saved)}.")
            return redirect(back)
    context = {
        "form": form,
        "heading": f"Согласия: {person}",
        "intro": "Каждое согласие — отдельный документ (152-ФЗ, ст. 9).",
        "back_url": back,
        "crumbs": [(person.full_name, person.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


def _way_back(request: AuthenticatedRequest, person: Person) -> str:
    """`next` when it leads to a page of this portal, otherwise the card."""
    address = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return person.get_absolute_url()


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever records the consents of a person enters their withdrawal; the pairs that rest on it are named, each with
    the way to decide about it."""
    consent = get_object_or_404(openable_consents(request.user), pk=pk)
    person = consent.person
    require(may(request.user, Right.EDIT_PEOPLE, person) or may_record_consents(request.user, person))
    if consent.withdrawn_on is not None:
        messages.error(request, withdrawn_already(consent).for_page(is_sent=request.method == "POST"))
        return redirect(person)
    needed = consent.kind != ConsentKind.PUBLICATION
    ties = ties_of_people(request.user, [person.pk]).get(person.pk, []) if needed else []
    form = WithdrawalForm(request.POST or None, consent=consent)
    if form.is_valid():
        try:
            withdraw_consent(consent=consent, by=request.user, **form.cleaned_data)
        except DecidedAlready as refusal:
            messages.error(request, str(refusal))
            return redirect(person)
        messages.success(request, "Отзыв согласия внесён.")
        if ties:
            pairs = "; ".join(tie.title for tie in ties)
            messages.warning(request, f"Решите о парах, которые держались на этом согласии: {pairs}.")
        return redirect(person)
    context = {
        "form": form,
        "heading": f"Отозвать согласие на {consent.get_kind_display()}",
        "intro": f"{consent.person}, согласие от {consent.signed_on:%d.%m.%Y}. "
        + CONSEQUENCES[ConsentKind(consent.kind)],
        "danger": True,
        "submit_label": "Отозвать",
        "back_url": consent.person.get_absolute_url(),
        "ties": ties,
    }
    return render(request, "registry/consent_withdraw.html", context)


@require_GET
def consent_scan(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """The scan as a download; its name does not reveal the person."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, consent.person))
    if not consent.scan:
        raise Http404
    title = f"согласие: {consent.get_kind_display()}, от {consent.signed_on:%d.%m.%Y}"
    subject = ViewSubject.of_person(consent.person, title)
    return scan_response(consent.scan, f"soglasie-{consent.pk}", subject=subject, by=request.user)


def scan_response(scan: FieldFile, name: str, *, subject: ViewSubject, by: User) -> FileResponse:
    """A stored scan that no browser opens in the portal's own name, and its row in the log of views. Raises
    Http404 when the storage has lost it."""
    suffix = (scan.name or "").rpartition(".")[2]
    try:
        content = scan.open("rb")
    except FileNotFoundError as error:
        raise Http404("Этого файла нет в хранилище портала. Приложите его ещё раз.") from error
    record_view(ViewKind.SCAN, subject, by=by)
    response = FileResponse(content, as_attachment=True, filename=f"{name}.{suffix}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
