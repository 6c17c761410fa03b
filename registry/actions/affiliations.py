"""The organisations of people with their days. The database updates `Person.organisation` from these rows
(registry/guards/belonging.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.actions.bank import held_card, refusal_of_office
from registry.actions.refusals import LinkedRefusal, links_of, several_links_of
from registry.extension_points import (
    DaysElsewhere,
    Move,
    MoveQuestion,
    obstacles_to_correcting_move,
    obstacles_to_days_elsewhere,
)
from registry.history.audit import with_audit
from registry.models import Affiliation, Mentee, Mentor, Organisation, Person
from registry.plausible_dates import check_day
from registry.queries.people import offices_of
from registry.side_texts import side_text

_DAY = timedelta(days=1)


@dataclass
class Transfer:
    """The result of a move; `next_pages`: (title, address) of pages on which something is left to do."""

    person: Person
    next_pages: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def transfer_person(
    *,
    person: Person,
    organisation: Organisation | None,
    on: date,
    reason: str = "",
    questions: Sequence[MoveQuestion] = (),
    by: User,
) -> Transfer:
    """The person belongs to the organisation from the day `on`, or to none from it; the day before is the last one in
    the former organisation. `questions` are answered in the same transaction: nothing is decided without the move.

    Raises ValidationError for a day that cannot be right, for an organisation of another municipality or of the
    archive, for a curator of the former organisation whom `by` may not dismiss, and with what an answer of a question
    has against it.
    """
    card = held_card(person)
    present = present_affiliation(card)
    if refusals := refusals_to_move_curator(card, by):
        raise ValidationError(refusals)
    _check_target(card, organisation)
    _check_day(card, present, on)
    if present is not None:
        _check_days_elsewhere("on", DaysElsewhere(card, present.organisation, on, clock.today(), asks_about_ends=True))
    audit_reason = _describe(present, organisation, on, reason)
    if present is not None:
        present.until = on - _DAY
        with_audit(present, by=by, reason=audit_reason).save()
    if organisation is not None:
        with_audit(Affiliation(person=card, organisation=organisation, since=on), by=by, reason=audit_reason).save()
    _write_card(card, organisation, audit_reason, by)
    transfer = Transfer(card)
    move = Move(card, present.organisation if present else None, organisation, on)
    for question in questions:
        try:
            transfer.next_pages += question.carry_out(move, by=by)
        except ValidationError as refusal:
            prefix = f"{question.heading}: "
            messages = [f"{prefix}{message}" for message in refusal.messages]
            raise LinkedRefusal(messages, links_of(refusal, prefix), several_links_of(refusal, prefix)) from refusal
    return transfer


def refusals_to_move_curator(person: Person, by: User) -> list[str]:
    """Whoever may appoint curators says with the move what becomes of the office; the others wait for them (ADR 21)."""
    access = Access.of(by)
    return [
        refusal_of_office(curator)
        for curator in offices_of(person)
        if curator.organisation_id == person.organisation_id
        and not access.in_organisation(Right.APPOINT_CURATORS, curator.organisation)
    ]


@transaction.atomic
def correct_transfer(
    *, person: Person, organisation: Organisation, since: date | None, reason: str, by: User
) -> Affiliation:
    """The last move was entered wrongly: another organisation, or another day. With the organisation of before the
    move never happened. History keeps what was entered.

    Raises ValidationError without a reason, for an impossible day, and while something is built on the move.
    """
    card = held_card(person)
    wrong = present_affiliation(card)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, что было внесено неверно."})
    if wrong is None:
        raise ValidationError("Сейчас человек ни в одной организации не числится, исправлять нечего.")
    if organisation != wrong.organisation:
        _check_target(card, organisation)
    elif since == wrong.since:
        raise ValidationError("Это и есть внесённый перевод: исправьте организацию или день.")
    former = former_affiliation(wrong)
    if obstacles := obstacles_to_correcting_move(wrong):
        raise ValidationError(obstacles)
    audit_reason = f"Исправлен перевод: {reason.strip()}"
    if former is not None and organisation == former.organisation:
        with_audit(wrong, by=by, reason=audit_reason).delete()
        former.until = None
        right = former
        rows = [right]
    else:
        _check_corrected_day(card, wrong, former, since)
        if former is not None and since is not None and wrong.since is not None and since < wrong.since:
            days = DaysElsewhere(card, former.organisation, since, wrong.since - _DAY, asks_about_ends=False)
            _check_days_elsewhere("since", days)
        begins_later = since is not None and wrong.since is not None and since > wrong.since
        right, right.organisation, right.since = wrong, organisation, since
        if former is not None and since is not None:
            former.until = since - _DAY
            # The row that gives days up goes first: two rows never share a day.
            rows = [right, former] if begins_later else [former, right]
        else:
            rows = [right]
    for row in rows:
        with_audit(row, by=by, reason=audit_reason).save()
    _write_card(card, organisation, audit_reason, by)
    return right


def present_affiliation(person: Person) -> Affiliation | None:
    return person.affiliations.filter(until__isnull=True).select_related("organisation").first()


def former_affiliation(affiliation: Affiliation) -> Affiliation | None:
    """The organisation right before; None after a gap."""
    if affiliation.since is None:
        return None
    earlier = Affiliation.objects.filter(person=affiliation.person_id, until=affiliation.since - _DAY)
    return earlier.select_related("organisation").first()


@transaction.atomic
def take_back_moves(organisations: Mapping[int, int | None]) -> None:
    """Undoes the last move of each person: `organisations` says where the person belonged before it.

    Whoever belongs there now has not moved. The number of queries does not grow with the people.
    """
    present = Person.objects.filter(pk__in=organisations).values_list("pk", "organisation")
    moved = [pk for pk, organisation in present if organisation != organisations[pk]]
    opened = Affiliation.objects.filter(person__in=moved, until__isnull=True)
    begun = dict(opened.values_list("person", "since"))
    opened.delete()
    closed = Affiliation.objects.filter(person__in=moved).values_list("pk", "person", "organisation", "until")
    reopened = [
        pk
        for pk, person, organisation, until in closed
        if organisation == organisations[person] and until is not None and until + _DAY == begun.get(person)
    ]
    Affiliation.objects.filter(pk__in=reopened).update(until=None)


def _write_card(card: Person, organisation: Organisation | None, audit_reason: str, by: User) -> None:
    card.organisation = organisation
    with_audit(card, by=by, reason=audit_reason).save()


def _check_target(card: Person, organisation: Organisation | None) -> None:
    if organisation == card.organisation:
        where = f"уже числится в организации {organisation}" if organisation else "и так нигде не числится"
        raise ValidationError({"organisation": f"{card.short_name} {where}. Обновите страницу: возможно, это сделано."})
    if organisation is None:
        return
    if organisation.municipality_id != card.municipality_id:
        raise ValidationError(
            {"organisation": "Организация другого муниципалитета. Отметьте здесь уход, а там человека внесут заново."}
        )
    if organisation.archived_on is not None:
        raise ValidationError({"organisation": f"{organisation} в архиве с {organisation.archived_on:%d.%m.%Y}."})


def _check_day(card: Person, present: Affiliation | None, on: date) -> None:
    _check_plausible(card, on, "on")
    if present is not None and present.since is not None and on <= present.since:
        raise ValidationError(
            {
                "on": f"В организации {present.organisation} человек с {present.since:%d.%m.%Y}: перевод из неё — "
                "позже. Если она указана по ошибке, исправьте прежний перевод."
            }
        )
    for bank, bank_label in ((Mentor, side_text("наставников")), (Mentee, side_text("наставляемых"))):
        entry = bank.objects.filter(person=card, excluded_on__isnull=True, included_on__gt=on).first()
        if entry is not None:
            refusal = (
                f"В базу {bank_label} человек внесён {entry.included_on:%d.%m.%Y} из прежней организации: перевод — не "
                "раньше этого дня. Если он и тогда был в другой, прежняя указана по ошибке: её исправляет "
                "муниципальный координатор или администратор."
            )
            raise ValidationError({"on": refusal})
    last = card.affiliations.filter(until__isnull=False).order_by("-until").first()
    if present is None and last is not None and last.until is not None and on <= last.until:
        raise ValidationError({"on": f"До {last.until:%d.%m.%Y} человек в организации {last.organisation}."})


def _check_plausible(card: Person, day: date, name: str) -> None:
    if day > clock.today():
        raise ValidationError({name: "Эта дата ещё не наступила. Внесите перевод, когда он состоится."})
    try:
        check_day(day)
    except ValidationError as refusal:
        raise ValidationError({name: refusal.messages}) from refusal
    if card.birth_date is not None and day <= card.birth_date:
        raise ValidationError({name: f"Дата рождения — {card.birth_date:%d.%m.%Y}. Проверьте год."})


def _check_corrected_day(card: Person, wrong: Affiliation, former: Affiliation | None, since: date | None) -> None:
    if since is None and wrong.since is not None:
        raise ValidationError({"since": "Укажите, с какого дня человек на самом деле в этой организации."})
    if since is None:
        return
    _check_plausible(card, since, "since")
    if former is not None and former.since is not None and since <= former.since:
        raise ValidationError(
            {"since": f"В организации {former.organisation} человек с {former.since:%d.%m.%Y}: эта дата — позже."}
        )
    earlier = card.affiliations.exclude(pk__in=[wrong.pk, former.pk if former else None])
    last = earlier.filter(until__gte=since).order_by("-until").first()
    if last is not None:
        raise ValidationError({"since": f"До {last.until:%d.%m.%Y} человек в организации {last.organisation}."})


def _check_days_elsewhere(name: str, days: DaysElsewhere) -> None:
    if obstacles := obstacles_to_days_elsewhere(days):
        raise ValidationError({name: obstacles})


def _describe(present: Affiliation | None, organisation: Organisation | None, on: date, reason: str) -> str:
    if organisation is None:
        what = f"Уход из организации {present.organisation if present else ''}"
    else:
        what = f"Перевод в организацию {organisation}"
    return f"{what} с {on:%d.%m.%Y}" + (f": {reason.strip()}" if reason.strip() else "")
