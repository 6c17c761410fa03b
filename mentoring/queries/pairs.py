"""The pairs that a user may open. Rights to change a pair follow from its host organisation.

PostgreSQL reads the whole table for an «or» over several joins, so conditions are combined in a way that an index
answers each of them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from mentoring.enums import ENDED, PairStatus
from mentoring.models import Pair
from mentoring.models.pair import PairQuerySet, unfinished
from registry.access import Access, Right
from registry.deadlines import DeadlineScope
from registry.models import Affiliation, Kind, Mentee, Mentor


def pairs_visible_to(user: User, right: Right = Right.VIEW_PAIRS) -> PairQuerySet:
    """Pairs of the organisations where the right holds.

    The organisations of the mentor and of the mentee, and the two themselves, may see a pair; only the host
    organisation gives the right to change it. A pair that ended before one of the two came stays invisible to the new
    organisation.
    """
    access = Access.of(user)
    if access.is_unlimited:
        return Pair.objects.all()
    conditions = [access.where(right)]
    if right is Right.VIEW_PAIRS:
        of_people = access.where(right, organisation="person__organisation")
        conditions += _of_sides(of_people, while_there=True) if access.anywhere(right) else []
        conditions += pairs_of_people(access.person_ids)
    return Pair.objects.filter(any_of(conditions, of_most=bool(access.municipality_ids(right))))


def pairs_visible_elsewhere(user: User) -> PairQuerySet:
    """Those of the pairs visible to the user that are led by organisations where the user does not have the right."""
    access = Access.of(user)
    if access.is_unlimited:
        return Pair.objects.none()
    return pairs_visible_to(user).exclude(access.where(Right.VIEW_PAIRS))


def pairs_shown(pair_ids: Collection[int]) -> PairQuerySet:
    """Pairs that the page shows already, for further questions about them."""
    return Pair.objects.filter(pk__in=pair_ids)


def pairs_looked_through(user: User, rows: QuerySet[Pair], *, in_one: bool) -> QuerySet[Pair]:
    """The pairs among which rules of several queries find those of a list: the rows of the list, or the whole register
    when the reader sees most of it, because each rule would read the reader's pairs again.

    `in_one`: the rows belong to one organisation.
    """
    is_most = Access.of(user).is_municipal(Right.VIEW_PAIRS) and not in_one
    return Pair.objects.all() if is_most else rows.select_related(None)


def own_pairs(access: Access) -> PairQuerySet:
    """Pairs in which the user is the mentor or the mentee."""
    return Pair.objects.filter(any_of(pairs_of_people(access.person_ids)))


def pairs_in(scope: DeadlineScope) -> PairQuerySet:
    conditions = [scope.of_organisations("organisation")]
    if scope.person_ids:
        conditions += pairs_of_people(scope.person_ids)
    return Pair.objects.filter(any_of(conditions, of_most=scope.is_wide))


def pairs_of_people(person_ids: Collection[int]) -> list[Q]:
    """Conditions on pairs, any of which suffices; none without people."""
    return _of_sides(Q(person__in=person_ids)) if person_ids else []


def any_of(conditions: Sequence[Q], *, of_most: bool = False) -> Q:
    """A condition on pairs that holds when any of the conditions holds.

    `of_most`: the first condition holds for most pairs, so the table is read as a whole. Otherwise each condition finds
    its few pairs by its own index.
    """
    if not conditions:
        return Q(pk__in=())
    if of_most or len(conditions) == 1:
        combined = conditions[0]
        for condition in conditions[1:]:
            combined |= condition
        return combined
    first, *others = (Pair.objects.filter(condition).order_by().values("pk") for condition in conditions)
    return Q(pk__in=first.union(*others))


def _of_sides(of_bank: Q, *, while_there: bool = False) -> list[Q]:
    """Conditions on pairs, from one on the mentor and the same on the mentee.

    `while_there`: an ended pair counts only when the person belonged to the present organisation before its end.
    """
    return [
        Q(**{f"{side}__in": bank.objects.filter(of_bank).order_by().values("pk")})
        & (_lasted_in_present_organisation(side) if while_there else Q())
        for side, bank in _SIDES
    ]


def _lasted_in_present_organisation(side: str) -> Q:
    here = Affiliation.objects.filter(
        Q(since__isnull=True) | Q(since__lte=OuterRef("ended_on")),
        person=OuterRef(f"{side}__person"),
        until__isnull=True,
    )
    return ~Q(status__in=ENDED) | Q(Exists(here))


_SIDES: tuple[tuple[str, type[Mentor | Mentee]], ...] = (("mentor", Mentor), ("mentee", Mentee))


def kinds_of(pair: Pair) -> list[Kind]:
    """The kinds of mentoring that the pair combines."""
    return list(pair.kinds.all())


def pairs_named_by_key(keys: Iterable[int]) -> QuerySet[Pair]:
    """Any pairs, with what their names are made of."""
    return Pair.objects.filter(pk__in=keys).select_related("mentor__person", "mentee__person")


def successor_of(pair: Pair) -> Pair | None:
    """The pair that goes on in place of this one; not a cancelled one."""
    successors = Pair.objects.filter(predecessor=pair).exclude(status=PairStatus.CANCELLED)
    return successors.select_related("mentor__person", "mentee__person").first()


def open_pairs(on: date) -> PairQuerySet:
    """Pairs that are not over on the day, without an order."""
    return Pair.objects.filter(unfinished(on)).order_by()


def pairs_holding(people: Collection[int], until: date) -> QuerySet[Pair]:
    """Pairs of these people that are not over on the day `until`, those that begin first first."""
    pairs = Pair.objects.filter(unfinished(until)).filter(Q(mentor__person__in=people) | Q(mentee__person__in=people))
    return pairs.select_related("mentor__person", "mentee__person", "organisation", "act").order_by("starts_on", "pk")


def pairs_of_bank_entry(entry: Mentor | Mentee, condition: Q) -> QuerySet[Pair]:
    """Pairs of an entry of a bank that fulfil the condition."""
    return entry.pairs.filter(condition).select_related("mentor__person", "mentee__person", "act")
