"""Records that refer to a person: a merge would reassign them."""

from datetime import date

from registry import extension_points
from registry.models import Consent, Curator, Membership, Person
from registry.queries.classes import class_moves_of
from registry.queries.consents import consents_of
from registry.queries.duplicates import spellings_of
from registry.queries.former_names import former_names_of
from registry.queries.memberships import all_memberships_of, invitations_of
from registry.queries.people import appointments_of
from registry.side_texts import side_text


def related_records_of(person: Person) -> list[tuple[str, list[str]]]:
    """(title, entries) of everything that refers to the person; nothing without entries."""
    entries = [
        (f"в базе {bank} с {entry.included_on:%d.%m.%Y}" + _until(entry.excluded_on))
        for name, bank in (("mentor", side_text("наставников")), ("mentee", side_text("наставляемых")))
        if (entry := getattr(person, name, None))
    ]
    groups = [
        ("Места в базах", entries),
        *(participant.related_records(person) for participant in extension_points.merge_participants),
        ("Согласия", [_paper(consent) for consent in consents_of(person)]),
        ("Кураторство", [_curator(curator) for curator in appointments_of(person)]),
        ("Учётные записи", [_account(m) for m in all_memberships_of(person)]),
        ("Приглашения", [invitation.email for invitation in invitations_of(person)]),
        ("Прежние имена", [former.full_name for former in former_names_of(person)]),
        ("Переводы классов", [str(move.school_year) for move in class_moves_of(person)]),
        ("Другие написания имени", [spelling.name for spelling in spellings_of(person)]),
    ]
    return [(title, entries) for title, entries in groups if entries]


def _paper(consent: Consent) -> str:
    withdrawn = f", отозвано {consent.withdrawn_on:%d.%m.%Y}" if consent.withdrawn_on else ""
    return f"{consent.get_kind_display()}, от {consent.signed_on:%d.%m.%Y}{withdrawn}"


def _curator(curator: Curator) -> str:
    return f"{curator.organisation}, с {curator.appointed_on:%d.%m.%Y}" + _until(curator.dismissed_on)


def _account(membership: Membership) -> str:
    return f"{membership.user.email}, {membership.get_role_display()}" + _until(membership.until)


def _until(day: date | None) -> str:
    return f" по {day:%d.%m.%Y}" if day else ""
