"""One order ends the pair whose mentor is replaced and secures the pair of the successor (Устюжна, п. 3.7)."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import replace_mentor
from mentoring.enums import EndReason
from mentoring.models import Pair, PairChange
from mentoring.queries.acts import replacements_secured_with
from registry import clock
from registry.enums import Role
from registry.models import Kind
from reports.documents.orders.details import TITLE, title_of
from tests.factories import (
    ActFactory,
    ConsentFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    member,
    own_rules,
)
from tests.reports.paper_makers import (
    PERIOD,
    agreed_pair,
    begun_order,
    issued_order,
    order_in_place_of,
    school_with_policy,
    signed_in,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


def _replaced(school, **act) -> Pair:
    """The agreed pair of the successor."""
    curator = member(Role.CURATOR, organisation=school)
    first = ActFactory(organisation=school, dated=PERIOD["starts_on"])
    [former] = activate(pairs=[agreed_pair(school)], act=first, by=curator)
    successor = MentorFactory(person=PersonFactory(organisation=school))
    for kind in ("participation", "personal_data"):
        ConsentFactory(person=successor.person, kind=kind, signed_on=date(2026, 8, 25))
    new = replace_mentor(
        pair=former, mentor=successor, on=date(2026, 11, 30), end_reason=EndReason.REQUEST, by=curator, **act
    )
    new.kinds.set([Kind.objects.get(code="traditional")])
    return new


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.mark.requirement("U-3.7")
def test_the_order_ends_the_former_pair_and_is_shown_to_its_mentor():
    school = school_with_policy()
    new = _replaced(school, act_awaited=True)
    former = new.predecessor
    document = issued_order(school, new, dated=TODAY)
    points = document.payload["points"]
    assert points[1]["text"] == "Прекратить наставническую пару в связи с заменой наставника:"
    [told] = points[1]["subpoints"]
    plain = told.replace("\u00a0", " ")
    assert plain == (
        f"{former.mentor.person.full_name} — {former.mentee.person.full_name} (приказ от 01.09.2026 № "
        f"{former.act.number}), последний день — 30 ноября 2026 г. (просьба наставника или наставляемого)"
    )
    assert document.payload["title"] == "О закреплении наставнической пары и прекращении прежней"
    assert any("прежнего наставника" in text for point in points for text in point["subpoints"])
    assert former.mentor.person.full_name in {one["name"] for one in document.payload["acquaintance"]}
    assert PairChange.objects.get(pair=former, to_status="replaced").act == document.act
    corrected = order_in_place_of(document, by=member(Role.HEAD, organisation=school), dated=TODAY, number="136")
    assert corrected.payload["points"][1] == points[1]


def test_the_reason_of_a_replacement_is_in_the_words_of_the_rules():
    school = school_with_policy()
    new = _replaced(school, act_awaited=True)
    own_rules(school, mentor_term="шеф", mentee_term="подшефный")
    document = issued_order(school, new, dated=TODAY)
    [former] = document.payload["points"][1]["subpoints"]
    assert former.endswith("(просьба шефа или подшефного)")


def test_the_title_names_the_ends_as_many_as_there_are_and_stays_as_typed():
    assert title_of(TITLE, "ab", "a") == "О закреплении наставнических пар (групп) и прекращении прежней пары"
    assert title_of(title_of(TITLE, "a", "a"), "ab", "ab").endswith("(групп) и прекращении прежних пар")
    assert title_of(title_of(TITLE, "a", "a"), "a") == "О закреплении наставнической пары"
    assert title_of("О замене наставника", "a", "a") == "О замене наставника"


def test_an_order_after_an_act_of_replacement_says_nothing_of_the_former_pair():
    school = school_with_policy()
    act = ActFactory(organisation=school, dated=date(2026, 11, 30), number="9")
    new = _replaced(school, act=act)
    document = issued_order(school, new, dated=TODAY)
    assert not any("Прекратить" in point["text"] for point in document.payload["points"])
    assert new.predecessor.mentor.person.full_name not in {one["name"] for one in document.payload["acquaintance"]}


def test_the_end_of_a_pair_that_another_organisation_led_is_left_to_its_own_order():
    school = school_with_policy()
    new = _replaced(school, act_awaited=True)
    assert list(replacements_secured_with([new])) == [
        PairChange.objects.get(pair=new.predecessor, to_status="replaced")
    ]
    new.organisation = OrganisationFactory(municipality=school.municipality)
    assert not replacements_secured_with([new]).exists()


def test_days_that_the_text_covers_are_no_days_without_a_mentor():
    school = school_with_policy()
    new = _replaced(school, act_awaited=True)
    with clock.as_at(date(2026, 12, 3)):
        curator = signed_in(member(Role.CURATOR, organisation=school))
        check = begun_order(curator, school, new, dated="2026-12-03", programmes_by="")
        page = curator.get(check).content.decode().replace("\u00a0", " ")
        assert "распространяется на отношения, возникшие с 1 декабря" in page
        assert "дни без наставника" not in page
        text = reverse("reports:paper_edit", args=["orders", check.rstrip("/").rpartition("/")[2], "text"])
        form = curator.get(text).context["form"]
        fields = {name: form[name].value() for name in ("title", "preamble")}
        curator.post(text, {**fields, "points": "Закрепить наставническую пару"})
        assert "с 01.12.2026 по 02.12.2026" in curator.get(check).content.decode()
