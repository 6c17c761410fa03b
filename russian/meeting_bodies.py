"""Who has met, read off the title of minutes, as «ПРИНЯТО» prints it: «Заседание методического совета» → «методическим
советом»."""

import re

#: a body in the nominative and in the genitive → in the instrumental
_NOUNS = {
    "совет": "советом",
    "совета": "советом",
    "собрание": "собранием",
    "собрания": "собранием",
    "комиссия": "комиссией",
    "комиссии": "комиссией",
    "объединение": "объединением",
    "объединения": "объединением",
    "коллегия": "коллегией",
    "коллегии": "коллегией",
    "группа": "группой",
    "группы": "группой",
    "комитет": "комитетом",
    "комитета": "комитетом",
    "конференция": "конференцией",
    "конференции": "конференцией",
    "совещание": "совещанием",
    "совещания": "совещанием",
    "кафедра": "кафедрой",
    "кафедры": "кафедрой",
}
#: endings of adjectives in the same cases; «педагогический», «педагогического» → «педагогическим»
_ADJECTIVES = (
    (re.compile(r"(?<=[гкхжчшщ])(?:ий|ое|ого|ое)$|(?:ий|ее|его)$"), "им"),
    (re.compile(r"(?:ый|ой|ое|ого)$"), "ым"),
    (re.compile(r"(?:ая|ой)$"), "ой"),
    (re.compile(r"(?:яя|ей)$"), "ей"),
)
_FEMININE = ("комисси", "коллеги", "групп", "конференци", "кафедр")
_BODY = re.compile(rf"((?:[а-яё-]+(?:ий|ый|ой|ое|ее|ая|яя|ого|его|ей)\s+)*)\b({'|'.join(_NOUNS)})\b(.*)", re.IGNORECASE)
#: what of the title no longer names the body: «… от 25.08.2026», «… школы», «… по вопросу»
_END = re.compile(
    r"\s*(?:[,.:;(«\"–—]|\s№|\d|\b(?:от|по|о|об|с|и|в|на|при|за|для)\b"
    r"|\b(?:школы|гимназии|лицея|учреждения|организации|колледжа|детского)\b).*$",
    re.IGNORECASE,
)
#: «заседание», «протокол» may stand before a body and end as an adjective does
_NO_ADJECTIVES = {"протокол", "заседание", "заседания", "очередное", "очередного", "внеочередное", "внеочередного"}


def body_in_instrumental(title: str) -> str:
    """«педагогическим советом»; empty when the title names no body that is known."""
    plain = re.sub(r"\bпедсовет(а?)\b", r"педагогического совет\1", " ".join(title.lower().split()))
    plain = plain.replace("педагогического совет ", "педагогического совета ")
    match = _BODY.search(plain)
    if match is None:
        return ""
    adjectives, noun, rest = match.groups()
    is_feminine = noun.startswith(_FEMININE)
    words = [_adjective(word, is_feminine=is_feminine) for word in adjectives.split() if word not in _NO_ADJECTIVES]
    return " ".join([*words, _NOUNS[noun], *_END.sub("", rest).split()])


def _adjective(word: str, *, is_feminine: bool) -> str:
    for ending, instrumental in _ADJECTIVES[2:] if is_feminine else _ADJECTIVES[:2]:
        if ending.search(word):
            return ending.sub(instrumental, word)
    return word
