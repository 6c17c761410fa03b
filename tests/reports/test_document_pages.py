"""The register of papers, a paper's page, and the public check of a code."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.roadmaps import agree_roadmap, submit_roadmap
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairChange, Roadmap
from registry import clock
from registry.enums import ActKind, Role
from reports.actions import cancel_document
from reports.documents.roadmap import RoadmapPaper
from reports.enums import IssuedStatus
from reports.models import IssuedDocument
from reports.views.documents import file_name_of
from reports.views.verification import typed_code
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap
from tests.reports.paper_makers import issued_order, order_in_place_of, school_with_policy, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def document(school) -> IssuedDocument:
    return issued_order(school)


def cancelled(document: IssuedDocument) -> IssuedDocument:
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=clock.today() - timedelta(days=1))
    return cancel_document(document=document, reason="Ошибка у Лагуновой", by=UserFactory())


# --- list -----------------------------------------------------------------------------------------------------------


def test_list_shows_only_papers_of_the_users_place(school, document):
    neighbour = issued_order(OrganisationFactory(municipality=school.municipality))
    stranger = issued_order(school_with_policy())
    address = reverse("reports:documents")

    def seen(user) -> set:
        return set(signed_in(user).get(address).context["table"].data)

    assert seen(member(Role.CURATOR, organisation=school)) == {document}
    assert seen(member(Role.COORDINATOR, municipality=school.municipality)) == {document, neighbour}
    assert seen(member(Role.COORDINATOR, municipality=stranger.municipality)) == {stranger}


def test_list_offers_every_paper_that_one_may_begin(school):
    address = reverse("reports:documents")
    orders, roadmaps = (reverse("reports:paper_sources", args=[slug]) for slug in ("orders", "roadmaps"))
    head = signed_in(member(Role.HEAD, organisation=school)).get(address).content.decode()
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality)).get(address).content.decode()
    operator = signed_in(member(Role.OPERATOR, organisation=school)).get(address).content.decode()
    assert (orders in head, roadmaps in head) == (True, True)
    assert (orders in coordinator, roadmaps in coordinator) == (False, True)
    assert (orders in operator, roadmaps in operator) == (False, False)


def test_list_filters_by_kind_year_number_and_state(school, document):
    client, address = signed_in(member(Role.CURATOR, organisation=school)), reverse("reports:documents")
    with clock.as_at(date(2027, 1, 11)):
        later = issued_order(school, number="7-ОД", dated=date(2027, 1, 11))
    for query, expected in (
        ({"year": "2027"}, [later]),
        ({"q": "135"}, [document]),
        ({"kind": "roadmap"}, []),
        ({"status": "in_force"}, [later, document]),
        ({"organisation": school.pk}, [later, document]),
        ({"year": "99999999999"}, [later, document]),
    ):
        assert list(client.get(address, query).context["table"].data) == expected, query


def test_list_costs_the_same_for_one_and_for_three(school, document):
    user = member(Role.CURATOR, organisation=school)

    def cost() -> int:
        client = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("reports:documents")).status_code == 200
        return len(captured)

    one = cost()
    issued_order(school, number="136")
    issued_order(school, number="137")
    assert cost() == one


def test_list_is_exported_in_the_same_scope(school, document):
    issued_order(OrganisationFactory(municipality=school.municipality), number="999")
    answer = signed_in(member(Role.CURATOR, organisation=school)).get(reverse("reports:documents"), {"export": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")

    import io

    from openpyxl import load_workbook

    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[1] for row in rows[1:]] == ["135/1"]


def test_empty_list_says_what_to_do(school):
    page = signed_in(member(Role.CURATOR, organisation=school)).get(reverse("reports:documents"))
    assert "издайте первый приказ" in page.content.decode()
    assert reverse("reports:paper_sources", args=["orders"]) in page.content.decode()


# --- a paper --------------------------------------------------------------------------------------------------------


def test_page_and_pdf_by_role(school, document):
    pages = [document.get_absolute_url(), reverse("reports:document_pdf", args=[document.pk])]
    cancel = reverse("reports:document_cancel", args=[document.pk])
    reader = signed_in(member(Role.OPERATOR, organisation=school))
    regional = signed_in(member(Role.REGIONAL, municipality=school.municipality))
    stranger = signed_in(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    foreigner = signed_in(member(Role.ADMIN, municipality=MunicipalityFactory()))
    for address in pages:
        assert reader.get(address).status_code == 200
        assert regional.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
        assert foreigner.get(address).status_code == 404
        assert Client().get(address).url.startswith(reverse("account_login"))
    for address in (cancel, reverse("reports:document_supersede", args=[document.pk])):
        assert reader.post(address, {"reason": "нет"}).status_code == 403
        assert stranger.post(address, {"reason": "нет"}).status_code == 404
        assert Client().post(address).status_code == 302
    document.refresh_from_db()
    assert document.status == IssuedStatus.IN_FORCE


def test_reader_sees_no_buttons_that_change(school, document):
    reader = signed_in(member(Role.OPERATOR, organisation=school)).get(document.get_absolute_url()).content.decode()
    head = signed_in(member(Role.HEAD, organisation=school)).get(document.get_absolute_url()).content.decode()
    assert "Скачать PDF" in reader
    assert "Издать взамен" not in reader
    assert "Издать взамен" in head


def test_pdf_is_the_very_file_with_a_russian_name(school, document):
    answer = signed_in(member(Role.CURATOR, organisation=school)).get(
        reverse("reports:document_pdf", args=[document.pk])
    )
    assert answer.content == bytes(document.pdf)
    assert "filename*=utf-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7" in answer["Content-Disposition"]


def test_cancelling_asks_why_and_refuses_under_working_pairs(school, document):
    client = signed_in(member(Role.HEAD, organisation=school))
    address = reverse("reports:document_cancel", args=[document.pk])
    for page in (client.get(address), client.post(address, {"reason": "Ошибка"}, follow=True)):
        assert "действуют пары" in page.content.decode()
        assert 'name="reason"' not in page.content.decode()
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=clock.today() - timedelta(days=1))
    assert "reason" in client.post(address, {"reason": ""}).context["form"].errors
    result = client.post(address, {"reason": "Ошибка в дате"}, follow=True)
    assert "Ошибка в дате" in result.content.decode()


# --- the public check -----------------------------------------------------------------------------------------------


def test_list_file_and_check_of_a_directive_say_that_it_is_one(school):
    school.municipality.policies.update(act_kind=ActKind.DIRECTIVE)
    document = issued_order(school)
    client = signed_in(member(Role.CURATOR, organisation=school))
    act_label = "распоряжение о закреплении наставнических пар (групп)"
    assert act_label in client.get(reverse("reports:documents")).content.decode()
    assert act_label in Client().get(reverse("reports:verify", args=[document.verification_code])).content.decode()
    assert file_name_of(document).startswith("Распоряжение о закреплении")


def test_anybody_may_check_a_code_and_sees_no_people(document):
    page = Client().get(reverse("reports:verify", args=[document.verification_code]))
    text = page.content.decode()
    assert page.status_code == 200
    for phrase in ("135/1", "01.09.2026", document.organisation.short_name.split("«")[0], "действует", document.sha256):
        assert phrase in text
    pair = Pair.objects.get()
    for secret in (
        pair.mentor.person.last_name,
        pair.mentee.person.last_name,
        "Дубровина",
        document.issued_by.last_name,
        document.get_absolute_url(),
    ):
        assert secret not in text


def test_cancelled_and_superseded_papers_say_so(school, document):
    new = order_in_place_of(document, number="140", by=member(Role.HEAD, organisation=school))
    old_page = Client().get(reverse("reports:verify", args=[document.verification_code])).content.decode()
    assert "заменён" in old_page
    assert "140" in old_page
    cancelled(new)
    new_page = Client().get(reverse("reports:verify", args=[new.verification_code])).content.decode()
    assert "не действует" in new_page
    assert "Лагуновой" not in new_page


def test_no_sign_of_a_number_stands_before_none(school, document):
    """«б/н» on pages, in the name of the file and in the reasons that the replacement writes."""
    head = member(Role.HEAD, organisation=school)
    middle = order_in_place_of(document, number="б/н", by=head)
    last = order_in_place_of(middle, number="Б. Н.", title="О закреплении пар взамен", by=head)
    pages = [Client().get(reverse("reports:verify", args=[paper.verification_code])) for paper in (middle, last)]
    pages += [signed_in(head).get(paper.get_absolute_url()) for paper in (document, middle, last)]
    for page in pages:
        text = page.content.decode().replace("&nbsp;", "\xa0")
        assert "б/н" in text
        assert not re.search(r"№\s*б", text, re.IGNORECASE)
    assert PairChange.objects.first().reason == "Взамен приказа б/н — приказ б/н"
    assert " б-н от" in file_name_of(last)


def test_unknown_code_is_404_in_words():
    page = Client().get(reverse("reports:verify", args=["AAAA-BBBB-CCCC-DDDD"]))
    assert page.status_code == 404
    assert "не издавал" in page.content.decode()


@pytest.mark.parametrize("text", ["7kq2 9fhm xw3d p4ta", "7KQ29FHMXW3DP4TA", "7KQ2-9FHM-XW3D-P4TA"])
def test_code_is_understood_as_people_type_it(text):
    assert typed_code(text) == "7KQ2-9FHM-XW3D-P4TA"


def test_typed_code_leads_to_its_paper(document):
    answer = Client().get(reverse("reports:verify_form"), {"code": document.verification_code.lower()})
    assert answer.url == reverse("reports:verify", args=[document.verification_code])
    assert Client().get(reverse("reports:verify_form")).status_code == 200


def test_odd_codes_do_not_break_the_page():
    for code in ("<script>", "…", "7" * 500):
        assert Client().get(f"/verify/{code}/").status_code == 404


# --- roadmaps on paper ----------------------------------------------------------------------------------------------


@pytest.fixture
def roadmap(school):
    return new_roadmap(school, preset="kez-2022")


def agreed(roadmap):
    submit_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=roadmap.organisation))
    return agree_roadmap(roadmap=roadmap, by=UserFactory())


def test_roadmap_prints_as_a_draft_until_it_is_agreed(school, roadmap):
    client = signed_in(member(Role.OPERATOR, organisation=school))
    address = reverse("reports:paper_preview", args=["roadmaps", roadmap.pk])
    draft = client.get(address)
    agreed(roadmap)
    final = client.get(address)
    assert "%D0%9F%D1%80%D0%BE%D0%B5%D0%BA%D1%82" in draft["Content-Disposition"]
    assert "%D0%9F%D1%80%D0%BE%D0%B5%D0%BA%D1%82" not in final["Content-Disposition"]


def test_only_roadmaps_that_the_reader_writes_are_offered_for_a_document(school, roadmap):
    municipal = Roadmap.objects.create(
        municipality=school.municipality, title="Карта района", starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31)
    )
    offered = RoadmapPaper().sources_to_choose
    assert set(offered(member(Role.CURATOR, organisation=school))) == {roadmap}
    assert set(offered(member(Role.COORDINATOR, municipality=school.municipality))) == {municipal}
    assert set(offered(member(Role.ADMIN, municipality=school.municipality))) == {roadmap, municipal}


def test_agreed_roadmap_is_issued_once_a_page(school, roadmap):
    client = signed_in(member(Role.CURATOR, organisation=school))
    address = reverse("reports:paper_issue", args=["roadmaps", roadmap.pk])
    assert "когда дорожная карта согласована" in client.post(address, follow=True).content.decode()
    agreed(roadmap)
    assert "Проверьте перед изданием" in client.get(address).content.decode()
    first = client.post(address, {"instead_of": ""})
    second = client.post(address, {"instead_of": ""})
    assert first.url == second.url == IssuedDocument.objects.get().get_absolute_url()
    approvals = str(IssuedDocument.objects.get().payload["approvals"])
    assert "СОГЛАСОВАНО" in approvals
    assert "УТВЕРЖДАЮ" in approvals
    page = client.get(first.url)
    assert page.status_code == 200
    assert "№" not in str(page.context["document"]), "a roadmap has no number"


def test_who_may_print_and_issue_a_roadmap(school, roadmap):
    agreed(roadmap)
    draft = reverse("reports:paper_preview", args=["roadmaps", roadmap.pk])
    issue = reverse("reports:paper_issue", args=["roadmaps", roadmap.pk])
    operator = signed_in(member(Role.OPERATOR, organisation=school))
    stranger = signed_in(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    assert operator.get(draft).status_code == 200
    assert operator.post(issue).status_code == 403
    assert stranger.get(draft).status_code == 404
    assert stranger.post(issue).status_code == 404
    assert Client().get(draft).status_code == 302
    assert not IssuedDocument.objects.exists()
