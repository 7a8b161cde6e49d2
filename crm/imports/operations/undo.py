"""Take an import back: what its audit entry inserted, but for records that somebody has worked on since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.imports.enums import BatchState, RowState
from crm.imports.errors import BuiltOn
from crm.imports.importers import Importer, follows_its_record
from crm.imports.models import ImportBatch
from crm.imports.operations.batches import importer_of, lock_batch, send
from crm.wording import enumerated

UNDO_DAYS = 30
"""How long an import can be undone; afterwards its records are the book's own (a rule of ours)."""
AT_ONCE_ROWS = 5000
"""A larger import is undone by a worker."""
NAMED = 20
"""So many records that stay are named in a refusal and in the audit log."""

_BROUGHT = """
CREATE TEMP TABLE brought ON COMMIT DROP AS
SELECT table_name, row_id FROM crm_audit_change WHERE entry_id = %s AND action = 'I'
"""
_CHANGED = """
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT b.table_name, b.row_id FROM brought b
 WHERE EXISTS (SELECT FROM crm_audit_change c
                WHERE c.table_name = b.table_name AND c.row_id = b.row_id AND c.entry_id IS DISTINCT FROM %s)
"""
_REFERENCES = """
SELECT confrelid::regclass::text, conrelid::regclass::text, attname
  FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
 WHERE contype = 'f' AND conparentid = 0 AND confrelid = ANY (%s::regclass[])
"""


@operation("imports.undo_batch")
def undo_batch(*, batch_id: int, actor: Actor, now: datetime, keep_changed: bool = False) -> ImportBatch:
    """Delete the records that the batch brought, within 30 days. Undone already: nothing happens.

    A record that was changed since, or that a record from elsewhere points to, is somebody's work: without
    `keep_changed` nothing is undone and BuiltOn says how many there are and names some; with it they stay, their
    rows are marked as kept, and all others go. Raises OutOfScope, NotPermitted, BatchBusy.
    """
    batch = lock_batch(batch_id, actor)
    if batch.state == BatchState.UNDONE:
        return batch
    batch = lock_batch(batch_id, actor, BatchState.DONE, BatchState.UNDOING)
    _require_in_time(batch, now)
    importer = importer_of(batch.kind)
    _find_touched(batch, importer.tables)
    kept = _keep_rows(batch, importer)
    if kept and not keep_changed:
        raise _built_on(kept)
    _delete(importer)
    batch.state, batch.rows_kept, batch.error = BatchState.UNDONE, len(kept), ""
    batch.save(update_fields=["state", "rows_kept", "error"])
    about(batch, rows=batch.rows_good - len(kept), kept=len(kept), named=kept[:NAMED])
    return batch


@operation("imports.request_undo")
def request_undo(*, batch_id: int, actor: Actor, now: datetime, keep_changed: bool = False) -> ImportBatch:
    """Undo the batch (see `undo_batch`): a small one at once, a large one by a worker.

    Raises BuiltOn at once for a small one; for a large one the reason stands on the batch, which is then as before.
    """
    batch = lock_batch(batch_id, actor)
    if batch.state in (BatchState.UNDONE, BatchState.UNDOING):
        return batch
    if batch.rows_good <= AT_ONCE_ROWS:
        return undo_batch(batch_id=batch_id, keep_changed=keep_changed, actor=actor, now=now)
    batch = lock_batch(batch_id, actor, BatchState.DONE)
    _require_in_time(batch, now)
    send(batch, BatchState.UNDOING, "undo-rest" if keep_changed else "undo")
    return batch


def _require_in_time(batch: ImportBatch, now: datetime) -> None:
    if batch.ended_at is not None and now - batch.ended_at > timedelta(days=UNDO_DAYS):
        raise BuiltOn(_("An import can be undone for %(days)d days only.") % {"days": UNDO_DAYS})


def _find_touched(batch: ImportBatch, tables: Sequence[str]) -> None:
    """`brought`: the rows of the batch. `touched`: those that were changed or are pointed to from elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS brought, touched, kept")
        cursor.execute(_BROUGHT, [batch.entry_id])
        cursor.execute("CREATE INDEX ON brought (table_name, row_id); ANALYZE brought")
        cursor.execute(_CHANGED, [batch.entry_id])
        for parent, child, column in _references(tables):
            if child in follows_its_record:
                continue
            own = "NOT EXISTS (SELECT FROM brought o WHERE o.table_name = %(child)s AND o.row_id = r.id)"
            cursor.execute(
                "INSERT INTO touched SELECT b.table_name, b.row_id FROM brought b"  # noqa: S608 names of the catalogue
                f" JOIN {child} r ON r.{column} = b.row_id WHERE b.table_name = %(parent)s"
                f" AND {own if child in tables else 'true'}",
                {"parent": parent, "child": child},
            )
        cursor.execute("ANALYZE touched")


def _references(tables: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """(table, table that points to it, by which column)."""
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES, [list(tables)])
        return list(cursor.fetchall())


def _keep_rows(batch: ImportBatch, importer: Importer) -> list[str]:
    """Mark what stays: the whole record of every touched row; the labels of these records."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept (record_id bigint) ON COMMIT DROP")
        for table in importer.tables:
            cursor.execute(
                f"INSERT INTO kept SELECT o.* FROM {table} t"  # noqa: S608 an importer's words
                " JOIN touched x ON x.table_name = %s AND x.row_id = t.id,"
                f" LATERAL ({importer.record_of[table]}) o",
                [table],
            )
        cursor.execute("CREATE INDEX ON kept (record_id); ANALYZE kept")
        cursor.execute(
            "UPDATE crm_imports_importrow r SET state = %s WHERE batch_id = %s AND state = %s"
            " AND record_id IN (SELECT record_id FROM kept) RETURNING label",
            [RowState.KEPT, batch.pk, RowState.GOOD],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _delete(importer: Importer) -> None:
    """The rows of all other records, and what was computed from them."""
    with connection.cursor() as cursor:
        for parent, child, column in _references(importer.tables):
            if child in follows_its_record:
                cursor.execute(
                    f"DELETE FROM {child} WHERE {column} IN (SELECT t.id FROM {parent} t JOIN brought b"  # noqa: S608
                    f" ON b.table_name = %s AND b.row_id = t.id WHERE {_goes(importer, parent)})",
                    [parent],
                )
        for table in reversed(importer.tables):
            cursor.execute(
                f"DELETE FROM {table} t USING brought b"  # noqa: S608
                f" WHERE b.table_name = %s AND b.row_id = t.id AND {_goes(importer, table)}",
                [table],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _goes(importer: Importer, table: str) -> str:
    """The condition under which a row `t` goes: none of the records that it belongs to stays."""
    return f"NOT EXISTS (SELECT FROM ({importer.record_of[table]}) o (id) JOIN kept k ON k.record_id = o.id)"


def _built_on(kept: list[str]) -> BuiltOn:
    details: dict[str, Any] = {"count": len(kept), "named": kept[:NAMED]}
    return BuiltOn(
        _(
            "%(count)d records of this import were changed since or have been built on, among them %(named)s."
            " Undo the others and keep these, or leave the import as it is."
        )
        % {"count": len(kept), "named": enumerated(kept[:3])},
        details=details,
    )
