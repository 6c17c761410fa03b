"""An order prints the class that a pupil was in on the day of the order."""

from datetime import date

import pytest

from mentoring.enums import PairStatus
from registry import clock
from registry.actions.classes import PupilDecision, transfer_classes
from registry.enums import ClassOutcome, Role
from reports.documents.orders.details import OrderDetails
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from reports.queries import agreed_pairs_of
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    PupilFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("dated", "post"),
    [
        (date(2026, 8, 31), "обучающийся 7 «Б» класса"),
        (date(2026, 9, 1), "обучающийся 8 «Б» класса"),
        (None, "обучающийся 8 «Б» класса"),
    ],
)
def test_a_draft_prints_the_class_of_its_day(dated, post):
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    pupil = PupilFactory(organisation=school)
    mentee = MenteeFactory(person=pupil, participant="pupil", included_on=date(2025, 9, 1))
    PairFactory(
        organisation=school, mentor=MentorFactory(organisation=school), mentee=mentee, status=PairStatus.AGREED,
        starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31),
    )  # fmt: skip
    with clock.as_at(date(2026, 9, 5)):
        transfer_classes(
            organisation=school,
            school_year=2026,
            day=date(2026, 9, 1),
            decisions={pupil.pk: PupilDecision(ClassOutcome.UP)},
            by=member(Role.CURATOR, organisation=school),
        )
        subject = PairsForOrder(school, list(agreed_pairs_of(school)))
        payload = PairingOrder().payload_from(subject, OrderDetails(dated=dated))
    assert payload["pairs"][0]["mentee"]["post"] == post
    annex = [person for pair in payload["pairs"] for person in (pair["mentor"], pair["mentee"])]
    assert payload["acquaintance"] == annex
