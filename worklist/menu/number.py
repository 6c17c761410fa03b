"""The number in the menu: what the first page asks the reader to do."""

from django.core.cache import caches

from accounts.models import User
from mentoring.queries.district_roadmaps import district_items_of
from registry import clock
from registry.access import Access
from registry.deadlines import DeadlineScope
from worklist.due.decisions import count_awaited
from worklist.due.of_reader import AWAITING, OWN, Decisions, numbers_of, reads_several

#: seconds for which the number in the menu may be old
COUNT_KEPT = 60


def own_count(user: User, *, is_fresh: bool = False) -> int:
    """The number of what the first page asks the reader to do: decisions, and in an own organisation the tasks.

    `is_fresh`: counted now, as the first page counts.
    """
    key = f"worklist-count-{user.pk}-{clock.today():%Y%m%d}"
    number: int | None = None if is_fresh else caches["process"].get(key)
    if number is None:
        number = _own_count(user)
        caches["process"].set(key, number, COUNT_KEPT)
    return number


def _own_count(user: User) -> int:
    today = clock.today()
    access = Access.of(user)
    if not reads_several(access):
        own = [count.numbers.values() for part, count in numbers_of(user, today) if part in (AWAITING, OWN)]
        return sum(map(sum, own))
    awaited = count_awaited(DeadlineScope.of_user(user), Decisions.of(access), today)
    decisions = sum(sum(sections.values()) for sections in awaited.values())
    return decisions + district_items_of(user, today).count()
