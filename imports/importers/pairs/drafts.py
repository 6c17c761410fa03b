"""The draft that a row proposes: its form, kinds and people put together and judged by the rules of pairs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from imports.enums import ImportRowStatus
from imports.importers import PlannedRecord
from imports.importers.base import put_aside
from imports.importers.pairs.form_choice import Wording
from imports.importers.pairs.known_pairs import KnownPairs, Rules
from imports.importers.pairs.proposals import PlannedPair
from imports.importers.pairs.row_values import MENTEE, MENTOR, SIDES
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.row_data import Candidate, Decision, RowIssue
from mentoring.actions.pairs import usual_labour_basis
from mentoring.models import Pair
from mentoring.pairing_rules import validate_form, validate_pair, validate_people
from registry.enums import MentorSource, OrganisationKind, Participant, ParticipantSide
from registry.models import Form, Mentee, Mentor, Organisation, Person, Policy

_SOURCE_OF_SIDE = {
    ParticipantSide.PUPIL: MentorSource.PUPIL,
    ParticipantSide.EMPLOYER: MentorSource.PARTNER,
    ParticipantSide.STUDENT: MentorSource.ALUMNUS,
}
_PARTICIPANT_OF_SIDE = {
    ParticipantSide.PUPIL: Participant.PUPIL,
    ParticipantSide.TEACHER: Participant.TEACHER,
    ParticipantSide.STUDENT: Participant.STUDENT,
}
#: Where people work who are no teachers.
_OUTSIDE_EDUCATION = frozenset(
    {
        OrganisationKind.ENTERPRISE, OrganisationKind.CULTURE, OrganisationKind.SPORT, OrganisationKind.HEALTH,
        OrganisationKind.ENTREPRENEUR, OrganisationKind.PUBLIC,
    }
)  # fmt: skip
#: What a draft may still have wrong: it must be put right before the pair is agreed.
_OF_A_DRAFT = frozenset({"ends_on", "kinds", "group", "role_model"})
_DATES = ("birth_date", "working_since")
#: of the values of a row, those that belong to the person and not to a place in a base
_OF_PERSON = frozenset(field.name for field in Person._meta.fields) - {"organisation", "municipality"}


class Drafts:
    """Makes the pairs of the entries; a place is one however many rows name it."""

    def __init__(self, snapshot: RegistrySnapshot, known: KnownPairs, rules: Rules) -> None:
        self._snapshot = snapshot
        self._known = known
        self._rules = rules
        self._places: dict[tuple[int, str], Mentor | Mentee] = {}

    def propose(self, entry: PlannedPair) -> bool:
        """Puts the draft into the entry, or settles its row when there can be none yet."""
        values, decision = entry.row.record["values"], entry.row.decision
        organisation = self._snapshot.organisations[decision.organisation or entry.row.record["organisation"]]
        policy = self._rules.policy_on(entry.term.starts_on)
        wording = self._rules.dictionaries.read(values)
        form = self._form_said(decision) or wording.form
        mentor, mentee = (self._place(entry.cast.people[side], side, organisation, form) for side in SIDES)
        suiting = self._rules.dictionaries.suiting(mentor, mentee, organisation, policy)
        if form is None and (unread := [values[name] for name in ("form", "model") if values.get(name)]):
            self._ask_form(entry, f"форма «{', '.join(unread)}» не распознана", suiting, policy)
            return False
        deduced = form is None
        form = form or next(iter(suiting), None)
        if form is None:
            self._ask_form(entry, "по участникам и организации форма не определяется", suiting, policy)
            return False
        entry.pair = Pair(
            mentor=mentor, mentee=mentee, organisation=organisation, form=form,
            role_model=wording.role_model if wording.role_model and wording.role_model.form_id == form.pk else None,
            starts_on=entry.term.starts_on, ends_on=entry.term.ends_on, labour_basis=usual_labour_basis(form),
            note=_remark(values, wording),
        )  # fmt: skip
        entry.kinds = wording.kinds
        if not self._is_allowed(entry, policy, suiting):
            return False
        self._tell(entry, policy, deduced, wording)
        return True

    def _form_said(self, decision: Decision) -> Form | None:
        code = decision.form
        return next((form for form in self._rules.dictionaries.forms if form.code == code), None) if code else None

    def _ask_form(self, entry: PlannedPair, message: str, suiting: list[Form], policy: Policy | None) -> None:
        offered = self._rules.dictionaries.offered(policy)
        forms = [*suiting, *(form for form in offered if form not in suiting)]
        entry.row.candidates = [
            Candidate(form=form.code, why=policy.form_label(form) if policy else form.title) for form in forms
        ]
        put_aside(entry.row, ImportRowStatus.REVIEW, "form_unclear", message, column=entry.column("form"))

    def _is_allowed(self, entry: PlannedPair, policy: Policy | None, suiting: list[Form]) -> bool:
        """Whether the rules let the draft be made; those that it may still break are told."""
        pair, row = entry.pair, entry.row
        if policy is None:  # rules are a decision of the municipality; without one only the people are looked at
            verdict = validate_people(pair)
        else:
            refusals = [message for said in validate_form(pair, policy).refusals.values() for message in said]
            if refusals and not row.decision.form:
                self._ask_form(entry, " ".join(refusals), suiting, policy)
                return False
            verdict = validate_pair(pair, entry.kinds, policy, others=self._others(entry))
        for about, messages in verdict.refusals.items():
            for message in messages:
                if about in _OF_A_DRAFT:
                    verdict.warn(message)
                else:
                    column = entry.column(about) or entry.column("period" if about == "starts_on" else "form")
                    put_aside(row, ImportRowStatus.ERROR, "pair_refused", message, column=column)
        if row.status:
            return False
        told = {issue.code for issue in row.warnings}
        news = [text for text in verdict.warnings if verdict.codes.get(text) not in told]
        row.warnings = [*row.warnings, *(RowIssue("pair_rule", text, from_registry=True) for text in news)]
        return True

    def _others(self, entry: PlannedPair) -> list[Pair]:
        match, term = entry.cast.mentee.match, entry.term
        if match is None:
            return []
        return self._known.of_mentee(match, term.starts_on, term.ends_on)

    def _place(self, entry: PlannedRecord, side: str, organisation: Organisation, form: Form | None) -> Mentor | Mentee:
        """The place as it will be; a new one is made up as far as the rules look at it."""
        place = self._places.get((id(entry), side))
        if place is None:
            place = self._places[id(entry), side] = self._new_place(entry, side, organisation, form)
        return place

    def _new_place(
        self, entry: PlannedRecord, side: str, organisation: Organisation, form: Form | None
    ) -> Mentor | Mentee:
        if entry.match is not None:
            person = self._snapshot.people[entry.match]
            if person.organisation_id is not None:
                person.organisation = self._snapshot.organisations[person.organisation_id]
            known = getattr(person, side, None)
            if known is not None:
                known.person = person
                return known
        else:
            person = self._person(entry, organisation)
        if side == MENTOR:
            return Mentor(person=person, source=_source(person, organisation, form))
        return Mentee(person=person, participant=_participant(entry, person, form))

    def _person(self, entry: PlannedRecord, organisation: Organisation) -> Person:
        known = {name: value for name, value in entry.values.items() if name in _OF_PERSON}
        for name in _DATES:
            if name in known:
                known[name] = date.fromisoformat(known[name])
        return Person(municipality=self._snapshot.municipality, organisation=organisation, **known)

    def _tell(self, entry: PlannedPair, policy: Policy | None, deduced: bool, wording: Wording) -> None:
        """What the draft will hold, shown before it is written."""
        pair, values = entry.pair, entry.row.record["values"]
        form = policy.form_label(pair.form) if policy else pair.form.title
        entry.told = {"form": [None, f"{form} (по участникам)" if deduced else form], "period": [None, str(entry.term)]}
        if pair.role_model is not None:
            entry.told["role_model"] = [None, pair.role_model.title]
        if entry.kinds:
            entry.told["kinds"] = [None, ", ".join(kind.title for kind in entry.kinds)]
        if values.get("order_number"):
            entry.told["order"] = [None, _order(values)]
        for side, base in ((MENTOR, "наставников"), (MENTEE, "наставляемых")):
            place = getattr(pair, side)
            if side == MENTOR and "mentee" not in values:  # a row of mentees is shown by their name alone
                entry.told[side] = [None, place.person.full_name]
            if place.pk is None:
                is_new = entry.cast.people[side].match is None
                words = f"новый человек, войдёт в базу {base}" if is_new else f"войдёт в базу {base}"
                entry.told[side] = [None, f"{place.person.full_name}: {words}"]
        if wording.unknown:
            message = f"не распознано и останется в примечании к паре: {'; '.join(wording.unknown)}"
            entry.row.warnings = [
                *entry.row.warnings, RowIssue("kind_unparsed", message, entry.column("kind"), from_registry=True)
            ]  # fmt: skip


def _source(person: Person, organisation: Organisation, form: Form | None) -> MentorSource:
    """Of a mentor whom the base does not have yet: by the form, by the class, by where the person works."""
    if form is not None and len(form.mentor_sides) == 1:
        return _SOURCE_OF_SIDE.get(ParticipantSide(form.mentor_sides[0]), MentorSource.TEACHER)
    if person.grade is not None:
        return MentorSource.PUPIL
    return MentorSource.PARTNER if organisation.kind in _OUTSIDE_EDUCATION else MentorSource.TEACHER


def _participant(entry: PlannedRecord, person: Person, form: Form | None) -> Participant:
    if form is not None and len(form.mentee_sides) == 1 and person.grade is None:
        return _PARTICIPANT_OF_SIDE.get(ParticipantSide(form.mentee_sides[0]), Participant.TEACHER)
    if person.grade is not None:
        return Participant.PUPIL
    return Participant(entry.values.get("participant", Participant.TEACHER))


def _order(values: Mapping[str, Any]) -> str:
    day = f" от {date.fromisoformat(values['order_date']):%d.%m.%Y}" if values.get("order_date") else ""
    return f"№\u00a0{values['order_number']}{day}"


def _remark(values: Mapping[str, Any], wording: Wording) -> str:
    """What the file says beside: a draft rests on no order yet, so its number waits here for the day it does."""
    parts = []
    if values.get("order_number"):
        parts.append(f"Приказ {_order(values)}.")
    if wording.unknown:
        parts.append(f"В файле: {'; '.join(wording.unknown)}.")
    if values.get("mentee") and values.get("note"):  # a base of mentees keeps the note with the mentee
        parts.append(values["note"])
    return " ".join(parts)
