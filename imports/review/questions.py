"""Which answers many rows with one issue may be given at once."""

from enum import Enum

from imports.enums import ImportRowStatus
from imports.issue_codes import Asks, Severity, find_issue_code, severity_of


class Answer(Enum):
    """What may be answered for all rows of one issue code."""

    SKIP = "skip"
    NEW = "new"
    ACCEPT = "accept"
    KEEP = "keep"
    TAKE = "take"
    NEW_ORGANISATION = "new_organisation"
    UNDO = "undo"


_ANSWERS = {Asks.PERSON: (Answer.NEW,), Asks.ACCEPT: (Answer.ACCEPT,), Asks.OF_MERGE: (Answer.KEEP, Answer.TAKE)}


def answers_for_all(code: str, status: str) -> tuple[Answer, ...]:
    """The answers for all rows of the issue code at once; names and organisations are answered one by one, places of
    a mentor among those that contend for them."""
    if status == ImportRowStatus.OFF:
        return (Answer.ACCEPT,) if severity_of(code) is Severity.OFF else (Answer.UNDO,)
    if status == ImportRowStatus.ERROR:
        return (Answer.SKIP,)
    if status != ImportRowStatus.REVIEW:
        return ()
    if code == "new_organisation":
        return (Answer.NEW_ORGANISATION, Answer.SKIP)
    asks = find_issue_code(code).asks
    return () if asks is Asks.PLACES else (*_ANSWERS.get(asks, ()), Answer.SKIP)
