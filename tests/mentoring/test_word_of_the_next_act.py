"""Where newer rules call the act otherwise, the next act of a pair has the new word, and the present one its own."""

import re

import pytest
from django.urls import reverse

from mentoring.actions.endings import complete
from mentoring.enums import DeadlineKind
from registry.actions.acts import cancel_act
from registry.enums import ActKind
from registry.models import Act
from tests.factories import ActFactory, own_rules
from tests.mentoring.conftest import TODAY, deadlines_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(school):
    """Secured by an order before the rules began that say «постановление»."""
    pair = school.active_pair()
    own_rules(school.organisation, valid_from=TODAY, act_kind=ActKind.RESOLUTION)
    return pair


def test_an_item_that_is_done_has_the_word_of_its_own_act(client, school, pair):
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Закрепить приказом" in page
    assert "Закрепить постановлением" not in page


@pytest.mark.parametrize("step", ["extend", "replace", "terminate", "complete"])
def test_a_change_asks_for_the_act_that_the_rules_of_today_have(client, school, pair, step):
    client.force_login(school.curator)
    response = client.get(reverse(f"mentoring:pair_{step}", args=[pair.pk]))
    form = response.context["form"]
    assert form.act_legend.startswith("Постановление")
    assert form.initial["new_kind"] == ActKind.RESOLUTION
    assert form.later_label == "Постановление будет позже"


def test_what_is_due_has_one_word(client, school, pair):
    complete(pair=pair, on=TODAY, reason="Так решили", act_awaited=True, by=school.curator)
    [deadline] = [each for each in deadlines_for(school.curator) if each.kind == DeadlineKind.ACT]
    assert (deadline.action, deadline.why.rpartition(", ")[2]) == ("Внести постановление", "а постановления нет")
    client.force_login(school.curator)
    page = client.get("/worklist/").content.decode()
    assert "Внести постановления об изменениях" in page
    assert not re.search("(Внести|а) приказ", page)


def test_a_pair_says_of_its_cancelled_act_what_agrees_with_it(client, school):
    order = ActFactory(organisation=school.organisation, kind=ActKind.DIRECTIVE, dated=TODAY)
    pair = school.active_pair()
    Act.objects.filter(pk=pair.act_id).update(kind=ActKind.DIRECTIVE)
    pair.act.refresh_from_db()
    cancel_act(act=pair.act, by_act=order, by=school.curator)
    client.force_login(school.curator)
    assert "на котором держится пара, отменено:" in client.get(pair.get_absolute_url()).content.decode()
