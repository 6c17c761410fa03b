"""Кез: the programme of a school, order of 29.08.2022 № 295. Two forms, two models of teachers, pupils from ten years;
the curator pairs pupils, the methodical council teachers; an order in September, a plan of development, a score."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models import Pair, RoadmapItem
from registry.enums import Role
from registry.models import Act, Category, Organisation
from tests.scan_files import PDF
from tests.stories.conftest import StoryDistrict, TurnTo, begun_roadmap, desk_of, pupil, terms
from tests.stories.desk import Desk, words_of_pdf

ADOPTED, SEPTEMBER = date(2022, 8, 29), date(2022, 9, 5)
PERIOD = {"starts_on": SEPTEMBER, "ends_on": date(2023, 5, 31)}


@pytest.fixture
def school(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(SEPTEMBER)
    district.adopts("kez-2022", valid_from=ADOPTED, basis="приказ от 29.08.2022 № 295")
    return district.enters("МБОУ «Заозёрная СОШ № 2»", head_name="Дубровина Ульяна Олеговна", head_position="директор")


@pytest.fixture
def head(school: Organisation) -> Desk:
    return desk_of(Role.HEAD, school)


@pytest.fixture
def curator(school: Organisation, head: Desk) -> Desk:
    head.appoints_curator("Лагунова", on=SEPTEMBER)
    return desk_of(Role.CURATOR, school)


@pytest.mark.requirement("K-1-age", "K-5.1-pairs")
def test_the_curator_pairs_pupils_and_the_head_orders_it(head: Desk, curator: Desk) -> None:
    mentor = curator.enters_mentor("Берёзкин", source="pupil", **PUPIL_OF_NINTH)
    low_results = Category.objects.get(code="pupil-low-results")
    mentee = curator.enters_mentee("Орлов", participant="pupil", categories=[low_results], **pupil(7, date(2009, 3, 4)))
    young = curator.enters_mentee("Малышев", participant="pupil", **pupil(3, date(2013, 1, 15)))
    agreement = {**terms("pupil-pupil", "achiever-underachiever"), **PERIOD}
    refusal = curator.is_refused("mentoring:pair_new_for", young.pk, mentor=mentor, **agreement)
    assert "9 лет, а участвуют с 10 лет — по политике муниципалитета (приказ от 29.08.2022 № 295)" in refusal
    assert "демонстрирующие неудовлетворительные образовательные результаты" in curator.reads(
        "registry:person", mentee.person_id
    )

    pair = curator.enters_pair(mentor, mentee, **agreement)
    curator.records_consents(mentor.person, mentee.person, on=SEPTEMBER)
    curator.presses("mentoring:pair_agree", pair.pk)
    order = head.issues_order(pair, number="301", dated=SEPTEMBER, grounds="Программой наставничества")
    for phrase in (
        "5 сентября 2022 г. № 301",
        "В соответствии с Программой наставничества, с письменного согласия наставника, наставляемого и законных "
        "представителей несовершеннолетних",
        "Закрепить наставническую пару на 2022/2023 учебный год, с 5 сентября 2022 г. по 31 мая 2023 г.",
        "индивидуальный план развития и",
        "Куратору Лагуновой М. С., заместителю директора",
        "Контроль за исполнением настоящего приказа оставляю за собой",
        "Берёзкин Кирилл Андреевич, обучающийся 9 класса",
        "Орлов Кирилл Андреевич, обучающийся 7 класса",
        "«ученик – ученик»",
        "«успевающий – неуспевающий»",
        "У. О. Дубровина",
    ):
        assert phrase in order, (phrase, order)
    for unsaid in ("в месяц", "в течение 10 дней", "итоговый отчёт"):
        assert unsaid not in order
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE


PUPIL_OF_NINTH = {**pupil(9, date(2007, 2, 1)), "position": "", "subject": ""}


@pytest.mark.requirement("K-5.2-form", "K-5.2-pairs", "K-RM-3.3", "H-6.4-1")
def test_the_council_pairs_teachers_and_the_order_stands_on_paper(
    district: StoryDistrict, school: Organisation, head: Desk, curator: Desk
) -> None:
    """The minutes, the order that rests on them with its scan, and the row of the school's roadmap that it fulfils."""
    council = desk_of(Role.COUNCIL, school)
    mentor, mentee = curator.enters_mentor("Петрова"), curator.enters_mentee("Рожкова")
    curator.records_consents(mentor.person, mentee.person, on=SEPTEMBER)
    foreign_model = terms("teacher-teacher", "leader-communication")
    assert "Такого ответа в списке нет" in council.is_refused(
        "mentoring:pair_new_for", mentee.pk, mentor=mentor, **foreign_model, **PERIOD
    )
    pair = council.enters_pair(mentor, mentee, **terms("teacher-teacher", "innovator-conservative"), **PERIOD)
    assert pair.status == PairStatus.AGREED
    assert council.may_not("registry:act_add")

    minutes = {
        "kind": "minutes",
        "number": "1",
        "dated": SEPTEMBER,
        "title": "Заседание",
        "considered_by": "methodical",
    }
    head.sends("registry:act_add", **minutes)
    order = {"kind": "order", "number": "302", "dated": SEPTEMBER, "title": "О закреплении наставнических пар"}
    scan = SimpleUploadedFile("приказ.pdf", PDF)
    head.sends("registry:act_add", **order, basis=[Act.objects.get(number="1")], scan=scan)
    act = Act.objects.get(number="302")
    page_text = head.sends("mentoring:act_pairs", act.pk, pairs=[pair.pk])
    for phrase in ("Закреплено пар: 1", "протокол № 1 от 05.09.2022", "Петрова М. С. → Рожкова М. С."):
        assert phrase in page_text
    assert head.downloads("registry:act_scan", act.pk) == PDF
    pair.refresh_from_db()
    assert (pair.status, pair.act, pair.stage.number) == (PairStatus.ACTIVE, act, 1)

    year = {"title": "Дорожная карта внедрения Программы", "starts_on": date(2022, 3, 1), "ends_on": date(2023, 5, 31)}
    roadmap = begun_roadmap(curator, school, preset="kez-2022", **year)
    row = RoadmapItem.objects.get(section__roadmap=roadmap, number="3.3.")
    assert (row.title, row.term, row.result) == (
        "Закрепление пар (групп) приказом руководителя",
        "Сентябрь",
        "Приказ",
    )
    curator.sends("mentoring:roadmap_item_edit", roadmap.pk, row.pk, responsible="Дубровина У. О.")
    curator.presses("mentoring:roadmap_submit", roadmap.pk)
    head.presses("mentoring:roadmap_approve", roadmap.pk)
    assert "Дорожная карта согласована" in district.coordinator.presses("mentoring:roadmap_agree", roadmap.pk)
    done = {"status": "done", "done_on": SEPTEMBER, "evidence": str(act)}
    curator.sends("mentoring:roadmap_item_progress", roadmap.pk, row.pk, **done)
    assert "приказ № 302 от 05.09.2022" in district.coordinator.reads("mentoring:roadmap", roadmap.pk)
    printed = words_of_pdf(curator.downloads("reports:paper_preview", "roadmaps", roadmap.pk))
    assert "3.3. Закрепление пар (групп) приказом руководителя Сентябрь Дубровина У. О. Приказ" in printed
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE


