"""What can be done to a case or to an open step besides doing it: one row for each action, one view for all.

An action says who may do it, in which state of the case, with which form, what will happen in numbers, and
which operation it calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bizexpansion.enums import CaseState, TaskState
from bizexpansion.forms import control as forms
from bizexpansion.forms.works import GridProgressForm
from bizexpansion.models import Task
from bizexpansion.operations import control, desk, works
from bizexpansion.operations.lapsed import VALIDITY
from bizexpansion.operations.plan_validity import extend_supply_plan, validity_of
from bizexpansion.queries import consequences
from bizexpansion.queries.case import TaskRow
from bizexpansion.queries.case_page import CasePage, OpenStep
from bizexpansion.queries.people import able_staff
from bizexpansion.rules import (
    ABORT_CASE,
    ASSIGN_TASK,
    EXTEND_PLAN,
    HANDLE_PAPERS,
    MARK_GREEN_CHANNEL,
    REPLAN,
    SUSPEND_CASE,
    URGE_CASE,
    step_permission,
)
from crm.org.permissions import has_permission
from crm.wording import enumerated

Perform = Callable[[CasePage, Task | None, dict[str, Any], datetime], Any]


def _nothing(page: CasePage, task: Task | None) -> dict[str, Any]:
    return {}


def _no_words(page: CasePage, task: Task | None) -> str:
    return ""


@dataclass(frozen=True)
class Action:
    """One thing to do. `permission` is asked for the case's department; "step" means that of the open step.

    `done_steps`: the action concerns a step that has been done, not an open one.
    """

    key: str
    label: Any
    icon: str
    permission: str
    form: type[BaseForm]
    perform: Perform
    applies: Callable[[CasePage, Task | None], bool]
    options: Callable[[CasePage, Task | None], dict[str, Any]] = _nothing
    sentence: Callable[[CasePage, Task | None], str] = _no_words
    of_task: bool = False
    done_words: Any = field(default=gettext_lazy("Done."))

    def is_open_to(self, page: CasePage, task: Task | None = None) -> bool:
        """Whether this person can do it now."""
        permission = self.permission
        if permission == "step":
            if task is None:
                return False
            permission = step_permission(page.graph.steps[task.node].form)
        return has_permission(page.user, permission, page.case.department_id) and self.applies(page, task)


def _running(page: CasePage, task: Task | None) -> bool:
    return page.case.state == CaseState.IN_PROGRESS


def _open(page: CasePage, task: Task | None) -> bool:
    return page.case.is_open


def _can_end(page: CasePage, task: Task | None) -> bool:
    """Open, and nothing has been sealed in the book yet."""
    sealed = any(page.graph.steps[done.node].seals for done in page.marking.standing)
    return page.case.is_open and not sealed


def _can_replan(page: CasePage, task: Task | None) -> bool:
    return _running(page, task) and consequences.of_replan(page) is not None


def _can_extend(page: CasePage, task: Task | None) -> bool:
    """The validity of the replied plan runs (T12); whether it is asked for in time, the page says."""
    running = any(row.link.timer == VALIDITY and not row.link.clock.is_final for row in page.detail.clocks)
    return page.case.is_open and page.case.plan_lapsed_on is None and running


def _extension(page: CasePage, task: Task | None) -> dict[str, Any]:
    validity = validity_of(page.case, page.now)
    proposed = {"asked_on": timezone.localdate(page.now)}
    return {"proposed": proposed | ({"until": validity.longest} if validity else {})}


def _extension_sentence(page: CasePage, task: Task | None) -> str:
    validity = validity_of(page.case, page.now)
    return validity.sentence if validity else ""


def _workable(page: CasePage, task: Task | None) -> bool:
    """The step is open, and mine or nobody's."""
    mine = task is not None and task.is_open and task.assignee_id in (None, page.user.pk)
    return mine and _running(page, task)


def _can_return(page: CasePage, task: Task | None) -> bool:
    if task is None or not _workable(page, task):
        return False
    return bool(consequences.targets_of_return(page.graph, page.marking, task.node, task.instance))


def _can_claim(page: CasePage, task: Task | None) -> bool:
    return _workable(page, task) and task is not None and task.assignee_id is None


def _can_transfer(page: CasePage, task: Task | None) -> bool:
    mine = task is not None and task.is_open and task.assignee_id == page.user.pk
    return mine and _running(page, task)


def _can_assign(page: CasePage, task: Task | None) -> bool:
    return task is not None and task.is_open and _running(page, task)


def _can_ask(page: CasePage, task: Task | None) -> bool:
    return _workable(page, task) and task is not None and not task.waiting_for


def _waits_for_papers(page: CasePage, task: Task | None) -> bool:
    return task is not None and task.is_open and task.waiting_for == "W6" and _running(page, task)


