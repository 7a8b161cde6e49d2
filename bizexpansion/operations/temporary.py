"""Temporary supply (105, 106): its term, its plan, and what is paid in advance where no meter counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bizexpansion.enums import TaskState
from bizexpansion.models import (
    Application,
    Case,
    CaseDocument,
    Energising,
    FeeReceipt,
    PlanMeteringPoint,
    PlanPrice,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    Prepayment,
    SupplyPlan,
    Term,
    asked_as,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import expires
from bizexpansion.operations.lookups import account_of, agreed_plan_if_any, standing_record, temporary_end
from bizexpansion.operations.plan import PlanRows, write_plan
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import SYSTEM, operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameters
from crm.workdays.arithmetic import add_months
from customers.book.enums import (
    AccountStatus,
    DeviceClass,
    MeteringMode,
    MeterKind,
    TemporaryKind,
    Wiring,
)
from metering.operations.payments import post_payment, reverse_payment

TIMER = "T13"
STANDARD_MONTHS, MOST_MONTHS = "temporary.standard_months", "temporary.max_months"
FEN = Decimal("0.01")
TERM_SOURCE = gettext_lazy("Rules of electricity supply 1996 art. 12 (LS); 3 years: rules of 2024, UNCONFIRMED")


def longest_term(first: date, on: date) -> tuple[date, date | None, dict[str, object]]:
    """From a first day: the last day of the standard term, the last day that may be approved at all (None: no
    bound is in force), and both bounds in months for a sentence."""
    found = get_parameters([STANDARD_MONTHS, MOST_MONTHS], on=on)
    standard, most = int(found[STANDARD_MONTHS, ""]), found.get((MOST_MONTHS, ""))
    bounds: dict[str, object] = {"standard": standard, "most": int(most) if most else "–"}
    return add_months(first, standard), add_months(first, int(most)) if most else None, bounds


def term_trouble(first: date, last: date, reason: str, on: date) -> tuple[str, str]:
    """What is wrong with a term: `temporary_until` or `term_reason`, and the sentence; empty if nothing."""
    standard, most, bounds = longest_term(first, on)
    if last < first:
        return "temporary_until", _("The last day lies before the first.")
    if most is not None and last > most:
        return "temporary_until", _("A temporary supply ends after %(most)s months at the latest.") % bounds
    if last > standard and not reason.strip():
        return "term_reason", _("Longer than %(standard)s months: say why; the approver decides.") % bounds
    return "", ""


@precondition("TMPUSE", gettext_lazy("Not a permanent use"), gettext_lazy("Rules of electricity supply 1996 (LS)"))
def not_permanent(question: Question) -> Answer:
    """A building site, irrigation, municipal works: for a time. It is never made permanent."""
    words = _("For a time only: no resale, no transfer, no other supply; a permanent supply is applied for anew.")
    asked = question.application
    if not isinstance(asked, Application):
        return Answer(None, words)
    return Answer(bool(asked.temporary_use), words, "temporary_use")


@precondition("TERM", gettext_lazy("The term of a temporary supply"), TERM_SOURCE)
def term_within_bounds(question: Question) -> Answer:
    """T13: six months unless longer is approved (1996), three years at most (2024, UNCONFIRMED)."""
    asked = question.application
    if not isinstance(asked, Application) or asked.temporary_until is None:
        _standard, _most, bounds = longest_term(question.day, question.day)
        words = _("%(standard)s months, longer only if it is approved; %(most)s months at the most.") % bounds
        return Answer(None, words)
    field, words = term_trouble(asked.wanted_on, asked.temporary_until, asked.term_reason, question.day)
    return Answer(not field, words, field)


@operation("bizexpansion.draft_temporary_plan")
def draft_temporary_plan(
    *,
    task_id: int,
    version: int | None = None,
    plan: SupplyPlan,
    supply_points: Sequence[PlanSupplyPoint],
    sources: Sequence[PlanSource],
    transformers: Sequence[PlanTransformer] = (),
    metering_points: Sequence[PlanMeteringPoint],
    prices: Sequence[PlanPrice],
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Write the plan of a metered temporary supply (A03) with the last day that is granted.

    Raises InvalidInput as `draft_supply_plan` does, and where the term is longer than may be approved.
    """
    forms = ("draft_plan_temporary", "draft_plan_temporary_lv")
    work = begin(task_id, *forms, version=version, actor=actor, now=now)
    rows: PlanRows = {
        "supply_points": supply_points,
        "sources": sources,
        "transformers": transformers,
        "metering_points": metering_points,
        "prices": prices,
    }
    _check_term(work, plan)
    return write_plan(work, plan, rows, papers)


