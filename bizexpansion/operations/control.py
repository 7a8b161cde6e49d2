"""The whole case: suspend and resume, send back, take back, re-plan, withdraw, abort, urge, green channel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bizexpansion.engine import engine
from bizexpansion.engine.marking import ClockStatus, Marking, Reason, key_of
from bizexpansion.enums import CaseState, EventKind, StopReason
from bizexpansion.errors import CaseNotOpen, CaseSuspended, NotReturnable
from bizexpansion.models import Case, CaseClock
from bizexpansion.operations.moves import apply_transition, record_event, refusing
from bizexpansion.operations.work import begin, form_of, graph_of, lock_case, lock_case_of
from bizexpansion.returns import planned_at, return_targets
from bizexpansion.rules import ABORT_CASE, MARK_GREEN_CHANNEL, REPLAN, SUSPEND_CASE, URGE_CASE, step_permission
from crm.audit.operation import about, operation
from crm.clocks.operations import pause_clock, resume_clock
from crm.errors import InvalidInput, NotPermitted, StaleVersion
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end

URGE_AGAIN_AFTER = timedelta(minutes=1)


@operation("bizexpansion.suspend_case")
def suspend_case(
    *,
    case_id: int,
    version: int | None = None,
    reason: str,
    note: str,
    document: str = "",
    actor: Staff,
    now: datetime,
) -> Case:
    """Let the case stand still, for a reason that the clocks' rules allow; suspended already: nothing happens.

    `document` names the paper that proves it (the customer's letter, the notice of the permit office).
    """
    case = _take(case_id, SUSPEND_CASE, version, actor)
    about(case, reason=note, stop=reason)
    if case.state == CaseState.SUSPENDED:
        return case
    if reason not in StopReason.values:
        raise InvalidInput({"reason": _("Choose a reason.")})
    _require_words("note", note)
    for link in _running_clocks(case):
        if reason in link.clock.rule.pause_reasons:
            pause_clock(clock=link.clock, reason=reason, note=note[:200], document=document, actor=actor, now=now)
    _store(case, state=CaseState.SUSPENDED)
    record_event(case, EventKind.SUSPENDED, actor, now, note=note, details={"reason": reason, "document": document})
    _tell("case.suspended", case, now, reason=reason)
    return case


@operation("bizexpansion.resume_case")
def resume_case(*, case_id: int, version: int | None = None, note: str = "", actor: Staff, now: datetime) -> Case:
    """Go on; the clocks run that ran before. In progress already: nothing happens."""
    case = _take(case_id, SUSPEND_CASE, version, actor)
    about(case, reason=note)
    if case.state == CaseState.IN_PROGRESS:
        return case
    for link in _running_clocks(case):
        resume_clock(clock=link.clock, note=note[:200], actor=actor, now=now)
    _store(case, state=CaseState.IN_PROGRESS)
    record_event(case, EventKind.RESUMED, actor, now, note=note)
    _tell("case.resumed", case, now)
    return case


@operation("bizexpansion.return_task")
def return_task(
    *, task_id: int, target: str, reason: str, version: int | None = None, actor: Staff, now: datetime
) -> Case:
    """Send the case back from an open step to one that has been done (退回); what followed is undone.

    The clocks go on, for the fault is ours. What was applied for is not filled in anew: a wrong application is
    withdrawn. Raises NotReturnable, CaseSealed.
    """
    work = begin(task_id, form_of(task_id), version=version, actor=actor, now=now)
    _require_words("reason", reason)
    row = work.task.instance
    targets = {done.node for done in return_targets(work.graph, work.marking, work.task.node, row)}
    if target not in targets:
        raise NotReturnable(details={"targets": sorted(targets)})
    with refusing():
        transition = engine.return_to(work.graph, work.marking, target, instance=row, reason=Reason.RETURN)
    about(work.case, reason=reason, target=target)
    apply_transition(
        work.case,
        work.graph,
        transition,
        actor=actor,
        now=now,
        task=work.task,
        note=reason,
        kind=EventKind.RETURNED,
    )
    return work.case


@operation("bizexpansion.take_back_step")
def take_back_step(*, task_id: int, reason: str, actor: Staff, now: datetime) -> Case:
    """Take back a step that one has done oneself, as long as nobody has gone on from it.

    Raises NotPermitted for somebody else's step, NotReturnable, CaseSealed.
    """
    case = lock_case_of(task_id)
    _refuse_still(case)
    task = case.tasks.get(pk=task_id)
    graph = graph_of(case)
    require(actor, step_permission(graph.steps[task.node].form), case.department_id)
    if task.done_by_id != actor.pk:
        raise NotPermitted
    _require_words("reason", reason)
    marking = Marking.from_json(case.marking)
    done = marking.done(task.node, task.instance)
    if done is None or done.visit != task.visit or task.node == "accept":
        raise NotReturnable
    with refusing():
        transition = engine.withdraw(graph, marking, task.node, instance=task.instance)
    about(case, reason=reason, step=task.node)
    apply_transition(
        case, graph, transition, actor=actor, now=now, task=task, note=reason, kind=EventKind.WITHDRAWN
    )
    return case


@operation("bizexpansion.replan")
def replan(*, case_id: int, version: int | None = None, reason: str, actor: Staff, now: datetime) -> Case:
    """The grid forces another plan: draft, approve and reply again, the customer signs again (source FA).

    What was built on the old plan is undone in the book. A change that the customer wants is a new
    application (K, UNCONFIRMED).
    """
    case = _take(case_id, REPLAN, version, actor)
    _refuse_still(case)
    _require_words("reason", reason)
    graph = graph_of(case)
    with refusing():
        transition = engine.return_to(
            graph, Marking.from_json(case.marking), planned_at(graph), reason=Reason.REPLAN
        )
    about(case, reason=reason)
    apply_transition(case, graph, transition, actor=actor, now=now, note=reason, kind=EventKind.REPLANNED)
    return case


@operation("bizexpansion.withdraw_application")
def withdraw_application(
    *, case_id: int, version: int | None = None, reason: str, actor: Staff, now: datetime
) -> Case:
    """The customer takes the application back: the case ends, the book is as before. Ended so: nothing happens."""
    return _abort(case_id, version, reason, EventKind.WITHDRAWN, actor, now)


@operation("bizexpansion.abort_case")
def abort_case(*, case_id: int, version: int | None = None, reason: str, actor: Staff, now: datetime) -> Case:
    """End the case from wherever it stands: effects are compensated in reverse, clocks cancelled, the account
    voided. Aborted already: nothing happens. Raises CaseSealed once the data are in the book."""
    return _abort(case_id, version, reason, EventKind.ABORTED, actor, now)


@operation("bizexpansion.urge_case")
def urge_case(*, case_id: int, note: str, actor: Staff, now: datetime) -> Case:
    """Press for the case (督办, 催办): everybody who holds a task of it is told. Once a minute by one person."""
    case = lock_case(case_id)
    require(actor, URGE_CASE, case.department_id)
    if not case.is_open:
        raise CaseNotOpen
    _require_words("note", note)
    last = case.events.filter(kind=EventKind.URGED, actor_id=actor.pk).order_by("-id").first()
    if last is not None and now - last.at < URGE_AGAIN_AFTER:
        return case
    about(case, reason=note)
    case.urged_count += 1
    case.save(update_fields=["urged_count"])
    event = record_event(case, EventKind.URGED, actor, now, note=note)
    _tell("case.urged", case, now, key=str(event.pk), by=actor.pk, event_id=event.pk)
    return case


@operation("bizexpansion.mark_green_channel")
def mark_green_channel(*, case_id: int, is_green: bool, reason: str, actor: Staff, now: datetime) -> Case:
    """Put the case on the green channel, or take it off; with a reason."""
    case = lock_case(case_id)
    require(actor, MARK_GREEN_CHANNEL, case.department_id)
    if not case.is_open:
        raise CaseNotOpen
    _require_words("reason", reason)
    about(case, reason=reason, green=is_green)
    if case.is_green_channel != is_green:
        _store(case, is_green_channel=is_green)
        record_event(case, EventKind.GREEN_CHANNEL, actor, now, note=reason, details={"green": is_green})
    return case


def _abort(case_id: int, version: int | None, reason: str, kind: EventKind, actor: Staff, now: datetime) -> Case:
    case = lock_case(case_id)
    require(actor, ABORT_CASE, case.department_id)
    about(case, reason=reason)
    if case.state == CaseState.ABORTED:
        return case
    _refuse_stale(case, version)
    if not case.is_open:
        raise CaseNotOpen
    _require_words("reason", reason)
    graph = graph_of(case)
    with refusing():
        transition = engine.abort(graph, Marking.from_json(case.marking))
    apply_transition(case, graph, transition, actor=actor, now=now, note=reason, kind=kind)
    return case


def _take(case_id: int, permission: str, version: int | None, actor: Any) -> Case:
    case = lock_case(case_id)
    require(actor, permission, case.department_id)
    if not case.is_open:
        raise CaseNotOpen(details={"state": case.state})
    _refuse_stale(case, version)
    return case


def _refuse_stale(case: Case, version: int | None) -> None:
    if version is None or version == case.version:
        return
    last = case.events.select_related("actor").order_by("-id").first()
    raise StaleVersion(
        details={
            "version": case.version,
            "by": str(last.actor) if last and last.actor else "",
            "at": last.at if last else None,
            "state": case.state,
            "current": {},
        }
    )


def _refuse_still(case: Case) -> None:
    if not case.is_open:
        raise CaseNotOpen
    if case.state == CaseState.SUSPENDED:
        raise CaseSuspended


def _require_words(field: str, words: str) -> None:
    if not words.strip():
        raise InvalidInput({field: _("Say why.")})


def _running_clocks(case: Case) -> Iterable[CaseClock]:
    """The clocks that run as far as the flow is concerned, whether or not the case is suspended."""
    marking = Marking.from_json(case.marking)
    running = {(key, state.round) for key, state in marking.clocks.items() if state.status is ClockStatus.RUNNING}
    links = CaseClock.objects.filter(case=case).select_related("clock__rule").order_by("clock_id")
    return [
        link
        for link in links
        if (key_of(link.timer, link.instance), link.round) in running
        and not link.clock.is_final
        and not link.clock.rule.is_total
    ]


def _store(case: Case, **values: Any) -> None:
    for name, value in values.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=[*values, "version"])


def _tell(topic: str, case: Case, now: datetime, *, key: str = "", **more: Any) -> None:
    emit_at_end(
        topic,
        key=f"{topic}:{case.pk}:{key or case.version}",
        payload={"case_id": case.pk, "case_number": case.case_number, **more},
        now=now,
    )
