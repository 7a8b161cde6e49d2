"""Change of tariff class (215): its notice (T14), check on site, plan, and the dated price in the book."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Case, MeterWork, TariffChange, TariffChangeKind, TariffCheck, TariffPlan, asked_as
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.plan_heads import keep_head
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.price_rules import COMMERCE, LIMITS
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter, get_parameters
from crm.workdays.arithmetic import add_months
from crm.workdays.calendar import load_calendar
from customers.book.enums import PriceStrategy, TariffClass
from customers.book.models import AccountPrice
from customers.book.operations import reclassify_account, set_account_price
from customers.book.specs import PriceSpec

NOTICE = "basic_charge.notice_days"
PERIOD = "basic_charge.period_months"
ONE_PART_ONLY = frozenset(
    {TariffClass.RESIDENT_RURAL, TariffClass.RESIDENT_URBAN, TariffClass.SCHOOL, TariffClass.AGRICULTURE}
)


@precondition(
    "T14-BASIC",
    gettext_lazy("Basic charge changed in time"),
    gettext_lazy("NDRC price notice 1583 of 2016; notice of 15 working days UNCONFIRMED"),
)
def basic_charge_in_time(question: Question) -> Answer:
    """T14: from the first day of a month, asked for so many working days before, not more often than the period."""
    notice, months = (int(get_parameter(code, on=question.day)) for code in (NOTICE, PERIOD))
    last = _basic_charge_since(question)
    earliest = add_months(last, months) if last else question.day
    words = _(
        "Another way of the basic charge begins with a month, is asked for %(notice)s working days before and"
        " stands for %(months)s months: from %(day)s at the earliest."
    ) % {"notice": notice, "months": months, "day": _first_of_month(earliest).isoformat()}
    asked = question.application
    if not isinstance(asked, TariffChange):
        return Answer(None, words)
    if asked.kind != TariffChangeKind.BASIC_CHARGE:
        return Answer(True, _("The way of the basic charge stays."))
    if asked.effective_on.day != 1 or asked.effective_on < earliest:
        return Answer(False, words, "effective_on")
    calendar = load_calendar(asked.account.department_id)
    ahead = calendar.working_days_between(question.day, asked.effective_on)
    return Answer(ahead >= notice, words, "effective_on")


@precondition(
    "TWO-PART",
    gettext_lazy("A price of two parts fits the customer"),
    gettext_lazy("NDRC price notice 526 of 2023 (UNCONFIRMED)"),
)
def two_part_fits(question: Question) -> Answer:
    """Two parts are for commerce and industry, from so many kVA on; who has such a price already keeps it."""
    account = question.account
    department = account.department_id if account else None
    least = get_parameters([LIMITS], on=question.day, department=department)[LIMITS, "two_part_may"]
    words = _("Two parts: commerce and industry, from %(limit)s kVA on.") % {"limit": f"{least:.0f}"}
    asked = question.application
    if account is None or not isinstance(asked, TariffChange):
        return Answer(None, words)
    before = asked.price_now()
    has_it = before is not None and before.strategy == PriceStrategy.TWO_PART and not asked.changes_category
    if asked.strategy != PriceStrategy.TWO_PART or has_it:
        return Answer(True, words)
    is_large = asked.tariff_class not in COMMERCE or account.contract_capacity >= least
    return Answer(asked.tariff_class not in ONE_PART_ONLY and is_large, words, "strategy")


def _basic_charge_since(question: Question) -> date | None:
    """Since when the basic charge is counted as it is today, if it has ever been counted otherwise."""
    if question.account is None:
        return None
    sequence = question.application.sequence if isinstance(question.application, TariffChange) else 1
    rows = list(AccountPrice.objects.filter(account=question.account, sequence=sequence).order_by("-period"))
    for newer, older in pairwise(rows):
        if newer.basic_charge_mode != older.basic_charge_mode:
            since: date = newer.period.lower
            return since
    return None


def _first_of_month(day: date) -> date:
    """The first day of a month that is not before `day`."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@condition("tariff_needs_plan")
def needs_plan(at: Situation) -> bool:
    """Metering or billing has to be planned, so says the check."""
    return at.latest(TariffCheck).needs_plan


@condition("tariff_changes_contract")
def changes_contract(at: Situation) -> bool:
    """The text of the contract changes."""
    return at.latest(TariffCheck).changes_contract


@condition("tariff_exchanges_meter")
def exchanges_meter(at: Situation) -> bool:
    """The meter cannot measure what the new price asks for."""
    return at.latest(TariffCheck).meter_work == MeterWork.EXCHANGE


@operation("bizexpansion.check_tariff")
def check_tariff(
    *, task_id: int, version: int | None = None, check: TariffCheck, actor: Staff, now: datetime
) -> Case:
    """Record what the power is used for on site (A02). Where the class does not fit the case ends."""
    work = begin(task_id, "check_tariff", version=version, actor=actor, now=now)
    work.keep(check)
    if check.is_possible:
        return work.finish("feasible", note=check.note)
    return work.finish("infeasible", note=check.refusal_reason)


@operation("bizexpansion.draft_tariff")
def draft_tariff(
    *, task_id: int, version: int | None = None, plan: TariffPlan, actor: Staff, now: datetime
) -> Case:
    """Plan how it is metered and billed from the day on which the new price applies (A03), not before that asked
    for; a basic charge begins with a month."""
    work = begin(task_id, "draft_tariff", version=version, actor=actor, now=now)
    asked = asked_as(TariffChange, work.case)
    if plan.effective_on and plan.effective_on < asked.effective_on:
        raise InvalidInput({"effective_on": _("Not before %(day)s.") % {"day": asked.effective_on.isoformat()}})
    if asked.kind == TariffChangeKind.BASIC_CHARGE and plan.effective_on and plan.effective_on.day != 1:
        raise InvalidInput({"effective_on": _("A basic charge begins with a month.")})
    work.keep(plan)
    keep_head(work, metering_scheme=plan.metering_scheme, billing_scheme=plan.billing_scheme)
    return work.finish(note=plan.note)


def effective_day(case: Case) -> date:
    """From when the new price applies: as planned, else as asked for."""
    plan = TariffPlan.objects.filter(case=case, task__state="DONE").order_by("-id").first()
    day: date = (plan or asked_as(TariffChange, case)).effective_on
    return day


@effect("archive_tariff", undo=None, label=gettext_lazy("price and class of use from their day on"))
def archive_tariff(context: EffectContext) -> Payload:
    """A20 of 215: the price from its day on, so that the billing period splits there; class of use and industry.

    Another class of use is archived on its day or later: until then the account is what it was.
    """
    asked = asked_as(TariffChange, context.case)
    day, frame = effective_day(context.case), {"case_number": context.case.case_number, **context.frame}
    if asked.changes_category and day > localtime(context.now).date():
        raise InvalidInput({"data_checked": _("Archive it on %(day)s or later.") % {"day": day.isoformat()}})
    set_account_price(
        account_id=context.account_id,
        price=PriceSpec(
            sequence=asked.sequence,
            price_code=asked.price_code,
            strategy=asked.strategy,
            basic_charge_mode=asked.basic_charge_mode,
            power_factor_standard=asked.power_factor_standard,
            is_time_of_use=asked.is_time_of_use,
        ),
        from_day=day,
        **frame,
    )
    if asked.changes_category:
        reclassify_account(
            account_id=context.account_id,
            tariff_class=asked.tariff_class,
            industry_code=asked.industry_code,
            **frame,
        )
    return {}
