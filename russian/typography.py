"""How official papers set text: no-break spaces, initials, dates, periods.

Source of the rules: ГОСТ Р 7.0.97 practice (requirements B7): «№ 5», «И. О. Фамилия» and dates are never broken.
"""

import re
from datetime import date

NBSP = "\u00a0"

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
MONTHS_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

_UNITS = (
    r"(?:г|гг|кл|руб|коп|чел|мин|стр|п|ч|см|мм|км)\.|%|человека?|лет|года?|году|класса?|классов|"
    r"месяц(?:а|ев)?|недел[яиь]|дн(?:я|ей)|день|час(?:а|ов)?|раза?|пар[аы]?|групп[аы]?|" + "|".join(MONTHS_GENITIVE)
)

#: (what, with what) in the order of application; every `~` becomes a no-break space.
_BINDINGS = tuple(
    (re.compile(pattern), replacement.replace("~", NBSP))
    for pattern, replacement in (
        # «№5», «№ 5», «§ 2»
        (r"([№§])[ \u00a0]*(?=\d|[А-ЯЁA-Z])", r"\1~"),
        # «Заречная СОШ № 2», «детский сад № 4»: no number of a school begins a line
        (r"(?<![А-ЯЁа-яё])([А-ЯЁ]{2,5}|[Сс]ада?|[Шш]кол[аыеу]|[Лл]ице[йяе])[ \u00a0]+(?=№\u00a0\d)", r"\1~"),
        # «И. О. Фамилия», «И.О. Фамилия», «О.-М. Фамилия»
        (r"(?<![А-ЯЁа-яё])([А-ЯЁ]\.(?:-[А-ЯЁ]\.)?)[ \u00a0]*([А-ЯЁ]\.)[ \u00a0]*(?=[А-ЯЁ][а-яё])", r"\1~\2~"),
        (r"(?<![А-ЯЁа-яё])([А-ЯЁ]\.)[ \u00a0]+(?=[А-ЯЁ][а-яё]+)", r"\1~"),
        # «Фамилия И. О.», «Фамилия И.О.»
        (
            r"(?<![А-ЯЁа-яё])([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)[ \u00a0]+([А-ЯЁ]\.(?:-[А-ЯЁ]\.)?)[ \u00a0]*([А-ЯЁ]\.)"
            r"(?![А-ЯЁа-яё]|[ \u00a0][А-ЯЁ][а-яё])",
            r"\1~\2~\3",
        ),
        # «п. 5.2», «ст. 351.8», «г. Заречный», «МБОУ «…»»
        (r"(?<![А-ЯЁа-яё])((?:п|пп|ст|ч|гл|с|г|д|пос|ул|им|рис|табл|кв|р\.п)\.)[ \u00a0]+(?=[\dА-ЯЁ])", r"\1~"),
        # «1 сентября», «2026 г.», «15 лет», «100 %»
        (rf"(\d)[ \u00a0]+(?=(?:{_UNITS})(?![А-ЯЁа-яё]))", r"\1~"),
        (rf"(?<=\d\u00a0)({'|'.join(MONTHS_GENITIVE)})[ \u00a0]+(?=\d)", r"\1~"),
        # a dash never begins a line
        (r"[ \u00a0]+(?=[–—](?:\s|$))", "~"),
        # a one-letter preposition or conjunction does not hang at the end of a line
        (r"(?<![А-ЯЁа-яё\-])([ВвКкОоСсУуИиАа])[ ]+(?=[«№А-ЯЁа-яё\d])", r"\1~"),
        # «7 «А» класса»
        (r"(\d)[ \u00a0]+(?=«[А-ЯЁ]{1,2}»)", r"\1~"),
        (r"(?<=\d\u00a0)(«[А-ЯЁ]{1,2}»)[ \u00a0]+(?=класс)", r"\1~"),
    )
)


def keep_together(text: str) -> str:
    """Put no-break spaces wherever an official paper must not break a line."""
    for pattern, replacement in _BINDINGS:
        text = pattern.sub(replacement, text)
    return text


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)


def _initials(first_name: str, patronymic: str) -> str:
    """«оглы» and «кызы» have no initial of their own: «Рашид Али оглы» → «Р. А.»."""
    words = [word for word in (first_name.split()[:1] + patronymic.split()[:1]) if word]
    return NBSP.join(_initial(word) for word in words)


def initials_after(surname: str, first_name: str, patronymic: str = "") -> str:
    """«Иванова И. И.»: the order of words inside a text."""
    return f"{surname}{NBSP}{_initials(first_name, patronymic)}".strip(NBSP)


def initials_before(surname: str, first_name: str, patronymic: str = "") -> str:
    """«И. И. Иванова»: the order of words in a signature."""
    return f"{_initials(first_name, patronymic)}{NBSP}{surname}".strip(NBSP)


def date_in_words(day: date) -> str:
    """«1 сентября 2026 г.»"""
    return f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]}{NBSP}{day.year}{NBSP}г."


def date_in_figures(day: date) -> str:
    """«01.09.2026»"""
    return f"{day:%d.%m.%Y}"


def period_in_words(start: date, end: date) -> str:
    """«с 1 сентября 2026 г. по 31 мая 2027 г.»; «со 2 сентября» before the sound of «второго»."""
    return f"{since_in_words(start)} по{NBSP}{date_in_words(end)}"


def since_in_words(day: date) -> str:
    """«с 1 сентября 2026 г.», «со 2 сентября 2026 г.»"""
    return f"{'со' if day.day == 2 else 'с'}{NBSP}{date_in_words(day)}"


def lower_first(text: str) -> str:
    """A post inside a sentence: «Учитель математики» → «учитель математики»; abbreviations stay."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


#: adjectives of places and years with a name begin with a capital letter inside a sentence too
_OF_A_PLACE = re.compile(r"(?<!че)ск(?:ого|ой|их)$")
_NAMED = {"года", "дня"}


def lower_common_word(text: str) -> str:
    """«Профессионального становления …» inside a sentence: its first word begins with a small letter, unless it is a
    name: «Холмского района», «Года педагога», «Российской Федерации», «Ивановой Марии»."""
    first, _space, rest = text.partition(" ")
    is_name = bool(_OF_A_PLACE.search(first)) or first.lower() in _NAMED or rest[:1].isupper()
    return text if is_name else lower_first(text)


def upper_first(text: str) -> str:
    """The first letter of a paragraph or of a signature line."""
    return text[:1].upper() + text[1:]


def without_full_stop(text: str) -> str:
    """So that a sentence assembled of parts ends with one full stop; «г.» and initials keep theirs."""
    stripped = text.strip().rstrip(",;")
    return stripped.removesuffix(".") if re.search(r"[а-яё»)]{3,}\.$", stripped) else stripped


def full_stop(text: str) -> str:
    """End a sentence once: «… 2026 г.» gets no second point."""
    stripped = text.rstrip()
    return stripped if stripped.endswith((".", "!", "?", ":")) else f"{stripped}."


_STRAIGHT_OPENING = re.compile(r'(^|[\s(\[«„])["“„](?=\S)')


def russian_quotes(text: str) -> str:
    """Straight and foreign quotation marks become «…»."""
    text = _STRAIGHT_OPENING.sub(r"\1«", text)
    return re.sub(r'["”“]', "»", text)
