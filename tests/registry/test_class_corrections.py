"""The correction of what became of one pupil and the pairs that hold the pupil."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring.enums import EndReason, PairStatus
from mentoring.models import Pair
from registry import clock
from registry.enums import Role
from tests.registry.test_classes import TODAY, held_by_a_pair, move_all, pupil

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(district):
    return district.member(Role.CURATOR)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


def test_the_correction_of_one_pupil_asks_about_live_pairs_and_leads_to_those_it_does_not_bring_back(
    district, as_role, by
):
    person = pupil(district.school, "Орлов")
    pair = held_by_a_pair(district.school, person)
    move = move_all(district.school, by).moves.get()
    curator = as_role(Role.CURATOR)
    page = reverse("registry:class_move", args=[district.school.pk, move.pk])
    left = {"outcome": "left", "on": "2026-09-02"}

    def send(**answers):
        return curator.post(page, {"seen": curator.get(page).context["form"]["seen"].value(), **left, **answers})

    assert str(pair) in str(send().context["form"].errors["pairs"])
    assert list(send(pairs="end").context["form"].errors) == ["pairs_reason"]
    stale = curator.get(page).context["form"]["seen"].value()
    Pair.objects.filter(pk=pair.pk).update(ends_on=pair.ends_on - timedelta(days=1))
    answers = {**left, "pairs": "end", "pairs_reason": EndReason.OTHER_OBSTACLE}
    assert curator.post(page, {"seen": stale, **answers}).status_code == 200
    assert send(**answers).status_code == 302
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on) == (PairStatus.TERMINATED, date(2026, 9, 2))

    assert f'href="{pair.get_absolute_url()}"' in curator.get(page).content.decode()
    back = send(outcome="up", on="")
    assert back.url == pair.get_absolute_url()
    assert "сами не вернулись" in curator.get(back.url).content.decode()
