"""A01 of every flow: accept an application; and the survey: send surveyors out, record what they found.

The frame is the same for all: form token, preconditions, papers, case number, account, case, first task. What the
customer is asked, what acceptance makes in the book and what must hold before, the flow names (see
`docs/recipes/add-a-flow.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import F, Q
from django.utils.timezone import localtime

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking
from bizexpansion.errors import AccountHasOpenCase
from bizexpansion.flows import get_flow
from bizexpansion.models import (
    ApplicationRecord,
    Case,
    CaseDocument,
    CaseNumberCounter,
    ChangeApplication,
    FieldJob,
    Row,
    Survey,
    Task,
)
from bizexpansion.operations.checks import check, violated
from bizexpansion.operations.conditional import agree_what_follows, owe_papers
from bizexpansion.operations.expiry import take_up
from bizexpansion.operations.moves import begin_case
from bizexpansion.operations.opening import Opening, opener_of
from bizexpansion.operations.papers import attach_papers, missing_kinds
from bizexpansion.operations.people import require_able
from bizexpansion.operations.preconditions import Question, refuse_unmet
from bizexpansion.operations.profiles import in_department
from bizexpansion.operations.work import StepWork, begin
from bizexpansion.rules import step_permission
from crm.audit.operation import about, operation
from crm.errors import InvalidInput
from crm.org.models import Department, District, Staff
from crm.org.permissions import require
from customers.book.models import SupplyAccount

# Filled in by the operation, or by the database.
NOT_TYPED = ("case", "task", "recorded_by", "recorded_at")


@operation("bizexpansion.accept_application")
def accept_application(
    *,
    flow_code: str,
    application: ApplicationRecord,
    token: UUID,
    id_number: str = "",
    papers: Sequence[CaseDocument] = (),
    conditional: bool = False,
    actor: Staff,
    now: datetime,
    **rows: Sequence[Row],
) -> Case:
    """Take an application in at the counter (A01): case number, account opened or held, clocks run.

    `rows` are the rows of the application by the name of their relation. `conditional`: accept although papers are
    missing that may follow (容缺受理); the customer owes them from then on. `token` names the filled-in form: sent
    twice, there is one case, and the second call returns it. Raises InvalidInput naming fields, PapersMissing (all
    kinds at once: 一次性告知), AccountHasOpenCase, PreconditionUnmet.
    """
    graph = get_flow(flow_code)
    _check_application(application, rows, now)
    department = _department_of(application)
    require(actor, step_permission(graph.steps["accept"].form), department.pk)
    graph = in_department(graph, department.pk, _account_of(application), localtime(now).date())
    number = take_case_number(now)
    account = application.subject()
    known = list(Case.objects.filter(Q(token=token) | Case.bars(account.pk) if account else Q(token=token)))
    done = next((one for one in known if one.token == token), None)
    if done is not None:
        give_back_case_number(now)
        return done
    held_by = known[0].case_number if known else ""
    there = {paper.kind for paper in papers}
    missing = missing_kinds(graph, "accept", there)
    missing += [kinds for kinds in application.papers_needed() if not there & set(kinds.split("|"))]
    later = agree_what_follows(graph, missing, conditional=conditional, department=department, now=now)
    refuse_unmet(graph.flow, Question(graph.flow, account, application, now, held_by))
    opening = Opening(number, application, dict(rows), id_number, actor, now)
    case, task = _open_case(graph, opening, token, department)
    marking = Marking.from_json(case.marking)
    work = StepWork(case, task, graph, marking, graph.steps["accept"], actor, now)
    work.keep(application, **rows)
    attach_papers(case, task, papers, actor=actor, now=now)
    owe_papers(case, task, later, actor=actor, now=now)
    about(case, flow=flow_code, papers_to_follow=sorted(later))
    if account is not None:
        take_up(case, application.resumed_units(rows), actor=actor, now=now)
    return work.finish("accepted", note=application.note)


@operation("bizexpansion.dispatch_survey")
def dispatch_survey(
    *, task_id: int, version: int | None = None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """Send two people out to survey (S00); the leader becomes the holder of the survey."""
    return dispatch_field_job(task_id, "dispatch_survey", version, job, actor, now)


@operation("bizexpansion.record_survey")
def record_survey(
    *,
    task_id: int,
    version: int | None = None,
    survey: Survey,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Record what two surveyors found (A02). Where supply is not possible the case ends with the reason."""
    return keep_survey(task_id, "survey", version, survey, papers, actor, now)


