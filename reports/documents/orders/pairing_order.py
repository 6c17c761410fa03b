"""Приказ, распоряжение или постановление «О закреплении наставнических пар (групп)».

Холм, п. 2.1; Устюжна, пп. 3.4–3.9; Кез, п. 9.3.3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.ground_change import change_ground
from mentoring.models import Pair
from mentoring.queries.mentor_gaps import mentor_gaps
from registry import clock
from registry.access import Right
from registry.actions.refusals import explained_dates
from registry.enums import ActKind
from registry.history.audit import with_audit
from registry.models import Act, Organisation
from registry.pages.raw_parameters import whole_number
from registry.papers.act_cases import cases_of
from registry.papers.numbers import is_without_number, number_in_words
from registry.policies.rules_in_force import RulesInForce
from registry.queries.acts import double_of
from registry.queries.minutes import minutes_of
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from reports.documents.act_citation import names_act, names_ground
from reports.documents.orders.details import OrderDetails, day_for_programmes
from reports.documents.orders.forms import OrderForm
from reports.documents.orders.gaps import covers_days_before, gaps_of_order, question_of_days, when_active
from reports.documents.orders.grounds import PAIRING_ORDER, offered_grounds
from reports.documents.orders.payload import context_of_long_list, order_payload, print_context, signed_in_annex
from reports.documents.orders.text_form import OrderTextForm
from reports.documents.printed_parts import safe_file_name, signature_initials
from reports.models import IssuedDocument
from reports.paper import (
    LEFT_MARGIN_MM,
    PERSONNEL_LEFT_MARGIN_MM,
    Crowding,
    Division,
    Gap,
    Issuer,
    Paper,
    Preparation,
    Replacing,
)
from reports.queries import (
    act_to_be,
    active_pairs_under,
    agreed_pairs_of,
    curators_in_office,
    describe_head_as_issuer,
    documents_with_number,
    last_document_of,
    organisation_of_pair,
    organisations_by_agreed_pairs,
    organisations_that_issue,
    pairs_as_they_are,
    readiness_of,
)
from russian import typography
from russian.numbers import plural


@dataclass(frozen=True)
class PairsForOrder:
    """The subject of the order: pairs of one organisation. `replaces` is the act in place of which it is issued."""

    organisation: Organisation
    pairs: Sequence[Pair]
    replaces: Act | None = None


class PairingOrder(Paper[PairsForOrder, OrderDetails]):
    code = PAIRING_ORDER
    slug = "orders"
    title = "приказ о закреплении наставнических пар (групп)"
    template = "reports/papers/pairing_order.html"
    right = Right.ISSUE_ORDERS
    forms = {"edit": OrderForm, "text": OrderTextForm}
    details_class = OrderDetails
    replaceable = True
    sources_template = "reports/orders/organisations.html"
    check_template = "reports/orders/check.html"

    def sources(self, user: User) -> QuerySet[Organisation]:
        return organisations_that_issue(user)

    def sources_to_choose(self, user: User) -> QuerySet[Organisation]:
        return organisations_by_agreed_pairs(user)

    def source_named_in(self, query: QueryDict, user: User) -> Organisation | None:
        """`?pair=5`, from the page of a pair, names the organisation of the pair."""
        if not (key := query.get("pair", "")).isdecimal():
            return None
        pair = whole_number(key)
        organisation = organisation_of_pair(user, pair) if pair is not None else None
        if organisation is None:
            raise Http404
        return organisation

    def initial_details(self, source: Organisation, query: QueryDict) -> OrderDetails:
        """A draft dated today with the ground of the last order, or with the acts of the rules where these are not
        those that it cites; `?pair=5` ticks a pair."""
        last = last_document_of(self.code, source)
        ticked = tuple(pk for key in query.getlist("pair") if (pk := whole_number(key)) is not None)
        return _dated_today(
            source,
            pairs=ticked,
            programmes_by=day_for_programmes(clock.today(), agreed_pairs_of(source).filter(pk__in=ticked)),
            signatory_name=source.head_name,
            signatory_post=source.head_position,
            grounds=offered_grounds(source, clock.today()),
            purpose=last.payload.get("purpose", "") if last else "",
        )

    def replacing(self, document: IssuedDocument) -> Replacing:
        """Of pairs that still work under it: those that have ended stay with the former order."""
        act, pairs = cases_of(_act_of(document).kind), tuple(active_pairs_under(document))
        this = act.agreeing("этот", "это")
        if not pairs:
            obstacle = f"По этому {act.dative} сейчас не действует ни одна пара: взамен издавать нечего."
            return Replacing((), obstacle=obstacle)
        number = plural(len(pairs), "паре,парах,парах")
        return Replacing(
            (
                f"Откроется проект, заполненный тем, что сказано в {act.prepositional} сейчас: вы исправите его и "
                "проверите перед изданием.",
                f"Пока новый документ не издан, действует {this} {act.nominative}, и для пар ничего не меняется.",
                f"Когда вы издадите новый, {this} {act.nominative} станет "
                "заменённым и отменённым, а пары будут работать по новому. "
                "Этапы, программы и сроки пар останутся.",
                "Пары, которые уже закончились, в новый документ не войдут.",
            ),
            pairs,
            f"Новый документ будет о {number}:",
        )

    def details_in_place_of(self, document: IssuedDocument, source: Organisation) -> OrderDetails:
        """A draft dated today with what the order in force says."""
        old = document.payload
        signatory = old.get("signatory", {})
        return _dated_today(
            source,
            grounds=old.get("grounds", ""),
            purpose=old.get("purpose", ""),
            signatory_name=signatory.get("name", ""),
            signatory_post=signatory.get("post", ""),
            annex_landscape=old.get("annex_landscape", True),
            personnel=old.get("personnel", False),
        )

    def subject_of(
        self, source: Organisation, details: OrderDetails, predecessor: IssuedDocument | None
    ) -> PairsForOrder:
        """The chosen pairs that still wait for an order, or those that work under the order being replaced."""
        if predecessor is not None:
            return PairsForOrder(source, list(active_pairs_under(predecessor)), predecessor.act)
        return PairsForOrder(source, list(agreed_pairs_of(source).filter(pk__in=details.pairs)))

    def issuer_of(self, subject: PairsForOrder) -> Issuer:
        return Issuer(subject.organisation.municipality, subject.organisation)

    def check_context(
        self, preparation: Preparation[PairsForOrder, OrderDetails], payload: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`lost_pairs`: how many of the chosen pairs somebody has changed since."""
        organisation, pairs = preparation.subject.organisation, preparation.subject.pairs
        details, replaces = preparation.details, preparation.predecessor is not None
        readiness = [] if replaces else readiness_of(pairs, details.dated or clock.today())
        not_ready = [row for row in readiness if not row.ready]
        is_covered = covers_days_before(payload)
        lost_pairs = 0 if replaces else len(details.pairs) - len(pairs)
        same_number: Iterable[IssuedDocument] = ()
        same_day: Act | None = None
        if details.dated and is_without_number(details.number):
            act = act_to_be(organisation, details.number, details.dated, payload["title"] if payload else "")
            same_day = double_of(act)
        elif details.number and details.dated:
            same_number = documents_with_number(self.code, organisation, details.number, details.dated.year)
        return {
            "act": cases_of(payload["act_kind"] if payload else ActKind.ORDER),
            "when_active": when_active(payload) if payload else "",
            "same_number": same_number,
            "same_day": same_day,
            "not_ready": not_ready,
            "lost_pairs": lost_pairs,
            "mentor_gaps": [] if replaces else mentor_gaps(pairs, dated=None if is_covered else details.dated),
            "stopped": bool(not_ready or lost_pairs),
        }

    def describe_decision_of_another(self, user: User, subject: PairsForOrder, details: OrderDetails) -> str:
        whose = describe_head_as_issuer(user, subject.organisation, details.dated or clock.today())
        if not whose:
            return ""
        act = cases_of(_policy(subject.organisation, details.dated).act_kind).nominative
        return (
            f"{typography.upper_first(act)} издаёт руководитель — {whose}. Отправьте ему адрес этой страницы: он "
            f"откроет её и издаст {act}."
        )

    def payload_from(self, subject: PairsForOrder, details: OrderDetails) -> dict[str, Any]:
        """Raises ValidationError while the municipality has no policy."""
        organisation = subject.organisation
        curators = {curator.pk: curator for curator in curators_in_office(organisation)}
        policy = _policy(organisation, details.dated)
        minutes = list(minutes_of(organisation).filter(pk__in=details.minutes)) if details.minutes else []
        payload = order_payload(
            organisation=organisation,
            pairs=subject.pairs,
            policy=policy,
            details=details,
            curators=curators,
            minutes=minutes,
            replaces=subject.replaces,
        )
        grounds = policy.grounds_for(organisation)
        if uncited := [str(ground) for ground in grounds if not names_ground(payload["preamble"], ground)]:
            payload["uncited_grounds"] = uncited
        if day := details.dated:
            cited = [*_acts_cited(payload["preamble"], organisation, day), *minutes]
            if later := [act.issued_in_words for act in dict.fromkeys(cited) if act.dated > day]:
                payload["later_grounds"] = later
            act = act_to_be(organisation, details.number, day, payload["title"])
            if is_without_number(details.number) and act.same_act():
                payload["title_taken"] = True
        return dict(payload)

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        return gaps_of_order(payload)

    def issued_text(self, payload: Mapping[str, Any]) -> str:
        act = cases_of(payload["act_kind"])
        issued = act.agreeing("издан. Скачайте его", "издано. Скачайте его")
        return f"{typography.upper_first(act.nominative)} {issued}, распечатайте и подпишите."

    def question(self, payload: Mapping[str, Any]) -> str:
        return question_of_days(payload)

    def document_title(self, payload: Mapping[str, Any]) -> str:
        number = f" {number_in_words(payload['number'], space=' ')}" if payload["number"] else ""
        dated = f" от {typography.date_in_figures(date.fromisoformat(payload['dated']))}" if payload["dated"] else ""
        return (
            f"{cases_of(payload['act_kind']).nominative.capitalize()}{number}{dated} о закреплении наставнических пар"
        )

    def file_name(self, payload: Mapping[str, Any]) -> str:
        return safe_file_name(self.document_title(payload))

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        return print_context(payload)

    def context_on_sheets(self, payload: Mapping[str, Any], division: Division) -> dict[str, Any]:
        """The mark of the annex tells how many sheets it has."""
        return {"annex_sheets": division.annex_sheets} if division.annex_sheets > 1 else {}

    def context_when(self, payload: Mapping[str, Any], crowding: Crowding) -> dict[str, Any]:
        return {
            Crowding.SIGNATURES_ALONE: signed_in_annex,
            Crowding.MANY_SHEETS: context_of_long_list,
        }[crowding](payload)

    def left_margin_mm(self, payload: Mapping[str, Any]) -> int:
        return PERSONNEL_LEFT_MARGIN_MM if payload["personnel"] else LEFT_MARGIN_MM

    def current(self, subject: PairsForOrder, predecessor: IssuedDocument | None) -> PairsForOrder:
        """The pairs in whatever state they are; those that may not begin are named when they are activated."""
        organisation = subject.organisation
        pairs = list(pairs_as_they_are(subject.pairs) if predecessor is None else active_pairs_under(predecessor))
        foreign = [str(pair) for pair in pairs if pair.organisation_id != organisation.pk]
        if foreign:
            raise ValidationError(f"Эти пары ведёт другая организация: {', '.join(foreign)}.")
        return PairsForOrder(organisation, pairs, predecessor.act if predecessor is not None else None)

    def new_act(self, subject: PairsForOrder, payload: Mapping[str, Any]) -> Act:
        signatory = payload["signatory"]
        act = Act(
            municipality=subject.organisation.municipality,
            organisation=subject.organisation,
            kind=payload["act_kind"],
            number=payload["number"],
            dated=self.dated(payload),
            title=payload["title"],
            signatory=", ".join(part for part in (signature_initials(signatory["name"]), signatory["post"]) if part),
        )
        act.full_clean()
        act.save()
        with explained_dates():
            act.basis.add(*_acts_cited(payload["preamble"], subject.organisation, act.dated))
        return act

    def on_issued(
        self, document: IssuedDocument, subject: PairsForOrder, *, predecessor: IssuedDocument | None, by: User
    ) -> None:
        """Agreed pairs become active; pairs under way rest on the new act, and the old act is cancelled by it."""
        act = _act_of(document)
        if whose := describe_head_as_issuer(by, subject.organisation, act.dated):
            raise ValidationError(
                f"{typography.upper_first(cases_of(act.kind).nominative)} издаёт руководитель — {whose}."
            )
        if predecessor is None:
            activate(pairs=subject.pairs, act=act, by=by)
            return
        old = _act_of(predecessor)
        reason = f"Взамен {cases_of(old.kind).genitive} {_number(old)} — {cases_of(act.kind).nominative} {_number(act)}"
        change_ground(pairs=subject.pairs, act=act, reason=reason, by=by)
        old.cancelled_by = act
        with explained_dates():
            with_audit(old, by=by, reason=self.reason_superseded(document)).save()

    def reason_superseded(self, document: IssuedDocument) -> str:
        act = _act_of(document)
        return f"Заменён {cases_of(act.kind).instrumental} {_number(act)}"

    def obstacle_to_cancelling(self, document: IssuedDocument) -> str:
        """An order is not cancelled while pairs work on it."""
        working = list(active_pairs_under(document))
        if not working:
            return ""
        pairs = "; ".join(str(pair) for pair in working[:3]) + ("; …" if len(working) > 3 else "")
        act = cases_of(_act_of(document).kind)
        advice = f"Завершите их или издайте {act.nominative} взамен."
        return f"По этому {act.dative} действуют пары: {typography.full_stop(pairs)} {advice}"


def _dated_today(organisation: Organisation, **details: Any) -> OrderDetails:
    today, curator = clock.today(), curators_in_office(organisation).first()
    return OrderDetails(
        dated=today,
        **{"programmes_by": day_for_programmes(today, ()), **details},
        curator=curator.pk if curator else None,
    )


def _acts_cited(preamble: str, organisation: Organisation, on: date) -> list[Act]:
    """Acts of the rules of the day and minutes of the organisation that the text names by date and number."""
    return [act for act in (*_policy(organisation, on).acts, *minutes_of(organisation)) if names_act(preamble, act)]


def _policy(organisation: Organisation, on: date | None) -> RulesInForce:
    try:
        return rules_in_force(organisation, on or clock.today())
    except NoPolicy as error:
        raise ValidationError(str(error)) from error


def _number(act: Act) -> str:
    return number_in_words(act.number, space=" ")


def _act_of(document: IssuedDocument) -> Act:
    if document.act is None:
        raise ValidationError("Взамен издаётся только акт организации.")
    return document.act
