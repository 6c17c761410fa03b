"""How a pair and its list of events speak of changes whose act is to come, of stages left open and of mistakes."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.actions.corrections import correct_last_day
from mentoring.actions.endings import complete, extend_period, terminate
from mentoring.enums import DeadlineKind, EndReason
from mentoring.models import Pair
from mentoring.queries.roadmap_acts import warnings_about_approving
from tests.factories import ActFactory
from tests.mentoring.conftest import TODAY, deadlines_for
from tests.mentoring.test_roadmaps import new_roadmap

pytestmark = pytest.mark.django_db


def shown(client, pair, user) -> str:
    client.force_login(user)
    return client.get(pair.get_absolute_url()).content.decode()


def test_an_awaited_act_of_an_end_names_the_last_day(client, school):
    pair = school.active_pair()
    complete(pair=pair, on=date(2026, 11, 19), reason="цель достигнута.", act_awaited=True, by=school.curator)
    page = shown(client, pair, school.curator)
    assert "Наставничество завершено, последний день – 19.11.2026 (Цель достигнута). Приказ ещё не внесён." in page
    [deadline] = [each for each in deadlines_for(school.curator) if each.kind == DeadlineKind.ACT]
    assert deadline.why == "Наставничество завершено, последний день – 19.11.2026, а приказа нет"
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
    assert "отсутствовал наставляемый. По справке. Приказ ещё не внесён." in page
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
    assert any("отменяет другой" in doubt for doubt in warnings_about_approving(act, roadmap))
