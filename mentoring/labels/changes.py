"""What is said of a change of a pair, for pages and lists that speak of its act."""

from datetime import date

from mentoring.enums import ENDED, PairStatus
from mentoring.models import PairChange
from registry import clock
from russian.side_words import SideWords
from russian.typography import lower_first, upper_first

_ENDED = {
    PairStatus.COMPLETED: "Наставничество завершено",
    PairStatus.TERMINATED: "Наставничество прекращено досрочно",
}
#: the same while the last day has not passed
_COMING = {
    PairStatus.COMPLETED: "Наставничество завершится",
    PairStatus.TERMINATED: "Наставничество прекратится досрочно",
}


def describe_end(to_status: str, on: date, mentor: SideWords, *, is_past: bool = False) -> str:
    """«Наставничество завершено», or «завершится» while the last day has not passed; empty of other steps. `mentor`:
    what the mentor of the pair is called; `is_past`: it is told as past whatever its day."""
    is_coming = not is_past and on >= clock.today()
    if to_status == PairStatus.REPLACED:
        return describe_replacement(mentor) if not is_coming else f"{upper_first(mentor.nominative)} сменится"
    return (_COMING if is_coming else _ENDED).get(PairStatus(to_status), "")


def describe_replacement(mentor: SideWords) -> str:
    """«Наставник заменён»"""
    return f"{upper_first(mentor.nominative)} {mentor.agreeing('заменён', 'заменена')}"


def brief_of_change(
    to_status: str, on: date, mentor: SideWords, *, ends_on_after: date | None, is_corrected: bool = False
) -> str:
    """«Наставничество завершено, последний день — 20.11.2026», «Срок продлён до 31.08.2027»

    What was corrected is not told as still to come.
    """
    if ends_on_after is not None:
        return f"Срок продлён до {ends_on_after:%d.%m.%Y}"
    ended = describe_end(to_status, on, mentor, is_past=is_corrected)
    return f"{ended}, последний день — {on:%d.%m.%Y}" if ended else f"{PairStatus(to_status).label.capitalize()}"


def describe_change(change: PairChange, mentor: SideWords) -> str:
    """The same with the reason, which tells of an extension all there is to tell. No full stop at its end."""
    if change.ends_on_after is not None and change.reason:
        return change.reason.rstrip(" .")
    brief = brief_of_change(change.to_status, change.on, mentor, ends_on_after=change.ends_on_after)
    reasons = sentences(*reasons_of(change))
    return f"{brief} ({lower_first(reasons.rstrip(' .'))})" if reasons else brief


def reasons_of(change: PairChange) -> list[str]:
    """Why the pair has ended, then why the last day was corrected, where it was; the reason of any other step alone."""
    end = change
    while is_corrected_day(end) and end.corrects is not None:
        end = end.corrects
    reasons = [end.reason] if end.pk == change.pk else [end.reason, change.reason]
    return [reason for reason in reasons if reason]


def is_corrected_day(change: PairChange) -> bool:
    """It puts right the last day of an ended pair, which has ended in the same way."""
    same_end = change.from_status == change.to_status and change.to_status in ENDED
    other = change.to_stage_id is not None or change.ends_on_after is not None
    return same_end and change.corrects_id is not None and not other


def sentences(*parts: str) -> str:
    """The parts that say something, each as a sentence of its own: a capital letter first, one full stop between."""
    filled = [part.strip() for part in parts if part.strip()]
    filled = [part[:1].upper() + part[1:] for part in filled]
    return " ".join([*(f"{part.rstrip('.')}." for part in filled[:-1]), *filled[-1:]])
