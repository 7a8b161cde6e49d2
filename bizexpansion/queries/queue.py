"""The work queue: which open tasks lie on whose desk, by deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import TaskState
from bizexpansion.flows import current_flows, get_flow
from bizexpansion.models import Task
from bizexpansion.rules import ASSIGN_TASK, VIEW_CASE, step_permission
from crm.clocks.enums import Holder
from crm.clocks.models import Clock
from crm.clocks.queries import ClockChip, clock_chips
from crm.org.models import Staff
from crm.org.permissions import Scope, scope_of
from crm.web.keyset import COUNT_CAP

ORDER = ("clock__due_at", "pk")
SOON = timedelta(days=1)


@dataclass(frozen=True)
class Desk:
    """One tab of the queue: its key, its words, and what narrows the tasks that this person may see."""

    key: str
    label: Any
    narrow: Callable[[QuerySet[Task], Staff, datetime], QuerySet[Task]]


def _mine(tasks: QuerySet[Task], user: Staff, now: datetime) -> QuerySet[Task]:
    return tasks.filter(assignee=user)


def _team(tasks: QuerySet[Task], user: Staff, now: datetime) -> QuerySet[Task]:
    return tasks.filter(within_reach(user))


def _unassigned(tasks: QuerySet[Task], user: Staff, now: datetime) -> QuerySet[Task]:
    return _team(tasks, user, now).filter(assignee__isnull=True)


def _due_soon(tasks: QuerySet[Task], user: Staff, now: datetime) -> QuerySet[Task]:
    """Before the end of tomorrow, or warned about, and not late yet."""
    tomorrow = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + SOON
    near = Q(clock__due_at__lt=tomorrow) | Q(clock__warn_at__lte=now)
    return _team(tasks, user, now).filter(near, clock__due_at__gte=now)


def _overdue(tasks: QuerySet[Task], user: Staff, now: datetime) -> QuerySet[Task]:
    return _team(tasks, user, now).filter(clock__due_at__lt=now)


DESKS: tuple[Desk, ...] = (
    Desk("mine", _("Mine"), _mine),
    Desk("team", _("My team"), _team),
    Desk("unassigned", _("Unassigned"), _unassigned),
    Desk("soon", _("Due soon"), _due_soon),
    Desk("overdue", _("Overdue"), _overdue),
)
BY_KEY: Mapping[str, Desk] = {desk.key: desk for desk in DESKS}


def default_desk(user: Staff) -> str:
    """With which tab somebody begins: his own desk while something lies on it, else the team's."""
    mine = visible_tasks(user).filter(assignee=user)
    return "mine" if mine.exists() else "team"


def visible_tasks(user: Any) -> QuerySet[Task]:
    """The open tasks that this person may see."""
    return Task.objects.restrict(user, VIEW_CASE).filter(state=TaskState.OPEN)


def desk_tasks(user: Staff, key: str, now: datetime) -> QuerySet[Task]:
    """The tasks of one tab; an unknown key means one's own."""
    return first_of_rows(BY_KEY.get(key, DESKS[0]).narrow(visible_tasks(user), user, now))


