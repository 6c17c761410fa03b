"""The period of a pair in months, by a year or until an event: on the form, the page, in deadlines and on paper
(requirements A16-22)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mentoring.actions.corrections import correct_extension
from mentoring.enums import DeadlineKind, PairTerm
from mentoring.models import Pair
from mentoring.pairing.default_period import usual_end
from registry import clock
from registry.enums import Role, TermKind
from registry.models import Form, Kind, RoleModel
from registry.papers.act_cases import cases_of
from registry.queries.rules import rules_in_force
from registry.rules import RULES_BY_CODE
from reports.documents.orders.annex_signs import period_of_row
from reports.documents.orders.order_texts import _pairing_point
from reports.documents.orders.pair_rows import OrderDay, pair_row
from tests.factories import member
from tests.mentoring.conftest import END, START, deadlines_for

EVENT = "окончание испытательного срока"


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def _posted(school, curator, **typed):
    mentee = school.mentee()
    data = {
        "mentor": school.mentor().pk,
        "organisation": school.organisation.pk,
        "form": Form.objects.get(code="teacher-teacher").pk,
        "role_model": RoleModel.objects.get(code="experienced-young").pk,
        "kinds": [Kind.objects.get(code="traditional").pk],
        "starts_on": START.isoformat(),
        "ends_on": END.isoformat(),
        **typed,
    }
    return curator.post(reverse("mentoring:pair_new_for", args=[mentee.pk]), data)


def _row(pair: Pair):
    rules = rules_in_force(pair.organisation, START)
    return pair_row(pair, rules, OrderDay(START, {}, asks_representatives=False, issuer=pair.organisation_id)), rules


@pytest.mark.requirement("D-1.3.7", "K-year")
@pytest.mark.parametrize(
    ("typed", "ends_on", "phrase"),
    [
        ({"term": "months", "term_months": "6", "ends_on": ""}, date(2027, 2, 28), "на 6\u00a0месяцев"),
        ({"term": "school_year"}, date(2027, 5, 31), "на 2026/2027 учебный год"),
        ({"term": "calendar_year", "ends_on": "не знаю"}, date(2026, 12, 31), "на 2026 год"),
        ({"term": "event", "term_event": EVENT}, END, f"или до события: {EVENT}, если оно наступит раньше"),
        ({}, END, ""),
    ],
)
def test_the_term_of_a_new_pair_stands_on_its_page_and_in_its_order(school, curator, typed, ends_on, phrase):
    assert _posted(school, curator, **typed).status_code == 302
    pair = Pair.objects.get()
    assert (pair.ends_on, pair.term) == (ends_on, typed.get("term", "dates"))
    assert phrase in curator.get(pair.get_absolute_url()).content.decode()
    row, rules = _row(pair)
    assert phrase in period_of_row(row)
    assert phrase in _pairing_point(cases_of("order"), [row], rules)
    edit = curator.get(reverse("mentoring:pair_edit", args=[pair.pk])) if pair.status == "draft" else None
    assert edit is None or edit.context["form"]["term"].value() == pair.term


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"term": "months"}, "term_months"),
        ({"term": "months", "term_months": "0"}, "term_months"),
        ({"term": "event"}, "term_event"),
        ({"term": "event", "term_event": EVENT, "ends_on": ""}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
    ],
)
def test_half_a_term_is_asked_about_at_its_field(school, curator, typed, field):
    page = _posted(school, curator, **typed)
    assert list(page.context["form"].errors) == [field]
    assert not Pair.objects.exists()


@pytest.mark.requirement("K-year", "A16-22")
def test_the_year_of_the_policy_holds_whatever_the_term(school, curator):
    school.organisation.municipality.policies.update(term_kind=TermKind.CALENDAR_YEAR)
    page = _posted(school, curator, term="months", term_months="9")
    assert "в одном календарном году, до 31.12.2026" in page.context["form"].errors["ends_on"][0]
    rules = rules_in_force(school.organisation, START)
    assert usual_end(START, rules) == date(2026, 12, 31)
    address = reverse("mentoring:pair_new_for", args=[school.mentee().pk])
    with clock.as_at(START):
        assert curator.get(address).context["form"]["term"].value() == PairTerm.CALENDAR_YEAR
    bound = RULES_BY_CODE["term_kind"].bounded
    assert bound(TermKind.SCHOOL_YEAR, TermKind.CALENDAR_YEAR) == TermKind.SCHOOL_YEAR
    assert bound(TermKind.DATES, TermKind.CALENDAR_YEAR) == TermKind.CALENDAR_YEAR


@pytest.mark.requirement("U-3.8")
def test_an_extension_sets_the_term_anew_and_its_correction_gives_the_former_back(school, curator):
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(term=PairTerm.SCHOOL_YEAR)
    change = {"why": "illness", "absentee": "mentee", "act_way": "later"}
    address = reverse("mentoring:pair_extend", args=[pair.pk])
    curator.post(address, {**change, "term": "months", "term_months": "3"})
    pair.refresh_from_db()
    assert (pair.ends_on, pair.term) == (date(2027, 8, 31), PairTerm.MONTHS)
    curator.post(address, {**change, "term": "event", "term_event": EVENT, "ends_on": "2027-10-31"})
    pair.refresh_from_db()
    assert (pair.term, pair.term_event) == (PairTerm.EVENT, EVENT)
    assert f"до 31.10.2027 или до события: {EVENT}" in pair.changes.filter(to_stage=None).first().reason
    with clock.as_at(date(2027, 11, 2)):
        [end] = [each for each in deadlines_for(school.curator) if each.kind == DeadlineKind.END]
    assert end.why == f"Срок кончился 31.10.2027. Пара работает до события: {EVENT}"
    head = member(Role.HEAD, organisation=school.organisation)
    correct_extension(pair=pair, on=date(2027, 8, 31), reason="Продлевали другую", by=head)
    pair.refresh_from_db()
    assert (pair.ends_on, pair.term, pair.term_event) == (date(2027, 8, 31), PairTerm.MONTHS, "")


def test_a_year_after_the_present_one_follows_its_end(school):
    pair = school.active_pair()
    form = {"why": "illness", "absentee": "mentee", "act_way": "later", "term": "school_year"}
    client = Client()
    client.force_login(school.curator)
    client.post(reverse("mentoring:pair_extend", args=[pair.pk]), form)
    pair.refresh_from_db()
    assert pair.ends_on == date(2028, 5, 31)
    assert "по 2027/2028 учебный год" in client.get(pair.get_absolute_url()).content.decode()


def test_an_event_has_its_name_in_the_database(school):
    pair = school.active_pair()
    for wrong in ({"term": PairTerm.EVENT}, {"term_event": EVENT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**wrong)


@pytest.mark.parametrize("page", ["pair_new_for", "pair_extend"])
def test_what_a_term_cannot_do_without_bears_the_star(page, school):
    number = school.mentee().pk if page == "pair_new_for" else school.active_pair().pk
    client = Client()
    client.force_login(school.curator)
    form = client.get(reverse(f"mentoring:{page}", args=[number])).context["form"]
    assert [form.fields[name].required for name in ("term_months", "term_event", "ends_on")] == [True] * 3
