"""Every write to imports. Import from here."""

from crm.imports.operations.batches import (
    discard_batch,
    fail_batch,
    hand_back_rows,
    open_batch,
    request_apply,
    request_check,
)
from crm.imports.operations.exports import expire_exports, export_list, write_export
from crm.imports.operations.run import apply_batch, check_batch
from crm.imports.operations.undo import request_undo, undo_batch

__all__ = [
    "apply_batch",
    "check_batch",
    "discard_batch",
    "expire_exports",
    "export_list",
    "fail_batch",
    "hand_back_rows",
    "open_batch",
    "request_apply",
    "request_check",
    "request_undo",
    "undo_batch",
    "write_export",
]
