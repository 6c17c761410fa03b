"""The usual words of an order about pairs, ready to be edited (requirements B2; Устюжна, пп. 3.4–3.13, 5.2)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from mentoring.pairing.payment import payment_size
from registry.enums import ConsentRule, ConsideringBody, PaymentKind, ReportPeriod, ReportReader, TermKind
from registry.models import Act
from registry.models.word_rules import PROGRAMME_TERM
from registry.papers.act_cases import ActCases
from registry.policies.rules_in_force import RulesInForce
from reports.documents.act_citation import date_and_number
from reports.documents.orders.pair_rows import DeclinablePerson, PairRow, term_names
from russian import typography
from russian.declension import Case, decline_full_name
from russian.document_names import DocumentName, in_accordance_with
from russian.numbers import plural
from russian.posts import decline_post
from russian.school_year import school_year_label, school_year_of
from russian.side_words import SideWords


class Point(TypedDict):
    """A numbered point of the order with its numbered sub-points, as finished text."""

    text: str
    subpoints: list[str]


#: how often mentors report, after «не реже»
_PERIODS = {
    ReportPeriod.MONTH: "одного раза в месяц",
    ReportPeriod.QUARTER: "одного раза в квартал",
    ReportPeriod.HALF_YEAR: "одного раза в полугодие",
    ReportPeriod.YEAR: "одного раза в год",
}
#: who considers pairs, after «решения»
BODIES = {
    ConsideringBody.PEDAGOGICAL: "педагогического совета",
    ConsideringBody.METHODICAL: "методического совета",
    ConsideringBody.MENTORS: "совета наставников",
    ConsideringBody.COMMISSION: "комиссии по наставничеству",
    ConsideringBody.MEETING: "общего собрания работников",
}
#: who signs for minors, after «согласия» and «ознакомить»
_REPRESENTATIVES = ("законного представителя несовершеннолетнего", "законных представителей несовершеннолетних")
#: of an order that comes after the first day of a pair; the day follows
EXTENDS = "распространяется на отношения, возникшие"
_PAYMENTS = {
    PaymentKind.COMPENSATORY: "выплату компенсационного характера",
    PaymentKind.INCENTIVE: "выплату стимулирующего характера",
}


@dataclass(frozen=True)
class OrderWords:
    """What an order calls the two sides: as the form of all its pairs does, otherwise as the rules do."""

    mentor: SideWords
    mentee: SideWords
    #: how many people there are on each side; 0 where it is not known
    mentors: int = 0
    mentees: int = 0

    @classmethod
    def of(cls, rows: Sequence[PairRow], rules: RulesInForce) -> "OrderWords":
        mentor, mentee = (_common_words(rows, side) or rules.words_for(side) for side in ("mentor", "mentee"))
        return cls(mentor, mentee, len(_people(rows, "mentor")), len(_people(rows, "mentee")))

    @property
    def genitives(self) -> list[str]:
        """«наставника», «наставляемых»: as many as there are."""
        sides = ((self.mentor, self.mentors), (self.mentee, self.mentees))
        return [side.genitive if number == 1 else side.plural_genitive for side, number in sides]


def _people(rows: Sequence[PairRow], side: Literal["mentor", "mentee"]) -> set[tuple[int, str]]:
    """Namesakes are told apart by their cards."""
    return {(row[side].get("person", 0), row[side]["name"]) for row in rows}


def _common_words(rows: Sequence[PairRow], side: str) -> SideWords | None:
    """None where the rows differ, or have no words of their own."""
    terms = {tuple(row.get("terms", {}).get(name, "") for name in term_names(side)) for row in rows}
    forms = next(iter(terms), ("",))
    return SideWords(*forms) if len(terms) == 1 and all(forms) else None


def usual_preamble(
    *,
    grounds: str,
    decision: str = "",
    purpose: str,
    consents: Collection[str],
    words: OrderWords,
    pairs: Sequence[PairRow] = (),
    resolver: str = "",
) -> str:
    """«В соответствии с …, на основании решения …, в целях …, с письменного согласия …». `grounds` stands in the
    instrumental as stored, `decision` as `decisions_of` words it.

    `consents`: those that the policy requires (ConsentRule); the order names no other. `words`: what it calls the two.
    `pairs`: where one of them is a minor whose own consent is required, the representatives have agreed too.
    `resolver`: who resolves, as «ПОСТАНОВЛЯЕТ» needs a subject (Холм); empty of an act in the first person.
    """
    sides = zip((ConsentRule.MENTOR, ConsentRule.MENTEE), words.genitives, strict=True)
    required_sides = {rule.value: side for rule, side in sides if rule in consents}
    signatories = [*required_sides.values()]
    if ConsentRule.REPRESENTATIVE in consents:
        signatories += _representatives(pairs, required_sides)
    agreed = _enumerate(signatories)
    parts = [
        in_accordance_with(typography.without_full_stop(grounds)) if grounds.strip() else "",
        f"на основании {decision}" if decision else "",
        f"в целях {typography.lower_common_word(typography.without_full_stop(purpose))}" if purpose.strip() else "",
        f"с письменного согласия {agreed}" if agreed else "",
        resolver,
    ]
    return typography.upper_first(", ".join(part for part in parts if part))


def _representatives(pairs: Sequence[PairRow], sides: Collection[str] = ("mentor", "mentee")) -> list[str]:
    """Who signs for the minors of the sides («mentor», «mentee»), in the genitive; nobody where there are none."""
    minors = {
        (side, pair[side].get("person", 0), pair[side]["name"])
        for pair in pairs
        for side in ("mentor", "mentee")
        if side in sides and "representative" in pair[side]
    }
    return [_REPRESENTATIVES[len(minors) > 1]] if minors else []


def decisions_of(bodies: Collection[ConsideringBody], minutes: Collection[Act]) -> str:
    """«решения педагогического совета (протокол от 25.08.2026 № 1)», «решений …, …» of several; in the order of the
    bodies, minutes of others left out."""
    decisions = [
        f"{BODIES[body]} (протокол {date_and_number(act)})"
        for body in bodies
        for act in minutes
        if act.considered_by == body
    ]
    return f"{'решения' if len(decisions) == 1 else 'решений'} {_enumerate(decisions)}" if decisions else ""


def usual_points(
    *,
    act: ActCases,
    pairs: list[PairRow],
    curator: DeclinablePerson | None,
    programmes_by: date | None,
    rules: RulesInForce,
    words: OrderWords,
    paid: Mapping[int, str],
    control: DeclinablePerson | None,
    signatory: DeclinablePerson | None = None,
    since: date | None = None,
    former_mentors: int = 0,
) -> list[Point]:
    """The points an order of this kind has, ready to be edited (requirements B2).

    `programmes_by`: until when mentors write programmes; `paid`: mentors who are paid for it, by the key of the card,
    in the dative; `control`: who controls, None for the signatory: «оставляю за собой»; `signatory`: who is named
    instead in an act that is not in the first person; `since`: the first day of pairs that began before the order;
    `former_mentors`: how many have to be acquainted whose place others take.
    """
    mentors = {pair["mentor"]["name"] for pair in pairs}
    mentees = {pair["mentee"]["name"] for pair in pairs}
    tasks = [_programme_task(typography.russian_quotes(rules.programme_term), pairs, words.mentee, programmes_by)]
    if rules.report_period:
        readers = _enumerate([str(ReportReader(one).label) for one in rules.report_readers])
        often = _PERIODS[ReportPeriod(rules.report_period)]
        tasks.append(f"Представлять {readers} отчёт не реже {often}")
    report = _final_report(rules)
    if rules.final_report_days:
        tasks.append(typography.upper_first(report))
    assessed = f", оценив в нём работу {words.mentor.genitive}"
    of_mentees = Point(text=f"{_to(words.mentee, len(mentees))} {report}{assessed}", subpoints=[])
    return [
        Point(text=_pairing_point(act, pairs, rules), subpoints=[]),
        Point(text=f"{_to(words.mentor, len(mentors))}:", subpoints=tasks),
        *([of_mentees] if rules.mentee_report else []),
        *_payment_point(rules, words, paid, everybody=len(mentors)),
        _curators_point(act, curator, pairs, words, former_mentors),
        *([Point(text=_since_point(act, since), subpoints=[])] if since else []),
        Point(text=control_point(act, control, signatory), subpoints=[]),
    ]


def _to(side: SideWords, number: int) -> str:
    """«Наставникам», «Стажёру»"""
    return typography.upper_first(side.dative if number == 1 else side.plural_dative)


def _enumerate(parts: list[str]) -> str:
    """«куратору, руководителю и совету наставников»"""
    return " и ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _final_report(rules: RulesInForce) -> str:
    """The days are 0 where none are set, and mentors owe no final report then."""
    number, days = rules.final_report_days, ""
    if number:
        kinds = ("дня,дней,дней", "рабочего дня,рабочих дней,рабочих дней")
        days = f" в течение {plural(number, kinds[rules.final_report_working])}"
    ending = "программы" if _is_usual(rules.programme_term) else "наставничества"
    return f"представить итоговый отчёт{days} по завершении {ending}"


def _payment_point(
    rules: RulesInForce, words: OrderWords, paid: Mapping[int, str], *, everybody: int
) -> Iterator[Point]:
    """Where the rules say how much, or by which act; to those named alone, where others work without it."""
    size = payment_size(rules, words.mentee)
    if not (paid and rules.payment and (size or rules.payment_ground)):
        return
    what = _PAYMENTS[PaymentKind(rules.payment)]
    tail = "".join(
        (
            f" в размере {size}" if size else "",
            f" {in_accordance_with(typography.without_full_stop(rules.payment_ground))}"
            if rules.payment_ground
            else "",
        )
    )
    if len(paid) == everybody:
        whom = words.mentor.dative if everybody == 1 else words.mentor.plural_dative
        yield Point(text=f"Установить {whom} на период наставничества {what}{tail}", subpoints=[])
    else:
        yield Point(text=f"Установить на период наставничества {what}{tail}:", subpoints=sorted(paid.values()))


def _programme_task(term: str, pairs: list[PairRow], mentee: SideWords, until: date | None) -> str:
    """«Разработать для каждого стажёра индивидуальный план и представить его на утверждение до …»"""
    one, by = len(pairs) == 1, f" до {typography.date_in_words(until)}" if until else ""
    if not _is_usual(term):
        each = mentee.agreeing("каждого", "каждой")
        whose = "" if one else f" для {each} {mentee.genitive}"
        name = DocumentName.of(term)
        it = name.agreeing("его", "её", "его")
        return f"Разработать{whose} {name.accusative} и представить {it} на утверждение{by}"
    if one:
        return f"Разработать персонализированную программу наставничества и представить её на утверждение{by}"
    return f"Разработать персонализированные программы наставничества и представить их на утверждение{by}"


def _is_usual(programme_term: str) -> bool:
    return programme_term.casefold() == PROGRAMME_TERM


def _pairing_point(act: ActCases, pairs: list[PairRow], rules: RulesInForce) -> str:
    what = "Закрепить наставническую пару" if len(pairs) == 1 else "Закрепить наставнические пары (группы)"
    periods = {(pair["starts_on"], pair["ends_on"]) for pair in pairs}
    starts_on, ends_on = next(iter(periods), ("", ""))
    term = _common_term(pairs, rules)
    if term and len(periods) != 1:
        return f"{what} {term} согласно приложению к настоящему {act.dative}, на сроки, указанные в нём"
    if len(periods) != 1 or not (starts_on and ends_on):
        return f"{what} согласно приложению к настоящему {act.dative} на сроки, указанные в нём"
    period = typography.period_in_words(date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    if term:
        return f"{what} {term}, {period}, согласно приложению к настоящему {act.dative}"
    events = {row.get("until", "") for row in pairs}
    if len(events) == 1 and (event := events.pop()):
        period = f"{period} {event},"
    return f"{what} на период {period} согласно приложению к настоящему {act.dative}"


def _common_term(pairs: list[PairRow], rules: RulesInForce) -> str:
    """«на 6 месяцев» where all pairs have that term; otherwise the year that the rules name, if all begin in one."""
    terms = {row.get("term", "") for row in pairs}
    if len(terms) == 1 and (term := terms.pop()):
        return term
    days = [date.fromisoformat(row["starts_on"]) for row in pairs if row["starts_on"]]
    in_words = {
        TermKind.SCHOOL_YEAR: {f"на {school_year_label(school_year_of(day))} учебный год" for day in days},
        TermKind.CALENDAR_YEAR: {f"на {day.year} год" for day in days},
    }.get(TermKind(rules.term_kind), set())
    return in_words.pop() if len(in_words) == 1 and not any(row.get("until") for row in pairs) else ""


def _curators_point(
    act: ActCases, curator: DeclinablePerson | None, pairs: list[PairRow], words: OrderWords, former_mentors: int
) -> Point:
    """Whom the curator acquaints is whom the paper has lines for."""
    whom = _enumerate([*words.genitives, *_former(words.mentor, former_mentors), *_representatives(pairs)])
    address = f"Куратору {in_text(curator, Case.DATIVE)}" if curator else "Куратору наставничества"
    return Point(
        text=f"{address}:",
        subpoints=[
            f"Ознакомить с настоящим {act.instrumental} {whom} под подпись",
            "Обеспечить сопровождение пары и учёт результатов её работы"
            if len(pairs) == 1
            else "Обеспечить сопровождение пар (групп) и учёт результатов их работы",
        ],
    )


def _former(mentor: SideWords, number: int) -> list[str]:
    """«прежнего наставника», «прежних наставников»"""
    if number > 1:
        return [f"прежних {mentor.plural_genitive}"]
    return [f"{mentor.agreeing('прежнего', 'прежней')} {mentor.genitive}"] if number else []


def _since_point(act: ActCases, since: date) -> str:
    this = act.agreeing("Настоящий", "Настоящее")
    return f"{this} {act.nominative} {EXTENDS} {typography.since_in_words(since)}"


def control_point(act: ActCases, control: DeclinablePerson | None, signatory: DeclinablePerson | None = None) -> str:
    """«Контроль … оставляю за собой» or «… возложить на Иванову И. И., заместителя директора»; an act that is not in
    the first person names its signatory (Холм, постановление, п. 3)."""
    what = f"Контроль за исполнением настоящего {act.genitive}"
    if control is None and act.is_in_first_person:
        return f"{what} оставляю за собой"
    someone = control or signatory
    return f"{what} возложить на {in_text(someone, Case.ACCUSATIVE) if someone else 'руководителя'}"


def in_text(someone: DeclinablePerson, case: Case) -> str:
    """«Лагуновой О. В., заместителю директора» inside a sentence, in `case`."""
    declined = decline_full_name(someone.name, case, sex=someone.sex, corrections=someone.corrections)
    name = typography.initials_after(*declined)
    post = someone.post_corrections.get(case) or decline_post(typography.lower_first(someone.post), case)
    return f"{name}, {post}" if post else name
