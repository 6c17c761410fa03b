"""Every doubt in words: what is asked on the page of review, and which answers many rows may be given at once."""

from dataclasses import dataclass
from enum import Enum

from imports.enums import ImportRowStatus


class Asks(Enum):
    """What a person has to say about the row."""

    NOTHING = "nothing"
    ORGANISATION = "organisation"
    PERSON = "person"
    NAMES = "names"
    RETURN = "return"
    FORM = "form"
    ACCEPT = "accept"


class Answer(Enum):
    """What may be said of all rows with one doubt."""

    SKIP = "skip"
    NEW = "new"
    ACCEPT = "accept"
    NEW_ORGANISATION = "new_organisation"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`title` heads a card, `chip` the filter; `about`: what the card's title goes on with."""

    title: str
    asks: Asks = Asks.NOTHING
    chip: str = ""
    about: str = "name"

    @property
    def words(self) -> str:
        return self.chip or self.title


_ORGANISATION = {"asks": Asks.ORGANISATION, "about": "organisation"}
DOUBTS: dict[str, Doubt] = {
    "initials_only": Doubt("Вместо имени инициалы", Asks.NAMES, "инициалы вместо имени"),
    "organisation_ambiguous": Doubt("Какая это организация", **_ORGANISATION, chip="неясная организация"),
    "unknown_organisation": Doubt("Организации нет в реестре", **_ORGANISATION, chip="организации нет в реестре"),
    "missing_organisation": Doubt("Не указана организация", Asks.ORGANISATION, "не указана организация"),
    "new_organisation": Doubt("Новая организация", **_ORGANISATION, chip="новая организация"),
    "foreign_organisation": Doubt("Строка другой организации", chip="другая организация", about="organisation"),
    "archived_organisation": Doubt("Организация в архиве", chip="организация в архиве", about="organisation"),
    "fuzzy_duplicate": Doubt("Похоже на другую строку файла", Asks.PERSON, "похожие строки"),
    "several_namesakes": Doubt("Несколько тёзок", Asks.PERSON, "несколько тёзок"),
    "maybe_known": Doubt("Похожий человек уже есть", Asks.PERSON, "похожий уже есть"),
    "middle_name_missing": Doubt("Отчество указано не везде", Asks.PERSON, "отчество не везде"),
    "spelled_otherwise": Doubt("Имя написано иначе", Asks.PERSON, "имя написано иначе"),
    "near_row": Doubt("Похоже на другую строку файла", Asks.PERSON, "похожие строки"),
    "in_archive": Doubt("Был в базе раньше", Asks.RETURN, "был в базе раньше"),
    "changed_meanwhile": Doubt("Карточка изменилась", chip="карточка изменилась"),
    "formula_without_value": Doubt("Формула без значения", Asks.ACCEPT, "формула без значения"),
    "name_unclear": Doubt("Имя читается неуверенно", Asks.ACCEPT, "имя читается неуверенно"),
    "bad_date": Doubt("Невозможная дата", chip="невозможная дата"),
    "period_reversed": Doubt("Конец срока раньше начала", chip="срок наоборот"),
    "age_below_10": Doubt("Ребёнку меньше 10 лет", chip="меньше 10 лет"),
    "cap_exceeded": Doubt("Наставляемых больше, чем можно", chip="наставляемых больше, чем можно"),
    "cap_competing": Doubt("Соперничают за места наставника", Asks.ACCEPT, "соперничают за места"),
    "mentor_elsewhere": Doubt("Наставник есть в другой организации", Asks.PERSON, "наставник в другой организации"),
    "form_unclear": Doubt("Неясная форма наставничества", Asks.FORM, "неясная форма"),
    "pair_refused": Doubt("Такой пары правила не позволяют", chip="против правил"),
    "same_person": Doubt("Наставник самому себе", chip="наставник самому себе"),
    "missing_name": Doubt("Нет имени", chip="нет имени"),
    "too_long": Doubt("Слишком длинный текст", chip="слишком длинный текст"),
    "experience_before_birth": Doubt("Стаж начинается до рождения", chip="стаж раньше рождения"),
    "name_taken": Doubt("Название или ИНН заняты", chip="название или ИНН заняты"),
    "hidden_row": Doubt("Скрытая строка", Asks.ACCEPT, "скрыта в файле"),
    "struck_row": Doubt("Зачёркнутая строка", Asks.ACCEPT, "зачёркнута"),
    "marked_dismissed": Doubt("Отмечено увольнение", Asks.ACCEPT, "отмечено увольнение"),
}
#: how rows without a doubt are asked for among those left out: somebody has passed them over
NO_DOUBT = "none"
DOUBTS[NO_DOUBT] = Doubt("Пропущено", chip="пропущены при проверке")
_OTHER = Doubt("Нужно проверить", chip="прочее")

#: Doubts whose rows are not written unless a person says so.
LEFT_OUT = frozenset({"hidden_row", "struck_row", "marked_dismissed"})
#: Places of a mentor are given one by one.
_ONE_BY_ONE = frozenset({"cap_competing"})
_ANSWERS = {Asks.PERSON: (Answer.NEW,), Asks.ACCEPT: (Answer.ACCEPT,)}


def doubt(code: str) -> Doubt:
    return DOUBTS.get(code, _OTHER)


def answers_for_all(code: str, status: str) -> tuple[Answer, ...]:
    """What all rows with the doubt may be told at once; names and organisations are said one by one."""
    if status == ImportRowStatus.OFF:
        return (Answer.ACCEPT,) if code in LEFT_OUT else (Answer.UNDO,)
    if status == ImportRowStatus.ERROR:
        return (Answer.SKIP,)
    if status != ImportRowStatus.REVIEW:
        return ()
    if code == "new_organisation":
        return (Answer.NEW_ORGANISATION, Answer.SKIP)
    more = () if code in _ONE_BY_ONE else _ANSWERS.get(doubt(code).asks, ())
    return (*more, Answer.SKIP)
