"""Who does the work: claim, assign, transfer; and the papers of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine import engine
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import EventKind, Verdict
from bizexpansion.models import Case, CaseDocument, MissingNotice, Task
from bizexpansion.operations.moves import apply_transition, record_event, refusing
from bizexpansion.operations.papers import attach_papers, kinds_in_order, missing_kinds, tell_missing
from bizexpansion.operations.work import (
    begin,
    form_of,
    graph_of,
    lock_case,
    lock_case_of,
    refuse_closed,
    whereabouts,
)
from bizexpansion.rules import ASSIGN_TASK, HANDLE_PAPERS, step_permission
from crm.audit.operation import about, operation
from crm.errors import InvalidInput, NotPermitted, StaleVersion
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from crm.outbox.operations import emit_at_end


@operation("bizexpansion.claim_task")
def claim_task(*, task_id: int, actor: Staff, now: datetime) -> Task:
    """Take an unassigned task onto one's own desk. Mine already: nothing happens. Raises HeldByOther."""
    work = begin(task_id, form_of(task_id), version=None, actor=actor, now=now)
    about(work.case, task=task_id)
    if work.task.assignee_id is None:
        _give(work.task, actor)
        record_event(work.case, EventKind.CLAIMED, actor, now, task=work.task)
    return work.task


@operation("bizexpansion.assign_task")
def assign_task(
    *, task_id: int, version: int | None = None, assignee: Staff, note: str = "", actor: Staff, now: datetime
) -> Task:
    """Hand a task to somebody (派工). Raises InvalidInput where that person cannot do it, StaleVersion."""
    case = lock_case_of(task_id)
    require(actor, ASSIGN_TASK, case.department_id)
    task = open_task(case, task_id, version)
    return hand_over(case, task, assignee, EventKind.DISPATCHED, note, actor, now)


@operation("bizexpansion.transfer_task")
def transfer_task(
    *, task_id: int, version: int | None = None, assignee: Staff, reason: str, actor: Staff, now: datetime
) -> Task:
    """Pass one's own task on (转办), or, as a dispatcher, somebody else's; with a reason."""
    case = lock_case_of(task_id)
    task = open_task(case, task_id, version)
    if not has_permission(actor, ASSIGN_TASK, case.department_id):
        require(actor, _permission_of(case, task), case.department_id)
        if task.assignee_id != actor.pk:
            raise NotPermitted
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    return hand_over(case, task, assignee, EventKind.TRANSFERRED, reason, actor, now)


@operation("bizexpansion.add_papers")
def add_papers(
    *,
    case_id: int,
    papers: Sequence[CaseDocument],
    task_id: int | None = None,
    actor: Staff,
    now: datetime,
) -> list[CaseDocument]:
    """File papers that were handed in, without ending a step. The same file twice is kept once."""
    case = lock_case(case_id)
    require(actor, HANDLE_PAPERS, case.department_id)
    task = case.tasks.filter(pk=task_id).first() if task_id else None
    before = case.documents.count()
    kept = attach_papers(case, task, papers, actor=actor, now=now)
    about(case, papers=case.documents.count() - before)
    for paper in kept:
        if paper.received_at == now:
            details = {"kind": paper.kind, "paper": paper.pk}
            record_event(case, EventKind.DOCUMENT, actor, now, task=task, note=paper.name, details=details)
    return kept


@operation("bizexpansion.check_paper")
def check_paper(*, paper_id: int, good: bool, opinion: str = "", actor: Staff, now: datetime) -> CaseDocument:
    """Say whether a paper is in order; a bad one needs an opinion, and then counts as missing."""
    found = CaseDocument.objects.filter(pk=paper_id).values_list("case_id", flat=True).first()
    case = lock_case(found)
    require(actor, HANDLE_PAPERS, case.department_id)
    paper = case.documents.get(pk=paper_id)
    if not good and not opinion.strip():
        raise InvalidInput({"opinion": _("Say what is wrong with the paper.")})
    about(case, paper=paper_id, good=good)
    paper.verdict = Verdict.GOOD if good else Verdict.BAD
    paper.checked_at, paper.checked_by, paper.opinion = now, actor, opinion
    paper.save(update_fields=["verdict", "checked_at", "checked_by", "opinion"])
    return paper


