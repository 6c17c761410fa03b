"""Whose papers a user sees, and what may be put into an order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from accounts.models import User
from mentoring.enums import PairStatus, ProgrammeStatus
from mentoring.models import Pair, PlanItem, Roadmap
from mentoring.models.pair import at_work
from mentoring.pairing.consents import missing_consents
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.policies import PairRulesTimeline
from registry import clock
from registry.access import Access, Right
from registry.enums import ActKind, ConsideringBody, OrderIssuer, Participant, Role
from registry.models import Act, Curator, Membership, Organisation
from registry.policies.rules_in_force import RulesInForce
from registry.queries.rules import rules_or_none
from reports.enums import IssuedStatus
from reports.models import IssuedDocument, PaperDraft
from reports.paper import PAPERS, Issuer, Paper

#: What a list does not need: the frozen data and the file weigh more than all the rest.
HEAVY = ("payload", "pdf")


def documents_visible_to(user: User) -> QuerySet[IssuedDocument]:
    """Papers for which the user has the right; of a municipality's own papers, those of the user's municipalities."""
    condition = Access.of(user).where(Right.VIEW_DOCUMENTS, municipality="municipality")
    return IssuedDocument.objects.filter(condition).select_related("municipality", "organisation", "act", "issued_by")


def may_manage(user: User, document: IssuedDocument) -> bool:
    """Whether the user may replace and cancel the document."""
    return PAPERS[document.kind].may_manage(user, Issuer(document.municipality, document.organisation))


def drafts_of(user: User, kind: str) -> QuerySet[PaperDraft]:
    """What the user, and nobody else, prepares."""
    return drafts_of_all(kind).filter(user=user)


def drafts_of_all(kind: str) -> QuerySet[PaperDraft]:
    """For who issues what another has prepared."""
    return PaperDraft.objects.filter(kind=kind).select_related("instead_of__act", "user")


@dataclass(frozen=True)
class BegunPaper:
    """A paper that the user has begun and not issued; `source` is the record that it was begun from."""

    paper: Paper[Any, Any]
    draft: PaperDraft
    source: Model


def begun_papers(user: User, most: int = 10) -> list[BegunPaper]:
    """The latest first, of records that the user still issues papers for. A query for each kind of paper."""
    drafts = list(PaperDraft.objects.filter(user=user).select_related("instead_of__act")[:most])
    sources: dict[tuple[str, int], Model] = {}
    for kind in {draft.kind for draft in drafts} & PAPERS.keys():
        keys = [draft.source_pk for draft in drafts if draft.kind == kind]
        sources |= {(kind, pk): source for pk, source in PAPERS[kind].sources(user).in_bulk(keys).items()}
    return [
        BegunPaper(PAPERS[draft.kind], draft, source)
        for draft in drafts
        if (source := sources.get((draft.kind, draft.source_pk))) is not None
    ]


def document_by_code(code: str) -> IssuedDocument | None:
    """For anybody who holds the paper: what it is and whether it is in force, nothing more."""
    return (
        IssuedDocument.objects.filter(verification_code=code)
        .select_related("organisation", "municipality", "act", "superseded_by")
        .defer(*HEAVY, "superseded_by__payload", "superseded_by__pdf")
        .first()
    )


def documents_in_force(kind: str) -> QuerySet[IssuedDocument]:
    return IssuedDocument.objects.filter(kind=kind, status=IssuedStatus.IN_FORCE).defer(*HEAVY)


def document_about(record: Model) -> IssuedDocument | None:
    """The document in force about the record, with its payload; of papers that have one at a time."""
    documents = IssuedDocument.objects.filter(
        _by_paper(lambda paper: paper.about(record)), status=IssuedStatus.IN_FORCE
    )
    return documents.defer("pdf").first()


def _by_paper(condition: Callable[[Paper[Any, Any]], Q]) -> Q:
    """What each paper says of the documents of its own kind."""
    return reduce(or_, (Q(kind=paper.code) & condition(paper) for paper in PAPERS.values()))


def roadmaps_under(act: Act) -> list[int]:
    """Primary keys of the roadmaps that the act approves or adopts."""
    return [*act.roadmaps.values_list("pk", flat=True), *act.adopted_roadmaps.values_list("pk", flat=True)]


def documents_of_act(act: Act) -> QuerySet[IssuedDocument]:
    """The papers that the portal has issued as this act, and those that name it: of acts that rest on it, and of the
    kinds that print it, as roadmaps that it approves."""
    condition = Q(act=act) | Q(act__basis=act) | _by_paper(lambda paper: paper.naming(act))
    return IssuedDocument.objects.filter(condition).select_related("act").defer(*HEAVY).distinct()


def pairs_of_act(user: User, act: Act) -> QuerySet[Pair]:
    """Pairs that the act has secured, of those that the reader may open."""
    return pairs_visible_to(user).filter(act=act).select_related("mentor__person", "mentee__person")


def programmes_to_send(user: User, document: IssuedDocument) -> tuple[int, int]:
    """How many pairs of the order have a programme that is still to be written, and how many one with a goal and a
    plan, as a pair takes it over from another, that nobody has sent to the head."""
    if document.act is None:
        return 0, 0
    drafts = Q(programme__status=ProgrammeStatus.DRAFT) | Q(programme__isnull=True)
    has_plan = Exists(PlanItem.objects.filter(programme__pair=OuterRef("pk")))
    pairs = pairs_visible_to(user).filter(drafts, act=document.act, status=PairStatus.ACTIVE)
    to_send = pairs.filter(has_plan, programme__goal__gt="").count()
    return pairs.count() - to_send, to_send


def predecessor_of(document: IssuedDocument) -> IssuedDocument | None:
    """The document that this one has replaced."""
    return IssuedDocument.objects.filter(superseded_by=document).defer(*HEAVY).first()


def organisations_that_issue(user: User) -> QuerySet[Organisation]:
    """Organisations in whose name the user may issue orders, without the archive."""
    condition = Access.of(user).where(Right.ISSUE_ORDERS, organisation="")
    return Organisation.objects.filter(condition, archived_on__isnull=True).select_related("municipality")


def organisations_by_agreed_pairs(user: User) -> QuerySet[Organisation]:
    """Those that issue orders, with `agreed` pairs that wait for one; the most pairs first."""
    agreed = Count("pairs", filter=Q(pairs__status=PairStatus.AGREED))
    return organisations_that_issue(user).annotate(agreed=agreed).order_by("-agreed", "sort_key")


def organisation_of_pair(user: User, pair_pk: int) -> Organisation | None:
    """The organisation that leads the pair, when the user issues orders for it."""
    pairs = Pair.objects.filter(pk=pair_pk, organisation__in=organisations_that_issue(user))
    pair = pairs.select_related("organisation").first()
    return pair.organisation if pair is not None else None


def agreed_pairs_of(organisation: Organisation) -> QuerySet[Pair]:
    """Pairs that wait for an order of the organisation."""
    return for_paper(Pair.objects.filter(organisation=organisation, status=PairStatus.AGREED))


def active_pairs_under(document: IssuedDocument) -> QuerySet[Pair]:
    """Pairs that work on the ground of the document's act."""
    return for_paper(Pair.objects.filter(at_work(clock.today()), act=document.act_id, act__isnull=False))


