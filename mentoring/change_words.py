"""What is said of a change of a pair, for pages and lists that speak of its act."""

from datetime import date

from mentoring.enums import ENDED, PairStatus
from mentoring.models import PairChange
from registry import clock
from russian.typography import lower_first

_ENDED = {
    PairStatus.COMPLETED: "Наставничество завершено",
    PairStatus.REPLACED: "Наставник заменён",
    PairStatus.TERMINATED: "Наставничество прекращено досрочно",
}
#: the same while the last day has not passed
_COMING = {
    PairStatus.COMPLETED: "Наставничество завершится",
    PairStatus.REPLACED: "Наставник сменится",
    PairStatus.TERMINATED: "Наставничество прекратится досрочно",
}


def words_of_end(to_status: str, on: date) -> str:
    """«Наставничество завершено», or «завершится» while the last day has not passed; empty of other steps."""
    return (_COMING if on >= clock.today() else _ENDED).get(PairStatus(to_status), "")


def brief_of_change(to_status: str, on: date, *, ends_on_after: date | None, is_corrected: bool = False) -> str:
    """«Наставничество завершено, последний день — 20.11.2026», «Срок продлён до 31.08.2027»

    What was corrected is not told as still to come.
    """
    if ends_on_after is not None:
        return f"Срок продлён до {ends_on_after:%d.%m.%Y}"
    ended = _ENDED.get(PairStatus(to_status), "") if is_corrected else words_of_end(to_status, on)
    return f"{ended}, последний день — {on:%d.%m.%Y}" if ended else f"{PairStatus(to_status).label.capitalize()}"


def brief_of_step(change: PairChange) -> str:
    """The same of a stored step."""
    return brief_of_change(
        change.to_status, change.on, ends_on_after=change.ends_on_after, is_corrected=change.is_corrected
    )


def words_of_change(change: PairChange) -> str:
    """The same with the reason, which tells of an extension all there is to tell. No full stop at its end."""
    if change.ends_on_after is not None and change.reason:
        return change.reason.rstrip(" .")
    brief = brief_of_change(change.to_status, change.on, ends_on_after=change.ends_on_after)
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
