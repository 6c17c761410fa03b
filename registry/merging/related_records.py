"""Records that refer to a person: a merge would reassign them."""

from datetime import date

from registry import extension_points
from registry.models import Consent, Curator, Invitation, Membership, Person


def related_records_of(person: Person) -> list[tuple[str, list[str]]]:
    """(title, entries) of everything that refers to the person; nothing without entries."""
    entries = [
        (f"в базе {bank} с {entry.included_on:%d.%m.%Y}" + _until(entry.excluded_on))
        for name, bank in (("mentor", "наставников"), ("mentee", "наставляемых"))
        if (entry := getattr(person, name, None))
    ]
    groups = [
        ("Места в базах", entries),
        *(participant.related_records(person) for participant in extension_points.merge_participants),
        ("Согласия", [_paper(consent) for consent in person.consents.all()]),
        ("Кураторство", [_curator(curator) for curator in person.curatorships.select_related("organisation")]),
        ("Учётные записи", [_account(m) for m in Membership.objects.filter(person=person).select_related("user")]),
        ("Приглашения", [invitation.email for invitation in Invitation.objects.filter(person=person)]),
        ("Прежние имена", [former.full_name for former in person.former_names.all()]),
        ("Переводы классов", [str(move.school_year) for move in person.class_moves.all()]),
        ("Другие написания имени", [spelling.name for spelling in person.spellings.all()]),
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
