"""The desk of somebody who is away, and who could take what lies on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from bizexpansion.enums import TaskState
from bizexpansion.models import Task
from bizexpansion.queries.colleagues import colleagues, form_of
from bizexpansion.queries.queue import ORDER, QueueRow, queue_rows
from bizexpansion.rules import ASSIGN_TASK
from crm.org.models import Department, Staff
from crm.org.permissions import scope_of
from crm.org.rules import SET_ABSENCE

MOST_TASKS = 200


@dataclass(frozen=True)
class Handing:
    """One open task of the person, who could take it with how many open tasks each, and whom we propose."""

    row: QueueRow
    able: list[tuple[Staff, int]]
    proposed: int | None


def people_to_relieve(actor: Staff, *, with_tasks: bool = True) -> QuerySet[Staff]:
    """Those whose absence this person may enter, with the number of their open tasks, most tasks first."""
    scope, reach = scope_of(actor, SET_ABSENCE), Q()
    if not scope.everywhere:
        reach = Q(pk__in=[])
        for path in Department.objects.filter(pk__in=scope.departments).values_list("path", flat=True):
            reach |= Q(department__path__startswith=path)
    held = Count("tasks", filter=Q(tasks__state=TaskState.OPEN))
    people = Staff.objects.filter(reach, is_active=True).annotate(held=held).select_related("department")
    return (people.filter(held__gt=0) if with_tasks else people).order_by("-held", "number")


def desk_of(person: Staff, actor: Staff, now: datetime) -> list[Handing]:
    """The open tasks of `person` that `actor` may hand on, by deadline; for each the colleague at work who holds
    the role there and has the fewest open tasks, those proposed before included."""
    tasks = Task.objects.restrict(actor, ASSIGN_TASK).filter(state=TaskState.OPEN, assignee=person)
    rows = queue_rows(tasks.order_by(*ORDER).only("pk")[:MOST_TASKS], now)
    able: dict[tuple[str, int], list[Staff]] = {}
    for row in rows:
        place = form_of(row.task), row.task.department_id
        if place not in able:
            found = colleagues([place[0]], [place[1]], today=localdate(now))
            able[place] = [one for one in found if one.pk != person.pk]
    load = _open_tasks({one.pk for found in able.values() for one in found})
    held, handings = dict(load), []
    for row in rows:
        fit = sorted(
            able[form_of(row.task), row.task.department_id],
            key=lambda one: (one.department_id != person.department_id, load.get(one.pk, 0), one.number),
        )
        proposed = fit[0].pk if fit else None
        if proposed is not None:
            load[proposed] = load.get(proposed, 0) + 1
        handings.append(Handing(row, [(one, held.get(one.pk, 0)) for one in fit], proposed))
    return handings


def _open_tasks(people: set[int]) -> dict[int, int]:
    """How many open tasks each holds."""
    held: Any = Task.objects.filter(state=TaskState.OPEN, assignee__in=people).order_by()
    return dict(held.values_list("assignee").annotate(Count("pk")))
