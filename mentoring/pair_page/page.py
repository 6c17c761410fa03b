"""Everything that the page of a pair shows, put together from queries and rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from accounts.models import User
from mentoring.enums import BEFORE_ORDER, PairSide, PairStatus
from mentoring.extension_points import PairSection, sections_of_pair, unmet_closing_conditions
from mentoring.labels.changes import describe_change
from mentoring.models import Pair, PairChange, PairRequest
from mentoring.pair_page.candidate_note import CandidateNote, candidate_note_of
from mentoring.pair_page.next_step import NextStep, next_step_of
from mentoring.pairing.consents import RequiredConsent, required_consents, withdrawn_consents
from mentoring.pairing.payment import describe_payment, is_paid
from mentoring.pairing.period import whole_term_in_words
from mentoring.pairing.rules import validate_pair
from mentoring.queries.acts import act_of_replacement, changes_awaiting_acts, changes_on_cancelled_acts
from mentoring.queries.capacity import Load, load_of
from mentoring.queries.corrections import end_in_force, extension_in_force, may_correct, who_corrects
from mentoring.queries.events import Event, events_of
from mentoring.queries.mentor_gaps import MentorGap, mentor_gaps
from mentoring.queries.moves import undecided_moves
from mentoring.queries.pairs import kinds_of
from mentoring.queries.policies import PairWords, policy_day, programme_words_of, words_of
from mentoring.queries.requests import kinds_for, requests_about, voices_about
from mentoring.queries.rights import PairRights
from mentoring.request_rules import REQUEST_RULES
from mentoring.stages.checklist import Checklist, stages_of
from registry import clock
from registry.access import Access, Right
from registry.extension_points import Move, Origin, may_record_consents, origins_of_records
from registry.models import Act, ClassMove, PlanStep
from registry.papers.act_cases import ActCases, cases_of
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import departures_to_finish
from registry.queries.people import may, people_openable_by
from registry.queries.plan_steps import meetings_by
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from russian.document_names import DocumentName


@dataclass(frozen=True)
class PairPage:
    pair: Pair
    rights: PairRights
    checklist: Checklist
    consents: list[RequiredConsent]
    #: people of the pair whose cards the user may open
    known_people: frozenset[int]
    #: people of the pair whose consents the user records
    consent_givers: frozenset[int]
    #: the user may open the order as well
    opens_act: bool
    load: Load | None
    events: list[Event]
    #: changes whose act is to come
    awaiting_acts: list[PairChange]
    #: changes whose act has been cancelled
    lost_grounds: list[PairChange]
    refusals: list[str]
    #: {refusal: address of what it speaks of}
    links: dict[str, str]
    warnings: list[str]
    #: files that the pair came from, for those who have to do with the organisation
    origins: list[Origin]
    #: blocks of the rooms above
    sections: list[PairSection]
    #: the end, or the extension of an active pair, that the user may correct
    wrong_end: PairChange | None
    #: who above the user corrects such a step; empty when there is none, or the user does
    corrected_by: str
    #: conditions of the rooms above that an active pair does not meet yet
    closing_gaps: list[str]
    #: those about the pair that the user reads
    requests: list[PairRequest]
    #: (code, words) of what the user may ask for about the pair
    request_kinds: list[tuple[str, str]]
    #: what an active pair needs first, where the user has to do with it
    next_step: NextStep | None
    #: who has moved to another organisation while nobody has decided about the pair
    undecided_moves: list[tuple[PairSide, Move]]
    #: consents that a working pair needs and somebody has withdrawn (Устюжна, п. 3.5)
    withdrawn: list[RequiredConsent]
    #: those that had been withdrawn by the day of the act
    withdrawn_before_act: list[RequiredConsent]
    #: of its people, who have left their school while the pair holds their cards
    departures: list[ClassMove]
    #: what the two are called
    words: PairWords
    meetings: Sequence[PlanStep]
    programme: DocumentName
    #: what the mentor is paid by the rules, in words; empty for whoever is not
    payment: str
    #: days between the former pair of the mentee and this one
    mentor_gaps: list[MentorGap]
    #: on which the pair has taken the place of another, and that secures it too
    act_of_replacement: Act | None
    #: what the organisations have to know of a mentor who is only a candidate
    candidate: CandidateNote | None
    #: how the period has been set, where its days alone do not tell
    term: str = ""
    #: what to do when the municipality has no policy
    no_policy: str = ""

    @property
    def coming_events(self) -> list[Event]:
        """What has been entered ahead of its day, the nearest first."""
        return [event for event in reversed(self.events) if event.on > clock.today()]

    @property
    def past_events(self) -> list[Event]:
        return [event for event in self.events if event.on <= clock.today()]

    @property
    def decides_about_moves(self) -> bool:
        """Whoever leads the pair; a draft, whoever proposes it."""
        return self.rights.propose if self.pair.status == PairStatus.DRAFT else self.rights.run

    @property
    def missing_consents(self) -> list[RequiredConsent]:
        return [required for required in self.consents if required.consent is None]

    @property
    def awaited_in_words(self) -> list[tuple[PairChange, str]]:
        """Each change whose act is to come, in words."""
        return [(change, describe_change(change, self.words.mentor)) for change in self.awaiting_acts]

    @property
    def lost_grounds_in_words(self) -> list[tuple[PairChange, str]]:
        """Each change whose act has been cancelled, in words."""
        return [(change, describe_change(change, self.words.mentor)) for change in self.lost_grounds]

    @property
    def coming_end(self) -> str:
        """What happens after the last day, while it is still to come."""
        what = {
            PairStatus.COMPLETED: "после него наставничество завершится",
            PairStatus.REPLACED: f"после него {self.words.mentor.nominative} сменится",
        }.get(PairStatus(self.pair.status), "после него наставничество прекратится")
        return f"Последний день пары — {self.pair.last_day:%d.%m.%Y}, {what}."

    @property
    def own_act(self) -> ActCases:
        """What the act is called that secures the pair, or is to."""
        return cases_of(self.pair.act.kind) if self.pair.act else self.words.act

    @property
    def wrong_act(self) -> ActCases:
        """What the act of the end or the extension is called that may be corrected."""
        return cases_of(self.wrong_end.act.kind) if self.wrong_end and self.wrong_end.act else self.words.act

    @property
    def ready_to_agree(self) -> bool:
        return self.pair.status == PairStatus.DRAFT and not (self.missing_consents or self.refusals or self.no_policy)


def pair_page(pair: Pair, user: User) -> PairPage:
    """`pair` was read `with_checklist` and `with_shown_relations`."""
    policy, complaint = _policy(pair)
    consents, refusals, warnings, links, load = [], [], [], {}, None
    if policy is not None and not pair.is_over and pair.status != PairStatus.CANCELLED:
        consents = required_consents(pair, policy, consent_day(pair))
        if pair.status in (PairStatus.DRAFT, PairStatus.AGREED):
            validation = validate_pair(pair, kinds_of(pair), policy)
            refusals, warnings, links = [*chain(*validation.refusals.values())], validation.warnings, validation.links
        until = max(pair.last_day, clock.today()) if pair.is_overdue else pair.last_day
        load = load_of(pair.mentor, pair.starts_on, until, policy_limit=policy.mentee_limit)
    wrong = end_in_force(pair) if pair.is_ended else extension_in_force(pair)
    rights = PairRights.of(user, pair)
    may_put_right = wrong is not None and may_correct(user, wrong)
    people = people_openable_by(user).filter(pk__in=[pair.mentor.person_id, pair.mentee.person_id])
    programme = programme_words_of(pair)
    words, checklist = words_of(pair), Checklist(pair, stages_of(pair), programme)
    awaiting_acts = list(changes_awaiting_acts(pair)) if pair.act else []
    lost_grounds = list(changes_on_cancelled_acts(pair)) if pair.act else []
    closing_gaps = unmet_closing_conditions(pair) if pair.status == PairStatus.ACTIVE else []
    return PairPage(
        pair=pair,
        rights=rights,
        checklist=checklist,
        consents=consents,
        known_people=frozenset(people.values_list("pk", flat=True)),
        consent_givers=frozenset(
            person.pk
            for person in (pair.mentor.person, pair.mentee.person)
            if may(user, Right.EDIT_PEOPLE, person) or may_record_consents(user, person)
        ),
        opens_act=Access.of(user).in_organisation(Right.VIEW_DOCUMENTS, pair.organisation),
        load=load,
        events=events_of(pair),
        awaiting_acts=awaiting_acts,
        lost_grounds=lost_grounds,
        refusals=refusals,
        links=links,
        warnings=warnings,
        origins=_origins(user, pair),
        sections=sections_of_pair(user, pair),
        wrong_end=wrong if may_put_right else None,
        corrected_by=who_corrects(wrong, user) if wrong is not None and rights.run and not may_put_right else "",
        closing_gaps=closing_gaps,
        requests=list(requests_about(user, pair)),
        request_kinds=[(kind.value, REQUEST_RULES[kind].title) for kind in kinds_for(pair, voices_about(user, pair))],
        next_step=next_step_of(pair, checklist, rights, [*awaiting_acts, *lost_grounds], closing_gaps, words.act),
        undecided_moves=list(undecided_moves(pair)),
        **_withdrawn(pair, policy),
        departures=_departures(pair) if pair.is_unfinished and not pair.is_ending else [],
        words=words,
        programme=programme,
        meetings=[] if pair.is_over else meetings_by(policy),
        payment=_payment(pair, policy),
        mentor_gaps=mentor_gaps([pair]),
        **_before_order(user, pair, words),
        term=whole_term_in_words(pair),
        no_policy=complaint,
    )


def _withdrawn(pair: Pair, policy: RulesInForce | None) -> dict[str, Any]:
    if policy is None:
        return {"withdrawn": [], "withdrawn_before_act": []}
    return {
        "withdrawn": withdrawn_consents(pair, policy, clock.today()) if pair.is_at_work else [],
        "withdrawn_before_act": withdrawn_consents(pair, policy, pair.act.dated) if pair.act else [],
    }


def _before_order(user: User, pair: Pair, words: PairWords) -> dict[str, Any]:
    if pair.status not in BEFORE_ORDER:
        return {"act_of_replacement": None, "candidate": None}
    return {
        "act_of_replacement": act_of_replacement(pair),
        "candidate": candidate_note_of(user, pair, words.act),
    }


def _payment(pair: Pair, policy: RulesInForce | None) -> str:
    if policy is None or not is_paid(pair, policy):
        return ""
    return describe_payment(policy, words_of(pair).mentee)


def _origins(user: User, pair: Pair) -> list[Origin]:
    has_to_do_with_it = Access.of(user).in_organisation(Right.VIEW_PAIRS, pair.organisation)
    return origins_of_records(user, pair) if has_to_do_with_it else []


def _departures(pair: Pair) -> list[ClassMove]:
    people = [pair.mentor.person_id, pair.mentee.person_id]
    return list(departures_to_finish().filter(person__in=people).select_related("person", "transfer"))


def consent_day(pair: Pair) -> date:
    """The day on which the consents are looked at: that of the order, today while there is none."""
    return pair.act.dated if pair.act else clock.today()


def _policy(pair: Pair) -> tuple[RulesInForce | None, str]:
    try:
        return rules_in_force(pair.organisation, policy_day(pair)), ""
    except NoPolicy as error:
        return None, str(error)
