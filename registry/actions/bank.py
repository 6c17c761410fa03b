"""Entries of people in the banks of mentors and mentees, and their exclusion (Кез, п. 4)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.refusals import explained_dates
from registry.extension_points import obstacles_to_leaving
from registry.history.audit import with_audit
from registry.models import Category, Curator, FormerName, Mentee, Mentor, Person
from registry.pages.earlier_decision import DecidedAlready, decided_already
from registry.queries.act_grounds import obstacles_to_appointing, order_of_appointment
from registry.queries.people import offices_of
from registry.queries.row_locks import hold_row
from russian.person_names import person_name_key

Entry = TypeVar("Entry", bound=Mentor | Mentee)


@transaction.atomic
def enter_in_bank(
    *, person: Person, entry: Entry, categories: Iterable[Category] = (), former_name: str = "", by: User
) -> Entry:
    """Saves the person, new or known, and the entry of the bank. `categories` are those of a mentee, `former_name` a
    surname that a new person bore before.

    Raises ValidationError when the person has an entry in this bank already.
    """
    _save(person, by, former_name)
    if type(entry).objects.filter(person=person).exists():
        raise ValidationError(f"{person}: место в этой базе уже есть.")
    entry.person = person
    with_audit(entry, by=by).save()
    if isinstance(entry, Mentee) and categories:
        entry.categories.set(categories)
    return entry


@transaction.atomic
def complete_card(*, person: Person, values: Mapping[str, Any], by: User) -> Person:
    """Fills in the empty fields of the card; the others stay. Raises ValidationError for a joined card."""
    card = held_card(person)
    missing = {name: value for name, value in values.items() if value and getattr(card, name) in (None, "")}
    for name, value in missing.items():
        setattr(card, name, value)
    if missing:
        with_audit(card, by=by, reason="Сведения дополнены").save()
    return card


@transaction.atomic
def exclude_from_bank(*, entry: Entry, on: date, reason: str, by: User) -> Entry:
    """Closes the entry; `on` is its last day. Raises ValidationError with the reasons when something holds the person
    there, now or after that day, DecidedAlready when the entry is closed."""
    hold_row(entry)
    if entry.excluded_on is not None:
        raise excluded_already(entry)
    if obstacles := obstacles_to_leaving(entry, on):
        raise ValidationError(obstacles)
    return _leave_bank(entry, on, reason, by)


def excluded_already(entry: Mentor | Mentee) -> DecidedAlready:
    why = f": {entry.exclusion_reason}" if entry.exclusion_reason else ""
    what = f"{entry}: исключение из базы уже внесено, с {entry.excluded_on:%d.%m.%Y}{why}"
    return decided_already(entry, "excluded_on", what)


def _leave_bank(entry: Entry, on: date, reason: str, by: User) -> Entry:
    entry.excluded_on, entry.exclusion_reason = on, reason
    entry.full_clean(exclude=["person"])
    with_audit(entry, by=by, reason=f"Исключение из базы: {reason}").save()
    return entry


@transaction.atomic
def return_to_bank(*, entry: Entry, by: User) -> Entry:
    """Opens the entry again; its history shows when it was closed. Raises DecidedAlready when it is open."""
    hold_row(entry)
    if entry.excluded_on is None:
        raise decided_already(entry, "excluded_on", f"{entry}: уже в базе")
    entry.excluded_on, entry.exclusion_reason = None, ""
    with_audit(entry, by=by, reason="Возвращение в базу").save()
    return entry


@transaction.atomic
def appoint_curator(
    *,
    person: Person,
    curator: Curator,
    act_number: str = "",
    act_dated: date | None = None,
    why: str = "",
    former_name: str = "",
    by: User,
) -> Curator:
    """Saves the person, the order of appointment (found by number and date, or new) and the curatorship. `why`
    says why an unlikely order is the one, `former_name` is a surname that a new person bore before.

    Raises ValidationError when the person is a curator of the organisation already, or appointed before the order takes
    effect.
    """
    _save(person, by, former_name)
    curator.person = person
    curator.act = None
    if act_number and act_dated:
        curator.act = order_of_appointment(curator.organisation, act_number, act_dated)
        if refusals := list(obstacles_to_appointing(curator.act, curator.appointed_on)):
            raise ValidationError({"act_dated": refusals})
        if curator.act.pk is None:
            curator.act.save()
    curator.full_clean()
    with explained_dates("act_dated"):
        reason = f"Почему {curator.act}: {why}"[:100] if why else ""
        with_audit(curator, by=by, reason=reason).save()
    return curator


@transaction.atomic
def dismiss_curator(*, curator: Curator, on: date, by: User) -> Curator:
    """Ends a curatorship. Raises ValidationError when the day is before the appointment, DecidedAlready when it is
    over."""
    hold_row(curator)
    if curator.dismissed_on is not None:
        raise dismissed_already(curator)
    curator.dismissed_on = on
    curator.full_clean()
    with_audit(curator, by=by, reason="Освобождение от обязанностей куратора").save()
    return curator


@transaction.atomic
def confirm_curator(*, curator: Curator, by: User) -> Curator:
    """Records the yearly confirmation of the curator's data (Холм, п. 6.6). Raises DecidedAlready when the curatorship
    is over or somebody has confirmed it today."""
    hold_row(curator)
    if curator.dismissed_on is not None:
        raise dismissed_already(curator)
    if curator.confirmed_on == clock.today():
        raise decided_already(curator, "confirmed_on", f"{curator}: сведения сегодня уже подтверждены")
    curator.confirmed_on = clock.today()
    with_audit(curator, by=by, reason="Сведения подтверждены").save()
    return curator


def dismissed_already(curator: Curator) -> DecidedAlready:
    what = f"{curator}: обязанности куратора уже сняты с {curator.dismissed_on:%d.%m.%Y}"
    return decided_already(curator, "dismissed_on", what)


@transaction.atomic
def archive_person(
    *, person: Person, on: date | None = None, reason: str = "выбытие из организации", by: User
) -> Person:
    """Closes the bank entries and the card of a person who left, today unless another day is given. Raises
    ValidationError with the obstacles: pairs that worked or work on after the day, and an office of curator, which
    only whoever appoints curators ends (ADR 21).
    Raises DecidedAlready when the card is closed."""
    hold_row(person)
    if person.archived_on is not None:
        raise decided_already(person, "archived_on", f"{person}: карточка уже в архиве с {person.archived_on:%d.%m.%Y}")
    day = on or clock.today()
    for entry in _bank_entries_of(person):
        hold_row(entry)  # who enters a pair of theirs at this moment comes first or sees that they have left
    if obstacles := obstacles_to_archiving(person, day):
        raise ValidationError(obstacles)
    for entry in _bank_entries_of(person):
        if not entry.excluded_on:
            _leave_bank(entry, max(day, entry.included_on), reason, by)
    person.archived_on = day
    with_audit(person, by=by, reason=f"В архив: {reason}").save()
    return person


def obstacles_to_archiving(person: Person, on: date) -> list[str]:
    """What forbids to close the card on the day, in words."""
    entries = [entry for entry in _bank_entries_of(person) if not entry.excluded_on]
    return [
        *(reason for entry in entries for reason in obstacles_to_leaving(entry, on)),
        *(refusal_of_office(curator) for curator in offices_of(person)),
    ]


def refusal_of_office(curator: Curator) -> str:
    return (
        f"Это куратор организации {curator.organisation} с {curator.appointed_on:%d.%m.%Y}. Сначала обязанности "
        "куратора снимает руководитель этой организации или администратор."
    )


@transaction.atomic
def restore_person(*, person: Person, by: User) -> Person:
    """Opens the card again; entries in banks are opened one by one. A joined card is refused (ValidationError), one
    that is open as well (DecidedAlready)."""
    held_card(person)
    person.refresh_from_db(fields=["archived_on"])
    if person.archived_on is None:
        raise decided_already(person, "archived_on", f"{person}: карточка уже возвращена из архива")
    person.archived_on = None
    with_audit(person, by=by, reason="Возвращение из архива").save()
    return person


def held_card(person: Person) -> Person:
    """The current row of the card, locked until the end of the transaction: two writers follow one another.

    Raises ValidationError for a card that was joined into another or depersonalised.
    """
    card = Person.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=person.pk)
    if card.merged_into is not None:
        raise ValidationError(f"Карточка «{card}» объединена с карточкой «{card.merged_into}». Вносите сведения туда.")
    if card.depersonalised_on is not None:
        raise ValidationError(f"Карточка обезличена {card.depersonalised_on:%d.%m.%Y}. Вносить в неё больше нечего.")
    return card


def _bank_entries_of(person: Person) -> list[Mentor | Mentee]:
    return [entry for name in ("mentor", "mentee") if (entry := getattr(person, name, None))]


def _save(person: Person, by: User, former_name: str = "") -> None:
    """Saves a new person; locks the row of a known one."""
    if person.pk is None:
        former_name = "" if person_name_key(former_name) == person_name_key(person.last_name) else former_name
        person.formerly = former_name
        with_audit(person, by=by).save()
        if former_name:
            former = FormerName(last_name=former_name, first_name=person.first_name, middle_name=person.middle_name)
            former.person = person
            with_audit(former, by=by).save()
    else:
        held_card(person)
