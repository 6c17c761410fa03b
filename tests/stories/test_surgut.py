"""Сургут: the regulation of a kindergarten, order of 15.09.2022 № ДС40-16-255/2. Four forms of teachers, a deputy as
curator, the written consent of the mentor alone, a programme of three months to a year."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.enums import PairStatus
from registry.enums import Role
from registry.models import Act, Organisation
from tests.scan_files import PDF
from tests.stories.conftest import StoryDistrict, TurnTo, begun_roadmap, desk_of, terms
from tests.stories.desk import Desk, words_of_pdf

ADOPTED = date(2022, 9, 15)
PERIOD = {"starts_on": ADOPTED, "ends_on": date(2023, 5, 31)}
REGULATION = "Об утверждении положения о системе наставничества педагогических работников"


@pytest.fixture
def garden(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(ADOPTED)
    district.adopts("surgut-dou-2022", valid_from=ADOPTED, basis="приказ от 15.09.2022 № ДС40-16-255/2")
    return district.enters(
        "МБДОУ № 4 «Ромашка»",
        kind="preschool",
        head_name="Дубровина Ульяна Олеговна",
        head_position="заведующий",
    )


@pytest.fixture
def head(garden: Organisation) -> Desk:
    """Who has issued the regulation, on which mentoring rests (п. 4.6)."""
    desk = desk_of(Role.HEAD, garden)
    scan = SimpleUploadedFile("положение.pdf", PDF)
    act = {"kind": "order", "number": "ДС40-16-255/2", "dated": ADOPTED, "title": REGULATION}
    desk.sends("registry:act_add", **act, scan=scan)
    return desk


@pytest.fixture
def curator(garden: Organisation, head: Desk) -> Desk:
    head.appoints_curator("Лагунова", on=ADOPTED, position="заместитель заведующего")
    return desk_of(Role.CURATOR, garden)


@pytest.mark.requirement("D-4.6.2-1")
def test_only_a_deputy_is_the_curator(head: Desk) -> None:
    teacher = {"last_name": "Юдина", "first_name": "Вера", "position": "воспитатель", "appointed_on": ADOPTED}
    refusal = head.is_refused("registry:curator_add", **teacher)
    assert "куратором может быть только заместитель" in refusal
    assert head.appoints_curator("Лагунова", on=ADOPTED, position="заместитель заведующего").is_deputy


@pytest.mark.requirement("D-1.3.7", "D-1.5-2", "D-4.6")
def test_the_head_appoints_a_mentor_who_has_agreed_in_writing(head: Desk, curator: Desk) -> None:
    mentor = curator.enters_mentor("Петрова", position="воспитатель", subject="")
    mentee = curator.enters_mentee("Рожкова", position="воспитатель", subject="")
    agreement = {
        **terms("teacher-teacher", "experienced-young", "situational", "virtual"),
        **PERIOD,
        "direction": "methods",
        "mentor": mentor,
    }
    for ends_on, message in ((date(2022, 12, 13), "не короче 3 месяцев"), (date(2023, 9, 16), "не длиннее 12 месяцев")):
        data = {**agreement, "ends_on": ends_on}
        refusal = f"Срок {message} — по политике муниципалитета (приказ от 15.09.2022 № ДС40-16-255/2)."
        assert refusal in curator.is_refused("mentoring:pair_new_for", mentee.pk, **data)
    page_text = curator.sends("mentoring:pair_new_for", mentee.pk, **agreement)
    pair = mentee.pairs.get()
    assert "Согласие наставника на участие" in page_text
    assert "Согласие наставляемого на участие" not in page_text
    curator.records_consents(mentee.person, on=ADOPTED)
    assert "согласие наставника на участие: Петрова М. С." in curator.presses("mentoring:pair_agree", pair.pk)
    assert pair.status == PairStatus.DRAFT
    curator.records_consents(mentor.person, on=ADOPTED)
    curator.presses("mentoring:pair_agree", pair.pk)

    regulation = Act.objects.get(title=REGULATION)
    grounds = f"Положением о системе наставничества, утверждённым приказом от 15.09.2022 № {regulation.number}"
    order = head.issues_order(pair, number="ДС40-16-256", dated=ADOPTED, grounds=grounds)
    for phrase in (
        "15 сентября 2022 г. № ДС40-16-256",
        "утверждённым приказом от 15.09.2022 № ДС40-16-255/2, с письменного согласия наставника ПРИКАЗЫВАЮ",
        "Разработать персонализированную программу наставничества и представить её на утверждение",
        "Куратору Лагуновой М. С., заместителю заведующего",
        "«педагог – педагог»",
        "виртуальное (дистанционное) наставничество, ситуационное наставничество",
        "Заведующий",
        "У. О. Дубровина",
    ):
        assert phrase in order, (phrase, order)
    for unsaid in ("наставника и наставляемого ПРИКАЗЫВАЮ", "итоговый отчёт", "в месяц"):
        assert unsaid not in order
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE
    the_programme_has_all_its_parts(pair.pk, head, curator)


def the_programme_has_all_its_parts(pair_pk: int, head: Desk, curator: Desk) -> None:
    """Forms and kinds, people, direction; measures against difficulties and for strengths (п. 1.3.7)."""
    curator.sends(
        "mentoring:programme_edit",
        pair_pk,
        goal="Уверенно проводить занятия",
        difficulties="Планирование занятия",
        strengths="Музыкальная подготовка",
        **{
            "plan-TOTAL_FORMS": 1,
            "plan-INITIAL_FORMS": 0,
            "plan-0-section": "practice",
            "plan-0-title": "Открытое занятие",
            "plan-0-due_on": "2022-12-01",
        },
    )
    written = curator.presses("mentoring:programme_submit", pair_pk)
    for phrase in ("Планирование занятия", "Музыкальная подготовка", "Открытое занятие"):
        assert phrase in written
    head.presses("mentoring:programme_approve", pair_pk)
    page_text = curator.reads("mentoring:pair", pair_pk)
    for phrase in ("педагог – педагог", "ситуационное", "виртуальное", "методика обучения", "Петрова", "Рожкова"):
        assert phrase.casefold() in page_text.casefold(), phrase


@pytest.mark.requirement("D-2.3.1", "D-2.3.9", "D-2.3.10")
def test_four_forms_by_their_names_more_to_come_and_two_at_once(
    district: StoryDistrict, garden: Organisation, curator: Desk
) -> None:
    """A mentee learns from the head and from a colleague; the district adds a form of its own to the four."""
    rules = district.admin.reads("registry:policy_version", district.policy.pk)
    for phrase in (
        "педагог – педагог",
        "руководитель образовательного учреждения – педагог",
        "работодатель – студент",
        "педагог вуза – молодой педагог образовательного учреждения",
    ):
        assert phrase in rules, phrase
    mentee = curator.enters_mentee("Рожкова", position="воспитатель", subject="")
    colleague = curator.enters_mentor("Петрова", position="воспитатель", subject="")
    the_head = curator.enters_mentor(
        "Дубровина", first_name="Ульяна", middle_name="Олеговна", position="заведующий", subject=""
    )
    curator.records_consents(*(entry.person for entry in (mentee, colleague, the_head)), on=ADOPTED)
    curator.enters_pair(colleague, mentee, **terms("teacher-teacher", "experienced-young"), **PERIOD)
    data = {**terms("head-teacher"), **PERIOD, "mentor": colleague}
    assert "наставник — руководитель" in curator.is_refused("mentoring:pair_new_for", mentee.pk, **data)
    curator.enters_pair(the_head, mentee, **terms("head-teacher"), **PERIOD)
    assert mentee.pairs.filter(status=PairStatus.AGREED).count() == 2

    sides = {"mentor_sides": ["teacher"], "mentee_sides": ["teacher"]}
    district.admin.sends("registry:own_entry_add", "forms", title="логопед – воспитатель", **sides)
    assert "логопед – воспитатель" in curator.reads("mentoring:pair_new_for", mentee.pk)


@pytest.mark.requirement("D-4.6.1-2", "D-4.8.1")
def test_the_head_issues_the_acts_and_the_department_agrees_the_roadmap(
    district: StoryDistrict, garden: Organisation, head: Desk, curator: Desk
) -> None:
    """The act of introduction, the regulation, the roadmap approved by it (пп. 4.6.1, 4.8.1)."""
    introduction = {"kind": "order", "number": "ДС40-16-254", "dated": ADOPTED, "title": "О внедрении наставничества"}
    head.sends("registry:act_add", **introduction)
    listed = head.reads("registry:acts")
    for phrase in ("ДС40-16-254", "О внедрении наставничества", "ДС40-16-255/2", REGULATION):
        assert phrase in listed, phrase
    year = {"title": "Дорожная карта", "starts_on": ADOPTED, "ends_on": date(2023, 5, 31)}
    roadmap = begun_roadmap(curator, garden, preset="kez-2022", **year)
    terms_hold = {"question": "1", "terms_accepted": "on"}  # some items of the sample end in summer
    curator.presses("mentoring:roadmap_submit", roadmap.pk)
    head.presses("mentoring:roadmap_approve", roadmap.pk, **terms_hold)
    assert "Дорожная карта согласована" in district.coordinator.presses(
        "mentoring:roadmap_agree", roadmap.pk, **terms_hold
    )
    regulation = Act.objects.get(title=REGULATION)
    page_text = head.sends("mentoring:roadmap_act", roadmap.pk, act_way="known", act=regulation)
    assert "Утверждена: приказ № ДС40-16-255/2 от 15.09.2022" in page_text
    printed = words_of_pdf(head.downloads("reports:paper_preview", "roadmaps", roadmap.pk))
    for phrase in ("СОГЛАСОВАНО", "УТВЕРЖДЕНА", "от 15.09.2022 № ДС40-16-255/2"):
        assert phrase in printed, phrase
