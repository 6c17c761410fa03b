"""The numbers of the first page for readers of several organisations. Of whole municipalities they are stored by
organisation and read, not counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from monitoring.figures import due_counts, listed_counts
from monitoring.figures.scope import FigureScope
from registry.access import Access, Right
from registry.deadlines import DeadlineScope, DueCount
from registry.queries.deadlines import count_by_kind, count_repeated, kinds_outside_figures, stored_kinds
from worklist.queries.organisations import in_order_of_names, organisations_where


class DistrictOfReader:
    """Whole municipalities of a reader on a day; organisations that two rights share are read once."""

    def __init__(self, access: Access, on: date) -> None:
        self._access = access
        self._on = on
        self._scopes: dict[tuple[frozenset[int], frozenset[int]], FigureScope] = {}

    def where(self, right: Right) -> FigureScope | None:
        """The organisations where the reader has the right. None for a reader of single organisations, whose rows are
        few, and for one who also has pairs of their own, which stand in any organisation."""
        access = self._access
        places = access.municipality_ids(right), access.organisation_ids(right)
        is_whole = access.municipality_ids(right) == access.municipalities_reached(right)
        if not access.is_unlimited and (access.person_ids or not places[0] or not is_whole):
            return None
        if places not in self._scopes:
            organisations = organisations_where(access, right)
            self._scopes[places] = FigureScope(organisations, self._on)
        return self._scopes[places]


@dataclass(frozen=True)
class DueByOrganisation:
    """How many deadlines of each section the organisations have, whoever does them."""

    #: {organisation: {section: deadlines}} of the organisations where something is due, in the order of their names
    numbers: Mapping[int, Mapping[str, int]]
    #: there are no rows of others
    kinds: frozenset[str]
    #: what two of the organisations have, by section
    repeated: Mapping[str, int]
    #: of them what monitoring does not count, by section
    outside_figures: Mapping[str, int]


def due_in(district: FigureScope, reader: DeadlineScope) -> DueByOrganisation:
    """Everything due in the district, stored or not."""
    counts = count_by_kind(reader, district.on, due_counts.by_urgency(district.on), is_stored=False)
    stored = {section: count(district) for section, count in due_counts.DUE.items()}
    numbers = {pk: {section: stored[section].get(pk, 0) for section in stored} for pk in district.keys_by_name}
    _add(counts, numbers)
    return DueByOrganisation(
        {pk: of_sections for pk, of_sections in numbers.items() if any(of_sections.values())},
        stored_kinds().union(count.kind for count in counts),
        _repeated(reader, district.on, due_counts.by_urgency(district.on)),
        _outside_figures(counts, due_counts.DUE),
    )


def due_counted(reader: DeadlineScope, on: date, sections: Mapping[str, Q]) -> DueByOrganisation:
    """Everything due for a reader of no whole district, all of it counted; `sections` are conditions on rows."""
    counts = [count for count in count_by_kind(reader, on, sections) if any(count.numbers.values())]
    numbers: dict[int, dict[str, int]] = {}
    _add(counts, numbers)
    kinds = frozenset(count.kind for count in counts)
    outside = _outside_figures(counts, sections)
    return DueByOrganisation(in_order_of_names(numbers), kinds, _repeated(reader, on, sections), outside)


def _outside_figures(counts: Iterable[DueCount], sections: Iterable[str]) -> dict[str, int]:
    outside = kinds_outside_figures()
    rows = [count for count in counts if count.kind in outside]
    return {section: sum(count.numbers[section] for count in rows) for section in sections}


def _repeated(reader: DeadlineScope, on: date, sections: Mapping[str, Q]) -> dict[str, int]:
    return {section: sum(numbers.values()) for section, numbers in count_repeated(reader, on, sections).items()}


def _add(counts: Iterable[DueCount], numbers: dict[int, dict[str, int]]) -> None:
    for count in counts:
        of_sections = numbers.setdefault(count.organisation_id, dict.fromkeys(count.numbers, 0))
        for section, number in count.numbers.items():
            of_sections[section] += number


def people_in(district: FigureScope) -> tuple[int, int, int]:
    """The number of mentors on the lists, of their free places, and of mentees without a pair."""
    counts = (listed_counts.LISTED_MENTORS, listed_counts.LISTED_FREE_PLACES, listed_counts.MENTEES_ALONE)
    mentors, free, alone = (sum(count(district).values()) for count in counts)
    return mentors, free, alone


def pairs_in_states(district: FigureScope) -> tuple[int, int]:
    """Active pairs and drafts that the organisations host."""
    active, drafts = (
        sum(count(district).values()) for count in (listed_counts.ACTIVE_PAIRS, listed_counts.DRAFT_PAIRS)
    )
    return active, drafts
