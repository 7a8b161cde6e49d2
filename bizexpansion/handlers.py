"""What business expansion does because of facts: tell the people on whose desk something has landed.

A reminder waits for office hours (workflows.md 3.4, clocks): a deadline that passes at the close of business is
told at the next opening. Handlers run after the fact was committed, perhaps twice: the key of a notification
makes it one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop

from bizexpansion.enums import TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseClock, CaseEvent, Task, Term
from bizexpansion.queries.people import able_staff
from crm.clocks.enums import Holder
from crm.messages.operations import notify
from crm.org.enums import Role
from crm.org.models import RoleAssignment
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.workdays.calendar import load_calendar

LEADERS = (Role.R2, Role.MANAGER)


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("case.task_opened", name="bizexpansion.tell_task_opened")(tell_task_opened)
    handles("case.task_assigned", name="bizexpansion.tell_task_assigned")(tell_task_assigned)
    handles("case.urged", name="bizexpansion.tell_urged")(tell_urged)
    handles("case.closed", "case.aborted", name="bizexpansion.tell_ended")(tell_ended)
    handles("clock.due_soon", "clock.breached", name="bizexpansion.tell_deadline")(tell_deadline)


def tell_task_opened(fact: Fact, *, now: datetime) -> None:
    """A task has landed: tell its holder, or while nobody holds it everybody of the team who may do it.

    While somebody outside holds the ball there is nothing to do yet.
    """
    task = _open_task(fact)
    if task is None or task.holder != Holder.UTILITY:
        return
    words = gettext_noop("%(number)s: %(step)s has come to your desk")
    _notify(holders_of(task), "task", words, task.case, key=f"task-opened:{task.pk}", now=now, node=task.node)


def tell_task_assigned(fact: Fact, *, now: datetime) -> None:
    """Somebody was given a task; whoever takes one himself knows."""
    task = _open_task(fact)
    if task is None or fact.payload["by"] == fact.payload["staff_id"]:
        return
    words = gettext_noop("%(number)s: %(step)s was assigned to you")
    _notify([fact.payload["staff_id"]], "task", words, task.case, key=fact.key, now=now, node=task.node)


def tell_urged(fact: Fact, *, now: datetime) -> None:
    """The case is pressed for (督办): tell all who hold a task of it, and their leaders."""
    case = Case.objects.get(pk=fact.payload["case_id"])
    event = CaseEvent.objects.get(pk=fact.payload["event_id"])
    people = {pk for task in _open_tasks(case) for pk in holders_of(task)} | _leaders_of(case)
    words = gettext_noop("%(number)s is urged: %(note)s")
    _notify(people - {event.actor_id}, "urge", words, case, key=fact.key, now=now, note=event.note)


def tell_ended(fact: Fact, *, now: datetime) -> None:
    """The case is over: tell the clerk who took it in, and whoever worked on it when it was aborted."""
    case = Case.objects.get(pk=fact.payload["case_id"])
    people = {case.accepted_by_id}
    if fact.topic == "case.aborted":
        stopped = case.tasks.filter(state=TaskState.CANCELLED, closed_at=case.closed_at)
        people |= set(stopped.exclude(assignee=None).values_list("assignee_id", flat=True))
        words = gettext_noop("%(number)s was aborted: %(note)s")
    else:
        words = gettext_noop("%(number)s is closed")
    _notify(people, "case", words, case, key=fact.key, now=now, note=case.closing_reason)


def tell_deadline(fact: Fact, *, now: datetime) -> None:
    """A promise is due soon or broken: tell who holds the steps under it; of a breach also their leaders."""
    link = CaseClock.objects.select_related("case", "clock__rule").filter(clock_id=fact.payload["clock_id"]).first()
    if link is None or not link.case.is_open or Term.objects.filter(clock_id=link.clock_id).exists():
        return
    case = link.case
    graph = get_flow(case.flow_code, case.flow_version)
    span = graph.spans.get(link.timer) or frozenset(graph.steps)
    people = {pk for task in _open_tasks(case) if task.node in span for pk in holders_of(task)}
    late = fact.topic == "clock.breached"
    if late:
        people |= _leaders_of(case)
        words = gettext_noop("%(number)s: %(promise)s is overdue")
    else:
        words = gettext_noop("%(number)s: %(promise)s is due soon")
    opening = next(iter(load_calendar(case.department_id).windows_from(now))).start
    rule = link.clock.rule
    _notify(people, "late" if late else "due", words, case, key=fact.key, now=now, not_before=opening, rule=rule)


def holders_of(task: Task) -> set[int]:
    """The person who holds a task; while nobody does, the people of its team who may do it.

    A team in which nobody may do it leaves it to everybody of the department who may.
    """
    if task.assignee_id is not None:
        return {task.assignee_id}
    able = able_staff(task.node, task.department)
    of_team = able.filter(department_id=task.team_id) if task.team_id else able.none()
    return set(of_team.values_list("pk", flat=True)) or set(able.values_list("pk", flat=True))


def _leaders_of(case: Case) -> set[int]:
    """Dispatchers and managers of the case's business department."""
    leaders = RoleAssignment.objects.filter(
        role__in=LEADERS, staff__is_active=True, staff__department__path__startswith=case.department.path
    )
    return set(leaders.values_list("staff_id", flat=True))


def _open_task(fact: Fact) -> Task | None:
    tasks = Task.objects.select_related("case").filter(state=TaskState.OPEN)
    return tasks.filter(pk=fact.payload["task_id"]).first()


def _open_tasks(case: Case) -> QuerySet[Task]:
    return case.tasks.filter(state=TaskState.OPEN)


def _notify(
    people: Iterable[int | None],
    kind: str,
    words: str,
    case: Case,
    *,
    key: str,
    now: datetime,
    not_before: datetime | None = None,
    node: str = "",
    note: str = "",
    rule: Any = None,
) -> None:
    """One line for each person, in that person's language."""

    def title() -> str:
        values = {"number": case.case_number, "note": note, "promise": rule.label if rule else ""}
        values["step"] = str(get_flow(case.flow_code, case.flow_version).steps[node].name) if node else ""
        return gettext(words) % values

    notify(
        [pk for pk in people if pk is not None],
        kind=kind,
        title=lazy(title, str)(),
        url=reverse("case", args=[case.case_number]),
        key=key,
        now=now,
        not_before=not_before,
    )