@operation("bizexpansion.ask_for_papers")
def ask_for_papers(
    *, task_id: int, version: int | None = None, note: str, actor: Staff, now: datetime
) -> MissingNotice:
    """Tell the customer once, in writing, what is missing at this step, and wait for it (W6)."""
    work = begin(task_id, form_of(task_id), version=version, actor=actor, now=now)
    if not note.strip():
        raise InvalidInput({"note": _("Say everything that is missing.")})
    kinds = missing_kinds(work.graph, work.task.node, kinds_in_order(work.case))
    notice = tell_missing(work.case, work.task, kinds, note, actor=actor, now=now)
    if not work.task.waiting_for:
        _wait(work.case, work.task, "W6", EventKind.NOTICE, note, actor, now)
    return notice


@operation("bizexpansion.receive_papers")
def receive_papers(
    *, task_id: int, papers: Sequence[CaseDocument] = (), note: str = "", actor: Staff, now: datetime
) -> Case:
    """What the step waited for (W6) has come: the ball is with us again."""
    case = lock_case_of(task_id)
    require(actor, HANDLE_PAPERS, case.department_id)
    task = open_task(case, task_id, None)
    attach_papers(case, task, papers, actor=actor, now=now)
    if task.waiting_for == "W6":
        _wait(case, task, "", EventKind.DOCUMENT, note, actor, now)
    return case


def _wait(case: Case, task: Task, wait: str, kind: EventKind, note: str, actor: Staff, now: datetime) -> None:
    graph = graph_of(case)
    with refusing():
        marking = Marking.from_json(case.marking)
        transition = engine.hold(graph, marking, task.node, wait, instance=task.instance)
    apply_transition(case, graph, transition, actor=actor, now=now, task=task, note=note, kind=kind)


def hand_over(
    case: Case, task: Task, assignee: Staff, kind: EventKind, note: str, actor: Staff, now: datetime
) -> Task:
    """Put a task on somebody's desk, who must be able and at work. Raises InvalidInput."""
    about(case, task=task.pk, to=assignee.pk)
    if task.assignee_id == assignee.pk:
        return task
    today = localtime(now).date()
    able = has_permission(assignee, _permission_of(case, task), case.department_id)
    if not able or (assignee.absent_until and assignee.absent_until >= today):
        sentence = _("%(who)s does not do this work, or is not at work.") % {"who": assignee.name}
        raise InvalidInput({"assignee": sentence})
    before = task.assignee_id
    _give(task, assignee)
    record_event(case, kind, actor, now, task=task, note=note, details={"from": before, "to": assignee.pk})
    emit_at_end(
        "case.task_assigned",
        key=f"case.task_assigned:{task.pk}:{task.version}",
        payload={
            "case_id": case.pk,
            "case_number": case.case_number,
            "task_id": task.pk,
            "node": task.node,
            "staff_id": assignee.pk,
            "by": actor.pk,
        },
        now=now,
    )
    return task


def _give(task: Task, person: Staff) -> None:
    task.assignee = person
    task.version += 1
    task.save(update_fields=["assignee", "version"])


def open_task(case: Case, task_id: int, version: int | None) -> Task:
    """A task of a locked case that can be worked on. Raises what fits where it cannot, and StaleVersion."""
    task = case.tasks.select_related("done_by", "assignee").get(pk=task_id)
    refuse_closed(case, task)
    if version is not None and version != task.version:
        raise StaleVersion(details=whereabouts(task))
    return task


def _permission_of(case: Case, task: Task) -> str:
    return step_permission(graph_of(case).steps[task.node].form)
