"""Сальск: the order of 15.11.2021 № 866 and its plan of 22 rows. Two forms, «учитель – учитель» by its own name, an
individual educational route, a bank of mentors for a school year."""

from datetime import date

import pytest

from mentoring.enums import PairStatus
from registry.enums import Role
from registry.models import Act
from tests.stories.conftest import StoryDistrict, TurnTo, begun_roadmap, desk_of, pupil, terms
from tests.stories.desk import words_of_pdf

ADOPTED = date(2021, 11, 15)
PERIOD = {"starts_on": ADOPTED, "ends_on": date(2022, 5, 31)}


@pytest.mark.requirement("S-forms", "S-RM", "S-numbers", "S-terms")
def test_the_district_adopts_its_plan_and_a_school_its_pairs(district: StoryDistrict, turn_to: TurnTo) -> None:
    turn_to(ADOPTED)
    policy = district.adopts("salsk-2021", valid_from=ADOPTED, basis="приказ от 15.11.2021 № 866")
    for phrase in (
        "учитель – учитель; ученик – ученик",
        "январь, май, декабрь",
        "индивидуальный образовательный маршрут",
    ):
        assert phrase in policy, (phrase, policy)
    the_plan_is_approved_by_the_order(district)

    school = district.enters(
        "МБОУ «Заозёрная СОШ № 5»", pilot="on", head_name="Дубровина Ульяна Олеговна", head_position="директор"
    )
    head, curator = desk_of(Role.HEAD, school), desk_of(Role.CURATOR, school)
    head.appoints_curator("Лагунова", on=ADOPTED)
    teachers = curator.enters_mentor("Петрова"), curator.enters_mentee("Рожкова", working_since=date(2021, 9, 1))
    of_ninth = {**pupil(9, date(2006, 2, 1)), "position": "", "subject": ""}
    pupils = (
        curator.enters_mentor("Берёзкин", source="pupil", **of_ninth),
        curator.enters_mentee("Орлов", participant="pupil", **pupil(7, date(2008, 3, 4))),
    )
    curator.records_consents(*(entry.person for entry in (*teachers, *pupils)), on=ADOPTED)
    pairs = [
        curator.enters_pair(*teachers, **terms("teacher-teacher", "experienced-young"), **PERIOD),
        curator.enters_pair(*pupils, **terms("pupil-pupil", "peer-peer"), **PERIOD),
    ]
    order = head.issues_order(
        *pairs, number="78-Д", dated=ADOPTED, grounds="приказом управления образования от 15.11.2021 № 866"
    )
    for phrase in (
        "15 ноября 2021 г. № 78-Д",
        "В соответствии с приказом управления образования от 15.11.2021 № 866",
        "Закрепить наставнические пары (группы) на 2021/2022 учебный год, с 15 ноября 2021 г. по 31 мая 2022 г.",
        "Разработать для каждого наставляемого индивидуальный образовательный маршрут",
        "«учитель – учитель»",
        "«ученик – ученик»",
        "Приложение: список наставнических пар (групп) и лист ознакомления с приказом на 1 л. в 1 экз.",
    ):
        assert phrase in order, (phrase, order)
    assert "итоговый отчёт" not in order
    for pair in pairs:
        pair.refresh_from_db()
        assert (pair.status, pair.act.number) == (PairStatus.ACTIVE, "78-Д")


def the_plan_is_approved_by_the_order(district: StoryDistrict) -> None:
    """The coordinator takes the ready plan and agrees it, the admin names the order that has approved it."""
    desk = district.coordinator
    year = {"title": "План-график проведения мероприятий", "starts_on": ADOPTED, "ends_on": date(2022, 8, 31)}
    plan = begun_roadmap(desk, district.municipality, preset="salsk-2021", **year)
    page_text = desk.reads("mentoring:roadmap", plan.pk)
    for phrase in (
        "1. Формирование муниципальной базы",
        "до 01.12.2021 г.",
        "до конца 2021 года",
        "22. Популяризация ЦМН",
    ):
        assert phrase in page_text, phrase
    assert [section.items.count() for section in plan.sections.all()] == [22]
    desk.presses("mentoring:roadmap_submit", plan.pk)
    desk.presses("mentoring:roadmap_agree", plan.pk, question="1", terms_accepted="on")  # two items run all the year
    district.admin.sends(
        "mentoring:roadmap_act",
        plan.pk,
        act_way="new",
        new_kind="order",
        new_number="866",
        new_dated=ADOPTED,
        new_title="О реализации целевой модели наставничества",
    )
    assert Act.objects.get(number="866").organisation is None
    printed = words_of_pdf(desk.downloads("reports:paper_preview", "roadmaps", plan.pk))
    for phrase in ("УТВЕРЖДЁН", "от 15.11.2021 № 866", "Срок исполнения", "4. Конкурс", "Используемые сокращения"):
        assert phrase in printed, (phrase, printed[:600])
