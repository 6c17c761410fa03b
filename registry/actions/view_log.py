"""Writes the log of views, of one kind of look in one place each (ADR 49)."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.models import Act, Organisation, Person, ViewRecord
from registry.models.view_record import ViewKind


@dataclass(frozen=True)
class ViewSubject:
    """What somebody looks at. `title` is stored and cannot be taken back: it holds nobody's name.

    `organisation`: whose data it is; without one the municipality's.
    """

    title: str
    municipality: int | None
    organisation: int | None = None
    person: int | None = None

    @classmethod
    def of_person(cls, person: Person, title: str = "") -> "ViewSubject":
        return cls(title, person.municipality_id, person.organisation_id, person.pk)

    @classmethod
    def of_organisation(cls, organisation: Organisation, title: str) -> "ViewSubject":
        return cls(title, organisation.municipality_id, organisation.pk)

    @classmethod
    def of_act(cls, act: Act, title: str) -> "ViewSubject":
        return cls(title, act.municipality_id, act.organisation_id)


def record_view(kind: ViewKind, subject: ViewSubject, *, by: User, rows: int | None = None, each: bool = False) -> None:
    """Writes one row, in one statement. The same look of the same user is written once an hour, unless `each`."""
    now = clock.now()
    place = sha256(f"{subject}".encode()).hexdigest()
    ViewRecord.objects.bulk_create(
        [
            ViewRecord(
                at=now,
                user=by,
                kind=kind,
                subject=subject.title[: ViewRecord.LONGEST_SUBJECT],
                rows=rows,
                person_id=subject.person,
                organisation_id=subject.organisation,
                municipality_id=subject.municipality,
                once_key=uuid4().hex if each else f"{kind}:{by.pk}:{now:%Y%m%d%H}:{place}",
            )
        ],
        ignore_conflicts=True,
    )


def record_card_view(person: Person, *, by: User) -> None:
    record_view(ViewKind.CARD, ViewSubject.of_person(person), by=by)


def record_export(*, title: str, conditions: str, rows: int, right: Right | None, by: User) -> None:
    """`conditions`: what the list was narrowed by, in words; what was typed into its search is none of them, for it may
    be a name. `right`: by which the reader reads the rows; where it holds in one organisation, they are its rows."""
    access = Access.of(by)
    organisation = None
    if right is not None and not access.is_municipal(right) and len(inside := access.organisation_ids(right)) == 1:
        (organisation,) = inside
    municipality = access.municipality
    subject = ViewSubject(
        f"{title}: {conditions}" if conditions else title, municipality.pk if municipality else None, organisation
    )
    record_view(ViewKind.EXPORT, subject, by=by, rows=rows, each=True)
