"""Who has issued, opened and downloaded a paper stands in the log of views, without what was typed as its title."""

import pytest

from mentoring.models import Pair
from registry.enums import Role
from registry.kept_data import CardsOfPerson, kept_data
from registry.models import ViewRecord
from reports.models import PaperDraft
from tests.factories import PersonFactory, member
from tests.reports.paper_makers import agreed_pair, begun_order, issued_order, school_with_policy, signed_in

pytestmark = pytest.mark.django_db


def test_a_paper_issued_opened_and_downloaded(db):
    school = school_with_policy()
    document = issued_order(school)
    browser = signed_in(member(Role.CURATOR, organisation=school))

    browser.get(document.get_absolute_url())
    browser.get(f"{document.get_absolute_url()}pdf/")

    views = ViewRecord.objects.order_by("pk").values_list("kind", "subject", "organisation")
    assert list(views) == [(kind, str(document.act), school.pk) for kind in ("issued", "paper", "download")]


def test_a_draft_that_names_the_person_goes_and_an_issued_paper_stays(db):
    school = school_with_policy()
    pair = agreed_pair(school)
    curator = member(Role.CURATOR, organisation=school)
    begun_order(signed_in(curator), school, pair)
    person = Pair.objects.get(pk=pair.pk).mentor.person
    PaperDraft.objects.update(details={"signers": f"{person.last_name} {person.first_name}"})
    [papers] = [kind for kind in kept_data if kind.title == "Документы"]

    papers.clear(CardsOfPerson(PersonFactory(organisation=school, last_name="Посторонняя")))
    assert PaperDraft.objects.count() == 1
    papers.clear(CardsOfPerson(person))
    assert PaperDraft.objects.count() == 0
