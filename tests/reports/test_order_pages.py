"""From agreed pairs to an issued order in the browser's terms."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mentoring.enums import PairStatus
from registry import clock
from registry.enums import ActKind, Role
from reports.documents.orders.text_form import points_of, text_of
from reports.models import IssuedDocument, PaperDraft
from tests.factories import CuratorFactory, OrganisationFactory, member
from tests.posting import post_as_shown
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issue_order,
    issued_order,
    school_with_policy,
    signed_in,
    typed_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_september():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def curator(school) -> Client:
    return signed_in(member(Role.CURATOR, organisation=school))


def pdf_pages(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def test_whole_way_of_an_order(school, curator):
    CuratorFactory(organisation=school)
    pair = agreed_pair(school)
    start = curator.get(reverse("reports:paper_sources", args=["orders"]))
    assert start.url == reverse("reports:paper_start", args=["orders", school.pk])
    page = curator.get(start.url)
    assert page.context["form"].initial["signatory_name"] == school.head_name
    assert pair.mentor.person.full_name in page.content.decode()

    check = begun_order(curator, school, pair)
    page_text = curator.get(check).content.decode()
    for phrase in ("Проверьте перед изданием", "135/1", "Дубровина Ульяна Олеговна", pair.mentee.person.full_name):
        assert phrase in page_text

    document_page = issue_order(curator, check, follow=True)
    document = IssuedDocument.objects.get()
    assert document_page.redirect_chain[-1][0] == document.get_absolute_url()
    assert document.sha256 in document_page.content.decode()
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE

    pdf = curator.get(reverse("reports:document_pdf", args=[document.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "attachment" in pdf["Content-Disposition"]
    assert pair.mentor.person.full_name in PdfReader(io.BytesIO(pdf.content)).pages[1].extract_text().replace("\n", " ")


def test_second_click_shows_the_order_that_the_first_issued(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    fingerprint = curator.get(check).context["fingerprint"]
    first = curator.post(f"{check}issue/", {"fingerprint": fingerprint})
    second = curator.post(f"{check}issue/", {"fingerprint": fingerprint})
    assert first.url == second.url == IssuedDocument.objects.get().get_absolute_url()
    assert curator.get(check).url == first.url


def test_pair_with_a_withdrawn_consent_is_shown_but_cannot_be_chosen(school, curator):
    pair, bare = agreed_pair(school), agreed_pair(school, consents=False)
    page = curator.get(reverse("reports:paper_start", args=["orders", school.pk]))
    assert [value for value, _words in page.context["form"].fields["pairs"].choices] == [str(pair.pk)]
    assert "согласие наставника на участие" in page.content.decode()
    answer = curator.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(bare))
    assert "pairs" in answer.context["form"].errors


def test_consent_signed_after_the_date_of_the_order_stops_it(school, curator):
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair)
    pair.mentor.person.consents.update(signed_on=date(2026, 9, 2))
    page = curator.get(check)
    assert "На дату приказа нет в силе согласий" in page.content.decode()
    assert not page.context["may_issue"]


def test_pair_named_in_the_address_is_ticked(school, curator):
    pair = agreed_pair(school)
    page = curator.get(reverse("reports:paper_start", args=["orders", school.pk]), {"pair": [pair.pk, "x"]})
    assert page.context["form"].initial["pairs"] == [pair.pk]


def test_from_a_pairs_page_one_comes_to_its_school_with_the_pair_ticked(school):
    pair = agreed_pair(school)
    OrganisationFactory(municipality=school.municipality)
    address = reverse("reports:paper_sources", args=["orders"])
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    answer = admin.get(address, {"pair": pair.pk})
    assert answer.url == f"{reverse('reports:paper_start', args=['orders', school.pk])}?pair={pair.pk}"
    stranger = signed_in(member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.municipality)))
    assert stranger.get(address, {"pair": pair.pk}).status_code == 404
    assert admin.get(address, {"pair": "9" * 30}).status_code == 404


def test_no_agreed_pairs_says_what_to_do_first(school, curator):
    assert "согласуйте пары" in curator.get(reverse("reports:paper_start", args=["orders", school.pk])).content.decode()


def test_what_is_missing_stops_the_issue_and_is_named(school, curator):
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair, number="", grounds="")
    page = curator.get(check)
    assert "Не указан номер приказа." in page.content.decode()
    assert not page.context["may_issue"]
    refused = issue_order(curator, check, follow=True)
    assert "Документ не издан" in refused.content.decode()
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pairs": []}, "pairs"),
        ({"dated": "31.02.2026"}, "dated"),
        ({"programmes_by": "2026-08-31"}, "programmes_by"),
        ({"programmes_by": "2062-01-01"}, "programmes_by"),
    ],
)
def test_wrong_details_are_refused_beside_the_field_and_kept(school, curator, changes, field):
    pair = agreed_pair(school)
    page = curator.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(pair, **changes))
    assert field in page.context["form"].errors
    assert "Дубровина Ульяна Олеговна" in page.content.decode()


def test_consents_are_judged_by_the_day_of_the_order_in_the_list_and_in_issuing(school, curator):
    """A consent signed after the pair begins and before its order is enough; one that is over on that day is not."""
    late = agreed_pair(school, starts_on=date(2026, 8, 20))
    over = agreed_pair(school)
    over.mentor.person.consents.update(valid_until=date(2026, 9, 1))
    start = reverse("reports:paper_start", args=["orders", school.pk])
    page = curator.get(start)
    assert {row.pair for row in page.context["form"].readiness if row.ready} == {late, over}
    page = curator.post(start, typed_order(late, over, dated="2026-09-02"))
    assert [row.pair for row in page.context["not_ready"]] == [over]
    [error] = page.context["form"].errors["pairs"]
    assert error.startswith(f"{over}: на дату приказа нет в силе — согласие наставника на участие")
    issue_order(curator, begun_order(curator, school, late, dated="2026-09-02"))
    late.refresh_from_db()
    assert late.status == PairStatus.ACTIVE


@pytest.mark.parametrize(
    ("dated", "message"),
    [
        ("2062-09-01", "Срок пары «{pair}» кончается 31.05.2027, раньше даты приказа"),
        ("2026-09-09", "Дата акта — не позже 08.09.2026"),
        ("1989-09-01", "Проверьте год: даты раньше 01.01.1990 здесь не бывает"),
    ],
)
def test_an_order_of_no_plausible_day_is_refused_beside_the_date(school, curator, dated, message):
    pair = agreed_pair(school)
    page = curator.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(pair, dated=dated))
    assert message.format(pair=pair) in " ".join(page.context["form"].errors["dated"])


def test_an_order_a_few_days_ahead_is_issued(school, curator):
    pair = agreed_pair(school)
    issue_order(curator, begun_order(curator, school, pair, dated="2026-09-08"))
    assert IssuedDocument.objects.get().dated == date(2026, 9, 8)


def test_number_and_date_already_used_are_refused_beside_the_field(school, curator):
    issued_order(school)
    page = curator.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(agreed_pair(school)))
    assert "number" in page.context["form"].errors


def test_number_of_an_order_is_free_for_a_directive_of_the_same_day(school, curator):
    issued_order(school)
    school.municipality.policies.update(act_kind=ActKind.DIRECTIVE)
    check = begun_order(curator, school, agreed_pair(school))
    issue_order(curator, check)
    assert set(IssuedDocument.objects.values_list("number", "act__kind")) == {
        ("135/1", ActKind.ORDER),
        ("135/1", ActKind.DIRECTIVE),
    }


def test_pages_of_a_directive_speak_as_the_paper_does(school, curator):
    school.municipality.policies.update(act_kind=ActKind.DIRECTIVE)
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair)
    page_text = curator.get(check).content.decode()
    for phrase in ("ОБЯЗЫВАЮ:", "Издать распоряжение", "настоящего распоряжения", "с даты распоряжения"):
        assert phrase in page_text
    others = [curator.get(address).content.decode() for address in (pair.get_absolute_url(), f"{check}edit/")]
    assert "Издать распоряжение" in others[0]
    assert "Новое распоряжение о закреплении" in others[1]
    assert [re.findall("(?i)(?<!номер )приказ(?!ом от)", text) for text in (page_text, *others)] == [[], [], []]
    assert "До слова «ОБЯЗЫВАЮ»" in curator.get(f"{check}text/").content.decode()
    issued = issue_order(curator, check, follow=True).content.decode()
    assert "Распоряжение издано. Скачайте его" in issued


def test_check_page_names_mentees_as_the_paper_will(school, curator):
    school.municipality.policies.update(mentee_term="подопечный")
    assert (
        '<th scope="col">Подопечный</th>'
        in curator.get(begun_order(curator, school, agreed_pair(school))).content.decode()
    )


def test_change_of_the_kind_between_checking_and_issuing_is_shown_again(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    fingerprint = curator.get(check).context["fingerprint"]
    school.municipality.policies.update(act_kind=ActKind.RESOLUTION)
    page = curator.post(f"{check}issue/", {"fingerprint": fingerprint}, follow=True)
    assert "Сведения изменились" in page.content.decode()
    assert not IssuedDocument.objects.exists()


def test_the_same_number_in_the_same_year_is_pointed_out(school, curator):
    issued_order(school)
    check = begun_order(curator, school, agreed_pair(school), dated="2026-09-05")
    assert "уже есть приказ с этим номером" in curator.get(check).content.decode()


def test_next_order_remembers_its_ground(school, curator):
    issued_order(school)
    agreed_pair(school)
    page = curator.get(reverse("reports:paper_start", args=["orders", school.pk]))
    assert page.context["form"].initial["grounds"] == "Положением о системе наставничества"


def test_text_edited_by_hand_is_printed_and_can_be_given_back(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    text = f"{check}text/"
    assert "Контроль за исполнением" in curator.get(text).content.decode()
    curator.post(
        text, {"title": "О наставничестве", "preamble": "Для порядка", "points": "Закрепить пары\n– сразу\n2. Контроль"}
    )
    payload = curator.get(check).context["payload"]
    assert (payload["title"], payload["preamble"]) == ("О наставничестве", "Для порядка")
    assert payload["points"] == [
        {"text": "Закрепить пары", "subpoints": ["сразу"]},
        {"text": "Контроль", "subpoints": []},
    ]
    assert "points" in curator.post(text, {"title": "О", "points": " "}).context["form"].errors
    curator.post(text, {"usual": "1"})
    assert len(curator.get(check).context["payload"]["points"]) == 5


def test_points_survive_the_way_to_the_field_and_back():
    points = [{"text": "Наставникам:", "subpoints": ["Разработать", "Представить"]}, {"text": "Ещё", "subpoints": []}]
    assert points_of(text_of(points)) == points
    assert points_of("1. Первый\n1.1. Подпункт\n2. Второй") == [
        {"text": "Первый", "subpoints": ["Подпункт"]},
        {"text": "Второй", "subpoints": []},
    ]


def test_change_between_checking_and_issuing_is_shown_again(school, curator):
    pair = agreed_pair(school)
    check = begun_order(curator, school, pair)
    fingerprint = curator.get(check).context["fingerprint"]
    person = pair.mentor.person
    person.position = "учитель химии"
    person.save()
    page = curator.post(f"{check}issue/", {"fingerprint": fingerprint}, follow=True)
    assert "Сведения изменились" in page.content.decode()
    assert not IssuedDocument.objects.exists()


def test_pair_taken_by_another_order_meanwhile_is_named(school, curator):
    pair, other = agreed_pair(school), agreed_pair(school)
    check = begun_order(curator, school, pair, other, number="200")
    issued_order(school, pair)
    page = curator.get(check)
    assert "1\u00a0пара из приказа уже не ждут его" in page.content.decode()
    assert not page.context["may_issue"]


def test_draft_pdf_says_that_it_is_a_draft(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    pdf = curator.get(f"{check}draft.pdf")
    assert "inline" in pdf["Content-Disposition"]
    assert "ПРОЕКТ" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


def test_draft_belongs_to_who_began_it(school, curator):
    check = begun_order(curator, school, agreed_pair(school))
    colleague = signed_in(member(Role.CURATOR, organisation=school))
    for address in (check, f"{check}edit/", f"{check}text/", f"{check}draft.pdf"):
        assert colleague.get(address).status_code == 404
    assert colleague.post(f"{check}issue/").status_code == 404


def test_draft_of_a_lost_right_is_not_found(school):
    user = member(Role.CURATOR, organisation=school)
    client = signed_in(user)
    check = begun_order(client, school, agreed_pair(school))
    user.memberships.update(organisation=OrganisationFactory(municipality=school.municipality))
    assert client.get(check).status_code == 404


def test_who_may_begin_an_order(school):
    pair = agreed_pair(school)
    stranger_school = OrganisationFactory(municipality=school.municipality)
    address = reverse("reports:paper_start", args=["orders", school.pk])
    operator = signed_in(member(Role.OPERATOR, organisation=school))
    stranger = signed_in(member(Role.CURATOR, organisation=stranger_school))
    for method in ("get", "post"):
        assert getattr(operator, method)(address, typed_order(pair)).status_code == 403
        assert getattr(stranger, method)(address, typed_order(pair)).status_code == 404
        assert getattr(Client(), method)(address).status_code == 302
    assert operator.get(reverse("reports:paper_sources", args=["orders"])).status_code == 403


def test_pairs_of_another_school_cannot_be_smuggled_in(school, curator):
    foreign = agreed_pair(school_with_policy())
    page = curator.post(
        reverse("reports:paper_start", args=["orders", school.pk]), typed_order(agreed_pair(school), foreign)
    )
    assert "pairs" in page.context["form"].errors


def test_admin_chooses_the_school_first(school):
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    OrganisationFactory(municipality=school.municipality)
    agreed_pair(school)
    page = admin.get(reverse("reports:paper_sources", args=["orders"]))
    assert page.context["sources"][0] == school
    assert "1\u00a0пара" in page.content.decode()


def test_order_in_place_of_another(school, curator):
    pair = agreed_pair(school)
    old = issued_order(school, pair)
    address = reverse("reports:document_supersede", args=[old.pk])
    before = " ".join(curator.get(address).content.decode().split())
    assert "Новый документ будет о 1 паре:" in before
    assert str(pair).replace("\u00a0", " ") in before
    assert "Пока новый документ не издан, действует этот приказ" in before
    assert "станет заменённым и отменённым, а пары будут работать по новому" in before
    assert not PaperDraft.objects.exists()
    answer = post_as_shown(curator, address, {})
    page = curator.get(answer.url)
    assert "pairs" not in page.context["form"].fields
    check = curator.post(answer.url, typed_order(number="140")).url
    assert "взамен" in curator.get(check).content.decode()
    issue_order(curator, check)
    old.refresh_from_db()
    assert old.superseded_by.number == "140"
    new = old.superseded_by
    [page] = pdf_pages(bytes(new.pdf))[:1]
    assert "О закреплении наставнической пары (Взамен приказа от 01.09.2026 № 135/1)" in page
    assert new.payload["replaces"] == {"act_kind": "order", "number": "135/1", "dated": "2026-09-01"}
    for address in (new.get_absolute_url(), reverse("reports:verify", args=[new.verification_code])):
        page_text = " ".join(curator.get(address).content.decode().replace("&nbsp;", " ").split())
        assert "Взамен" in page_text
        assert "№ 135/1 от 01.09.2026" in page_text
    assert "replaces" not in old.payload
    assert "Взамен" not in pdf_pages(bytes(old.pdf))[0]
    pair.refresh_from_db()
    assert pair.act == old.superseded_by.act


def test_nothing_is_issued_in_place_of_an_order_whose_pairs_have_all_ended(school, curator):
    pair = agreed_pair(school)
    old = issued_order(school, pair)
    type(pair).objects.filter(pk=pair.pk).update(act=None, status=PairStatus.AGREED)
    address = reverse("reports:document_supersede", args=[old.pk])
    assert "взамен издавать нечего" in curator.get(address).content.decode()
    curator.post(address)
    assert not PaperDraft.objects.exists()
