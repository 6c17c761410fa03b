"""Abbreviations of the field, printed under a roadmap that uses them (Сальск, «Используемые сокращения»).

Here stand those that mean the same in every district; what one document explains in its own way belongs to its sample.
"""

import re
from collections.abc import Iterable, Mapping

ABBREVIATIONS = {
    "АИС": "автоматизированная информационная система",
    "ВКС": "видео-конференц-связь",
    "ДПО": "дополнительное профессиональное образование",
    "ДПП": "дополнительная профессиональная программа",
    "ИОМ": "индивидуальный образовательный маршрут",
    "КПК": "курсы повышения квалификации",
    "ЛНА": "локальный нормативный акт",
    "НПК": "научно-практическая конференция",
    "ОВЗ": "ограниченные возможности здоровья",
    "ОО": "образовательная организация",
    "ОУ": "образовательное учреждение",
    "РМО": "районное методическое объединение",
    "ФР ДПП": "федеральный реестр дополнительных профессиональных программ",
    "ЦМН": "целевая модель наставничества",
    "ЦНППМПР": "центр непрерывного повышения профессионального мастерства педагогических работников",
}


def used_in(texts: Iterable[str], own: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """`[{"short", "full"}]` of the abbreviations that stand as words in the texts, in alphabetical order.

    `own`: those of the document, which win over the common ones. One that is a part of a longer one, as ДПО of
    «ГБУ ДПО РО …», counts only where it stands by itself.
    """
    expansions = {**ABBREVIATIONS, **(own or {})}
    rest, abbreviations = " ".join(texts), {}
    for short in sorted(expansions, key=len, reverse=True):
        rest, times = re.subn(rf"(?<!\w){re.escape(short)}(?!\w)", " ", rest)
        if times:
            abbreviations[short] = expansions[short]
    return [{"short": short, "full": full} for short, full in sorted(abbreviations.items())]
