"""Days without a mentor between a former pair and the next one are named, not passed over."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.actions.endings import replace_mentor
from mentoring.actions.states import change_state
from mentoring.enums import EndReason
from mentoring.models import Pair
from mentoring.queries.mentor_gaps import mentor_gaps
from registry.enums import Role
from tests.factories import ActFactory, member
from tests.mentoring.conftest import END, TODAY

pytestmark = pytest.mark.django_db

LAST = date(2026, 11, 4)
DAY = timedelta(days=1)


@pytest.fixture
def client(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def replaced(school, **fields) -> Pair:
    """The agreed pair after one that ended on LAST."""
    return replace_mentor(
        pair=school.active_pair(), mentor=school.mentor(), on=LAST, end_reason=EndReason.REQUEST, act_awaited=True,
        by=school.curator, **fields,
    )  # fmt: skip


def later(pair: Pair, starts_on: date) -> Pair:
    Pair.objects.filter(pk=pair.pk).update(starts_on=starts_on)
    pair.refresh_from_db()
    return pair


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address, follow=True).content.decode().replace("\u00a0", " ").split())


def words(pair: Pair, **fields) -> list[str]:
    return [gap.words for gap in mentor_gaps([pair], **fields)]


def test_a_replacement_on_the_next_day_has_no_gap_and_a_later_one_names_it(school, client):
    pair = replaced(school)
    assert words(pair) == []
    assert "без наставника" not in text_of(client, pair.get_absolute_url())
    assert words(later(pair, date(2026, 11, 6))) == ["05.11.2026"]
    later(pair, date(2026, 11, 12))
    page = text_of(client, pair.get_absolute_url())
    assert "без наставника с 05.11.2026 по 11.11.2026" in page
    assert "закончилась 04.11.2026, эта начинается 12.11.2026" in page


def test_an_order_that_comes_later_leaves_a_gap_and_the_paper_says_so(school, client):
    pair = replaced(school)
    act = ActFactory(organisation=school.organisation, dated=date(2026, 11, 10), number="77")
    page = client.post(
        reverse("mentoring:pair_secure", args=[pair.pk]), {"act_way": "known", "act": act.pk}, follow=True
    )
    told = " ".join(str(message) for message in page.context["messages"])
    assert "без наставника с 05.11.2026 по 09.11.2026" in told
    text = " ".join(page.content.decode().replace("\u00a0", " ").split())
    assert "эта работает по приказу с 10.11.2026" in text


def test_a_next_pair_that_stands_in_nobodys_place_counts_when_it_begins_soon(school):
    former = replaced(school).predecessor
    change_state(
        pair=change_state(pair=former.successor, to="draft", on=TODAY, reason="Ошибка", by=school.curator),
        to="cancelled", on=TODAY, by=school.curator,
    )  # fmt: skip
    soon = school.pair(school.mentor(), former.mentee, starts_on=date(2026, 11, 12))
    assert words(soon) == ["с 05.11.2026 по 11.11.2026"]
    assert words(later(soon, LAST + timedelta(days=31))) == ["с 05.11.2026 по 04.12.2026"]
    assert words(later(soon, LAST + timedelta(days=32))) == []


def test_days_of_another_mentor_are_no_gap(school):
    pair = later(replaced(school), date(2026, 11, 20))
    act = ActFactory(organisation=school.organisation, dated=date(2026, 11, 8))
    Pair.objects.create(
        mentor=school.mentor(), mentee=pair.mentee, organisation=pair.organisation, form=pair.form, act=act,
        starts_on=date(2026, 11, 8), ends_on=END, ended_on=date(2026, 11, 15), status="completed",
    )  # fmt: skip
    assert words(pair) == ["с 05.11.2026 по 07.11.2026", "с 16.11.2026 по 19.11.2026"]


def test_the_check_of_an_order_names_the_days_that_its_text_does_not_cover(school, client):
    pair = later(replaced(school), date(2026, 11, 8))
    head = Client()
    head.force_login(member(Role.HEAD, organisation=school.organisation))
    start = reverse("reports:paper_start", args=["orders", school.organisation.pk])
    page = head.get(start, {"pair": pair.pk}).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields if page[name].value() is not None}
    sent |= {"pairs": [pair.pk], "number": "78", "dated": "2026-11-12"}
    check = head.post(start, sent, follow=True)
    text = " ".join(check.content.decode().replace("\u00a0", " ").split())
    assert "есть дни без наставника" in text, check.context["form"].errors
    assert "с 05.11.2026 по 07.11.2026, прежняя пара закончилась 04.11.2026" in text
