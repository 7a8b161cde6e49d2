"""The work queue: which open tasks lie on whose desk, by deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import TaskState
from bizexpansion.flows import current_flows, get_flow
from bizexpansion.models import Task
from bizexpansion.rules import ASSIGN_TASK, VIEW_CASE, step_permission
from crm.clocks.enums import Holder
from crm.clocks.queries import ClockChip, clock_chips
from crm.org.models import Department, Staff
from crm.org.permissions import Scope, granted_roles, held_roles, scope_of
from crm.prepared import Prepared
from crm.web.keyset import COUNT_CAP
from crm.web.masks import mask_name
from customers.book.enums import CustomerKind

ORDER = ("due_at", "pk")
SHOWN = (
    *("node", "instance", "visit", "state", "role", "holder", "waiting_for", "due_at", "department_id"),
    *("case__case_number", "case__flow_code", "case__flow_version", "case__title", "case__is_green_channel"),
    *("case__is_important", "case__urged_count"),
    *("clock__rule_id", "clock__department_id", "clock__state", "clock__started_at", "clock__stopped_at"),
    *("clock__due_at", "clock__warn_at", "clock__until", "clock__provisional", "clock__warned_at"),
    *("clock__breached_at", "assignee_id", "team_id", "done_by_id"),
)
ONE_DAY = timedelta(days=1)


def _people() -> QuerySet[Staff]:
    return Staff.objects.filter(pk=OuterRef("assignee_id")).order_by()


def _teams() -> QuerySet[Department]:
    return Department.objects.filter(pk=OuterRef("team_id")).order_by()


# What a row shows, and no more of it: a case carries its whole marking, and to build a model for one word takes
# longer than to read it. The names come by queries inside: to plan two joins more takes PostgreSQL longer than all.
WHOLE: Prepared[Any] = Prepared(
    lambda keys: (
        Task.objects.filter(pk__any_of=keys)
        .select_related("case", "clock")
        .only(*SHOWN)
        .annotate(
            account_name=F("case__account__name"),
            customer_kind=F("case__account__customer__kind"),
            assignee_name=Subquery(_people().values("name")),
            team_name=Subquery(_teams().values("name")),
            team_name_en=Subquery(_teams().values("name_en")),
        )
    ),
    list,
)


MINE = "SELECT COUNT(*) FROM ({visible}) AS own WHERE assignee_id = %s"
UP_TO_CAP = "(SELECT COUNT(*) FROM (SELECT 1 FROM ({within}) AS within WHERE {condition} LIMIT {most}) AS capped)"


class Said(Enum):
    """What is put into the statement of the counts when it is asked."""

    USER = auto()
    NOW = auto()
    MIDNIGHT = auto()


# The tabs after "mine" and "my team", in the order of DESKS: a condition, and what it says.
PARTS: tuple[tuple[str, tuple[Said, ...]], ...] = (
    ("assignee_id IS NULL", ()),
    ("due_at >= %s AND (warn_at <= %s OR due_at < %s)", (Said.NOW, Said.NOW, Said.MIDNIGHT)),
    ("due_at < %s", (Said.NOW,)),
)


@dataclass(frozen=True)
class Desk:
    """One tab of the queue: its key, its words, and which of the tasks that this person may see it holds."""

    key: str
    label: Any
    narrow: Callable[[Staff, datetime], Q]


def _mine(user: Staff, now: datetime) -> Q:
    return Q(assignee=user.pk)


def _team(user: Staff, now: datetime) -> Q:
    return within_reach(user)


def _unassigned(user: Staff, now: datetime) -> Q:
    return within_reach(user) & Q(assignee__isnull=True)


def _due_soon(user: Staff, now: datetime) -> Q:
    """Before the end of today, or warned about, and not late yet."""
    return within_reach(user) & (Q(due_at__lt=end_of_today(now)) | Q(warn_at__lte=now)) & Q(due_at__gte=now)


def _overdue(user: Staff, now: datetime) -> Q:
    return within_reach(user) & Q(due_at__lt=now)


DESKS: tuple[Desk, ...] = (
    Desk("mine", _("Mine"), _mine),
    Desk("team", _("My team"), _team),
    Desk("unassigned", _("Unassigned"), _unassigned),
    Desk("soon", _("Due soon"), _due_soon),
    Desk("overdue", _("Overdue"), _overdue),
)
BY_KEY: Mapping[str, Desk] = {desk.key: desk for desk in DESKS}


def end_of_today(now: datetime) -> datetime:
    """The next midnight in Suzhou."""
    return localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + ONE_DAY


def default_desk(counts: Mapping[str, str]) -> str:
    """With which tab somebody begins: his own desk while something lies on it, else the team's."""
    return "mine" if counts["mine"] != "0" else "team"


