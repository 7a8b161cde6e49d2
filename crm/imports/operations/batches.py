"""A batch from the hand-in to the decision; the long steps are `run.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.imports.columns import header_word
from crm.imports.enums import BatchState
from crm.imports.errors import BatchBusy
from crm.imports.importers import Importer, importers
from crm.imports.models import ColumnMemory, ImportBatch
from crm.imports.reading import open_file
from crm.imports.rules import IMPORT
from crm.imports.staging import drop_staged
from crm.imports.storage import clean_name, drop_file, keep_file, place_of
from crm.org.models import Staff
from crm.org.permissions import business_department_id, require, scope_of


def importer_of(kind: str) -> Importer:
    """The importer of a kind. Raises OutOfScope for an unknown one."""
    if kind not in importers:
        raise OutOfScope
    return importers[kind]


def lock_batch(batch_id: int, actor: Actor, *states: BatchState) -> ImportBatch:
    """The batch, locked. Raises OutOfScope, NotPermitted, BatchBusy when it is in none of `states`."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise OutOfScope
    require(actor, IMPORT, batch.department_id)
    if batch.department_id is None and not scope_of(actor, IMPORT).everywhere:
        raise OutOfScope
    if states and batch.state not in states:
        raise BatchBusy(details={"state": batch.state})
    return batch


@operation("imports.open_batch")
def open_batch(*, kind: str, file: IO[bytes], name: str, actor: Actor, now: datetime) -> ImportBatch:
    """Take a file in, judge what it is, propose which column means what.

    Raises UnreadableFile (nothing is kept), OutOfScope for an unknown kind, NotPermitted.
    """
    importer = importer_of(kind)
    require(actor, IMPORT)
    stored = keep_file(file, name=name)
    try:
        opened = open_file(place_of(stored.path), name=name)
        header = opened.header()
    except BaseException:
        drop_file(stored.path)
        raise
    memory = ColumnMemory.objects.filter(staff_id=actor.pk, kind=kind).first() if actor.pk else None
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=clean_name(name),
        path=stored.path,
        size=stored.size,
        sha256=stored.sha256,
        file_format=opened.file_format,
        encoding=opened.encoding,
        header=header,
        mapping=importer.propose(header, memory.words if memory else {}),
        department_id=business_department_id(actor.department) if isinstance(actor, Staff) else None,
        by_id=actor.pk,
        at=now,
    )
    about(batch, kind=kind, sha256=stored.sha256)
    return batch


@operation("imports.request_check")
def request_check(*, batch_id: int, mapping: Mapping[str, int], actor: Actor, now: datetime) -> ImportBatch:
    """Fix which column means what, remember it for this person, and have the rows looked at by a worker.

    Raises InvalidInput naming the columns that are missing or assigned twice.
    """
    batch = lock_batch(batch_id, actor, BatchState.NEW, BatchState.CHECKED, BatchState.FAILED)
    importer = importer_of(batch.kind)
    set_mapping(batch, importer, mapping)
    if actor.pk is not None:
        words = {header_word(batch.header[index]): key for key, index in mapping.items()}
        ColumnMemory.objects.update_or_create(staff_id=actor.pk, kind=batch.kind, defaults={"words": words})
    send(batch, BatchState.CHECKING, "check")
    return batch


def set_mapping(batch: ImportBatch, importer: Importer, mapping: Mapping[str, int]) -> None:
    """Put the assignment of columns on the batch. Raises InvalidInput."""
    errors: dict[str, str] = {column.key: _("Choose the column.") for column in importer.missing(mapping)}
    taken: dict[int, str] = {}
    for key, index in mapping.items():
        if importer.column(key) is None or not 0 <= index < len(batch.header):
            errors[key] = _("There is no such column.")
        elif taken.setdefault(index, key) != key:
            errors[key] = _("This column is chosen twice.")
    if errors:
        raise InvalidInput(errors)
    batch.mapping = dict(mapping)


@operation("imports.request_apply")
def request_apply(*, batch_id: int, actor: Actor, now: datetime) -> ImportBatch:
    """Decide that the good rows are taken in; a worker does it. Done already: nothing happens."""
    batch = lock_batch(batch_id, actor)
    if batch.state in (BatchState.APPLYING, BatchState.DONE):
        return batch
    if batch.state != BatchState.CHECKED:
        raise BatchBusy(details={"state": batch.state})
    send(batch, BatchState.APPLYING, "apply")
    return batch


def send(batch: ImportBatch, state: BatchState, step: str) -> None:
    """Hand the batch to a worker for its next long step."""
    from crm.imports.tasks import run_batch  # the task calls operations: imported late

    batch.state, batch.error = state, ""
    batch.save()
    about(batch, state=state.value)
    transaction.on_commit(lambda: run_batch.delay(batch.pk, step))


@operation("imports.discard_batch")
def discard_batch(*, batch_id: int, actor: Actor, now: datetime) -> ImportBatch:
    """Give a batch up before anything was taken in; the file and the rows are thrown away."""
    batch = lock_batch(batch_id, actor)
    if batch.state == BatchState.DISCARDED:
        return batch
    if batch.state not in (BatchState.NEW, BatchState.CHECKED, BatchState.FAILED):
        raise BatchBusy(details={"state": batch.state})
    batch.rows.all().delete()
    end_batch(batch, BatchState.DISCARDED, now)
    about(batch)
    return batch


@operation("imports.hand_back_rows")
def hand_back_rows(*, batch_id: int, actor: Actor, now: datetime) -> ImportBatch:
    """Note that somebody fetches the bad rows as they came, personal data included; call it before sending."""
    batch = lock_batch(batch_id, actor)
    about(batch, rows=batch.rows_bad)
    return batch


@operation("imports.fail_batch")
def fail_batch(*, batch_id: int, error: str, actor: Actor, now: datetime) -> ImportBatch:
    """Note that a step could not go on; nothing of it is written, the file stays. A batch taken in stays so."""
    batch = lock_batch(batch_id, actor)
    batch.state = BatchState.DONE if batch.state == BatchState.UNDOING else BatchState.FAILED
    batch.error = error[:500]
    batch.save(update_fields=["state", "error"])
    about(batch)
    return batch


def end_batch(batch: ImportBatch, state: BatchState, now: datetime) -> None:
    """Close the batch: its staged rows and its file are no longer needed."""
    path = batch.path
    batch.state, batch.ended_at, batch.path = state, now, ""
    batch.save()
    drop_staged(batch.pk)
    transaction.on_commit(lambda: drop_file(path))
