"""Two people who have their next pair already: the present one does not last into it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.corrections import correct_extension
from mentoring.actions.endings import complete, extend_period, replace_mentor
from mentoring.actions.states import change_state
from mentoring.changes.corrections import obstacles_to_reopening
from mentoring.enums import PairStatus
from mentoring.queries.corrections import end_in_force
from registry import clock
from registry.enums import Role
from registry.models import Policy
from tests.factories import ActFactory, member
from tests.mentoring.conftest import END, TODAY

pytestmark = pytest.mark.django_db

NEXT = END + timedelta(days=20)
WHY = {"why": "illness", "absentee": "mentor"}


@pytest.mark.parametrize("is_secured", [False, True])
def test_no_pair_is_prolonged_into_the_next_one_of_the_same_two(school, is_secured):
    pair = school.active_pair()
    make = school.active_pair if is_secured else school.pair
    make(pair.mentor, pair.mentee, starts_on=NEXT, ends_on=date(2028, 5, 31))
    state = f"закреплена, начнётся {NEXT:%d.%m.%Y}" if is_secured else "согласована"
    with pytest.raises(ValidationError, match="Такая пара уже есть") as refused:
        extend_period(pair=pair, ends_on=NEXT, by=school.curator, **WHY)
    way_out = "продлите вместо этой ту" if is_secured else "верните ту пару в черновики и отмените"
    assert refused.value.messages == [
        f"Такая пара уже есть: {pair} ({state}), срок {NEXT:%d.%m.%Y} – 31.05.2028. "
        f"Укажите день не позже 19.06.2027 или {way_out}."
    ]
    longer = extend_period(pair=pair, ends_on=NEXT - timedelta(days=5), by=school.curator, **WHY)
    with pytest.raises(ValidationError, match="Такая пара уже есть"):
        correct_extension(
            pair=longer, on=NEXT, reason="Описка в дне", by=member(Role.HEAD, organisation=school.organisation)
        )


def test_the_page_of_prolonging_links_the_next_pair_in_whatever_state(school):
    client = Client()
    client.force_login(school.curator)
    pair = school.active_pair()
    other = school.pair(pair.mentor, pair.mentee, starts_on=NEXT, ends_on=date(2028, 5, 31))
    change_state(pair=other, to=PairStatus.DRAFT, on=TODAY, reason="Уточняем", by=school.curator)
    address = reverse("mentoring:pair_extend", args=[pair.pk])
    answer = client.post(address, {**WHY, "ends_on": str(NEXT), "reason": "Болела", "act_way": "later"})
    shown = answer.content.decode()
    assert "или отмените тот черновик" in shown
    assert f'href="{other.get_absolute_url()}"' in shown
    assert "Болела" in shown


@pytest.mark.parametrize("may_have_several", [False, True])
def test_a_pair_is_prolonged_into_that_with_the_next_mentor_only_where_several_are_allowed(school, may_have_several):
    pair = school.active_pair()
    school.pair(mentee=pair.mentee, starts_on=NEXT, ends_on=date(2028, 5, 31))
    Policy.objects.update(several_mentors=may_have_several)
    if may_have_several:
        assert extend_period(pair=pair, ends_on=NEXT, by=school.curator, **WHY).ends_on == NEXT
        return
    with pytest.raises(ValidationError, match="наставник у наставляемого один, а есть другая пара"):
        extend_period(pair=pair, ends_on=NEXT, by=school.curator, **WHY)
    assert extend_period(pair=pair, ends_on=NEXT - timedelta(days=1), by=school.curator, **WHY)


def test_a_next_pair_that_has_not_begun_stands_in_the_way_of_reopening_as_what_it_is(school):
    pair = school.active_pair()
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=TODAY, end_reason="transfer", by=school.curator)
    new = activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)[0]
    pair.refresh_from_db()
    secured = f"Наставляемый уже закреплён за другим наставником с 21.11.2026: «{new}»."
    assert obstacles_to_reopening(pair, end_in_force(pair), by=school.curator)[0] == secured
    with clock.as_at(new.starts_on):
        assert "уже работает в новой паре" in obstacles_to_reopening(pair, end_in_force(pair), by=school.curator)[0]
    complete(pair=new, on=new.starts_on, reason="Цель достигнута", by=school.curator)
    with clock.as_at(new.starts_on + timedelta(days=1)):
        over = f"За этой парой была следующая: «{new}» (завершена)."
        assert obstacles_to_reopening(pair, end_in_force(pair), by=school.curator)[0] == over
