"""Surnames that are declined in two ways, of which only their owner knows which is right."""

from russian.sex import Sex
from russian.word_endings import Case, like_the_original, noun_in_a

#: Women's surnames that may be a noun («Щербине») or the feminine of -ин («Щербиной»): nobody but their owner knows.
TWO_READINGS = frozenset(
    [
        "щербина",
        "калина",
        "малина",
        "рябина",
        "смородина",
        "былина",
        "долина",
        "година",
        "перлина",
        "кручина",
        "пучина",
        "дубина",
        "глина",
        "скотина",
        "бузина",
        "осина",
        "тычина",
        "ярина",
        "лещина",
        "вершина",
        "боярина",
    ]
)


def other_reading(surname: str, case: Case, sex: str) -> str:
    """The form that a surname with two readings has as a noun; empty where there is no doubt."""
    if sex != Sex.FEMALE or surname.lower() not in TWO_READINGS:
        return ""
    return like_the_original(noun_in_a(surname.lower(), case), surname)
