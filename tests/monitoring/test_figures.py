"""One entry in the list of figures brings a figure into the table, the tiles, the spreadsheet and the links."""

from collections.abc import Mapping
from io import BytesIO

import openpyxl
import pytest
from django.db.models import Count
from django.test import Client

from accounts.models import User
from monitoring.figures import catalogue
from monitoring.figures.figure import Figure
from monitoring.figures.formats import Number
from monitoring.figures.rows_behind import RegisterRows
from monitoring.figures.scope import FigureScope
from registry.enums import Role
from registry.models import Organisation, Person
from tests.factories import OrganisationFactory, PersonFactory, member

pytestmark = pytest.mark.django_db


def _count_people(scope: FigureScope) -> Mapping[int, int]:
    people = Person.objects.filter(organisation__in=scope.ids, archived_on__isnull=True).order_by()
    return dict(people.values_list("organisation").annotate(number=Count("pk")))


PEOPLE = Figure(
    code="people",
    label="Люди",
    of_organisation=_count_people,
    of_district=sum,
    format=Number("человек в реестре,человека в реестре,человек в реестре"),
    rows_behind=RegisterRows("registry:mentors"),
)


@pytest.fixture
def school() -> Organisation:
    school = OrganisationFactory(short_name="МБОУ «Заречная школа»")
    PersonFactory.create_batch(2, organisation=school)
    PersonFactory(organisation=OrganisationFactory(municipality=school.municipality, short_name="МБОУ «Луговая школа»"))
    return school


@pytest.fixture
def coordinator(school: Organisation) -> User:
    return member(Role.COORDINATOR, municipality=school.municipality)


@pytest.fixture(autouse=True)
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "FIGURES", (*catalogue.FIGURES, PEOPLE))


def _text(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").split())


def test_it_is_a_column_that_leads_to_its_rows_and_sorts(
    client: Client, coordinator: User, school: Organisation
) -> None:
    text = _text(client, coordinator, "/monitoring/")
    assert f'data-label="Люди"><a href="/mentors/?organisation={school.pk}&amp;on=2026-11-20">2</a></td>' in text
    assert 'href="?sort=people" rel="nofollow">Люди</a>' in text
    client.get("/monitoring/?sort=-people")
    rows = client.get("/monitoring/?sort=-people").context["table"].rows
    assert [row.record.figures["people"] for row in rows] == [2, 1]


def test_a_reader_of_numbers_alone_gets_the_number_without_its_link(client: Client, school: Organisation) -> None:
    text = _text(client, member(Role.REGIONAL, municipality=school.municipality), "/monitoring/")
    assert 'data-label="Люди">2</td>' in text
    assert "<b>3</b><span>человека в реестре</span>" in text
    assert "/mentors/" not in text


def test_it_is_the_last_tile_of_the_district_and_of_an_organisation(
    client: Client, coordinator: User, school: Organisation
) -> None:
    tiles = _text(client, coordinator, "/monitoring/").split('<div class="tiles">')[1].split("<section")[0]
    assert tiles.rpartition("<a ")[2].startswith(
        'class="tile" href="/mentors/?on=2026-11-20"><b>3</b><span>человека в реестре</span>'
    )
    page = _text(client, coordinator, f"/monitoring/organisations/{school.pk}/")
    assert (
        f'href="/mentors/?organisation={school.pk}&amp;on=2026-11-20"><b>2</b><span>человека в реестре</span></a>'
        in page
    )


def test_it_is_a_column_of_the_spreadsheet_with_its_total(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    book = openpyxl.load_workbook(BytesIO(client.get("/monitoring/?export=xlsx").content))
    headings, *rows = book.active.iter_rows(values_only=True)
    column = headings.index("Люди")
    assert {row[0]: row[column] for row in rows} == {"МБОУ «Заречная школа»": 2, "МБОУ «Луговая школа»": 1, "Всего": 3}


def test_without_words_a_tile_has_the_label_and_without_rows_it_sorts_the_table(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Figure(code="staff", label="Люди", of_organisation=_count_people, of_district=sum, format=Number())
    monkeypatch.setattr(catalogue, "FIGURES", (*catalogue.FIGURES[:-1], plain))
    text = _text(client, coordinator, "/monitoring/?page=1")
    assert 'href="?sort=-staff"><b>3</b><span>люди</span></a>' in text
    assert 'data-label="Люди">2</td>' in text