def _can_take_back(page: CasePage, task: Task | None) -> bool:
    """A step that this person has done himself, that still holds, and that nobody has gone on from."""
    if task is None or task.is_open or task.done_by_id != page.user.pk or task.node == "accept":
        return False
    return _running(page, task) and consequences.of_taking_back(page, task) is not None


def _is_grid_project(page: CasePage, task: Task | None) -> bool:
    return _workable(page, task) and task is not None and task.node == "track_grid_project"


def _targets(page: CasePage, task: Task) -> list[tuple[str, str]]:
    row = task.instance
    return [
        (done.node, f"{page.step_name(done.node)} — {consequences.of_return(page, done.node, row).sentence}")
        for done in consequences.targets_of_return(page.graph, page.marking, task.node, row)
    ]


def _people(page: CasePage, task: Task | None, *, needs_reason: bool = True) -> dict[str, Any]:
    if task is None:
        return {}
    form = page.graph.steps[task.node].form
    people = able_staff(form, page.case.department).exclude(absent_until__gte=timezone.localdate(page.now))
    if task.assignee_id is not None:
        people = people.exclude(pk=task.assignee_id)
    return {"people": people, "needs_reason": needs_reason}


def _case_call(operation: Callable[..., Any], *names: str, versioned: bool = True) -> Perform:
    """An operation on the case that takes these entries of the form."""

    def perform(page: CasePage, task: Task | None, data: dict[str, Any], now: datetime) -> Any:
        arguments = {name: data[name] for name in names}
        if versioned:
            arguments["version"] = data["version"]
        return operation(case_id=page.case.pk, **arguments, actor=page.user, now=now)

    return perform


def _task_call(operation: Callable[..., Any], *names: str) -> Perform:
    """An operation on the task that takes these entries of the form."""

    def perform(page: CasePage, task: Task | None, data: dict[str, Any], now: datetime) -> Any:
        arguments = {name: data[name] for name in names}
        return operation(task_id=task.pk if task else 0, **arguments, actor=page.user, now=now)

    return perform


def _green(page: CasePage, task: Task | None, data: dict[str, Any], now: datetime) -> Any:
    turned = not page.case.is_green_channel
    return control.mark_green_channel(
        case_id=page.case.pk, is_green=turned, reason=data["reason"], actor=page.user, now=now
    )


def _assign(page: CasePage, task: Task | None, data: dict[str, Any], now: datetime) -> Any:
    return desk.assign_task(
        task_id=task.pk if task else 0,
        version=data["version"],
        assignee=data["assignee"],
        note=data["reason"],
        actor=page.user,
        now=now,
    )


def _progress(page: CasePage, task: Task | None, data: dict[str, Any], now: datetime) -> Any:
    return works.report_grid_progress(
        task_id=task.pk if task else 0, progress=data["instance"], actor=page.user, now=now
    )


def _end_sentence(page: CasePage, task: Task | None) -> str:
    return consequences.of_abort(page).sentence


def _replan_sentence(page: CasePage, task: Task | None) -> str:
    found = consequences.of_replan(page)
    return found.sentence if found else ""


def _take_back_sentence(page: CasePage, task: Task | None) -> str:
    found = consequences.of_taking_back(page, task) if task else None
    return found.sentence if found else ""


def _suspend_sentence(page: CasePage, task: Task | None) -> str:
    running = sum(1 for row in page.detail.clocks if row.chip.clock.state == "RUNNING")
    words = ngettext(
        "%(n)d clock is stopped if its rule allows the reason; nobody can go on until the case is resumed.",
        "%(n)d clocks are stopped if their rules allow the reason; nobody can go on until the case is resumed.",
        running,
    )
    return words % {"n": running}


def _missing_sentence(page: CasePage, task: Task | None) -> str:
    names = enumerated(str(name) for name in page.missing)
    return _("Required and not here in order: %(names)s.") % {"names": names} if names else ""


def _green_sentence(page: CasePage, task: Task | None) -> str:
    if page.case.is_green_channel:
        return _("The case is taken off the green channel.")
    return _("The case is put on the green channel: every desk sees it marked.")


