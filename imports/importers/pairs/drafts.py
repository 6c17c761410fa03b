"""The draft that a row proposes: its form, kinds and people, validated by the rules of pairs."""

from datetime import date

from imports.enums import ImportRowStatus
from imports.importers.bank_entries import bank_entry_of
from imports.importers.base import withhold
from imports.importers.pairs.form_choice import Wording
from imports.importers.pairs.known_pairs import KnownPairs, PairRules
from imports.importers.pairs.proposals import PlannedDraft, PlannedPair, Proposal
from imports.importers.pairs.row_values import MENTEE, MENTOR
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.record_values import RecordValues
from imports.row_data import Candidate, Decision, RowIssue, ValueChange
from imports.writing.planned_record import PlannedRecord
from mentoring.actions.pairs import usual_labour_basis
from mentoring.models import Pair
from mentoring.pairing.rules import validate_form, validate_pair, validate_people
from registry.age_and_class import refusal_of_age
from registry.enums import MentorSource, OrganisationKind, Participant, ParticipantSide
from registry.models import Form, Mentee, Mentor, Organisation, Person
from registry.papers.numbers import number_in_words
from registry.plausible_dates import LATEST, OLDEST_RECORD
from registry.policies.rules_in_force import RulesInForce
from russian.typography import lower_first

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
#: Where people work who are not teachers.
_OUTSIDE_EDUCATION = frozenset(
    {
        OrganisationKind.ENTERPRISE, OrganisationKind.CULTURE, OrganisationKind.SPORT, OrganisationKind.HEALTH,
        OrganisationKind.ENTREPRENEUR, OrganisationKind.PUBLIC,
    }
)  # fmt: skip
#: What a draft may still have wrong: it must be put right before the pair is agreed.
_OF_A_DRAFT = frozenset({"ends_on", "kinds", "group", "role_model"})
_DATES = ("birth_date", "working_since")
#: of the values of a row, those that belong to the person and not to an entry of a bank
_OF_PERSON = frozenset(field.name for field in Person._meta.fields) - {"organisation", "municipality"}


