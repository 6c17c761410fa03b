"""Signed papers of people: whose the user may see, which are in force, which are missing."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from registry.access import Right
from registry.enums import ConsentKind, MentorSource, Participant
from registry.models import Consent, Person
from registry.models.person import AGE_OF_MAJORITY
from registry.queries.people import people_openable_by, people_visible_to


def consents_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Consent]:
    """Consents of the people for whom the user has the right."""
    return Consent.objects.filter(person__in=people_visible_to(user, right)).select_related("person__organisation")


def openable_consents(user: User) -> QuerySet[Consent]:
    """Those of the people whose cards the user opens, also of pairs that the user leads."""
    of_openable = Consent.objects.filter(person__in=people_openable_by(user))
    return of_openable.select_related("person__organisation")


def withdrawn_without_another(on: date) -> QuerySet[Consent]:
    """Papers that pairs may rest on, withdrawn by the day, while none in their place is in force on it.

    Those of a representative count of minors alone, and of minors no processing of data that they agreed to themselves.
    """
    day_of_majority = on - relativedelta(years=AGE_OF_MAJORITY)
    is_minor = Q(person__birth_date__gt=day_of_majority) | (
        Q(person__birth_date__isnull=True)
        & (
            Q(person__grade__isnull=False)
            | Q(person__mentor__source=MentorSource.PUPIL)
            | Q(person__mentee__participant=Participant.PUPIL)
        )
    )
    another = Consent.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        person=OuterRef("person"),
        kind=OuterRef("kind"),
        by_representative=OuterRef("by_representative"),
        signed_on__lte=on,
    )
    is_required = (
        Q(kind=ConsentKind.PARTICIPATION, by_representative=False)
        | (Q(kind=ConsentKind.PERSONAL_DATA, by_representative=False) & ~is_minor)
        | (Q(kind__in=[ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA], by_representative=True) & is_minor)
    )
    return Consent.objects.filter(is_required, ~Exists(another), withdrawn_on__lte=on).order_by()


@dataclass(frozen=True)
class PaperState:
    """One of the three papers on a person's card: everything signed of the kind, and what is missing in words."""

    kind: ConsentKind
    consents: tuple[Consent, ...]
    in_force: tuple[Consent, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """A paper that a person may have: its kind and who signs it."""

    kind: ConsentKind
    by_representative: bool
    obligatory: bool

    @property
    def code(self) -> str:
        return f"{self.kind}-{'representative' if self.by_representative else 'self'}"


def needs_representative(person: Person) -> bool:
    """A minor, or a pupil of unknown age: the safe side."""
    if person.birth_date is None:
        mentor, mentee = getattr(person, "mentor", None), getattr(person, "mentee", None)
        if (mentor and mentor.source == MentorSource.PUPIL) or (mentee and mentee.participant == Participant.PUPIL):
            return True
    return person.is_minor


def signatures_of(person: Person) -> list[Signature]:
    """The papers that this person may sign, in the order of the form.

    For a minor the legal representative signs each paper; taking part the minor agrees to in person as well, as every
    mentor and mentee does (Устюжна, п. 3.5). Publication is voluntary.
    """
    through = needs_representative(person)
    own_consent = [Signature(ConsentKind.PARTICIPATION, False, True)]
    if not through:
        return [
            *own_consent,
            Signature(ConsentKind.PERSONAL_DATA, False, True),
            Signature(ConsentKind.PUBLICATION, False, False),
        ]
    return [*own_consent, *(Signature(kind, True, kind != ConsentKind.PUBLICATION) for kind in ConsentKind)]


def papers_of(person: Person, on: date) -> list[PaperState]:
    """The three papers of a person (requirements B6), each with what is still to be signed."""
    consents = consents_of(person)
    signatures = signatures_of(person)
    states = []
    for kind in ConsentKind:
        papers = tuple(consent for consent in consents if consent.kind == kind)
        in_force = tuple(paper for paper in papers if paper.is_in_force(on))
        signed = {paper.by_representative for paper in in_force}
        missing = tuple(
            "подпись законного представителя" if signature.by_representative else "личная подпись"
            for signature in signatures
            if signature.kind == kind and signature.obligatory and signature.by_representative not in signed
        )
        states.append(PaperState(kind, papers, in_force, missing))
    return states


def consents_of(person: Person) -> list[Consent]:
    """Everything signed, withdrawn consents included."""
    return list(person.consents.all())
