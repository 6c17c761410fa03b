"""Pairs that wait for an order, and orders issued over them."""

from datetime import date

from django.test import Client

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import ConsentKind, Role
from registry.models import Kind, Organisation
from reports.actions import issue_pairing_order
from reports.documents.pairing_order import OrderWishes
from reports.models import IssuedDocument
from tests.factories import ConsentFactory, OrganisationFactory, PairFactory, PolicyFactory, member

SITE = "https://nastavnik.example.org/"
PERIOD = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}


def school_with_policy(**fields) -> Organisation:
    school = OrganisationFactory(**fields)
    PolicyFactory(municipality=school.municipality)
    return school


def agreed_pair(school: Organisation, *, consents: bool = True, **fields) -> Pair:
    pair = PairFactory(organisation=school, **{**PERIOD, **fields})
    pair.kinds.add(Kind.objects.get(code="traditional"))
    if consents:
        for person in (pair.mentor.person, pair.mentee.person):
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
                if not person.consents.filter(kind=kind).exists():
                    ConsentFactory(person=person, kind=kind, signed_on=date(2026, 8, 25))
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.AGREED)
    pair.refresh_from_db()
    return pair


def wishes(**changes) -> OrderWishes:
    return OrderWishes(
        **{
            "number": "135/1",
            "dated": date(2026, 9, 1),
            "grounds": "Положением о системе наставничества",
            "signatory": {"name": "Дубровина Ульяна Олеговна", "post": "директор"},
            **changes,
        }
    )


def issued_order(school: Organisation, *pairs: Pair, **changes) -> IssuedDocument:
    return issue_pairing_order(
        organisation=school,
        pairs=pairs or [agreed_pair(school)],
        wishes=wishes(**changes),
        site=SITE,
        by=member(Role.HEAD, organisation=school),
    )


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