@pytest.mark.requirement("K-1-def")
def test_only_a_worker_of_the_school_itself_is_its_curator(
    district: StoryDistrict, school: Organisation, head: Desk, curator: Desk
) -> None:
    other = district.enters("МБОУ «Дальняя СОШ»")
    stranger = district.admin.enters_mentor("Чужакова", organisation=other).person
    appointment = {"organisation": school, "appointed_on": SEPTEMBER, "is_deputy": "on"}
    refusal = district.admin.is_refused("registry:person_curator_add", stranger.pk, **appointment)
    assert "сотрудник самой организации" in refusal
    own = curator.enters_mentor("Петрова").person
    assert "Куратор назначен" in head.sends("registry:person_curator_add", own.pk, **appointment)


@pytest.mark.requirement("K-2-tab1")
def test_the_director_does_the_five_things_of_the_programme(school: Organisation, head: Desk, curator: Desk) -> None:
    """Documents, rules of the school, the curator, the roadmap, who may be a mentor (разд. 2)."""
    regulation = {
        "kind": "order",
        "number": "295",
        "dated": ADOPTED,
        "title": "Об утверждении Программы наставничества",
    }
    head.sends("registry:act_add", **regulation)
    assert "Об утверждении Программы наставничества" in head.reads("registry:acts")

    own = f"{reverse('registry:own_rules_add', args=[school.pk])}?rule=mentee_limit"
    head.changes_rules(own, valid_from=SEPTEMBER, mentee_limit=2)
    assert "2 правила организации с 05.09.2022" in curator.reads("registry:rules_of_organisation", school.pk)

    assert "Лагунова" in head.reads("registry:curators")
    assert "О назначении куратора наставничества приказ 41-од" in head.reads("registry:acts", q="41-од")

    year = {"title": "Дорожная карта", "starts_on": date(2022, 3, 1), "ends_on": date(2023, 5, 31)}
    roadmap = begun_roadmap(curator, school, preset="kez-2022", **year)
    curator.presses("mentoring:roadmap_submit", roadmap.pk)
    assert "Утверждена руководителем" in head.presses("mentoring:roadmap_approve", roadmap.pk)

    mentor = curator.enters_mentor("Петрова")
    head.sends("registry:candidates", mentors=[mentor.pk], decision="approved", on=SEPTEMBER)
    mentor.refresh_from_db()
    assert mentor.approval == "approved"
