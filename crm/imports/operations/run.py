"""The two long steps of a batch: look at every row, then take the good ones in. Both are one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.imports.enums import BatchState, RowState
from crm.imports.importers import Importer
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations.batches import end_batch, importer_of, lock_batch, set_mapping
from crm.imports.progress import report_progress
from crm.imports.reading import Opened
from crm.imports.staging import RowWriter, create_staged, staged_exists, staged_table
from crm.imports.storage import place_of
from crm.imports.writing import analyze

REPORT_EVERY = 2000


@operation("imports.check_batch")
def check_batch(
    *, batch_id: int, actor: Actor, now: datetime, mapping: dict[str, int] | None = None
) -> ImportBatch:
    """Read the file, keep every row, say of each whether it is good, bad or there already.

    Rows are judged one by one while they are read, then all at once against the book. May be called again:
    the earlier judgement is thrown away. Raises UnreadableFile, BatchBusy, InvalidInput for `mapping`.
    """
    batch = lock_batch(batch_id, actor, BatchState.NEW, BatchState.CHECKING, BatchState.CHECKED, BatchState.FAILED)
    importer = importer_of(batch.kind)
    if mapping is not None:
        set_mapping(batch, importer, mapping)
    _read(batch, importer, actor)
    _judge(batch, importer)
    batch.state = BatchState.CHECKED
    batch.save()
    about(batch, good=batch.rows_good, bad=batch.rows_bad, unchanged=batch.rows_unchanged)
    return batch


@operation("imports.apply_batch")
def apply_batch(*, batch_id: int, actor: Actor, now: datetime) -> ImportBatch:
    """Take the good rows in. The book may have moved since the check: all rows are judged again first.

    Two imports of a kind run one after the other, so that the second finds what the first has written.
    Called again for a batch that is done it changes nothing.
    """
    batch = lock_batch(batch_id, actor)
    if batch.state == BatchState.DONE:
        return batch
    lock_batch(batch_id, actor, BatchState.APPLYING, BatchState.CHECKED)
    importer = importer_of(batch.kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports.{batch.kind}"])
    if staged_exists(batch.pk) and _staged_rows(batch) == batch.rows_good:
        _judge(batch, importer)
    else:  # the server crashed in between and emptied the table
        _read(batch, importer, actor)
        _judge(batch, importer)
    report_progress(batch.pk, 0, 100)
    batch.entry_id = importer.apply(
        staged=staged_table(batch.pk),
        report=lambda done, total: report_progress(batch.pk, done, total),
        actor=actor,
        now=now,
    )
    end_batch(batch, BatchState.DONE, now)
    about(batch, good=batch.rows_good, bad=batch.rows_bad, unchanged=batch.rows_unchanged)
    return batch


def _read(batch: ImportBatch, importer: Importer, actor: Actor) -> None:
    """Every row into the kept rows, the good ones into the staging table too."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM crm_imports_importrow WHERE batch_id = %s", [batch.pk])
    create_staged(importer, batch.pk)
    writer, context = RowWriter(importer, batch.pk), importer.context(actor)
    name_at = batch.mapping.get(importer.name_column, -1)
    sealed = {
        batch.mapping[column.key]: column.seal
        for column in importer.columns
        if column.seal is not None and column.key in batch.mapping
    }
    width, total = len(batch.header), 0
    place = place_of(batch.path)
    rows = Opened(place, batch.file_format, batch.encoding).rows()
    next(rows, None)
    for line, cells in rows:
        total += 1
        if total % REPORT_EVERY == 0:
            report_progress(batch.pk, total, 0)
        values, problems = importer.read_row(cells, batch.mapping)
        if len(cells) > width:
            problems.append(("", _("The row has more cells than the header.")))
        if not problems:
            problems = importer.check_row(values, context)
        label = str(cells[name_at])[:40] if 0 <= name_at < len(cells) else ""
        raw = _raw(cells, width, sealed)
        if problems:
            writer.bad(line, raw, label, problems)
        else:
            writer.good(line, raw, label, values)
    writer.flush()
    batch.rows_total = total
    analyze(staged_table(batch.pk), ImportRow._meta.db_table)


def _raw(cells: Sequence[Any], width: int, sealed: dict[int, Any]) -> list[Any]:
    """The row as it came, as far as the header goes, with what may not lie in clear sealed."""
    raw = [
        cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell) for cell in cells[:width]
    ]
    for index, seal in sealed.items():
        if index < len(raw) and raw[index] not in (None, ""):
            raw[index] = seal(str(raw[index]))
    return raw


def _judge(batch: ImportBatch, importer: Importer) -> None:
    """All staged rows at once, against each other and against the book; then count."""
    importer.judge(staged_table(batch.pk), batch.pk)
    bad = ImportRow.objects.filter(batch=batch, state=RowState.BAD).aggregate(n=Count("id"))["n"]
    unchanged = ImportRow.objects.filter(batch=batch, state=RowState.UNCHANGED).aggregate(n=Count("id"))["n"]
    batch.rows_bad, batch.rows_unchanged = bad, unchanged
    batch.rows_good = batch.rows_total - bad - unchanged


def _staged_rows(batch: ImportBatch) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {staged_table(batch.pk)}")  # noqa: S608 the name is a number
        return int(cursor.fetchone()[0])