class DraftMaker:
    """Makes the pairs that rows propose; somebody new is one bank entry however many rows name them."""

    def __init__(self, snapshot: RegistrySnapshot, registered: KnownPairs, rules: PairRules) -> None:
        self._snapshot = snapshot
        self._known = registered
        self._rules = rules
        self._mentors: dict[int, Mentor] = {}
        self._mentees: dict[int, Mentee] = {}

    def make(self, proposal: Proposal) -> PlannedDraft | None:
        """The draft, or None when the row is put aside."""
        planned, period = proposal.planned, proposal.period
        if period.starts_on < OLDEST_RECORD or period.ends_on > LATEST:
            message = f"срок {period}: бывают годы с {OLDEST_RECORD.year} по {LATEST.year}"
            column = planned.column("starts_on") or planned.column("period")
            withhold(planned.row, ImportRowStatus.ERROR, "period_impossible", message, column=column)
            return None
        values = planned.row.record.values
        key = planned.row.decision.organisation or planned.row.record.organisation
        if key is None:
            raise ValueError("a row without an organisation is put aside before")
        organisation = self._snapshot.organisations[key]
        policy = self._rules.policy_on(period.starts_on, organisation)
        wording = self._rules.dictionaries.read(values)
        stated_form = self._form_of(planned.row.decision) or wording.form
        mentor = self._mentor(proposal.mentor, organisation, stated_form)
        mentee = self._mentee(proposal.mentee, organisation, stated_form)
        suiting = self._rules.dictionaries.suiting(mentor, mentee, organisation, policy)
        if stated_form is None and (unread := [values[name] for name in ("form", "model") if values.get(name)]):
            self._ask_form(planned, f"форма «{', '.join(unread)}» не распознана", suiting, policy)
            return None
        form = stated_form or next(iter(suiting), None)
        if form is None:
            self._ask_form(planned, "по участникам и организации форма не определяется", suiting, policy)
            return None
        pair = Pair(
            mentor=mentor, mentee=mentee, organisation=organisation, form=form,
            role_model=wording.role_model if wording.role_model and wording.role_model.form_id == form.pk else None,
            starts_on=period.starts_on, ends_on=period.ends_on, labour_basis=usual_labour_basis(form),
            note=_note(planned, wording),
        )  # fmt: skip
        draft = PlannedDraft(planned, proposal.mentor, proposal.mentee, period, pair, wording.kinds)
        if not self._is_allowed(draft, policy, suiting):
            return None
        self._summarise(draft, policy, is_form_deduced=stated_form is None)
        _warn_of_unknown_words(planned, wording)
        return draft

    def _form_of(self, decision: Decision) -> Form | None:
        code = decision.form
        return next((form for form in self._rules.dictionaries.forms if form.code == code), None) if code else None

    def _ask_form(self, planned: PlannedPair, message: str, suiting: list[Form], policy: RulesInForce | None) -> None:
        offered = self._rules.dictionaries.offered(policy)
        forms = [*suiting, *(form for form in offered if form not in suiting)]
        planned.row.candidates = [
            Candidate(form=form.code, why=policy.form_label(form) if policy else form.title) for form in forms
        ]
        withhold(planned.row, ImportRowStatus.REVIEW, "form_unclear", message, column=planned.column("form"))

    def _is_allowed(self, draft: PlannedDraft, policy: RulesInForce | None, suiting: list[Form]) -> bool:
        """Whether the rules let the draft be made; those that a draft may still break become warnings."""
        pair, planned, row = draft.pair, draft.planned, draft.planned.row
        if policy is None:  # rules are a decision of the municipality; without one only the people are validated
            validation = validate_people(pair, departures=self._rules.departures)
        else:
            posts = self._rules.dictionaries.leading_posts
            of_form = validate_form(pair, policy, posts=posts).refusals.values()
            refusals = [message for messages in of_form for message in messages]
            if refusals and not row.decision.form:
                self._ask_form(planned, " ".join(refusals), suiting, policy)
                return False
            validation = validate_pair(
                pair,
                draft.kinds,
                policy,
                others=self._others(draft),
                posts=posts,
                requirements=self._rules.requirements,
                departures=self._rules.departures,
            )
        for about, messages in validation.refusals.items():
            for message in messages:
                if about in _OF_A_DRAFT:
                    validation.warn(message)
                else:
                    column = planned.column(about) or planned.column("period" if about == "starts_on" else "form")
                    withhold(row, ImportRowStatus.ERROR, "pair_refused", message, column=column)
        self._check_ages(draft)
        if row.status:
            return False
        codes = {issue.code for issue in row.warnings}
        new = [text for text in validation.warnings if validation.codes.get(text) not in codes]
        row.warnings = [*row.warnings, *(RowIssue("pair_rule", text, from_registry=True) for text in new)]
        return True

    @staticmethod
    def _check_ages(draft: PlannedDraft) -> None:
        """Of who comes into a bank with the pair."""
        for side, place in ((MENTOR, draft.pair.mentor.source), (MENTEE, draft.pair.mentee.participant)):
            entry = getattr(draft.pair, side)
            if entry.pk is None and (refusal := refusal_of_age(place, entry.person.birth_date)):
                message, column = f"{entry.person.full_name}: {lower_first(refusal)}", draft.planned.column(side)
                withhold(draft.planned.row, ImportRowStatus.ERROR, "age_impossible_in_class", message, column=column)

    def _others(self, draft: PlannedDraft) -> list[Pair]:
        match, period = draft.mentee.match, draft.period
        return [] if match is None else self._known.of_mentee(match, period.starts_on, period.ends_on)

    def _mentor(self, planned: PlannedRecord, organisation: Organisation, form: Form | None) -> Mentor:
        """The mentor as they will be; of somebody new, only what the rules look at."""
        mentor = self._mentors.get(id(planned))
        if mentor is None:
            person = self._person(planned, organisation)
            mentor = bank_entry_of(Mentor, person, source=_source(person, organisation, form))
            self._mentors[id(planned)] = mentor
        return mentor

    def _mentee(self, planned: PlannedRecord, organisation: Organisation, form: Form | None) -> Mentee:
        """The mentee as they will be; of somebody new, only what the rules look at."""
        mentee = self._mentees.get(id(planned))
        if mentee is None:
            person = self._person(planned, organisation)
            mentee = bank_entry_of(Mentee, person, participant=_participant(planned, person, form))
            self._mentees[id(planned)] = mentee
        return mentee

    def _person(self, planned: PlannedRecord, organisation: Organisation) -> Person:
        if planned.match is not None:
            person = self._snapshot.people[planned.match]
            if person.organisation_id is not None:
                person.organisation = self._snapshot.organisations[person.organisation_id]
            return person
        values = {name: value for name, value in planned.values.items() if name in _OF_PERSON}
        for name in _DATES:
            if name in values:
                values[name] = date.fromisoformat(values[name])
        return Person(municipality=self._snapshot.municipality, organisation=organisation, **values)

    def _summarise(self, draft: PlannedDraft, policy: RulesInForce | None, *, is_form_deduced: bool) -> None:
        """Fills in what the draft will hold, shown before it is written."""
        pair, record, summary = draft.pair, draft.planned.row.record, draft.summary
        form = policy.form_label(pair.form) if policy else pair.form.title
        summary["form"] = ValueChange(None, f"{form} (по участникам)" if is_form_deduced else form)
        summary["period"] = ValueChange(None, str(draft.period))
        if pair.role_model is not None:
            summary["role_model"] = ValueChange(
                None, policy.role_model_label(pair.role_model) if policy else pair.role_model.title
            )
        if draft.kinds:
            summary["kinds"] = ValueChange(
                None, ", ".join(policy.kind_label(kind) if policy else kind.title for kind in draft.kinds)
            )
        if record.values.get("order_number"):
            summary["order"] = ValueChange(None, _order(record.values))
        for side, bank in ((MENTOR, "наставников"), (MENTEE, "наставляемых")):
            entry = getattr(pair, side)
            if side == MENTOR and MENTEE not in record.sides:  # a row of mentees is shown by their name alone
                summary[side] = ValueChange(None, entry.person.full_name)
            if entry.pk is None:
                is_new = draft.person(side).match is None
                label = f"новый человек, войдёт в базу {bank}" if is_new else f"войдёт в базу {bank}"
                summary[side] = ValueChange(None, f"{entry.person.full_name}: {label}")


