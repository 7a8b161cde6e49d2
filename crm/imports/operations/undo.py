"""Take an import back: exactly what its audit entry inserted, and only if nothing was built on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.imports.enums import BatchState
from crm.imports.errors import BuiltOn
from crm.imports.models import ImportBatch
from crm.imports.operations.batches import importer_of, lock_batch

UNDO_DAYS = 30
"""How long an import can be undone; afterwards its records are the book's own (a rule of ours)."""

_CHANGED = """
SELECT c.table_name, count(DISTINCT c.row_id)
  FROM crm_audit_change c
  JOIN crm_audit_change later
    ON later.table_name = c.table_name AND later.row_id = c.row_id AND later.id > c.id
 WHERE c.entry_id = %s AND c.action = 'I'
 GROUP BY 1 ORDER BY 2 DESC LIMIT 1
"""


@operation("imports.undo_batch")
def undo_batch(*, batch_id: int, actor: Actor, now: datetime) -> ImportBatch:
    """Delete the records that the batch brought, within 30 days. Undone already: nothing happens.

    Raises BuiltOn when one of them was changed since or another record points to it: then all stay.
    """
    batch = lock_batch(batch_id, actor)
    if batch.state == BatchState.UNDONE:
        return batch
    batch = lock_batch(batch_id, actor, BatchState.DONE)
    if batch.ended_at is not None and now - batch.ended_at > timedelta(days=UNDO_DAYS):
        raise BuiltOn(_("An import can be undone for %(days)d days only.") % {"days": UNDO_DAYS})
    _require_unchanged(batch)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in reversed(importer_of(batch.kind).tables):
                cursor.execute(
                    f'DELETE FROM "{table}" t USING crm_audit_change c'  # noqa: S608 a table that an importer names
                    " WHERE c.entry_id = %s AND c.table_name = %s AND c.action = 'I' AND c.row_id = t.id",
                    [batch.entry_id, table],
                )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        table = getattr(getattr(error.__cause__, "diag", None), "table_name", "") or ""
        raise BuiltOn(
            _("This import can no longer be undone: there are already records of the kind “%(kind)s” on it.")
            % {"kind": _words_of(table)},
            details={"table": table},
        ) from error
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["state"])
    about(batch, rows=batch.rows_good)
    return batch


def _require_unchanged(batch: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [batch.entry_id])
        found = cursor.fetchone()
    if found:
        table, count = found
        raise BuiltOn(
            _("This import can no longer be undone: %(count)d of its records (%(kind)s) were changed since.")
            % {"count": count, "kind": _words_of(table)},
            details={"table": table, "count": count},
        )


def _words_of(table: str) -> str:
    """What a table's records are called."""
    return next((str(m._meta.verbose_name) for m in apps.get_models() if m._meta.db_table == table), table)
