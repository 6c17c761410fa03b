"""The taxpayer number: 10 digits of a legal entity, 12 of a person, the last one or two being check digits."""

from collections.abc import Iterable

_WEIGHTS_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_WEIGHTS_11 = (7, *_WEIGHTS_10)
_WEIGHTS_12 = (3, *_WEIGHTS_11)
_ENOUGH = 3


def has_right_checksum(inn: str) -> bool:
    if not (inn.isascii() and inn.isdigit()):
        return False
    if len(inn) == 10:
        return _check_digit(inn, _WEIGHTS_10) == inn[9]
    if len(inn) == 12:
        return _check_digit(inn, _WEIGHTS_11) == inn[10] and _check_digit(inn, _WEIGHTS_12) == inn[11]
    return False


def are_taxpayer_numbers(numbers: Iterable[str]) -> bool:
    """Whether all have right check digits. One passport of ten has by chance, so three different numbers are needed."""
    different = set(numbers)
    return len(different) >= _ENOUGH and all(map(has_right_checksum, different))


def _check_digit(inn: str, weights: tuple[int, ...]) -> str:
    return str(sum(weight * int(digit) for weight, digit in zip(weights, inn, strict=False)) % 11 % 10)
