"""Холм: the resolution of 23.01.2023 № 29. Three forms, four models of teachers, seven kinds, groups; several mentors
of one mentee; a curator who is a deputy or another teacher; five stages; the district's roadmap."""

from datetime import date

import pytest

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Curator, Organisation
from tests.stories.conftest import StoryDistrict, TurnTo, begun_roadmap, desk_of, terms
from tests.stories.desk import Desk, words_of_pdf

ADOPTED, ORDERED = date(2023, 1, 23), date(2023, 2, 6)
REGULATION = "Об утверждении положения о системе наставничества педагогических работников"
PERIOD = {"starts_on": ORDERED, "ends_on": date(2023, 12, 29)}


@pytest.fixture
def school(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(ORDERED)
    district.adopts("holm-2023", valid_from=ADOPTED, basis="постановление от 23.01.2023 № 29")
    return district.enters("МАОУ «Заозёрная СОШ»", head_name="Дубровина Ульяна Олеговна", head_position="директор")


@pytest.fixture
def head(school: Organisation) -> Desk:
    return desk_of(Role.HEAD, school)


@pytest.mark.requirement("H-6.4-4", "H-6.5")
def test_the_curator_is_a_deputy_or_another_teacher_by_the_decision_of_the_head(
    district: StoryDistrict, school: Organisation, head: Desk
) -> None:
    works = district.enters("ООО «Заозёрный лес»", kind="enterprise", partner_status="signed")
    worker = district.admin.enters_mentor("Кузнецов", organisation=works, source="partner", position="мастер")
    appointment = {"organisation": school, "appointed_on": ORDERED}
    refusal = district.admin.is_refused("registry:person_curator_add", worker.person_id, **appointment)
    assert "куратор — сотрудник образовательной организации" in refusal
    deputy = head.appoints_curator("Лагунова", on=ORDERED)
    teacher = head.appoints_curator("Юдина", on=ORDERED, position="учитель физики", is_deputy="")
    order = "приказ №\u00a041-од от 06.02.2023"
    assert [(one.is_deputy, one.appointed_on, str(one.act)) for one in (deputy, teacher)] == [
        (True, ORDERED, order),
        (False, ORDERED, order),
    ]
    assert Curator.objects.filter(organisation=school).count() == 2


@pytest.mark.requirement("H-2.1", "H-4.4-2", "H-5.1", "H-5.2-3", "H-5.2-7")
def test_a_group_and_a_second_mentor_come_by_two_orders(school: Organisation, head: Desk) -> None:
    head.appoints_curator("Лагунова", on=ORDERED)
    for number, title in (("24-о", "О внедрении наставничества"), ("25-о", REGULATION)):
        head.sends("registry:act_add", kind="order", number=number, dated=date(2023, 2, 1), title=title)
    curator = desk_of(Role.CURATOR, school)
    mentor, second = curator.enters_mentor("Петрова"), curator.enters_mentor("Суворова")
    young = [curator.enters_mentee(name, working_since=date(2022, 9, 1)) for name in ("Ким", "Рожкова")]
    curator.records_consents(*(entry.person for entry in (mentor, second, *young)), on=ORDERED)
    group = {**terms("teacher-teacher", "experienced-young", "group", "situational"), **PERIOD}
    first = curator.enters_pair(mentor, young[0], group_title="Молодые педагоги", **group)
    other = curator.enters_pair(mentor, young[1], group=first.group, **group)
    order = head.issues_order(first, other, number="29-о", dated=ORDERED, grounds="приказом от 01.02.2023 № 25-о")
    for phrase in (
        "6 февраля 2023 г. № 29-о",
        "с письменного согласия наставника и наставляемых",
        "Закрепить наставнические пары (группы)",
        "Разработать персонализированные программы наставничества",
        "Группа: Молодые педагоги",
        "наставничество в группе, ситуационное наставничество",
        "Ким Мария Сергеевна",
        "Рожкова Мария Сергеевна",
        "список наставнических пар (групп) и лист ознакомления с приказом на 1 л. в 1 экз.",
    ):
        assert phrase in order, (phrase, order)
    assert "итоговый отчёт" not in order

    page_text = curator.sends(
        "mentoring:pair_new_for",
        young[0].pk,
        mentor=second,
        **terms("teacher-teacher", "subject-expert-novice"),
        **PERIOD,
    )
    assert "У наставляемого уже есть наставник: Петрова М. С." in page_text
    later = Pair.objects.get(mentor=second)
    assert "№ 30-о" in head.issues_order(later, number="30-о", dated=ORDERED, grounds="приказом от 01.02.2023 № 25-о")
    assert {pair.act.number for pair in Pair.objects.filter(status=PairStatus.ACTIVE)} == {"29-о", "30-о"}
    listed = head.reads("registry:acts")
    for phrase in ("24-о", "О внедрении наставничества", "25-о", REGULATION, "29-о", "30-о"):
        assert phrase in listed, phrase
    the_first_stage_is_passed(later, curator)


def the_first_stage_is_passed(pair: Pair, curator: Desk) -> None:
    refusal = curator.presses("mentoring:stage_advance", pair.pk, from_stage="preparatory")
    assert "Этап «Подготовительный» не закончен" in refusal
    curator.marks_items(pair, "h-5-2-6", on=ORDERED, evidence="Удостоверение № 7")
    curator.marks_items(pair, "h-5-2-7", on=ORDERED, evidence="Диагностика «до»: лист затруднений")
    passed = curator.presses("mentoring:stage_advance", pair.pk, from_stage="preparatory")
    assert "Пара на этапе «Проектировочный»" in passed
    assert "Диагностика «до»: лист затруднений" in passed


@pytest.mark.requirement("H-4.1…4.3", "H-4.3")
def test_an_employer_takes_a_student_gladly_in_a_school_and_doubtfully_beyond_it(
    district: StoryDistrict, school: Organisation
) -> None:
    studio = district.enters("МБУДО «Дом творчества»", kind="extracurricular")
    for organisation, doubted in ((school, False), (studio, True)):
        curator = desk_of(Role.CURATOR, organisation)
        mentor = curator.enters_mentor(f"Петров{'а' if doubted else 'ская'}")
        student = curator.enters_mentee(
            f"Ким{'ова' if doubted else ''}", participant="student", position="", subject=""
        )
        page_text = curator.sends(
            "mentoring:pair_new_for", student.pk, mentor=mentor, **terms("employer-student"), **PERIOD
        )
        assert ("применима лишь отчасти (Холм, п. 4.3" in page_text) is doubted


@pytest.mark.requirement("H-RM")
def test_the_district_begins_its_roadmap_on_the_words_of_the_document(district: StoryDistrict, turn_to: TurnTo) -> None:
    turn_to(ADOPTED)
    period = {"title": "Дорожная карта", "starts_on": ADOPTED, "ends_on": date(2025, 12, 31)}
    roadmap = begun_roadmap(district.coordinator, district.municipality, preset="holm-2023", **period)
    assert [section.items.count() for section in roadmap.sections.all()] == [3, 1, 1, 7, 2, 2]
    page_text = district.coordinator.reads("mentoring:roadmap", roadmap.pk)
    printed = words_of_pdf(district.coordinator.downloads("reports:paper_preview", "roadmaps", roadmap.pk))
    for phrase in (
        "Нормативно-правовое и организационное обеспечение реализации системы (целевой модели) наставничества",
        "Формирование электронной базы наставничества",
        "Проведение мониторинга качества процесса реализации системы (целевой модели) наставничества",
        "Март 2023 года",
        "В течение реализации целевой модели наставничества (до 2025 года)",
    ):
        assert phrase in page_text, phrase
        assert phrase in printed, phrase