@operation("bizexpansion.draft_unmetered_plan")
def draft_unmetered_plan(
    *,
    task_id: int,
    version: int | None = None,
    plan: SupplyPlan,
    supply_points: Sequence[PlanSupplyPoint],
    sources: Sequence[PlanSource],
    prices: Sequence[PlanPrice],
    actor: Staff,
    now: datetime,
) -> Case:
    """Write the plan of a supply without a meter (A03): capacity, hours a day and last day decide what it costs.

    Its metering point has no meter. Raises InvalidInput.
    """
    work = begin(task_id, "draft_plan_unmetered", version=version, actor=actor, now=now)
    _check_term(work, plan)
    if plan.daily_hours is None:
        raise InvalidInput({"daily_hours": _("This field is required.")})
    plan.metering_scheme = _("Without a meter: declared capacity x hours a day x days.")
    plan.needs_terminal = False
    point = PlanMeteringPoint(
        number=1,
        name=_("without a meter"),
        voltage=plan.voltage,
        mode=MeteringMode.LV_SUPPLY,
        wiring=Wiring.FOUR_WIRE,
        device_class=DeviceClass.V,
        meter_kind=MeterKind.THREE_PHASE,
        is_metered=False,
    )
    rows: PlanRows = {
        "supply_points": supply_points,
        "sources": sources,
        "transformers": (),
        "metering_points": (point,),
        "prices": prices,
    }
    return write_plan(work, plan, rows)


def _check_term(work: StepWork, plan: SupplyPlan) -> None:
    """The last day lies within what may be approved; the reason for more than the standard stands in the plan."""
    asked = asked_as(Application, work.case)
    if plan.temporary_until is None:
        raise InvalidInput({"temporary_until": _("This field is required.")})
    today = localtime(work.now).date()
    reason = asked.term_reason or plan.note
    field, words = term_trouble(max(asked.wanted_on, today), plan.temporary_until, reason, today)
    if field:
        raise InvalidInput({"note" if field == "term_reason" else field: words})


@operation("bizexpansion.determine_prepayment")
def determine_prepayment(
    *, task_id: int, version: int | None = None, prepayment: Prepayment, actor: Staff, now: datetime
) -> Case:
    """Say what the use without a meter costs (A06): kWh = capacity x hours x days, yuan = kWh x price.

    The hours a day are those that were agreed; they are typed where nothing of ours says them (`agreed_use`).
    """
    work = begin(task_id, "determine_prepayment", version=version, actor=actor, now=now)
    if prepayment.starts_on and prepayment.ends_on and prepayment.ends_on < prepayment.starts_on:
        raise InvalidInput({"ends_on": _("The last day lies before the first.")})
    last = temporary_end(work.case)
    if prepayment.ends_on and prepayment.ends_on != last:
        raise InvalidInput({"ends_on": _("The supply is granted until %(day)s.") % {"day": last}})
    prepayment.capacity, hours = agreed_use(work.case)
    prepayment.daily_hours = hours or prepayment.daily_hours
    if prepayment.daily_hours is None:
        raise InvalidInput({"daily_hours": _("This field is required.")})
    if prepayment.starts_on and prepayment.ends_on and prepayment.unit_price:
        days = (prepayment.ends_on - prepayment.starts_on).days + 1
        prepayment.energy, prepayment.amount = cost_of(prepayment, days)
    work.keep(prepayment)
    return work.finish(note=prepayment.note)


def agreed_use(case: Case) -> tuple[Decimal, Decimal | None]:
    """Capacity (kVA) and hours a day on which the use without a meter is counted: those of the agreed plan, or,
    where the supply goes on, those of the period before. An account that came into the book without a prepayment
    of ours has its contract capacity, and its hours have to be asked for (None)."""
    plan = agreed_plan_if_any(case)
    if plan is not None and plan.daily_hours is not None:
        return plan.approved_capacity, plan.daily_hours
    before = last_prepayment(case)
    if before is None:
        return account_of(case).contract_capacity, None
    return before.capacity, before.daily_hours


