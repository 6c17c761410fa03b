"""How a pair and its list of events speak of changes whose act is to come, of stages left open and of mistakes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring.actions.corrections import correct_last_day
from mentoring.actions.endings import complete, extend_period, terminate
from mentoring.actions.stage_sets import copy_stage_set
from mentoring.enums import DeadlineKind, EndReason
from mentoring.models import Pair, StageItemTemplate, StageSet
from mentoring.queries.events import events_of
from mentoring.queries.roadmap_acts import warnings_about_approving
from registry import clock
from registry.actions.acts import cancel_act
from tests.factories import ActFactory
from tests.mentoring.conftest import TODAY, deadlines_for
from tests.mentoring.test_roadmaps import new_roadmap
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db


def shown(client, pair, user) -> str:
    client.force_login(user)
    return client.get(pair.get_absolute_url()).content.decode()


def test_an_awaited_act_of_an_end_names_the_last_day(client, school):
    pair = school.active_pair()
    complete(pair=pair, on=date(2026, 11, 19), reason="цель достигнута.", act_awaited=True, by=school.curator)
    page = shown(client, pair, school.curator)
    ended = "Наставничество завершено, последний день — 19.11.2026 (цель достигнута)."
    assert f"{ended} В портале ещё нет приказа об этом." in page
    [deadline] = [each for each in deadlines_for(school.curator) if each.kind == DeadlineKind.ACT]
    assert deadline.why == "Наставничество завершено, последний день — 19.11.2026, а приказа нет"
    form = client.get(deadline.link).context["form"]
    assert form.initial["new_title"] == "О завершении наставничества"


def test_an_awaited_act_of_an_extension_says_no_new_beginning(client, school):
    pair = school.active_pair()
    extend_period(
        pair=pair, ends_on=date(2027, 8, 31), why="illness", absentee="mentee", reason="по справке",
        act_awaited=True, by=school.curator,
    )  # fmt: skip
    page = shown(client, pair, school.curator)
    assert "Действует с" not in page
    assert "отсутствовал наставляемый. По справке. В портале ещё нет приказа об этом." in page
    change = pair.changes.get(act_awaited=True)
    form = client.get(reverse("mentoring:change_act", args=[pair.pk, change.pk])).context["form"]
    assert form.initial["new_title"] == "О продлении срока наставничества"


def test_a_stage_with_required_items_undone_is_not_called_passed(client, school):
    pair = school.active_pair()
    complete(pair=pair, on=date(2026, 11, 19), reason="Так решили", act_awaited=True, by=school.curator)
    page = shown(client, pair, school.curator)
    steps = page[page.index('<ol class="steps">') : page.index("</ol>")]
    assert 'class="done"' not in steps
    assert "последний этап, 01.09.2026 – 19.11.2026, выполнено" in steps
    assert "впереди" not in steps


def test_an_end_that_was_corrected_away_is_not_ahead(client, school, admin):
    pair = school.active_pair()
    terminate(pair=pair, on=date(2026, 12, 20), end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    pair = Pair.objects.get(pk=pair.pk)
    correct_last_day(pair=pair, on=TODAY, reason="описка", by=admin)
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url()).context["page"]
    assert page.coming_events == []
    assert any("последний день 20.12.2026" in event.what for event in page.past_events)


def test_the_question_of_a_move_takes_a_new_order_with_its_scan(client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    page = client.get(reverse("registry:person_transfer", args=[pair.mentor.person_id])).content.decode()
    assert f'name="pair{pair.pk}-new_number"' in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize("title", ["Об отмене решения", "Об отмене приказа об утверждении дорожной карты"])
def test_an_act_that_cancels_is_doubted_as_approval(title, school):
    roadmap = new_roadmap(school.organisation, preset="kez-2022")
    act = ActFactory(organisation=school.organisation, title=title, dated=roadmap.starts_on)
    assert any("отменяет другой" in warning for warning in warnings_about_approving(act, roadmap))


def test_a_corrected_last_day_is_told_beside_the_reason_of_the_end(client, school, admin):
    """The correction stands on the day on which it was made, the end on the right day, each with its own reason."""
    pair = school.active_pair()
    terminate(
        pair=pair, on=date(2026, 11, 5), end_reason=EndReason.REQUEST, reason="устал", act_awaited=True,
        by=school.curator,
    )  # fmt: skip
    correct_last_day(pair=pair, on=date(2026, 11, 10), reason="описка", by=admin)

    events = {event.what: (event.on, event.detail) for event in events_of(Pair.objects.get(pk=pair.pk))}

    end = "Просьба наставника или наставляемого. Устал"
    correction = "Последний день исправлен с 05.11.2026 на 10.11.2026. Описка"
    assert events["Исправлен последний день"] == (TODAY, correction)
    assert events["Наставничество прекращено досрочно"] == (date(2026, 11, 10), end)
    assert events["Прекращено досрочно (ошибка, исправлено)"] == (date(2026, 11, 5), end)
    page = shown(client, pair, school.curator)
    reasons = f"{end[:1].lower()}{end[1:]}. {correction}"
    assert f"последний день — 10.11.2026 ({reasons}). В портале ещё нет приказа об этом." in page
    form = shown_form(client, "pair_last_day", pair, admin)
    assert f"{end}<br>{correction}" in form


def shown_form(client, name, pair, user) -> str:
    client.force_login(user)
    return client.get(reverse(f"mentoring:{name}", args=[pair.pk])).content.decode()


def test_an_end_that_is_ahead_has_not_happened(client, school, admin):
    pair = school.active_pair()
    act = ActFactory(organisation=school.organisation, dated=TODAY)
    complete(pair=pair, on=date(2026, 12, 20), reason="Цель достигнута", act=act, by=school.curator)
    client.force_login(school.curator)
    card = client.get(act.get_absolute_url()).content.decode()
    assert "Наставничество завершится, последний день — 20.12.2026" in card
    client.force_login(admin)
    answer = client.get(reverse("mentoring:pair_extension", args=[pair.pk]), follow=True).content.decode()
    assert "внесено окончание пары, последний день — 20.12.2026" in answer
    assert "кто-то другой" not in answer
    row = client.get(reverse("mentoring:pairs")).content.decode()
    assert "20.12.2026</div>" in row
    assert f"{pair.ends_on:%d.%m.%Y}" not in row


def test_a_pair_over_its_period_is_not_said_to_work(client, school):
    pair = school.active_pair()
    cancel_act(act=pair.act, by_act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    act = ActFactory(organisation=school.organisation, dated=TODAY)
    client.force_login(school.curator)
    with clock.as_at(pair.ends_on + timedelta(days=1)):
        sent = {"act_way": "known", "act": act.pk}
        page = post_as_shown(
            client, reverse("mentoring:pair_secure", args=[pair.pk]), sent, follow=True
        ).content.decode()
    assert "Срок её истёк 31.05.2027" in page
    assert "Пара действует" not in page


def test_an_item_that_the_order_fulfils_does_not_lead_to_the_programme(client, school):
    pair = school.active_pair()
    StageItemTemplate.objects.filter(fulfilled_by="act").update(stage=pair.stage)
    cancel_act(act=pair.act, by_act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    page = shown(client, pair, school.curator)
    item = StageItemTemplate.objects.get(fulfilled_by="act")
    row = page.partition(f'id="item-{item.code}"')[2].partition('<div class="task"')[0]
    assert reverse("mentoring:pair_secure", args=[pair.pk]) in row
    assert "к программе" not in row


def test_stages_of_two_sets_with_one_title_are_told_apart(client, school, admin):
    own = copy_stage_set(
        source=StageSet.objects.of_portal(), municipality=school.organisation.municipality, title="Свои", by=admin
    )
    client.force_login(school.curator)
    choices = client.get(reverse("mentoring:pairs")).context["filter"].form.fields["stage"].choices
    labels = [label for _, group in list(choices)[1:] for _, label in group]
    assert len(labels) == len(set(labels)) > 5
    assert any(own.title in label for label in labels)
