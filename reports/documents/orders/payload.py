"""What an order about pairs prints, and what is missing in it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NotRequired, TypedDict, TypeVar

from django.core.exceptions import ValidationError

from mentoring.models import Pair
from mentoring.pairing.consideration import bodies_for_pairs
from mentoring.pairing.payment import is_paid
from registry import clock
from registry.enums import ConsentRule
from registry.models import Act, Curator, Organisation
from registry.models.word_rules import MENTOR_TERM
from registry.papers.act_cases import ActCases, cases_of
from registry.papers.numbers import number_in_words
from registry.plausible_dates import check_act_day
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import classes_on
from registry.queries.minutes import awaited_bodies
from reports.documents.orders.annex import annex_context, arranged, representative_initials_of, signing_beside
from reports.documents.orders.details import OrderDetails, title_of
from reports.documents.orders.order_texts import (
    BODIES,
    EXTENDS,
    OrderWords,
    Point,
    decisions_of,
    in_text,
    usual_points,
    usual_preamble,
)
from reports.documents.orders.pair_rows import (
    DeclinablePerson,
    OrderDay,
    PairRow,
    acquaintance_list,
    pair_row,
    sorted_for_paper,
)
from reports.documents.printed_parts import Letterhead, NameAndPost, Verification, letterhead_of, signature_initials
from reports.paper import Gap
from russian import typography
from russian.numbers import plural
from russian.organisations import decline_organisation
from russian.word_endings import Case

REPRESENTATIVE = "законный представитель"

Text = TypeVar("Text", str, list[Point])

#: Up to so many signatures of those who have read the order stand under it; more stand in its annex.
MOST_SIGNATURES_UNDER_THE_ORDER = 3

#: how a preamble begins that names what the order rests on
_GROUNDS = re.compile(r"в соответствии|на основании|во исполнение|руководствуясь", re.IGNORECASE)


_WHICH_MINUTES = "Выберите его: не раньше августа перед этим учебным годом и не позже даты документа."


class ReplacedAct(TypedDict):
    """The act in place of which an order is issued; `dated` is ISO."""

    act_kind: str
    number: str
    dated: str


class PairingOrderPayload(TypedDict):
    """Everything the order prints. Plain JSON; frozen when the order is issued.

    `act_kind` is one of registry.enums.PRINTED_ACTS; `preamble` is the sentence before «ПРИКАЗЫВАЮ:» without it;
    `dated` is ISO or empty; `personnel` widens the left margin to 30 mm for orders that are kept for 50 years;
    `annex_landscape` gives form, model and kind a column each.
    """

    act_kind: str
    issuer: str
    organisation: Letterhead
    number: str
    dated: str
    title: str
    preamble: str
    points: list[Point]
    signatory: NameAndPost
    #: what the form or the municipality calls the two, headings of columns; a mentor usually is one
    mentor_term: NotRequired[str]
    mentee_term: str
    pairs: list[PairRow]
    acquaintance: list[NameAndPost]
    annex_landscape: bool
    personnel: bool
    #: the ground as typed, offered again for the next order
    grounds: str
    purpose: str
    #: who else has to consider the pairs by the rules, in the genitive, while no minutes of theirs are named
    minutes_awaited: NotRequired[str]
    #: what the order cites although it is issued after the order, in words
    later_grounds: NotRequired[list[str]]
    #: the register has an act without a number of that day and title
    title_taken: NotRequired[bool]
    #: the first day of pairs that have begun before the order, ISO
    since: NotRequired[str]
    #: only of an order in place of another
    replaces: NotRequired[ReplacedAct]
    verification: NotRequired[Verification]


def order_payload(
    *,
    organisation: Organisation,
    pairs: Iterable[Pair],
    policy: RulesInForce,
    details: OrderDetails,
    curators: Mapping[int, Curator],
    minutes: Sequence[Act] = (),
    replaces: Act | None = None,
) -> PairingOrderPayload:
    """Everything the order prints, read off the register; not yet frozen and without verification.

    `curators`: those of the organisation by their id; anybody else is left out. `minutes`: of those who have considered
    the pairs; `replaces`: the act in place of which the order is issued.
    """
    ordered = sorted_for_paper(pairs)
    people = [person for pair in ordered for person in (pair.mentor.person, pair.mentee.person)]
    on = details.dated or clock.today()
    day = OrderDay(on, classes_on(people, on), ConsentRule.REPRESENTATIVE in policy.consents_required)
    rows = arranged([pair_row(pair, policy, day) for pair in ordered])
    letterhead = letterhead_of(organisation, policy.body)
    curator, control = curators.get(details.curator or 0), curators.get(details.control or 0)
    words = OrderWords.of(rows, policy)
    bodies = bodies_for_pairs(ordered, policy)
    decisions = decisions_of(bodies, minutes)
    since = None if replaces is not None else _begun_before(ordered, details.dated)
    payload = PairingOrderPayload(
        act_kind=policy.act_kind,
        issuer=letterhead["short_name"],
        organisation=letterhead,
        number=details.number,
        dated=details.dated.isoformat() if details.dated else "",
        title=title_of(details.title, rows),
        preamble=_edited_or_usual(details.preamble, _preamble(policy, details, words, decisions, rows)),
        points=_edited_or_usual(details.points, _points(ordered, rows, policy, details, (curator, control), since)),
        signatory=_signatory(organisation, details),
        mentee_term=typography.russian_quotes(policy.column_of("mentee", words.mentee)),
        pairs=rows,
        acquaintance=acquaintance_list(rows, curator, day),
        annex_landscape=details.annex_landscape,
        personnel=details.personnel,
        grounds=details.grounds,
        purpose=details.purpose,
    )
    if (mentor_term := policy.column_of("mentor", words.mentor)) != MENTOR_TERM:
        payload["mentor_term"] = typography.russian_quotes(mentor_term)
    if awaited := awaited_bodies(bodies, minutes, on):
        payload["minutes_awaited"] = ", ".join(BODIES[body] for body in awaited)
    if since is not None:
        payload["since"] = since.isoformat()
    if replaces is not None:
        payload["replaces"] = ReplacedAct(
            act_kind=replaces.kind, number=replaces.number, dated=replaces.dated.isoformat()
        )
    return payload


def _begun_before(pairs: Iterable[Pair], dated: date | None) -> date | None:
    first = min((pair.starts_on for pair in pairs), default=None)
    return first if first and dated and first < dated else None


def question_of_days(payload: Mapping[str, Any]) -> str:
    """What to confirm of an order that comes after the first day of its pairs; empty of any other."""
    if not payload.get("since"):
        return ""
    since, dated = (date.fromisoformat(payload[name]) for name in ("since", "dated"))
    days = plural((dated - since).days, "день,дня,дней")
    one = len(payload["pairs"]) == 1
    begins = "Пара начинается раньше" if one else "Есть пары, которые начинаются раньше"
    what = f"{begins} {cases_of(payload['act_kind']).genitive} на {days}: {typography.date_in_figures(since)}."
    says = any(EXTENDS in point["text"] for point in payload["points"])
    advice = "" if says else f" В тексте, исправленном от руки, нет слов «{EXTENDS} …»: допишите их."
    return what + advice


def _edited_or_usual(edited: Text | None, usual: Text) -> Text:
    return usual if edited is None else edited


def _signatory(organisation: Organisation, details: OrderDetails) -> NameAndPost:
    name, post = details.signatory_name, details.signatory_post
    return NameAndPost(
        name=organisation.head_name if name is None else name,
        post=organisation.head_position if post is None else post,
    )


def _preamble(
    policy: RulesInForce, details: OrderDetails, words: OrderWords, decisions: str, rows: list[PairRow]
) -> str:
    return usual_preamble(
        grounds=details.grounds,
        decision=decisions,
        purpose=details.purpose,
        consents=policy.consents_required,
        words=words,
        pairs=rows,
    )


def _points(
    pairs: Sequence[Pair],
    rows: list[PairRow],
    policy: RulesInForce,
    details: OrderDetails,
    in_charge: tuple[Curator | None, Curator | None],
    since: date | None,
) -> list[Point]:
    """`in_charge`: the curator of the pairs, and who controls the order; `since`: as in `usual_points`."""
    curator, control = (DeclinablePerson.person(one.person) if one else None for one in in_charge)
    return usual_points(
        act=cases_of(policy.act_kind),
        pairs=rows,
        curator=curator,
        programmes_by=details.programmes_by,
        rules=policy,
        words=OrderWords.of(rows, policy),
        paid=_paid(pairs, policy),
        control=control,
        since=since,
    )


def _paid(pairs: Iterable[Pair], policy: RulesInForce) -> dict[int, str]:
    """Mentors who are paid by the rules, by the key of the card: «Ивановой И. И., учителю физики»."""
    mentors = {pair.mentor.person.pk: pair.mentor.person for pair in pairs if is_paid(pair, policy)}
    return {pk: in_text(DeclinablePerson.person(person), Case.DATIVE) for pk, person in mentors.items()}


def gaps_of_order(payload: Mapping[str, Any]) -> list[Gap]:
    organisation, signatory, act = payload["organisation"], payload["signatory"], cases_of(payload["act_kind"])
    required = (
        (organisation["full_name"], "organisation.full_name", "Не указано полное наименование организации.", False),
        (organisation["place"], "organisation.place", "Не указано место составления документа.", False),
        (payload["number"], "number", f"Не указан номер {act.genitive}.", True),
        (payload["dated"], "dated", f"Не указана дата {act.genitive}.", True),
        (payload["title"], "title", f"Не указан заголовок {act.genitive}.", True),
        (
            _names_grounds(payload),
            "grounds",
            f"Нет основания {act.genitive}. Заполните «В соответствии с чем».",
            True,
        ),
        (payload["points"], "points", f"В {act.prepositional} нет ни одного пункта.", True),
        (signatory["name"], "signatory.name", f"Не указано, кто подписывает {act.nominative}.", True),
        (signatory["post"], "signatory.post", "Не указана должность того, кто подписывает.", False),
        (payload["pairs"], "pairs", f"В {act.nominative} не включена ни одна пара.", True),
    )
    gaps = [Gap(field, message, blocks) for value, field, message, blocks in required if not value]
    if body := payload.get("minutes_awaited"):
        message = f"Нет протокола {body}: пары рассматривают до {act.genitive}. {_WHICH_MINUTES}"
        gaps.append(Gap("minutes", message, True))
    if payload.get("title_taken"):
        gaps.append(Gap("title", describe_unnumbered_double(act), True))
    for index, pair in enumerate(payload["pairs"]):
        gaps.extend(_gaps_of_pair(index, pair))
    return [*gaps, *_gaps_of_day(payload)]


def _names_grounds(payload: Mapping[str, Any]) -> bool:
    """The preamble may have been written by hand; then what it says counts."""
    return bool(_GROUNDS.search(payload["preamble"]))


def _gaps_of_day(payload: Mapping[str, Any]) -> Iterable[Gap]:
    """An order is dated neither after the end of its pairs nor far ahead."""
    if not payload["dated"]:
        return
    try:
        check_act_day(date.fromisoformat(payload["dated"]))
    except ValidationError as error:
        yield Gap("dated", str(error.message), True)
    for cited in payload.get("later_grounds", ()):
        yield Gap("grounds", describe_later_citation(cited, cases_of(payload["act_kind"]).nominative), True)
    if (replaced := payload.get("replaces")) and replaced["dated"] > payload["dated"]:
        yield Gap(
            "dated",
            describe_order_before_replaced(date.fromisoformat(replaced["dated"]), cases_of(payload["act_kind"])),
            True,
        )
    for pair in payload["pairs"]:
        if pair["ends_on"] and pair["ends_on"] < payload["dated"]:
            names = f"{pair['mentor']['name']} и {pair['mentee']['name']}"
            over = typography.date_in_figures(date.fromisoformat(pair["ends_on"]))
            yield Gap("dated", f"Дата позже окончания пары ({names}, {over}). Исправьте дату или срок пары.", True)


def describe_unnumbered_double(act: ActCases) -> str:
    return (
        f"{typography.upper_first(act.nominative)} без номера с этим заголовком и датой у организации уже есть. "
        f"Допишите в заголовке, о чём {act.agreeing('этот', 'это')} {act.nominative}: по нему их и различают."
    )


def describe_later_citation(cited: str, act: str) -> str:
    """`act`: «приказ»."""
    return f"{typography.upper_first(cited)} издан позже, чем {act}: ссылаться на него нельзя. Проверьте обе даты."


def describe_order_before_replaced(day: date, act: ActCases) -> str:
    former = act.agreeing("Прежний", "Прежнее")
    dated = f"{former} {act.nominative} — от {typography.date_in_figures(day)}"
    return f"{dated}: {act.nominative} взамен не может быть раньше. Исправьте дату."


def _gaps_of_pair(index: int, pair: Mapping[str, Any]) -> Iterable[Gap]:
    row = f"Строка {index + 1}, {pair['mentor']['name'] or 'наставник не указан'}"
    required = (
        (pair["mentor"]["name"], "mentor.name", "не указан наставник", True),
        (pair["mentor"]["post"], "mentor.post", "не указана должность наставника", False),
        (pair["mentee"]["name"], "mentee.name", "не указан наставляемый", True),
        (pair["mentee"]["post"], "mentee.post", f"не указаны должность или класс: {pair['mentee']['name']}", False),
        (pair["form"], "form", "не указана форма наставничества", False),
        (pair["role_model"] or not pair["needs_role_model"], "role_model", "не выбрана ролевая модель", False),
        (pair["kinds"], "kinds", "не указан вид наставничества", False),
        (pair["starts_on"] and pair["ends_on"], "period", "не указан срок", True),
    )
    for value, field, message, blocks in required:
        if not value:
            yield Gap(f"pairs.{index}.{field}", f"{row}: {message}.", blocks)


def print_context(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the printed form shows beside the payload."""
    people = _signing(payload["acquaintance"])
    few = len(people) <= MOST_SIGNATURES_UNDER_THE_ORDER
    return {
        "act": cases_of(payload["act_kind"]),
        "issuer_genitive": _issuer_in_genitive(payload["organisation"]),
        "signatory_initials": signature_initials(payload["signatory"]["name"]),
        "order_reference": order_reference(payload["number"], payload["dated"]),
        "in_place_of": _in_place_of(payload.get("replaces")),
        "names_grounds": _names_grounds(payload),
        "acquaintance": people,
        "acquainted_here": bool(people) and few,
        "acquainted_in_annex": False,
        "annex_sheets": 1,
        "representative_title": REPRESENTATIVE,
        **annex_context(payload, signed_here=False),
        **({} if few else signed_in_annex(payload)),
    }


