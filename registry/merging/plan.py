"""All that happens when one card is joined into another, before anything is written.

The page of checking shows the plan, the action makes the same plan again under locks and compares fingerprints: what a
person has seen is what is done.
"""

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from registry import clock, extension_points
from registry.merge_values import Merge, Reassignment
from registry.merging.age_and_class import doubts_about_age, obstacles_by_age
from registry.merging.field_comparison import MENTEE, MENTOR, PERSON, CardField, Section, chosen_owners, compare_cards
from registry.merging.reassignments import as_json, reassignments_as_json
from registry.models import (
    Consent,
    Curator,
    DistinctPeople,
    Invitation,
    Membership,
    Mentee,
    Mentor,
    Person,
    PersonMerge,
    PersonSpelling,
)
from registry.side_texts import side_text
from russian.person_names import person_name_key

#: relations to people and bank entries that this file moves; rooms above name theirs (registry/extension_points.py)
MOVED_HERE = frozenset(
    {
        "registry.ClassMove.person",
        "registry.Consent.person",
        "registry.Curator.person",
        "registry.FormerName.person",
        "registry.Invitation.person",
        "registry.Membership.person",
        "registry.Mentee.person",
        "registry.Mentee_categories.mentee",
        "registry.Mentor.person",
        "registry.PersonSpelling.person",
    }
)
#: relations that record merges, distinct people, where each of the two belonged and who looked: a merge leaves them
UNCHANGED = frozenset(
    {
        "registry.Affiliation.person",
        "registry.DistinctPeople.one",
        "registry.DistinctPeople.other",
        "registry.Person.merged_into",
        "registry.PersonMerge.absorbed",
        "registry.PersonMerge.survivor",
        "registry.ViewRecord.person",
    }
)
JOINED = "карточка объединена с другой карточкой этого человека"

MergedEntry = Mentor | Mentee


