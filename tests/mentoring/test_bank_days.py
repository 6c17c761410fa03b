"""The day of coming into a bank against the first day of the pairs there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from registry.enums import Role
from registry.models import Mentee, Mentor
from tests.factories import member
from tests.mentoring.conftest import START, TODAY

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


def test_who_is_only_in_a_draft_may_come_later(school):
    draft = school.pair(school.mentor(included_on=EARLIER), school.mentee(agreed=False, included_on=EARLIER))
    assert Mentor.objects.filter(pk=draft.mentor_id).update(included_on=TODAY)
    assert Mentee.objects.filter(pk=draft.mentee_id).update(included_on=TODAY)
