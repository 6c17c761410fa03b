"""An act and what rests on it in the register keep their order, whichever of the two is written last."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry import clock
from registry.actions.acts import cancel_act, save_act
from registry.actions.candidates import approve_candidates
from registry.enums import ActKind, Role
from registry.models import Act, Curator, Mentor
from tests.factories import ActFactory, CuratorFactory, MentorFactory, PersonFactory, UserFactory
from tests.older_rows import past_the_rules_of_today

TODAY = date(2026, 11, 29)
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def own(district):
    return {"organisation": district.school, "dated": DAY}


def corrected(act: Act, **changes) -> Act:
    act = Act.objects.get(pk=act.pk)
    for name, value in changes.items():
        setattr(act, name, value)
    if "dated" in changes:
        act.effective_on = act.dated
    return save_act(act=act, by=UserFactory())


def refused_by_database(write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def as_form(act: Act, **changes) -> dict:
    names = ("kind", "kind_title", "number", "dated", "effective_on", "title", "signatory")
    return {**{name: getattr(act, name) for name in names}, "issuer": f"o{act.organisation_id}", **changes}


def test_an_act_that_cancels_another_is_not_corrected_to_an_earlier_day(own):
    act = ActFactory(**own)
    canceller = ActFactory(**own)
    cancel_act(act=act, by_act=canceller, by=UserFactory())

    with pytest.raises(ValidationError, match="издан раньше, чем"):
        corrected(canceller, dated=date(2026, 11, 1))
    refused_by_database(lambda: Act.objects.filter(pk=canceller.pk).update(dated=date(2026, 11, 1)))
    assert corrected(canceller, dated=TODAY).dated == TODAY


def test_what_a_cancelled_act_was_it_stays(own, as_role):
    act = ActFactory(**own, title="О закрплении пар")
    cancel_act(act=act, by_act=ActFactory(**own), by=UserFactory())

    with pytest.raises(ValidationError, match="остаются, какими были"):
        corrected(act, number="43-ОД")
    refused_by_database(lambda: Act.objects.filter(pk=act.pk).update(kind=ActKind.MINUTES))
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/edit/"
    assert "остаются, какими были" in head.get(address).content.decode()
    seen = head.get(address).context["form"]["seen"].value()
    head.post(address, as_form(act, number="43-ОД", dated="2026-11-27", title="О закреплении пар", seen=seen))
    act.refresh_from_db()
    assert (act.dated, act.title) == (DAY, "О закреплении пар")
    assert act.number != "43-ОД"


def test_an_act_is_not_older_than_what_it_rests_on_whichever_is_corrected(own):
    act, basis = ActFactory(**own), ActFactory(**own)
    act.basis.add(basis)

    with pytest.raises(ValidationError, match="На этом акте основан"):
        corrected(basis, dated=date(2026, 11, 21))
    with pytest.raises(ValidationError, match="основываться на том, что издано позже"):
        corrected(act, dated=date(2026, 11, 19))
    later = ActFactory(organisation=act.organisation, dated=TODAY)
    refused_by_database(lambda: act.basis.add(later))
    refused_by_database(lambda: Act.objects.filter(pk=basis.pk).update(dated=TODAY))
    with pytest.raises(ValidationError, match="издано позже"):
        save_act(act=act, basis=[later], by=UserFactory())


@pytest.mark.parametrize(
    ("dated", "words"), [("2026-11-26", "издан позже"), ("2026-11-23", "раньше, чем предложили кандидатуру")]
)
def test_a_decision_about_a_candidate_is_written_in_an_act_of_its_days(dated, words, district, as_role):
    mentor = MentorFactory(person__organisation=district.school, proposed_on=date(2026, 11, 24))
    act = ActFactory(organisation=district.school, dated=date(2026, 11, 25))
    wrong = ActFactory(organisation=district.school, dated=date.fromisoformat(dated))
    decision = {"mentors": [mentor.pk], "decision": "approved", "on": "2026-11-25"}

    response = as_role(Role.HEAD).post("/mentors/candidates/", {**decision, "act": wrong.pk})
    assert words in " ".join(response.context["form"].errors["act"])
    with pytest.raises(ValidationError, match=words):
        approve_candidates(mentors=[mentor], on=date(2026, 11, 25), act=wrong, by=UserFactory())
    approve_candidates(mentors=[mentor], on=date(2026, 11, 25), act=act, by=district.member(Role.HEAD))
    with pytest.raises(ValidationError, match=words):
        corrected(act, dated=date.fromisoformat(dated))
    refused_by_database(lambda: Mentor.objects.filter(pk=mentor.pk).update(decision_act=wrong))


def test_a_curator_is_appointed_by_an_order_in_effect(own, district, as_role):
    person = PersonFactory(organisation=district.school)
    head, url = as_role(Role.HEAD), f"/people/{person.pk}/curator/new/"
    appointment = {"organisation": district.school.pk, "is_deputy": "on", "act_number": "5", "act_dated": "2026-11-20"}

    page = head.post(url, {**appointment, "appointed_on": "2026-11-01"})
    assert "раньше, чем издан приказ" in page.context["form"].errors["act_dated"][0]
    assert not Curator.objects.exists()
    head.post(url, {**appointment, "appointed_on": "2026-11-20"})
    curator = Curator.objects.get()
    with pytest.raises(ValidationError, match=r"назначен куратор .* Назначен 20\.11\.2026"):
        corrected(curator.act, dated=date(2026, 11, 28))
    refused_by_database(lambda: Act.objects.filter(pk=curator.act_id).update(effective_on=date(2026, 11, 28)))
    refused_by_database(lambda: Curator.objects.filter(pk=curator.pk).update(appointed_on=date(2026, 11, 1)))


def test_an_order_that_covers_what_was_before_appoints_from_its_day_of_effect(own, district):
    act = ActFactory(**own, effective_on=date(2026, 11, 1))
    assert CuratorFactory(organisation=district.school, act=act).appointed_on == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("effective_on", "allowed"), [("2025-11-20", True), ("2025-11-19", False), ("1991-01-01", False)]
)
def test_an_act_reaches_back_a_year_at_most(effective_on, allowed, district, as_role):
    act = ActFactory.build(organisation=district.school, municipality=district.municipality, dated=DAY)
    page = as_role(Role.HEAD).post("/acts/new/", as_form(act, effective_on=effective_on))
    assert (page.status_code == 302) is allowed
    assert allowed or "не дальше, чем на год" in page.context["form"].errors["effective_on"][0]


def test_a_day_of_effect_that_nobody_chose_follows_the_date(own, as_role):
    act, chosen = ActFactory(**own), ActFactory(**own, effective_on=date(2026, 12, 1))
    head = as_role(Role.HEAD)
    for one in (act, chosen):
        seen = head.get(f"/acts/{one.pk}/edit/").context["form"]["seen"].value()
        head.post(f"/acts/{one.pk}/edit/", as_form(one, dated="2026-11-10", seen=seen))
        one.refresh_from_db()
    assert (act.dated, act.effective_on) == (date(2026, 11, 10), date(2026, 11, 10))
    assert (chosen.dated, chosen.effective_on) == (date(2026, 11, 10), date(2026, 12, 1))


def test_an_act_takes_effect_within_a_year_of_its_date_in_the_database_too(own):
    act = ActFactory(**own)
    for day in (date(2025, 11, 18), date(2027, 11, 22)):
        refused_by_database(lambda day=day: Act.objects.filter(pk=act.pk).update(effective_on=day))
    assert Act.objects.filter(pk=act.pk).update(effective_on=date(2025, 11, 20)) == 1


def test_the_act_of_a_decision_does_not_move_past_it(district):
    mentor = MentorFactory(person__organisation=district.school, proposed_on=date(2026, 11, 18))
    act = ActFactory(organisation=district.school, dated=DAY)
    approve_candidates(mentors=[mentor], on=date(2026, 11, 25), act=act, by=district.member(Role.HEAD))
    for day in (date(2026, 11, 17), date(2026, 11, 26)):
        refused_by_database(lambda day=day: Act.objects.filter(pk=act.pk).update(dated=day))
    assert Act.objects.filter(pk=act.pk).update(dated=date(2026, 11, 25)) == 1


def test_days_that_contradict_each_other_are_put_right_before_the_database_refuses_them(district):
    act, far, old = (ActFactory(organisation=district.school, dated=DAY) for _ in range(3))
    pupil = PersonFactory(organisation=district.school, birth_date=date(2012, 3, 4))
    mentor = MentorFactory(person=pupil, proposed_on=DAY)
    approve_candidates(mentors=[mentor], on=TODAY, act=act, by=district.member(Role.HEAD))
    with past_the_rules_of_today(Act, Mentor):
        Act.objects.filter(pk=far.pk).update(effective_on=date(2062, 9, 1))
        Act.objects.filter(pk=old.pk).update(effective_on=date(2006, 9, 1))
        Mentor.objects.filter(pk=mentor.pk).update(decided_on=date(2026, 11, 1), included_on=date(2010, 9, 1))
        repairs = import_module("registry.migrations.0037_days_in_order")
        for repair in (repairs.repair_effects, repairs.repair_decisions, repairs.repair_entries):
            repair(apps, None)
    for record in (far, old, mentor):
        record.refresh_from_db()
    assert (far.effective_on, old.effective_on) == (DAY, date(2025, 11, 20))
    assert (mentor.decided_on, mentor.included_on) == (DAY, date(2012, 3, 4))
    assert "было 01.09.2062" in far.history.first().history_change_reason
    assert any("было 01.11.2026" in (row.history_change_reason or "") for row in mentor.history.all())
