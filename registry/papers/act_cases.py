"""What a paper, or a page about it, calls an act by its kind: «настоящего приказа», «настоящим постановлением»."""

from dataclasses import dataclass

from registry.enums import ActKind


@dataclass(frozen=True)
class ActCases:
    """The name of the act in its cases; the accusative of all three is their nominative. `decree` opens the points; a
    resolution is of a body, not of a person (Холм)."""

    nominative: str
    genitive: str
    dative: str
    instrumental: str
    prepositional: str
    decree: str

    def agreeing(self, masculine: str, neuter: str) -> str:
        """The form of a word that agrees with the act: «издан», «издано»."""
        return masculine if self.nominative == ActKind.ORDER.label else neuter


ACT_CASES = {
    ActKind.ORDER: ActCases("приказ", "приказа", "приказу", "приказом", "приказе", "ПРИКАЗЫВАЮ"),
    ActKind.DIRECTIVE: ActCases(
        "распоряжение", "распоряжения", "распоряжению", "распоряжением", "распоряжении", "ОБЯЗЫВАЮ"
    ),
    ActKind.RESOLUTION: ActCases(
        "постановление", "постановления", "постановлению", "постановлением", "постановлении", "ПОСТАНОВЛЯЕТ"
    ),
}


def cases_of(act_kind: str) -> ActCases:
    """`act_kind` is one of registry.enums.PRINTED_ACTS."""
    return ACT_CASES[ActKind(act_kind)]
