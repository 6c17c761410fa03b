"""An employer who cancels a mentor's assignment says so three working days before (ст. 351.8 ТК РФ)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mentoring.actions.corrections import correct_last_day, reopen
from mentoring.actions.endings import terminate
from mentoring.enums import LabourBasis, PairStatus
from mentoring.models import Pair
from registry import clock
from registry.enums import Role
from registry.models import CalendarException, Reason
from registry.queries.working_days import working_day_after
from tests.factories import member
from tests.mentoring.conftest import TODAY  # a Friday

NOTIFIED, EARLIEST = date(2026, 11, 17), TODAY


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def cancelled(school, pair: Pair | None = None, **fields) -> Pair:
    fields = {"on": EARLIEST, "notified_on": NOTIFIED, "end_reason": "employer_cancelled", **fields}
    return terminate(pair=pair or school.active_pair(), by=school.curator, **fields)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 11, 19), date(2026, 11, 24)),  # over a weekend
        (date(2026, 11, 3), date(2026, 11, 9)),  # the 4th is a holiday
        (date(2026, 3, 5), date(2026, 3, 11)),  # Sunday the 8th is made up for on Monday
        (date(2026, 12, 30), date(2027, 1, 12)),
        (date(2026, 5, 8), date(2026, 5, 14)),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(day, expected, db):
    assert working_day_after(day, 3) == expected


def test_days_that_the_government_moves_are_entered_by_hand(db):
    CalendarException.objects.create(day=date(2026, 12, 31), title="перенос с 4 января")
    CalendarException.objects.create(day=date(2027, 1, 9), title="рабочая суббота", is_working=True)
    assert working_day_after(date(2026, 12, 30), 1) == date(2027, 1, 9)
    CalendarException.objects.filter(code="2027-01-09").update(in_use=False)
    assert working_day_after(date(2026, 12, 30), 1) == date(2027, 1, 11)


def test_the_last_day_is_three_working_days_after_the_notice(school):
    pair = school.active_pair()
    with pytest.raises(ValidationError, match=r"по 20\.11\.2026") as refused:
        cancelled(school, pair, on=date(2026, 11, 19))
    assert list(refused.value.message_dict) == ["on"]

    ended = cancelled(school, pair)

    assert (ended.status, ended.ended_on, ended.notified_on) == (PairStatus.TERMINATED, EARLIEST, NOTIFIED)
    assert ended.history.first().notified_on == NOTIFIED


def test_a_holiday_is_no_day_of_the_notice(school):
    """Told on Tuesday the 3rd: the 4th is a holiday, the 7th and the 8th a weekend."""
    pair, told = school.active_pair(), date(2026, 11, 3)
    for on in (date(2026, 11, 6), date(2026, 11, 8)):
        with pytest.raises(ValidationError, match=r"09\.11\.2026"):
            cancelled(school, pair, on=on, notified_on=told)
    assert cancelled(school, pair, on=date(2026, 11, 9), notified_on=told).ended_on == date(2026, 11, 9)


@pytest.mark.parametrize("notified_on", [None, date(2026, 11, 21)])
def test_a_notice_is_asked_for_and_has_been_given(notified_on, school):
    with pytest.raises(ValidationError) as refused:
        cancelled(school, notified_on=notified_on, on=date(2026, 12, 31))
    assert list(refused.value.message_dict) == ["notified_on"]


@pytest.mark.parametrize("basis", [LabourBasis.NOT_APPLICABLE, LabourBasis.DUTIES])
def test_pupils_partners_and_those_whose_duty_it_is_are_exempt(basis, school):
    first, second = school.active_pair(labour_basis=basis), school.active_pair(labour_basis=basis)
    assert cancelled(school, first, notified_on=None).notified_on is None
    with pytest.raises(ValidationError, match="предупреждают до последнего дня"):
        cancelled(school, second, notified_on=EARLIEST)
    assert cancelled(school, second, notified_on=date(2026, 11, 19)).ended_on == EARLIEST


def test_the_mentor_refuses_on_any_day(school):
    ended = cancelled(school, end_reason="mentor_refused", notified_on=None, on=TODAY)
    assert (ended.end_reason_id, ended.notified_on) == ("mentor_refused", None)
    assert cancelled(school, end_reason="mentor_refused", on=TODAY).notified_on is None


def test_the_page_asks_and_shows_the_day_of_notice(school):
    client, pair = Client(), school.active_pair()
    client.force_login(school.curator)
    address = reverse("mentoring:pair_terminate", args=[pair.pk])
    sent = {"on": "2026-11-20", "end_reason": "employer_cancelled", "act_way": "later"}
    assert "notified_on" in client.post(address, sent).context["form"].errors
    assert client.post(address, {**sent, "notified_on": "2026-11-17"}).status_code == 302
    assert "наставника предупредили 17.11.2026" in client.get(pair.get_absolute_url()).content.decode()


def test_a_corrected_last_day_keeps_to_the_notice_and_a_reopened_pair_has_none(school):
    head, pair = member(Role.HEAD, organisation=school.organisation), cancelled(school)
    with pytest.raises(ValidationError, match="три рабочих дня"):
        correct_last_day(pair=pair, on=date(2026, 11, 19), reason="Описка", by=head)
    with clock.as_at(date(2026, 12, 1)):
        assert reopen(pair=pair, reason="Не та пара", by=head).notified_on is None


def test_the_database_keeps_a_notice_only_of_a_cancellation_and_before_the_end(school):
    pair = cancelled(school)
    for values in ({"end_reason": "request"}, {"notified_on": EARLIEST}, {"notified_on": date(2199, 1, 1)}):
        with pytest.raises(IntegrityError, match="mentoring_pair_notice"), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**values)


def test_a_replacement_by_which_the_employer_cancels_asks_for_the_notice_too(school):
    """A municipality may offer its own reason for both."""
    Reason.objects.create(
        code="own-cancelled", title="Отмена поручения", municipality=school.organisation.municipality,
        for_replacement=True, for_early_end=True, needs_notice=True,
    )  # fmt: skip
    pair, mentor = school.active_pair(), school.mentor()
    client = client_of(school.curator)
    address = reverse("mentoring:pair_replace", args=[pair.pk])
    assert 'name="notified_on"' in client.get(address).content.decode()
    sent = {
        "on": "2026-11-20", "end_reason": "own-cancelled", "mentor": mentor.pk, "ends_on": "2027-05-31",
        "act_way": "later",
    }  # fmt: skip
    assert "notified_on" in client.post(address, sent).context["form"].errors
    assert "on" in client.post(address, {**sent, "notified_on": "2026-11-19"}).context["form"].errors
    assert client.post(address, {**sent, "notified_on": "2026-11-17"}).status_code == 302
    pair.refresh_from_db()
    assert (pair.status, pair.notified_on) == ("replaced", date(2026, 11, 17))


def test_a_replacement_for_other_reasons_asks_for_no_notice(school):
    pair = school.active_pair()
    page = client_of(school.curator).get(reverse("mentoring:pair_replace", args=[pair.pk])).content.decode()
    assert "notified_on" not in page