@dataclass
class MergePlan:
    """`changes` of the survivor, `reassignments` of other records; `obstacles` forbid it, `questions` have to be
    answered, `warnings` ask to look."""

    survivor: Person
    absorbed: Person
    sections: list[Section]
    chosen_owners: dict[str, int]
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reassignments: list[Reassignment] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Differs whenever something else would be done than what was shown."""
        content = [
            self.survivor.pk,
            self.absorbed.pk,
            self.changes_as_json(),
            reassignments_as_json(self.reassignments),
            self.obstacles,
            *([self.questions] if self.questions else []),
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def changes_as_json(self) -> dict[str, list[Any]]:
        return {name: [as_json(before), as_json(after)] for name, (before, after) in self.changes.items()}


def plan_merge(survivor: Person, absorbed: Person, choices: Mapping[str, int]) -> MergePlan:
    """`choices`: `CardField.name` → primary key of the card whose value is taken; the preferred one if missing.

    Raises ValueError for a choice of a third card.
    """
    sections = compare_cards(survivor, absorbed)
    plan = MergePlan(survivor, absorbed, sections, chosen_owners(sections, choices))
    plan.obstacles += _forbidden(survivor, absorbed)
    if plan.obstacles:
        return plan
    plan.changes = _person_changes(plan)
    merge = _merge_of(plan)
    plan.reassignments += [
        *_bank_entries(plan, merge),
        *_consents(survivor, absorbed),
        *_curatorships(survivor, merge),
        *_accounts(survivor, absorbed),
        *(
            Reassignment(s, {"person_id": survivor.pk})
            for s in PersonSpelling.objects.filter(person=absorbed).order_by("pk")
        ),
        *_former_names(survivor, absorbed),
        *_class_moves(survivor, absorbed),
    ]
    for participant in extension_points.merge_participants:
        plan.reassignments += participant.reassignments(merge)
    for participant in extension_points.merge_participants:
        plan.obstacles += participant.obstacles(merge, plan.reassignments)
    outcome = _outcome(plan)
    plan.obstacles += _impossible_card(outcome)
    plan.obstacles += obstacles_by_age(outcome, survivor, absorbed, plan.chosen_owners)
    plan.questions += doubts_about_age(outcome)
    plan.warnings += _doubtful(survivor, absorbed)
    return plan


def absorbing(plan: MergePlan) -> Reassignment:
    """The last move: the other card goes to the archive and says where it went."""
    archived_on = plan.absorbed.archived_on or clock.today()
    return Reassignment(plan.absorbed, {"archived_on": archived_on, "merged_into_id": plan.survivor.pk})


def _forbidden(survivor: Person, absorbed: Person) -> list[str]:
    if survivor.pk == absorbed.pk:
        return ["Это одна и та же карточка. Выберите другую."]
    if survivor.municipality_id != absorbed.municipality_id:
        return ["Карточки из разных муниципалитетов не объединяются."]
    merges = PersonMerge.objects.filter(absorbed__in=[survivor, absorbed], undone_at__isnull=True).select_related(
        "survivor"
    )
    return [f"Карточка «{m.absorbed}» уже объединена с карточкой «{m.survivor}». Обновите страницу." for m in merges]


def distinction_of(one: Person, other: Person) -> QuerySet[DistinctPeople]:
    """The distinction of the two cards, if a person has recorded it."""
    first, second = sorted((one.pk, other.pk))
    return DistinctPeople.objects.filter(one=first, other=second).select_related("said_by")


def _doubtful(survivor: Person, absorbed: Person) -> list[str]:
    warnings = [
        f"{distinction.said_by.short_name} {distinction.said_at:%d.%m.%Y}: отмечено, что это карточки разных людей."
        for distinction in distinction_of(survivor, absorbed)
    ]
    if survivor.birth_date and absorbed.birth_date and survivor.birth_date != absorbed.birth_date:
        warnings.append(
            f"Даты рождения разные: {survivor.birth_date:%d.%m.%Y} и {absorbed.birth_date:%d.%m.%Y}. "
            "Убедитесь, что это один человек."
        )
    if (survivor.grade is None) != (absorbed.grade is None):
        warnings.append("На одной карточке указан класс, на другой нет. Убедитесь, что это один человек.")
    if person_name_key(survivor.last_name) != person_name_key(absorbed.last_name):
        warnings.append(
            f"Фамилии разные: «{survivor.last_name}» и «{absorbed.last_name}». Если человек сменил фамилию, внесите "
            "после объединения прежнюю на странице «Прежние имена» его карточки: тогда его найдут и по ней."
        )
    accounts = Membership.objects.in_force(clock.today()).filter(person__in=[survivor, absorbed])
    emails = sorted(set(accounts.values_list("user__email", flat=True)))
    if len(emails) > 1:
        warnings.append(f"Карточку увидят несколько учётных записей: {', '.join(emails)}. Лишний доступ закройте.")
    return warnings


def _values_of_absorbed(
    plan: MergePlan, card_fields: Iterable[CardField], survivor: Any, absorbed: Any
) -> dict[str, Any]:
    """Columns of the remaining record that take the value of the other one."""
    return {
        column: getattr(absorbed, column)
        for card_field in card_fields
        if plan.chosen_owners.get(card_field.name) == plan.absorbed.pk
        for column in card_field.columns
        if getattr(absorbed, column) != getattr(survivor, column)
    }


def _person_changes(plan: MergePlan) -> dict[str, tuple[Any, Any]]:
    survivor, absorbed = plan.survivor, plan.absorbed
    values = _values_of_absorbed(plan, PERSON, survivor, absorbed)
    if survivor.archived_on is not None and absorbed.archived_on is None:
        values["archived_on"] = None
    return {column: (getattr(survivor, column), value) for column, value in values.items()}


def _outcome(plan: MergePlan) -> Person:
    """The remaining card as it would be."""
    outcome = copy.copy(plan.survivor)
    for column, (_, value) in plan.changes.items():
        setattr(outcome, column, value)
    return outcome


def _impossible_card(outcome: Person) -> list[str]:
    """What the chosen facts contradict together: experience before birth."""
    try:
        outcome.validate_constraints()
    except ValidationError as error:
        return list(error.messages)
    return []


def _merge_of(plan: MergePlan) -> Merge:
    survivor, absorbed = plan.survivor, plan.absorbed
    standing = {c.organisation_id: c for c in survivor.curatorships.filter(dismissed_on__isnull=True)}
    curators = tuple(
        (curator, standing[curator.organisation_id])
        for curator in absorbed.curatorships.filter(dismissed_on__isnull=True).order_by("pk")
        if curator.organisation_id in standing
    )
    return Merge(survivor, absorbed, _both(survivor, absorbed, "mentor"), _both(survivor, absorbed, "mentee"), curators)


def _both(survivor: Person, absorbed: Person, name: str) -> Any:
    ending, remaining = getattr(absorbed, name, None), getattr(survivor, name, None)
    return (ending, remaining) if ending and remaining else None


def _bank_entries(plan: MergePlan, merge: Merge) -> Iterable[Reassignment]:
    for name, card_fields, both, bank in (
        ("mentor", MENTOR, merge.mentors, side_text("наставников")),
        ("mentee", MENTEE, merge.mentees, side_text("наставляемых")),
    ):
        entry = getattr(plan.absorbed, name, None)
        if both:
            ending, remaining = both
            yield from _joined_entries(plan, card_fields, ending, remaining, bank)
        elif entry:
            yield Reassignment(
                entry, {"person_id": plan.survivor.pk}, f"место в базе {bank} с {entry.included_on:%d.%m.%Y}"
            )


def _joined_entries(
    plan: MergePlan, card_fields: Iterable[CardField], ending: MergedEntry, remaining: MergedEntry, bank: str
) -> Iterable[Reassignment]:
    """In the bank since the earlier of the two days, and still there if one of the entries is."""
    values = _values_of_absorbed(plan, card_fields, remaining, ending)
    if ending.included_on < remaining.included_on:
        values["included_on"] = ending.included_on
    if remaining.excluded_on and (ending.excluded_on is None or ending.excluded_on > remaining.excluded_on):
        values["excluded_on"], values["exclusion_reason"] = ending.excluded_on, ending.exclusion_reason
    if isinstance(remaining, Mentee) and isinstance(ending, Mentee):
        own, others = (set(p.categories.values_list("pk", flat=True)) for p in (remaining, ending))
        if others - own:
            values["categories"] = sorted(own | others)
    if values:
        yield Reassignment(remaining, values, f"место в базе {bank}: сведения дополнены из второй карточки")
    if ending.excluded_on is None:
        closed = {"excluded_on": max(clock.today(), ending.included_on), "exclusion_reason": JOINED}
        yield Reassignment(ending, closed, f"второе место в базе {bank} закрывается")


def _consents(survivor: Person, absorbed: Person) -> list[Reassignment]:
    """Every paper moves. Of two in force of one kind the one that is good for longer stays so, the other is closed."""
    in_force = {(c.kind, c.by_representative): c for c in survivor.consents.filter(withdrawn_on__isnull=True)}
    closings, moved = [], []
    for consent in absorbed.consents.order_by("pk"):
        values: dict[str, Any] = {"person_id": survivor.pk}
        rival = in_force.get((consent.kind, consent.by_representative)) if consent.withdrawn_on is None else None
        note = ""
        if rival is not None:
            stays, ends = sorted((consent, rival), key=_good_for, reverse=True)
            closing, note = _closed(ends, stays)
            if ends is consent:
                values |= closing
            else:
                closings.append(Reassignment(ends, closing, _paper(ends), note))
                note = ""
        moved.append(Reassignment(consent, values, _paper(consent), note))
    return [*closings, *moved]


def _former_names(survivor: Person, absorbed: Person) -> Iterable[Reassignment]:
    """What the remaining card knows already stays with the other."""
    names = list(survivor.former_names.values_list("name_key", "until"))
    keys, days = {key for key, _ in names}, {until for _, until in names if until}
    for former in absorbed.former_names.order_by("pk"):
        if former.until in days or (former.until is None and former.name_key in keys):
            continue
        yield Reassignment(former, {"person_id": survivor.pk}, former.full_name)


def _class_moves(survivor: Person, absorbed: Person) -> Iterable[Reassignment]:
    """One a school year: that of the remaining card counts."""
    years = set(survivor.class_moves.values_list("school_year", flat=True))
    for move in absorbed.class_moves.exclude(school_year__in=years).order_by("pk"):
        yield Reassignment(move, {"person_id": survivor.pk}, f"{move.on:%d.%m.%Y}: {move.get_outcome_display()}")


def _good_for(consent: Consent) -> tuple[date, date, int]:
    return consent.valid_until or date.max, consent.signed_on, consent.pk


def _closed(ends: Consent, stays: Consent) -> tuple[dict[str, Any], str]:
    day, reason = max(ends.signed_on, stays.signed_on), f"заменено согласием от {stays.signed_on:%d.%m.%Y}"
    if ends.valid_until is not None and ends.valid_until < day:
        day, reason = ends.valid_until + timedelta(days=1), "срок действия истёк"
    note = f"закрывается с {day:%d.%m.%Y}: {reason}; действующим может быть одно согласие этого вида"
    return {"withdrawn_on": day, "withdrawal_reason": reason}, note


def _paper(consent: Consent) -> str:
    who = ", подписал законный представитель" if consent.by_representative else ""
    return f"{consent.get_kind_display()}, от {consent.signed_on:%d.%m.%Y}{who}"


def _curatorships(survivor: Person, merge: Merge) -> Iterable[Reassignment]:
    twice = dict(merge.curators)
    for curator in merge.absorbed.curatorships.select_related("organisation", "act").order_by("pk"):
        title = f"{curator.organisation}, с {curator.appointed_on:%d.%m.%Y}"
        if curator not in twice:
            yield Reassignment(curator, {"person_id": survivor.pk}, title)
            continue
        yield from _fuller_curatorship(curator, twice[curator], title)
        closed_on = max(clock.today(), curator.appointed_on)
        yield Reassignment(
            curator, {"dismissed_on": closed_on}, title, "закрывается: такое назначение есть на оставшейся карточке"
        )


def _fuller_curatorship(ending: Curator, remaining: Curator, title: str) -> Iterable[Reassignment]:
    values: dict[str, Any] = {}
    appointed_on = min(ending.appointed_on, remaining.appointed_on)
    if appointed_on < remaining.appointed_on:
        values["appointed_on"] = appointed_on
    acts = [act for act in (remaining.act, ending.act) if act is not None and act.effective_on <= appointed_on]
    act_id = acts[0].pk if acts else None
    if act_id != remaining.act_id:
        values["act_id"] = act_id
    if ending.is_deputy and not remaining.is_deputy:
        values["is_deputy"] = True
    if ending.confirmed_on and (remaining.confirmed_on is None or ending.confirmed_on > remaining.confirmed_on):
        values["confirmed_on"] = ending.confirmed_on
    if values:
        yield Reassignment(remaining, values, title, "сведения дополнены из второй карточки")


def _accounts(survivor: Person, absorbed: Person) -> Iterable[Reassignment]:
    """Users who are this person in the register, and open ways to become one."""
    own = {(m.user_id, m.role) for m in Membership.objects.filter(person=survivor, until__isnull=True)}
    for membership in Membership.objects.filter(person=absorbed).select_related("user").order_by("pk"):
        title = f"{membership.get_role_display()}: {membership.user.email}"
        if membership.until is None and (membership.user_id, membership.role) in own:
            until = max(clock.today(), membership.since)
            yield Reassignment(
                membership, {"until": until}, title, "закрывается: такой доступ есть к оставшейся карточке"
            )
        else:
            yield Reassignment(membership, {"person_id": survivor.pk}, title)
    open_ones = {(i.email, i.role): i.sent_at for i in _unanswered(survivor)}
    doubles = {i.pk: open_ones[i.email, i.role] for i in _unanswered(absorbed) if (i.email, i.role) in open_ones}
    for invitation in Invitation.objects.filter(person=absorbed).order_by("pk"):
        title = f"{invitation.get_role_display()}: {invitation.email}"
        if since := doubles.get(invitation.pk):
            values = {"person_id": survivor.pk, "revoked_at": since}
            yield Reassignment(invitation, values, title, "отзывается: такое приглашение к оставшейся карточке есть")
        else:
            yield Reassignment(invitation, {"person_id": survivor.pk}, title)


def _unanswered(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, accepted_at__isnull=True, revoked_at__isnull=True)
