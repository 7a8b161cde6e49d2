"""Meter test on request (304): result (A41, A32), reply (S13), the fee given back (A35, A30), the meter kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import TaskState
from bizexpansion.models import (
    Case,
    FeePayout,
    FeeReceipt,
    FeeRefund,
    MeterExchange,
    TestReply,
    TestRequest,
    TestResult,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.exchange import hanging_meters
from bizexpansion.operations.lookups import account_of, standing_record
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from customers.book.enums import TestPlace
from customers.book.models import Meter, MeterTest
from customers.book.operations import drop_meter_test, keep_meter_for_review, record_meter_test

TOLERANCE = "meter_test.tolerance"
FEE_CHARGED = "meter_test.fee_charged"
KEEP_MONTHS = "meter_test.keep_months"
FORMS = {"test_on_site": TestPlace.ON_SITE, "test_in_laboratory": TestPlace.LABORATORY}


@condition("onsite")
def on_site(at: Situation) -> bool:
    """The meter is tested where it hangs."""
    return _asked(at).place == TestPlace.ON_SITE


@condition("lab")
def in_laboratory(at: Situation) -> bool:
    """The meter is tested in the laboratory, after another one has taken its place."""
    return _asked(at).place == TestPlace.LABORATORY


@condition("test_fee")
def test_fee(at: Situation) -> bool:
    """Tests are paid for in advance; a parameter, for the fee may have been abolished (UNCONFIRMED)."""
    return bool(at.parameter(FEE_CHARGED))


@condition("offtol")
def out_of_tolerance(at: Situation) -> bool:
    """The error is beyond the tolerance of the meter's class."""
    return not at.latest(TestResult).is_within_tolerance


@condition("exchange")
def exchange_after_test(at: Situation) -> bool:
    """Out of tolerance on site: the meter has to go; one that was tested in the laboratory is down already."""
    return out_of_tolerance(at) and on_site(at)


@condition("fee_back")
def fee_back(at: Situation) -> bool:
    """Out of tolerance and paid for: the test fee is given back (within tolerance it stays, UNCONFIRMED)."""
    paid = FeeReceipt.objects.filter(case=at.case, task__state=TaskState.DONE)
    return out_of_tolerance(at) and paid.exists()


def _asked(at: Situation) -> TestRequest:
    found = at.application
    assert isinstance(found, TestRequest)  # noqa: S101 the flow names this application
    return found


def tolerance_of(meter: Meter, on: date) -> Decimal:
    """The tolerance of a meter's class on a day, in per cent. Raises ParameterMissing."""
    return get_parameter(TOLERANCE, on=on, selector=meter.accuracy).quantize(Decimal("0.001"))


def tested_meter(case: Case, place: str) -> Meter:
    """The meter that is tested: in the laboratory the one that came down in this case, on site the one that hangs
    at the point asked for. Raises NotReady, InvalidInput where none does."""
    if place == TestPlace.LABORATORY:
        number = standing_record(case, MeterExchange).meters.order_by("id").values_list("old_asset_number")[0][0]
        return Meter.objects.get(asset_number=number)
    points = application_of(case).points_concerned() or set()
    for row in hanging_meters(account_of(case).pk).values():
        if row.metering_point.sequence in points:
            return row.meter
    raise InvalidInput({"tested_at": _("No meter hangs at this metering point.")})


@operation("bizexpansion.record_meter_test")
def record_test(
    *, task_id: int, version: int | None = None, result: TestResult, actor: Staff, now: datetime
) -> Case:
    """Record what the test of a meter has shown (A41 on site, A32 in the laboratory).

    The tolerance is that of the meter's class on that day (parameter meter_test.tolerance, UNCONFIRMED).
    """
    work = begin(task_id, *FORMS, version=version, actor=actor, now=now)
    result.place = FORMS[work.step.form]
    meter = tested_meter(work.case, result.place)
    result.asset_number = meter.asset_number
    if result.tested_at:
        result.tolerance_percent = tolerance_of(meter, localtime(result.tested_at).date())
    work.keep(result)
    return work.finish(note=result.note)


