"""What the first page shows: deadlines by urgency, figures of the user's scope, the user's own pairs."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.queries.district_roadmaps import district_items_of, rows_of_district_items
from mentoring.queries.pairs import own_pairs
from mentoring.queries.requests import own_requests
from registry import clock
from registry.access import Access, Right
from registry.models import Organisation
from registry.queries.deadlines import described
from worklist.due.of_reader import MOST_SHOWN, reads_several
from worklist.first_page.district import DistrictOfReader
from worklist.first_page.numbers import first_page_numbers_of
from worklist.first_page.one_organisation import worklist_of_one
from worklist.first_page.parts import Worklist
from worklist.first_page.several_organisations import worklist_of_several

#: own requests written out; the list of requests has them all
MOST_OWN_REQUESTS = 5


def worklist_of(
    user: User, parameters: Mapping[str, str] | None = None, organisation: Organisation | None = None
) -> Worklist:
    """`parameters`: the number of the page by section, {"overdue": "2"}, and the part to `show`. `organisation`: the
    one whose deadlines are shown, among those whose pairs the reader sees."""
    access = Access.of(user)
    if organisation is not None:
        return worklist_of_one(user, parameters or {}, organisation)
    reader_district = DistrictOfReader(access, clock.today())
    worklist = (
        worklist_of_several(user, parameters or {}, reader_district)
        if reads_several(access)
        else worklist_of_one(user, parameters or {})
    )
    district_items = district_items_of(user, worklist.today)
    district_rows = rows_of_district_items(user, district_items[:MOST_SHOWN])
    return replace(
        worklist,
        of_municipality=described(district_rows, worklist.today),
        of_municipality_number=district_items.count() if len(district_rows) == MOST_SHOWN else len(district_rows),
        numbers=first_page_numbers_of(user, reader_district, worklist.today)
        if access.anywhere(Right.VIEW_PEOPLE)
        else None,
        own_pairs=_own_pairs(access),
        own_requests=list(own_requests(access)[:MOST_OWN_REQUESTS]) if access.person_ids else [],
    )


def _own_pairs(access: Access) -> list[Pair]:
    if not access.person_ids:
        return []
    return list(own_pairs(access).exclude(status=PairStatus.CANCELLED).found_by_key().with_shown_relations())