def keep_survey(
    task_id: int,
    form: str,
    version: int | None,
    survey: Survey,
    papers: Sequence[CaseDocument],
    actor: Staff,
    now: datetime,
) -> Case:
    """What all surveys do: the record, its photos, and the exit that follows from what was found."""
    work = begin(task_id, form, version=version, actor=actor, now=now)
    work.keep(survey)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    if not survey.can_supply:
        return work.finish("infeasible", note=survey.refusal_reason)
    work.case.is_important = bool(survey.importance)
    return work.finish("feasible", note=survey.note)


def dispatch_field_job(
    task_id: int, form: str, version: int | None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """What all dispatching steps do: two able people, a planned time, the leader holds the steps sent to."""
    work = begin(task_id, form, version=version, actor=actor, now=now)
    sent = work.graph.sent_from(work.task.node)
    require_able(job, sent.form if sent else form, work.case.department_id, now)
    work.keep(job)
    return work.finish(note=job.note)


def _check_application(application: ApplicationRecord, rows: dict[str, Sequence[Row]], now: datetime) -> None:
    """Every field at once, so that the clerk corrects the form once."""
    errors = check(application, ignore=NOT_TYPED)
    for name, items in rows.items():
        for index, row in enumerate(one for one in items if not one.judged):
            errors |= check(row, prefix=f"{name}-{index}-")
    for name, sentences in application.check_rows(rows, now).items():
        errors.setdefault(name, []).extend(sentences)
    if errors:
        raise InvalidInput(errors)


def _department_of(application: ApplicationRecord) -> Department:
    """The business department whose case it will be: that of the account, or of the district of the place."""
    district: District | None = getattr(application, "district", None)
    if district is not None:
        return district.department
    subject = application.subject()
    if subject is None:
        raise InvalidInput({"district": "district"})
    return subject.department


def _account_of(application: ApplicationRecord) -> SupplyAccount | None:
    """The account that is to be changed; None of a new supply, also to a customer who has one already."""
    return application.subject() if isinstance(application, ChangeApplication) else None


def _open_case(graph: Graph, opening: Opening, token: UUID, department: Department) -> tuple[Case, Task]:
    """Account, case and its first task, done in this moment."""
    make = opener_of(graph)
    account = make(opening) if make else None
    headline = opening.application.headline()
    transition = engine.start(graph)
    case = Case(
        case_number=opening.number,
        flow_code=graph.flow.code,
        flow_version=graph.flow.version,
        definition_hash=graph.fingerprint,
        token=token,
        account=account,
        goes_beside=account is not None and opening.application.goes_beside(account, opening.number),
        department=department,
        title=headline.title[:120],
        is_important=bool(headline.importance),
        is_dual_source=headline.source_count > 1,
        voltage=headline.voltage,
        accepted_by=opening.actor,
        accepted_at=opening.now,
    )
    note = opening.application.note
    try:
        return case, begin_case(case, graph, transition, actor=opening.actor, now=opening.now, note=note)
    except IntegrityError as error:
        # The book is free again once a case is archived; until it is closed no other one begins (P1).
        if violated(error) == "one_open_case":
            raise AccountHasOpenCase(field="existing_account") from error
        raise


def take_case_number(now: datetime) -> str:
    """The next number of the day, `yymmdd-NNNN` in Shanghai's days, without gaps.

    It locks the day's counter: one acceptance at a time from here to the end of the transaction, so that two
    counters cannot take in the same form, or the same place, at the same moment.
    """
    day = localtime(now).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bizexpansion_casenumbercounter AS counter (day, last) VALUES (%s, 1)"
            " ON CONFLICT (day) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [day],
        )
        return f"{day:%y%m%d}-{cursor.fetchone()[0]:04d}"


def hold_places(now: datetime) -> None:
    """Let nobody else take in an application, or determine a list (112), from here to the end of the transaction.

    What is then read of the places that are being supplied stays true.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bizexpansion_casenumbercounter AS counter (day, last) VALUES (%s, 0)"
            " ON CONFLICT (day) DO UPDATE SET last = counter.last",
            [localtime(now).date()],
        )


def give_back_case_number(now: datetime) -> None:
    """The number that was taken last is not needed; its counter is still locked."""
    CaseNumberCounter.objects.filter(day=localtime(now).date()).update(last=F("last") - 1)