@operation("bizexpansion.reply_test_result")
def reply_result(
    *, task_id: int, version: int | None = None, reply: TestReply, actor: Staff, now: datetime
) -> Case:
    """The customer has the result, in tolerance or not, and knows who can test again (S13; the clock T8 ends)."""
    work = begin(task_id, "reply_test_result", version=version, actor=actor, now=now)
    if not reply.review_explained:
        raise InvalidInput({"review_explained": _("Say where a second test can be asked for.")})
    work.keep(reply)
    return work.finish(note=reply.note)


@operation("bizexpansion.determine_fee_refund")
def determine_fee_refund(
    *, task_id: int, version: int | None = None, refund: FeeRefund, actor: Staff, now: datetime
) -> Case:
    """Say how much of the fee is given back, in yuan, and why (A35): at most what was received."""
    work = begin(task_id, "determine_fee_refund", version=version, actor=actor, now=now)
    refund.receipt = standing_record(work.case, FeeReceipt)
    if refund.amount is not None and refund.amount > refund.receipt.amount:
        raise InvalidInput({"amount": _("Received were %(amount)s yuan.") % {"amount": refund.receipt.amount}})
    work.keep(refund)
    return work.finish(note=refund.note)


@operation("bizexpansion.pay_fee_refund")
def pay_fee_refund(
    *, task_id: int, version: int | None = None, payout: FeePayout, actor: Staff, now: datetime
) -> Case:
    """Pay the fee back (A30): exactly what was determined, by another person."""
    work = begin(task_id, "pay_fee_refund", version=version, actor=actor, now=now)
    due = standing_record(work.case, FeeRefund).amount
    if payout.amount is not None and payout.amount != due:
        raise InvalidInput({"amount": _("To be refunded are %(due)s yuan.") % {"due": due}})
    work.keep(payout)
    return work.finish(note=payout.note)


def _drop_test(context: EffectContext, payload: Payload) -> None:
    before = payload["tested_on"]
    day = date.fromisoformat(before) if before else None
    drop_meter_test(test_id=payload["test_id"], tested_on=day, **context.frame)


@effect("record_meter_test", undo=_drop_test, label=gettext_lazy("the recorded meter test"))
def keep_test(context: EffectContext) -> Payload:
    """A41, A32: the test stands in the record of the meter."""
    result = context.record(TestResult)
    meter = Meter.objects.get(asset_number=result.asset_number)
    before = meter.tested_on
    test = record_meter_test(
        meter_id=meter.pk,
        place=result.place,
        tested_at=result.tested_at,
        error_percent=result.error_percent,
        tolerance_percent=result.tolerance_percent,
        report_number=result.report_number,
        case_number=context.case.case_number,
        **context.frame,
    )
    return {"test_id": test.pk, "tested_on": before.isoformat() if before else ""}


def _void_refund(context: EffectContext, payload: Payload) -> None:
    FeeRefund.objects.filter(pk=payload["refund_id"]).update(voided_at=context.now)


@effect("promise_fee_refund", undo=_void_refund, label=gettext_lazy("the refund of the fee"))
def promise_fee_refund(context: EffectContext) -> Payload:
    """A35: the fee is to be paid back."""
    return {"refund_id": context.record(FeeRefund).pk}


def _reclaim(context: EffectContext, payload: Payload) -> None:
    FeePayout.objects.filter(pk=payload["payout_id"]).update(reclaim_at=context.now)


@effect("pay_fee_back", undo=_reclaim, label=gettext_lazy("the fee that was paid back"))
def pay_fee_back(context: EffectContext) -> Payload:
    """A30: the fee is paid back; once the step is undone it has to be reclaimed."""
    return {"payout_id": context.record(FeePayout).pk}


@effect("archive_test", undo=None, label=gettext_lazy("the tested meter kept for review"))
def archive_test(context: EffectContext) -> Payload:
    """A20 of 304: meters that came down are kept for review (how many months is UNCONFIRMED)."""
    day = localtime(context.now).date()
    months = int(get_parameter(KEEP_MONTHS, on=day))
    kept = []
    for test in MeterTest.objects.filter(case_number=context.case.case_number).order_by("meter_id"):
        if not test.meter.installations.filter(period__upper_inf=True).exists():
            keep_meter_for_review(meter_id=test.meter_id, until=add_months(day, months), **context.frame)
            kept.append(test.meter_id)
    return {"kept": kept}
