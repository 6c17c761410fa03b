"""What an order says of the pairs in whose place its own come: one order ends the former pair and secures the new one
(Устюжна, п. 3.7)."""

from collections.abc import Sequence

from mentoring.models import PairChange
from reports.documents.orders.order_texts import Point
from reports.documents.orders.pair_rows import OrderDay
from reports.documents.printed_parts import NameAndPost
from russian import typography
from russian.side_words import SideWords


def replacement_point(replacements: Sequence[PairChange], mentor: SideWords) -> Point:
    """«Прекратить наставническую пару в связи с заменой наставника:» and the former pair with its last day and the
    reason."""
    what = "наставническую пару" if len(replacements) == 1 else "наставнические пары"
    whom = mentor.genitive if len(replacements) == 1 else mentor.plural_genitive
    return Point(
        text=f"Прекратить {what} в связи с заменой {whom}:", subpoints=[_former_pair(each) for each in replacements]
    )


def former_mentors(replacements: Sequence[PairChange], day: OrderDay) -> list[NameAndPost]:
    """They are acquainted with the order as well."""
    return [day.name_and_post(each.pair.mentor.person) for each in replacements]


def _former_pair(change: PairChange) -> str:
    """«Щербакова Анна Борисовна — Орлов Виктор Глебович, последний день — 30 ноября 2026 г. (просьба участника)»"""
    pair = change.pair
    reason = typography.lower_first(change.listed_reason.title) if change.listed_reason else ""
    last_day = typography.date_in_words(pair.last_day)
    what = f"{pair.mentor.person.full_name} — {pair.mentee.person.full_name}, последний день — {last_day}"
    return f"{what} ({reason})" if reason else what
