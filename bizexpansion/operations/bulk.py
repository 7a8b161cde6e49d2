"""Several tasks at once: what can be handed over is, and the rest is told one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from bizexpansion.models import Task
from bizexpansion.operations.desk import assign_task, claim_task
from crm.audit.operation import operation
from crm.errors import DomainError
from crm.org.models import Staff


@dataclass
class BulkResult:
    """Which tasks were handed over, and for the others (by id) the refusal."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, DomainError] = field(default_factory=dict)


@operation("bizexpansion.assign_tasks")
def assign_tasks(*, task_ids: Sequence[int], assignee: Staff, actor: Staff, now: datetime) -> BulkResult:
    """Hand several tasks to one person (派工). A task that cannot be handed over does not hold up the others."""
    return each(task_ids, lambda pk: assign_task(task_id=pk, assignee=assignee, actor=actor, now=now))


@operation("bizexpansion.claim_tasks")
def claim_tasks(*, task_ids: Sequence[int], actor: Staff, now: datetime) -> BulkResult:
    """Take several tasks onto one's own desk; what somebody else has taken meanwhile is told."""
    return each(task_ids, lambda pk: claim_task(task_id=pk, actor=actor, now=now))


def each(task_ids: Sequence[int], hand_over: Callable[[int], Task]) -> BulkResult:
    """Cases are locked in the order of their ids, as everywhere. Each task is a savepoint of its own."""
    result = BulkResult()
    order = dict(Task.objects.filter(pk__in=task_ids).order_by("case_id", "pk").values_list("pk", "case_id"))
    for pk in [*order, *sorted(set(task_ids) - set(order))]:
        try:
            with transaction.atomic():
                hand_over(pk)
        except DomainError as refusal:
            result.refused[pk] = refusal
        else:
            result.done.append(pk)
    return result