_PLAIN = (
    Action(
        "urge", gettext_lazy("Urge"), "bell-ringing", URGE_CASE, forms.UrgeForm,
        _case_call(control.urge_case, "note", versioned=False), _open,
        done_words=gettext_lazy("Everybody who holds a step of the case is told."),
    ),
    Action(
        "green", gettext_lazy("Green channel"), "leaf", MARK_GREEN_CHANNEL, forms.ReasonForm, _green, _open,
        sentence=_green_sentence,
    ),
    Action(
        "suspend", gettext_lazy("Suspend"), "player-pause", SUSPEND_CASE, forms.SuspendForm,
        _case_call(control.suspend_case, "reason", "note", "document"), _running,
        sentence=_suspend_sentence, done_words=gettext_lazy("The case is suspended."),
    ),
    Action(
        "resume", gettext_lazy("Resume"), "player-play", SUSPEND_CASE, forms.NoteForm,
        _case_call(control.resume_case, "note"), lambda page, task: page.case.state == CaseState.SUSPENDED,
        done_words=gettext_lazy("The case goes on."),
    ),
    Action(
        "replan", gettext_lazy("Plan anew"), "refresh", REPLAN, forms.ReasonForm,
        _case_call(control.replan, "reason"), _can_replan, sentence=_replan_sentence,
        done_words=gettext_lazy("The plan is to be drafted anew."),
    ),
    Action(
        "extend-plan", gettext_lazy("Extend the plan"), "calendar-plus", EXTEND_PLAN, forms.ExtendPlanForm,
        _case_call(extend_supply_plan, "asked_on", "asked_by", "until", "reason"), _can_extend,
        options=_extension, sentence=_extension_sentence,
        done_words=gettext_lazy("The validity of the plan is extended; the customer is told."),
    ),
    Action(
        "withdraw", gettext_lazy("Customer withdraws"), "door-exit", ABORT_CASE, forms.ReasonForm,
        _case_call(control.withdraw_application, "reason"), _can_end, sentence=_end_sentence,
        done_words=gettext_lazy("The application is withdrawn; the book is as before."),
    ),
    Action(
        "abort", gettext_lazy("Abort the case"), "ban", ABORT_CASE, forms.ReasonForm,
        _case_call(control.abort_case, "reason"), _can_end, sentence=_end_sentence,
        done_words=gettext_lazy("The case is aborted; the book is as before."),
    ),
)  # fmt: skip

_OF_TASK = (
    Action(
        "claim", gettext_lazy("Claim"), "hand-stop", "step", forms.ActionForm,
        _task_call(desk.claim_task), _can_claim, of_task=True, done_words=gettext_lazy("The step is yours now."),
    ),
    Action(
        "dispatch", gettext_lazy("Assign"), "send", ASSIGN_TASK, forms.HandOverForm, _assign, _can_assign,
        options=lambda page, task: _people(page, task, needs_reason=False), of_task=True,
        done_words=gettext_lazy("Dispatched."),
    ),
    Action(
        "transfer", gettext_lazy("Transfer"), "arrows-exchange", "step", forms.HandOverForm,
        _task_call(desk.transfer_task, "assignee", "reason", "version"), _can_transfer, options=_people,
        of_task=True, done_words=gettext_lazy("Transferred."),
    ),
    Action(
        "return", gettext_lazy("Return"), "arrow-back-up", "step", forms.ReturnForm,
        _task_call(control.return_task, "target", "reason", "version"), _can_return,
        options=lambda page, task: {"targets": _targets(page, task) if task else []}, of_task=True,
        done_words=gettext_lazy("Returned."),
    ),
    Action(
        "ask-papers", gettext_lazy("Ask for papers"), "file-alert", "step", forms.MissingForm,
        _task_call(desk.ask_for_papers, "note", "version"), _can_ask, sentence=_missing_sentence, of_task=True,
        done_words=gettext_lazy("The customer has the notice; the step waits for the papers."),
    ),
    Action(
        "papers-here", gettext_lazy("Papers are here"), "file-check", HANDLE_PAPERS, forms.NoteForm,
        _task_call(desk.receive_papers, "note"), _waits_for_papers, of_task=True,
        done_words=gettext_lazy("The step goes on."),
    ),
    Action(
        "take-back", gettext_lazy("Take back"), "arrow-back", "step", forms.ReasonForm,
        _task_call(control.take_back_step, "reason"), _can_take_back, sentence=_take_back_sentence, of_task=True,
        done_words=gettext_lazy("Taken back; the step is open again."),
    ),
    Action(
        "progress", gettext_lazy("Report progress"), "progress", "step", GridProgressForm, _progress,
        _is_grid_project, of_task=True, done_words=gettext_lazy("Reported."),
    ),
)  # fmt: skip

CASE_ACTIONS = {action.key: action for action in _PLAIN}
TASK_ACTIONS = {action.key: action for action in _OF_TASK}


def actions_for(page: CasePage) -> list[Action]:
    """What this person can do to the case now."""
    return [action for action in CASE_ACTIONS.values() if action.is_open_to(page)]


def steps_to_take_back(page: CasePage) -> list[TaskRow]:
    """The steps that this person has done and may still take back, the latest first."""
    rows = [row for row in page.detail.tasks if row.task.state == TaskState.DONE]
    return [row for row in reversed(rows) if TASK_ACTIONS["take-back"].is_open_to(page, row.task)]


def task_actions_for(page: CasePage, step: OpenStep) -> list[Action]:
    """What this person can do to an open step now, besides doing it."""
    return [action for action in TASK_ACTIONS.values() if action.is_open_to(page, step.task)]
