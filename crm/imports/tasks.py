"""Runs the long steps of a batch on the queue `imports`; a step that a killed worker left is run again."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone, translation

from crm.errors import DomainError
from crm.imports.enums import ExportState
from crm.imports.models import ExportJob, ImportBatch
from crm.imports.operations import apply_batch, check_batch, expire_exports, fail_batch, write_export

STEPS = {"check": check_batch, "apply": apply_batch}


@shared_task(name="crm.imports.tasks.run_batch")
def run_batch(batch_id: int, step: str, **_: Any) -> None:
    """Run `check` or `apply` in the language of the person who handed the file in."""
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
    """Delete exported files whose time is over."""
    return expire_exports(now=timezone.now())
