"""The day of coming into a bank against the first day of the pairs there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mentoring.actions.activation import activate
from mentoring.actions.pairs import agree_pair
from mentoring.enums import PairStatus
from registry.enums import Role
from registry.models import Mentee, Mentor
from registry.pages.reader_messages import collect_messages
from tests.factories import ActFactory, PairFactory, member
from tests.mentoring.conftest import START, TODAY, agree

pytestmark = pytest.mark.django_db

EARLIER = START - timedelta(days=30)


@pytest.mark.parametrize("bank", ["mentor", "mentee"])
def test_nobody_comes_into_a_bank_behind_the_first_day_of_a_pair(school, bank):
    pair = school.active_pair(school.mentor(included_on=EARLIER), school.mentee(included_on=EARLIER))
    entry = getattr(pair, bank)
    client = Client()
    client.force_login(member(Role.CURATOR, organisation=school.organisation))
    address = f"/{bank}s/{entry.pk}/edit/"
    form = client.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    sent["included_on"] = TODAY.isoformat()
    page = client.post(address, sent)
    assert f"с {START:%d.%m.%Y}: в базе человек не позже этого дня" in str(page.context["form"].errors["included_on"])
    with pytest.raises(IntegrityError), transaction.atomic():
        type(entry).objects.filter(pk=entry.pk).update(included_on=TODAY)
    assert client.post(address, {**sent, "included_on": START.isoformat()}).status_code == 302
    entry.refresh_from_db()
    assert entry.included_on == START


@pytest.mark.parametrize("bank", [Mentor, Mentee])
def test_the_database_holds_the_day_for_an_agreed_pair_too(school, bank):
    pair = school.pair(school.mentor(included_on=EARLIER), school.mentee(included_on=EARLIER))
    assert pair.status == PairStatus.AGREED
    row = bank.objects.filter(pk=getattr(pair, f"{bank._meta.model_name}_id"))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(included_on=START + timedelta(days=1))
    assert row.update(included_on=START)


def test_a_day_behind_the_first_day_of_a_pair_is_no_obstacle_while_it_stays(school):
    """Of a register that was kept before such days were refused."""
    mentor = school.mentor(included_on=TODAY)
    PairFactory(mentor=mentor, organisation=school.organisation, status=PairStatus.ACTIVE, starts_on=START)
    client = Client()
    client.force_login(school.curator)
    address = f"/mentors/{mentor.pk}/edit/"
    form = client.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    assert client.post(address, {**sent, "note": "Ведёт кружок"}).status_code == 302
    mentor.refresh_from_db()
    assert (mentor.included_on, mentor.note) == (TODAY, "Ведёт кружок")


def test_who_is_only_in_a_draft_may_come_later(school):
    draft = school.pair(school.mentor(included_on=EARLIER), school.mentee(agreed=False, included_on=EARLIER))
    assert Mentor.objects.filter(pk=draft.mentor_id).update(included_on=TODAY)
    assert Mentee.objects.filter(pk=draft.mentee_id).update(included_on=TODAY)


def test_a_pair_that_begins_earlier_brings_both_into_the_banks_with_it(school):
    with collect_messages() as sentences:
        pair = school.pair(school.mentor(included_on=TODAY), school.mentee(agreed=False, included_on=TODAY))
        agree(pair.mentee.person)
        agreed = agree_pair(pair=pair, by=school.curator)
        assert {entry.included_on for entry in _entries(pair)} == {TODAY}  # it may still never come to work
        assert not sentences
        act = ActFactory(organisation=school.organisation, dated=START)
        activate(pairs=[agreed], act=act, by=school.curator)
    for entry in _entries(pair):
        assert entry.included_on == START
        assert entry.history.filter(
            history_user=school.curator, history_change_reason=f"Первый день пары раньше, чем {TODAY:%d.%m.%Y}"
        ).exists()
    assert [f"теперь с {START:%d.%m.%Y}, первого дня пары, а было с {TODAY:%d.%m.%Y}" in one for one in sentences] == [
        True,
        True,
    ]


def _entries(pair):
    return Mentor.objects.get(pk=pair.mentor_id), Mentee.objects.get(pk=pair.mentee_id)
