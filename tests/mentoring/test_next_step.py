"""The page of a pair says what is next, ticks items in place and leads from gaps to their items."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.actions.programmes import save_programme, submit_programme
from mentoring.models import Pair, PlanItem, Programme, StageItem, StageItemTemplate
from mentoring.pair_page.page import pair_page
from mentoring.queries.events import events_of
from mentoring.queries.pairs import pairs_visible_to
from mentoring.stages.checklist import Checklist, with_checklist
from registry.enums import Role
from tests.factories import PlanItemFactory, member
from tests.mentoring.conftest import TODAY, School


def next_step(pair: Pair, user):
    seen = with_checklist(pairs_visible_to(user).with_shown_relations()).prefetch_related("kinds").get(pk=pair.pk)
    return pair_page(seen, user).next_step


def do_all_of_stage(school: School, pair: Pair, number: int) -> None:
    for template in StageItemTemplate.objects.filter(stage__number=number, fulfilled_by="", required=True):
        StageItem.objects.get_or_create(
            pair=pair, template=template, defaults={"done_on": TODAY, "done_by": school.curator}
        )


def test_the_next_step_is_a_button_that_does_it(school: School, client: Client) -> None:
    pair = school.active_pair()
    client.force_login(school.curator)
    step = next_step(pair, school.curator)
    assert step.button == "Отметить"
    client.post(step.address, dict(step.fields))
    assert pair.stage_items.count() == 1
    do_all_of_stage(school, pair, 1)
    step = next_step(pair, school.curator)
    assert step.button == "Перейти"
    client.post(step.address, dict(step.fields))
    pair.refresh_from_db()
    assert pair.stage.number == 2
    assert next_step(pair, school.curator).title == "Составить программу: цель и план"


def test_who_waits_is_told_for_whom(school: School) -> None:
    pair = school.active_pair()
    do_all_of_stage(school, pair, 1)
    pair.stage = StageItemTemplate.objects.filter(stage__number=2).first().stage
    pair.save()
    do_all_of_stage(school, pair, 2)
    programme = Programme.objects.get(pair=pair)
    PlanItemFactory(programme=programme)
    save_programme(programme=programme, goal="Цель", by=school.curator)
    assert next_step(pair, school.curator).button == "Отправить"
    submit_programme(programme=programme, by=school.curator)
    waiting = next_step(pair, school.curator)
    assert (waiting.title, waiting.button) == ("Руководитель утверждает программу", "")
    assert next_step(pair, member(Role.HEAD, organisation=school.organisation)).button == "К программе"
    assert next_step(pair, member(Role.MENTEE, person=pair.mentee.person)) is None


def test_a_tick_is_of_today_and_overwrites_nothing(school: School, client: Client) -> None:
    pair = school.active_pair()
    template = StageItemTemplate.objects.get(code="h-5-2-1")
    address = reverse("mentoring:stage_item", args=[pair.pk, template.pk])
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Отметить: Проанализировать проблемы" in page
    client.post(address, {"done_on": "2026-11-10", "evidence": "Справка № 7"})
    client.post(address, {"tick": "yes"})
    mark = pair.stage_items.get()
    assert (mark.done_on, mark.evidence) == (date(2026, 11, 10), "Справка № 7")
    other = StageItemTemplate.objects.get(code="h-5-2-2")
    client.post(reverse("mentoring:stage_item", args=[pair.pk, other.pk]), {"tick": "yes"})
    assert pair.stage_items.get(template=other).done_on == TODAY
    stranger = member(Role.COUNCIL, organisation=school.organisation)
    client.force_login(stranger)
    assert client.post(address, {"tick": "yes"}).status_code == 403


def test_gaps_of_an_end_are_links_and_the_first_stage_does_not_offer_it(school: School, client: Client) -> None:
    pair = school.active_pair()
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url()).content.decode()
    complete = reverse("mentoring:pair_complete", args=[pair.pk])
    assert f'class="btn btn-line" href="{complete}"' not in page
    assert "Завершить, не пройдя всех этапов" in page
    question = client.get(complete).content.decode()
    gaps = question.partition('id="gaps"')[2].partition("</ul>")[0]
    undone = [item.template.code for item in Checklist.of(pair).missing()]
    assert len(undone) > 5
    for code in undone:
        assert f'href="{pair.get_absolute_url()}#item-{code}"' in gaps
        assert f'id="item-{code}"' in page


def test_events_of_a_day_follow_the_life_of_a_pair_however_they_were_entered(school: School) -> None:
    pair = school.active_pair(starts_on=TODAY, ends_on=TODAY + timedelta(days=200))
    pair.changes.create(on=TODAY, from_status="active", to_status="active", reason="Болел", made_by=school.curator)
    noon = timezone.now()
    for hours, change in enumerate(pair.changes.order_by("pk")):
        pair.changes.filter(pk=change.pk).update(on=TODAY, made_at=noon - timedelta(hours=hours))
    Pair.objects.filter(pk=pair.pk).update(created_on=TODAY)
    events = [event.what for event in events_of(Pair.objects.get(pk=pair.pk)) if event.on == TODAY]
    assert events == ["Изменён срок", "Пара закреплена", "Пара согласована", "Внесена пара"]


def test_events_of_a_day_stand_in_the_order_in_which_they_came_and_future_ones_apart(school: School, client) -> None:
    pair = school.active_pair(starts_on=TODAY - timedelta(days=5), ends_on=TODAY + timedelta(days=200))
    template = StageItemTemplate.objects.get(code="h-5-2-1")
    client.force_login(school.curator)
    client.post(reverse("mentoring:stage_item", args=[pair.pk, template.pk]), {"tick": "yes"})
    # history, which holds the moment of a mark, goes by the clock of the machine, not by the day of the test
    later = StageItem.history.latest().history_date + timedelta(minutes=1)
    pair.changes.create(
        on=TODAY, from_status="active", to_status="active", reason="Болел", made_by=school.curator, made_at=later
    )
    events = [event.what for event in events_of(Pair.objects.get(pk=pair.pk)) if event.on == TODAY]
    assert events[:2] == ["Изменён срок", "Выполнено: Проанализировать проблемы"]
    pair.changes.create(
        on=TODAY + timedelta(days=9), from_status="active", to_status="active", reason="Заранее", made_by=school.curator
    )
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Заранее" in page.partition('id="coming"')[2].partition("</ul>")[0]


def test_a_pair_that_is_there_already_is_one_click_away(school: School, client: Client) -> None:
    pair = school.active_pair()
    client.force_login(school.curator)
    answer = client.post(
        reverse("mentoring:pair_new_for", args=[pair.mentee_id]),
        {
            "mentor": pair.mentor_id,
            "organisation": school.organisation.pk,
            "form": pair.form_id,
            "kinds": [kind.pk for kind in pair.kinds.all()],
            "starts_on": "2026-09-01",
            "ends_on": "2027-05-31",
        },
    )
    summary = answer.content.decode().partition('id="error-summary"')[2]
    assert f'<a href="{pair.get_absolute_url()}">Открыть</a>' in summary


def test_the_plan_of_another_pair_is_offered_with_its_days_moved_and_nothing_is_saved(school: School, client) -> None:
    source = school.active_pair()
    PlanItemFactory(programme=source.programme, title="Посетить урок", due_on=date(2026, 9, 11))
    PlanItemFactory(programme=source.programme, title="Подвести итог", due_on=date(2027, 5, 30))
    pair = school.active_pair(starts_on=date(2026, 10, 1))
    client.force_login(school.curator)
    address = reverse("mentoring:programme_edit", args=[pair.pk])
    page = client.get(address, {"from": source.programme.pk})
    rows = [form.initial for form in page.context["plan"].extra_forms if form.initial]
    assert [(row["title"], row["due_on"]) for row in rows] == [
        ("Посетить урок", date(2026, 10, 11)),
        ("Подвести итог", date(2027, 5, 31)),
    ]
    assert not PlanItem.objects.filter(programme__pair=pair).exists()
    PlanItemFactory(programme=pair.programme, title="Посетить урок", due_on=None)
    again = client.get(address, {"from": source.programme.pk}).context["plan"].extra_forms
    assert [form.initial["title"] for form in again if form.initial] == ["Подвести итог"]
    foreign = client.get(address, {"from": "999999"})
    assert not [form for form in foreign.context["plan"].extra_forms if form.initial]


def test_whoever_takes_a_programme_over_has_it_approved_first(school: School) -> None:
    pair = school.active_pair()
    programme = Programme.objects.get(pair=pair)
    PlanItemFactory(programme=programme)
    save_programme(programme=programme, goal="Цель", by=school.curator)
    pair.stage = StageItemTemplate.objects.filter(stage__number=3).first().stage
    pair.save()
    step = next_step(pair, school.curator)
    assert (step.title, step.button) == ("Отправить программу руководителю на утверждение", "Отправить")
