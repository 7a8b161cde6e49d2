"""Whose desk a task lands on: the team by its duty, the person by dispatch or by having done it before."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine.definition import Step
from bizexpansion.engine.marking import Opened
from bizexpansion.enums import TaskState
from bizexpansion.models import Case, FieldJob, Task
from bizexpansion.rules import step_permission
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import has_permission


def assignee_for(case: Case, step: Step, opened: Opened, now: datetime) -> Staff | None:
    """The person who was sent for this step, or who did it at an earlier visit; nobody otherwise, nor where that
    person is away: then it waits for the team."""
    if step.sent_by:
        sent = {
            "task__node": step.sent_by,
            "task__state": TaskState.DONE,
            "task__instance__in": ("", opened.instance),
        }
        job = FieldJob.objects.filter(case=case, **sent).select_related("leader").order_by("-id").first()
        if job is not None:
            return job.leader if _is_at_work(job.leader, now) else None
    if opened.visit == 1:
        return None
    before: Task | None = (
        case.tasks.filter(node=step.id, instance=opened.instance, done_by__is_active=True)
        .select_related("done_by")
        .order_by("-visit")
        .first()
    )
    return before.done_by if before and before.done_by and _is_at_work(before.done_by, now) else None


def _is_at_work(person: Staff, now: datetime) -> bool:
    away = person.absent_until is not None and person.absent_until >= localtime(now).date()
    return person.is_active and not away


def require_able(job: FieldJob, form: str, department_id: int, now: datetime) -> None:
    """The people of a field job may do the step, are at work, and are two. Raises InvalidInput."""
    errors = {}
    for name, person in (("leader", job.leader), ("companion", job.companion)):
        if not _is_at_work(person, now):
            errors[name] = _("%(who)s is not at work.") % {"who": person.name}
    if not has_permission(job.leader, step_permission(form), department_id):
        errors["leader"] = _("%(who)s does not do this work.") % {"who": job.leader.name}
    if job.leader_id == job.companion_id:
        errors["companion"] = _("Field work needs two people.")
    if errors:
        raise InvalidInput(errors)
