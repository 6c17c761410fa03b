"""Actions on an uploaded spreadsheet: it is stored, read, reviewed row by row, and written in one transaction."""

from imports.actions.background import begin_job, run_job
from imports.actions.columns import forget_columns, is_big, map_columns, teach_heading
from imports.actions.commit import NotWritten, commit_batch
from imports.actions.decisions import decide
from imports.actions.drafts import StaleDecision, discard_batch
from imports.actions.undo import UndoRefused, undo_batch
from imports.actions.upload import (
    no_file_without_batch,
    read_batch,
    read_or_ask,
    receive_file,
    stage_import,
    store_file,
    store_preview,
)

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
    "map_columns",
    "no_file_without_batch",
    "read_batch",
    "read_or_ask",
    "receive_file",
    "run_job",
    "stage_import",
    "store_file",
    "store_preview",
    "teach_heading",
    "undo_batch",
]
