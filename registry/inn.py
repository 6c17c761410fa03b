"""The taxpayer number: 10 digits of a legal entity, 12 of a person, the last one or two being check digits."""

_WEIGHTS_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_WEIGHTS_11 = (7, *_WEIGHTS_10)
_WEIGHTS_12 = (3, *_WEIGHTS_11)


def has_right_checksum(inn: str) -> bool:
    if not (inn.isascii() and inn.isdigit()):
        return False
    if len(inn) == 10:
        return _check_digit(inn, _WEIGHTS_10) == inn[9]
    if len(inn) == 12:
        return _check_digit(inn, _WEIGHTS_11) == inn[10] and _check_digit(inn, _WEIGHTS_12) == inn[11]
    return False


def _check_digit(inn: str, weights: tuple[int, ...]) -> str:
    return str(sum(weight * int(digit) for weight, digit in zip(weights, inn, strict=False)) % 11 % 10)
