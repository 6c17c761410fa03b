"""A candidate becomes a mentor who is ready by the decision of the head (Сургут, п. 4.6.1)."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from mentoring.enums import PairStatus
from registry import clock
from registry.actions.candidates import approve_by_order, approve_candidates, propose_again, refuse_candidates
from registry.deadline_providers.candidates import CANDIDATES, DAYS_TO_DECIDE
from registry.deadlines import DeadlineScope
from registry.enums import ActKind, CandidateApproval, MentorReadiness, Role
from registry.models import Mentor
from registry.queries.deadlines import deadlines_in
from tests.factories import ActFactory, MentorFactory, OrganisationFactory, PairFactory, PersonFactory, member
from tests.older_rows import past_the_rules_of_today
from tests.registry.conftest import signed_in
from tests.registry.test_bank_entries import new_mentor

pytestmark = pytest.mark.django_db

URL = "/mentors/candidates/"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


def candidate(organisation, last_name="Новикова", **fields) -> Mentor:
    fields = {"proposed_on": TODAY - timedelta(days=5), **fields}
    return MentorFactory(person=PersonFactory(organisation=organisation, last_name=last_name), **fields)


def decide(browser, *mentors: Mentor, decision="approved", on="2026-11-19", **fields):
    return browser.post(URL, {"mentors": [mentor.pk for mentor in mentors], "decision": decision, "on": on, **fields})


def due_for(user: User) -> list[str]:
    return [d.title for d in deadlines_in(DeadlineScope.of_user(user), clock.today()) if d.kind == CANDIDATES]


@pytest.mark.requirement("D-4.6.1-3")
def test_the_head_approves_many_at_once_with_day_and_minutes(district):
    first, second, third = (candidate(district.school, name) for name in ("Анина", "Борина", "Вилина"))
    head = district.member(Role.HEAD)
    minutes = ActFactory(organisation=district.school, kind=ActKind.MINUTES, dated=date(2026, 11, 18))

    decide(signed_in(head), first, second, act=minutes.pk)

    for mentor in (first, second):
        mentor.refresh_from_db()
        assert (mentor.readiness, mentor.approval) == (MentorReadiness.READY, CandidateApproval.APPROVED)
        assert (mentor.decided_on, mentor.decided_by, mentor.decision_act) == (date(2026, 11, 19), head, minutes)
        assert mentor.history.first().history_user == head
    third.refresh_from_db()
    assert third.approval == CandidateApproval.WAITING
    page = signed_in(head).get(URL).content.decode()
    assert "Вилина" in page
    assert "Анина" not in page


def test_a_refusal_says_why_and_the_candidate_may_be_proposed_again(district, as_role):
    mentor = candidate(district.school)
    head, curator = as_role(Role.HEAD), as_role(Role.CURATOR)

    assert "почему кандидатура отклонена" in decide(head, mentor, decision="refused").content.decode()
    decide(head, mentor, decision="refused", reason="нет стажа")
    card = curator.get(f"/people/{mentor.person_id}/").content.decode()
    assert "нет стажа" in card
    assert "Предложить снова" in card
    curator.post(f"/mentors/{mentor.pk}/propose/")
    mentor.refresh_from_db()
    assert (mentor.approval, mentor.proposed_on, mentor.refusal_reason) == (CandidateApproval.WAITING, TODAY, "")
    assert mentor.history.all()[1].history_change_reason == "Кандидатура отклонена: нет стажа"


@pytest.mark.parametrize("role", [Role.CURATOR, Role.OPERATOR, Role.COUNCIL, Role.ADMIN, Role.COORDINATOR])
def test_nobody_but_the_head_decides(role, district, as_role):
    mentor = candidate(district.school)
    browser = as_role(role)

    page = browser.get(URL)
    assert "Новикова" in page.content.decode()
    assert "Внести решение" not in page.content.decode()
    assert decide(browser, mentor).status_code == 403


def test_the_head_decides_about_the_own_organisation_only(district):
    foreign = candidate(district.other_school, "Чужая")
    head = signed_in(district.member(Role.HEAD))

    answer = decide(head, foreign)

    assert answer.status_code == 200
    assert "Чужая" not in answer.content.decode()
    foreign.refresh_from_db()
    assert foreign.approval == CandidateApproval.WAITING


def test_the_minutes_are_of_the_same_organisation(district):
    mentor = candidate(district.school)
    head = district.member(Role.HEAD)
    foreign = ActFactory(organisation=district.other_school, kind=ActKind.MINUTES)

    assert "act" in decide(signed_in(head), mentor, act=foreign.pk).context["form"].errors


def test_an_act_of_another_matter_decides_only_when_somebody_says_why(district, as_role):
    mentor, day = candidate(district.school), date(2026, 11, 18)
    end = ActFactory(organisation=district.school, dated=day, title="О досрочном прекращении наставничества")
    cancelling = ActFactory(organisation=district.school, dated=day, title="Об отмене приказа № 5")
    ActFactory(organisation=district.school, dated=day, cancelled_by=cancelling)
    head = as_role(Role.HEAD)

    assert [act for act in (end, cancelling) if act in head.get(URL).context["form"].fields["act"].queryset] == [end]
    page = decide(head, mentor, act=end.pk)
    [question] = page.context["form"].errors["why_act"]
    assert question.startswith(f"Заголовок акта говорит о другом: «{end.title}».")
    decide(head, mentor, act=end.pk, why_act="решено его пунктом 3")
    mentor.refresh_from_db()
    assert (mentor.decision_act, "пунктом 3" in mentor.history.first().history_change_reason) == (end, True)


def test_ready_without_a_decision_is_refused_by_forms_and_by_the_database(district, as_role):
    mentor = candidate(district.school)
    form = {"source": "teacher", "readiness": "ready", "included_on": "2026-09-01"}

    page = as_role(Role.CURATOR).post(f"/mentors/{mentor.pk}/edit/", form)
    assert "readiness" in page.context["form"].errors
    for wrong in (
        {"readiness": "ready"},
        {"approval": "approved", "readiness": "ready", "decided_on": TODAY},
        {"approval": "refused", "decided_on": TODAY, "decided_by": district.member(Role.HEAD)},
        {"approval": "unrecorded"},
    ):
        with pytest.raises(IntegrityError, match="registry_mentor_ready_by_decision"), transaction.atomic():
            Mentor.objects.filter(pk=mentor.pk).update(**wrong)


def test_who_is_set_back_to_candidate_waits_again_and_who_is_ready_stays_so(district, as_role):
    mentor = candidate(district.school)
    head, curator = district.member(Role.HEAD), as_role(Role.CURATOR)
    approve_candidates(mentors=[mentor], on=TODAY, by=head)
    form = {"source": "teacher", "included_on": "2026-09-01", "competencies": "Шахматы"}

    curator.post(f"/mentors/{mentor.pk}/edit/", form | {"readiness": "ready"})
    mentor.refresh_from_db()
    assert (mentor.competencies, mentor.approval) == ("Шахматы", CandidateApproval.APPROVED)
    curator.post(f"/mentors/{mentor.pk}/edit/", form | {"readiness": "trained"})
    mentor.refresh_from_db()
    assert (mentor.readiness, mentor.approval, mentor.decided_by) == ("trained", CandidateApproval.WAITING, None)


def test_of_two_who_decide_the_second_is_told(district):
    mentor, head = candidate(district.school), district.member(Role.HEAD)
    refuse_candidates(mentors=[mentor], on=TODAY, reason="нет стажа", by=head)

    with pytest.raises(ValidationError, match="Решение уже внесено"):
        approve_candidates(mentors=[mentor], on=TODAY, by=head)
    propose_again(mentor=mentor, by=head)
    with pytest.raises(ValidationError, match="не отклонена"):
        propose_again(mentor=mentor, by=head)


def test_candidates_wait_on_the_heads_first_page_in_one_line_and_elsewhere_when_the_term_is_near(district):
    for name in ("Анина", "Борина"):
        candidate(district.school, name, proposed_on=TODAY)
    candidate(district.other_school, proposed_on=TODAY)
    head, curator = district.member(Role.HEAD), district.member(Role.CURATOR)

    assert due_for(head) == ["Решить о кандидатах в наставники: 2"]
    assert "Ждут вашего решения" in signed_in(head).get("/worklist/", follow=True).content.decode()
    assert due_for(curator) == []
    with clock.as_at(TODAY + timedelta(days=DAYS_TO_DECIDE - 7)):
        assert due_for(curator) == ["Решить о кандидатах в наставники: 2"]
    with clock.as_at(TODAY + timedelta(days=DAYS_TO_DECIDE - 8)):
        assert due_for(curator) == []


def test_who_left_the_bank_or_works_nowhere_waits_for_nobody(district):
    candidate(district.school, excluded_on=TODAY)
    MentorFactory(person=PersonFactory(organisation=None, municipality=district.municipality))

    assert due_for(district.member(Role.HEAD)) == []


def test_the_list_costs_the_same_for_one_and_for_three(district):
    head, counts = signed_in(district.member(Role.HEAD)), set()
    for name in ("Анина", "Борина", "Вилина"):
        candidate(district.school, name)
        with CaptureQueriesContext(connection) as queries:
            head.get(URL)
        counts.add(len(queries))
    assert len(counts) == 1


def test_a_register_of_before_keeps_who_is_ready_and_approves_who_leads_pairs_by_an_order():
    school = OrganisationFactory()
    ready, leading, waiting = (candidate(school, name) for name in ("Анина", "Борина", "Вилина"))
    act = ActFactory(organisation=school, dated=date(2026, 9, 1))
    PairFactory(organisation=school, mentor=leading, status=PairStatus.ACTIVE, act=act)
    with past_the_rules_of_today(Mentor):
        Mentor.objects.filter(pk=ready.pk).update(readiness="ready")
        import_module("registry.migrations.0015_rights_of_roles").keep_those_who_are_ready(apps, None)
        import_module("mentoring.migrations.0013_candidates_approved_by_orders").approve_by_first_order(apps, None)

    for mentor in (ready, leading, waiting):
        mentor.refresh_from_db()
    assert (ready.readiness, ready.approval) == ("ready", CandidateApproval.UNRECORDED)
    assert (leading.readiness, leading.decision_act, leading.decided_on) == ("ready", act, act.dated)
    assert leading.proposed_on == act.dated
    assert leading.history.first().history_change_reason.startswith("Кандидатура утверждена приказом")
    assert (waiting.readiness, waiting.approval) == ("candidate", CandidateApproval.WAITING)


def test_an_order_approves_only_who_works_there_and_was_not_refused():
    school, neighbour = OrganisationFactory(), OrganisationFactory()
    curator, head = (member(role, organisation=school) for role in (Role.CURATOR, Role.HEAD))
    mentor = candidate(school, "Галина")
    approve_by_order(mentor=mentor, act=ActFactory(organisation=neighbour), by=curator)
    assert Mentor.objects.get(pk=mentor.pk).approval == CandidateApproval.WAITING
    refuse_candidates(mentors=[mentor], on=clock.today(), reason="Нет опыта", by=head)
    propose_again(mentor=mentor, by=curator)
    approve_by_order(mentor=mentor, act=ActFactory(organisation=school), by=curator)
    assert Mentor.objects.get(pk=mentor.pk).approval == CandidateApproval.WAITING
    approve_by_order(mentor=mentor, act=ActFactory(organisation=school), by=head)
    assert Mentor.objects.get(pk=mentor.pk).approval == CandidateApproval.APPROVED


def test_nobody_is_decided_about_before_being_proposed(district):
    mentor = candidate(district.school, proposed_on=date(2026, 11, 18))
    head = district.member(Role.HEAD)
    for decision, fields in (("approved", {}), ("refused", {"reason": "мал стаж"})):
        page = decide(signed_in(head), mentor, decision=decision, on="2026-11-17", **fields)
        assert "не раньше дня, когда кандидатуру предложили" in page.content.decode()
        assert "18.11.2026" in page.content.decode()
    with pytest.raises(ValidationError, match="не раньше дня"):
        approve_candidates(mentors=[mentor], on=date(2026, 11, 17), by=head)
    row = Mentor.objects.filter(pk=mentor.pk)
    decided = {"approval": "approved", "readiness": "ready", "decided_by": head}
    with pytest.raises(IntegrityError, match="registry_mentor_decided_after_proposal"), transaction.atomic():
        row.update(**decided, decided_on=date(2026, 11, 17))
    assert row.get().approval == CandidateApproval.WAITING
    assert decide(signed_in(head), mentor, on="2026-11-18").status_code == 302


def test_who_is_named_by_an_earlier_order_was_proposed_by_then(district):
    mentor = candidate(district.school, proposed_on=TODAY)
    act = ActFactory(organisation=district.school, dated=date(2026, 9, 1))
    approve_by_order(mentor=mentor, act=act, by=district.member(Role.CURATOR))
    mentor.refresh_from_db()
    assert (mentor.proposed_on, mentor.decided_on) == (act.dated, act.dated)


def test_the_question_about_a_namesake_says_what_was_decided(district, as_role):
    refused = candidate(district.school, "Отказова")
    refuse_candidates(mentors=[refused], on=TODAY, reason="мал стаж", by=district.member(Role.HEAD))
    waiting = candidate(district.school, "Ожидова")
    for mentor, message in ((refused, "кандидатура отклонена 20.11.2026: мал стаж"), (waiting, "ещё не утвердил")):
        name = {part: getattr(mentor.person, part) for part in ("last_name", "first_name", "middle_name")}
        page = as_role(Role.CURATOR).post("/mentors/new/", new_mentor(district.school, **name))
        assert message in page.content.decode()
