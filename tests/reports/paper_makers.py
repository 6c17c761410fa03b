"""Pairs that wait for an order, and orders issued over them."""

from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import ConsentKind, Role
from registry.models import Kind, Organisation
from reports.actions import issue
from reports.documents.orders.details import OrderDetails
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
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


def details(**changes) -> OrderDetails:
    return OrderDetails(
        **{
            "number": "135/1",
            "dated": date(2026, 9, 1),
            "grounds": "Положением о системе наставничества",
            "signatory_name": "Дубровина Ульяна Олеговна",
            "signatory_post": "директор",
            **changes,
        }
    )


def issued_order(school: Organisation, *pairs: Pair, **changes) -> IssuedDocument:
    return issue(
        PairingOrder(),
        PairsForOrder(school, pairs or [agreed_pair(school)]),
        details=details(**changes),
        site=SITE,
        by=member(Role.HEAD, organisation=school),
    )


def order_in_place_of(document: IssuedDocument, *, by: User, **changes) -> IssuedDocument:
    return issue(
        PairingOrder(),
        PairsForOrder(document.organisation, []),
        details=details(**changes),
        instead_of=document,
        site=SITE,
        by=by,
    )


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed_order(*pairs: Pair, **changes) -> dict:
    """What is typed into the form of an order."""
    return {
        "pairs": [pair.pk for pair in pairs],
        "number": "135/1",
        "dated": "2026-09-01",
        "signatory_post": "директор",
        "signatory_name": "Дубровина Ульяна Олеговна",
        "grounds": "Положением о системе наставничества",
        "annex_landscape": "on",
        **changes,
    }


def begun_order(client: Client, school, *pairs: Pair, **changes) -> str:
    """The address of the check page of a new draft."""
    answer = client.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(*pairs, **changes))
    assert answer.status_code == 302
    return answer.url


def issue_order(client: Client, check: str, *, follow: bool = False):
    """Confirms what the check page asks about, and presses «Издать» there."""
    page = client.get(check).context
    confirmed = {"confirmed": "on"} if page["question"] else {}
    return client.post(f"{check}issue/", {"fingerprint": page["fingerprint"], **confirmed}, follow=follow)
