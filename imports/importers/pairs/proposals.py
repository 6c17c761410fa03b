"""Rows of pairs, identified: each proposes a draft, repeats one, or waits for an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from imports.enums import ImportRowStatus
from imports.importers import PlannedRecord
from imports.importers.base import clear, put_aside
from imports.importers.pairs.known_pairs import KnownPairs
from imports.importers.pairs.people_of_pairs import Cast, PeopleOfPairs, cast_of
from imports.importers.pairs.row_values import MENTEE, Term
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.row_data import Candidate
from mentoring.models import Pair
from registry.models import Kind

CAP_EXCEEDED = "cap_exceeded"


@dataclass(slots=True)
class PlannedPair(PlannedRecord):
    """`term`: of the pair that the row is about; None: the row makes none. `pair`: the draft to be made, not saved.

    `leads`: the first row of its mentee, the one that tells of them. `told`: what the draft will hold, in words.
    `crowded_in_file`: the reader of the file has found the mentor's places full at this row.
    """

    cast: Cast | None = None
    term: Term | None = None
    pair: Pair | None = None
    kinds: Sequence[Kind] = ()
    leads: bool = True
    crowded_in_file: bool = False
    told: dict[str, list[Any]] = field(default_factory=dict)

    def column(self, about: str) -> str | None:
        """The heading of what an issue is about."""
        return self.row.record["values"].get("columns", {}).get(about)

    @property
    def is_open(self) -> bool:
        """Nothing keeps the row from being written so far."""
        return not self.row.status


class _Gate(PeopleIdentifier):
    def admits(self, row: ImportRow) -> bool:
        """False when the row is put aside whomever it names."""
        return self._may_be_written(row)


def read_rows(rows: Sequence[ImportRow], snapshot: RegistrySnapshot, *, own: bool) -> list[PlannedPair]:
    """An entry for each row of which everybody is known; settles the others. `own`: as in a base of mentees."""
    gate, casts = _Gate(rows, snapshot, place=""), []
    crowded = set()
    for row in rows:
        # the file's own count knows nothing of the register: places are counted anew
        own_count = [error for error in row.errors if error.code == CAP_EXCEEDED]
        crowded |= {row.position for error in own_count if not error.from_registry or error.echo}
        row.errors = [error for error in row.errors if error not in own_count]
        clear(row)
        row.status = ""
        if gate.admits(row):
            casts.append(cast_of(row, snapshot, own=own))
    entries = []
    for cast in PeopleOfPairs(casts, snapshot).known():
        crowded_before = cast.row.position in crowded
        entry = PlannedPair(cast.row, cast.mentee.match if own else None, {}, cast=cast, crowded_in_file=crowded_before)
        if cast.mentor is not None:
            entry.term = Term.kept_in(cast.row.record["values"])
        entries.append(entry)
    return entries


def known_pairs_of(entries: Sequence[PlannedPair], snapshot: RegistrySnapshot) -> KnownPairs:
    terms = [entry.term for entry in entries if entry.term is not None]
    people = {e.match for entry in entries for e in entry.cast.people.values() if e.match is not None}
    return KnownPairs(snapshot, people, min(t.starts_on for t in terms), max(t.ends_on for t in terms))


def leave_out_known(entries: Iterable[PlannedPair], known: KnownPairs, *, own: bool) -> list[PlannedPair]:
    """Those that propose something new: neither a pair of the register, nor of an earlier row, nor with oneself."""
    found: list[PlannedPair] = []
    earlier: dict[tuple[int, int], list[PlannedPair]] = {}
    for entry in entries:
        mentor, mentee, term = entry.cast.mentor, entry.cast.mentee, entry.term
        if mentor is mentee:
            message = "наставник и наставляемый – один человек"
            put_aside(entry.row, ImportRowStatus.ERROR, "same_person", message, column=entry.column(MENTEE))
            continue
        same = None
        if mentor.match is not None and mentee.match is not None:
            same = known.same(mentor.match, mentee.match, term.starts_on, term.ends_on)
        of_these = earlier.setdefault((id(mentor), id(mentee)), [])
        repeated = next((e for e in of_these if e.term.overlaps(term)), None)
        if same is not None:
            entry.term = None
            entry.match = entry.match if own else same.pk
        elif repeated is not None:
            entry.term = None
            entry.row.candidates = [
                Candidate(row=repeated.row.position, why=f"та же пара, что в строке {repeated.row.row}")
            ]
            if not own:
                repeated.followers = [*repeated.followers, entry.row]
                entry.cast = None
        else:
            of_these.append(entry)
            found.append(entry)
    return found


def led(entries: Iterable[PlannedPair]) -> list[PlannedPair]:
    """Of a base of mentees: rows that only name a mentee again follow the first row that does."""
    leaders: dict[int, PlannedPair] = {}
    kept = []
    for entry in entries:
        leader = leaders.setdefault(id(entry.cast.mentee), entry)
        if leader is entry or entry.pair is not None:
            entry.leads = leader is entry
            kept.append(entry)
        else:
            leader.followers = [*leader.followers, entry.row]
    return kept
