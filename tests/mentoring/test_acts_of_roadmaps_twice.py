"""An act of a roadmap is named, or taken back, by two people or in two tabs: the second hears what has happened."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.roadmap_stamps import approve_by_act, take_act_back
from mentoring.forms.roadmap_stamps import RoadmapActForm
from mentoring.models import Roadmap
from registry.enums import Role
from tests.factories import ActFactory, member
from tests.mentoring.test_acts_of_roadmaps import NEW, address, roadmap, school
from tests.mentoring.test_roadmaps import signed_in
from tests.posting import version_shown
from tests.test_doubles import at_once

#: two fixtures, made there
__all__ = ["roadmap", "school"]

pytestmark = pytest.mark.django_db


def test_the_second_of_two_who_enter_the_same_act_hears_that_it_is_named(roadmap, school):
    """The moment between the page and its check: the roadmap was read before the first has committed."""
    head = member(Role.HEAD, organisation=school)
    read_before = Roadmap.objects.get(pk=roadmap.pk)
    signed_in(head).post(address(roadmap), NEW)
    form = RoadmapActForm(NEW, {}, user=head, roadmap=read_before)
    assert not form.is_valid()
    assert "Карта уже утверждена: приказ" in form.errors["__all__"][0]

    minutes = {**NEW, "new_kind": "minutes", "new_number": "3", "new_considered_by": "methodical"}
    signed_in(head).post(address(roadmap), minutes)
    form = RoadmapActForm(minutes, {}, user=head, roadmap=read_before)
    assert not form.is_valid()
    assert "у этой карты уже указан" in form.errors["__all__"][0]


def test_who_names_another_act_meanwhile_reads_what_has_happened_and_what_to_do(roadmap, school):
    head = member(Role.HEAD, organisation=school)
    first, second = (
        ActFactory(organisation=school, municipality=school.municipality, dated=date(2026, 8, 25)) for _ in range(2)
    )
    read_before = Roadmap.objects.get(pk=roadmap.pk)
    approve_by_act(roadmap=roadmap, act=first, by=head)
    with pytest.raises(ValidationError) as refusal:
        approve_by_act(roadmap=read_before, act=second, by=head)
    assert refusal.value.messages == [
        f"Пока страница была открыта, карту утвердили другим актом: {first}. Ваш акт у карты не записан. Если верен "
        "ваш, откройте страницу карты заново и укажите его вместо прежнего, с причиной."
    ]
    roadmap.refresh_from_db()
    assert roadmap.act == first


def test_the_date_of_a_new_act_that_cannot_approve_is_told_at_the_date(roadmap, school):
    head = signed_in(member(Role.HEAD, organisation=school))
    ActFactory(organisation=school, municipality=school.municipality, title="План", dated=date(2026, 8, 25))
    Roadmap.objects.filter(pk=roadmap.pk).update(starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31))
    late = head.post(address(roadmap), {**NEW, "sure": "on"}).context["form"].errors
    assert "издан позже, чем кончается" in late["new_dated"][0]
    assert "act" not in late


def test_who_takes_an_act_back_second_hears_that_it_is_gone_and_sees_the_roadmap(roadmap, school):
    head, second = member(Role.HEAD, organisation=school), member(Role.HEAD, organisation=school)
    act = ActFactory(organisation=school, municipality=school.municipality, dated=date(2026, 8, 25))
    stranger_act = ActFactory()
    approve_by_act(roadmap=roadmap, act=act, by=head)
    path, browser = reverse("mentoring:roadmap_act_back", args=[roadmap.pk, act.pk]), signed_in(second)
    take_act_back(roadmap=roadmap, act=act, reason="Приказ другой карты", by=head)
    for answer in (browser.post(path, {"reason": "Ошибка"}, follow=True), browser.get(path, follow=True)):
        page = answer.content.decode()
        assert answer.redirect_chain == [(roadmap.get_absolute_url(), 302)]
        assert "у этой карты его уже убрали" in page
        assert head.get_full_name() in page
    foreign = reverse("mentoring:roadmap_act_back", args=[roadmap.pk, stranger_act.pk])
    assert browser.post(foreign, {"reason": "Ошибка"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_an_act_back_at_one_moment_the_second_hears_of_the_first(school):
    head = member(Role.HEAD, organisation=school)
    roadmap = Roadmap.objects.create(
        organisation=school, municipality=school.municipality, title="Карта", starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31), status="agreed", agreed_on=date(2026, 8, 24), agreed_by=head, columns=["пункт"],
    )  # fmt: skip
    act = ActFactory(organisation=school, municipality=school.municipality, dated=date(2026, 8, 25))
    approve_by_act(roadmap=roadmap, act=act, by=head)
    path = reverse("mentoring:roadmap_act_back", args=[roadmap.pk, act.pk])
    sent = {"reason": "Ошибка", **version_shown(signed_in(head), path)}
    waiting = [signed_in(head) for _ in range(2)]
    answers = at_once(lambda: waiting.pop().post(path, sent))
    assert [answer.status_code for answer in answers] == [302, 302]
    texts = [" ".join(map(str, get_messages(answer.wsgi_request))) for answer in answers]
    assert sum("Гриф убран" in text for text in texts) == 1
    assert sum("уже убрали" in text for text in texts) == 1
