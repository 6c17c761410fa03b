"""What the database refuses about the dates of acts and pairs (mentoring/guards/cap.py), in words."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from mentoring.guards import doubles
from mentoring.guards.dates import (
    ACT_AFTER_END,
    ACT_OUT_OF_ORDER,
    CANDIDATES_DECIDED,
    CHANGE_IN_EFFECT,
    CHANGES_IN_EFFECT,
)
from mentoring.guards.stages import MARK_TOO_EARLY
from mentoring.models import Pair, PairChange
from mentoring.queries.acts import acts_that_secured
from registry.models import Act
from registry.papers.act_cases import cases_of

_IN_EFFECT_LATER = "Акт об окончании или продлении вступает в силу позже самого изменения. Проверьте обе даты."
EXPLANATIONS = {
    ACT_AFTER_END: "Акт, которым закреплена пара, датирован позже её последнего дня. Проверьте обе даты.",
    ACT_OUT_OF_ORDER: (
        "Акт об окончании или продлении датирован раньше, чем пара закреплена, или позже нового срока. "
        "Проверьте даты актов."
    ),
    CHANGE_IN_EFFECT: _IN_EFFECT_LATER,
    CHANGES_IN_EFFECT: _IN_EFFECT_LATER,
    CANDIDATES_DECIDED: "Актом решено о кандидате: дата акта — не раньше предложения и не позже решения.",
    **{name: explanation for name, (_field, explanation) in doubles.EXPLANATIONS.items()},
    MARK_TOO_EARLY: "Пункт этапа отмечен раньше, чем началась пара. Проверьте дату.",
}


def explanation_of_dates(error: IntegrityError) -> str:
    """Empty when the error is about something else."""
    return next((text for name, text in EXPLANATIONS.items() if name in str(error)), "")


def day_of_change(change: PairChange) -> date:
    """The last day of an ended pair, or the first day that an extension adds."""
    extended = change.ends_on_before if change.ends_on_after is not None else None
    return extended + timedelta(days=1) if extended else change.on


def obstacles_of_change(pair: Pair, act: Act, day: date) -> Iterator[str]:
    """Why the act cannot be the ground of an end or an extension whose `day_of_change` is given. A paper that comes
    later may be; one that is to take effect later still may not."""
    earliest = acts_that_secured(pair).order_by("dated").first()
    if earliest is not None and act.dated < earliest.dated:
        securing = cases_of(earliest.kind).genitive
        yield (
            f"{act.opening} {act.dated_word} раньше {securing}, которым пара закреплена ({earliest.dated:%d.%m.%Y}). "
            "Проверьте дату."
        )
    if act.effective_on > max(act.dated, day):
        yield (
            f"{act.opening} действует только с {act.effective_on:%d.%m.%Y}, а изменение пары — с {day:%d.%m.%Y}. "
            "Проверьте обе даты."
        )


def check_act_of_change(pair: Pair, act: Act, day: date) -> None:
    """Raises ValidationError for an act that cannot be the ground of the end or the extension."""
    if refusals := list(obstacles_of_change(pair, act, day)):
        raise ValidationError({"act": refusals})
