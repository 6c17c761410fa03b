"""The exported list of pairs, and back."""

from datetime import date

import pytest
from django.test import Client

from imports.actions import stage_import
from imports.models import ImportRow
from mentoring.enums import ENDED, PairStatus
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Form, Kind, Organisation
from spreadsheets.writing.formats import FORMATS
from tests.factories import (
    ActFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PolicyFactory,
    PupilFactory,
    member,
)
from tests.mentoring.test_exports import YEAR, browser, pair, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(short_name="МБОУ «Заречная СОШ № 2»")


@pytest.fixture
def coordinator(school) -> Client:
    return browser(Role.COORDINATOR, municipality=school.municipality)


def brought_back(client: Client, school: Organisation, extension: str) -> dict[int, ImportRow]:
    """The rows of the exported list, read again, by their number in the list."""
    data = client.get(f"/pairs/?export={extension}&sort=starts_on").content
    admin = member(Role.ADMIN, municipality=school.municipality)
    batch = stage_import(
        data=data, filename=f"пары.{extension}", kind="pairs", municipality=school.municipality, by=admin
    )
    return {row.row - 1: row for row in batch.rows.all()}


@pytest.mark.parametrize("extension", FORMATS)
def test_exported_pairs_come_back_without_a_change(extension, school, coordinator):
    PolicyFactory(municipality=school.municipality)
    other = OrganisationFactory(municipality=school.municipality, short_name="ООО «Заречье»")
    day = iter(range(1, 29))

    def begun() -> dict:
        return {"starts_on": date(YEAR, 9, next(day))}

    ended = {"ended_on": date(YEAR, 11, 1), "end_reason_id": "transfer"}
    for status in PairStatus:
        over = ended if status in ENDED else {}
        pair(school, status=status, act=ActFactory(organisation=school), **begun(), **over)
    several = pair(school, **begun())
    several.kinds.set(Kind.objects.filter(code__in=["virtual", "traditional", "short-term"]))
    for form in Form.objects.all():
        pair(school, form=form, **begun())
    pair(school, mentor=MentorFactory(organisation=other), **begun())
    pair(school, mentee=MenteeFactory(organisation=other), **begun())
    namesakes = [MentorFactory(person=person(organisation, "Тёзкина")) for organisation in (school, other)]
    for mentor in namesakes:
        pair(school, mentor=mentor, **begun())
    pair(
        school,
        mentor=MentorFactory(
            person=PersonFactory(organisation=school, last_name="Ким", first_name="Ян", middle_name="")
        ),
        mentee=MenteeFactory(person=PupilFactory(organisation=school, middle_name="Гасан оглы", last_name="Ли-Белых")),
        **begun(),
    )
    found = {
        number: (row.status, row.issue_code, row.changes)
        for number, row in brought_back(coordinator, school, extension).items()
    }
    cancelled = list(PairStatus).index(PairStatus.CANCELLED) + 1
    assert found.pop(cancelled)[0] == "off"
    assert len(found) == Pair.objects.count() - 1
    assert {number: row for number, row in found.items() if row[0] != "unchanged"} == {}


def test_a_school_s_own_file_makes_nobody_of_another_s_mentor(school):
    other = OrganisationFactory(municipality=school.municipality)
    PolicyFactory(municipality=school.municipality)
    pair(school, mentor=MentorFactory(organisation=other))
    curator = member(Role.CURATOR, organisation=school)
    client = Client()
    client.force_login(curator)
    batch = stage_import(
        data=client.get("/pairs/?export=csv").content, filename="пары.csv", kind="pairs",
        municipality=school.municipality, organisation=school, by=curator,
    )  # fmt: skip
    (row,) = batch.rows.all()
    assert (row.status, row.issue_code) == ("error", "foreign_organisation")
