"""What is due for a reader: own decisions, what the reader does, and what is waited for from others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from accounts.models import User
from mentoring.enums import DeadlineKind
from registry import clock
from registry.access import Access, Right
from registry.candidate_deadlines import CANDIDATES
from registry.deadlines import KIND, ORGANISATION, Deadline, DeadlineScope, DueRow, described, first_due
from registry.enums import Role
from registry.models import Organisation
from worklist.queries.organisations import organisations_of_rows


@dataclass(frozen=True)
class DueOfReader:
    """What is due for a reader of one organisation."""

    #: what only the reader can decide
    awaiting: list[Deadline]
    #: what the reader does
    own: list[Deadline]
    of_others: list[Deadline]


def waits_for(access: Access) -> tuple[Q | None, set[str]]:
    """What the reader decides as the head or the coordinator, and of which kinds that is. A municipal administrator
    may approve too, but it is not theirs."""
    waiting, kinds_waited = Q(), set[str]()
    if heads := access.organisation_ids(Right.APPROVE_PROGRAMMES):
        kinds = [
            DeadlineKind.APPROVAL.value,
            DeadlineKind.ROADMAP_APPROVAL.value,
            DeadlineKind.REQUEST.value,
            CANDIDATES,
        ]
        waiting |= Q(**{f"{KIND}__in": kinds, f"{ORGANISATION}__in": heads})
        kinds_waited.update(kinds)
    if Role.COORDINATOR in access.roles:
        waiting |= Q(**{KIND: DeadlineKind.ROADMAP_AGREEMENT.value})
        kinds_waited.add(DeadlineKind.ROADMAP_AGREEMENT.value)
    return waiting or None, kinds_waited


def decides_as_head(access: Access) -> bool:
    return bool(access.organisation_ids(Right.APPROVE_PROGRAMMES))


def reads_several(access: Access) -> bool:
    return access.is_municipal(Right.VIEW_PAIRS) or len(access.organisation_ids(Right.VIEW_PAIRS)) > 1


def overdue_in(user: User, organisation: Organisation) -> list[Deadline]:
    """What others than the reader have not done in time in an organisation that the reader sees."""
    return [deadline for deadline in due_of(user, clock.today(), organisation).own if deadline.overdue]


def due_of(user: User, today: date, organisation: Organisation | None = None) -> DueOfReader:
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    if organisation is not None:
        scope = replace(within_organisations(scope, [organisation.pk]), person_ids=frozenset())
    waiting, kinds = waits_for(access)
    awaiting = first_due(scope, today, waiting, kinds=kinds) if waiting is not None else []
    rows = first_due(scope, today, ~waiting if waiting is not None else None)
    organisations = organisations_of_rows({row.organisation_id for row in (*awaiting, *rows)})
    deadlines = as_reader_may(access, described([*awaiting, *rows], today), organisations)
    due = in_order(rows, deadlines)
    own = [deadline for deadline in due if organisation is not None or not deadline.is_of_others]
    others = [] if organisation is not None else [deadline for deadline in due if deadline.is_of_others]
    return DueOfReader(in_order(awaiting, deadlines), own, others)


def within_organisations(whole: DeadlineScope, organisation_ids: Collection[int]) -> DeadlineScope:
    """Of the scope only these organisations; own pairs of the reader stay."""

    def here(path: str) -> Q:
        return Q(**{f"{path or 'pk'}__in": organisation_ids})

    return replace(
        whole,
        of_organisations=lambda path: whole.of_organisations(path) & here(path),
        of_holders=lambda right, path: whole.of_holders(right, path) & here(path),
        decided_by_reader=whole.decided_by_reader.intersection(organisation_ids),
    )


def as_reader_may(
    access: Access, deadlines: list[Deadline], organisations: Mapping[int, Organisation]
) -> dict[DueRow, Deadline]:
    """Calls a reader to do only what the reader may do; whoever may not, opens the page and looks."""

    def may(deadline: Deadline) -> bool:
        if deadline.right is None or deadline.doer_id in access.person_ids:
            return True
        return access.in_organisation(deadline.right, organisations[deadline.organisation_id])

    def for_reader(deadline: Deadline) -> Deadline:
        if may(deadline):
            return deadline
        return replace(deadline, action="Открыть", link=deadline.look or deadline.link, is_of_others=True)

    return {deadline.row: for_reader(deadline) for deadline in deadlines}


def in_order(rows: Iterable[DueRow], by_row: Mapping[DueRow, Deadline]) -> list[Deadline]:
    return sorted((by_row[row] for row in rows if row in by_row), key=Deadline.order)
