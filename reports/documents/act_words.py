"""What a paper calls itself by the kind of act it is: «настоящего приказа», «настоящим постановлением»."""

from dataclasses import dataclass

from registry.enums import ActKind


@dataclass(frozen=True)
class ActWords:
    """The word in its cases; the accusative of all three is their nominative. `decree` opens the points."""

    nominative: str
    genitive: str
    dative: str
    instrumental: str
    prepositional: str
    decree: str


ACT_WORDS = {
    ActKind.ORDER: ActWords("приказ", "приказа", "приказу", "приказом", "приказе", "ПРИКАЗЫВАЮ"),
    ActKind.DIRECTIVE: ActWords(
        "распоряжение", "распоряжения", "распоряжению", "распоряжением", "распоряжении", "ОБЯЗЫВАЮ"
    ),
    ActKind.RESOLUTION: ActWords(
        "постановление", "постановления", "постановлению", "постановлением", "постановлении", "ПОСТАНОВЛЯЮ"
    ),
}


def words_of(act_kind: str) -> ActWords:
    """`act_kind` is one of registry.enums.PRINTED_ACTS."""
    return ACT_WORDS[ActKind(act_kind)]
