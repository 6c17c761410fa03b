"""Issuing and cancelling papers of every kind. What is issued is frozen: data, PDF and its SHA-256."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from registry.models import Act
from registry.models.view_record import ViewKind
from reports.actions.paper_views import record_paper_view
from reports.enums import IssuedStatus
from reports.models import IssuedDocument, PaperDraft
from reports.models.issued_document import new_verification_code
from reports.paper import PAPERS, Details, Paper, Subject
from reports.rendering import render_paper, sha256_of


class PaperChangedError(ValidationError):
    """The paper would not print any more what a person has checked."""


@transaction.atomic
def issue(
    paper: Paper[Subject, Details],
    subject: Subject,
    *,
    details: Details | None = None,
    checked: str | None = None,
    instead_of: IssuedDocument | None = None,
    site: str,
    by: User,
    code: str = "",
) -> IssuedDocument:
    """Freezes the paper as it is now and does what follows from it; all or nothing.

    `site` is the portal's address («https://host») for the verification address. `code` is that of a draft and makes
    the call repeatable: a second call with the code of a document that exists returns that document (a double click
    issues one). `instead_of` is the document in force that the caller replaces; when another edition is in force by
    now, that one is returned and none is made. `checked` is the fingerprint of the payload that a person has checked.
    Raises PaperChangedError when the payload is another one, and ValidationError with every reason why the paper cannot
    be issued.
    """
    if code and (issued := _issued_from(code)):
        return issued
    current = paper.current(subject, instead_of)
    edition = paper.edition_in_force(current)
    if edition is not None and edition != instead_of:
        return edition
    predecessor = _in_force(instead_of) if instead_of is not None else None
    payload = paper.payload_from(current, _details_of(paper, details))
    if checked is not None and paper.fingerprint(payload) != checked:
        raise PaperChangedError(paper.changed_message)
    _refuse_blocking_gaps(paper, payload)
    document = _freeze(paper, current, payload, act=paper.new_act(current, payload), site=site, by=by, code=code)
    if predecessor is not None:
        reason = paper.reason_superseded(document)
        _close(predecessor, IssuedStatus.SUPERSEDED, reason=reason, superseded_by=document, by=by)
    paper.on_issued(document, current, predecessor=predecessor, by=by)
    PaperDraft.objects.filter(code=document.verification_code).delete()
    record_paper_view(ViewKind.ISSUED, document, by=by)
    return document


@transaction.atomic
def cancel_document(*, document: IssuedDocument, reason: str, by: User) -> IssuedDocument:
    """Takes the paper out of force, unless something rests on it."""
    current = _in_force(document)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему документ отменяется."})
    if obstacle := PAPERS[current.kind].obstacle_to_cancelling(current):
        raise ValidationError(obstacle)
    return _close(current, IssuedStatus.CANCELLED, reason=reason.strip(), by=by)


def _issued_from(code: str) -> IssuedDocument | None:
    """The document that the draft has become; waits for another user who issues the same draft at this moment."""
    PaperDraft.objects.select_for_update().filter(code=code).first()
    return IssuedDocument.objects.filter(verification_code=code).first()


def _details_of(paper: Paper[Subject, Details], details: Details | None) -> Details:
    return paper.default_details() if details is None else details


def _refuse_blocking_gaps(paper: Paper[Subject, Details], payload: Mapping[str, Any]) -> None:
    blocking = [gap.message for gap in paper.gaps(payload) if gap.blocks]
    if blocking:
        raise ValidationError(blocking)


def _freeze(
    paper: Paper[Subject, Details],
    subject: Subject,
    payload: Mapping[str, Any],
    *,
    act: Act | None,
    site: str,
    by: User,
    code: str,
) -> IssuedDocument:
    code = code or new_verification_code()
    address = site.rstrip("/") + reverse("reports:verify", args=[code])
    frozen = {**payload, "verification": {"code": code, "url": address}}
    pdf = render_paper(paper, frozen, draft=False)
    issuer = paper.issuer_of(subject)
    return IssuedDocument.objects.create(
        kind=paper.code,
        municipality=issuer.municipality,
        organisation=issuer.organisation,
        act=act,
        number=paper.number_of(subject, payload),
        dated=paper.dated(payload),
        title=payload["title"],
        payload=frozen,
        pdf=pdf,
        sha256=sha256_of(pdf),
        verification_code=code,
        issued_by=by,
    )


def _in_force(document: IssuedDocument) -> IssuedDocument:
    current = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if current.status != IssuedStatus.IN_FORCE:
        raise ValidationError(f"Документ уже {current.get_status_display()}.")
    return current


def _close(
    document: IssuedDocument,
    status: IssuedStatus,
    *,
    reason: str,
    by: User,
    superseded_by: IssuedDocument | None = None,
) -> IssuedDocument:
    """Only the state changes; the database refuses to touch what was frozen."""
    document.status = status
    document.status_reason = reason
    document.status_changed_by = by
    document.status_changed_at = timezone.now()
    document.superseded_by = superseded_by
    document.save(update_fields=["status", "status_reason", "status_changed_by", "status_changed_at", "superseded_by"])
    return document
