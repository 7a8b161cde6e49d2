"""Take a list out: who, which filters, why and how many rows are in the audit log before a file exists."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.imports.enums import ExportState
from crm.imports.errors import TooManyRows
from crm.imports.exporting import Exportable, find_export
from crm.imports.models import ExportJob
from crm.imports.rules import EXPORT, EXPORT_CLEAR
from crm.imports.sheets import write_sheet
from crm.imports.storage import drop_file, new_path, place_of
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from crm.parameters.queries import get_parameter

AT_ONCE_ROWS = 5000
"""A longer list is written by a worker."""
VALID_HOURS = 24
ROW_CAP = "export.row_cap"


@operation("imports.export_list")
def export_list(
    *, key: str, query: str, reason: str, is_clear: bool = False, actor: Staff, now: datetime
) -> ExportJob:
    """Export a list as `actor` sees it, with the filters of `query`; a long one is written by a worker.

    Raises InvalidInput without a reason, TooManyRows above the person's limit (parameter `export.row_cap`),
    NotPermitted, also for personal data in clear without that permission; OutOfScope for an unknown list.
    Source: 个人信息保护法 art. 51, 55 (least privilege, record of what is passed on).
    """
    listed = _listed(key, actor)
    if is_clear and not (listed.has_clear and has_permission(actor, EXPORT_CLEAR)):
        raise NotPermitted(details={"permission": EXPORT_CLEAR})
    if len(reason.strip()) < 4:
        raise InvalidInput({"reason": _("Say what the list is needed for.")})
    selector = "personal" if has_permission(actor, EXPORT_CLEAR) else ""
    limit = int(get_parameter(ROW_CAP, on=timezone.localdate(now), selector=selector))
    count = listed.rows(actor, QueryDict(query)).order_by()[: limit + 1].count()
    if count > limit:
        raise TooManyRows(
            _("You may export %(limit)d rows at most; narrow the filters of the list.") % {"limit": limit},
            details={"limit": limit},
        )
    job = ExportJob.objects.create(
        key=key,
        query=query[:1000],
        reason=reason.strip()[:200],
        is_clear=is_clear,
        rows=count,
        by=actor,
        at=now,
        expires_at=now + timedelta(hours=VALID_HOURS),
    )
    about(job, reason=job.reason, list=key, filters=job.query, rows=count, clear=is_clear)
    if count <= AT_ONCE_ROWS:
        return write_export(job_id=job.pk, actor=actor, now=now)
    from crm.imports.tasks import run_export  # the task calls operations: imported late

    transaction.on_commit(lambda: run_export.delay(job.pk))
    return job


@operation("imports.write_export")
def write_export(*, job_id: int, actor: Staff, now: datetime) -> ExportJob:
    """Write the file, with who and when in its first row and on every printed page. Written already: nothing."""
    job = ExportJob.objects.select_for_update(of=("self",)).filter(pk=job_id, by_id=actor.pk).first()
    if job is None:
        raise OutOfScope
    if job.state != ExportState.WAITING:
        return job
    listed = _listed(job.key, actor)
    path = new_path("exports", ".xlsx")
    lines = listed.lines(actor, QueryDict(job.query), is_clear=job.is_clear)
    try:
        job.rows = write_sheet(
            place_of(path),
            title=str(listed.label),
            header=next(lines, []),
            rows=lines,
            watermark=_("%(name)s %(number)s, %(at)s: for internal use only, do not pass on")
            % {"name": actor.name, "number": actor.number, "at": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"},
        )
    except BaseException:
        drop_file(path)
        raise
    job.state, job.path = ExportState.READY, path
    job.save(update_fields=["state", "path", "rows"])
    about(job, rows=job.rows)
    return job


def expire_exports(*, now: datetime) -> int:
    """Delete the files whose time is over; how many. What was exported stays in the list and the audit log."""
    over = list(ExportJob.objects.filter(expires_at__lt=now, state=ExportState.READY))
    for job in over:
        drop_file(job.path)
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED, path="")
    return len(over)


def _listed(key: str, actor: Actor) -> Exportable:
    """The list, if this person may see and export it."""
    require(actor, EXPORT)
    listed = find_export(key)
    if listed is None:
        raise OutOfScope
    if listed.permission:
        require(actor, listed.permission)
    return listed
