"""Rows of pairs whose people are identified: each proposes a draft, repeats one, or waits for an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from imports.enums import ImportRowStatus
from imports.importers.base import clear, withhold
from imports.importers.pairs.known_pairs import KnownPairs
from imports.importers.pairs.people_of_pairs import PeopleOfPairs, RowPeople, people_of_row
from imports.importers.pairs.row_values import MENTEE, MENTOR, FilePeriod
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.record_values import RecordValues
from imports.row_data import Candidate, ColumnChanges
from imports.writing.planned_record import PlannedRecord
from mentoring.models import Pair
from registry.models import Kind

CAP_EXCEEDED = "cap_exceeded"
#: what the issues of rows are called that want more places of a mentor than there are
CAP_CODES = frozenset({CAP_EXCEEDED, "cap_competing"})


@dataclass(slots=True)
class PlannedPair(PlannedRecord):
    """A row of which everybody is identified. `draft`: the pair that it makes, if any.

    `leads`: the first row of its mentee, which writes the mentee. `repeats`: another row makes the same pair.
    `is_over_cap_in_file`: the parser has counted too many mentees of the mentor at this row.
    """

    people: RowPeople = field(kw_only=True)
    is_over_cap_in_file: bool = field(kw_only=True)
    draft: "PlannedDraft | None" = None
    leads: bool = True
    repeats: bool = False

    def column(self, about: str) -> str | None:
        """The heading of what an issue is about."""
        return self.row.record.columns.get(about)

    @property
    def mentee(self) -> PlannedRecord:
        return self.people.mentee

    @property
    def is_open(self) -> bool:
        """Nothing keeps the row from being written so far."""
        return not self.row.status


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Who would work with whom, and when."""

    planned: PlannedPair
    mentor: PlannedRecord
    mentee: PlannedRecord
    period: FilePeriod

    def person(self, side: str) -> PlannedRecord:
        return self.mentor if side == MENTOR else self.mentee


@dataclass(frozen=True, slots=True, eq=False)
class PlannedDraft(Proposal):
    """`pair`: the draft to be made, not saved. `summary`: what it will hold, in words: column → before, after."""

    pair: Pair
    kinds: Sequence[Kind] = ()
    summary: ColumnChanges = field(default_factory=dict)


class _RowChecker(PeopleIdentifier):
    def admits(self, row: ImportRow) -> bool:
        """False when the row is put aside whomever it names."""
        return self._may_be_written(row)


def read_rows(rows: Sequence[ImportRow], snapshot: RegistrySnapshot, *, own: bool) -> list[PlannedPair]:
    """The rows of which everybody is identified; puts the others aside. `own`: as in a bank of mentees."""
    checker = _RowChecker(rows, snapshot, bank="")
    admitted = []
    over_cap = set()
    for row in rows:
        # the parser counts the mentees of the file without those of the registry: they are counted anew
        counts = [error for error in row.errors if error.code == CAP_EXCEEDED]
        over_cap |= {row.position for error in counts if not error.from_registry or error.echo}
        row.errors = [error for error in row.errors if error not in counts]
        clear(row)
        row.status = ""
        if checker.admits(row):
            admitted.append(people_of_row(row, own=own))
    return [
        PlannedPair(
            people.row, people.mentee.match if own else None, RecordValues(),
            people=people, is_over_cap_in_file=people.row.position in over_cap,
        )
        for people in PeopleOfPairs(admitted, snapshot).complete()
    ]  # fmt: skip


def proposals_of(rows: Iterable[PlannedPair]) -> list[Proposal]:
    """What the rows that name a mentor propose."""
    return [
        Proposal(planned, mentor, planned.mentee, FilePeriod.from_values(planned.row.record.values))
        for planned in rows
        if (mentor := planned.people.mentor) is not None
    ]


def known_pairs_of(proposals: Sequence[Proposal], snapshot: RegistrySnapshot) -> KnownPairs:
    people = {
        one.match for proposal in proposals for one in (proposal.mentor, proposal.mentee) if one.match is not None
    }
    since = min(proposal.period.starts_on for proposal in proposals)
    return KnownPairs(snapshot, people, since, max(proposal.period.ends_on for proposal in proposals))


def new_proposals(proposals: Iterable[Proposal], registered: KnownPairs, *, own: bool) -> list[Proposal]:
    """Those that are neither a pair of the registry, nor of an earlier row, nor of a person with themselves."""
    new: list[Proposal] = []
    earlier: dict[tuple[int, int], list[Proposal]] = {}
    for proposal in proposals:
        planned, mentor, mentee = proposal.planned, proposal.mentor, proposal.mentee
        if mentor is mentee:
            message = "наставник и наставляемый — один человек"
            withhold(planned.row, ImportRowStatus.ERROR, "same_person", message, column=planned.column(MENTEE))
            continue
        of_these = earlier.setdefault((id(mentor), id(mentee)), [])
        repeated = next((other.planned for other in of_these if other.period.overlaps(proposal.period)), None)
        if (same := _known_pair(proposal, registered)) is not None:
            planned.match = planned.match if own else same.pk
        elif repeated is not None:
            why = f"та же пара, что в строке {repeated.row.row}"
            planned.row.candidates = [Candidate(row=repeated.row.position, why=why)]
            if not own:
                repeated.follow(planned.row)
                planned.repeats = True
        else:
            of_these.append(proposal)
            new.append(proposal)
    return new


def _known_pair(proposal: Proposal, registered: KnownPairs) -> Pair | None:
    mentor, mentee, period = proposal.mentor.match, proposal.mentee.match, proposal.period
    if mentor is None or mentee is None:
        return None
    return registered.same(mentor, mentee, period.starts_on, period.ends_on)


def lead_rows(rows: Iterable[PlannedPair]) -> list[PlannedPair]:
    """Of a bank of mentees: rows that only name a mentee again follow the first row that does."""
    leaders: dict[int, PlannedPair] = {}
    leading = []
    for planned in rows:
        leader = leaders.setdefault(id(planned.mentee), planned)
        if leader is planned or planned.draft is not None:
            planned.leads = leader is planned
            leading.append(planned)
        else:
            leader.follow(planned.row)
    return leading
