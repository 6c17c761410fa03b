"""Records signed consents and their withdrawal."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.bank import held_card
from registry.history.audit import with_audit
from registry.models import Consent, Person
from registry.pages.earlier_decision import DecidedAlready, decided_already
from registry.queries.row_locks import hold_row


@transaction.atomic
def record_consents(*, person: Person, consents: Iterable[Consent], by: User) -> list[Consent]:
    """Saves several consents of one person. A consent whose term is over gives way to the new one.

    A representative who is missing on the card is copied from the paper. Raises ValidationError when a consent of the
    kind is in force already.
    """
    card = held_card(person)
    saved = []
    for consent in consents:
        consent.person = person
        _close_outdated(consent, by)
        consent.full_clean()
        with_audit(consent, by=by).save()
        saved.append(consent)
        _know_representative(card, consent, by)
    return saved


def _know_representative(card: Person, consent: Consent, by: User) -> None:
    """Fills in the empty fields of the representative on the card; the others stay."""
    name, relation = consent.representative_name, consent.representative_relation
    before = (card.representative_name, card.representative_relation)
    if not name or card.representative_name not in ("", name):
        return
    card.representative_name, card.representative_relation = name, before[1] or relation
    if (card.representative_name, card.representative_relation) != before:
        with_audit(card, by=by, reason="Представитель указан в согласии").save()


def _close_outdated(consent: Consent, by: User) -> None:
    outdated = Consent.objects.filter(
        person=consent.person,
        kind=consent.kind,
        by_representative=consent.by_representative,
        withdrawn_on__isnull=True,
        valid_until__lt=clock.today(),
    )
    for paper in outdated:
        last_day = paper.valid_until or clock.today()
        paper.withdrawn_on = last_day + timedelta(days=1)
        paper.withdrawal_reason = "срок действия истёк"
        with_audit(paper, by=by, reason="Срок действия истёк, внесено новое согласие").save()


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, reason: str, by: User) -> Consent:
    """Ends a consent on the day. Raises ValidationError before the day of signing, DecidedAlready when withdrawn."""
    hold_row(consent)
    if consent.withdrawn_on is not None:
        raise withdrawn_already(consent)
    consent.withdrawn_on, consent.withdrawal_reason = on, reason
    consent.full_clean()
    with_audit(consent, by=by, reason="Согласие отозвано").save()
    return consent


def withdrawn_already(consent: Consent) -> DecidedAlready:
    return decided_already(
        consent,
        "withdrawn_on",
        f"Согласие на {consent.get_kind_display()} уже отозвано с {consent.withdrawn_on:%d.%m.%Y}",
    )
