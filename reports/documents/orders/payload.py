"""What an order about pairs prints, and what is missing in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NotRequired, TypedDict, TypeVar

from mentoring.models import Pair, PairChange
from mentoring.pairing.consideration import bodies_for_pairs
from mentoring.pairing.payment import is_paid
from mentoring.queries.acts import replacements_secured_with
from registry import clock
from registry.enums import ConsentRule
from registry.models import Act, Curator, Organisation
from registry.models.word_rules import MENTOR_TERM
from registry.papers.act_cases import cases_of
from registry.papers.numbers import number_in_words
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import classes_on
from registry.queries.minutes import awaited_bodies
from reports.documents.act_citation import name_in_genitive
from reports.documents.orders.annex import annex_context, arranged, representative_initials_of, signing_beside
from reports.documents.orders.details import OrderDetails, title_of
from reports.documents.orders.gaps import names_grounds
from reports.documents.orders.order_texts import (
    BODIES,
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
    workplace_elsewhere,
)
from reports.documents.orders.replacements import former_mentors, replacement_point
from reports.documents.printed_parts import Letterhead, NameAndPost, Verification, letterhead_of, signature_initials
from russian import typography
from russian.typography import russian_quotes
from russian.word_endings import Case

REPRESENTATIVE = "законный представитель"

Text = TypeVar("Text", str, list[Point])

#: Up to so many signatures of those who have read the order stand under it; more stand in its annex.
MOST_SIGNATURES_UNDER_THE_ORDER = 3


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
    #: acts on which the rules rest and which the order does not cite, in words
    uncited_grounds: NotRequired[list[str]]
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
    day = OrderDay(on, classes_on(people, on), ConsentRule.REPRESENTATIVE in policy.consents_required, organisation.pk)
    rows = arranged([pair_row(pair, policy, day) for pair in ordered])
    letterhead = letterhead_of(organisation, policy.body)
    curator, control = curators.get(details.curator or 0), curators.get(details.control or 0)
    words = OrderWords.of(rows, policy)
    signatory = _signatory(organisation, details)
    bodies = bodies_for_pairs(ordered, policy)
    decisions = decisions_of(bodies, minutes)
    since = None if replaces is not None else _begun_before(ordered, details.dated)
    replacements = list(replacements_secured_with(ordered, replaces))
    points = _points(ordered, rows, policy, details, (curator, control), signatory, since, replacements)
    payload = PairingOrderPayload(
        act_kind=policy.act_kind,
        issuer=letterhead["short_name"],
        organisation=letterhead,
        number=details.number,
        dated=details.dated.isoformat() if details.dated else "",
        title=title_of(details.title, rows, replacements),
        preamble=_edited_or_usual(details.preamble, _preamble(organisation, policy, details, words, decisions, rows)),
        points=_edited_or_usual(details.points, points),
        signatory=signatory,
        mentee_term=typography.russian_quotes(policy.column_of("mentee", words.mentee)),
        pairs=rows,
        acquaintance=acquaintance_list(rows, curator, day, former_mentors(replacements, day)),
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


def _edited_or_usual(edited: Text | None, usual: Text) -> Text:
    return usual if edited is None else edited


def _signatory(organisation: Organisation, details: OrderDetails) -> NameAndPost:
    name, post = details.signatory_name, details.signatory_post
    return NameAndPost(
        name=organisation.head_name if name is None else name,
        post=organisation.head_position if post is None else post,
    )


def _preamble(
    organisation: Organisation,
    policy: RulesInForce,
    details: OrderDetails,
    words: OrderWords,
    decisions: str,
    rows: list[PairRow],
) -> str:
    return usual_preamble(
        grounds=details.grounds,
        decision=decisions,
        purpose=details.purpose,
        consents=policy.consents_required,
        words=words,
        pairs=rows,
        resolver=_resolver(organisation, policy),
    )


def _resolver(organisation: Organisation, policy: RulesInForce) -> str:
    """Who resolves where the act is not in the first person: «МБОУ «Заречная СОШ № 2» ПОСТАНОВЛЯЕТ»."""
    if cases_of(policy.act_kind).is_in_first_person:
        return ""
    return russian_quotes(organisation.short_name or organisation.full_name)


def _points(
    pairs: Sequence[Pair],
    rows: list[PairRow],
    policy: RulesInForce,
    details: OrderDetails,
    in_charge: tuple[Curator | None, Curator | None],
    signatory: NameAndPost,
    since: date | None,
    replacements: Sequence[PairChange],
) -> list[Point]:
    """`in_charge`: the curator of the pairs, and who controls the order; `signatory`, `since`: as in
    `usual_points`."""
    curator, control = (DeclinablePerson.person(one.person) if one else None for one in in_charge)
    words = OrderWords.of(rows, policy)
    first, *others = usual_points(
        act=cases_of(policy.act_kind),
        pairs=rows,
        curator=curator,
        programmes_by=details.programmes_by,
        rules=policy,
        words=words,
        paid=_paid(pairs, policy),
        control=control,
        signatory=DeclinablePerson(signatory["name"], signatory["post"]) if signatory["name"] else None,
        since=since,
        former_mentors=len({each.pair.mentor_id for each in replacements}),
    )
    return [first, *([replacement_point(replacements, words)] if replacements else []), *others]


def _paid(pairs: Sequence[Pair], policy: RulesInForce) -> dict[int, str]:
    """Mentors who are paid by the rules, by the key of the card: «Ивановой И. И., учителю физики»."""
    mentors = {pair.mentor.person.pk: pair.mentor.person for pair in pairs if is_paid(pair, policy)}
    issuers = {pair.mentor.person_id: pair.organisation_id for pair in pairs}
    return {
        pk: " ".join(
            part
            for part in (
                in_text(DeclinablePerson.person(person), Case.DATIVE),
                workplace_elsewhere(person, issuers[pk]),
            )
            if part
        )
        for pk, person in mentors.items()
    }


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
        "names_grounds": names_grounds(payload),
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
    """«к приказу Детского сада № 4»"""
    return name_in_genitive(organisation["short_name"] or organisation["full_name"])


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
