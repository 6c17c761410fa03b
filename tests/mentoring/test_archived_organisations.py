"""An organisation with open pairs does not leave the lists: its pairs would go on outside them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from mentoring.enums import PairStatus
from registry import clock
from registry.actions.archive import archive_organisation
from registry.enums import Role
from tests.factories import PairFactory, member
from tests.mentoring.conftest import START

pytestmark = pytest.mark.django_db


def test_open_pairs_keep_an_organisation_out_of_the_archive_and_are_linked(school):
    organisation = school.organisation
    school.pair()
    school.pair(mentee=school.mentee(agreed=False))
    boss = Client()
    boss.force_login(admin := member(Role.ADMIN, municipality=organisation.municipality))
    address = f"/organisations/{organisation.pk}/archive/"
    page = boss.get(address)
    links = dict(page.context["links"])
    assert list(links) == ["Согласованные пары — 1", "Черновики пар — 1"]
    for link in links.values():
        assert len(boss.get(link).context["table"].rows) == 1
    boss.post(address, {"deed": "archive"})
    with pytest.raises(ValidationError, match="согласованные пары — 1; черновики пар — 1"):
        archive_organisation(organisation=organisation, by=admin)
    organisation.refresh_from_db()
    assert not organisation.is_archived


def test_pairs_that_are_over_or_end_today_keep_nothing(school):
    organisation = school.organisation
    for days in (0, 30):
        PairFactory(
            organisation=organisation,
            status=PairStatus.COMPLETED,
            starts_on=START,
            ended_on=clock.today() - timedelta(days=days),
        )
    by = member(Role.ADMIN, municipality=organisation.municipality)
    assert archive_organisation(organisation=organisation, by=by).is_archived
