"""Days on which a mentee has had no mentor between a former pair and the next one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mentoring.enums import PLACE_HOLDING, PairStatus
from mentoring.models import Pair

_DAY = timedelta(days=1)
#: A pair that nobody has entered in the place of another is its next one when it begins within so many days.
_MOST_BETWEEN = timedelta(days=31)


@dataclass(frozen=True)
class MentorGap:
    """`since` and `until`: first and last of the days without a mentor."""

    pair: Pair
    former: Pair
    since: date
    until: date

    @property
    def words(self) -> str:
        """«с 05.05.2027 по 11.05.2027», «05.05.2027»"""
        if self.since == self.until:
            return f"{self.since:%d.%m.%Y}"
        return f"с {self.since:%d.%m.%Y} по {self.until:%d.%m.%Y}"


def mentor_gaps(pairs: Iterable[Pair], *, dated: date | None = None) -> list[MentorGap]:
    """Between each pair and the one before it, but for days on which another pair of the mentee works. `dated`: the day
    of the act on which the pairs are to begin. One query."""
    later = [pair for pair in pairs if pair.status != PairStatus.CANCELLED]
    others: dict[int, list[Pair]] = defaultdict(list)
    rows = Pair.objects.filter(mentee__in={pair.mentee_id for pair in later}, status__in=PLACE_HOLDING)
    for row in rows.select_related("mentor__person", "mentee__person", "act").order_by("starts_on", "pk"):
        others[row.mentee_id].append(row)
    return [gap for pair in later for gap in _gaps_before(pair, others[pair.mentee_id], dated)]


def _gaps_before(pair: Pair, of_mentee: list[Pair], dated: date | None) -> Iterator[MentorGap]:
    begins = max(pair.begins_on, dated or pair.begins_on)
    others = [other for other in of_mentee if other.pk != pair.pk]
    former = _former_of(pair, others, begins)
    if former is None:
        return
    since = former.last_day + _DAY
    for other in sorted(others, key=lambda other: other.begins_on):
        if since < other.begins_on < begins:
            yield MentorGap(pair, former, since, other.begins_on - _DAY)
        if other.begins_on < begins:
            since = max(since, min(other.lasts_until, begins) + _DAY)
    if since < begins:
        yield MentorGap(pair, former, since, begins - _DAY)


def _former_of(pair: Pair, others: list[Pair], begins: date) -> Pair | None:
    """The pair in whose place this one stands; without one the last that ended not long before."""
    ended = [other for other in others if other.is_ended and other.last_day < begins]
    if pair.predecessor_id is not None:
        return next((other for other in ended if other.pk == pair.predecessor_id), None)
    recent = [other for other in ended if begins - other.last_day <= _MOST_BETWEEN]
    return max(recent, key=lambda other: other.last_day, default=None)