def last_prepayment(case: Case) -> Prepayment | None:
    """The period before the one that a case asks for; None where the account has none of ours (imported)."""
    rows = Prepayment.objects.filter(case__account=account_of(case), task__state=TaskState.DONE, voided_at=None)
    return rows.exclude(case=case).order_by("-ends_on", "-pk").first()


def cost_of(terms: Prepayment, days: int) -> tuple[Decimal, Decimal]:
    """What so many days cost on the terms of a prepayment: kWh and yuan."""
    energy = (terms.capacity * terms.daily_hours * days).quantize(FEN, ROUND_HALF_UP)
    return energy, (energy * terms.unit_price).quantize(FEN, ROUND_HALF_UP)


@operation("bizexpansion.collect_prepayment")
def collect_prepayment(
    *, task_id: int, version: int | None = None, receipt: FeeReceipt, actor: Staff, now: datetime
) -> Case:
    """Receive what is paid in advance (A07), which ends the wait W1. Raises InvalidInput for another amount."""
    work = begin(task_id, "collect_prepayment", version=version, actor=actor, now=now)
    due = standing_record(work.case, Prepayment).amount
    if receipt.amount is not None and receipt.amount != due:
        raise InvalidInput({"amount": _("The fee due is %(due)s yuan.") % {"due": f"{due:,.2f}"}})
    work.keep(receipt)
    return work.finish(note=receipt.note)


@operation("bizexpansion.energise_unmetered")
def energise_unmetered(
    *, task_id: int, version: int | None = None, energising: Energising, actor: Staff, now: datetime
) -> Case:
    """Power is on behind a limiter of so many amperes (A18); no meter counts."""
    work = begin(task_id, "energise_unmetered", version=version, actor=actor, now=now)
    if not energising.limiter_amperes:
        raise InvalidInput({"limiter_amperes": _("Say what holds the load to the declared capacity.")})
    work.keep(energising)
    return work.finish(note=energising.note)


def _void_prepayment(context: EffectContext, payload: Payload) -> None:
    Prepayment.objects.filter(pk=payload["prepayment_id"]).update(voided_at=context.now)


@effect("charge_prepayment", undo=_void_prepayment, label=gettext_lazy("the prepayment that was determined"))
def charge_prepayment(context: EffectContext) -> Payload:
    """A06: the prepayment is due."""
    return {"prepayment_id": context.record(Prepayment).pk}


def _pay_back(context: EffectContext, payload: Payload) -> None:
    FeeReceipt.objects.filter(pk=payload["receipt_id"]).update(refund_due_at=context.now)
    reason = f"case {context.case.case_number}"
    reverse_payment(entry_id=payload["entry_id"], reason=reason, actor=SYSTEM, now=context.now)


@effect("receive_prepayment", undo=_pay_back, label=gettext_lazy("the prepayment that was received"))
def receive_prepayment(context: EffectContext) -> Payload:
    """A07: the money stands as credit in the account's ledger; undone, it has to be paid back."""
    receipt = context.record(FeeReceipt)
    entry = post_payment(
        account_id=context.account_id,
        amount=receipt.amount,
        method=receipt.method,
        paid_on=receipt.received_on,
        key=f"case:{context.case.case_number}:{context.task.pk}",
        own_only=True,
        reference=receipt.invoice_number,
        note=_("prepaid use without a meter"),
        **context.frame,
    )
    return {"receipt_id": receipt.pk, "entry_id": entry.pk}


def _end_of_term(case: Case) -> date | None:
    """The day after the last one."""
    last = temporary_end(case)
    return last + date.resolution if last else None


def _closing_of(term: Term) -> str:
    """108 without a meter, 216 with one (workflows.md 1.3); nothing where the account is closed already."""
    if term.of_account.status == AccountStatus.CLOSED:
        return ""
    return "108" if term.of_account.temporary == TemporaryKind.UNMETERED else "216"


expires(
    TIMER,
    pgettext_lazy("term", "temporary supply"),
    ends_on=_end_of_term,
    follow_up=_closing_of,
    known=lambda term: {"reason": _("The term of the temporary supply is over.")},
)
