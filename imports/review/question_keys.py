"""Which rows of a batch one answer decides: they share the key of their question."""

from imports.enums import ImportRowStatus
from imports.issue_codes import Asks, find_issue_code
from imports.matching.row_keys import CAUSE, FORM, ORGANISATION, key_of_question
from imports.models import ImportRow
from imports.review.row_issues import first_issue_code, grave_issues
from imports.row_data import RowIssue
from russian.search_key import fold

_NAMES = ("last_name", "first_name", "middle_name")
#: what is wrong for one reason with every row that says the same
_ONE_CAUSE = frozenset(
    {
        "archived_organisation", "foreign_organisation", "formula_without_value", "place_of_work_unknown",
        "role_unclear",
    }
)  # fmt: skip


def question_key(row: ImportRow) -> str:
    """Of the first question that a compared row shares with others that ask the same; empty where it asks alone.

    Who a row itself is about is asked of each row: two people may have one name. The mentor or the mentee whom several
    pairs name alike is one person.
    """
    if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR):
        return ""
    issues = grave_issues(row)
    asks = {find_issue_code(issue.code).asks for issue in issues}
    if Asks.ORGANISATION in asks and not (row.decision.organisation or row.decision.new_organisation):
        return _of_organisation(row, issues)
    if row.status == ImportRowStatus.ERROR or (Asks.ACCEPT in asks and not row.decision.accept):
        return _of_cause(row, issues)
    return _of_side(row) or _of_form(row, issues) or _of_cause(row, issues)


def _of_organisation(row: ImportRow, issues: list[RowIssue]) -> str:
    """The same spelling; where nothing is written, the same sheet."""
    name = fold(row.record.organisation_name)
    may_be_new = any(issue.code == "new_organisation" for issue in issues)
    candidates = [candidate.organisation for candidate in row.candidates]
    return key_of_question(ORGANISATION, name, "" if name else row.sheet, candidates, may_be_new)


def _of_side(row: ImportRow) -> str:
    """The same spelling of a side of the pair, at the same organisation, with the same people who may be meant."""
    for side, person in row.record.sides.items():
        candidates = [candidate.to_json() for candidate in row.candidates if candidate.side == side]
        is_asked = candidates or (person.initials and not row.decision.answer_of(side))
        name = fold(person.raw_name or " ".join(str(person.values.get(part) or "") for part in _NAMES))
        if is_asked and name.strip():
            organisation = row.decision.organisation or row.record.organisation
            known = [person.values.get(name) for name in ("birth_date", "phone")]
            return key_of_question(side, first_issue_code(row), name, organisation, candidates, known)
        if is_asked:
            return ""
    return ""


def _of_form(row: ImportRow, issues: list[RowIssue]) -> str:
    forms = [candidate.form for candidate in row.candidates if candidate.form]
    messages = [issue.message for issue in issues if find_issue_code(issue.code).asks is Asks.FORM]
    return key_of_question(FORM, messages, forms) if forms and messages else ""


def _of_cause(row: ImportRow, issues: list[RowIssue]) -> str:
    if first_issue_code(row) not in _ONE_CAUSE:
        return ""
    return key_of_question(CAUSE, row.status, [(issue.code, issue.column, issue.message) for issue in issues])
