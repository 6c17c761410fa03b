"""The layout of a row of StoredFigures: whole numbers separated by blanks, then after each semicolon the counts by
part, «part:number», separated by blanks."""

from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

from registry.queries.deadlines import stored_kinds

#: Edition of the rules by which figures are counted. Whoever changes what is counted raises it: what was stored by
#: another edition is counted anew.
EDITION = 9
#: counts of one number, in their order
SINGLE = (
    "mentors",
    "mentees",
    "overdue",
    "free_places",
    "young",
    "due_overdue",
    "due_this_week",
    "due_later",
    "listed_mentors",
    "listed_free_places",
    "mentees_alone",
    "active_pairs",
    "draft_pairs",
)
#: counts of a number for each part that has one, by the primary key of the part
BY_PART = ("stages",)
_POSITIONS = {code: position for position, code in enumerate(SINGLE)}


def checksum() -> int:
    """Of what decides how a row is counted and read: the edition, the layout, the kinds of deadlines that are stored.
    A row with another checksum is void."""
    basis = (EDITION, SINGLE, BY_PART, sorted(map(str, stored_kinds())))
    return crc32(repr(basis).encode()) & 0x7FFFFFFF


class StoredNumbers(NamedTuple):
    """As they are stored: a page turns only those that it shows into numbers."""

    single: list[str]
    packed_parts: list[str]


def pack(numbers: Mapping[tuple[str, int], int]) -> str:
    """`numbers` by count and part; absent ones are zero."""
    single = [0] * len(SINGLE)
    parts: dict[str, list[str]] = {code: [] for code in BY_PART}
    for (code, part), number in sorted(numbers.items()):
        if code in _POSITIONS:
            single[_POSITIONS[code]] = number
        elif number:
            parts[code].append(f"{part}:{number}")
    return ";".join([" ".join(map(str, single)), *(" ".join(numbers_of_part) for numbers_of_part in parts.values())])


def unpack(packed: str) -> StoredNumbers:
    single, *parts = packed.split(";")
    return StoredNumbers(single.split(" "), parts)


def number_of(values: StoredNumbers, code: str) -> int | dict[int, int]:
    """The number of a count, or its numbers by part; absent ones are zero."""
    if code in _POSITIONS:
        return int(values.single[_POSITIONS[code]])
    numbers = [int(number) for number in values.packed_parts[BY_PART.index(code)].replace(":", " ").split()]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))
