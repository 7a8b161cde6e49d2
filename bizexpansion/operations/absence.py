"""Somebody is away: the open tasks of one person go to colleagues who are at work, or back to the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import EventKind
from bizexpansion.models import Task
from bizexpansion.operations.bulk import BulkResult, each
from bizexpansion.operations.desk import hand_over, open_task
from bizexpansion.operations.moves import record_event
from bizexpansion.operations.work import held_by_other, lock_case_of
from bizexpansion.rules import ASSIGN_TASK
from crm.audit.operation import about, operation
from crm.errors import InvalidInput
from crm.messages.operations import notify
from crm.org.models import Staff
from crm.org.operations import set_absence
from crm.org.permissions import require
from crm.workdays.arithmetic import midnight
from crm.workdays.calendar import load_calendar


@operation("bizexpansion.hand_over_desk")
def hand_over_desk(
    *, person: Staff, until: date, plan: Mapping[int, int | None], actor: Staff, now: datetime
) -> BulkResult:
    """Note that `person` is away up to and with `until`, and hand tasks on as `plan` says: task id -> staff id, or
    None for back to the team. What cannot be handed on does not hold up the rest; what somebody else has taken
    meanwhile stays there. The person is told on the first working morning back.

    Raises InvalidInput and OutOfScope as `set_absence` does.
    """
    away = set_absence(staff=person, until=until, actor=actor, now=now)
    if person.pk in plan.values():
        raise InvalidInput({"person": _("The person who is away takes no tasks.")})
    people = Staff.objects.in_bulk({pk for pk in plan.values() if pk is not None})
    result = each(list(plan), lambda pk: _hand_on(pk, person, people, plan[pk], actor, now))
    about(away, handed_over=result.done, until=until.isoformat())
    if result.done:
        back = next(iter(load_calendar(person.department_id).windows_from(midnight(until + timedelta(days=1)))))
        notify(
            [person.pk],
            kind="task",
            title=format_lazy(
                gettext_lazy("While you were away, tasks of yours were handed on: {count}"), count=len(result.done)
            ),
            url="/",
            key=f"handed-over:{person.pk}:{until}:{min(result.done)}",
            now=now,
            not_before=back.start,
        )
    return result


def _hand_on(
    task_id: int, person: Staff, people: Mapping[int, Staff], target: int | None, actor: Staff, now: datetime
) -> Task:
    case = lock_case_of(task_id)
    require(actor, ASSIGN_TASK, case.department_id)
    task = open_task(case, task_id, None)
    if task.assignee_id == target:
        return task
    if task.assignee_id != person.pk:
        raise held_by_other(task)
    note = _("%(who)s is away.") % {"who": person.name}
    if target is not None:
        if target not in people:
            raise InvalidInput({"assignee": _("Choose to whom the tasks go.")})
        return hand_over(case, task, people[target], EventKind.TRANSFERRED, note, actor, now)
    task.assignee = None
    task.version += 1
    task.save(update_fields=["assignee", "version"])
    details = {"from": person.pk, "to": None}
    record_event(case, EventKind.TRANSFERRED, actor, now, task=task, note=note, details=details)
    return task
