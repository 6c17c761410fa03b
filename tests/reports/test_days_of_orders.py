"""An order against the days of its pairs: it may come after their first day or long before it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry import clock
from registry.enums import ActKind, ConsentRule, ConsideringBody, Role
from registry.models import Organisation
from reports.models import IssuedDocument, PaperDraft
from tests.factories import ActFactory, member
from tests.reports.paper_makers import agreed_pair, begun_order, school_with_policy, signed_in, typed_order

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def end_of_november():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school() -> Organisation:
    return school_with_policy()


@pytest.fixture
def curator(school: Organisation) -> Client:
    return signed_in(member(Role.CURATOR, organisation=school))


def test_an_order_after_the_first_day_is_confirmed_and_says_since_when_it_holds(school, curator) -> None:
    pair = agreed_pair(school, starts_on=date(2026, 11, 2))
    check = begun_order(curator, school, pair, dated="2026-11-29", programmes_by="")
    page = curator.get(check)
    assert "Пара начинается раньше приказа на 27 дней: 02.11.2026." in page.content.decode().replace("\u00a0", " ")
    sent = {"fingerprint": page.context["fingerprint"]}
    refused = curator.post(f"{check}issue/", sent, follow=True).content.decode()
    assert "Если всё верно, отметьте это рядом с кнопкой." in refused
    assert not IssuedDocument.objects.exists()

    curator.post(f"{check}issue/", {**sent, "confirmed": "on"})
    texts = [point["text"].replace("\u00a0", " ") for point in IssuedDocument.objects.get().payload["points"]]
    assert texts[-2] == "Настоящий приказ распространяется на отношения, возникшие со 2 ноября 2026 г."


def test_an_order_on_the_first_day_asks_nothing(school, curator) -> None:
    pair = agreed_pair(school, starts_on=TODAY)
    page = curator.get(begun_order(curator, school, pair, dated="2026-11-29", programmes_by=""))
    assert page.context["question"] == ""
    assert "возникшие" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "due"), [("2026-12-13", "2027-01-25"), ("2026-12-20", "2026-12-20")], ids=["as offered", "by a person"]
)
def test_the_day_of_programmes_is_reckoned_from_the_first_day_unless_a_person_sets_it(
    school: Organisation, curator: Client, typed: str, due: str
) -> None:
    pair = agreed_pair(school, starts_on=date(2027, 1, 11))
    address = reverse("reports:paper_start", args=["orders", school.pk])
    assert curator.get(address, {"pair": pair.pk}).context["form"].initial["programmes_by"] == date(2027, 1, 25)
    curator.post(address, typed_order(pair, dated="2026-11-30", programmes_by=typed))
    assert PaperDraft.objects.get().details["programmes_by"] == due


def test_minutes_in_time_of_the_body_are_offered_and_others_behind_them(school: Organisation, curator: Client) -> None:
    school.municipality.policies.update(considered_by=ConsideringBody.COMMISSION)
    bodies = (ConsideringBody.COMMISSION, ConsideringBody.PEDAGOGICAL, ConsideringBody.COMMISSION)
    days = (date(2026, 11, 20), date(2026, 11, 20), date(2025, 9, 1))
    good, of_council, of_last_year = (
        ActFactory.create(organisation=school, kind=ActKind.MINUTES, considered_by=body, dated=day, number=str(number))
        for number, (body, day) in enumerate(zip(bodies, days, strict=True), 1)
    )
    address = reverse("reports:paper_start", args=["orders", school.pk])
    pair = agreed_pair(school, starts_on=TODAY)
    page = curator.get(address)
    shown = {
        name: {key for key, _label in page.context["form"].fields[name].choices}
        for name in ("minutes", "other_minutes")
    }
    assert shown == {"minutes": {good.pk}, "other_minutes": {of_council.pk, of_last_year.pk}}
    assert "<summary>Другой протокол</summary>" in page.content.decode()
    typed = typed_order(pair, dated="2026-11-29", programmes_by="", minutes=[good.pk], other_minutes=[of_council.pk])
    curator.post(address, typed)
    assert PaperDraft.objects.get().details["minutes"] == [good.pk, of_council.pk]


def test_an_order_about_one_pair_speaks_of_one(school: Organisation, curator: Client) -> None:
    def printed(*pairs) -> str:
        school.municipality.policies.update(consents_required=[ConsentRule.MENTOR, ConsentRule.MENTEE])
        payload = curator.get(begun_order(curator, school, *pairs, dated="2026-11-29")).context["payload"]
        lines = [
            payload["title"],
            payload["preamble"],
            *(line for point in payload["points"] for line in point["subpoints"]),
        ]
        return " | ".join(lines)

    pairs = [agreed_pair(school, starts_on=TODAY) for _ in range(2)]
    one, several = printed(pairs[0]), printed(*pairs)
    for words in (
        "О закреплении наставнической пары",
        "согласия наставника и наставляемого",
        "наставника и наставляемого под подпись",
        "сопровождение пары и учёт результатов её работы",
    ):
        assert words in one
        assert words not in several
