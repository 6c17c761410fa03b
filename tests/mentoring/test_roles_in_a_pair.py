"""What the curator, the head and the mentor do about a pair on its screens."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.enums import PairStatus, PlanSection
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Form, RoleModel
from tests.factories import MembershipFactory, PlanItemFactory, UserFactory, member
from tests.mentoring.conftest import END, TODAY, School
from tests.mentoring.test_pair_screens import form_of_pair, page, signed_in
from tests.mentoring.test_pairing_rules import pupil
from tests.stories.desk import Desk


@pytest.mark.requirement("K-5.1-pairs", "K-2-tab3")
@pytest.mark.parametrize("role", ["achiever-underachiever", "leader-passive", "peer-peer"])
def test_a_curator_appoints_a_pupil_to_a_pupil(school: School, role: str) -> None:
    older, younger = pupil(school, mentor=True, grade=9), pupil(school, grade=7)
    fields = form_of_pair(
        school,
        older,
        form=Form.objects.get(code="pupil-pupil").pk,
        role_model=RoleModel.objects.get(code=role).pk,
    )
    signed_in(school.curator).post(reverse("mentoring:pair_new_for", args=[younger.pk]), fields)
    pair = Pair.objects.get()
    assert (pair.mentor, pair.mentee, pair.status) == (older, younger, PairStatus.AGREED)


@pytest.fixture
def head(school: School) -> Client:
    user = UserFactory(last_name="Дубровина", first_name="Ульяна", middle_name="Олеговна")
    MembershipFactory(user=user, role=Role.HEAD, organisation=school.organisation)
    return signed_in(user)


@pytest.mark.requirement("U-4.1-6")
def test_what_the_head_changes_stands_in_the_story_of_the_pair_with_the_name(school: School, head: Client) -> None:
    pair = school.active_pair()
    fields = {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31", "act_way": "later"}
    head.post(reverse("mentoring:pair_extend", args=[pair.pk]), fields)
    shown = page(head, "mentoring:pair", pair.pk).replace("\u00a0", " ")
    story = shown.partition("Ход событий")[2].partition("</section>")[0]
    assert "20.11.2026, Дубровина У. О." in story
    assert "Срок продлён с 31.05.2027 до 31.08.2027: временная нетрудоспособность" in story


@pytest.mark.requirement("U-4.1-9")
def test_the_head_replaces_a_mentor(school: School, head: Client) -> None:
    pair, other = school.active_pair(), school.mentor()
    fields = {"on": TODAY, "end_reason": "mentor_failed", "mentor": other.pk, "ends_on": END, "act_way": "later"}
    head.post(reverse("mentoring:pair_replace", args=[pair.pk]), fields)
    successor = Pair.objects.get(predecessor=pair)
    assert (successor.mentor, successor.mentee) == (other, pair.mentee)


@pytest.mark.requirement("K-2-tab3", "U-5.1-6")
def test_the_mentor_writes_the_plan_and_marks_what_is_done(school: School) -> None:
    pair = school.active_pair()
    mentor = signed_in(member(Role.MENTOR, person=pair.mentor.person))
    edit = reverse("mentoring:programme_edit", args=[pair.pk])
    fields = {
        "goal": "Уверенно вести урок",
        "seen": mentor.get(edit).context["form"]["seen"].value(),
        "plan-TOTAL_FORMS": 1,
        "plan-INITIAL_FORMS": 0,
        "plan-0-section": "practice",
        "plan-0-title": "Открытый урок",
        "plan-0-due_on": "2027-02-01",
    }
    mentor.post(edit, fields)
    item = pair.programme.items.get()
    address = reverse("mentoring:plan_item_done", args=[pair.pk, item.pk])
    mentor.post(address, {"done_on": "2026-11-19", "result": "Урок проведён, задание выполнено"})
    item.refresh_from_db()
    assert (item.title, item.done_on, item.result) == (
        "Открытый урок",
        date(2026, 11, 19),
        "Урок проведён, задание выполнено",
    )


@pytest.mark.requirement("U-3.10")
def test_the_plan_has_the_eight_parts_of_the_source(school: School) -> None:
    pair = school.active_pair()
    for position, section in enumerate(PlanSection):
        PlanItemFactory(programme=pair.programme, section=section, position=position, title=f"Дело {position}")
    shown = page(signed_in(school.curator), "mentoring:programme", pair.pk)
    for phrase in (
        "рабочим местом и коллективом",
        "должностными обязанностями",
        "Меры по профессиональной и должностной адаптации",
        "теоретических и практических вопросов",
        "практических заданий",
        "закреплению знаний и навыков",
        "содействию в выполнении должностных обязанностей",
        "Другие мероприятия",
    ):
        assert phrase in shown


@pytest.mark.requirement("D-4.6.2-op")
def test_the_operator_enters_data_and_decides_nothing(school: School) -> None:
    desk = Desk(member(Role.OPERATOR, organisation=school.organisation))
    mentor, mentee = desk.enters_mentor("Юдина"), desk.enters_mentee("Щукина")
    desk.client.post(reverse("mentoring:pair_new_for", args=[mentee.pk]), form_of_pair(school, mentor))
    assert Pair.objects.get().status == PairStatus.DRAFT

    pair = school.active_pair()
    for name in ("programme_submit", "programme_approve", "stage_advance", "pair_complete", "pair_terminate"):
        assert desk.client.post(reverse(f"mentoring:{name}", args=[pair.pk])).status_code == 403, name
    order = reverse("reports:paper_start", args=["orders", school.organisation.pk])
    for address in (order, reverse("registry:act_add"), reverse("mentoring:pair_secure", args=[pair.pk])):
        assert desk.client.get(address).status_code == 403, address
    pair.refresh_from_db()
    assert (pair.status, pair.programme.status) == (PairStatus.ACTIVE, "draft")
