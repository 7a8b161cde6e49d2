"""A01 and the survey: accept an application, send surveyors out, record what they found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.engine import engine
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import EventKind
from bizexpansion.errors import AccountHasOpenCase, PapersMissing
from bizexpansion.flows import get_flow
from bizexpansion.models import (
    Application,
    ApplicationContact,
    ApplicationEquipment,
    ApplicationTransformer,
    Case,
    CaseDocument,
    CaseNumberCounter,
    FieldJob,
    Survey,
)
from bizexpansion.operations.checks import check
from bizexpansion.operations.moves import apply_transition
from bizexpansion.operations.papers import attach_papers, missing_kinds
from bizexpansion.operations.parameters import dispatches_surveys
from bizexpansion.operations.people import require_able
from bizexpansion.operations.work import StepWork, begin
from bizexpansion.rules import step_permission
from crm.audit.operation import about, operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import require
from customers.book.enums import HIGH_VOLTAGES, AccountClass, AccountStatus
from customers.book.models import SupplyAccount
from customers.book.operations import open_account
from customers.book.specs import AccountSpec, ContactSpec, CustomerSpec

LATEST_WISH = timedelta(days=5 * 366)


@operation("bizexpansion.accept_application")
def accept_application(
    *,
    application: Application,
    id_number: str,
    token: UUID,
    contacts: Sequence[ApplicationContact] = (),
    transformers: Sequence[ApplicationTransformer] = (),
    equipment: Sequence[ApplicationEquipment] = (),
    papers: Sequence[CaseDocument] = (),
    flow_code: str = "104",
    actor: Staff,
    now: datetime,
) -> Case:
    """Take an application in at the counter (A01): case number, account "new supply in progress", clocks run.

    `token` names the filled-in form: sent twice, there is one case, and the second call returns it.
    Raises InvalidInput naming fields, PapersMissing (all kinds at once: 一次性告知), AccountHasOpenCase.
    """
    graph = get_flow(flow_code)
    _check_application(application, contacts, transformers, equipment, now)
    require(actor, step_permission("accept"), application.district.department_id)
    counter = hold_counter(now)
    done = Case.objects.filter(token=token).first()
    if done is not None:
        return done
    missing = missing_kinds(graph, "accept", (paper.kind for paper in papers))
    if missing:
        raise PapersMissing(details={"missing": missing})
    _refuse_open_case(application)
    number = next_case_number(counter)
    case = _open_case(number, application, id_number, contacts, token, graph, actor, now)
    task = case.tasks.get()
    work = StepWork(case, task, graph, _marking(case), graph.steps["accept"], actor, now)
    work.keep(application, contacts=contacts, transformers=transformers, equipment=equipment)
    attach_papers(case, task, papers, actor=actor, now=now)
    about(case, flow=flow_code)
    return work.finish(
        "accepted",
        conditions={"dispatch": dispatches_surveys(case.department_id, now)},
        note=application.note,
    )


@operation("bizexpansion.dispatch_survey")
def dispatch_survey(
    *, task_id: int, version: int | None = None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """Send two people out to survey (S00); the leader becomes the holder of the survey."""
    return dispatch_field_job(task_id, "dispatch_survey", "survey", version, job, actor, now)


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
    work = begin(task_id, "survey", version=version, actor=actor, now=now)
    work.keep(survey)
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    if not survey.can_supply:
        return work.finish("infeasible", note=survey.refusal_reason)
    work.case.is_important = bool(survey.importance)
    return work.finish("feasible", note=survey.note)


def dispatch_field_job(
    task_id: int, form: str, next_form: str, version: int | None, job: FieldJob, actor: Staff, now: datetime
) -> Case:
    """What all dispatching steps do: two able people, a planned time, the leader holds the next step."""
    work = begin(task_id, form, version=version, actor=actor, now=now)
    require_able(job, next_form, work.case.department_id, now)
    work.keep(job)
    return work.finish(note=job.note)


def _check_application(
    application: Application,
    contacts: Sequence[ApplicationContact],
    transformers: Sequence[ApplicationTransformer],
    equipment: Sequence[ApplicationEquipment],
    now: datetime,
) -> None:
    """Every field at once, so that the clerk corrects the form once."""
    errors = check(application, ignore=("case", "task", "recorded_by", "recorded_at"))
    rows = {"contacts": contacts, "transformers": transformers, "equipment": equipment}
    for name, items in rows.items():
        for index, row in enumerate(items):
            errors |= check(row, prefix=f"{name}-{index}-")
    today = localtime(now).date()
    wanted = application.wanted_on
    if wanted and not today <= wanted <= today + LATEST_WISH:
        errors.setdefault("wanted_on", []).append(_("Choose a day between today and five years from now."))
    starts = application.production_starts_on
    if starts and not today <= starts <= today + 2 * LATEST_WISH:
        errors.setdefault("production_starts_on", []).append(_("This day is in the past or too far away."))
    if application.voltage not in HIGH_VOLTAGES:
        errors.setdefault("voltage", []).append(_("High-voltage supply begins at 10 kV."))
    if not contacts:
        errors.setdefault("contacts", []).append(_("Name at least one person who can be asked."))
    total = sum((row.unit_capacity or 0) * (row.count or 0) for row in transformers)
    if transformers and application.applied_capacity and total != application.applied_capacity:
        sentence = _("The receiving equipment adds up to %(total)s kVA, not to the capacity applied for.")
        errors.setdefault("applied_capacity", []).append(sentence % {"total": f"{total:.2f}"})
    if errors:
        raise InvalidInput(errors)


def _refuse_open_case(application: Application) -> None:
    """Precondition P1: the account that the customer already has here must not have a case open.

    Without an account the place speaks: one new supply at a time for the same name and address.
    """
    existing = application.existing_account
    if existing is not None and existing.status != AccountStatus.NORMAL:
        raise AccountHasOpenCase(field="existing_account", details={"case_number": existing.open_case_number})
    same_place = SupplyAccount.objects.filter(
        name=application.applicant_name.strip(),
        address=application.address.strip(),
        status=AccountStatus.NEW_SUPPLY_OPEN,
    ).first()
    if same_place is not None:
        raise AccountHasOpenCase(field="address", details={"case_number": same_place.open_case_number})


def _open_case(
    number: str,
    application: Application,
    id_number: str,
    contacts: Sequence[ApplicationContact],
    token: UUID,
    graph: Graph,
    actor: Staff,
    now: datetime,
) -> Case:
    """Account, case and its first task."""
    account = open_account(
        case_number=number,
        account=_account_spec(application),
        customer=CustomerSpec(
            name=application.applicant_name.strip(),
            kind=application.applicant_kind,
            id_kind=application.id_kind,
            id_number=id_number,
            mailing_address=application.postal_address,
        ),
        customer_id=application.existing_account.customer_id if application.existing_account else None,
        contacts=[ContactSpec(purpose=one.purpose, name=one.name, phone=one.phone) for one in contacts],
        actor=actor,
        now=now,
    )
    transition = engine.start(graph)
    case = Case.objects.create(
        case_number=number,
        flow_code=graph.flow.code,
        flow_version=graph.flow.version,
        definition_hash=graph.fingerprint,
        token=token,
        account=account,
        department_id=account.department_id,
        title=account.name,
        marking=transition.marking.to_json(),
        is_important=application.is_important,
        is_dual_source=application.source_count > 1,
        voltage=application.voltage,
        accepted_by=actor,
        accepted_at=now,
    )
    apply_transition(case, graph, transition, actor=actor, now=now, kind=EventKind.ACCEPTED)
    return case


def _account_spec(application: Application) -> AccountSpec:
    return AccountSpec(
        name=application.applicant_name.strip(),
        address=application.address.strip(),
        district_id=application.district_id,
        account_class=AccountClass.HV,
        voltage=application.voltage,
        tariff_class=application.tariff_class,
        load_character=application.load_character,
        importance=application.importance,
        industry_code=application.trade_code,
        shift_pattern=application.shift_pattern,
        weekly_closing=application.rest_days,
        high_energy_class=application.high_energy_class,
        security_capacity=application.security_load or Decimal(0),
    )


def hold_counter(now: datetime) -> CaseNumberCounter:
    """Lock the day's counter of case numbers: one acceptance at a time from here to the end of the transaction.

    So two counters cannot take in the same form, or the same place, at the same moment.
    """
    day = localtime(now).date()
    CaseNumberCounter.objects.bulk_create([CaseNumberCounter(day=day, last=0)], ignore_conflicts=True)
    return CaseNumberCounter.objects.select_for_update().get(day=day)


def next_case_number(counter: CaseNumberCounter) -> str:
    """The next number of the day, `yymmdd-NNNN` in Shanghai's days, without gaps; the counter is locked."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.day:%y%m%d}-{counter.last:04d}"


def _marking(case: Case) -> Marking:
    return Marking.from_json(case.marking)
