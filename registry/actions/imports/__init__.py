"""Bringing a spreadsheet in: kept, read and shown, decided row by row, written in one transaction."""

from registry.actions.imports.committing import commit_batch
from registry.actions.imports.deciding import decide
from registry.actions.imports.drafts import StaleDecision, discard_batch
from registry.actions.imports.keeping import keep_file, read_batch, stage_import, store_plan

__all__ = [
    "StaleDecision",
    "commit_batch",
    "decide",
    "discard_batch",
    "keep_file",
    "read_batch",
    "stage_import",
    "store_plan",
]
