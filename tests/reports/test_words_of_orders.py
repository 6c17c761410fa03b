"""An order agrees with the kind of act that it is, names who resolves, and sets right what was typed into it."""

from datetime import date

import pytest
from django.urls import reverse

from registry import clock
from registry.enums import ActKind, Role
from registry.models import Act
from reports.documents.orders.order_texts import usual_preamble
from reports.templatetags.papers import names_whole, sentence, together
from tests.factories import ActFactory, PolicyFactory, member, own_rules
from tests.reports import papers
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issue_order,
    issued_order,
    school_with_policy,
    signed_in,
)


@pytest.fixture
def today():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school(db, today):
    return school_with_policy(short_name="МБОУ «Заречная СОШ № 2»")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ActKind.ORDER, "Настоящий приказ распространяется"),
        (ActKind.DIRECTIVE, "Настоящее распоряжение распространяется"),
        (ActKind.RESOLUTION, "Настоящее постановление распространяется"),
    ],
)
def test_the_point_about_the_days_before_agrees_with_the_act(school, kind, words):
    school.municipality.policies.update(act_kind=kind)
    payload = issued_order(school, dated=date(2026, 9, 7)).payload
    assert [point["text"].split(" на отношения")[0] for point in payload["points"] if "распр" in point["text"]] == [
        words
    ]


def test_a_resolution_says_who_resolves_and_speaks_of_nobody_in_the_first_person(school):
    school.municipality.policies.update(act_kind=ActKind.RESOLUTION)
    resolution = issued_order(school).payload
    assert resolution["preamble"].replace("\u00a0", " ").endswith(", МБОУ «Заречная СОШ № 2»")
    assert resolution["points"][-1]["text"].replace("\u00a0", " ") == (
        "Контроль за исполнением настоящего постановления возложить на Дубровину У. О., директора"
    )
    school.municipality.policies.update(act_kind=ActKind.ORDER)
    order = issued_order(school, number="136").payload
    assert "СОШ" not in order["preamble"]
    assert order["points"][-1]["text"].endswith("оставляю за собой")


def test_the_form_of_a_resolution_offers_no_control_in_the_first_person(school):
    school.municipality.policies.update(act_kind=ActKind.RESOLUTION)
    agreed_pair(school)
    head = signed_in(member(Role.HEAD, organisation=school))
    page = head.get(reverse("reports:paper_start", args=["orders", school.pk])).content.decode()
    assert "Тот, кто подписывает" in page
    assert "Оставляю за собой" not in page


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Профессионального становления", "профессионального становления"),
        ("Педагогической поддержки", "педагогической поддержки"),
        ("Холмского муниципального района развития", "Холмского муниципального района развития"),
        ("Российской Федерации и её школ", "Российской Федерации и её школ"),
        ("Года педагога и наставника", "Года педагога и наставника"),
        ("ФГОС исполнения", "ФГОС исполнения"),
    ],
)
def test_a_purpose_goes_on_inside_the_sentence(typed, printed):
    preamble = usual_preamble(grounds="Положением", purpose=typed, consents=[], words=papers.WORDS)
    assert preamble == f"В соответствии с Положением, в целях {printed}"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("закрепить пары;", "Закрепить пары."),
        ("Внести до 1 сентября 2026 г.", "Внести до 1\u00a0сентября\u00a02026\u00a0г."),
        ("Куратору:", "Куратору:"),
    ],
)
def test_a_point_is_printed_as_a_sentence_however_it_was_typed(typed, printed):
    assert sentence(typed) == printed


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        (ActKind.DIRECTIVE, "", "отменено"),
        (ActKind.MINUTES, "", "отменён"),
        (ActKind.OTHER, "решение коллегии", "отменено"),
        (ActKind.OTHER, "программа развития", "отменена"),
    ],
)
def test_what_is_said_of_an_act_agrees_with_its_kind(kind, title, words):
    assert Act(kind=kind, kind_title=title).cancelled_word == words


def warnings_of(head, check: str) -> list[str]:
    return [gap.message for gap in head.get(check).context["warnings"] if gap.field == "grounds"]


def test_rules_with_a_ground_in_words_are_cited_by_these_words(school):
    own_rules(school, basis="приказ от 01.09.2026 № 112 «О наставничестве в школе»", mentee_limit=2)
    pair, head = agreed_pair(school), signed_in(member(Role.HEAD, organisation=school))
    form = head.get(reverse("reports:paper_start", args=["orders", school.pk])).context["form"]
    offered = form["grounds"].value()
    assert offered.replace("\u00a0", " ") == "приказом от 01.09.2026 № 112 «О наставничестве в школе»"
    assert warnings_of(head, begun_order(head, school, pair, grounds=offered)) == []
    [told] = warnings_of(head, begun_order(head, school, pair, grounds="Положением от 01.09.2026 № 1120"))
    assert "приказ от 01.09.2026 № 112 «О наставничестве в школе»" in told


def test_an_order_of_the_day_of_newer_rules_is_told_to_cite_their_words(school):
    municipality = school.municipality
    act = ActFactory(organisation=None, municipality=municipality, number="118", dated=date(2026, 8, 25))
    municipality.policies.update(act=act)
    PolicyFactory(municipality=municipality, valid_from=date(2026, 9, 3), basis="протокол совещания от 02.09 № 3")
    pair, head = agreed_pair(school), signed_in(member(Role.HEAD, organisation=school))
    former = "приказом от 25.08.2026 № 118"
    assert warnings_of(head, begun_order(head, school, pair, grounds=former)) == []
    check = begun_order(head, school, pair, grounds=former, dated="2026-09-03")
    [told] = warnings_of(head, check)
    assert "протокол совещания от 02.09 № 3" in told


def test_minutes_that_come_later_are_named_in_words_that_agree(school):
    own = ActFactory(organisation=school, kind=ActKind.DIRECTIVE, number="7", dated=date(2026, 9, 2))
    school.municipality.policies.update(act=None)
    own_rules(school, act=own, mentee_limit=2)
    head = signed_in(member(Role.HEAD, organisation=school))
    check = begun_order(head, school, agreed_pair(school), grounds="распоряжением от 02.09.2026 № 7")
    [told] = [gap.message for gap in head.get(check).context["blocking"] if gap.field == "grounds"]
    assert told.replace("\u00a0", " ").startswith("Распоряжение № 7 от 02.09.2026 издано позже, чем приказ")
    assert "не издан" in issue_order(head, check, follow=True).content.decode()


def test_no_name_is_broken_at_its_hyphen_and_no_number_of_a_school_begins_a_line():
    assert together("«Верх-Камышинская СОШ №2»") == '«<span class="whole">Верх-Камышинская</span> СОШ\u00a0№\u00a02»'
    assert together("<Ростов-на-Дону>") == '&lt;<span class="whole">Ростов-на-Дону</span>&gt;'
    assert names_whole("А.-В. К. Мелик-Шахназарова-Задунайская") == (
        'А.-В.\u00a0К. <span class="whole">Мелик-Шахназарова-Задунайская</span>'
    )
