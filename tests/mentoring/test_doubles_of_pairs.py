"""The database keeps one pair of the same two in a form at a time, and nobody who has left in a new pair."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mentoring.actions.corrections import correct_last_day
from mentoring.actions.endings import complete, extend_period
from mentoring.enums import PairStatus
from mentoring.guards import doubles
from mentoring.models import Pair
from registry.enums import ClassOutcome
from registry.models import ClassMove, ClassTransfer
from tests.factories import ActFactory
from tests.mentoring.conftest import END, START

pytestmark = pytest.mark.django_db


def row_like(pair: Pair, **fields) -> Pair:
    same = {name: getattr(pair, f"{name}_id") for name in ("mentor", "mentee", "organisation", "form")}
    values = {f"{name}_id": pk for name, pk in same.items()}
    return Pair(**{**values, "starts_on": pair.starts_on, "ends_on": pair.ends_on, "status": "draft", **fields})


def refused(write) -> str:
    """The name by which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    return next(name for name in doubles.EXPLANATIONS if name in str(refusal.value))


def leave(person, on: date) -> None:
    transfer = ClassTransfer.objects.create(organisation=person.organisation, school_year=2026, day=START)
    ClassMove.objects.create(
        transfer=transfer, person=person, school_year=2026, outcome=ClassOutcome.LEFT, on=on, grade=9
    )


@pytest.mark.parametrize("status", [PairStatus.DRAFT, PairStatus.AGREED])
def test_a_second_pair_of_the_same_two_is_refused_by_the_database(school, status):
    pair = school.active_pair()
    second = row_like(pair, starts_on=date(2027, 5, 31), ends_on=date(2027, 12, 31), status=status)
    assert refused(lambda: Pair.objects.bulk_create([second])) == doubles.SECOND_PAIR
    Pair.objects.bulk_create([row_like(pair, starts_on=date(2027, 6, 1), ends_on=date(2027, 12, 31), status=status)])


def test_two_rows_of_one_statement_are_no_way_around(school):
    pair = school.active_pair()
    days = {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 12, 31)}
    assert refused(lambda: Pair.objects.bulk_create([row_like(pair, **days) for _ in range(2)])) == doubles.SECOND_PAIR


def test_a_pair_whose_end_is_still_to_come_counts(school):
    pair = complete(pair=school.active_pair(), on=date(2026, 12, 1), reason="Дело сделано", by=school.curator)
    assert refused(lambda: row_like(pair, starts_on=date(2026, 12, 1)).save()) == doubles.SECOND_PAIR
    row_like(pair, starts_on=date(2026, 12, 2)).save()


@pytest.mark.parametrize("next_status", [PairStatus.DRAFT, PairStatus.AGREED])
def test_no_pair_grows_into_the_next_one_of_the_same_two(school, next_status):
    pair = school.active_pair()
    Pair.objects.bulk_create(
        [row_like(pair, starts_on=date(2027, 6, 10), ends_on=date(2027, 9, 1), status=next_status)]
    )
    grown = Pair.objects.filter(pk=pair.pk)
    assert refused(lambda: grown.update(ends_on=date(2027, 6, 10))) == doubles.GROWN_PAIR
    grown.update(ends_on=date(2027, 6, 9))


def test_a_last_day_does_not_grow_over_a_pair_that_is_over_either(school):
    first = complete(pair=school.active_pair(), on=date(2026, 10, 1), reason="Дело сделано", by=school.curator)
    act = ActFactory(organisation=school.organisation, dated=date(2026, 10, 5))
    row_like(
        first, starts_on=date(2026, 10, 10), ends_on=END, ended_on=date(2026, 11, 1), status="completed", act=act
    ).save()
    grown = Pair.objects.filter(pk=first.pk)
    assert refused(lambda: grown.update(ended_on=date(2026, 10, 10))) == doubles.GROWN_PAIR
    with pytest.raises(ValidationError, match=r"не позже 09\.10\.2026") as refusal:
        correct_last_day(pair=first, on=date(2026, 10, 20), reason="Описка", by=school.curator)
    assert "on" in refusal.value.message_dict
    correct_last_day(pair=first, on=date(2026, 10, 9), reason="Описка", by=school.curator)


def test_a_pair_given_up_does_not_come_back_beside_another(school):
    pair = school.pair()
    given_up = row_like(pair, status="cancelled")
    given_up.save()
    back = Pair.objects.filter(pk=given_up.pk)
    assert refused(lambda: back.update(status="draft")) == doubles.GROWN_PAIR


def test_whoever_races_past_the_check_is_told_in_words(school, monkeypatch):
    pair = school.active_pair()
    row_like(pair, starts_on=date(2027, 6, 10), ends_on=date(2027, 9, 1)).save()
    monkeypatch.setattr("mentoring.actions.endings.check_longer", lambda *args, **kwargs: None)
    with pytest.raises(ValidationError, match="уже есть пара той же формы"):
        extend_period(pair=pair, ends_on=date(2027, 7, 1), why="illness", absentee="mentee", by=school.curator)
    monkeypatch.setattr("mentoring.pairing.rules.check_other_pairs", lambda *args, **kwargs: None)
    with pytest.raises(ValidationError, match="уже есть пара той же формы"):
        school.pair(pair.mentor, pair.mentee)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_who_has_left_takes_no_new_pair(school, who):
    mentor, mentee = school.mentor(), school.mentee()
    leave({"mentor": mentor, "mentee": mentee}[who].person, date(2026, 11, 1))
    like = school.pair()
    of_leaver = {"mentor_id": mentor.pk, "mentee_id": mentee.pk}
    assert refused(lambda: Pair.objects.bulk_create([row_like(like, **of_leaver)])) == doubles.DEPARTED
    assert (
        refused(lambda: Pair.objects.filter(pk=like.pk).update(**{f"{who}_id": of_leaver[f"{who}_id"]}))
        == doubles.DEPARTED
    )
    Pair.objects.bulk_create([row_like(like, **of_leaver, ends_on=date(2026, 11, 1))])


def test_a_draft_of_who_has_left_goes_back_and_no_further(school):
    pair = school.pair()
    assert pair.status == PairStatus.AGREED
    leave(pair.mentee.person, date(2026, 11, 1))
    row = Pair.objects.filter(pk=pair.pk)
    row.update(status="draft")
    assert refused(lambda: row.update(status="agreed")) == doubles.DEPARTED
    assert refused(lambda: row.update(ends_on=date(2027, 8, 1))) == doubles.DEPARTED
    row.update(status="cancelled")


def test_a_pair_at_work_is_prolonged_by_whoever_knows_of_the_leaving(school):
    pair = school.active_pair()
    leave(pair.mentee.person, date(2026, 11, 1))
    assert Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 8, 1)) == 1


def test_a_leaver_is_told_in_words_past_the_check(school, monkeypatch):
    mentee = school.mentee()
    leave(mentee.person, date(2026, 11, 1))
    monkeypatch.setattr("mentoring.pairing.rules._departures", lambda *args, **kwargs: None)
    with pytest.raises(ValidationError, match="выбыл по переводу классов"):
        school.pair(mentee=mentee)