def first_of_rows(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The rows of a batch that stand at one step on one desk are one line: the first of them stands for all."""
    same = {name: OuterRef(name) for name in ("case", "node", "waiting_for")}
    earlier = Task.objects.filter(**same, state=TaskState.OPEN, pk__lt=OuterRef("pk")).filter(
        Q(assignee=OuterRef("assignee")) | Q(assignee__isnull=True) & IsNull(OuterRef("assignee"), True)
    )
    return tasks.filter(Q(instance="") | ~Exists(earlier))


def all_of_rows(task_ids: Iterable[int]) -> list[int]:
    """What lines of the queue stand for: the chosen tasks, and of a batch all rows at the same step and desk."""
    tasks = list(Task.objects.filter(pk__in=task_ids, state=TaskState.OPEN))
    places = Q(pk__in=[])
    for task in tasks:
        if task.instance:
            same = {"case": task.case_id, "node": task.node, "waiting_for": task.waiting_for}
            places |= Q(**same, assignee=task.assignee_id, state=TaskState.OPEN)
    found = list(Task.objects.filter(places).values_list("pk", flat=True)) if places != Q(pk__in=[]) else []
    return sorted({*task_ids, *found})


def with_row_data(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Join everything that a row shows."""
    return tasks.select_related("case__account__customer", "clock__rule", "assignee", "done_by", "team")


def within_reach(user: Staff) -> Q:
    """What my team does: the steps of my roles where I hold them; everything for a dispatcher; and for a
    person who only looks (account manager, call centre) whatever may be seen. No query of its own."""
    by_scope: dict[Scope, set[str]] = defaultdict(set)
    for graph in current_flows():
        for step in graph.steps.values():
            by_scope[scope_of(user, step_permission(step.form))].add(step.id)
    reach = Q(pk__in=[])
    for scope, nodes in by_scope.items():
        if scope:
            reach |= _inside(scope) & Q(node__in=sorted(nodes))
    dispatches = scope_of(user, ASSIGN_TASK)
    if dispatches:
        reach |= _inside(dispatches)
    handles = any(by_scope) or bool(dispatches)
    return reach if handles else Q()


def _inside(scope: Scope) -> Q:
    return ~Q(pk__in=[]) if scope.everywhere else Q(department_id__in=sorted(scope.departments))


class _CountOf(Subquery):
    """The number of rows of a subquery."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def desk_counts(user: Staff, now: datetime) -> dict[str, str]:
    """How many tasks each tab holds, as text, `1000+` above the cap; one query whatever the size."""
    counts = Staff.objects.filter(pk=user.pk).annotate(
        **{
            f"desk_{desk.key}": _CountOf(
                first_of_rows(desk.narrow(visible_tasks(user), user, now)).order_by().values("pk")[: COUNT_CAP + 1]
            )
            for desk in DESKS
        }
    )
    found = counts.values_list(*(f"desk_{desk.key}" for desk in DESKS)).first() or (0,) * len(DESKS)
    return {
        desk.key: f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)
        for desk, number in zip(DESKS, found, strict=True)
    }


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. `gone` says that the task left the list since the page was drawn; `rows` for how many
    rows of a batch it stands."""

    task: Task
    chip: ClockChip | None
    gone: Any = ""
    rows: int = 0

    @property
    def step_name(self) -> Any:
        """The step, in the reader's language."""
        return get_flow(self.task.case.flow_code, self.task.case.flow_version).steps[self.task.node].name

    @property
    def flow_name(self) -> Any:
        """The business, in the reader's language."""
        return get_flow(self.task.case.flow_code, self.task.case.flow_version).flow.name

    @property
    def customer(self) -> str:
        """The customer as the list shows it: a firm by its name, a person masked."""
        return self.task.case.masked_title

    @property
    def waits(self) -> bool:
        """Whether somebody outside holds the ball."""
        return self.task.holder != Holder.UTILITY


def queue_rows(tasks: Iterable[Task], now: datetime) -> list[QueueRow]:
    """Rows with their clocks; at most five queries for all of them together."""
    rows = list(tasks)
    clocks: dict[int, Clock] = {task.clock_id: task.clock for task in rows if task.clock_id and task.clock}
    chips = clock_chips(clocks.values(), now)
    counts = _row_counts([task for task in rows if task.instance])
    return [QueueRow(task, chips.get(task.clock_id or 0), rows=counts.get(_place(task), 0)) for task in rows]


def _place(task: Task) -> tuple[Any, ...]:
    return task.case_id, task.node, task.waiting_for, task.assignee_id


def _row_counts(tasks: list[Task]) -> dict[tuple[Any, ...], int]:
    """How many rows stand where each of these does; no query where none of a batch is shown."""
    if not tasks:
        return {}
    names = ("case_id", "node", "waiting_for", "assignee_id")
    found = Task.objects.filter(state=TaskState.OPEN, instance__gt="", case__in={task.case_id for task in tasks})
    return {tuple(row[:-1]): row[-1] for row in found.order_by().values_list(*names).annotate(Count("pk"))}


def gone_rows(user: Staff, shown: Iterable[int], still: Iterable[int], now: datetime) -> list[QueueRow]:
    """The rows that a page showed and that its list does not hold any more, with who took them; one query
    beside the clocks. A row that this person may not see any more is left out."""
    missing = set(shown) - set(still)
    if not missing:
        return []
    tasks = with_row_data(Task.objects.restrict(user, VIEW_CASE).filter(pk__in=missing))
    return [QueueRow(row.task, row.chip, gone=_what_became(row.task)) for row in queue_rows(tasks, now)]


def _what_became(task: Task) -> Any:
    if task.state == TaskState.DONE and task.done_by:
        return _("%(who)s has done it") % {"who": task.done_by.name}
    if task.state != TaskState.OPEN:
        return task.get_state_display()
    if task.assignee:
        return _("%(who)s has it now") % {"who": task.assignee.name}
    return _("no longer in this list")
