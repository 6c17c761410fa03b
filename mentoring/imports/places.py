"""Places of mentors, counted over the file and the register: who is one too many, whatever the order of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mentoring.imports.known_pairs import KnownPairs, Rules
from mentoring.imports.proposals import PairEntry
from mentoring.imports.row_values import MENTEE, MENTOR
from registry.enums import ImportRowStatus
from registry.imports.findings import finding
from registry.imports.kinds.base import settle
from registry.models.policy import MOST_MENTEES


@dataclass(frozen=True, slots=True)
class _Hold:
    """A mentee with the mentor from day to day, both included. `name`: in words, of somebody of the register."""

    mentee: object
    starts_on: date
    until: date
    name: str = ""

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.until


def check_places(entries: Iterable[PairEntry], known: KnownPairs, rules: Rules) -> None:
    """Every row beyond the places of its mentor is an error that names all who compete; the others of them wait.

    Rows that a person has accepted come first, so that it is never the order of the rows that decides.
    """
    of_mentor: dict[int, list[PairEntry]] = defaultdict(list)
    for entry in entries:
        of_mentor[id(entry.cast.mentor)].append(entry)
    for competing in of_mentor.values():
        _check_mentor(competing, known, rules)


def _check_mentor(entries: Sequence[PairEntry], known: KnownPairs, rules: Rules) -> None:
    held = _holds_in_register(entries, known)
    mine = {id(entry): _hold_of(entry) for entry in entries}
    placed: list[PairEntry] = []
    over: list[tuple[PairEntry, date]] = []
    for entry in sorted(entries, key=lambda e: not e.row.decision.get("accept")):
        crowded = _crowded_day(mine[id(entry)], [*held, *(mine[id(p)] for p in placed)], _limit(entry, rules))
        if crowded is None:
            placed.append(entry)
        else:
            over.append((entry, crowded))
    for entry, day in over:
        rivals = [other for other in entries if mine[id(other)].covers(day)]
        _refuse(entry, rivals, [hold for hold in held if hold.covers(day)], _limit(entry, rules))
        for other in rivals:
            if other in placed and other.is_open and not other.row.decision.get("accept"):
                rows = sorted(rival.row.row for rival in rivals)
                message = (
                    f"соперничают за места наставника строки {_listed(rows)}: оставьте нужные или пропустите лишние"
                )
                settle(other.row, ImportRowStatus.REVIEW, "cap_competing", message, column=other.column(MENTOR))


def _holds_in_register(entries: Sequence[PairEntry], known: KnownPairs) -> list[_Hold]:
    match = entries[0].cast.mentor.match
    if match is None:
        return []
    since, until = min(e.term.starts_on for e in entries), max(e.term.ends_on for e in entries)
    return [
        _Hold(
            pair.mentee.person_id,
            pair.starts_on,
            pair.last_day,
            f"{pair.mentee.person.short_name} (до {pair.last_day:%d.%m.%Y})",
        )
        for pair in known.of_mentor(match, since, until)
    ]


def _hold_of(entry: PairEntry) -> _Hold:
    mentee = entry.cast.mentee
    who = mentee.match if mentee.match is not None else ("new", id(mentee))
    return _Hold(who, entry.term.starts_on, entry.term.ends_on)


def _crowded_day(new: _Hold, others: Sequence[_Hold], limit: int) -> date | None:
    """The first day on which the mentor would have more mentees than places; the number grows where a pair begins."""
    days = {new.starts_on} | {other.starts_on for other in others if new.covers(other.starts_on)}
    for day in sorted(days):
        if len({other.mentee for other in others if other.covers(day)} | {new.mentee}) > limit:
            return day
    return None


def _limit(entry: PairEntry, rules: Rules) -> int:
    policy = rules.policy_on(entry.term.starts_on)
    personal = entry.pair.mentor.personal_limit
    return min(MOST_MENTEES, personal or MOST_MENTEES, policy.mentee_limit if policy else MOST_MENTEES)


def _refuse(entry: PairEntry, rivals: Sequence[PairEntry], held: Sequence[_Hold], limit: int) -> None:
    rows = sorted({rival.row.row for rival in rivals})
    people = len({_hold_of(rival).mentee for rival in rivals} | {hold.mentee for hold in held})
    message = f"у наставника одновременно {people} наставляемых, допускается {limit}"
    if len(rows) > 1:
        message += f"; соперничают строки {_listed(rows)}"
    if held:
        message += "; в реестре уже: " + ", ".join(dict.fromkeys(hold.name for hold in held))
    entry.row.status = ImportRowStatus.ERROR
    column = entry.column(MENTEE if MENTEE in entry.row.record["values"] else MENTOR)
    entry.row.errors = [
        *entry.row.errors, finding("cap_exceeded", message, column=column, register=True, asks=True, rows=rows)
    ]  # fmt: skip


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows)
