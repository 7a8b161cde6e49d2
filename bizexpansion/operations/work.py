"""One step of one case in the making: the frame in which every step's operation works.

work = begin(task_id, "survey", version=version, actor=actor, now=now)    # lock, and all common checks
work.keep(survey)                                                         # check and save what was typed
return work.finish("feasible", note=survey.note)                          # fire the engine, write the rest
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import ExitKind, Step
from bizexpansion.engine.marking import Marking
from bizexpansion.engine.run import Rows
from bizexpansion.enums import CaseState, TaskState
from bizexpansion.errors import CaseNotOpen, CaseSuspended, HeldByOther, SamePerson, TaskNotOpen
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, OwedPaper, Row, StepRecord, Task
from bizexpansion.models.case import duties_in
from bizexpansion.operations.checks import check, check_days, refusing_violations
from bizexpansion.operations.conditional import refuse_owing
from bizexpansion.operations.conditions import conditions_at
from bizexpansion.operations.held import held_case, held_case_of
from bizexpansion.operations.lapsed import refuse_lapsed
from bizexpansion.operations.moves import apply_transition, refusing
from bizexpansion.operations.preconditions import look_up_at, refuse_findings
from bizexpansion.operations.situation import Situation
from bizexpansion.rules import step_permission
from crm.audit.operation import about, add_later
from crm.errors import InvalidInput, OutOfScope, StaleVersion
from crm.org.permissions import require
from crm.prepared import Prepared
from crm.reading import remember_rows
from customers.book.enums import HIGH_VOLTAGES


@dataclass
class StepWork:
    """The locked case and the open task that one operation completes."""

    case: Case
    task: Task
    graph: Graph
    marking: Marking
    step: Step
    actor: Any
    now: datetime

    def keep(self, record: StepRecord, **rows: Iterable[Row]) -> None:
        """Check and save the record of this visit, with its rows by the name of their relation (`add_later`).

        Raises InvalidInput naming the fields; the field of a row is named `relation-0-field`.
        """
        record.case, record.task = self.case, self.task
        record.recorded_by, record.recorded_at = self.actor, self.now
        errors = check_days(record, accepted_at=self.case.accepted_at, now=self.now) | check(record)
        kept = {name: list(items) for name, items in rows.items()}
        for name, items in kept.items():
            for index, row in enumerate(one for one in items if not one.judged):
                errors |= check(row, prefix=f"{name}-{index}-")
        if errors:
            raise InvalidInput(errors)
        places: dict[Any, str] = {type(record): ""}
        for name, items in kept.items():
            relation: Any = record._meta.get_field(name)
            places[relation.related_model] = name
            for row in items:
                setattr(row, relation.field.name, record)

        def remember() -> None:
            for name, items in kept.items():
                remember_rows(record, name, items)

        rows_of_all = [row for items in kept.values() for row in items]
        add_later([record, *rows_of_all], refusing=refusing_violations(places), then=remember)

    def finish(self, outcome: str = "done", *, note: str = "", rows: Rows | None = None) -> Case:
        """Complete the step by one of its exits and write everything that follows.

        Where it leads forward, the conditions that the flow computes here follow from what has been entered, and
        the preconditions that the flow asks here must hold. `rows`: the rows of the batch that follows, each with
        conditions of its own. Raises PreconditionUnmet, NotReady, PapersMissing, PlanLapsed.
        """
        forward = self._leads_forward(outcome)
        if forward:
            if getattr(self.task, "may_owe", True):
                refuse_owing(self.case, self.step)
            refuse_lapsed(self.case, self.graph, self.task)
        conditions = self._conditions(rows) if forward else None
        with refusing():
            transition = engine.fire(
                self.graph,
                self.marking,
                self.task.node,
                outcome,
                conditions,
                instance=self.task.instance,
                visit=self.task.visit,
                rows=rows,
            )
        row = {"row": self.task.instance} if self.task.instance else {}
        about(self.case, step=self.task.node, outcome=outcome, **row)
        held = held_case(self.case.pk)
        if held is not None:
            held.move(transition, self.task, self.actor, self.now, note)
        else:
            apply_transition(
                self.case, self.graph, transition, actor=self.actor, now=self.now, task=self.task, note=note
            )
        return self.case

    def _leads_forward(self, outcome: str) -> bool:
        taken = self.step.exit(outcome)
        return taken is not None and taken.kind is ExitKind.NEXT

    def _conditions(self, rows: Rows | None) -> dict[str, bool]:
        flow, node = self.graph.flow, self.task.node
        refuse_findings(look_up_at(self.case, flow, node, self.now))
        of_rows = {name for own in (rows or {}).values() for name in own}
        return conditions_at(self.graph, node, Situation(self.case, self.now), besides=of_rows)


def begin(task_id: int, *forms: str, version: int | None, actor: Any, now: datetime) -> StepWork:
    """Lock the case and make sure that `actor` may do this step now; its form must be one of `forms`.

    `version` is the version of the task with which the form was opened; None where there was no form.
    Raises OutOfScope, NotPermitted, CaseNotOpen, CaseSuspended, TaskNotOpen, StaleVersion, HeldByOther,
    SamePerson.
    """
    held = held_case_of(task_id)
    if held is not None:
        case, task, marking = held.case, held.tasks[task_id], held.marking
    else:
        case, task = lock_task(task_id)
        marking = Marking.from_json(case.marking)
    case.row = task.instance
    graph = graph_of(case)
    step = graph.steps[task.node]
    require(actor, step_permission(step.form), case.department_id)
    if form_in(case, step) not in forms:
        raise OutOfScope
    refuse_closed(case, task)
    if version is not None and version != task.version:
        raise StaleVersion(details=whereabouts(task))
    if task.assignee_id is not None and task.assignee_id != actor.pk:
        raise held_by_other(task)
    refuse_same_person(case, task, step, marking, actor)
    return StepWork(case, task, graph, marking, step, actor, now)


def _to_lock(task_id: int) -> QuerySet[Task]:
    owes = Exists(OwedPaper.objects.filter(case=OuterRef("case_id")))
    teams = ArraySubquery(duties_in(OuterRef("department_id")).values_list(JSONObject(role="role", team="team_id")))
    locked = Task.objects.select_for_update(of=("case", "self")).annotate(may_owe=owes, duties=teams)
    return locked.select_related("case__account", "case__department").filter(pk=task_id).order_by()


_LOCKED = Prepared(_to_lock, int)


def lock_task(task_id: int) -> tuple[Case, Task]:
    """Lock the case of a task, then the task, so that it is read as whoever was faster has left it; with it whether
    papers are owed, and the teams of the department. Raises OutOfScope."""
    task = _LOCKED.one(task_id)
    if task is None:
        raise OutOfScope
    task.case.teams = {one["role"]: one["team"] for one in task.duties}  # type: ignore[attr-defined]
    return task.case, task


def lock_case_of(task_id: int) -> Case:
    """Lock the case of a task; every operation takes this lock first. Raises OutOfScope."""
    return _lock_one(tasks=task_id)


def lock_case(case_id: int | None) -> Case:
    """Lock one case. Raises OutOfScope where there is none."""
    return _lock_one(pk=case_id)


def _lock_one(**found: int | None) -> Case:
    case = (
        Case.objects.select_for_update(of=("self",)).select_related("account", "department").filter(**found).first()
    )
    if case is None:
        raise OutOfScope
    return case


def graph_of(case: Case) -> Graph:
    """The version of the flow to which a case is pinned."""
    return get_flow(case.flow_code, case.flow_version)


def form_of(task_id: int) -> str:
    """The key of the form of a task's step. Raises OutOfScope."""
    task = Task.objects.select_related("case").filter(pk=task_id).first()
    if task is None:
        raise OutOfScope
    return form_in(task.case, graph_of(task.case).steps[task.node])


