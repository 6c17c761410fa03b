"""Приказ, распоряжение или постановление «О закреплении наставнических пар (групп)».

Холм, п. 2.1; Устюжна, пп. 3.4–3.9; Кез, п. 9.3.3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NotRequired, TypedDict, TypeVar

from mentoring.models import Pair
from registry.models import Curator, Organisation, Policy
from reports import rendering
from reports.documents.act_words import words_of
from reports.documents.base import (
    Gap,
    OrganisationHead,
    Paper,
    Someone,
    Verification,
    safe_file_name,
    signature_initials,
)
from reports.documents.order_texts import Point, usual_points, usual_preamble
from reports.documents.pair_facts import (
    Named,
    OrderedPair,
    head_of,
    in_order_of_paper,
    ordered_pair,
    who_signs_that_they_read,
)
from russian import typography

Text = TypeVar("Text", str, list[Point])

TITLE = "О закреплении наставнических пар (групп)"
#: Up to so many people sign that they have read the order under it; more get a sheet of their own.
MOST_SIGNATURES_UNDER_THE_ORDER = 4
PORTRAIT_WIDTHS = ("6%", "24%", "24%", "29%", "17%")
LANDSCAPE_WIDTHS = ("5%", "19%", "19%", "14%", "17%", "16%", "10%")


class PairingOrderPayload(TypedDict):
    """Everything the order prints. Plain JSON; frozen when the order is issued.

    `act_kind` is one of registry.enums.PRINTED_ACTS; `preamble` is the sentence before «ПРИКАЗЫВАЮ:» without it;
    `dated` is ISO or empty; `personnel` widens the left margin to 30 mm for orders that are kept for 50 years;
    `annex_landscape` gives form, model and kind a column each.
    """

    act_kind: str
    issuer: str
    organisation: OrganisationHead
    number: str
    dated: str
    title: str
    preamble: str
    points: list[Point]
    signatory: Someone
    #: what the municipality calls a mentee, the heading of a column
    mentee_term: str
    pairs: list[OrderedPair]
    acquaintance: list[Someone]
    annex_landscape: bool
    personnel: bool
    #: the ground as typed, offered again for the next order
    grounds: str
    purpose: str
    verification: NotRequired[Verification]


@dataclass(frozen=True, kw_only=True)
class OrderWishes:
    """What a person decides about an order; the rest follows from the pairs and the policy.

    `preamble` and `points` left None are written by the portal; `control` None is «оставляю за собой»;
    `signatory` None is the head of the organisation; `programmes_by` is the day by which programmes are written.
    """

    number: str = ""
    dated: date | None = None
    title: str = TITLE
    grounds: str = ""
    purpose: str = ""
    programmes_by: date | None = None
    curator: Curator | None = None
    control: Named | None = None
    signatory: Someone | None = None
    preamble: str | None = None
    points: list[Point] | None = None
    annex_landscape: bool = True
    personnel: bool = False


class PairingOrder(Paper):
    code = "pairing_order"
    title = "Приказ о закреплении наставнических пар (групп)"
    template = "reports/papers/pairing_order.html"

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        organisation, signatory, act = payload["organisation"], payload["signatory"], words_of(payload["act_kind"])
        required = (
            (organisation["full_name"], "organisation.full_name", "Не указано полное наименование организации.", False),
            (organisation["place"], "organisation.place", "Не указано место составления документа.", False),
            (payload["number"], "number", f"Не указан номер {act.genitive}.", True),
            (payload["dated"], "dated", f"Не указана дата {act.genitive}.", True),
            (payload["title"], "title", f"Не указан заголовок {act.genitive}.", True),
            (payload["preamble"], "preamble", f"Не указаны основание и цель {act.genitive}.", False),
            (payload["points"], "points", f"В {act.prepositional} нет ни одного пункта.", True),
            (signatory["name"], "signatory.name", f"Не указано, кто подписывает {act.nominative}.", True),
            (signatory["post"], "signatory.post", "Не указана должность того, кто подписывает.", False),
            (payload["pairs"], "pairs", f"В {act.nominative} не включена ни одна пара.", True),
        )
        found = [Gap(field, message, blocks) for value, field, message, blocks in required if not value]
        for index, pair in enumerate(payload["pairs"]):
            found.extend(_gaps_of_pair(index, pair))
        return found

    def file_name(self, payload: Mapping[str, Any]) -> str:
        number = f" № {payload['number']}" if payload["number"] else ""
        dated = f" от {typography.date_in_figures(date.fromisoformat(payload['dated']))}" if payload["dated"] else ""
        return safe_file_name(
            f"{words_of(payload['act_kind']).nominative.capitalize()}{number}{dated} о закреплении наставнических пар"
        )

    def left_margin_mm(self, payload: Mapping[str, Any]) -> int:
        return rendering.PERSONNEL_LEFT_MARGIN_MM if payload["personnel"] else rendering.LEFT_MARGIN_MM

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        people = [{**person, "initials": signature_initials(person["name"])} for person in payload["acquaintance"]]
        few = len(people) <= MOST_SIGNATURES_UNDER_THE_ORDER
        pairs = [{**pair, "kinds_in_words": ", ".join(pair["kinds"])} for pair in payload["pairs"]]
        return {
            "paper": {**payload, "pairs": pairs},
            "act": words_of(payload["act_kind"]),
            "signatory_initials": signature_initials(payload["signatory"]["name"]),
            "order_reference": order_reference(payload["number"], payload["dated"]),
            "pairs_in_words": typography.counted(len(pairs), "пара", "пары", "пар"),
            "acquaintance": people,
            "acquainted_here": bool(people) and few,
            "acquainted_on_sheet": not few,
            "column_widths": LANDSCAPE_WIDTHS if payload["annex_landscape"] else PORTRAIT_WIDTHS,
        }

    def payload_from(
        self, *, organisation: Organisation, pairs: Iterable[Pair], policy: Policy, wishes: OrderWishes
    ) -> PairingOrderPayload:
        """Everything the order prints, read off the register; not yet frozen and without verification."""
        ordered = in_order_of_paper(pairs)
        rows = [ordered_pair(pair, policy) for pair in ordered]
        head = head_of(organisation)
        signatory = Someone(name=organisation.head_name, post=organisation.head_position)
        return PairingOrderPayload(
            act_kind=policy.act_kind,
            issuer=head["short_name"],
            organisation=head,
            number=wishes.number,
            dated=wishes.dated.isoformat() if wishes.dated else "",
            title=wishes.title,
            preamble=_own_or(wishes.preamble, usual_preamble(grounds=wishes.grounds, purpose=wishes.purpose)),
            points=_own_or(wishes.points, _points(rows, policy, wishes)),
            signatory=wishes.signatory or signatory,
            mentee_term=typography.russian_quotes(policy.mentee_term),
            pairs=rows,
            acquaintance=who_signs_that_they_read(ordered, wishes.curator),
            annex_landscape=wishes.annex_landscape,
            personnel=wishes.personnel,
            grounds=wishes.grounds,
            purpose=wishes.purpose,
        )


def _own_or(own: Text | None, usual: Text) -> Text:
    return usual if own is None else own


def _points(rows: list[OrderedPair], policy: Policy, wishes: OrderWishes) -> list[Point]:
    return usual_points(
        act=words_of(policy.act_kind),
        pairs=rows,
        curator=Named.person(wishes.curator.person) if wishes.curator else None,
        programmes_by=wishes.programmes_by,
        programme_term=typography.russian_quotes(policy.programme_term),
        monthly_report=policy.monthly_report,
        mentee_report=policy.mentee_report,
        final_report_days=policy.final_report_days,
        control=wishes.control,
    )


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


def order_reference(number: str, dated: str) -> str:
    """«от 1 сентября 2026 г. № 135/1» with blanks to fill in by hand where unknown."""
    day = typography.date_in_figures(date.fromisoformat(dated)) if dated else "_" * 10
    return f"от{typography.NBSP}{day} №{typography.NBSP}{number or '_' * 6}"
