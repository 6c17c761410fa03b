"""Issuing, superseding and cancelling papers. What is issued is frozen: data, PDF and its SHA-256."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.reordering import rest_on
from mentoring.models import Pair, Roadmap
from registry import clock
from registry.audit import with_audit
from registry.models import Act, Municipality, Organisation, Policy
from registry.queries.policy import NoPolicy, policy_in_force
from reports.documents import PairingOrder, Paper, RoadmapPaper
from reports.documents.act_words import words_of
from reports.documents.base import Verification, signature_initials
from reports.documents.pairing_order import OrderWishes
from reports.enums import IssuedStatus, PaperKind
from reports.models import IssuedDocument
from reports.models.issued_document import new_verification_code
from reports.queries import active_pairs_under, document_of_roadmap, for_paper
from reports.rendering import sha256_of


@transaction.atomic
def issue_pairing_order(
    *, organisation: Organisation, pairs: Iterable[Pair], wishes: OrderWishes, site: str, by: User, code: str = ""
) -> IssuedDocument:
    """Issues the order, makes its act and activates the pairs; all or nothing.

    `site` is the portal's address («https://host») for the verification address. `code` makes the call repeatable: a
    second call with the code of a paper that exists returns that paper (a double click issues one order).
    Raises ValidationError with every reason why the order cannot be issued.
    """
    if code and (issued := IssuedDocument.objects.filter(verification_code=code).first()):
        return issued
    chosen = _as_they_are(pairs)
    _belong_to(organisation, chosen)
    payload = order_payload(organisation=organisation, pairs=chosen, wishes=wishes)
    _no_blocking_gaps(PairingOrder(), payload)
    act = _make_act(organisation, payload)
    activate(pairs=chosen, act=act, by=by)
    return _freeze(
        PairingOrder(),
        payload,
        place=(organisation.municipality, organisation),
        number=act.number,
        dated=act.dated,
        act=act,
        site=site,
        by=by,
        code=code,
    )


@transaction.atomic
def supersede_pairing_order(
    *, document: IssuedDocument, wishes: OrderWishes, site: str, by: User, code: str = ""
) -> IssuedDocument:
    """Issues a corrected order in place of one in force; the pairs under way rest on the new act from now on."""
    if code and (issued := IssuedDocument.objects.filter(verification_code=code).first()):
        return issued
    old = _in_force(document)
    organisation = old.organisation
    if organisation is None or old.act is None:
        raise ValidationError("Взамен выпускается только приказ организации.")
    pairs = list(active_pairs_under(old))
    payload = order_payload(organisation=organisation, pairs=pairs, wishes=wishes)
    _no_blocking_gaps(PairingOrder(), payload)
    act = _make_act(organisation, payload)
    replaced = f"Заменён {words_of(act.kind).instrumental} № {act.number}"
    instead = f"{words_of(act.kind).nominative} № {act.number}"
    rest_on(pairs=pairs, act=act, reason=f"Взамен {words_of(old.act.kind).genitive} № {old.number} – {instead}", by=by)
    old.act.cancelled_by = act
    with_audit(old.act, by=by, reason=replaced).save()
    place = (organisation.municipality, organisation)
    new = _freeze(
        PairingOrder(), payload, place=place, number=act.number, dated=act.dated, act=act, site=site, by=by, code=code
    )
    _close(old, IssuedStatus.SUPERSEDED, reason=replaced, superseded_by=new, by=by)
    return new


@transaction.atomic
def issue_roadmap(*, roadmap: Roadmap, instead_of: int | None, site: str, by: User) -> IssuedDocument:
    """Freezes the roadmap as it is today; its paper that was in force is superseded.

    `instead_of` is the id of the paper in force that the caller knows of. When another one is in force by now, that one
    is returned and none is made: a double click issues one paper.
    """
    paper = RoadmapPaper()
    places = Roadmap.objects.select_related("municipality", "organisation", "act__organisation")
    locked = places.select_for_update(of=("self",)).get(pk=roadmap.pk)
    old = document_of_roadmap(roadmap.pk)
    if old is not None and old.pk != instead_of:
        return old
    payload = dict(paper.payload_from(locked))
    _no_blocking_gaps(paper, payload)
    number = locked.act.number if locked.act else ""
    place = (locked.municipality, locked.organisation)
    new = _freeze(paper, payload, place=place, number=number, dated=clock.today(), act=None, site=site, by=by)
    if old is not None:
        _close(old, IssuedStatus.SUPERSEDED, reason="Выпущена новая редакция", superseded_by=new, by=by)
    return new


@transaction.atomic
def cancel_document(*, document: IssuedDocument, reason: str, by: User) -> IssuedDocument:
    """Takes the paper out of force. An order is not cancelled under the feet of pairs that work on it."""
    current = _in_force(document)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему документ отменяется."})
    if working := list(active_pairs_under(current)):
        named = "; ".join(str(pair) for pair in working[:3]) + ("; …" if len(working) > 3 else "")
        raise ValidationError(
            f"По этому приказу действуют пары: {named}. Завершите их или выпустите приказ взамен этого."
        )
    return _close(current, IssuedStatus.CANCELLED, reason=reason.strip(), by=by)


def order_payload(*, organisation: Organisation, pairs: Sequence[Pair], wishes: OrderWishes) -> dict[str, Any]:
    """What the order would print today. Raises ValidationError while the municipality has no policy."""
    return dict(
        PairingOrder().payload_from(
            organisation=organisation, pairs=pairs, policy=_policy(organisation, wishes.dated), wishes=wishes
        )
    )


def _policy(organisation: Organisation, on: date | None) -> Policy:
    try:
        return policy_in_force(organisation.municipality, on or clock.today())
    except NoPolicy as error:
        raise ValidationError(str(error)) from error


def _as_they_are(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs read anew, whatever the caller holds."""
    return list(for_paper(Pair.objects.filter(pk__in=[pair.pk for pair in pairs])))


def _belong_to(organisation: Organisation, pairs: Sequence[Pair]) -> None:
    strangers = [str(pair) for pair in pairs if pair.organisation_id != organisation.pk]
    if strangers:
        raise ValidationError(f"Эти пары ведёт другая организация: {', '.join(strangers)}.")


def _no_blocking_gaps(paper: Paper, payload: dict[str, Any]) -> None:
    blocking = [gap.message for gap in paper.gaps(payload) if gap.blocks]
    if blocking:
        raise ValidationError(blocking)


def _make_act(organisation: Organisation, payload: dict[str, Any]) -> Act:
    signatory = payload["signatory"]
    act = Act(
        municipality=organisation.municipality,
        organisation=organisation,
        kind=payload["act_kind"],
        number=payload["number"],
        dated=date.fromisoformat(payload["dated"]),
        title=payload["title"],
        signatory=", ".join(part for part in (signature_initials(signatory["name"]), signatory["post"]) if part),
    )
    act.full_clean()
    act.save()
    return act


def _freeze(
    paper: Paper,
    payload: dict[str, Any],
    *,
    place: tuple[Municipality, Organisation | None],
    number: str,
    dated: date,
    act: Act | None,
    site: str,
    by: User,
    code: str = "",
) -> IssuedDocument:
    code = code or new_verification_code()
    address = site.rstrip("/") + reverse("reports:verify", args=[code])
    frozen = {**payload, "verification": Verification(code=code, url=address)}
    pdf = paper.render(frozen, draft=False)
    return IssuedDocument.objects.create(
        kind=PaperKind(paper.code),
        municipality=place[0],
        organisation=place[1],
        act=act,
        number=number,
        dated=dated,
        title=frozen["title"],
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
