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
class IssueQuestion:
    """`title` heads a card, `chip` the filter; `about`: what the card's title goes on with."""

    title: str
    asks: Asks = Asks.NOTHING
    chip: str = ""
    about: str = "name"

    @property
    def words(self) -> str:
        return self.chip or self.title


DOUBTS: dict[str, IssueQuestion] = {
    "initials_only": IssueQuestion("Вместо имени инициалы", Asks.NAMES, "инициалы вместо имени"),
    "organisation_ambiguous": IssueQuestion(
        "Какая это организация", Asks.ORGANISATION, "неясная организация", "organisation"
    ),
    "unknown_organisation": IssueQuestion(
        "Организации нет в реестре", Asks.ORGANISATION, "организации нет в реестре", "organisation"
    ),
    "missing_organisation": IssueQuestion("Не указана организация", Asks.ORGANISATION, "не указана организация"),
    "new_organisation": IssueQuestion("Новая организация", Asks.ORGANISATION, "новая организация", "organisation"),
    "foreign_organisation": IssueQuestion("Строка другой организации", chip="другая организация", about="organisation"),
    "archived_organisation": IssueQuestion("Организация в архиве", chip="организация в архиве", about="organisation"),
    "fuzzy_duplicate": IssueQuestion("Похоже на другую строку файла", Asks.PERSON, "похожие строки"),
    "several_namesakes": IssueQuestion("Несколько тёзок", Asks.PERSON, "несколько тёзок"),
    "maybe_known": IssueQuestion("Похожий человек уже есть", Asks.PERSON, "похожий уже есть"),
    "middle_name_missing": IssueQuestion("Отчество указано не везде", Asks.PERSON, "отчество не везде"),
    "spelled_otherwise": IssueQuestion("Имя написано иначе", Asks.PERSON, "имя написано иначе"),
    "near_row": IssueQuestion("Похоже на другую строку файла", Asks.PERSON, "похожие строки"),
    "in_archive": IssueQuestion("Был в базе раньше", Asks.RETURN, "был в базе раньше"),
    "changed_meanwhile": IssueQuestion("Карточка изменилась", chip="карточка изменилась"),
    "formula_without_value": IssueQuestion("Формула без значения", Asks.ACCEPT, "формула без значения"),
    "name_unclear": IssueQuestion("Имя читается неуверенно", Asks.ACCEPT, "имя читается неуверенно"),
    "bad_date": IssueQuestion("Невозможная дата", chip="невозможная дата"),
    "period_reversed": IssueQuestion("Конец срока раньше начала", chip="срок наоборот"),
    "age_below_10": IssueQuestion("Ребёнку меньше 10 лет", chip="меньше 10 лет"),
    "cap_exceeded": IssueQuestion("Наставляемых больше, чем можно", chip="наставляемых больше, чем можно"),
    "cap_competing": IssueQuestion("Соперничают за места наставника", Asks.ACCEPT, "соперничают за места"),
    "mentor_elsewhere": IssueQuestion(
        "Наставник есть в другой организации", Asks.PERSON, "наставник в другой организации"
    ),
    "form_unclear": IssueQuestion("Неясная форма наставничества", Asks.FORM, "неясная форма"),
    "pair_refused": IssueQuestion("Такой пары правила не позволяют", chip="против правил"),
    "same_person": IssueQuestion("Наставник самому себе", chip="наставник самому себе"),
    "missing_name": IssueQuestion("Нет имени", chip="нет имени"),
    "too_long": IssueQuestion("Слишком длинный текст", chip="слишком длинный текст"),
    "experience_before_birth": IssueQuestion("Стаж начинается до рождения", chip="стаж раньше рождения"),
    "name_taken": IssueQuestion("Название или ИНН заняты", chip="название или ИНН заняты"),
    "hidden_row": IssueQuestion("Скрытая строка", Asks.ACCEPT, "скрыта в файле"),
    "struck_row": IssueQuestion("Зачёркнутая строка", Asks.ACCEPT, "зачёркнута"),
    "marked_dismissed": IssueQuestion("Отмечено увольнение", Asks.ACCEPT, "отмечено увольнение"),
}
#: how rows without a doubt are asked for among those left out: somebody has passed them over
NO_DOUBT = "none"
DOUBTS[NO_DOUBT] = IssueQuestion("Пропущено", chip="пропущены при проверке")
_OTHER = IssueQuestion("Нужно проверить", chip="прочее")

#: Doubts whose rows are not written unless a person says so.
LEFT_OUT = frozenset({"hidden_row", "struck_row", "marked_dismissed"})
#: Places of a mentor are given one by one.
_ONE_BY_ONE = frozenset({"cap_competing"})
_ANSWERS = {Asks.PERSON: (Answer.NEW,), Asks.ACCEPT: (Answer.ACCEPT,)}


def doubt(code: str) -> IssueQuestion:
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