def visible_tasks(user: Any) -> QuerySet[Task]:
    """The open tasks that this person may see."""
    return Task.objects.restrict(user, VIEW_CASE).filter(state=TaskState.OPEN)


def desk_tasks(user: Staff, key: str, now: datetime) -> QuerySet[Task]:
    """The tasks of one tab, for `queue_rows`; an unknown key means one's own."""
    return _lines(scope_of(user, VIEW_CASE)).filter(BY_KEY.get(key, DESKS[0]).narrow(user, now))


@lru_cache(maxsize=256)
def _lines(scope: Scope) -> QuerySet[Task]:
    """The lines of the queue that may be seen, composed once for all who see the same; only ever narrowed further,
    never read itself."""
    return first_of_rows(Task.objects.within(scope).filter(state=TaskState.OPEN))


def first_of_rows(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The rows of a batch that stand at one step on one desk are one line: the first of them stands for all."""
    rows = Task.objects.filter(state=TaskState.OPEN, instance__gt="").order_by()
    firsts = rows.values("case", "node", "waiting_for", "assignee").annotate(first=Min("pk")).values("first")
    return tasks.filter(Q(instance="") | Q(pk__in=firsts))


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


def within_reach(user: Staff) -> Q:
    """What my team does: the steps of my roles where I hold them; everything for a dispatcher; and for a
    person who only looks (account manager, call centre) whatever may be seen. No query of its own."""
    by_place: dict[int | None, set[str]] = defaultdict(set)
    for role, department_id in held_roles(user):
        if nodes_of_roles().get(role):
            by_place[department_id] |= nodes_of_roles()[role]
    dispatches = scope_of(user, ASSIGN_TASK)
    if dispatches.everywhere or not (by_place or dispatches):
        return Q()
    reach = Q(department_id__in=sorted(dispatches.departments)) if dispatches else Q()
    for department_id, nodes in by_place.items():
        here = Q() if department_id is None else Q(department_id=department_id)
        reach |= here & Q(node__in=sorted(nodes))
    return reach


@cache
def nodes_of_roles() -> Mapping[str, frozenset[str]]:
    """Which steps each role may do, over the newest versions of all flows."""
    found: dict[str, set[str]] = defaultdict(set)
    for graph in current_flows():
        for step in graph.steps.values():
            for role in granted_roles(step_permission(step.form)):
                found[role].add(step.id)
    return {role: frozenset(nodes) for role, nodes in found.items()}


def desk_counts(user: Staff, now: datetime) -> dict[str, str]:
    """How many lines each tab holds, as text, `1000+` above the cap; one query.

    It is asked for on every first page, in SQL of our own, which `DESKS` says in Django's words (a test holds the
    two together): five conditions cost Django more time than they cost PostgreSQL.
    """
    try:
        sql, params = _counting(scope_of(user, VIEW_CASE), within_reach(user))
    except EmptyResultSet:  # nothing may be seen
        return {desk.key: "0" for desk in DESKS}
    said: dict[Any, Any] = {Said.USER: user.pk, Said.NOW: now, Said.MIDNIGHT: end_of_today(now)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [said.get(param, param) for param in params])
        numbers = cursor.fetchone()
    return {
        desk.key: f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)
        for desk, number in zip(DESKS, numbers, strict=True)
    }


@lru_cache(maxsize=256)
def _counting(scope: Scope, reach: Q) -> tuple[str, tuple[Any, ...]]:
    """The statement of `desk_counts` and what it says, composed once for all who see and do the same.

    Raises `EmptyResultSet` where nothing may be seen.
    """
    tasks = _lines(scope).order_by()
    visible, seen = tasks.values("assignee_id").query.sql_with_params()
    within, reached = tasks.filter(reach).values("assignee_id", "due_at", "warn_at").query.sql_with_params()
    count = _count_up_to_cap if _takes_all_steps(reach) else _count_in_one_pass
    sql, params = count(within, reached)
    return f"SELECT ({MINE.format(visible=visible)}), {sql}", (*seen, Said.USER, *params)


def _takes_all_steps(reach: Q) -> bool:
    """Whether whole departments lie within reach, as for managers and dispatchers: thousands of lines."""
    return all(isinstance(one, tuple) and one[0] == "department_id__in" for one in reach.children)


def _count_in_one_pass(within: str, reached: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """For some hundred lines: what lies within reach is read once, in an index, and the parts are told apart."""
    parts = [f"COUNT(*) FILTER (WHERE {condition})" for condition, _said in PARTS]
    params = [one for _condition, said in PARTS for one in said]
    return f"COUNT(*), {', '.join(parts)} FROM ({within}) AS within", [*params, *reached]


def _count_up_to_cap(within: str, reached: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """For thousands of lines: each tab by itself, no further than it shows."""
    parts, params = [], []
    for condition, said in (("TRUE", ()), *PARTS):
        parts.append(UP_TO_CAP.format(within=within, condition=condition, most=COUNT_CAP + 1))
        params += [*reached, *said]
    return ", ".join(parts), params


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue, with the names of the person and the team that have it. `gone` says that the task left
    the list since the page was drawn; `rows` for how many rows of a batch it stands."""

    task: Task
    chip: ClockChip | None
    assignee: str = ""
    team: str = ""
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
        task: Any = self.task
        if task.customer_kind is None:
            return str(task.case.title)
        return mask_name(task.account_name) if task.customer_kind == CustomerKind.PERSON else task.account_name

    @property
    def waits(self) -> bool:
        """Whether somebody outside holds the ball."""
        return self.task.holder != Holder.UTILITY


