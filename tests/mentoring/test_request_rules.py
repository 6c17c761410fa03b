"""Conditions of requests beside the main way: the council's part, what may be done when, when it is due."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.requests import ask_council, correct_request, decide_request, finish_request, give_opinion
from mentoring.enums import OpinionGiver, PairStatus, RequestAuthor, RequestKind, RequestStatus
from mentoring.models import Pair, PairRequest, RequestOpinion
from mentoring.queries.requests import requests_visible_to, suits
from mentoring.request_rules import MOST_LETTERS, check_length
from registry import clock
from registry.enums import Role
from tests.factories import member
from tests.mentoring.conftest import TODAY, School, deadlines_for
from tests.mentoring.pair_requests import REASON, accepted, asked

DISPUTE = RequestKind.ARBITRATION


@pytest.fixture
def pair(school: School) -> Pair:
    return school.active_pair()


def opinion(request: PairRequest, giver: OpinionGiver, school: School) -> PairRequest:
    said = RequestOpinion(request=request, giver=giver, text="Поддерживаю")
    return give_opinion(opinion=said, by=school.curator)


def test_a_dispute_is_put_to_the_council_at_once_unless_the_council_itself_asks(school: School, pair: Pair) -> None:
    own = asked(pair, DISPUTE, RequestAuthor.COUNCIL)
    assert own.council_asked_on is None
    assert list(requests_visible_to(member(Role.COUNCIL, organisation=school.organisation))) == [own]
    own.delete()
    assert asked(pair, DISPUTE).council_asked_on == TODAY
    assert asked(pair, RequestKind.CONDITIONS).council_asked_on is None


def test_the_council_is_asked_once(school: School, pair: Pair) -> None:
    request = ask_council(request=asked(pair), by=school.curator)
    with clock.as_at(TODAY + timedelta(days=2)):
        assert ask_council(request=request, by=school.curator).council_asked_on == TODAY


def test_an_opinion_of_the_council_alone_makes_the_request_one_that_the_council_was_asked(
    school: School, pair: Pair
) -> None:
    request = opinion(asked(pair), OpinionGiver.CURATOR, school)
    assert (request.status, request.council_asked_on) == (RequestStatus.OPINION, None)
    assert opinion(request, OpinionGiver.COUNCIL, school).council_asked_on == TODAY


def test_what_somebody_has_spoken_to_is_not_corrected_and_what_is_decided_gets_no_opinion(
    school: School, pair: Pair
) -> None:
    request = opinion(asked(pair), OpinionGiver.CURATOR, school)
    with pytest.raises(ValidationError, match="уже рассматривают"):
        correct_request(request=request, by=school.curator)
    decided = accepted(request)
    for late in (lambda: opinion(decided, OpinionGiver.COUNCIL, school), lambda: accepted(decided)):
        with pytest.raises(ValidationError, match="кто-то успел раньше"):
            late()


def test_only_an_accepted_request_is_finished_and_only_once_and_only_a_refused_one_is_closed_by_the_decision(
    school: School, pair: Pair
) -> None:
    request = asked(pair)
    with pytest.raises(ValidationError, match="Обновите страницу"):
        finish_request(request=request, outcome="Сделано", by=school.curator)
    assert accepted(request).closed_on is None
    assert finish_request(request=request, outcome=" Сделано ", by=school.curator).outcome == "Сделано"
    with pytest.raises(ValidationError, match="Обновите страницу"):
        finish_request(request=request, outcome="Ещё раз", by=school.curator)
    other = asked(pair, RequestKind.CONDITIONS)
    refused = decide_request(request=other, accepted=False, reason=REASON, by=school.curator)
    assert (refused.status, refused.closed_on) == (RequestStatus.REFUSED, TODAY)


@pytest.mark.parametrize(("wished_in", "due_in"), [(None, 7), (3, 7), (7, 7), (8, 8), (20, 20)])
def test_what_is_accepted_is_due_in_a_week_or_on_the_later_day_that_was_wished(
    school: School, pair: Pair, wished_in: int | None, due_in: int
) -> None:
    accepted(asked(pair, wished_on=TODAY + timedelta(days=wished_in) if wished_in else None))
    with clock.as_at(TODAY + timedelta(days=due_in)):
        [due] = [each for each in deadlines_for(school.curator) if each.kind == "request_action"]
    assert due.due_on == TODAY + timedelta(days=due_in)


def test_a_reward_alone_is_asked_for_after_the_end_and_discipline_for_a_teacher(pair: Pair) -> None:
    assert {kind for kind in RequestKind if suits(pair, kind)} == {*RequestKind}
    pair.mentee.participant = "pupil"
    assert {kind for kind in RequestKind if not suits(pair, kind)} == {RequestKind.DISCIPLINE}
    for status, kinds in ((PairStatus.COMPLETED, {RequestKind.REWARD}), (PairStatus.DRAFT, set())):
        pair.status = status
        assert {kind for kind in RequestKind if suits(pair, kind)} == kinds, status


def test_a_text_may_have_as_many_letters_as_is_told() -> None:
    check_length("я" * MOST_LETTERS)
    with pytest.raises(ValidationError, match=r"4001 знаков, а помещается 4000"):
        check_length("я" * (MOST_LETTERS + 1))
