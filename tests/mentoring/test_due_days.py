"""An item whose term names several months is due in each of them (ADR 53)."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from mentoring.actions.roadmaps import delete_part, submit_roadmap
from mentoring.models import DueDay, Roadmap, RoadmapItem
from mentoring.roadmaps.due_days import days_in_term
from registry import clock
from registry.deadlines import DeadlineScope
from registry.enums import Role
from registry.models import Organisation
from registry.queries.deadlines import deadlines_in
from reports.documents.roadmap import roadmap_payload
from tests.factories import OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db

DECEMBER, MAY = date(2026, 12, 31), date(2027, 5, 31)


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def item(school: Organisation) -> RoadmapItem:
    """«Декабрь 2021, май 2022» of the sample, moved into the year of the roadmap."""
    roadmap = new_roadmap(school, preset="salsk-2021")
    return RoadmapItem.objects.get(section__roadmap=roadmap, number="18.")


def days_due(school: Organisation, item: RoadmapItem, on: date) -> list[date]:
    with clock.as_at(on):
        scope = DeadlineScope.of_user(member(Role.HEAD, organisation=school))
        rows = [row for row in deadlines_in(scope, on) if row.kind == "roadmap_item"]
        return [row.due_on for row in rows if row.row.object_id == item.pk]


@pytest.mark.requirement("S-RM-18")
def test_each_month_of_the_term_falls_due_and_is_marked_by_itself(school: Organisation, item: RoadmapItem) -> None:
    roadmap, head = item.section.roadmap, member(Role.HEAD, organisation=school)
    assert item.term == "Декабрь 2026, май 2027"
    submit_roadmap(roadmap=roadmap, by=head)
    assert days_due(school, item, DECEMBER - timedelta(days=8)) == []
    assert days_due(school, item, DECEMBER) == [DECEMBER]
    assert days_due(school, item, MAY + timedelta(days=1)) == [DECEMBER, MAY]
    first, last = item.due_days.all()
    with clock.as_at(MAY + timedelta(days=1)):
        client, address = signed_in(head), reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, item.pk])
        page = client.get(address)
        assert "Выполнено к 31.12.2026" in page.content.decode()
        sent = {"seen": page.context["form"]["seen"].value(), "status": "planned", f"day_{first.pk}": "2026-12-28"}
        client.post(address, sent)
        item.refresh_from_db()
        assert (item.status, days_due(school, item, clock.today())) == ("under_way", [MAY])
        assert "к 31.12.2026 — выполнено 28.12.2026" in client.get(roadmap.get_absolute_url()).content.decode()
        refused = client.post(address, sent | {"status": "done", "done_on": "2027-05-20"})
        assert f"day_{last.pk}" in refused.context["form"].errors
        seen = client.get(address).context["form"]["seen"].value()
        client.post(address, sent | {"seen": seen, "status": "under_way", f"day_{last.pk}": "2027-05-20"})
    item.refresh_from_db()
    assert (item.status, item.done_on, days_due(school, item, MAY)) == ("done", date(2027, 5, 20), [])
    printed = [row for section in roadmap_payload(roadmap)["sections"] for row in section["items"]]
    assert "Декабрь 2026, май 2027" in [row["term"] for row in printed]


def test_the_list_of_roadmaps_counts_an_item_whose_first_day_is_over(school: Organisation, item: RoadmapItem) -> None:
    roadmap, head = item.section.roadmap, member(Role.HEAD, organisation=school)
    RoadmapItem.objects.exclude(pk=item.pk).delete()
    submit_roadmap(roadmap=roadmap, by=head)
    with clock.as_at(DECEMBER + timedelta(days=1)):
        assert "срок прошёл: 1" in signed_in(head).get("/roadmaps/").content.decode()
        assert "срок прошёл" in signed_in(head).get(roadmap.get_absolute_url()).content.decode()
    with clock.as_at(DECEMBER):
        assert "срок прошёл" not in signed_in(head).get("/roadmaps/").content.decode()


@pytest.mark.parametrize(
    ("days", "stored"),
    [("", None), ("31.12.2026, 31.05.2027", [DECEMBER, MAY]), ("31.05.2027", [MAY]), ("май", None), ("1.1.0001", None)],
)
def test_a_term_of_several_months_asks_for_its_days(school: Organisation, days: str, stored: list[date] | None) -> None:
    roadmap = new_roadmap(school, preset="kez-2022")
    section = roadmap.sections.first()
    sent = {"title": "Мониторинг", "term": "Декабрь, май", "due_days": days, "responsible": "куратор"}
    curator = member(Role.CURATOR, organisation=school)
    address = reverse("mentoring:roadmap_item_add", args=[roadmap.pk, section.pk])
    answer = signed_in(curator).post(address, sent)
    if stored is None:
        assert "due_days" in answer.context["form"].errors
        assert days or "31.12.2026, 31.05.2027" in answer.content.decode()
        return
    item = section.items.get(title="Мониторинг")
    assert (item.due_to, [day.due_on for day in item.due_days.all()]) == (MAY, stored)


def test_a_day_that_stays_keeps_its_mark_when_another_goes(school: Organisation, item: RoadmapItem) -> None:
    item.due_days.filter(due_on=DECEMBER).update(done_on=date(2026, 12, 20))
    client, roadmap = signed_in(member(Role.CURATOR, organisation=school)), item.section.roadmap
    address = reverse("mentoring:roadmap_item_edit", args=[roadmap.pk, item.pk])
    form = client.get(address).context["form"]
    sent = {field.name: field.value() or "" for field in form}
    assert sent["due_days"] == "31.12.2026, 31.05.2027"
    answer = client.post(address, {**sent, "due_days": "31.12.2026"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert list(item.due_days.values_list("due_on", "done_on")) == [(DECEMBER, date(2026, 12, 20))]
    delete_part(part=item, by=UserFactory())
    assert DueDay.history.filter(history_type="-").count() == 2


def test_only_a_list_of_months_in_order_is_one_of_days() -> None:
    year = date(2026, 9, 1), date(2027, 8, 31)
    assert days_in_term("Январь, май", *year) == [date(2027, 1, 31), MAY]
    assert days_in_term("сентябрь, декабрь и март", *year) == [date(2026, 9, 30), DECEMBER, date(2027, 3, 31)]
    for term in ("Январь – май 2027", "Ежегодно, сентябрь", "май", "Май 2027, декабрь 2026", ""):
        assert days_in_term(term, *year) == []


def test_items_that_stood_with_such_a_term_get_their_days(item: RoadmapItem) -> None:
    DueDay.objects.all().delete()
    RoadmapItem.objects.filter(number="19.").update(status="done", done_on=date(2027, 6, 1))
    import_module("mentoring.migrations.0028_due_days_of_items").give_days(apps, None)
    given = DueDay.objects.values_list("item__number", "due_on", "done_on").order_by("item__number", "due_on")
    done = date(2027, 6, 1)
    assert list(given) == [
        ("18.", DECEMBER, None), ("18.", MAY, None), ("19.", date(2027, 1, 31), done), ("19.", MAY, done),
    ]  # fmt: skip
    assert Roadmap.objects.count() == 1
