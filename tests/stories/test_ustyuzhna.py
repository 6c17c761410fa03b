"""Устюжна: the order of 27.10.2020 № 135/1. Two written consents, at most three mentees, one mentor, an order or
another document; an individual plan of eight parts; a report a month and two reports at the end."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.enums import PairStatus, PlanSection
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Act, Curator, Organisation
from tests.factories import member
from tests.scan_files import PDF
from tests.stories.conftest import StoryDistrict, TurnTo, desk_of, pupil, terms
from tests.stories.desk import Desk

#: the day of the order of the district; pairs are to be made by 30 October (its roadmap, п. 3.5)
ADOPTED = date(2020, 10, 27)
PERIOD = {"starts_on": date(2020, 10, 30), "ends_on": date(2021, 5, 31)}


@pytest.fixture
def school(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(ADOPTED)
    district.adopts("ustyuzhna-2020", valid_from=ADOPTED, basis="приказ от 27.10.2020 № 135/1")
    return district.enters(
        "МОУ «Заозёрная средняя школа»", head_name="Дубровина Ульяна Олеговна", head_position="директор"
    )


@pytest.fixture
def head(school: Organisation) -> Desk:
    return desk_of(Role.HEAD, school)


@pytest.fixture
def curator(school: Organisation, head: Desk) -> Desk:
    head.appoints_curator("Лагунова", on=ADOPTED)
    return desk_of(Role.CURATOR, school)


@pytest.mark.requirement("U-3.5", "U-3.10", "U-3.11", "U-4.1-1", "U-4.1-3", "U-4.1-4", "U-RM-1.4")
def test_a_teacher_gets_the_one_mentor_whom_the_head_names(
    district: StoryDistrict, school: Organisation, head: Desk, curator: Desk
) -> None:
    rules = district.admin.reads("registry:policy_version", district.policy.pk)
    for phrase in ("учитель – учитель", "ученик – ученик", "работодатель – ученик"):
        assert phrase in rules
    appointed = Curator.objects.get(organisation=school)
    assert "приказ № 41-од от 27.10.2020" in head.reads("registry:act", appointed.act.pk)

    mentor, other = curator.enters_mentor("Петрова"), curator.enters_mentor("Суворова")
    mentee = curator.enters_mentee("Рожкова", working_since=date(2020, 9, 1))
    agreement = {**terms("teacher-teacher", "experienced-young"), **PERIOD, "mentor": mentor}

    offered = head.reads("mentoring:pair_new_for", mentee.pk)
    assert "учитель – учитель" in offered
    page_text = head.sends("mentoring:pair_new_for", mentee.pk, **agreement)
    pair = Pair.objects.get(mentee=mentee)
    assert pair.status == PairStatus.DRAFT
    assert "Согласие наставника на участие" in page_text
    assert "Согласие наставляемого на участие" in page_text

    curator.records_consents(mentor.person, on=ADOPTED)
    assert "Не хватает согласий" in curator.presses("mentoring:pair_agree", pair.pk)
    curator.records_consents(mentee.person, on=ADOPTED)
    assert "Пара согласована" in curator.presses("mentoring:pair_agree", pair.pk)
    refusal = head.is_refused("mentoring:pair_new_for", mentee.pk, **{**agreement, "mentor": other})
    assert "наставник у наставляемого один" in refusal

    order = head.issues_order(pair, number="135/2", dated=ADOPTED, grounds="Положением о наставничестве, п. 3.6")
    for phrase in (
        "27 октября 2020 г. № 135/2",
        "с письменного согласия наставника и наставляемого",
        "ПРИКАЗЫВАЮ",
        "на период с 30 октября 2020 г. по 31 мая 2021 г.",
        "индивидуальный план прохождения наставничества и представить его на утверждение",
        "отчёт не реже одного раза в месяц",
        "итоговый отчёт в течение 10 дней по завершении наставничества",
        "Наставляемому представить итоговый отчёт в течение 10 дней",
        "оценив в нём работу наставника",
        "Наставляемый — лицо, в отношении которого осуществляется наставничество (ФИО, должность)",
        "Петрова Мария Сергеевна, учитель биологии",
        "«учитель – учитель»",
        "опытный педагог – молодой специалист",
        "Директор",
        "У. О. Дубровина",
    ):
        assert phrase in order, (phrase, order)
    pair.refresh_from_db()
    assert (pair.status, pair.act.number, pair.stage.number) == (PairStatus.ACTIVE, "135/2", 1)

    the_mentor_writes_the_plan(pair.pk, head, Desk(member(Role.MENTOR, person=mentor.person)))
    the_mentee = Desk(member(Role.MENTEE, person=mentee.person))
    read = the_mentee.sends("mentoring:programme_acquaint", pair.pk, on=ADOPTED)
    assert "наставляемый ознакомлен" in read


def the_mentor_writes_the_plan(pair_pk: int, head: Desk, mentor: Desk) -> None:
    """Eight parts; the head approves (пп. 3.10, 4.1)."""
    rows = {
        f"plan-{index}-{name}": value
        for index, section in enumerate(PlanSection)
        for name, value in (("section", section.value), ("title", f"Дело {index + 1}"), ("due_on", "2021-02-01"))
    }
    written = mentor.sends(
        "mentoring:programme_edit",
        pair_pk,
        goal="Уверенно вести урок биологии",
        **{"plan-TOTAL_FORMS": len(PlanSection), "plan-INITIAL_FORMS": 0, **rows},
    )
    assert "индивидуальный план прохождения наставничества" in written.casefold()
    for section in PlanSection:
        assert section.label in written
    mentor.presses("mentoring:programme_submit", pair_pk)
    assert mentor.client.post(f"/pairs/{pair_pk}/programme/approve/").status_code == 403
    assert "прохождения наставничества утверждён" in head.presses("mentoring:programme_approve", pair_pk)


@pytest.mark.requirement("U-1.2", "U-3.3.4", "U-3.5", "U-3.6")
def test_an_employer_takes_a_pupil_by_a_decision_on_paper(
    district: StoryDistrict, school: Organisation, head: Desk, curator: Desk
) -> None:
    """The form of employers needs the factory's worker, the pupil's parent and no order of the portal."""
    works = district.enters("АО «Заозёрный лён»", kind="enterprise", partner_status="signed")
    mentor = district.admin.enters_mentor(
        "Кузнецов",
        organisation=works,
        first_name="Степан",
        middle_name="Ильич",
        position="главный технолог",
        subject="",
        working_since=date(2018, 2, 1),
        source="partner",
        open_to_others="on",
    )
    young = curator.enters_mentee("Малышев", participant="pupil", **pupil(3, date(2011, 1, 15)))
    older = curator.enters_mentee("Орлов", participant="pupil", **pupil(9, date(2005, 3, 4)))
    agreement = {
        **terms("employer-pupil", "employer-future-employee"),
        **PERIOD,
        "organisation": school,
        "mentor": mentor,
    }
    assert "9 лет, а участвуют с 10 лет" in curator.is_refused("mentoring:pair_new_for", young.pk, **agreement)

    page_text = curator.sends("mentoring:pair_new_for", older.pk, **agreement)
    pair = Pair.objects.get(mentee=older)
    assert "требуется стаж от 5 лет (Устюжна, п. 3.3.4)" in page_text
    for phrase in ("Согласие наставника на участие", "Согласие законного представителя наставляемого на участие"):
        assert phrase in page_text
    assert "Не хватает согласий" in curator.presses("mentoring:pair_agree", pair.pk)
    pair.refresh_from_db()
    assert pair.status == PairStatus.DRAFT
    curator.records_consents(mentor.person, older.person, on=ADOPTED)
    curator.presses("mentoring:pair_agree", pair.pk)

    begun = head.sends(
        "mentoring:pair_secure",
        pair.pk,
        act_way="new",
        new_kind="other",
        new_kind_title="Решение педагогического совета",
        new_number="3",
        new_dated=ADOPTED,
        new_title="Об утверждении наставников от предприятий",
        new_scan=SimpleUploadedFile("решение.pdf", PDF),
    )
    assert "Пара закреплена, начнётся 30.10.2020: решение педагогического совета № 3 от 27.10.2020" in begun
    pair.refresh_from_db()
    assert (pair.status, pair.stage.number) == (PairStatus.ACTIVE, 1)
    act = Act.objects.get(number="3")
    assert head.downloads("registry:act_scan", act.pk) == PDF
    assert "Кузнецов С. И. → Орлов К. А." in head.reads("registry:act", act.pk)


@pytest.mark.requirement("U-3.4", "U-4.1-2", "A16-1")
def test_the_head_sets_how_many_a_mentor_takes_and_nobody_more_than_three(head: Desk, curator: Desk) -> None:
    mentor = curator.enters_mentor("Петрова")
    mentees = [curator.enters_mentee(name) for name in ("Ким", "Рожкова", "Юдина", "Щукина")]
    curator.records_consents(mentor.person, *(mentee.person for mentee in mentees), on=ADOPTED)
    agreement = {**terms("teacher-teacher", "experienced-young"), **PERIOD, "mentor": mentor}

    assert "Введите целое число от 1 до 3." in head.is_refused("registry:mentor_edit", mentor.pk, personal_limit=4)
    head.sends("registry:mentor_edit", mentor.pk, personal_limit=2)
    for mentee in mentees[:2]:
        curator.sends("mentoring:pair_new_for", mentee.pk, **agreement)
    assert "не больше двух" in curator.is_refused("mentoring:pair_new_for", mentees[2].pk, **agreement)
    head.sends("registry:mentor_edit", mentor.pk, personal_limit=3)
    curator.sends("mentoring:pair_new_for", mentees[2].pk, **agreement)
    page_text = curator.is_refused("mentoring:pair_new_for", mentees[3].pk, **agreement)
    assert "не больше трёх" in page_text
    for name in ("Ким", "Рожкова", "Юдина"):
        assert name in page_text
