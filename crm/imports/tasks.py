"""Runs the long steps of a batch on the queue `imports`; a step that a killed worker left is run again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.utils import timezone, translation

from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.imports.enums import BatchState, ExportState
from crm.imports.models import ExportJob, ImportBatch
from crm.imports.operations import (
    apply_batch,
    check_batch,
    discard_batch,
    expire_exports,
    fail_batch,
    undo_batch,
    write_export,
)
from crm.imports.progress import read_progress

LOST_AFTER, FORGOTTEN_AFTER = timedelta(hours=1), timedelta(days=30)
UNDECIDED = (BatchState.NEW, BatchState.CHECKED, BatchState.FAILED)
STEP_OF_STATE: dict[str, str] = {
    BatchState.CHECKING: "check",
    BatchState.APPLYING: "apply",
    BatchState.UNDOING: "undo",
}
STEPS: dict[str, Callable[..., ImportBatch]] = {
    "check": check_batch,
    "apply": apply_batch,
    "undo": undo_batch,
    "undo-rest": partial(undo_batch, keep_changed=True),
}


@shared_task(name="crm.imports.tasks.run_batch")
def run_batch(batch_id: int, step: str, **_: Any) -> None:
    """Run a step (`STEPS`) in the language of the person who handed the file in."""
    batch = ImportBatch.objects.select_related("by").get(pk=batch_id)
    if not batch.is_moving or batch.by is None:
        return
    with translation.override(batch.by.language):
        try:
            STEPS[step](batch_id=batch_id, actor=batch.by, now=timezone.now())
        except DomainError as error:
            fail_batch(batch_id=batch_id, error=str(error), actor=batch.by, now=timezone.now())
        except Exception:
            sentence = translation.gettext(
                "An unexpected error; nothing was written. Tell the system administrator."
            )
            fail_batch(batch_id=batch_id, error=sentence, actor=batch.by, now=timezone.now())
            raise


@shared_task(name="crm.imports.tasks.run_export")
def run_export(job_id: int, **_: Any) -> None:
    """Write a long list, in the language of the person who asked for it."""
    job = ExportJob.objects.select_related("by").get(pk=job_id)
    with translation.override(job.by.language):
        try:
            write_export(job_id=job_id, actor=job.by, now=timezone.now())
        except Exception:
            ExportJob.objects.filter(pk=job_id).update(state=ExportState.FAILED)
            raise


@shared_task(name="crm.imports.tasks.tidy")
def tidy(**_: Any) -> int:
    """Delete exported files whose time is over and files that nobody has decided about; how many.

    A batch whose message was lost is sent again; its step is safe to repeat.
    """
    now = timezone.now()
    for batch in ImportBatch.objects.filter(state__in=STEP_OF_STATE, at__lt=now - LOST_AFTER):
        if read_progress(batch.pk) == (0, 0):
            run_batch.delay(batch.pk, STEP_OF_STATE[batch.state])
    forgotten = ImportBatch.objects.filter(state__in=UNDECIDED, at__lt=now - FORGOTTEN_AFTER)
    for pk in forgotten.values_list("pk", flat=True):
        discard_batch(batch_id=pk, actor=SYSTEM, now=now)
    return expire_exports(now=now)
