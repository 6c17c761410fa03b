"""Which signed consents a pair needs before it is agreed, and which of them are there.

Taking part (Устюжна, п. 3.5: the mentor and the mentee) and processing of personal data (152-ФЗ) are separate consents.
For a minor the legal representative signs both, and the minor agrees to take part in person: of representatives no
document speaks, so that the rules of the portal's presets ask for them.
"""

from dataclasses import dataclass
from datetime import date

from mentoring.models import Pair
from registry.enums import ConsentKind, ConsentRule, MentorSource, Participant
from registry.models import Consent, Person
from registry.models.person import AGE_OF_MAJORITY
from registry.policies.rules_in_force import RulesInForce
from russian.typography import NBSP

#: the clause names the two sides, and nobody else
OF_SIDES = f"Устюжна, п.{NBSP}3.5"


@dataclass(frozen=True)
class RequiredConsent:
    """One consent that must be there; `consent` is the one in force, if any."""

    person: Person
    role: str
    kind: ConsentKind
    by_representative: bool
    source: str
    consent: Consent | None

    @property
    def title(self) -> str:
        """«согласие наставника на участие: Петрова М. С.»"""
        who = f"законного представителя {self.role}" if self.by_representative else self.role
        what = {
            ConsentKind.PARTICIPATION: "на участие",
            ConsentKind.PERSONAL_DATA: "на обработку персональных данных",
        }[self.kind]
        return f"согласие {who} {what}: {self.person.short_name}"


def required_consents(pair: Pair, policy: RulesInForce, on: date) -> list[RequiredConsent]:
    """Every consent that the policy asks of the two people, with what is in force on the day.

    Costs no query when `mentor__person__consents` and `mentee__person__consents` are prefetched.
    """
    words = {side: policy.words_for(side, pair.form) for side in ("mentor", "mentee")}
    sides = (
        (pair.mentor.person, words["mentor"].genitive, ConsentRule.MENTOR, pair.mentor.source == MentorSource.PUPIL),
        (
            pair.mentee.person,
            words["mentee"].genitive,
            ConsentRule.MENTEE,
            pair.mentee.participant == Participant.PUPIL,
        ),
    )
    consents = []
    for person, role, rule, is_pupil in sides:
        through_representative = ConsentRule.REPRESENTATIVE in policy.consents_required and is_minor(
            person, on, is_pupil=is_pupil
        )
        if rule in policy.consents_required:
            by_rules = policy.by_whom("consents_required", OF_SIDES, source_value=policy.consents_required)
            consents.append(_required_consent(person, role, ConsentKind.PARTICIPATION, False, by_rules, on))
            if through_representative:
                consents.append(
                    _required_consent(
                        person, role, ConsentKind.PARTICIPATION, True, policy.by_whom("consents_required"), on
                    )
                )
        if ConsentRule.PERSONAL_DATA in policy.consents_required:
            source = f"152-ФЗ, ст.{NBSP}9"
            consents.append(
                _required_consent(person, role, ConsentKind.PERSONAL_DATA, through_representative, source, on)
            )
    return consents


def missing_consents(pair: Pair, policy: RulesInForce, on: date) -> list[RequiredConsent]:
    return [required for required in required_consents(pair, policy, on) if required.consent is None]


def withdrawn_consents(pair: Pair, policy: RulesInForce, on: date) -> list[RequiredConsent]:
    """Those that the pair needs and somebody has withdrawn, while none in their place is in force on the day."""
    return [
        required
        for required in missing_consents(pair, policy, on)
        if any(
            consent.kind == required.kind and consent.by_representative == required.by_representative
            for consent in required.person.consents.all()
            if consent.withdrawn_on is not None and consent.withdrawn_on <= on
        )
    ]


def rests_on_consent(pair: Pair, policy: RulesInForce, consent: Consent, on: date) -> bool:
    """The pair needs the consent, which was in force on the day while no other of its kind was."""
    return consent.is_in_force(on) and any(
        (required.person.pk, required.kind, required.by_representative)
        == (consent.person_id, consent.kind, consent.by_representative)
        and not any(
            other.is_in_force(on)
            for other in required.person.consents.all()
            if other.pk != consent.pk
            and (other.kind, other.by_representative) == (consent.kind, consent.by_representative)
        )
        for required in required_consents(pair, policy, on)
    )


def is_minor(person: Person, on: date, *, is_pupil: bool) -> bool:
    """A pupil of unknown age is treated as a minor: the safe side."""
    age = person.age_on(on)
    return age < AGE_OF_MAJORITY if age is not None else is_pupil or person.grade is not None


def _required_consent(
    person: Person, role: str, kind: ConsentKind, by_representative: bool, source: str, on: date
) -> RequiredConsent:
    in_force = next(
        (
            consent
            for consent in person.consents.all()
            if consent.kind == kind and consent.by_representative == by_representative and consent.is_in_force(on)
        ),
        None,
    )
    return RequiredConsent(person, role, kind, by_representative, source, in_force)