def _warn_of_unknown_words(planned: PlannedPair, wording: Wording) -> None:
    if wording.unknown:
        message = f"не распознано и останется в примечании к паре: {'; '.join(wording.unknown)}"
        issue = RowIssue("kind_unparsed", message, planned.column("kind"), from_registry=True)
        planned.row.warnings = [*planned.row.warnings, issue]


def _source(person: Person, organisation: Organisation, form: Form | None) -> MentorSource:
    """Of a mentor who is new in the bank: by the form, by the class, by the organisation."""
    if form is not None and len(form.mentor_sides) == 1 and person.grade is None:
        return _SOURCE_OF_SIDE.get(ParticipantSide(form.mentor_sides[0]), MentorSource.TEACHER)
    if person.grade is not None:
        return MentorSource.PUPIL
    return MentorSource.PARTNER if organisation.kind in _OUTSIDE_EDUCATION else MentorSource.TEACHER


def _participant(planned: PlannedRecord, person: Person, form: Form | None) -> Participant:
    if form is not None and len(form.mentee_sides) == 1 and person.grade is None:
        return _PARTICIPANT_OF_SIDE.get(ParticipantSide(form.mentee_sides[0]), Participant.TEACHER)
    if person.grade is not None:
        return Participant.PUPIL
    return Participant(planned.values.get("participant", Participant.TEACHER))


def _order(values: RecordValues) -> str:
    day = f" от {date.fromisoformat(values['order_date']):%d.%m.%Y}" if values.get("order_date") else ""
    return f"{number_in_words(values['order_number'])}{day}"


def _note(planned: PlannedPair, wording: Wording) -> str:
    """What else the file says: a draft has no order yet, so the number of the order waits in the note."""
    record, parts = planned.row.record, []
    if record.values.get("order_number"):
        parts.append(f"Приказ {_order(record.values)}.")
    if wording.unknown:
        parts.append(f"В файле: {'; '.join(wording.unknown)}.")
    if MENTEE in record.sides and record.values.get("note"):  # a bank of mentees keeps the note with the mentee
        parts.append(record.values["note"])
    return " ".join(parts)
