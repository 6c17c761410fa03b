"""A day on which something was done is neither ahead nor earlier than what it was done for began."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.programmes import mark_plan_item
from mentoring.actions.roadmaps import agree_roadmap, submit_roadmap
from mentoring.enums import RequestKind
from registry.enums import Role
from tests.factories import PlanItemFactory, UserFactory, member
from tests.mentoring.conftest import START, TODAY
from tests.mentoring.pair_requests import asked, signed_in
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
