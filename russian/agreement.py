"""A word about one person agrees with the person's sex: «выбыл», «выбыла», or the words that show none."""

from russian.declension import sex_from_patronymic
from russian.sex import Sex


def agreeing(masculine: str, feminine: str, unknown: str, *, sex: str = "", patronymic: str = "") -> str:
    """`sex` as the registry stores it; where it is empty, the patronymic shows it. `unknown` is said of a person whose
    sex neither tells."""
    words: dict[str, str] = {Sex.MALE: masculine, Sex.FEMALE: feminine}
    return words.get(sex or sex_from_patronymic(patronymic), unknown)