def form_in(case: Case, step: Step) -> str:
    """The key of the form of a step in a case: a flow may ask something else of low voltage."""
    return step.form_at(low_voltage=case.voltage not in HIGH_VOLTAGES)


def refuse_done(task: Task) -> None:
    """Read the task again, and raise what fits if it cannot be worked on any more (`refuse_closed`)."""
    fresh = Task.objects.select_related("case").get(pk=task.pk)
    refuse_closed(fresh.case, fresh)


def refuse_closed(case: Case, task: Task) -> None:
    """Raise what fits if the task cannot be worked on: done by somebody meanwhile, ended, suspended."""
    if task.state == TaskState.DONE:
        raise TaskNotOpen(_who_was_faster(task), details=whereabouts(task))
    if not case.is_open:
        raise CaseNotOpen(_who_ended(case), details={"state": case.state})
    if task.state != TaskState.OPEN:
        raise TaskNotOpen(_who_moved(case), details=whereabouts(task))
    if case.state == CaseState.SUSPENDED:
        raise CaseSuspended


def held_by_other(task: Task) -> HeldByOther:
    """The refusal that names the holder."""
    sentence = _("This task is assigned to %(who)s. Ask for a transfer.") % {"who": task.assignee}
    return HeldByOther(sentence, details={"by": str(task.assignee)})


def _who_was_faster(task: Task) -> str:
    values = {"who": task.done_by, "when": _wall(task.closed_at)}
    return _("%(who)s has already done this step (%(when)s).") % values


def _who_moved(case: Case) -> str | None:
    last = case.events.select_related("actor").exclude(actor=None).order_by("-id").first()
    if last is None:
        return None
    values = {"who": last.actor, "when": _wall(last.at)}
    return _("%(who)s has sent the case elsewhere (%(when)s); this step is no longer open.") % values


def _who_ended(case: Case) -> str | None:
    last = case.events.select_related("actor").exclude(actor=None).order_by("-id").first()
    if last is None:
        return None
    return _("%(who)s has ended this case (%(when)s).") % {"who": last.actor, "when": _wall(last.at)}


def _wall(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def whereabouts(task: Task) -> dict[str, Any]:
    """Where a task stands now: who changed it and when, what became of it, and what was entered."""
    record = record_of(task)
    return {
        "by": str(task.done_by or task.assignee or ""),
        "at": task.closed_at or task.opened_at,
        "state": task.state,
        "outcome": task.outcome,
        "version": task.version,
        "current": shown_values(record) if record else {},
    }


def record_of(task: Task) -> StepRecord | None:
    """The typed record that a visit left, whichever kind it is."""
    for relation in Task._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, StepRecord):
            found: StepRecord | None = model._base_manager.filter(task=task).first()
            if found is not None:
                return found
    return None


def shown_values(record: StepRecord) -> dict[str, Any]:
    """The values of a record's own columns by name, without personal ones."""
    hidden = record.personal | {"id", "case", "task", "recorded_by", "recorded_at"}
    columns = (column for column in record._meta.concrete_fields if column.name not in hidden)
    return {column.name: column.value_from_object(record) for column in columns}


def refuse_same_person(case: Case, task: Task, step: Step, marking: Marking, actor: Any) -> None:
    """Separation of duties: whoever did one of the steps that this one differs from may not do it, row by row."""
    for node in step.differs_from:
        done = marking.done(node, task.instance) or marking.done(node)
        if done is None:
            continue
        visit = {"node": node, "instance": done.instance, "visit": done.visit}
        if case.tasks.filter(**visit, done_by_id=actor.pk).exists():
            raise SamePerson(details={"step": node})
