"""Sentences of an order in which the words for the two sides stand: shown before such words are saved.

The room of the papers stands above, so that they are written here once more; `tests/reports/test_words_shown.py` holds
them against the order.
"""

from registry.side_texts import SidePair
from russian.typography import upper_first


def sentences_of(words: SidePair) -> list[str]:
    """In the order in which an order has them, of one pair and of several."""
    mentor, mentee = words
    return [
        f"… с письменного согласия {mentor.genitive} и {mentee.genitive} …",
        f"… с письменного согласия {mentor.plural_genitive} и {mentee.plural_genitive} …",
        f"Прекратить наставническую пару в связи с заменой {mentor.genitive}: …",
        f"{upper_first(mentor.dative)}: …",
        f"{upper_first(mentor.plural_dative)}: …",
        f"Разработать для {mentee.agreeing('каждого', 'каждой')} {mentee.genitive} …",
        f"{upper_first(mentee.dative)} представить итоговый отчёт …, оценив в нём работу {mentor.genitive}",
        f"{upper_first(mentee.plural_dative)} представить итоговый отчёт …",
        f"Ознакомить … {mentor.genitive} и {mentee.genitive} под подпись",
    ]


def other_phrases_of(words: SidePair) -> list[str]:
    """Where the portal itself speaks of the two."""
    mentor, mentee = words
    who = mentee.agreeing("другим", "другой")
    return [f"Работает с {who} {mentee.instrumental}", f"Станет {mentor.instrumental}"]
