"""Forms and kinds of mentoring as the sources describe them: sides, organisations, terms, groups, no schedule."""

import pytest

from mentoring.actions.activation import activate
from mentoring.actions.programmes import approve_programme, save_programme, submit_programme
from mentoring.enums import PairStatus, ProgrammeStatus
from registry.enums import OrganisationKind, Participant
from registry.models import RoleModel
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from tests.factories import ActFactory, PlanItemFactory
from tests.mentoring.conftest import START, School
from tests.mentoring.test_pairing_rules import employer, form, kinds, refused
from tests.reports.paper_makers import details
from tests.stories.desk import Desk


@pytest.mark.requirement("H-4.1", "H-4.2", "H-4.1…4.3")
@pytest.mark.parametrize("kind", [OrganisationKind.SCHOOL, OrganisationKind.EXTRACURRICULAR])
@pytest.mark.parametrize("code", ["teacher-teacher", "head-teacher"])
def test_teachers_are_mentored_in_general_and_in_extracurricular_education(
    school: School, kind: OrganisationKind, code: str
) -> None:
    mentor = school.mentor()
    school.organisation.kind = kind
    school.organisation.head_name = mentor.person.full_name
    school.organisation.save()
    mentor.refresh_from_db()
    assert school.pair(mentor, form=form(code)).status == PairStatus.AGREED


@pytest.mark.requirement("H-4.3")
def test_the_mentee_of_an_employer_is_a_student(school: School) -> None:
    message = refused(school, "mentee", employer(school), school.mentee(), form=form("employer-student"))
    assert "наставляемый — студент" in message
    student = school.mentee(participant=Participant.STUDENT)
    assert school.pair(employer(school), student, form=form("employer-student")).status == PairStatus.AGREED


@pytest.mark.requirement("H-4.4-5", "D-2.3.6")
def test_situational_mentoring_needs_no_schedule(school: School) -> None:
    pair = school.pair(kinds=kinds("situational"))
    [active] = activate(
        pairs=[pair], act=ActFactory.create(organisation=school.organisation, dated=START), by=school.curator
    )
    programme = save_programme(programme=active.programme, goal="Помощь, когда она нужна", by=school.curator)
    PlanItemFactory(programme=programme, title="Консультация по запросу", due_on=None)
    submit_programme(programme=programme, by=school.curator)
    assert approve_programme(programme=programme, by=school.curator).status == ProgrammeStatus.APPROVED


@pytest.mark.requirement("H-4.4-6", "D-2.3.7")
def test_a_single_meeting_may_be_held_with_a_group(school: School) -> None:
    pair = school.pair(ends_on=START, kinds=kinds("speed", "group"), group_title="Встреча с победителем конкурса")
    assert (pair.status, pair.ends_on, str(pair.group)) == (
        PairStatus.AGREED,
        START,
        "Встреча с победителем конкурса",
    )


@pytest.mark.requirement("U-3.2")
def test_the_four_variations_of_teachers_are_offered_and_ordered_by_the_names_of_the_municipality(
    school: School,
) -> None:
    """Холм calls the second one in another way."""
    own = "лидер педагогического сообщества – педагог, испытывающий проблемы"
    policy = school.organisation.municipality.policies.get()
    policy.form_labels = {"teacher-teacher": "учитель – учитель"}
    policy.role_model_labels = {"leader-communication": own}
    policy.save()
    mentee = school.mentee()
    offered = Desk(school.curator).reads("mentoring:pair_new_for", mentee.pk)
    for name in (
        "учитель – учитель",
        "опытный педагог – молодой специалист",
        own,
        "педагог-новатор – консервативный педагог",
        "опытный предметник – неопытный предметник",
    ):
        assert name in offered, name
    assert "затруднения в сфере коммуникации" not in offered
    pair = school.pair(None, mentee, role_model=RoleModel.objects.get(code="leader-communication"))
    [row] = PairingOrder().payload_from(PairsForOrder(school.organisation, [pair]), details(dated=START))["pairs"]
    assert (row["form"], row["role_model"]) == ("«учитель – учитель»", f"«{own}»")
