"""Items of roadmaps whose term is over stand in the worklist of the organisation that executes them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring.actions.roadmaps import agree_roadmap, submit_roadmap
from mentoring.models import RoadmapItem
from mentoring.queries.roadmaps import may_edit
from registry import clock
from registry.deadlines import DeadlineScope
from registry.enums import Role
from registry.queries.deadlines import deadlines_in
from tests.factories import OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db


def test_an_item_whose_term_is_over_waits_in_the_worklist_once_the_roadmap_is_approved_and_never_of_a_draft():
    school = OrganisationFactory()
    head, roadmap = member(Role.HEAD, organisation=school), new_roadmap(school, preset="kez-2022")
    item = roadmap.sections.first().items.first()
    curator, operator = member(Role.CURATOR, organisation=school), member(Role.OPERATOR, organisation=school)

    def due(user, on: date) -> list:
        with clock.as_at(on):
            scope = DeadlineScope.of_user(user)
            rows = [row for row in deadlines_in(scope, on) if row.kind == "roadmap_item"]
            return [row for row in rows if row.row.object_id == item.pk]

    late = item.due_to + timedelta(days=1)
    assert due(curator, late) == []  # a draft
    submit_roadmap(roadmap=roadmap, by=head)
    [row] = due(curator, late)
    assert (row.overdue, row.organisation_id, row.is_of_others) == (True, school.pk, False)
    assert row.link == reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, item.pk])
    agree_roadmap(roadmap=roadmap, by=UserFactory())
    assert [one.overdue for one in due(curator, item.due_to)] == [False]
    assert due(curator, item.due_to - timedelta(days=8)) == []
    assert [one.is_of_others for one in due(operator, late)] == [not may_edit(operator, roadmap)]
    with clock.as_at(late):
        listed = signed_in(curator).get("/roadmaps/").content.decode()
    assert f"срок прошёл: {RoadmapItem.objects.filter(due_to__lt=late).count()}" in listed
    type(item).objects.filter(pk=item.pk).update(status="done", done_on=late)
    assert due(curator, late) == []


def test_who_approves_is_told_before_of_terms_that_are_over():
    school = OrganisationFactory()
    roadmap = new_roadmap(school, preset="kez-2022")
    first, second = RoadmapItem.objects.filter(section__roadmap=roadmap)[:2]
    RoadmapItem.objects.filter(section__roadmap=roadmap).update(due_from=None, due_to=None)
    RoadmapItem.objects.filter(pk__in=[first.pk, second.pk]).update(due_to=clock.today() - timedelta(days=1))
    head = signed_in(member(Role.HEAD, organisation=school))
    page = head.get(roadmap.get_absolute_url()).content.decode()
    assert "Сроки 2\xa0пунктов уже прошли" in page
    RoadmapItem.objects.filter(pk=first.pk).update(status="done", done_on=clock.today())
    assert "Срок одного пункта уже прошёл" in head.get(roadmap.get_absolute_url()).content.decode()
