"""Pairs and groups follow a person when two cards become one; what the rules forbid is said in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.pairs import create_pair
from mentoring.actions.states import change_state
from mentoring.enums import PairStatus
from mentoring.models import PairGroup
from mentoring.registry_extensions.merging import MERGE_PARTICIPANT
from monitoring.figures import counts
from monitoring.figures.scope import FigureScope
from registry import extension_points
from registry.actions.merging import merge_people, undo_merge
from registry.merging.plan import plan_merge
from registry.merging.related_records import related_records_of
from registry.models import Form, Kind, Mentee, Mentor, Organisation, Policy
from registry.queries.people import mentees_visible_to, mentors_offered_to, mentors_visible_to
from tests.factories import CuratorFactory, MenteeFactory, MentorFactory, PersonFactory
from tests.joined_cards import again, everything
from tests.mentoring.conftest import END, START, TODAY


@pytest.fixture
def mentors(school):
    """Two places in the bank of mentors, of two cards of one person."""
    return school.mentor(), school.mentor()


def merge(school, survivor, absorbed, **choices):
    return merge_people(survivor=survivor.person, absorbed=absorbed.person, choices=choices, by=school.curator)


def refusal(school, survivor, absorbed, **choices) -> str:
    before = everything()
    with pytest.raises(ValidationError) as error:
        merge(school, survivor, absorbed, **choices)
    assert everything() == before
    return "\n".join(error.value.messages)


def test_pairs_of_both_sides_and_groups_follow(school, mentors):
    survivor, absorbed = mentors
    as_mentee = MenteeFactory(person=absorbed.person)
    own_mentee = MenteeFactory(person=survivor.person)
    led = school.active_pair(absorbed, kinds=[], group_title="Первая группа")
    learned = school.pair(None, as_mentee)

    merge(school, survivor, absorbed)

    led, learned = again(led), again(learned)
    assert (led.mentor, led.group.mentor, learned.mentee) == (survivor, survivor, own_mentee)
    for pair in (led, learned):
        assert pair.history.first().history_change_reason.startswith("Объединение карточек")
        assert set(pair.history.first().kinds.values_list("kind", flat=True)) == {kind.pk for kind in pair.kinds.all()}
    assert not absorbed.pairs.exists()


def test_a_place_that_the_other_card_alone_has_moves_with_its_pairs(school):
    survivor, absorbed = PersonFactory(organisation=school.organisation), school.mentor()
    pair = school.pair(absorbed)

    merge_people(survivor=survivor, absorbed=absorbed.person, choices={}, by=school.curator)

    assert again(pair).mentor_id == absorbed.pk
    assert again(absorbed).person_id == survivor.pk


def test_pairs_of_a_second_curatorship_follow(school, mentors):
    survivor, absorbed = mentors
    one, two = (CuratorFactory(person=m.person, organisation=school.organisation) for m in mentors)
    pair = school.pair(curator=two)

    merge(school, survivor, absorbed)

    assert again(pair).curator_id == one.pk


def test_the_card_tells_its_pairs(school):
    pair = school.pair()
    [merge_summary] = [entries for title, entries in related_records_of(pair.mentor.person) if title == "Пары"]
    assert merge_summary == [f"{pair}, согласована, 01.09.2026 – 31.05.2027"]


def test_somebody_who_would_mentor_himself_is_refused(school):
    pair = school.pair()
    merge_summary = refusal(school, pair.mentor, pair.mentee)
    assert f"В паре «{pair}" in merge_summary
    assert "не может быть наставником самому себе" in merge_summary


@pytest.mark.parametrize(("agreed", "advice"), [(False, "отмените черновик"), (True, "верните согласованную пару")])
def test_two_pairs_of_the_same_two_at_one_time_are_refused_with_advice(school, mentors, agreed, advice):
    mentee = school.mentee(agreed=agreed)
    one, two = (school.pair(mentor, mentee) for mentor in mentors)
    merge_summary = refusal(school, *mentors)
    assert f"Получатся две пары одних и тех же людей на одно время: «{one}" in merge_summary
    assert f"«{two}" in merge_summary
    assert advice in merge_summary


def test_two_pairs_of_the_same_two_one_after_the_other_are_joined(school, mentors):
    mentee = school.mentee()
    school.pair(mentors[0], mentee, ends_on=date(2026, 12, 31))
    later = school.pair(mentors[1], mentee, starts_on=date(2027, 1, 1))
    merge(school, *mentors)
    assert again(later).mentor == mentors[0]


def test_the_union_of_places_over_the_cap_is_refused_naming_who_holds_them(school, mentors):
    survivor, absorbed = mentors
    pairs = [school.pair(survivor), school.pair(survivor), school.pair(absorbed), school.pair(absorbed)]
    merge_summary = refusal(school, survivor, absorbed)
    assert merge_summary.startswith("С 01.09.2026 у наставника было бы наставляемых: 4 — ")
    for pair in pairs:
        assert f"{pair.mentee.person.short_name} (до 31.05.2027)" in merge_summary
    assert "не больше трёх (Устюжна, п.\u00a03.4). Сначала завершите или отмените лишние пары." in merge_summary


def test_places_that_do_not_overlap_may_be_more_than_three(school, mentors):
    survivor, absorbed = mentors
    for _ in range(3):
        school.pair(survivor, ends_on=date(2026, 12, 31))
        school.pair(absorbed, starts_on=date(2027, 1, 1))
    merge(school, survivor, absorbed)
    assert survivor.pairs.count() == 6


def test_one_mentee_of_both_cards_at_different_times_is_counted_once(school, mentors):
    survivor, absorbed = mentors
    mentee = school.mentee()
    school.pair(survivor, mentee, ends_on=date(2026, 12, 31))
    school.pair(absorbed, mentee, starts_on=date(2027, 1, 1))
    school.pair(survivor)
    school.pair(absorbed)
    merge(school, survivor, absorbed)
    assert survivor.pairs.count() == 4


def test_the_chosen_personal_limit_counts(school, mentors):
    survivor, absorbed = mentors
    Mentor.objects.filter(pk=absorbed.pk).update(personal_limit=1)
    absorbed = again(absorbed)
    school.pair(survivor)
    school.pair(absorbed)
    limit = {"mentor-personal_limit": absorbed.person_id}
    assert "не больше одного" in refusal(school, survivor, absorbed, **limit)
    merge(school, survivor, absorbed, **{"mentor-personal_limit": survivor.person_id})


def test_the_limit_of_the_policy_counts(school, mentors):
    Policy.objects.update(mentee_limit=1)
    for mentor in mentors:
        school.pair(mentor)
    assert "не больше одного (личный предел или правила там, где ведут пару)" in refusal(school, *mentors)


def test_ended_pairs_over_the_cap_say_that_they_cannot_be_changed(school, mentors):
    survivor, absorbed = mentors
    for mentor in (survivor, survivor, absorbed, absorbed):
        pair = school.active_pair(mentor)
        change_state(pair=pair, to=PairStatus.COMPLETED, on=TODAY, reason="итоги подведены", by=school.curator)
    assert "проверьте, один ли это человек" in refusal(school, survivor, absorbed)


def test_a_second_mentor_is_refused_where_the_policy_allows_one(school):
    Policy.objects.update(several_mentors=False)
    mentees = [school.mentee(), school.mentee()]
    for mentee in mentees:
        school.pair(None, mentee)
    assert "наставник у наставляемого один" in refusal(school, *mentees)
    Policy.objects.update(several_mentors=True)
    merge(school, *mentees)


def test_undo_gives_back_every_pair_and_group(school, mentors):
    survivor, absorbed = mentors
    MenteeFactory(person=absorbed.person)
    MenteeFactory(person=survivor.person)
    CuratorFactory(person=survivor.person, organisation=school.organisation)
    curator = CuratorFactory(person=absorbed.person, organisation=school.organisation)
    school.pair(survivor)
    school.pair(absorbed, kinds=[], group_title="Вторая группа", curator=curator)
    school.pair(None, absorbed.person.mentee)
    before = everything()
    merged = merge(school, survivor, absorbed)

    undo_merge(merge=merged, by=school.curator)

    assert everything() == before


def test_a_pair_that_ended_since_goes_back_as_it_is(school, mentors):
    survivor, absorbed = mentors
    pair = school.active_pair(absorbed)
    merged = merge(school, survivor, absorbed)
    change_state(pair=again(pair), to=PairStatus.COMPLETED, on=TODAY, reason="итоги", by=school.curator)

    undo_merge(merge=merged, by=school.curator)

    assert (again(pair).mentor, again(pair).status) == (absorbed, PairStatus.COMPLETED)


def test_undo_that_would_break_the_cap_of_another_mentor_is_refused(school):
    """Once the two mentees were one, their mentor got others for the same time."""
    mentor, mentees = school.mentor(), [school.mentee(), school.mentee()]
    ended = school.active_pair(mentor, mentees[0])
    change_state(pair=ended, to=PairStatus.COMPLETED, on=TODAY, reason="итоги подведены", by=school.curator)
    school.active_pair(mentor, mentees[1])
    merged = merge(school, *mentees)
    for _ in range(2):
        school.pair(mentor)
    before = everything()
    with pytest.raises(ValidationError, match="у наставника было бы наставляемых: 4"):
        undo_merge(merge=merged, by=school.curator)
    assert everything() == before


def test_undo_is_refused_when_a_group_has_got_pairs_of_both_cards(school, mentors):
    survivor, absorbed = mentors
    school.pair(absorbed, kinds=[], group_title="Общая группа")
    merged = merge(school, survivor, absorbed)
    school.pair(survivor, kinds=[], group=PairGroup.objects.get())
    with pytest.raises(ValidationError, match="Группа «Общая группа»"):
        undo_merge(merge=merged, by=school.curator)


def test_a_joined_place_is_offered_and_counted_nowhere(school):
    survivor, absorbed = (PersonFactory(organisation=school.organisation) for _ in range(2))
    for person in (survivor, absorbed):
        MentorFactory(person=person, included_on=START, open_to_others=True)
        MenteeFactory(person=person, included_on=START)
        CuratorFactory(person=person, organisation=school.organisation)
    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=school.curator)

    for found in (mentors_visible_to(school.curator), mentors_offered_to(school.curator)):
        assert [mentor.person for mentor in found] == [survivor]
    assert [mentee.person for mentee in mentees_visible_to(school.curator)] == [survivor]
    ids = [school.organisation.pk]
    for day in (START, TODAY - timedelta(days=1), TODAY):
        scope = FigureScope(Organisation.objects.filter(pk__in=ids), day)
        assert counts.mentors(scope) == counts.mentees(scope) == {ids[0]: 1}
        assert counts.free_places(scope) == 3
        assert [curator.person_id for curator in counts.curators(scope)[ids[0]]] == [survivor.pk]


def test_no_pair_is_made_with_a_place_that_was_joined_meanwhile(school, mentors):
    survivor, absorbed = mentors
    mentee = school.mentee()
    stale = Mentor.objects.select_related("person").get(pk=absorbed.pk)
    merge(school, survivor, absorbed)
    with pytest.raises(ValidationError, match="объединили с карточкой"):
        create_pair(
            mentor=stale,
            mentee=Mentee.objects.get(pk=mentee.pk),
            organisation=school.organisation,
            form=Form.objects.get(code="teacher-teacher"),
            kinds=[Kind.objects.get(code="traditional")],
            starts_on=START,
            ends_on=END,
            by=school.curator,
        )


def test_the_guards_of_the_database_speak_in_words(school, mentors, monkeypatch):
    """When the look beforehand sees nothing, the trigger still stops the merge, and the user reads why."""
    survivor, absorbed = mentors
    for mentor in (survivor, survivor, absorbed, absorbed):
        school.pair(mentor)
    blind = replace(MERGE_PARTICIPANT, obstacles=lambda merge, reassignments: [])
    monkeypatch.setattr(extension_points, "merge_participants", [blind])
    assert "не хватает мест" in refusal(school, survivor, absorbed)


def test_the_plan_names_every_pair(school, mentors):
    pair = school.pair(mentors[1])
    plan = plan_merge(mentors[0].person, mentors[1].person, {})
    assert [reassignment.label for reassignment in plan.reassignments if reassignment.kind == "Пары"] == [
        f"{pair}, согласована, 01.09.2026 – 31.05.2027"
    ]


@pytest.mark.parametrize("former_end", [date(2026, 10, 31), date(2026, 12, 31)])
def test_open_pairs_of_both_cards_count_together_until_they_are_closed(school, mentors, former_end):
    """Their periods follow one another, so only what nobody has closed stands in the way."""
    survivor, absorbed = mentors
    former = [school.active_pair(survivor, starts_on=date(2026, 7, 1), ends_on=former_end) for _ in range(2)]
    for _ in range(2):
        school.active_pair(absorbed, starts_on=former_end + timedelta(days=1))
    message = refusal(school, survivor, absorbed)
    assert "у наставника было бы наставляемых: 4" in message
    assert message.endswith("Сначала завершите или отмените лишние пары.")
    for pair in former:
        change_state(pair=pair, to=PairStatus.COMPLETED, on=former_end, reason="Программа выполнена", by=school.curator)
    assert merge(school, survivor, absorbed)
