"""A school's roadmap is approved by its head before the coordinator agrees it (requirements A1.8)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.actions.roadmaps import agree_roadmap, approve_roadmap, return_roadmap, submit_roadmap
from mentoring.enums import RoadmapStatus
from mentoring.models import Roadmap
from registry import clock
from registry.enums import Role
from reports.documents.roadmap import RoadmapPaper, roadmap_payload
from tests.factories import OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap() -> Roadmap:
    return new_roadmap(OrganisationFactory(), preset="kez-2022")


@pytest.fixture
def head(roadmap):
    return member(Role.HEAD, organisation=roadmap.organisation)


def test_a_curator_s_roadmap_waits_for_the_head_first(roadmap, head):
    curator = member(Role.CURATOR, organisation=roadmap.organisation)
    with clock.as_at(date(2026, 8, 18)):
        sent = submit_roadmap(roadmap=roadmap, by=curator)
    assert (sent.status, sent.submitted_on) == (RoadmapStatus.APPROVAL, date(2026, 8, 18))
    with pytest.raises(ValidationError, match="на утверждении"):
        agree_roadmap(roadmap=sent, by=UserFactory())
    with clock.as_at(date(2026, 8, 20)):
        approved = approve_roadmap(roadmap=sent, by=head)
    assert (approved.status, approved.approved_by) == (RoadmapStatus.SUBMITTED, head)
    agreed = agree_roadmap(roadmap=approved, by=UserFactory())
    assert (agreed.approved_by, agreed.approved_on) == (head, date(2026, 8, 20))
    returned = return_roadmap(roadmap=agreed, comment="Изменились сроки", by=UserFactory())
    assert (returned.approved_by, returned.approved_on) == (None, None)


def test_the_approval_s_day_and_name_come_together_and_only_in_a_school(roadmap):
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.filter(pk=roadmap.pk).update(approved_on=date(2026, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.filter(pk=roadmap.pk).update(
            approved_on=date(2026, 9, 1), approved_by=UserFactory(), organisation=None
        )


def test_agreed_roadmap_taken_back_is_agreed_by_nobody(roadmap, head):
    submit_roadmap(roadmap=roadmap, by=head)
    agree_roadmap(roadmap=roadmap, by=UserFactory())
    returned = return_roadmap(roadmap=roadmap, comment="Изменились сроки", by=UserFactory())
    assert (returned.agreed_by, returned.agreed_on) == (None, None)


def test_what_is_sent_or_agreed_is_not_sent_again(roadmap, head):
    """From an old tab: the agreement and the day of the approval stay."""
    curator = member(Role.CURATOR, organisation=roadmap.organisation)
    submit_roadmap(roadmap=roadmap, by=curator)
    with pytest.raises(ValidationError, match="на утверждении»"):
        submit_roadmap(roadmap=roadmap, by=curator)
    approve_roadmap(roadmap=roadmap, by=head)
    agreed = agree_roadmap(roadmap=roadmap, by=UserFactory())
    with pytest.raises(ValidationError, match="согласована»"):
        submit_roadmap(roadmap=roadmap, by=head)
    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.agreed_on) == (RoadmapStatus.AGREED, agreed.agreed_on)


def test_the_stamp_keeps_what_the_coordinator_has_agreed_as(roadmap, head):
    coordinator = member(Role.COORDINATOR, municipality=roadmap.municipality)
    with clock.as_at(date(2026, 11, 20)):
        submit_roadmap(roadmap=roadmap, by=head)
    with clock.as_at(date(2026, 11, 30)):
        agreed = agree_roadmap(roadmap=roadmap, by=coordinator)
        payload = roadmap_payload(agreed)
    [stamp] = [stamp for stamp in payload["approvals"] if stamp["word"] == "СОГЛАСОВАНО"]
    assert stamp["lines"][1] == "Муниципальный координатор"
    told = [gap.message for gap in RoadmapPaper().gaps(payload) if gap.field == "approvals" and gap.doubtful]
    assert told[0].startswith("Руководитель утвердил карту 20.11.2026, а согласована она позже, 30.11.2026.")


def test_who_stands_above_all_municipalities_sees_every_roadmap():
    """«Everything» beside «or» stays everything."""
    roadmap = new_roadmap(OrganisationFactory(), preset="kez-2022")
    browser = signed_in(UserFactory(is_superuser=True))
    address = reverse("mentoring:roadmaps")
    assert str(roadmap) in browser.get(address).content.decode()
    assert browser.get(roadmap.get_absolute_url()).status_code == 200
