"""The rights of a user on one pair: from the host organisation, or as one of the two."""

from dataclasses import dataclass

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.access import Access, Right


@dataclass(frozen=True)
class PairRights:
    #: correct or cancel a draft, record that its papers are there
    propose: bool
    #: everything after that: stages, extension, replacement, end
    run: bool
    order: bool
    #: write the programme and mark its events; also the mentor (Устюжна, п. 3.10)
    write_programme: bool
    approve_programme: bool
    #: say that the mentee has read the programme; also the mentee (Устюжна, п. 3.11)
    acquaint: bool

    @classmethod
    def of(cls, user: User, pair: Pair) -> "PairRights":
        access = Access.of(user)
        host = pair.organisation
        run = access.in_organisation(Right.RUN_PAIRS, host)
        return cls(
            propose=access.in_organisation(Right.PROPOSE_PAIRS, host),
            run=run,
            order=access.in_organisation(Right.ISSUE_ORDERS, host),
            write_programme=access.in_organisation(Right.EDIT_PROGRAMMES, host)
            or pair.mentor.person_id in access.person_ids,
            approve_programme=access.in_organisation(Right.APPROVE_PROGRAMMES, host),
            acquaint=run or pair.mentee.person_id in access.person_ids,
        )


def may_end_with_leaving(user: User, pair: Pair) -> bool:
    """Whether the user ends the pair, or gives it up before it has begun, when one of the two leaves. An end that has
    been entered already is corrected on the pair's own page."""
    rights = PairRights.of(user, pair)
    return not pair.is_ended and (rights.propose if pair.status == PairStatus.DRAFT else rights.run)
