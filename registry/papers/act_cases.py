"""What a paper, or a page about it, calls an act by its kind: «настоящего приказа», «настоящим постановлением»."""

from dataclasses import dataclass

from registry.enums import ActKind


@dataclass(frozen=True)
class ActCases:
    """The name of the act in its cases; the accusative is the nominative. `decree` opens the points; a
    resolution is of a body, not of a person (Холм). Acts that the portal does not print have none."""

    kind: ActKind
    nominative: str
    genitive: str
    dative: str
    instrumental: str
    prepositional: str
    plural_nominative: str
    plural_genitive: str
    plural_dative: str
    decree: str = ""

    @property
    def is_in_first_person(self) -> bool:
        """«ПРИКАЗЫВАЮ» is said by the head; «ПОСТАНОВЛЯЕТ» needs a subject (Холм)."""
        return not self.decree.endswith("ЕТ")

    def agreeing(self, masculine: str, neuter: str) -> str:
        """The form of a word that agrees with the act: «издан», «издано»."""
        return neuter if self.nominative.endswith("е") else masculine


ACT_CASES = {
    ActKind.ORDER: ActCases(
        ActKind.ORDER,
        "приказ",
        "приказа",
        "приказу",
        "приказом",
        "приказе",
        "приказы",
        "приказов",
        "приказам",
        "ПРИКАЗЫВАЮ",
    ),
    ActKind.DIRECTIVE: ActCases(
        ActKind.DIRECTIVE,
        "распоряжение",
        "распоряжения",
        "распоряжению",
        "распоряжением",
        "распоряжении",
        "распоряжения",
        "распоряжений",
        "распоряжениям",
        "ОБЯЗЫВАЮ",
    ),
    ActKind.RESOLUTION: ActCases(
        ActKind.RESOLUTION,
        "постановление",
        "постановления",
        "постановлению",
        "постановлением",
        "постановлении",
        "постановления",
        "постановлений",
        "постановлениям",
        "ПОСТАНОВЛЯЕТ",
    ),
    ActKind.MINUTES: ActCases(
        ActKind.MINUTES,
        "протокол",
        "протокола",
        "протоколу",
        "протоколом",
        "протоколе",
        "протоколы",
        "протоколов",
        "протоколам",
    ),
    ActKind.OTHER: ActCases(
        ActKind.OTHER,
        "документ",
        "документа",
        "документу",
        "документом",
        "документе",
        "документы",
        "документов",
        "документам",
    ),
}


def cases_of(act_kind: str) -> ActCases:
    """`act_kind` is one of registry.enums.ActKind."""
    return ACT_CASES[ActKind(act_kind)]
