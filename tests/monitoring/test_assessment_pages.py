"""The list of assessments, the form of nine marks, approval and its withdrawal, as people use them."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.actions import approve_assessment
from monitoring.enums import AssessmentStatus
from monitoring.models import Assessment, Indicator
from registry.enums import Role
from tests.factories import (
    AssessmentFactory,
    MembershipFactory,
    MentorFactory,
    OrganisationFactory,
    PolicyFactory,
    UserFactory,
    member,
)
from tests.monitoring.conftest import TODAY
from tests.monitoring.test_scale_reference import PRINCIPLES
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db
LIST = "/monitoring/assessments/"
NEW = "/monitoring/assessments/new/"


@pytest.fixture
def school():
    return OrganisationFactory(short_name="МБОУ «Заречная школа»")


@pytest.fixture
def curator(school):
    return member(Role.CURATOR, organisation=school)


@pytest.fixture
def draft(school):
    return AssessmentFactory(organisation=school)


def at(assessment, *parts) -> str:
    return "/".join([f"{LIST}{assessment.pk}", *parts, ""])


def marks(total: int | None = None, **changes) -> dict[str, str]:
    """What the browser sends: nine marks that add up to `total`, none for None."""
    data = {"held_on": "2026-09-15", "conclusion": ""}
    twos, ones = divmod(total or 0, 2)
    values = [*([2] * twos), *([1] * ones), *([0] * 9)]
    for indicator, value in zip(Indicator.objects.all(), values, strict=False):
        data |= {f"mark_{indicator.pk}": "" if total is None else str(value), f"comment_{indicator.pk}": "есть"}
    return data | changes


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def signed_in(client, user):
    client.force_login(user)
    return client


# --- a new one ------------------------------------------------------------------------------------------------------


def test_a_curator_begins_an_assessment_of_the_own_school(client, curator, school):
    signed_in(client, curator)
    assert client.get(NEW).context["form"].initial["organisation"] == school.pk
    fields = {"organisation": school.pk, "school_year": 2026, "period": "start", "held_on": "15.09.2026"}
    response = client.post(NEW, fields)
    begun = Assessment.objects.get()
    assert (response.status_code, response.url) == (302, at(begun))
    assert (begun.organisation, begun.held_on, begun.made_by) == (school, date(2026, 9, 15), curator)


def test_what_somebody_has_begun_is_opened_instead_of_a_second_draft(client, curator, school, draft):
    fields = {"organisation": school.pk, "school_year": 2026, "period": "start", "held_on": "2026-09-15"}
    response = signed_in(client, curator).post(NEW, fields, follow=True)
    assert response.redirect_chain == [(at(draft), 302)]
    assert "уже начата" in text_of(response)
    assert Assessment.objects.count() == 1


def test_errors_stand_beside_the_fields_and_what_was_typed_stays(client, curator, school):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=9), by=curator)
    fields = {"organisation": school.pk, "school_year": 2026, "period": "start", "held_on": "2026-08-15"}
    response = signed_in(client, curator).post(NEW, fields)
    form = response.context["form"]
    assert (response.status_code, set(form.errors)) == (200, {"period", "held_on"})
    assert 'value="2026-08-15"' in response.content.decode()
    assert Assessment.objects.count() == 1


def test_a_day_of_another_period_is_asked_about(client, curator, school, draft):
    """The month of the day tells the period by the rules; a late or an early assessment is confirmed."""
    PolicyFactory(municipality=school.municipality, monitoring_months=[12, 5])
    signed_in(client, curator)
    fields = {"organisation": school.pk, "school_year": 2026, "period": "end", "held_on": "2026-09-15"}
    page = client.post(NEW, fields)
    assert "а оценка — за другой период: конец года" in page.context["form"].errors["held_on"][0]
    assert 'name="period_right"' in page.content.decode()
    assert client.post(NEW, {**fields, "period_right": "on"}).status_code == 302

    moved = client.post(at(draft), {"held_on": "2026-11-01", "conclusion": "", "seen": seen_of(client, draft)})
    assert "за другой период: начало года" in moved.context["form"].errors["held_on"][0]
    assert 'name="period_right"' in moved.content.decode()


def seen_of(client, assessment) -> str:
    return client.get(at(assessment)).context["form"]["seen"].value()


def test_a_foreign_school_cannot_be_chosen(client, curator):
    foreign = OrganisationFactory()
    fields = {"organisation": foreign.pk, "school_year": 2026, "period": "start", "held_on": "2026-09-15"}
    response = signed_in(client, curator).post(NEW, fields)
    assert "organisation" in response.context["form"].errors
    assert str(foreign) not in response.content.decode()
    assert not Assessment.objects.exists()


# --- the form -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("K-6-indicators")
def test_the_form_asks_nine_questions_with_the_meaning_of_every_mark(client, curator, draft):
    text = text_of(signed_in(client, curator).get(at(draft)))
    assert text.count('role="radiogroup"') == 9
    assert text.count("проявляется в полной мере") == text.count("не проявляется") - 0 == 9
    assert text.count('value="" ') >= 9
    assert "0 из 9</b> · осталось 9 показателей" in text
    assert "Изменения в личности наставляемого" in text
    assert "Если партнёров нет, поставьте балл и поясните его в комментарии." in text


@pytest.mark.requirement("K-6-principles", "D-1.5")
def test_the_ten_principles_stand_beside_the_mark_for_them(client, curator, draft):
    text = text_of(signed_in(client, curator).get(at(draft)))
    indicator = Indicator.objects.get(position=2)
    beside = text.partition(f'id="hint-{indicator.pk}"')[2].partition('class="marks"')[0]
    assert [principle for principle in PRINCIPLES if principle not in beside] == []


@pytest.mark.requirement("D-4.6.3.1-7")
def test_the_council_gives_marks(client, school, draft):
    signed_in(client, member(Role.COUNCIL, organisation=school)).post(at(draft), marks(12))
    assert sum(draft.marks.values_list("value", flat=True)) == 12


def test_a_draft_is_saved_at_any_time_and_tells_how_much_is_left(client, curator, draft):
    first = Indicator.objects.first()
    response = signed_in(client, curator).post(
        at(draft), marks(None, **{f"mark_{first.pk}": "2", "conclusion": "Начали хорошо"}), follow=True
    )
    text = text_of(response)
    assert "Черновик сохранён." in text
    assert "1 из 9</b> · осталось 8 показателей" in text
    assert "Начали хорошо" in text
    draft.refresh_from_db()
    assert (draft.total, draft.status) == (None, AssessmentStatus.DRAFT)
    assert draft.marks.get(indicator=first).value == 2


@pytest.mark.requirement("K-6-subtotals", "K-6-levels", "H-6.4-7")
def test_with_nine_marks_the_server_shows_total_level_and_subtotals(client, curator, draft):
    text = text_of(signed_in(client, curator).post(at(draft), marks(14), follow=True))
    assert "14 из 18</b> · допустимый уровень" in text
    assert "Подытог: 10" in text
    assert "Подытог: 4" in text
    assert "Подытог: 0" in text


def test_impossible_input_is_explained_and_everything_typed_stays(client, curator, draft):
    first, second = Indicator.objects.all()[:2]
    data = marks(None, **{f"mark_{first.pk}": "7", f"mark_{second.pk}": "1", "held_on": "2030-01-01"})
    response = signed_in(client, curator).post(at(draft), data)
    form = response.context["form"]
    assert response.status_code == 200
    assert set(form.errors) == {f"mark_{first.pk}", "held_on"}
    text = text_of(response)
    assert "Балл — 0, 1 или 2." in text
    assert text.count("есть</textarea>") == 9
    assert f'name="mark_{second.pk}" value="1"' in text
    assert not draft.marks.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COORDINATOR])
def test_whoever_may_not_assess_reads_and_cannot_write(client, school, draft, role):
    fields = {"municipality": school.municipality} if role == Role.COORDINATOR else {"organisation": school}
    signed_in(client, member(role, **fields))
    page = client.get(at(draft))
    assert page.status_code == 200
    assert "<fieldset" not in page.content.decode()
    assert client.post(at(draft), marks(18)).status_code == 403
    assert not draft.marks.exists()


def test_an_approved_assessment_is_read_only_and_a_late_save_is_refused_in_words(client, curator, school):
    approved = approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=curator)
    signed_in(client, curator)
    text = text_of(client.get(at(approved)))
    assert "15 · оптимальный" in text
    assert "<fieldset" not in text
    for version in ({}, {"seen": "conclusion=0123456789ab *=0123456789ab"}):
        refused = client.post(at(approved), {**marks(0), **version})
        assert refused.status_code == 200
        assert "изменить её нельзя" in text_of(refused)
    approved.refresh_from_db()
    assert approved.total == 15


# --- approval -------------------------------------------------------------------------------------------------------


def test_save_and_check_leads_to_a_page_with_all_marks_and_approval_freezes_them(client, curator, draft):
    signed_in(client, curator)
    checked = client.post(at(draft), marks(15) | {"approve": "yes"}, follow=True)
    assert checked.redirect_chain == [(at(draft, "approve"), 302)]
    assert "Утвердить: 15 из 18" in text_of(checked)
    draft.refresh_from_db()
    assert draft.status == AssessmentStatus.DRAFT  # looking at the page approves nothing
    result = post_as_shown(client, at(draft, "approve"), follow=True)
    assert "Оценка утверждена: 15 из 18, оптимальный уровень." in text_of(result)
    draft.refresh_from_db()
    assert (draft.status, draft.total, draft.approved_by, draft.approved_on) == ("approved", 15, curator, TODAY)


def test_an_incomplete_assessment_shows_what_is_missing_instead_of_the_button(client, curator, draft):
    signed_in(client, curator)
    text = text_of(client.get(at(draft, "approve")))
    assert "Не выставлены баллы по показателям: 1, 2, 3, 4, 5, 6, 7, 8, 9." in text
    assert "Утвердить:" not in text
    assert post_as_shown(client, at(draft, "approve")).status_code == 200
    draft.refresh_from_db()
    assert draft.status == AssessmentStatus.DRAFT


def test_a_second_approval_of_the_period_is_explained(client, curator, school):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=curator)
    rival = AssessmentFactory(organisation=school, total=12)
    response = post_as_shown(signed_in(client, curator), at(rival, "approve"))
    assert response.status_code == 200
    assert "уже есть утверждённая оценка" in text_of(response)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COUNCIL])
def test_approval_and_withdrawal_need_their_right(client, school, role):
    ready = AssessmentFactory(organisation=school, total=15)
    signed_in(client, member(role, organisation=school))
    for part in ("approve", "withdraw"):
        assert client.get(at(ready, part)).status_code == 403
        assert client.post(at(ready, part), {"reason": "так"}).status_code == 403
    ready.refresh_from_db()
    assert ready.status == AssessmentStatus.DRAFT


def test_withdrawal_asks_for_a_reason_and_the_history_tells_it(client, curator, school):
    approved = approve_assessment(assessment=AssessmentFactory(organisation=school, total=15), by=curator)
    signed_in(client, curator)
    assert "reason" in client.post(at(approved, "withdraw"), {"reason": ""}).context["form"].errors
    text = text_of(client.post(at(approved, "withdraw"), {"reason": "Ошибка в показателе 3"}, follow=True))
    assert "Утверждение отозвано: Ошибка в показателе 3" in text
    approved.refresh_from_db()
    assert (approved.status, approved.total) == (AssessmentStatus.DRAFT, None)


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_scope_with_totals_of_approved_and_progress_of_drafts(client, curator, school):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=8), by=curator)
    half = AssessmentFactory(organisation=school, period="middle", total=18)
    half.marks.filter(indicator__position__gt=4).delete()
    AssessmentFactory(organisation=OrganisationFactory(short_name="Чужая школа"), total=18)
    text = text_of(signed_in(client, curator).get(LIST))
    assert "8 · недопустимый" in text
    assert "заполняется: 4 из 9" in text
    assert "Чужая школа" not in text


@pytest.mark.parametrize(
    ("query", "issue_codes"),
    [
        ("school_year=2025", {2025}),
        ("period=end", {2025}),
        ("status=approved", {2025}),
        ("status=draft", {2026}),
        ("q=заречная", {2025, 2026}),
        ("q=нет такой", set()),
        ("sort=-total", {2025, 2026}),
        ("sort=period", {2025, 2026}),
    ],
)
def test_the_list_is_filtered_and_sorted(client, curator, school, query, issue_codes):
    approve_assessment(
        assessment=AssessmentFactory(organisation=school, school_year=2025, period="end", total=9), by=curator
    )
    AssessmentFactory(organisation=school)
    response = signed_in(client, curator).get(f"{LIST}?{query}")
    assert {row.record.school_year for row in response.context["table"].rows} == issue_codes


def test_the_export_has_the_filtered_rows_of_the_scope_only(client, curator, school):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=9), by=curator)
    AssessmentFactory(organisation=school, period="end")
    AssessmentFactory(organisation=OrganisationFactory(short_name="Чужая школа"), total=18)
    response = signed_in(client, curator).get(f"{LIST}?status=approved&export=xlsx")
    headers, *rows = openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    assert len(rows) == 1
    row = dict(zip(headers, rows[0], strict=True))
    assert (row["Организация"], row["Учебный год"], str(row["Итог"]), row["Уровень"]) == (
        str(school),
        "2026/2027",
        "9",
        "допустимый уровень",
    )


@pytest.mark.parametrize("address", [LIST, f"{LIST}?export=xlsx"])
def test_three_assessments_cost_as_many_queries_as_one(client, curator, school, address):
    def add(year):
        approve_assessment(assessment=AssessmentFactory(organisation=school, school_year=year, total=9), by=curator)
        AssessmentFactory(organisation=school, school_year=year, period="end")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    signed_in(client, curator)
    add(2026)
    cost()
    one = cost()
    add(2025)
    add(2024)
    assert cost() == one


# --- strangers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [(), ("approve",), ("withdraw",)])
def test_a_foreign_assessment_does_not_exist_for_others(client, draft, parts):
    stranger = member(Role.CURATOR, organisation=OrganisationFactory(municipality=draft.organisation.municipality))
    for user in (stranger, member(Role.COORDINATOR, municipality=OrganisationFactory().municipality)):
        signed_in(client, user)
        assert client.get(at(draft, *parts)).status_code == 404
        assert client.post(at(draft, *parts), {"reason": "так"}).status_code == 404


@pytest.mark.parametrize("address", [LIST, NEW, f"{LIST}?export=xlsx"])
def test_those_without_the_right_are_refused_everywhere(client, school, draft, address):
    mentor = MentorFactory(organisation=school)
    people = [
        UserFactory(),
        member(Role.MENTOR, person=mentor.person),
        member(Role.REGIONAL, municipality=school.municipality),
        MembershipFactory(role=Role.CURATOR, organisation=school, until=date(2026, 10, 1)).user,
    ]
    for anonymous in (address, at(draft)):
        assert client.get(anonymous).status_code == 302
    for user in people:
        signed_in(client, user)
        assert client.get(address).status_code == 403
        assert client.get(at(draft)).status_code == 403
