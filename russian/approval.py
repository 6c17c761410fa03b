"""The word of the stamp of approval agrees with the kind of document (ГОСТ Р 7.0.97-2016, п. 5.16)."""

import re

#: names of documents in the nominative, with which their titles begin
_FEMININE = {"карта", "программа", "концепция", "стратегия", "инструкция", "методика", "схема", "структура"}
_MASCULINE = {"план", "план-график", "график", "комплекс", "перечень", "порядок", "регламент", "состав", "паспорт"}
_NEUTER = {"положение", "приложение", "расписание"}
_PLURAL = {"мероприятия", "карты", "планы", "меры", "правила", "рекомендации"}
_WORDS = (
    ("УТВЕРЖДЕНА", _FEMININE),
    ("УТВЕРЖДЁН", _MASCULINE),
    ("УТВЕРЖДЕНО", _NEUTER),
    ("УТВЕРЖДЕНЫ", _PLURAL),
)


def approved_word(title: str) -> str:
    """«Дорожная карта …» → «УТВЕРЖДЕНА», «План мероприятий …» → «УТВЕРЖДЁН»: the first name of a document counts.

    A title that names none, such as «О развитии наставничества», is that of a roadmap: «карта».
    """
    for name in re.findall(r"[а-яё]+(?:-[а-яё]+)*", title.lower()):
        for word, names in _WORDS:
            if name in names:
                return word
    return _WORDS[0][0]
