"""What an order says of the pairs in whose place its own come: one order ends the former pair and secures the new one
(Устюжна, п. 3.7)."""

from collections.abc import Sequence

from mentoring.models import PairChange
from registry.models import Reason
from registry.papers.act_cases import cases_of
from registry.side_texts import SidePair, side_text
from reports.documents.act_citation import date_and_number
from reports.documents.orders.order_texts import OrderWords, Point
from reports.documents.orders.pair_rows import OrderDay
from reports.documents.printed_parts import NameAndPost
from russian import typography


def replacement_point(replacements: Sequence[PairChange], words: OrderWords) -> Point:
    """«Прекратить наставническую пару в связи с заменой наставника:» and the former pair with its order, its last day
    and the reason."""
    what = "наставническую пару" if len(replacements) == 1 else "наставнические пары"
    whom = words.mentor.genitive if len(replacements) == 1 else words.mentor.plural_genitive
    return Point(
        text=f"Прекратить {what} в связи с заменой {whom}:",
        subpoints=[_former_pair(each, words) for each in replacements],
    )


def former_mentors(replacements: Sequence[PairChange], day: OrderDay) -> list[NameAndPost]:
    """They are acquainted with the order as well."""
    return [day.name_and_post(each.pair.mentor.person) for each in replacements]


def _former_pair(change: PairChange, words: OrderWords) -> str:
    """«Щербакова Анна Борисовна — Орлов Виктор Глебович (приказ от 01.09.2026 № 5), последний день — 30 ноября 2026 г.
    (просьба участника)»"""
    pair = change.pair
    reason = typography.lower_first(_reason_in(words, change.listed_reason)) if change.listed_reason else ""
    last_day = typography.date_in_words(pair.last_day)
    order = f" ({cases_of(pair.act.kind).nominative} {date_and_number(pair.act)})" if pair.act else ""
    what = f"{pair.mentor.person.full_name} — {pair.mentee.person.full_name}{order}, последний день — {last_day}"
    return f"{what} ({reason})" if reason else what


def _reason_in(words: OrderWords, reason: Reason) -> str:
    """The portal's in the words of the order; a municipality's own as it is written."""
    return reason.title if reason.is_own else side_text(reason.title, SidePair(words.mentor, words.mentee))
