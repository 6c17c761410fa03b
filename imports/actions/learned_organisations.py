"""What decisions about people teach: the next file that spells somebody so is not asked about again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from imports.enums import ImportKind
from imports.matching.learned_spellings import plain_spelling, spelling_key, spelling_of
from imports.matching.registry_snapshot import Register
from imports.models import ImportRow
from registry.models import Organisation, Person, PersonSpelling

_ONE_PERSON_A_ROW = (ImportKind.MENTORS, ImportKind.MENTEES, ImportKind.PARTNERS)
_SIDES = ("mentor", "mentee")


@transaction.atomic
def remember_person(*, raw_name: str, organisation: Organisation, person: Person) -> PersonSpelling | None:
    """`raw_name` in files of the organisation means the person from now on; an earlier answer is replaced.

    None, and nothing is kept, for somebody archived or of another municipality, and for a name of no letters.
    """
    name, key = plain_spelling(raw_name), spelling_key(raw_name)
    if not key or len(name) > PersonSpelling.LONGEST:
        return None
    if person.archived_on is not None or person.municipality_id != organisation.municipality_id:
        return None
    spelling, is_new = PersonSpelling.objects.get_or_create(
        organisation=organisation, key=key, defaults={"person": person, "name": name}
    )
    if not is_new and spelling.person_id != person.pk:
        spelling.person, spelling.name = person, name
        spelling.save(update_fields=["person", "name", "key"])
    return spelling


def remember_decisions(*, rows: Iterable[ImportRow], kind: str, register: Register, targets: Mapping[int, int]) -> None:
    """What the decisions on the rows of a written batch teach; `targets`: position of a row → what it has written."""
    for row in rows:
        if not row.decision:
            continue
        organisation = _organisation_of(row, register)
        for said, record in _said_of_people(row):
            if not (said.get("remember") or "row" in said) or "skip" in said:
                continue
            person = _person_meant(row, said, record, kind, register, targets)
            if person is not None:
                place = organisation or person.organisation
                if place is not None:
                    remember_person(raw_name=spelling_of(record), organisation=place, person=person)


def _organisation_of(row: ImportRow, register: Register) -> Organisation | None:
    """As it was read, chosen, or made of the row."""
    known = register.organisations.get(row.decision.get("organisation") or row.record["organisation"])
    if known is not None or not row.decision.get("new_organisation"):
        return known
    made = Organisation.objects.filter(municipality=register.municipality)
    inn, name = row.record["values"].get("inn"), row.record.get("organisation_raw", "")
    return (made.filter(inn=inn).first() if inn else None) or made.filter(short_name=name).first()


def _said_of_people(row: ImportRow) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """What was decided about each person of the row, with how the file names them."""
    yield row.decision, row.record
    for side in _SIDES:
        if isinstance(row.decision.get(side), dict) and row.record["values"].get(side):
            yield row.decision[side], row.record["values"][side]


def _person_meant(
    row: ImportRow, said: Mapping[str, Any], record: Mapping[str, Any], kind: str, register: Register,
    targets: Mapping[int, int],
) -> Person | None:  # fmt: skip
    if isinstance(said.get("person"), int):
        return register.people.get(register.kept.get(said["person"], said["person"]))
    written = targets.get(row.position, row.target_id)
    if kind not in _ONE_PERSON_A_ROW or said is not row.decision or written is None:
        return None
    return register.people.get(written) or Person.objects.filter(pk=written).select_related("organisation").first()
