"""Sex of a person as declension needs it; the values are what the registry stores."""

from enum import StrEnum


class Sex(StrEnum):
    MALE = "m"
    FEMALE = "f"
