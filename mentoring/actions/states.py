"""The one place where a pair changes its state, and the table of what may follow what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from mentoring.actions.bank_days import enter_by_first_day
from mentoring.actions.late_records import clear_after
from mentoring.changes.reasons import check_authors_of_reason, check_decision, offered_reason, order_due_on
from mentoring.enums import ENDED, PLACE_HOLDING, PairSide, PairStatus
from mentoring.labels.changes import sentences
from mentoring.models import MoveDecision, Pair, PairChange
from mentoring.models.pair import at_work
from mentoring.pairing.consents import missing_consents
from mentoring.pairing.rules import cited, describe_order_after_end, describe_unprinted_act, validate_pair
from mentoring.queries.corrections import end_in_force, who_corrects
from mentoring.queries.moves import undecided_moves
from mentoring.queries.policies import policy_day, words_of
from mentoring.refusals import capacity as capacity_refusal
from mentoring.refusals.dates import check_act_of_change
from registry import clock
from registry.actions.refusals import explained_dates
from registry.enums import PairGround, ReasonUse
from registry.history.audit import with_audit
from registry.models import Act, Mentee, Mentor, Person, Reason
from registry.papers.act_cases import cases_of
from registry.policies.rules_in_force import RulesInForce
from registry.queries.policy import NoPolicy
from registry.queries.rule_versions import rules_read_once
from registry.queries.rules import rules_in_force
from registry.side_texts import side_text
from russian.typography import full_stop


@dataclass(frozen=True)
class Transition:
    """What a step asks for."""

    takes_place: bool = False
    act: bool = False
    reason: bool = False
    #: takes back an end that was a mistake: the pair is what it was before, on the ground of its act
    reopens: bool = False
    #: asks for a reason of the dictionary
    reason_for: ReasonUse | None = None


DRAFT, AGREED, ACTIVE = PairStatus.DRAFT, PairStatus.AGREED, PairStatus.ACTIVE
COMPLETED, REPLACED, TERMINATED = PairStatus.COMPLETED, PairStatus.REPLACED, PairStatus.TERMINATED
CANCELLED = PairStatus.CANCELLED

TRANSITIONS: dict[tuple[PairStatus, PairStatus], Transition] = {
    (DRAFT, AGREED): Transition(takes_place=True),
    (DRAFT, CANCELLED): Transition(),
    (AGREED, DRAFT): Transition(reason=True),
    (AGREED, ACTIVE): Transition(takes_place=True, act=True),
    (ACTIVE, COMPLETED): Transition(reason=True),
    (ACTIVE, REPLACED): Transition(reason_for=ReasonUse.REPLACEMENT),
    (ACTIVE, TERMINATED): Transition(reason_for=ReasonUse.EARLY_END),
    **{(ended, ACTIVE): Transition(reason=True, reopens=True) for ended in ENDED},
}


@transaction.atomic
@rules_read_once()
def change_state(
    *,
    pair: Pair,
    to: PairStatus,
    on: date,
    act: Act | None = None,
    act_awaited: bool = False,
    reason: str = "",
    end_reason: str = "",
    notified_on: date | None = None,
    corrects: PairChange | None = None,
    takes_back: bool = False,
    by: User,
    together: Collection[Pair] = (),
) -> Pair:
    """Moves the pair to another state as of the day `on`; returns the pair as it is now in the database.

    `act` is the order of the appointment or of the end; `act_awaited` says that it is to come later. `reason` is free
    text, `end_reason` the code of a Reason offered to the municipality of the pair, `notified_on` the day on which the
    employer told the mentor of the end, `corrects` the end that was a mistake, `together` the pairs that the same order
    activates; `takes_back` says that what is written of the days after an end is wrong. Raises ValidationError when the
    table does not allow the step (also because somebody else has just made it), when something the step asks for is
    missing, or when the rules, the papers or the places forbid it.
    """
    locked = lock(pair)
    transition = _transition_of(locked, to, corrects)
    _check_requirements(locked, transition, to, on, act, reason)
    listed = _listed_reason(locked, transition, end_reason, act, by)
    before, locked.status = locked.status, to
    moves = list(undecided_moves(locked)) if to in ENDED else []
    if transition.act:
        locked.act = act
    if to in ENDED:
        clear_after(locked, on, takes_back=takes_back, by=by)
        locked.ended_on = on
    elif transition.reopens:
        locked.ended_on = None
    if to in ENDED or transition.reopens:
        locked.end_reason, locked.notified_on = listed, notified_on
    description = sentences(listed.title if listed else "", reason)
    with_audit(locked, by=by, reason=description)
    _save(locked, transition, before, on, together, by=by)
    with explained_dates("act"):
        PairChange.objects.create(
            pair=locked,
            from_status=before,
            to_status=to,
            on=on,
            act=act,
            act_awaited=act_awaited,
            act_due_on=order_due_on(listed, on) if act_awaited else None,
            listed_reason=listed,
            corrects=corrects,
            reason=description,
            made_by=by,
        )
    for side, move in moves:
        decide_about_move(pair=locked, side=side, on=move.on, ends=True, by=by)
    return locked


def decide_about_move(*, pair: Pair, side: PairSide, on: date, ends: bool, by: User) -> None:
    """Keeps that somebody knew of the move of the day and decided about the pair; a later decision takes its place."""
    decision = MoveDecision.objects.filter(pair=pair, side=side, on=on).first()
    if decision is None:
        decision = MoveDecision(pair=pair, side=side, on=on)
    elif decision.ends == ends:
        return
    decision.ends, decision.decided_by, decision.decided_at = ends, by, clock.now()
    audit_reason = "Пара заканчивается после перевода" if ends else "Пара продолжается после перевода"
    with_audit(decision, by=by, reason=audit_reason).save()


def check_step(pair: Pair, to: PairStatus) -> None:
    """Raises ValidationError when the pair, as it is now, cannot go on to the state."""
    _transition_of(pair, to, None)


def _transition_of(pair: Pair, to: PairStatus, corrects: PairChange | None) -> Transition:
    """Raises ValidationError when the table does not allow the step."""
    transition = TRANSITIONS.get((PairStatus(pair.status), to))
    if pair.is_ended and (transition is None or corrects is None):
        raise ValidationError(describe_entered_end(pair))
    if pair.status == to:
        raise ValidationError(describe_repeated_step(pair))
    if transition is None or transition.reopens is not (corrects is not None):
        raise ValidationError(
            f"Пара «{pair}» сейчас в состоянии «{pair.state_label}», "
            f"перевести её в «{to.label}» нельзя. Обновите страницу: возможно, это уже сделано."
        )
    return transition


def describe_repeated_step(pair: Pair) -> str:
    """What is said to whoever would bring the pair into the state in which it is."""
    label = "действует" if pair.is_overdue else pair.state_label
    return (
        f"Пара «{pair}» уже {'в черновиках' if pair.status == DRAFT else label}. Возможно, это сделал кто-то другой: "
        "обновите страницу."
    )


def _save(pair: Pair, transition: Transition, before: str, on: date, together: Collection[Pair], *, by: User) -> None:
    if transition.takes_place:
        _save_taking_place(pair, before, on, together, by=by)
    elif transition.reopens:
        save_with_places(pair, by=by)
    else:
        with explained_dates("on"):
            pair.save()


def _save_taking_place(pair: Pair, before: str, on: date, together: Collection[Pair], *, by: User) -> None:
    """Saves a pair that takes a place of its mentor, or begins to work in it."""
    policy = policy_of(pair)
    _check_gates(pair, policy, on, together)
    if before not in PLACE_HOLDING:
        capacity_refusal.require_capacity(pair, policy, by=by)
    else:
        capacity_refusal.check_beginning(pair, policy, by=by)
    with explained_dates("act"), capacity_refusal.explained_cap_refusal(pair, policy, by=by):
        pair.save()
    if pair.status == ACTIVE:  # a draft or an agreed pair may never come to work
        enter_by_first_day(pair, by=by)


def save_with_places(pair: Pair, *, by: User) -> None:
    """Saves a pair that lasts longer than before. Raises ValidationError when its mentor has no place for that."""
    policy = policy_of(pair)
    capacity_refusal.require_capacity(pair, policy, by=by)
    if pair.status == ACTIVE:
        capacity_refusal.check_beginning(pair, policy, by=by)
    with capacity_refusal.explained_cap_refusal(pair, policy, by=by):
        pair.save()


def describe_entered_end(pair: Pair, *, is_sent: bool = True) -> str:
    """What is said to whoever would end or prolong a pair of which somebody has entered the end. `is_sent`: they have
    filled in and sent something, not only opened the page."""
    end = end_in_force(pair)
    return (
        f"Окончание пары «{pair}» уже внесено: «{pair.get_status_display()}», последний день — "
        f"{pair.last_day:%d.%m.%Y}. Второй раз его не вносят{', ваше не записано' if is_sent else ''}. "
        "Если внесённое — ошибка, "
        f"день исправит или вернёт пару в работу тот, кто стоит выше: {who_corrects(end)}."
    )


def lock(pair: Pair) -> Pair:
    """The pair as it is now, held until the end of the transaction together with its mentor and mentee.

    Always in this order (mentor, mentee, pair), so that two users never wait for each other in a circle.
    """
    lock_people(pair.mentor_id, pair.mentee_id)
    Pair.objects.select_for_update(no_key=True).get(pk=pair.pk)
    return Pair.objects.select_related(
        "mentor__person__organisation",
        "mentee__person__organisation",
        "organisation__municipality",
        "form",
        "role_model__form",
        "group",
        "act",
        "stage",
    ).get(pk=pair.pk)


def lock_people(mentor_id: int, mentee_id: int) -> None:
    """Racing pairs of the same mentor or mentee queue here. SQLite's single writer needs no lock and ignores it.

    Raises ValidationError when one of the two cards has meanwhile been joined into another.
    """
    Mentor.objects.select_for_update(no_key=True).get(pk=mentor_id)
    Mentee.objects.select_for_update(no_key=True).get(pk=mentee_id)
    absorbed = Person.objects.filter(Q(mentor=mentor_id) | Q(mentee=mentee_id), merged_into__isnull=False)
    for person in absorbed.select_related("merged_into"):
        raise ValidationError(
            f"Карточку «{person}» объединили с карточкой «{person.merged_into}». Откройте страницу заново."
        )


def policy_of(pair: Pair) -> RulesInForce:
    """The policy that applies to the pair; raises ValidationError with advice when there is none."""
    try:
        return rules_in_force(pair.organisation, policy_day(pair))
    except NoPolicy as error:
        raise ValidationError(str(error)) from error


def describe_missing_consents(pair: Pair, policy: RulesInForce, on: date) -> str:
    """Which papers are missing, in description; empty when all are there."""
    missing = missing_consents(pair, policy, on)
    if not missing:
        return ""
    listed = "; ".join(f"{required.title} — {required.source}" for required in missing)
    return full_stop(f"Не хватает согласий на {on:%d.%m.%Y}: {listed}")


def _by_rules_of_ground(pair: Pair) -> str:
    return policy_of(pair).by_whom("pair_ground", "Устюжна, п.\u00a03.6", source_value=PairGround.ANY)


def _check_requirements(
    pair: Pair, transition: Transition, to: PairStatus, on: date, act: Act | None, reason: str
) -> None:
    if transition.act and act is None:
        raise ValidationError(
            {"act": f"Пара действует только на основании {words_of(pair).act.genitive} — {_by_rules_of_ground(pair)}."}
        )
    if act is not None:
        check_act(pair, act)
        if to in ENDED:
            check_act_of_change(pair, act, on)
        if to == ACTIVE and max(act.dated, act.effective_on) > pair.ends_on:
            raise ValidationError({"act": describe_order_after_end(pair, cases_of(act.kind))})
    if transition.reason and not reason.strip():
        raise ValidationError({"reason": "Напишите причину."})
    if to in ENDED:
        check_last_day(pair, on)


def _listed_reason(pair: Pair, transition: Transition, code: str, act: Act | None, by: User) -> Reason | None:
    if transition.reason_for is None:
        if code:
            raise ValidationError({"end_reason": "Причина окончания указывается, когда пара прекращается досрочно."})
        return None
    listed = offered_reason(pair, code, transition.reason_for)
    if listed is None:
        raise ValidationError({"end_reason": "Выберите причину из списка вашего муниципалитета."})
    check_authors_of_reason(pair, listed, act=act, by=by)
    check_decision(pair, listed, act=act, by=by)
    return listed


def check_last_day(pair: Pair, on: date) -> None:
    """Raises ValidationError for a last day outside the period, or before the act that secures the pair."""
    if not pair.starts_on <= on <= pair.ends_on:
        raise ValidationError(
            {"on": f"Дата окончания — внутри срока пары: {pair.starts_on:%d.%m.%Y} – {pair.ends_on:%d.%m.%Y}."}
        )
    if pair.act is None:
        return
    act_name = cases_of(pair.act.kind)
    if on < pair.act.dated:
        raise ValidationError(
            {"on": f"Последний день — не раньше {act_name.genitive}, которым пара закреплена: {pair.act}."}
        )
    if on < pair.act.effective_on:
        since = f"{pair.act.effective_on:%d.%m.%Y}"
        raise ValidationError(
            {"on": f"Последний день — не раньше, чем {act_name.nominative} вступает в силу, {since}: {pair.act}."}
        )


def check_act(pair: Pair, act: Act) -> None:
    """Raises ValidationError unless the act is in force and of the pair's organisation or municipality."""
    own = act.organisation_id == pair.organisation_id or (
        act.organisation_id is None and act.municipality_id == pair.organisation.municipality_id
    )
    if not own or act.cancelled_by_id:
        raise ValidationError({"act": "Основание — действующий акт организации, которая ведёт пару."})


def _check_gates(pair: Pair, policy: RulesInForce, on: date, together: Collection[Pair]) -> None:
    kinds = list(pair.kinds.all())
    validation = validate_pair(pair, kinds, policy)
    if missing := describe_missing_consents(pair, policy, on):
        validation.refuse("", missing)
    if pair.act is not None and (refusal := describe_unprinted_act(pair.act, policy)):
        validation.refuse("act", f"{refusal} Выберите другой акт.")
    in_group = next((kind for kind in kinds if kind.needs_group), None)
    if pair.status == ACTIVE and in_group is not None and pair.group is not None:
        mentees = set(pair.group.pairs.filter(at_work(on)).values_list("mentee", flat=True))
        mentees |= {other.mentee_id for other in together if other.group_id == pair.group_id} | {pair.mentee_id}
        if len(mentees) < 2:
            validation.refuse(
                "group",
                f"В группе «{pair.group}» один {side_text('наставляемый')}, а нужны хотя бы двое{cited(in_group)}.",
            )
    validation.enforce()
