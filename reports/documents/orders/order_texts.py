"""The usual words of an order about pairs, ready to be edited (requirements B2; Устюжна, пп. 3.4–3.13, 5.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from registry.enums import ConsentRule
from registry.models.policy import PROGRAMME_TERM
from reports.documents.act_cases import ActCases
from reports.documents.orders.pair_rows import DeclinablePerson, PairRow, common_term
from russian import typography
from russian.declension import Case, decline_full_name
from russian.numbers import plural
from russian.posts import decline_post


class Point(TypedDict):
    """A numbered point of the order with its numbered sub-points, as finished text."""

    text: str
    subpoints: list[str]


@dataclass(frozen=True)
class SideWords:
    """What the order calls the two: the words of the form where all its pairs have the same, otherwise the usual."""

    pairs: Sequence[PairRow] = ()

    def of_many(self, side: str) -> str:
        usual = {"mentor": "наставников", "mentee": "наставляемых"}
        return common_term(self.pairs, f"{side}s_genitive") or usual[side]

    def to_many(self, side: str) -> str:
        usual = {"mentor": "наставникам", "mentee": "наставляемым"}
        return common_term(self.pairs, f"{side}s_dative") or usual[side]

    def of_one(self, side: str) -> str:
        usual = {"mentor": "наставника", "mentee": "наставляемого"}
        return common_term(self.pairs, f"{side}_genitive") or usual[side]

    def to_one(self, side: str) -> str:
        usual = {"mentor": "наставнику", "mentee": "наставляемому"}
        return common_term(self.pairs, f"{side}_dative") or usual[side]

    def addressed(self, side: str) -> str:
        """«Наставникам», «Стажёру»: to all of them, or to the only one."""
        people = {pair["mentor"]["name"] if side == "mentor" else pair["mentee"]["name"] for pair in self.pairs}
        return typography.upper_first(self.to_one(side) if len(people) == 1 else self.to_many(side))


def usual_preamble(*, grounds: str, purpose: str, consents: Collection[str], words: SideWords | None = None) -> str:
    """«В соответствии с …, в целях …, с письменного согласия …». `grounds` stands in the instrumental as stored.

    `consents`: those that the policy requires (ConsentRule); the order names no other. `words`: what it calls the two.
    """
    called = words or SideWords()
    sides = {ConsentRule.MENTOR: called.of_many("mentor"), ConsentRule.MENTEE: called.of_many("mentee")}
    agreed = " и ".join(words for rule, words in sides.items() if rule in consents)
    parts = [
        f"В соответствии с {typography.without_full_stop(grounds)}" if grounds.strip() else "",
        f"в целях {typography.without_full_stop(purpose)}" if purpose.strip() else "",
        f"с письменного согласия {agreed}" if agreed else "",
    ]
    return typography.upper_first(", ".join(part for part in parts if part))


def usual_points(
    *,
    act: ActCases,
    pairs: list[PairRow],
    curator: DeclinablePerson | None,
    programmes_by: date | None,
    programme_term: str,
    monthly_report: bool,
    mentee_report: bool,
    final_report_days: int,
    control: DeclinablePerson | None,
) -> list[Point]:
    """The points an order of this kind has, ready to be edited (requirements B2).

    `programmes_by`: until when mentors write programmes; `programme_term`: what the municipality calls one;
    `final_report_days`: after the end, 0 where the municipality has set no term and mentors owe no final report;
    `control`: who controls, None for «оставляю за собой».
    """
    words = SideWords(pairs)
    until = f" до {typography.date_in_words(programmes_by)}" if programmes_by else ""
    tasks = [f"{_programme_task(programme_term, words, one=len(pairs) == 1)}{until}"]
    if monthly_report:
        tasks.append("Представлять куратору и руководителю отчёт не реже одного раза в месяц")
    days = f" в течение {plural(final_report_days, 'дня,дней,дней')}" if final_report_days else ""
    ending = "программы" if _is_usual(programme_term) else "наставничества"
    report = f"представить итоговый отчёт{days} по завершении {ending}"
    if final_report_days:
        tasks.append(typography.upper_first(report))
    assessed = f"оценив в нём работу {words.of_one('mentor')}"
    return [
        Point(text=_pairing_point(act, pairs), subpoints=[]),
        Point(text=f"{words.addressed('mentor')}:", subpoints=tasks),
        *([Point(text=f"{words.addressed('mentee')} {report}, {assessed}", subpoints=[])] if mentee_report else []),
        _curators_point(act, curator, pairs),
        Point(text=control_point(act, control), subpoints=[]),
    ]


def _programme_task(term: str, words: SideWords, *, one: bool) -> str:
    """A term of the municipality's own stands in the nominative, in quotation marks: nothing declines it."""
    if not _is_usual(term):
        mentee = words.of_one("mentee")
        each = "каждой" if mentee.endswith(("ы", "и", "ой", "ей")) else "каждого"
        whose = "" if one else f" для {each} {mentee}"
        return f"Разработать{whose} документ «{term}» и представить его на утверждение"
    if one:
        return "Разработать персонализированную программу наставничества и представить её на утверждение"
    return "Разработать персонализированные программы наставничества и представить их на утверждение"


def _is_usual(programme_term: str) -> bool:
    return programme_term.casefold() == PROGRAMME_TERM


def _pairing_point(act: ActCases, pairs: list[PairRow]) -> str:
    what = "Закрепить наставническую пару" if len(pairs) == 1 else "Закрепить наставнические пары (группы)"
    periods = {(pair["starts_on"], pair["ends_on"]) for pair in pairs}
    starts_on, ends_on = next(iter(periods), ("", ""))
    if len(periods) != 1 or not (starts_on and ends_on):
        return f"{what} согласно приложению к настоящему {act.dative} на сроки, указанные в нём"
    period = typography.period_in_words(date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    return f"{what} на период {period} согласно приложению к настоящему {act.dative}"


def _curators_point(act: ActCases, curator: DeclinablePerson | None, pairs: list[PairRow]) -> Point:
    """Whom the curator acquaints is whom the paper has lines for."""
    minors = any("representative" in person for pair in pairs for person in (pair["mentor"], pair["mentee"]))
    called = SideWords(pairs)
    mentors, mentees = called.of_many("mentor"), called.of_many("mentee")
    whom = f"{mentors}, {mentees} и законных представителей несовершеннолетних" if minors else ""
    address = f"Куратору {in_text(curator, Case.DATIVE)}" if curator else "Куратору наставничества"
    return Point(
        text=f"{address}:",
        subpoints=[
            f"Ознакомить с настоящим {act.instrumental} {whom or f'{mentors} и {mentees}'} под подпись",
            "Обеспечить сопровождение пар (групп) и учёт результатов их работы",
        ],
    )


def control_point(act: ActCases, control: DeclinablePerson | None) -> str:
    """«Контроль … оставляю за собой» or «… возложить на Иванову И. И., заместителя директора»."""
    what = f"Контроль за исполнением настоящего {act.genitive}"
    return f"{what} возложить на {in_text(control, Case.ACCUSATIVE)}" if control else f"{what} оставляю за собой"


def in_text(someone: DeclinablePerson, case: Case) -> str:
    """«Лагуновой О. В., заместителю директора» inside a sentence, in `case`."""
    declined = decline_full_name(someone.name, case, sex=someone.sex, corrections=someone.corrections)
    name = typography.initials_after(*declined)
    post = someone.post_corrections.get(case) or decline_post(typography.lower_first(someone.post), case)
    return f"{name}, {post}" if post else name
