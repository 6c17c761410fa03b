"""Which answers many rows with one issue may be given at once."""

from enum import Enum

from imports.enums import ImportRowStatus
from imports.issue_codes import Asks, Gravity, doubt, gravity_of


class Answer(Enum):
    """What may be said of all rows with one doubt."""

    SKIP = "skip"
    NEW = "new"
    ACCEPT = "accept"
    NEW_ORGANISATION = "new_organisation"
    UNDO = "undo"


#: Places of a mentor are given one by one.
_ONE_BY_ONE = frozenset({"cap_competing"})
_ANSWERS = {Asks.PERSON: (Answer.NEW,), Asks.ACCEPT: (Answer.ACCEPT,)}


def answers_for_all(code: str, status: str) -> tuple[Answer, ...]:
    """What all rows with the doubt may be told at once; names and organisations are said one by one."""
    if status == ImportRowStatus.OFF:
        return (Answer.ACCEPT,) if gravity_of(code) is Gravity.OFF else (Answer.UNDO,)
    if status == ImportRowStatus.ERROR:
        return (Answer.SKIP,)
    if status != ImportRowStatus.REVIEW:
        return ()
    if code == "new_organisation":
        return (Answer.NEW_ORGANISATION, Answer.SKIP)
    more = () if code in _ONE_BY_ONE else _ANSWERS.get(doubt(code).asks, ())
    return (*more, Answer.SKIP)
