"""What stands in the way of correcting the end or the period of a pair, in words."""

from copy import copy

from django.core.exceptions import ValidationError

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.extension_points import obstacles_to_correcting_change
from mentoring.models import Pair, PairChange
from mentoring.pairing.consents import missing_consents
from mentoring.pairing.rules import validate_return
from mentoring.queries.pairs import successor_of
from mentoring.queries.policies import policy_day, words_of
from mentoring.refusals import capacity as capacity_refusal
from registry import clock
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from russian.typography import upper_first


def obstacles_to_reopening(pair: Pair, end: PairChange, *, by: User) -> list[str]:
    """Everything that was built on the end: the next pair, orders, places that others have taken, people who left."""
    again = copy(pair)
    again.status, again.ended_on = PairStatus.ACTIVE, None
    return [*_of_successor(pair), *obstacles_to_correcting_change(end), *_of_rules(again, by)]


def _of_successor(pair: Pair) -> list[str]:
    successor = successor_of(pair)
    if successor is None:
        return []
    if successor.status == PairStatus.DRAFT:
        return [f"Заведён черновик новой пары: «{successor}». Отмените его."]
    if successor.status == PairStatus.AGREED:
        return [f"Согласована новая пара: «{successor}». Верните её в черновики и отмените."]
    if successor.is_over:
        return [f"За этой парой была следующая: «{successor}» ({successor.state_label})."]
    words = words_of(pair)
    mentee = upper_first(words.mentee.nominative)
    if successor.is_coming:
        secured, other = words.mentee.agreeing("закреплён", "закреплена"), words.mentor.agreeing("другим", "другой")
        mentor = f"{other} {words.mentor.instrumental}"
        return [f"{mentee} уже {secured} за {mentor} с {successor.begins_on:%d.%m.%Y}: «{successor}»."]
    return [f"{mentee} уже работает в новой паре, «{successor}» ({successor.state_label})."]


def _of_rules(again: Pair, by: User) -> list[str]:
    try:
        policy = rules_in_force(again.organisation, policy_day(again))
    except NoPolicy as error:
        return [str(error)]
    refusals = validate_return(again, policy).refusals
    obstacles = [message for messages in refusals.values() for message in messages]
    today = clock.today()
    if missing := missing_consents(again, policy, today):
        obstacles.append(f"Нет согласий на {today:%d.%m.%Y}: {'; '.join(consent.title for consent in missing)}.")
    try:
        capacity_refusal.require_capacity(again, policy, by=by)
        capacity_refusal.check_beginning(again, policy, by=by)
    except ValidationError as error:
        obstacles += error.messages
    return obstacles