def for_paper(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Everything that a paper prints of a pair and that the gate of consents asks, at a fixed number of queries."""
    return (
        pairs.select_related(
            "mentor__person__organisation",
            "mentee__person__organisation",
            "organisation__municipality",
            "form",
            "role_model",
            "group",
            "act",
            "curator__person",
        )
        .prefetch_related("kinds", "form__role_models", "mentor__person__consents", "mentee__person__consents")
        .order_by("mentor__person__sort_key", "mentor", "mentee__person__sort_key", "pk")
    )


def pairs_as_they_are(pairs: Iterable[Pair]) -> QuerySet[Pair]:
    """The same pairs read anew."""
    return for_paper(Pair.objects.filter(pk__in=[pair.pk for pair in pairs]))


def curators_in_office(organisation: Organisation) -> QuerySet[Curator]:
    return (
        Curator.objects.filter(organisation=organisation, dismissed_on__isnull=True)
        .select_related("person", "organisation")
        .order_by("person__sort_key")
    )


@dataclass(frozen=True)
class Readiness:
    """A pair and what keeps it out of an order."""

    pair: Pair
    missing: tuple[str, ...]
    has_rules: bool = True

    @property
    def ready(self) -> bool:
        return not self.missing and self.has_rules

    @property
    def why(self) -> str:
        """«нет в силе — согласие наставника на участие»"""
        if not self.has_rules:
            return "у муниципалитета нет действующей политики"
        return f"нет в силе — {'; '.join(self.missing)}"


def readiness_of(pairs: Iterable[Pair], on: date) -> list[Readiness]:
    """Agreed pairs with the papers that are not in force on the day of the order."""
    candidates = list(pairs)
    policies = PairRulesTimeline(candidates)
    return [_readiness(pair, policies.of_pair_on(pair, on), on) for pair in candidates]


def _readiness(pair: Pair, policy: RulesInForce | None, on: date) -> Readiness:
    if policy is None:
        return Readiness(pair, (), has_rules=False)
    return Readiness(pair, tuple(consent.title for consent in missing_consents(pair, policy, on)))


def documents_with_number(kind: str, organisation: Organisation, number: str, year: int) -> QuerySet[IssuedDocument]:
    """Papers of one kind of the organisation in the same year under the same number, whatever their state."""
    return IssuedDocument.objects.filter(kind=kind, organisation=organisation, number=number, dated__year=year).defer(
        *HEAVY
    )


def act_to_be(organisation: Organisation, number: str, dated: date, title: str) -> Act:
    """An act as an order about pairs would be entered, of the kind that secures pairs on the day; not saved."""
    rules = rules_or_none(organisation, dated)
    kind = rules.act_kind if rules else ActKind.ORDER
    place = {"organisation": organisation, "municipality": organisation.municipality}
    return Act(**place, kind=kind, number=number, dated=dated, title=title)


def last_document_of(kind: str, organisation: Organisation) -> IssuedDocument | None:
    """The newest paper of the kind, with its payload."""
    return (
        IssuedDocument.objects.filter(kind=kind, organisation=organisation)
        .defer("pdf")
        .order_by("-dated", "-pk")
        .first()
    )


def bodies_that_consider(organisation: Organisation, on: date) -> list[ConsideringBody]:
    """Empty where no body has to consider pairs."""
    rules = rules_or_none(organisation, on)
    bodies = [body for one in Participant for body in rules.bodies_for(one)] if rules else []
    return [ConsideringBody(body) for body in dict.fromkeys(bodies)]


def describe_head_as_issuer(user: User, organisation: Organisation, on: date) -> str:
    """Whose rule it is that the head alone issues orders, when the user is not the head there; empty otherwise."""
    rules = rules_or_none(organisation, on)
    if rules is None or rules.order_issuer != OrderIssuer.HEAD:
        return ""
    return "" if Access.of(user).has_role_in(Role.HEAD, organisation) else rules.by_whom("order_issuer")


def function_of_agreeing(roadmap: Roadmap) -> str:
    """What gave the right to agree the roadmap on the day it was agreed: «муниципальный координатор»."""
    roles = Membership.objects.in_force(roadmap.agreed_on or clock.today()).filter(
        user=roadmap.agreed_by, municipality=roadmap.municipality, role=Role.COORDINATOR
    )
    return str(Role.COORDINATOR.label) if roles.exists() else ""


def acts_of_rules_cited_by(document: IssuedDocument) -> list[Act]:
    """What the order rests on beside the minutes of those who have considered its pairs."""
    return list(document.act.basis.exclude(kind=ActKind.MINUTES)) if document.act is not None else []
