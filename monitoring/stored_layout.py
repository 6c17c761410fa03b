"""How the numbers of a day stand in one row of StoredFigures: whole numbers with blanks between them, and behind a
semicolon each the counts by part, «part:number» with blanks between them.
"""

from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

#: Edition of the rules by which figures are counted. Whoever changes what is counted raises it: what was stored by
#: another edition is counted anew.
EDITION = 3
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
#: what a stored row has to be counted by
RULES = crc32(repr((EDITION, SINGLE, BY_PART)).encode()) & 0x7FFFFFFF

_PLACES = {code: place for place, code in enumerate(SINGLE)}


class StoredNumbers(NamedTuple):
    single: list[int]
    #: by code; the others are zero
    by_part: dict[str, dict[int, int]]


def pack(numbers: Mapping[tuple[str, int], int]) -> str:
    """`numbers` by count and part; the others are zero."""
    single = [0] * len(SINGLE)
    parts: dict[str, list[str]] = {code: [] for code in BY_PART}
    for (code, part), number in sorted(numbers.items()):
        if code in _PLACES:
            single[_PLACES[code]] = number
        elif number:
            parts[code].append(f"{part}:{number}")
    return ";".join([" ".join(map(str, single)), *(" ".join(found) for found in parts.values())])


def unpack(packed: str) -> StoredNumbers:
    single, *parts = packed.split(";")
    by_part = {code: dict(_part(each) for each in found.split()) for code, found in zip(BY_PART, parts, strict=True)}
    return StoredNumbers([int(number) for number in single.split(" ")], by_part)


def _part(found: str) -> tuple[int, int]:
    part, _, number = found.partition(":")
    return int(part), int(number)


def number_of(values: StoredNumbers, code: str) -> int | dict[int, int]:
    """The number of a count, or its numbers by part."""
    return values.by_part[code] if code in BY_PART else values.single[_PLACES[code]]