def context_of_long_list(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `print_context` that is another one when the list takes too many sheets."""
    return {**signed_in_annex(payload), **annex_context(payload, signed_here=True, is_long=True)}


def signed_in_annex(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same when those few who have read the order sign in its annex too, because they need a sheet under it."""
    return {
        "acquaintance": _signing(signing_beside(payload)),
        "acquainted_here": False,
        "acquainted_in_annex": True,
        **annex_context(payload, signed_here=True),
    }


def _signing(people: Sequence[NameAndPost]) -> list[dict[str, str]]:
    """Who signs, in the order of the list: «initials», «post», «name»; behind a minor comes the representative."""
    signing = []
    for person in people:
        signing.append({"initials": signature_initials(person["name"]), "post": person["post"], "name": person["name"]})
        if "representative" in person:
            signing.append({"initials": representative_initials_of(person), "post": REPRESENTATIVE, "name": ""})
    return signing


def _issuer_in_genitive(organisation: Mapping[str, str]) -> str:
    """«к приказу Детского сада № 4»; a name of which no other form is known stands as it is."""
    name = organisation["short_name"] or organisation["full_name"]
    return decline_organisation(name, Case.GENITIVE) or name


def _in_place_of(replaced: Mapping[str, str] | None) -> str:
    """«Взамен приказа от 1 сентября 2026 г. № 135/1»"""
    if not replaced:
        return ""
    what = cases_of(replaced["act_kind"]).genitive
    return f"Взамен {what} {order_reference(replaced['number'], replaced['dated'])}"


def order_reference(number: str, dated: str) -> str:
    """«от 1 сентября 2026 г. № 135/1» with blanks to fill in by hand where unknown."""
    day = typography.date_in_figures(date.fromisoformat(dated)) if dated else "_" * 10
    return f"от{typography.NBSP}{day} {number_in_words(number or '_' * 6)}"
