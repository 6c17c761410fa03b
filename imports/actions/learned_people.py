"""Spellings of people learned from decisions: the next file with the same spelling asks no question."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from imports.enums import ImportKind
from imports.matching.learned_spellings import plain_spelling, spelling_key, spelling_of
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.row_data import SIDES, PersonAnswer, PersonRecord
from registry.models import Organisation, Person, PersonSpelling
from russian.name_key import name_key

_ONE_PERSON_A_ROW = (ImportKind.MENTORS, ImportKind.MENTEES, ImportKind.PARTNERS)


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


def remember_decisions(
    *, rows: Iterable[ImportRow], kind: str, snapshot: RegistrySnapshot, targets: Mapping[int, int]
) -> None:
    """What the decisions on the rows of a written batch teach; `targets`: position of a row → what it has written."""
    for row in rows:
        if not row.decision:
            continue
        organisation = _organisation_of(row, snapshot)
        for answer, record in _answers_about_people(row):
            if not (answer.remember or answer.row is not None) or answer.skip:
                continue
            person = _person_meant(row, answer, kind, snapshot, targets)
            if person is not None:
                home = organisation or person.organisation
                if home is not None:
                    remember_person(raw_name=spelling_of(record), organisation=home, person=person)


def _organisation_of(row: ImportRow, snapshot: RegistrySnapshot) -> Organisation | None:
    """The organisation that was read, chosen, or made from the row."""
    organisation = snapshot.organisations.get(row.decision.organisation or row.record.organisation or 0)
    if organisation is not None or not row.decision.new_organisation:
        return organisation
    rows = Organisation.objects.filter(municipality=snapshot.municipality)
    inn, name = row.record.values.get("inn"), row.record.organisation_name
    return (rows.filter(inn=inn).first() if inn else None) or rows.filter(name_key=name_key(name)).first()


def _answers_about_people(row: ImportRow) -> Iterable[tuple[PersonAnswer, PersonRecord]]:
    """The answers about each person of the row, with the name in the file."""
    yield row.decision, row.record
    for side in SIDES:
        answer, record = row.decision.answer_of(side), row.record.sides.get(side)
        if answer is not None and record is not None:
            yield answer, record


def _person_meant(
    row: ImportRow, answer: PersonAnswer, kind: str, snapshot: RegistrySnapshot, targets: Mapping[int, int]
) -> Person | None:
    if answer.person is not None:
        return snapshot.people.get(snapshot.merged_into.get(answer.person, answer.person))
    target = targets.get(row.position, row.target_id)
    if kind not in _ONE_PERSON_A_ROW or answer is not row.decision or target is None:
        return None
    return snapshot.people.get(target) or Person.objects.filter(pk=target).select_related("organisation").first()
