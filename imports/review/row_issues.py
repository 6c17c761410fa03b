"""The issues of a row: their shape, and the first one that keeps the row from being written."""

from typing import Any

from imports.enums import ImportRowStatus
from imports.issue_codes import Gravity, gravity_of
from imports.models import ImportRow

#: questions of the file that a chosen organisation, or a new one, answers
_ABOUT_ORGANISATION = frozenset({"organisation_ambiguous", "new_organisation"})


def finding(code: str, message: str, *, column: str | None = None, **extra: Any) -> dict[str, Any]:
    """A warning or error in the shape in which rows keep them."""
    return {"code": code, "message": message, "column": column} | extra


def doubt_of(row: ImportRow) -> str:
    """The code of the first thing that keeps the row from being written; empty for a row that nothing keeps."""
    if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR, ImportRowStatus.OFF):
        return ""
    answered = _ABOUT_ORGANISATION if row.decision.get("organisation") or row.decision.get("new_organisation") else ()
    grave = row.errors or [
        found
        for found in row.warnings
        if found.get("asks") or (gravity_of(found["code"]) is not Gravity.TOLD and found["code"] not in answered)
    ]
    if row.status == ImportRowStatus.OFF:  # what the file leaves out says so before what else is wrong with it
        grave = sorted(grave, key=lambda found: gravity_of(found["code"]) is not Gravity.OFF)
    return grave[0]["code"] if grave else ""
