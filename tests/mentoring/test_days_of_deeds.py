"""A day on which something was done is neither ahead nor earlier than what it was done for began."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.actions.checklist import mark_item
from mentoring.actions.programmes import mark_plan_item
from mentoring.actions.roadmaps import agree_roadmap, submit_roadmap
from mentoring.enums import RequestKind, StageItemSource
from mentoring.models import PairRequest, StageItemTemplate
from registry.actions.affiliations import transfer_person
from registry.enums import Role
from tests.factories import OrganisationFactory, PlanItemFactory, UserFactory, member
from tests.mentoring.conftest import START, TODAY
from tests.mentoring.pair_requests import asked, send, signed_in
from tests.mentoring.test_notice_of_end import cancelled
from tests.mentoring.test_roadmaps import new_roadmap

BEFORE = START - timedelta(days=1)


def test_an_event_of_the_plan_is_not_held_before_the_pair_begins(school):
    item = PlanItemFactory(programme=school.active_pair().programme)
    with pytest.raises(ValidationError, match="раньше мероприятия не было"):
        mark_plan_item(item=item, done_on=BEFORE, by=school.curator)
    assert mark_plan_item(item=item, done_on=START, by=school.curator).done_on == START


def test_what_a_successor_has_taken_over_keeps_its_day(school):
    item = PlanItemFactory(programme=school.active_pair().programme, done_on=BEFORE)
    assert mark_plan_item(item=item, done_on=BEFORE, result="Проведён", by=school.curator).result == "Проведён"


@pytest.mark.parametrize(("day", "message"), [("2062-01-01", "ещё не наступил"), ("1995-01-01", "Карта начинается")])
def test_an_item_of_a_roadmap_is_done_within_it(school, day, message):
    roadmap = new_roadmap(school.organisation, preset="kez-2022")
    submit_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=school.organisation))
    agree_roadmap(roadmap=roadmap, by=UserFactory())
    item = roadmap.sections.first().items.first()
    address = reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, item.pk])
    page = signed_in(school.curator).post(address, {"status": "done", "done_on": day}).content.decode()
    assert message in page
    item.refresh_from_db()
    assert item.done_on is None


def test_nobody_is_told_of_the_end_before_the_pair_begins(school):
    with pytest.raises(ValidationError, match="предупредить раньше нельзя"):
        cancelled(school, school.active_pair(), notified_on=BEFORE)


def test_a_request_is_not_older_than_its_pair(school):
    pair = school.active_pair()
    with pytest.raises(ValidationError, match="Этой пары до"):
        asked(pair, RequestKind.LAY_DOWN, asked_on=date(1995, 1, 1))
    assert asked(pair, RequestKind.LAY_DOWN, asked_on=TODAY).pk


@pytest.mark.parametrize(("number", "earliest"), [(1, date(2025, 9, 1)), (2, START)])
def test_an_item_of_a_stage_is_done_within_the_pair_and_its_preparation_within_a_year_before(number, earliest, school):
    pair = school.active_pair()
    by_hand = StageItemTemplate.objects.filter(stage__stage_set=pair.stage.stage_set, fulfilled_by=StageItemSource.HAND)
    template = next(item for item in by_hand.filter(stage__number=number) if item.is_for(pair.form))
    mark = {"pair": pair, "template": template, "by": school.curator}
    with pytest.raises(ValidationError, match=r"Пара начинается 01\.09\.2026"):
        mark_item(done_on=earliest - timedelta(days=1), **mark)
    assert mark_item(done_on=earliest, **mark).done_on == earliest


def test_what_is_wished_is_not_before_the_request(school):
    pair = school.active_pair()
    page = send(
        signed_in(member(Role.MENTOR, person=pair.mentor.person)), pair, kind="lay_down", wished_on="1991-01-01"
    )
    assert "не раньше дня обращения" in page.content.decode()
    request = asked(pair, RequestKind.LAY_DOWN, wished_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairRequest.objects.filter(pk=request.pk).update(wished_on=TODAY - timedelta(days=1))


def test_a_pair_begins_when_one_of_the_two_is_in_its_organisation(school):
    other = OrganisationFactory(municipality=school.organisation.municipality)
    mentor, mentee = school.mentor(), school.mentee()
    for entry in (mentor, mentee):
        entry.included_on = date(2026, 9, 1)
        entry.save()
        transfer_person(person=entry.person, organisation=other, on=TODAY, by=school.curator)
        entry.person.refresh_from_db()
    with pytest.raises(ValidationError, match="ни наставник, ни наставляемый"):
        school.pair(mentor, mentee, organisation=other, starts_on=TODAY - timedelta(days=1))
    assert school.pair(mentor, mentee, organisation=other, starts_on=TODAY).organisation == other
