"""What pages call the programme of a pair: «программа», or the word of the rules (requirements A16-14)."""

from mentoring.enums import ProgrammeStatus
from registry.models.word_rules import PROGRAMME_TERM
from registry.policies.rules_in_force import RulesInForce
from russian.document_names import DocumentName

USUAL = DocumentName.of("программа")


def programme_words(rules: RulesInForce | None) -> DocumentName:
    """Of the rules; the usual word where they are absent or have the portal's own term."""
    term = rules.programme_term.strip() if rules else PROGRAMME_TERM
    return USUAL if term.casefold() == PROGRAMME_TERM else DocumentName.of(term)


def status_label(status: str, document_name: DocumentName) -> str:
    """The status in words that agree with the name: «утверждён» of a plan."""
    if status == ProgrammeStatus.APPROVED:
        return document_name.agreeing("утверждён", "утверждена", "утверждено")
    return str(ProgrammeStatus(status).label)
