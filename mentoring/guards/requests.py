"""A request goes to the organisation of its pair, and only an employee is disciplined (Устюжна, п. 5.1)."""

from mentoring.enums import RequestKind
from registry.enums import Participant
from registry.guards.rows import row_guard

#: the name that the database refuses by
REQUEST = "mentoring_request_of_pair"

#: the request is not one that the organisation of its pair could decide
_MISPLACED = f"""
    NEW.pair_id IS NOT NULL AND (
        NEW.organisation_id <> (SELECT p.organisation_id FROM mentoring_pair p WHERE p.id = NEW.pair_id)
        OR (NEW.kind = '{RequestKind.DISCIPLINE}' AND (
            SELECT e.participant FROM mentoring_pair p JOIN registry_mentee e ON e.id = p.mentee_id
            WHERE p.id = NEW.pair_id) <> '{Participant.TEACHER}')
    )
"""

REQUEST_GUARDS = [
    row_guard(
        REQUEST,
        "mentoring_pairrequest",
        ("mentoring_pair", "registry_mentee"),
        _MISPLACED,
        columns=("pair_id", "organisation_id", "kind"),
    )
]
