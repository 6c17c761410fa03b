"""The consents that a pair needs before it is agreed and before its order."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.activation import activate
from mentoring.actions.pairs import agree_pair, create_pair
from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.pairing.consents import required_consents
from registry.enums import ConsentKind, ConsentRule
from registry.models import Consent, PolicyPreset
from registry.queries.rules import rules_in_force
from tests.factories import (
    ActFactory,
    ConsentFactory,
    MentorFactory,
    own_rules,
)
from tests.mentoring.conftest import END, START, TODAY, agree
from tests.mentoring.test_pairing_rules import form, kinds, pupil


@pytest.mark.parametrize(
    ("side", "kind", "message"),
    [
        ("mentor", ConsentKind.PARTICIPATION, "согласие наставника на участие"),
        ("mentee", ConsentKind.PARTICIPATION, "согласие наставляемого на участие"),
        ("mentor", ConsentKind.PERSONAL_DATA, "согласие наставника на обработку персональных данных"),
        ("mentee", ConsentKind.PERSONAL_DATA, "согласие наставляемого на обработку персональных данных"),
    ],
)
@pytest.mark.requirement("D-1.5-2")
def test_each_missing_paper_keeps_the_pair_a_draft_and_is_named(school, side, kind, message):
    mentor, mentee = school.mentor(), school.mentee()
    person = {"mentor": mentor, "mentee": mentee}[side].person
    person.consents.filter(kind=kind).delete()
    pair = school.pair(mentor, mentee)
    assert pair.status == PairStatus.DRAFT
    with pytest.raises(ValidationError) as refusal:
        agree_pair(pair=pair, by=school.curator)
    assert f"{message}: {person.short_name}" in " ".join(refusal.value.messages)
    agree_later = ConsentFactory(person=person, kind=kind, signed_on=TODAY)
    assert agree_pair(pair=pair, by=school.curator).status == PairStatus.AGREED
    assert agree_later.is_in_force(TODAY)


@pytest.mark.parametrize(
    "spoiled",
    [{"withdrawn_on": TODAY}, {"valid_until": date(2026, 11, 19)}, {"signed_on": date(2026, 11, 21)}],
)
def test_a_paper_out_of_force_on_the_day_does_not_count(school, spoiled):
    mentee = school.mentee()
    mentee.person.consents.filter(kind=ConsentKind.PARTICIPATION).update(**spoiled)
    assert school.pair(None, mentee).status == PairStatus.DRAFT


def test_the_representative_signs_for_a_minor_and_the_minor_agrees_in_person(school):
    older, child = pupil(school, mentor=True, grade=9), pupil(school)
    papers = Consent.objects.filter(person=child.person)
    for left_out in (
        {"kind": ConsentKind.PARTICIPATION, "by_representative": True},
        {"kind": ConsentKind.PARTICIPATION, "by_representative": False},
        {"kind": ConsentKind.PERSONAL_DATA, "by_representative": True},
    ):
        papers.filter(**left_out).update(withdrawn_on=TODAY)
        pair = school.pair(older, child, form=form("pupil-pupil"))
        assert pair.status == PairStatus.DRAFT, left_out
        Pair.objects.all().delete()
        papers.update(withdrawn_on=None)
    assert school.pair(older, child, form=form("pupil-pupil")).status == PairStatus.AGREED


@pytest.mark.requirement("U-3.5")
def test_a_source_is_cited_for_the_consents_that_it_asks_for(school):
    """The clause names the mentor and the mentee; representatives are asked by the rules."""
    pair = school.pair(pupil(school, mentor=True, grade=9), pupil(school), form=form("pupil-pupil"))
    rules = rules_in_force(school.organisation, TODAY)
    sources = {
        (consent.kind, consent.by_representative): consent.source.replace("\u00a0", " ")
        for consent in required_consents(pair, rules, TODAY)
    }
    assert sources == {
        (ConsentKind.PARTICIPATION, False): "по политике муниципалитета (Устюжна, п. 3.5)",
        (ConsentKind.PARTICIPATION, True): "по политике муниципалитета",
        (ConsentKind.PERSONAL_DATA, True): "152-ФЗ, ст. 9",
    }
    base = PolicyPreset.objects.get(code="base").source
    assert "согласие наставника и наставляемого (там же, п. 3.5)" in base
    assert "все согласия" not in base


@pytest.mark.requirement("U-3.5")
def test_the_act_by_which_a_level_has_adopted_a_rule_is_cited_before_the_source(school):
    pair = school.pair(pupil(school, mentor=True, grade=9), pupil(school), form=form("pupil-pupil"))
    policies = school.organisation.municipality.policies
    own = ActFactory(organisation=school.organisation, number="118", dated=date(2026, 8, 25))

    def cited() -> str:
        rules = rules_in_force(school.organisation, TODAY)
        return required_consents(pair, rules, TODAY)[0].source

    policies.update(basis="Положение о наставничестве от 01.09.2025 № 7.")
    assert cited() == "по политике муниципалитета (Положение о наставничестве от 01.09.2025 № 7)"
    rules = own_rules(school.organisation, act=own, consents_required=[ConsentRule.MENTOR])
    assert cited() == f"по правилам организации ({own})"
    own.cancelled_by = ActFactory(organisation=school.organisation)
    own.save()
    assert cited() == "по правилам организации (Устюжна, п.\u00a03.5)"
    rules.delete()
    policies.update(basis="")
    assert cited() == "по политике муниципалитета (Устюжна, п.\u00a03.5)"


@pytest.mark.requirement("A16-9")
def test_the_policy_says_which_papers_are_needed(school):
    school.organisation.municipality.policies.update(consents_required=[ConsentRule.MENTOR])
    mentor = MentorFactory(organisation=school.organisation)
    ConsentFactory(person=mentor.person, kind=ConsentKind.PARTICIPATION)
    assert school.pair(mentor, school.mentee(agreed=False)).status == PairStatus.AGREED


def test_consents_are_there_on_the_day_of_the_order(school):
    mentee = school.mentee(agreed=False)
    agree(mentee.person, signed_on=date(2026, 11, 10))
    pair = school.pair(None, mentee)
    act = ActFactory(organisation=school.organisation, dated=date(2026, 11, 9))
    with pytest.raises(ValidationError, match=r"Не хватает согласий на 09\.11\.2026"):
        activate(pairs=[pair], act=act, by=school.curator)
    pair.refresh_from_db()
    assert pair.status == PairStatus.AGREED
    act.dated = date(2026, 11, 10)
    act.save()
    assert activate(pairs=[pair], act=act, by=school.curator)[0].status == PairStatus.ACTIVE


def test_an_order_over_many_pairs_names_every_refusal_and_begins_none(school):
    good, bad, worse = school.pair(), school.pair(), school.pair()
    for pair in (bad, worse):
        pair.mentee.person.consents.all().delete()
    act = ActFactory(organisation=school.organisation, dated=START)
    with pytest.raises(ValidationError) as refusal:
        activate(pairs=[good, bad, worse], act=act, by=school.curator)
    assert [message.split(":")[0] for message in refusal.value.messages] == [str(bad), str(worse)]
    assert set(Pair.objects.values_list("status", flat=True)) == {PairStatus.AGREED}


def test_the_pair_is_made_by_whoever_makes_it_and_history_says_so(school):
    pair = create_pair(
        mentor=school.mentor(),
        mentee=school.mentee(),
        organisation=school.organisation,
        form=form("teacher-teacher"),
        starts_on=START,
        ends_on=END,
        kinds=kinds("traditional"),
        by=school.curator,
    )
    assert {entry.history_user for entry in pair.history.all()} == {school.curator}
