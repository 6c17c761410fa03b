"""Entering a pair and correcting it while it is a draft."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.states import change_state, describe_missing_consents, lock, lock_people, policy_of
from mentoring.enums import LabourBasis, PairStatus, PairTerm
from mentoring.models import Pair, PairGroup
from mentoring.pairing.consideration import describe_missing_proposal
from mentoring.pairing.rules import describe_absent_side, validate_pair
from mentoring.queries.moves import with_nobody_there
from mentoring.refusals import capacity as capacity_refusal
from registry import clock
from registry.history.audit import with_audit
from registry.models import Curator, Form, Kind, Mentee, Mentor, Organisation, RoleModel
from registry.policies.rules_in_force import RulesInForce
from registry.queries.rule_versions import rules_read_once

#: what a correction of a draft may touch
CHANGEABLE = (
    "mentor",
    "organisation",
    "curator",
    "form",
    "role_model",
    "direction",
    "form_rationale",
    "note",
    "group",
    "starts_on",
    "ends_on",
    "term",
    "term_event",
    "labour_basis",
)
STALE = "Пару только что изменил кто-то другой. Сохраните ещё раз: портал покажет оба значения."


@transaction.atomic
@rules_read_once()
def create_pair(
    *,
    mentor: Mentor,
    mentee: Mentee,
    organisation: Organisation,
    form: Form,
    starts_on: date,
    ends_on: date,
    term: str = PairTerm.DATES,
    term_event: str = "",
    kinds: Sequence[Kind] = (),
    role_model: RoleModel | None = None,
    direction: str = "",
    form_rationale: str = "",
    note: str = "",
    group: PairGroup | None = None,
    group_title: str = "",
    curator: Curator | None = None,
    labour_basis: str = "",
    predecessor: Pair | None = None,
    is_draft: bool = False,
    by: User,
) -> Pair:
    """Enters a pair; it becomes agreed at once when every paper is there, otherwise stays a draft (see `status`).

    `is_draft`: it waits for somebody of its organisation to agree it, whatever papers are there.
    `group_title` makes a new group of the mentor. Raises ValidationError with messages by field when the rules forbid
    the pair or leave it to somebody else to propose it, or the mentor's places are full over the period.
    """
    lock_people(mentor.pk, mentee.pk)
    if group is None and group_title.strip():
        group = with_audit(PairGroup(mentor=mentor, title=group_title.strip()), by=by)
        group.save()
    pair = Pair(
        mentor=mentor,
        mentee=mentee,
        organisation=organisation,
        curator=curator,
        form=form,
        role_model=role_model,
        direction=direction,
        form_rationale=form_rationale,
        note=note,
        group=group,
        starts_on=starts_on,
        ends_on=ends_on,
        term=term,
        term_event=term_event,
        labour_basis=labour_basis or usual_labour_basis(form),
        predecessor=predecessor,
    )
    if not is_draft and (refusal := describe_missing_proposal(organisation, mentee.participant, policy_of(pair), by)):
        raise ValidationError(refusal)
    return _save_draft(pair, kinds, is_draft=is_draft, by=by, reason="Внесена пара")


@transaction.atomic
@rules_read_once()
def change_pair(
    *,
    pair: Pair,
    changes: dict[str, Any],
    kinds: Sequence[Kind] | None = None,
    group_title: str = "",
    shown_version: int | None = None,
    by: User,
) -> Pair:
    """Corrects a draft; `changes` maps the CHANGEABLE fields to new values, `kinds` replaces the kinds when given.

    `shown_version` is the `version_of_pair` the pair that the user saw. Raises ValidationError when somebody has
    changed the pair since, when it is no draft any more, or when the rules forbid the outcome.
    """
    unknown = set(changes).difference(CHANGEABLE)
    if unknown:
        raise ValueError(f"Not to be changed here: {', '.join(sorted(unknown))}")
    new_mentor = changes.get("mentor", pair.mentor)
    lock_people(new_mentor.pk, pair.mentee_id)
    locked = lock(pair)
    if locked.status != PairStatus.DRAFT:
        raise ValidationError(f"Править можно только черновик, а пара сейчас в состоянии «{locked.state_label}».")
    if shown_version is not None and shown_version != version_of_pair(locked):
        raise ValidationError(STALE)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.labour_basis = locked.labour_basis or usual_labour_basis(locked.form)
    if group_title.strip():
        locked.group = with_audit(PairGroup(mentor=new_mentor, title=group_title.strip()), by=by)
        locked.group.save()
    return _save_draft(locked, list(locked.kinds.all()) if kinds is None else kinds, by=by, reason="Исправлен черновик")


@transaction.atomic
@rules_read_once()
def agree_pair(*, pair: Pair, shown_version: int | None = None, by: User) -> Pair:
    """The papers of a draft are all there as of today. `shown_version`: that of the page. Raises ValidationError
    naming what is missing, when somebody has changed the draft since, or when neither who entered the draft nor `by`
    may propose it by the rules: drafts come from files and from other organisations too."""
    pair = lock(pair)
    if shown_version is not None and shown_version != version_of_pair(pair) and pair.status == PairStatus.DRAFT:
        if refusal := describe_missing_consents(pair, policy_of(pair), clock.today()):
            raise ValidationError(refusal)  # the page has no button to press again
        raise ValidationError(
            "Пока страница была открыта, черновик изменил кто-то другой. Пара ещё не согласована: посмотрите, какой "
            "она стала, и согласуйте её снова."
        )
    if pair.status == PairStatus.DRAFT and with_nobody_there([pair]):
        raise ValidationError(describe_absent_side(pair))
    first = pair.history.order_by("history_id").select_related("history_user").first()
    author = first.history_user if first is not None else None
    if refusal := describe_missing_proposal(pair.organisation, pair.mentee.participant, policy_of(pair), author, by):
        raise ValidationError(refusal)
    return change_state(pair=pair, to=PairStatus.AGREED, on=clock.today(), by=by)


def version_of_pair(pair: Pair) -> int:
    """Grows with every change of the pair; a form carries it to notice a change by another user."""
    return pair.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0


def usual_labour_basis(form: Form) -> LabourBasis:
    return LabourBasis.ASSIGNMENT if form.labour_code_applies else LabourBasis.NOT_APPLICABLE


def agree_if_ready(pair: Pair, policy: RulesInForce, *, by: User) -> Pair:
    """Makes a draft agreed when no paper is missing today; otherwise returns it as it is."""
    today = clock.today()
    if describe_missing_consents(pair, policy, today):
        return pair
    return change_state(pair=pair, to=PairStatus.AGREED, on=today, by=by)


def _save_draft(pair: Pair, kinds: Collection[Kind], *, is_draft: bool = False, by: User, reason: str) -> Pair:
    kind_list = list(kinds)
    policy = policy_of(pair)
    validate_pair(pair, kind_list, policy).enforce()
    if with_nobody_there([pair]):
        raise ValidationError({"starts_on": describe_absent_side(pair)})
    pair.full_clean(exclude=["group"])
    capacity_refusal.require_capacity(pair, policy, by=by)
    with capacity_refusal.explained_cap_refusal(pair, policy, by=by):
        with_audit(pair, by=by, reason=reason).save()
    pair.kinds.set(kind_list)
    return pair if is_draft else agree_if_ready(pair, policy, by=by)
