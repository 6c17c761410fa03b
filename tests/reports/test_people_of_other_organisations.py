"""Papers in which people of several organisations meet, and acts of organisations whose names do not decline."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from mentoring.models import Pair
from registry import clock
from registry.enums import ActKind
from registry.models import Act, Municipality, Organisation, Person
from reports.documents.act_citation import act_in_instrumental
from reports.documents.orders.pairing_order import PairingOrder
from tests.factories import OrganisationFactory
from tests.reports import papers
from tests.reports.paper_makers import agreed_pair, issued_order, school_with_policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 9, 1)):
        yield


def text_of_order(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(bytes(pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_who_works_elsewhere_is_printed_with_the_place_of_work() -> None:
    school = school_with_policy()
    clinic = OrganisationFactory(municipality=school.municipality, short_name='ГБУЗ "Заречная ЦРБ"')
    pair = agreed_pair(school)
    mentor, mentee = pair.mentor.person, pair.mentee.person
    Person.objects.filter(pk=mentor.pk).update(organisation=clinic, position="ведущий специалист")
    Person.objects.filter(pk=mentee.pk).update(organisation=school, position="учитель физики")
    document = issued_order(school, Pair.objects.get(pk=pair.pk))
    [row] = document.payload["pairs"]
    assert row["mentor"]["workplace"] == "ГБУЗ «Заречная ЦРБ»"
    assert "workplace" not in row["mentee"]
    assert f"{mentor.full_name}, ведущий специалист ГБУЗ «Заречная ЦРБ»" in text_of_order(document.pdf)


def test_a_post_that_names_the_place_of_work_is_not_followed_by_it() -> None:
    school = school_with_policy()
    clinic = OrganisationFactory(municipality=school.municipality, short_name="Заречная ЦРБ")
    pair = agreed_pair(school)
    Person.objects.filter(pk=pair.mentor.person.pk).update(organisation=clinic, position="врач, Заречная ЦРБ")
    [row] = issued_order(school, Pair.objects.get(pk=pair.pk)).payload["pairs"]
    assert "workplace" not in row["mentor"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Кадетский корпус", "приказом Кадетского корпуса"),
        ("Вечерняя (сменная) школа № 1", "приказом Вечерней (сменной) школы № 1"),
        ("Точка роста", "приказом организации «Точка роста»"),
    ],
)
def test_an_act_is_cited_with_its_issuer_whatever_the_name(name: str, printed: str) -> None:
    school = Organisation(short_name=name, full_name=name)
    act = Act(kind=ActKind.ORDER, number="112", dated=date(2026, 11, 30), organisation=school)
    assert act_in_instrumental(act)[0] == printed
    mark = PairingOrder().context(papers.order(1, organisation={"full_name": name, "short_name": name}))
    assert f"приказом {mark['issuer_genitive']}" == printed


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        (ActKind.ORDER, "приказом уполномоченного органа «Образование»"),
        (ActKind.DIRECTIVE, "распоряжением администрации муниципального образования «Заречье»"),
    ],
)
def test_so_is_an_act_of_a_municipality(kind: ActKind, printed: str) -> None:
    municipality = Municipality(name="Заречье", authorised_body="Образование")
    act = Act(kind=kind, number="112", dated=date(2026, 11, 30), municipality=municipality)
    assert act_in_instrumental(act)[0] == printed
