"""One more paper is a class and a template: pages, draft, numbers, freezing and verification are there already."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django import forms
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.enums import Role
from registry.models import Organisation
from reports.documents.printed_parts import safe_file_name
from reports.forms import PaperForm
from reports.models import IssuedDocument, PaperDraft
from reports.paper import PAPERS, Gap, Issuer, Paper
from reports.paper_details import PaperDetails
from reports.paper_kinds import PAPER_KINDS
from tests.factories import MunicipalityFactory, OrganisationFactory, member
from tests.reports.paper_makers import signed_in

pytestmark = pytest.mark.django_db

TEMPLATE = """{% extends "reports/papers/paper_base.html" %}{% load papers %}{% block paper %}
<h1>{{ paper.title }} № {{ paper.number|or_gap:"номер" }} от {{ paper.dated|long_date }}</h1>
<p>Выдана: {{ paper.recipient }}</p>
{% endblock %}"""


@dataclass(frozen=True, kw_only=True)
class CertificateDetails(PaperDetails):
    number: str = ""
    dated: date | None = None
    recipient: str = ""


class CertificateForm(PaperForm):
    number = forms.CharField(label="Номер", required=False)
    dated = forms.DateField(label="Дата")
    recipient = forms.CharField(label="Кому")


class Certificate(Paper[Organisation, CertificateDetails]):
    code = "certificate"
    slug = "certificates"
    title = "справка об участии"
    template = "reports/papers/certificate.html"
    right = Right.ISSUE_ORDERS
    details_class = CertificateDetails
    forms = {"edit": CertificateForm}

    def sources(self, user: User) -> QuerySet[Organisation]:
        return Organisation.objects.filter(Access.of(user).where(self.right, organisation=""))

    def subject_of(
        self, source: Organisation, details: CertificateDetails, predecessor: IssuedDocument | None
    ) -> Organisation:
        return source

    def issuer_of(self, subject: Organisation) -> Issuer:
        return Issuer(subject.municipality, subject)

    def payload_from(self, subject: Organisation, details: CertificateDetails) -> dict[str, Any]:
        return {"title": "Справка", "school": subject.short_name, **details.to_json()}

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        return [] if payload["number"] else [Gap("number", "Не указан номер справки.", blocks=True)]

    def file_name(self, payload: Mapping[str, Any]) -> str:
        return safe_file_name(f"Справка {payload['number']}")

    def on_issued(
        self, document: IssuedDocument, subject: Organisation, *, predecessor: IssuedDocument | None, by: User
    ) -> None:
        subject.phone = f"справка {document.number}"
        subject.save()


@pytest.fixture(autouse=True)
def certificate(monkeypatch, settings, tmp_path):
    (tmp_path / "reports/papers").mkdir(parents=True)
    (tmp_path / "reports/papers/certificate.html").write_text(TEMPLATE, encoding="utf-8")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    monkeypatch.setitem(PAPERS, Certificate.code, Certificate())
    monkeypatch.setitem(PAPER_KINDS, Certificate.code, Certificate.title)
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def curator(school) -> Client:
    return signed_in(member(Role.CURATOR, organisation=school))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def begun(client: Client, school: Organisation, **changes) -> str:
    """The address of the check page of a new draft."""
    data = {"number": "7", "dated": "2026-09-01", "recipient": "Лагуновой О. В.", **changes}
    return client.post(reverse("reports:paper_start", args=["certificates", school.pk]), data).url


def issued(client: Client, check: str) -> IssuedDocument:
    client.post(f"{check}issue/", {"fingerprint": client.get(check).context["fingerprint"]})
    return IssuedDocument.objects.get()


def test_its_whole_way_leads_through_the_pages_of_all_papers(school, curator):
    start = curator.get(reverse("reports:paper_sources", args=["certificates"])).url
    assert start == reverse("reports:paper_start", args=["certificates", school.pk])
    assert "Справка об участии" in curator.get(start).content.decode()
    check = begun(curator, school)
    page_text = curator.get(check).content.decode()
    assert "Проверьте перед изданием" in page_text
    assert "Всё заполнено." in page_text

    document = issued(curator, check)

    assert (document.kind, document.number, document.dated) == ("certificate", "7", date(2026, 9, 1))
    assert (document.organisation, document.payload["recipient"]) == (school, "Лагуновой О. В.")
    assert "Выдана: Лагуновой О. В." in text_of(bytes(document.pdf))
    assert document.verification_code in text_of(bytes(document.pdf))
    assert not PaperDraft.objects.exists()
    school.refresh_from_db()
    assert school.phone == "справка 7"


def test_it_stands_in_the_register_and_is_verified_and_cancelled_like_others(school, curator):
    document = issued(curator, begun(curator, school))
    listed = curator.get(reverse("reports:documents"), {"kind": "certificate"})
    assert list(listed.context["table"].data) == [document]
    assert "справка об участии" in listed.content.decode()
    page = curator.get(document.get_absolute_url()).content.decode()
    assert "Издать взамен" not in page
    assert curator.post(reverse("reports:document_supersede", args=[document.pk])).status_code == 404
    assert (
        "справка об участии"
        in Client().get(reverse("reports:verify", args=[document.verification_code])).content.decode()
    )
    curator.post(reverse("reports:document_cancel", args=[document.pk]), {"reason": "Ошибка"})
    document.refresh_from_db()
    assert document.status == "cancelled"


def test_what_is_missing_stops_it_and_can_be_filled_in(school, curator):
    check = begun(curator, school, number="")
    page = curator.get(check)
    assert "Не указан номер справки." in page.content.decode()
    assert not page.context["may_issue"]
    assert f'href="{check}edit/"' in page.content.decode()
    refused = curator.post(f"{check}issue/", {"fingerprint": page.context["fingerprint"]}, follow=True)
    assert "Документ не издан. Не указан номер справки." in refused.content.decode()
    assert "recipient" in curator.post(f"{check}edit/", {"dated": "2026-09-01"}).context["form"].errors
    curator.post(f"{check}edit/", {"number": "8", "dated": "2026-09-02", "recipient": "Кузнецу И. И."})
    assert issued(curator, check).number == "8"


def test_its_project_says_so(school, curator):
    pdf = curator.get(f"{begun(curator, school)}draft.pdf")
    assert "ПРОЕКТ" in text_of(pdf.content)
    assert "Справка № 7 от 1 сентября 2026 г." in text_of(pdf.content)


def test_change_after_checking_is_shown_again(school, curator):
    check = begun(curator, school)
    fingerprint = curator.get(check).context["fingerprint"]
    curator.post(f"{check}edit/", {"number": "9", "dated": "2026-09-01", "recipient": "Другому"})
    page = curator.post(f"{check}issue/", {"fingerprint": fingerprint}, follow=True)
    assert "Сведения изменились" in page.content.decode()
    assert not IssuedDocument.objects.exists()


def test_who_may_issue_it(school, curator):
    start = reverse("reports:paper_start", args=["certificates", school.pk])
    operator = signed_in(member(Role.OPERATOR, organisation=school))
    stranger = signed_in(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    foreigner = signed_in(member(Role.ADMIN, municipality=MunicipalityFactory()))
    assert operator.get(start).status_code == 403
    assert stranger.get(start).status_code == 404
    assert foreigner.get(start).status_code == 404
    assert Client().get(start).status_code == 302
    check = begun(curator, school)
    for address in (check, f"{check}edit/", f"{check}draft.pdf", f"{check}issue/"):
        assert signed_in(member(Role.CURATOR, organisation=school)).get(address).status_code == 404


def test_draft_of_one_paper_is_not_a_draft_of_another(school, curator):
    check = begun(curator, school)
    assert curator.get(check.replace("certificates", "orders")).status_code == 404
    assert curator.get(f"{check}text/").status_code == 404
    assert curator.get(check.replace("certificates", "diplomas")).status_code == 404


def test_admin_chooses_where_to_begin(school):
    second = OrganisationFactory(municipality=school.municipality)
    page = signed_in(member(Role.ADMIN, municipality=school.municipality)).get(
        reverse("reports:paper_sources", args=["certificates"])
    )
    assert set(page.context["sources"]) == {school, second}
    assert reverse("reports:paper_start", args=["certificates", second.pk]) in page.content.decode()
