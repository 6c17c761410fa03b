"""What is said of a change of a pair, for pages and lists that speak of its act."""

from datetime import date

from mentoring.enums import PairStatus
from mentoring.models import PairChange

_ENDED = {
    PairStatus.COMPLETED: "Наставничество завершено",
    PairStatus.REPLACED: "Наставник заменён",
    PairStatus.TERMINATED: "Наставничество прекращено досрочно",
}


def brief_of_change(to_status: str, on: date, *, ends_on_after: date | None) -> str:
    """«Наставничество завершено, последний день – 20.11.2026», «Срок продлён до 31.08.2027»"""
    if ends_on_after is not None:
        return f"Срок продлён до {ends_on_after:%d.%m.%Y}"
    ended = _ENDED.get(PairStatus(to_status))
    return f"{ended}, последний день – {on:%d.%m.%Y}" if ended else f"{PairStatus(to_status).label.capitalize()}"


def words_of_change(change: PairChange) -> str:
    """The same with the reason, which tells of an extension all there is to tell. No full stop at its end."""
    if change.ends_on_after is not None and change.reason:
        return change.reason.rstrip(" .")
    brief = brief_of_change(change.to_status, change.on, ends_on_after=change.ends_on_after)
    return f"{brief} ({change.reason.rstrip(' .')})" if change.reason else brief


def sentences(*parts: str) -> str:
    """The parts that say something, each as a sentence of its own: a capital letter first, one full stop between."""
    filled = [part.strip() for part in parts if part.strip()]
    filled = [part[:1].upper() + part[1:] for part in filled]
    return " ".join([*(f"{part.rstrip('.')}." for part in filled[:-1]), *filled[-1:]])