def queue_rows(tasks: Iterable[Task], now: datetime) -> list[QueueRow]:
    """What the lines of these tasks show, of which only the keys are used; two queries, one more where a row of a
    batch is among them."""
    keys = [task.pk for task in tasks]
    if not keys:
        return []
    found = {task.pk: task for task in WHOLE.rows(keys)}
    whole = [found[key] for key in keys if key in found]
    chips = clock_chips([task.clock for task in whole if task.clock], now)
    counts = _row_counts([task for task in whole if task.instance])
    in_english = get_language() == "en"
    return [
        QueueRow(
            task,
            chips.get(task.clock_id),
            assignee=task.assignee_name or "",
            team=(in_english and task.team_name_en) or task.team_name or "",
            rows=counts.get(_place(task), 0),
        )
        for task in whole
    ]


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
    """The rows that a page showed and that its list does not hold any more, with who took them; two queries
    beside those of the rows. A row that this person may not see any more is left out."""
    missing = set(shown) - set(still)
    if not missing:
        return []
    rows = queue_rows(Task.objects.restrict(user, VIEW_CASE).filter(pk__in=missing).only("pk"), now)
    prefetch_related_objects([row.task for row in rows], Prefetch("done_by", Staff.objects.only("name")))
    return [replace(row, gone=_what_became(row)) for row in rows]


def _what_became(row: QueueRow) -> Any:
    task = row.task
    if task.state == TaskState.DONE and task.done_by:
        return _("%(who)s has done it") % {"who": task.done_by.name}
    if task.state != TaskState.OPEN:
        return task.get_state_display()
    if row.assignee:
        return _("%(who)s has it now") % {"who": row.assignee}
    return _("no longer in this list")
