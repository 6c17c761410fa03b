"""A school whose council considers pairs, whose head alone issues orders, which pays its mentors and asks for a report
every quarter: set by its head on the pages, kept by its orders."""

from datetime import date

import pytest
from django.urls import reverse

from registry.enums import Role
from registry.models import Act, Organisation
from tests.stories.conftest import StoryDistrict, TurnTo, desk_of, terms
from tests.stories.desk import Desk, offered, words_of, words_of_pdf

SEPTEMBER, COUNCIL = date(2026, 9, 1), date(2026, 8, 31)
PERIOD = {"starts_on": SEPTEMBER, "ends_on": date(2027, 5, 31)}
RULES = {
    "considered_by": "pedagogical",
    "order_issuer": "head",
    "payment": "compensatory",
    "payment_amount": "12.5",
    "payment_measure": "share_each",
    "payment_ground": "Положением об оплате труда, утверждённым приказом от 20.08.2026 № 15",
    "report_period": "quarter",
    "report_readers": ["curator", "council"],
}


@pytest.fixture
def school(district: StoryDistrict, turn_to: TurnTo) -> Organisation:
    turn_to(SEPTEMBER)
    district.adopts("base", valid_from=COUNCIL, basis="приказ отдела образования от 25.08.2026 № 187")
    school = district.enters(
        "МБОУ «Заозёрная СОШ № 1»", head_name="Дубровина Ульяна Олеговна", head_position="директор"
    )
    head = desk_of(Role.HEAD, school)
    chosen = "&".join(f"rule={code}" for code in RULES)
    head.changes_rules(f"{reverse('registry:own_rules_add', args=[school.pk])}?{chosen}", valid_from=SEPTEMBER, **RULES)
    head.appoints_curator("Лагунова", on=SEPTEMBER)
    return school


@pytest.mark.requirement("H-3.2", "D-3.5.2", "D-1.6", "A16-15", "A16-23")
def test_the_order_says_who_has_considered_what_is_paid_and_when_is_reported(school: Organisation) -> None:
    curator, head = desk_of(Role.CURATOR, school), desk_of(Role.HEAD, school)
    mentor, other = curator.enters_mentor("Петрова"), curator.enters_mentor("Кузнецова")
    mentees = [curator.enters_mentee(name) for name in ("Рожкова", "Сёмина")]
    curator.records_consents(mentor.person, other.person, *(one.person for one in mentees), on=SEPTEMBER)
    usual = {**terms("teacher-teacher"), **PERIOD}
    paid = curator.enters_pair(mentor, mentees[0], **usual)
    unpaid = curator.enters_pair(other, mentees[1], **usual, labour_basis="duties")
    page_text = curator.reads("mentoring:pair", paid.pk)
    assert "выплата компенсационного характера: 12,5 % должностного оклада за каждого наставляемого" in page_text
    assert "12,5 %" not in curator.reads("mentoring:pair", unpaid.pk)

    begun = curator.client.get(f"{reverse('reports:paper_sources', args=['orders'])}?pair={paid.pk}")
    data = {"pairs": [paid.pk, unpaid.pk], "number": "120", "dated": SEPTEMBER, "grounds": "Положением"}
    check = sent_to(curator, begun.headers["Location"], **data)
    page_text = curator.reads(check)
    assert "Нет протокола педагогического совета" in page_text
    assert "Приказ издаёт руководитель — по правилам организации. Отправьте ему адрес этой страницы" in page_text

    minutes = Act.objects.create(
        municipality=school.municipality,
        organisation=school,
        kind="minutes",
        number="1",
        dated=COUNCIL,
        title="Заседание",
        considered_by="pedagogical",
    )
    assert sent_to(curator, f"{check}edit/", minutes=minutes) == check
    refused = curator.client.post(f"{check}issue/", {"fingerprint": fingerprint(curator, check)}, follow=True)
    assert "Приказ издаёт руководитель" in words_of(refused)

    issued = head.client.post(f"{check}issue/", {"fingerprint": fingerprint(head, check)}, follow=True)
    assert "Приказ издан" in words_of(issued)
    order = words_of_pdf(head.client.get(f"{issued.request['PATH_INFO']}pdf/").content)
    for phrase in (
        "на основании решения педагогического совета (протокол от 31.08.2026 № 1)",
        "Представлять куратору и совету наставников отчёт не реже одного раза в квартал",
        "Установить на период наставничества выплату компенсационного характера в размере 12,5 % должностного оклада "
        "за каждого наставляемого в соответствии с Положением об оплате труда, утверждённым приказом от 20.08.2026 "
        "№ 15",
        "Петровой М. С., учителю биологии",
    ):
        assert phrase in order, (phrase, order)
    assert "Кузнецовой М. С., учителю биологии" not in order
    paid.refresh_from_db()
    assert minutes in paid.act.basis.all()


def sent_to(desk: Desk, path: str, **fields: object) -> str:
    """Where the form of the paper leads."""
    page = desk.client.get(path)
    values = {name: getattr(value, "pk", value) for name, value in fields.items()}
    answer = desk.client.post(path, {**offered(page.context["form"]), **values})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def fingerprint(desk: Desk, check: str) -> str:
    return desk.client.get(check).context["fingerprint"]
