"""How the numbers of a day stand in one row of StoredFigures: whole numbers with blanks between them."""

from collections.abc import Mapping
from itertools import accumulate
from zlib import crc32

#: Edition of the rules by which figures are counted. Whoever changes what is counted raises it: what was stored by
#: another edition is counted anew.
EDITION = 2
#: how many numbers each count takes, in their order
SIZES = {
    "mentors": 1,
    "mentees": 1,
    "stages": 5,
    "overdue": 1,
    "free_places": 1,
    "young": 1,
    "due_overdue": 1,
    "due_this_week": 1,
    "due_later": 1,
    "listed_mentors": 1,
    "listed_free_places": 1,
    "mentees_alone": 1,
    "active_pairs": 1,
    "draft_pairs": 1,
}
#: what a stored row has to be counted by
RULES = crc32(repr((EDITION, SIZES)).encode()) & 0x7FFFFFFF

_STARTS = dict(zip(SIZES, accumulate(SIZES.values(), initial=0), strict=False))
_LENGTH = sum(SIZES.values())


def pack(numbers: Mapping[tuple[str, int], int]) -> str:
    """`numbers` by count and part; the others are zero."""
    values = [0] * _LENGTH
    for (code, part), number in numbers.items():
        values[_STARTS[code] + part] = number
    return " ".join(map(str, values))


def unpack(packed: str) -> list[int]:
    return [int(number) for number in packed.split(" ")]


def number_of(values: list[int], code: str) -> int | list[int]:
    """The number of a count, or the list of its numbers."""
    start, size = _STARTS[code], SIZES[code]
    return values[start] if size == 1 else values[start : start + size]
