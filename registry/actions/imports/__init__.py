"""Bringing a spreadsheet in: kept, read and shown, decided row by row, written in one transaction."""

from registry.actions.imports.background import begin_job, run_job
from registry.actions.imports.committing import commit_batch
from registry.actions.imports.deciding import decide
from registry.actions.imports.drafts import StaleDecision, discard_batch
from registry.actions.imports.keeping import (
    keep_file,
    read_batch,
    read_or_ask,
    receive_file,
    stage_import,
    store_plan,
)

__all__ = [
    "StaleDecision",
    "begin_job",
    "commit_batch",
    "decide",
    "discard_batch",
    "keep_file",
    "read_batch",
    "read_or_ask",
    "receive_file",
    "run_job",
    "stage_import",
    "store_plan",
]
