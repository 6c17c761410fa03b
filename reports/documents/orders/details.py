"""What a person decides about an order; the rest follows from the pairs and the policy."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from datetime import date, timedelta

from mentoring.models import Pair
from reports.documents.orders.order_texts import Point
from reports.paper_details import PaperDetails

#: to write a programme after the order, as offered
DAYS_FOR_PROGRAMMES = 14
TITLE_OF_ONE = "О закреплении наставнической пары"
TITLE = "О закреплении наставнических пар (групп)"
#: (one pair is secured, one former pair ends) → what the title says of the end
_ENDINGS = {
    (True, True): " и прекращении прежней",
    (True, False): " и прекращении прежних",
    (False, True): " и прекращении прежней пары",
    (False, False): " и прекращении прежних пар",
}
_USUAL_TITLES = {f"{title}{ending}" for title in (TITLE, TITLE_OF_ONE) for ending in ("", *_ENDINGS.values())}


@dataclass(frozen=True, kw_only=True)
class OrderDetails(PaperDetails):
    """`pairs` are the ids of the pairs chosen, none for an order in place of another.

    `minutes` are the ids of the acts in which bodies have considered the pairs. `signatory_name` and `signatory_post`
    None are those of the head of the organisation; `curator` and `control` are ids of curators of the organisation, and
    `control` None is «оставляю за собой»; `programmes_by` is the day by which programmes are written; `preamble` and
    `points` None are written by the portal.
    """

    pairs: tuple[int, ...] = ()
    number: str = ""
    dated: date | None = None
    title: str = TITLE
    grounds: str = ""
    purpose: str = ""
    minutes: tuple[int, ...] = ()
    programmes_by: date | None = None
    curator: int | None = None
    control: int | None = None
    signatory_name: str | None = None
    signatory_post: str | None = None
    preamble: str | None = None
    points: list[Point] | None = None
    annex_landscape: bool = False
    personnel: bool = False


def title_of(title: str, pairs: Sized, former_pairs: Sized = ()) -> str:
    """The title as typed; the usual one names one pair or several, and the end of the former pairs where the order ends
    some."""
    if title not in _USUAL_TITLES:
        return title
    one, one_former = len(pairs) == 1, len(former_pairs) == 1
    ending = _ENDINGS[one, one_former] if former_pairs else ""
    return f"{TITLE_OF_ONE if one else TITLE}{ending}"


def day_for_programmes(dated: date, pairs: Iterable[Pair]) -> date:
    """The day by which programmes are to be written, as offered: so many days after the order and the first day of the
    pairs, while they work."""
    rows = list(pairs)
    due = max([dated, *(pair.starts_on for pair in rows)]) + timedelta(days=DAYS_FOR_PROGRAMMES)
    last = max((pair.ends_on for pair in rows), default=due)
    return max(dated, min(due, last))
