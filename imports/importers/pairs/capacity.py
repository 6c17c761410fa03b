"""Places of mentors, counted over the file and the register: who is one too many, whatever the order of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imports.enums import ImportRowStatus
from imports.importers.base import put_aside
from imports.importers.pairs.known_pairs import KnownPairs, Rules
from imports.importers.pairs.proposals import CAP_EXCEEDED, PlannedPair
from imports.importers.pairs.row_values import MENTEE, MENTOR
from imports.row_data import RowIssue
from mentoring.capacity import MenteePeriod, first_overfull_day, mentee_limit


@dataclass(frozen=True, slots=True)
class _Hold(MenteePeriod):
    """`name`: in words, of somebody of the register."""

    name: str = ""


def check_capacity(entries: Iterable[PlannedPair], known: KnownPairs, rules: Rules) -> None:
    """Every row beyond the places of its mentor is an error that names all who compete; the others of them wait.

    Rows that a person has accepted come first, so that it is never the order of the rows that decides.
    """
    of_mentor: dict[int, list[PlannedPair]] = defaultdict(list)
    for entry in entries:
        of_mentor[id(entry.cast.mentor)].append(entry)
    for competing in of_mentor.values():
        _check_mentor(competing, known, rules)


def _check_mentor(entries: Sequence[PlannedPair], known: KnownPairs, rules: Rules) -> None:
    held = _holds_in_register(entries, known)
    chosen = [entry for entry in entries if entry.row.decision.accept]
    if _sorted_out(chosen, held, rules)[1]:
        chosen = []  # more were kept than there are places: nobody has chosen yet
    kept = {id(entry) for entry in chosen}
    placed, over = _sorted_out(sorted(entries, key=lambda entry: id(entry) not in kept), held, rules)
    mine = {id(entry): _hold_of(entry) for entry in entries}
    for entry, day in over:
        rivals = [other for other in entries if mine[id(other)].covers(day)]
        _refuse(entry, rivals, [hold for hold in held if hold.covers(day)], _limit(entry, rules))
        for other in rivals:
            if other in placed and other.is_open and id(other) not in kept:
                rows = sorted(rival.row.row for rival in rivals)
                message = (
                    f"соперничают за места наставника строки {_listed(rows)}: оставьте нужные или пропустите лишние"
                )
                put_aside(other.row, ImportRowStatus.REVIEW, "cap_competing", message, column=other.column(MENTOR))
                # the error of the other row names this one too
                other.row.warnings[-1] = replace(other.row.warnings[-1], echo=True)


def _sorted_out(
    entries: Iterable[PlannedPair], held: Sequence[_Hold], rules: Rules
) -> tuple[list[PlannedPair], list[tuple[PlannedPair, date]]]:
    """Those who find a place, one after another, and those who do not, with the first day that is too full."""
    placed: list[PlannedPair] = []
    holds = list(held)
    over = []
    for entry in entries:
        mine = _hold_of(entry)
        crowded = first_overfull_day([*holds, mine], mine.starts_on, mine.until, _limit(entry, rules))
        if crowded is None:
            placed.append(entry)
            holds.append(mine)
        else:
            over.append((entry, crowded))
    return placed, over


def _holds_in_register(entries: Sequence[PlannedPair], known: KnownPairs) -> list[_Hold]:
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


def _hold_of(entry: PlannedPair) -> _Hold:
    mentee = entry.cast.mentee
    who = mentee.match if mentee.match is not None else ("new", id(mentee))
    return _Hold(who, entry.term.starts_on, entry.term.ends_on)


def _limit(entry: PlannedPair, rules: Rules) -> int:
    policy = rules.policy_on(entry.term.starts_on)
    return mentee_limit(entry.pair.mentor.personal_limit, policy.mentee_limit if policy else None)


def _refuse(entry: PlannedPair, rivals: Sequence[PlannedPair], held: Sequence[_Hold], limit: int) -> None:
    rows = sorted({rival.row.row for rival in rivals})
    people = len({_hold_of(rival).mentee for rival in rivals} | {hold.mentee for hold in held})
    message = f"у наставника одновременно {people} наставляемых, допускается {limit}"
    if len(rows) > 1:
        message += f"; соперничают строки {_listed(rows)}"
    if held:
        message += "; в реестре уже: " + ", ".join(dict.fromkeys(hold.name for hold in held))
    entry.row.status = ImportRowStatus.ERROR
    column = entry.column(MENTEE if MENTEE in entry.row.record["values"] else MENTOR)
    issue = RowIssue(
        CAP_EXCEEDED, message, column,
        rows=tuple(rows), from_registry=True, asks=True, echo=entry.crowded_in_file,
    )  # fmt: skip
    entry.row.errors = [*entry.row.errors, issue]


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows)
