"""Bringing a spreadsheet in: kept, read and shown, decided row by row, written in one transaction."""

from registry.actions.imports.background import begin_job, run_job
from registry.actions.imports.columns import forget_columns, is_big, say_columns, teach_heading
from registry.actions.imports.committing import NotWritten, commit_batch
from registry.actions.imports.deciding import decide
from registry.actions.imports.drafts import StaleDecision, discard_batch
from registry.actions.imports.keeping import (
    keep_file,
    no_file_without_batch,
    read_batch,
    read_or_ask,
    receive_file,
    stage_import,
    store_plan,
)
from registry.actions.imports.undoing import UndoRefused, undo_batch

__all__ = [
    "NotWritten",
    "StaleDecision",
    "UndoRefused",
    "begin_job",
    "commit_batch",
    "decide",
    "discard_batch",
    "forget_columns",
    "is_big",
    "keep_file",
    "no_file_without_batch",
    "read_batch",
    "read_or_ask",
    "receive_file",
    "run_job",
    "say_columns",
    "stage_import",
    "store_plan",
    "teach_heading",
    "undo_batch",
]
