"""The events of a pair, from its changes, marks and programme."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum

from django.utils import timezone

from mentoring.enums import ENDED, PairStatus
from mentoring.labels.changes import describe_end, describe_replacement, is_corrected_day, reasons_of, sentences
from mentoring.models import Pair, PairChange, StageItem
from mentoring.queries.policies import words_of
from registry import clock
from russian.side_words import SideWords

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


class LifePart(IntEnum):
    """In which order events of one day stand, whenever they were entered."""

    ENTRY = 0
    PREPARATION = 1
    START = 2
    WORK = 3
    END = 4


@dataclass(frozen=True)
class Event:
    on: date
    by: str
    what: str
    detail: str = ""
    #: when it was entered: events of one day and one part of the life stand in the order in which they came
    at: datetime | None = None
    part: LifePart = LifePart.WORK

    @property
    def entered_on(self) -> date | None:
        """The day on which it was entered, where that is another one than its own."""
        day = _day_of(self.at) if self.at is not None else self.on
        return day if day != self.on else None


_WORDS = {
    (PairStatus.DRAFT, PairStatus.AGREED): "Пара согласована",
    (PairStatus.DRAFT, PairStatus.CANCELLED): "Черновик отменён",
    (PairStatus.AGREED, PairStatus.DRAFT): "Возвращена в черновики",
    (PairStatus.AGREED, PairStatus.ACTIVE): "Пара закреплена",
    (PairStatus.ACTIVE, PairStatus.COMPLETED): "Наставничество завершено",
    (PairStatus.ACTIVE, PairStatus.TERMINATED): "Прекращено досрочно",
    (PairStatus.ACTIVE, PairStatus.ACTIVE): "Изменён срок",
    **{(ended, PairStatus.ACTIVE): "Окончание исправлено: пара снова действует" for ended in ENDED},
    **{(ended, ended): "Исправлен последний день" for ended in ENDED},
    (PairStatus.COMPLETED, PairStatus.TERMINATED): "Прекращено досрочно, раньше внесённого дня",
}


def events_of(pair: Pair) -> list[Event]:
    """The latest event first; of one day the one that is later in the life of a pair, or that was entered last. Marks
    of the checklist stand among the changes."""
    changes = pair.changes.select_related("act", "made_by", "from_stage", "to_stage", "correction", "corrects")
    marks = pair.stage_items.select_related("template", "done_by").order_by("done_on", "pk")
    entry = pair.history.select_related("history_user").order_by("history_id").first()
    author = entry.history_user.short_name if entry is not None and entry.history_user else ""
    entered = entry.history_date if entry is not None else None
    marked_at = dict(StageItem.history.filter(pair_id=pair.pk, history_type="+").values_list("id", "history_date"))
    events = [Event(pair.created_on, author, "Внесена пара", at=entered, part=LifePart.ENTRY)]
    if pair.predecessor is not None:
        events.append(
            Event(pair.starts_on, "", "Продолжает пару", str(pair.predecessor), at=entered, part=LifePart.ENTRY)
        )
    mentor = words_of(pair).mentor
    events += [event for change in changes.order_by("made_at", "pk") for event in _of_change(change, mentor)]
    events += [_of_mark(mark, marked_at.get(mark.pk)) for mark in marks]
    return sorted(events, key=lambda event: (event.on, event.part, event.at or _UNKNOWN))[::-1]


def _of_change(change: PairChange, mentor: SideWords) -> list[Event]:
    """A corrected last day is two events: the correction, on the day on which it was made, and the end in force."""
    who = change.made_by.short_name if change.made_by else ""
    what, on = _what(change, mentor), change.on
    if is_corrected_day(change):
        correction = Event(_entered_on(change), who, what, change.reason, change.made_at, LifePart.END)
        return [correction] if change.is_corrected else [correction, _corrected_end(change, mentor)]
    if change.is_corrected and on > clock.today():
        # what was a mistake is not ahead: it was entered, and then put right
        on = _entered_on(change)
        what += f", последний день {change.on:%d.%m.%Y}" if change.to_status in ENDED else ""
    return [Event(on, who, what, _detail(change, change.reason), change.made_at, _part_of(change))]


def _part_of(change: PairChange) -> LifePart:
    if change.to_status in ENDED or change.from_status in ENDED:
        return LifePart.END
    if change.from_status == PairStatus.ACTIVE:
        return LifePart.WORK
    return LifePart.START if change.to_status == PairStatus.ACTIVE else LifePart.PREPARATION


def _what(change: PairChange, mentor: SideWords) -> str:
    mistake = " (ошибка, исправлено)" if change.is_corrected else ""
    if change.to_stage is not None:
        back = change.from_stage is not None and change.to_stage.number < change.from_stage.number
        return f"{'Возврат на этап' if back else 'Начат этап'} «{change.to_stage}»{mistake}"
    if change.ends_on_after is not None:
        taken_back = change.corrects_id and change.from_status in ENDED
        return f"{'Продление снято' if taken_back else 'Изменён срок'}{mistake}"
    if change.from_status == PairStatus.ACTIVE and not mistake:
        return describe_end(change.to_status, change.on, mentor) or _WORDS[PairStatus.ACTIVE, PairStatus.ACTIVE]
    if change.from_status == PairStatus.ACTIVE and change.to_status == PairStatus.REPLACED:
        return describe_replacement(mentor) + mistake
    return _WORDS[PairStatus(change.from_status), PairStatus(change.to_status)] + mistake


def _entered_on(change: PairChange) -> date:
    return _day_of(change.made_at)


def _day_of(at: datetime) -> date:
    return min(timezone.localdate(at), clock.today())


def _corrected_end(change: PairChange, mentor: SideWords) -> Event:
    detail = _detail(change, sentences(*reasons_of(change)[:1]))
    return Event(change.on, "", describe_end(change.to_status, change.on, mentor), detail, change.made_at, LifePart.END)


def _detail(change: PairChange, reason: str) -> str:
    return " · ".join(part for part in (_act_of(change), reason) if part)


def _act_of(change: PairChange) -> str:
    if change.act is None:
        return ""
    return f"{change.act} ({change.act.cancelled_word})" if change.act.cancelled_by_id else str(change.act)


def _of_mark(mark: StageItem, made_at: datetime | None) -> Event:
    who = mark.done_by.short_name if mark.done_by else ""
    return Event(mark.done_on, who, f"Выполнено: {mark.template.brief}", mark.evidence, made_at)
