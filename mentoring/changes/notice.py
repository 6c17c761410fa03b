"""The employer's notice: a mentor's assignment is cancelled no sooner than three working days after the mentor has been
told (ст. 351.8 ТК РФ). The mentor refuses without any notice."""

from datetime import date

from django.core.exceptions import ValidationError

from mentoring.enums import LabourBasis
from mentoring.models import Pair
from mentoring.queries.policies import words_of
from registry import clock
from registry.models import Reason
from registry.queries.working_days import working_day_after
from russian.typography import upper_first

DAYS_OF_NOTICE = 3


def needs_notice(pair: Pair) -> bool:
    """Only an employee mentors by assignment: neither a pupil nor a partner's worker, nor one whose duty it is."""
    return pair.labour_basis == LabourBasis.ASSIGNMENT


def check_notice(pair: Pair, *, reason: Reason | None, notified_on: date | None, on: date) -> None:
    """Raises ValidationError when the end cancels the assignment too soon after the notice, or without one."""
    if reason is None or not reason.needs_notice:
        return
    mentor = words_of(pair).mentor
    if notified_on is None:
        if needs_notice(pair):
            raise ValidationError(
                {
                    "notified_on": f"Укажите, когда {mentor.genitive} предупредили: не менее чем за три рабочих дня "
                    "(ст. 351.8 ТК РФ)."
                }
            )
        return
    if notified_on > clock.today():
        raise ValidationError({"notified_on": f"Этот день ещё не наступил. Сначала предупредите {mentor.genitive}."})
    if notified_on < pair.starts_on:
        raise ValidationError(
            {"notified_on": f"Пара начинается {pair.starts_on:%d.%m.%Y}, предупредить раньше нельзя."}
        )
    earliest = working_day_after(notified_on, DAYS_OF_NOTICE)
    if needs_notice(pair) and on < earliest:
        raise ValidationError(
            {
                "on": f"{upper_first(mentor.genitive)} предупредили {notified_on:%d.%m.%Y}, три рабочих дня "
                f"после этого — по {earliest:%d.%m.%Y}. Последний день — не раньше (ст. 351.8 ТК РФ)."
            }
        )
    if on <= notified_on:
        raise ValidationError({"notified_on": "О прекращении предупреждают до последнего дня."})
