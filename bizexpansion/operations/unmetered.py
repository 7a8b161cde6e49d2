"""A supply without a meter goes on (107) or ends (108): what was used, what is paid, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import TaskState
from bizexpansion.models import (
    Case,
    PowerCut,
    Prepayment,
    TemporaryExtension,
    UnmeteredCheck,
    application_model_of,
    asked_as,
)
from bizexpansion.operations.account_terms import grant_until
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.settling import final_bills
from bizexpansion.operations.temporary import FEN, cost_of, longest_term
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.web.figures import money
from customers.book.enums import TemporaryKind
from customers.book.models import SupplyAccount
from metering.models import AccountBalance
from metering.operations.final import FinalBill

ROW_107 = gettext_lazy("Business rules 4, 107")


@dataclass(frozen=True)
class Use:
    """What was used without a meter: days, kWh, yuan."""

    days: int = 0
    energy: Decimal = Decimal("0.00")
    amount: Decimal = Decimal("0.00")


def prepayments_of(account_id: int) -> list[Prepayment]:
    """The prepayments of an account that stand, the earliest period first."""
    rows = Prepayment.objects.filter(case__account=account_id, task__state=TaskState.DONE, voided_at=None)
    return list(rows.select_related("case").order_by("ends_on", "pk"))


def use_of(account: SupplyAccount, through: date) -> Use:
    """What an account has used up to a day: capacity x hours x days from the day of energising, each day on the
    terms of its period, and after the last of them on its terms, because power is still drawn. An account that came
    into the book without a prepayment of ours is counted from the first one that a case of ours asked for (107)."""
    periods, first = prepayments_of(account.pk), account.energised_on
    if first is None:
        return Use()
    if periods and issubclass(application_model_of(periods[0].case), TemporaryExtension):
        first = periods[0].starts_on
    days, energy, amount = 0, Decimal(0), Decimal(0)
    for terms in periods:
        last = through if terms is periods[-1] else min(through, terms.ends_on)
        count = (last - first).days + 1
        if count <= 0:
            continue
        kwh, yuan = cost_of(terms, count)
        days, energy, amount, first = days + count, energy + kwh, amount + yuan, last + timedelta(days=1)
    return Use(days, energy.quantize(FEN), amount.quantize(FEN))


def unpaid_use(account: SupplyAccount, today: date) -> Decimal:
    """Yuan of use beyond what is paid, where the last day is over; nothing before."""
    if account.temporary_until is None or today <= account.temporary_until:
        return Decimal(0)
    balance = AccountBalance.objects.filter(account=account).values_list("balance", flat=True).first()
    return max(use_of(account, today).amount + (balance or Decimal(0)), Decimal(0))


@precondition("UNMETERED", gettext_lazy("A temporary supply without a meter"), ROW_107)
def is_unmetered(question: Question) -> Answer:
    """106 has been archived for this account."""
    account = question.account
    words = _("This is for temporary supplies without a meter (106).")
    if account is None:
        return Answer(None, words)
    return Answer(account.temporary == TemporaryKind.UNMETERED, words)


@precondition("PAIDUP", gettext_lazy("Not overdue, or the overdue use is paid"), ROW_107)
def overdue_is_paid(question: Question) -> Answer:
    """Who has drawn power beyond the last day pays for that first. What was paid before the account came into the
    book nobody here knows: the clerk looks, and the fee step asks for the hours a day."""
    account = question.account
    if account is None or account.temporary_until is None:
        return Answer(None, _("Look up the account number first, if there is one."))
    day = {"day": account.temporary_until.isoformat()}
    owed = unpaid_use(account, question.day)
    if not owed and not prepayments_of(account.pk):
        words = _("The supply, until %(day)s, came into the book without a prepayment: see that it is paid so far.")
        return Answer(None, words % day)
    if question.day <= account.temporary_until:
        return Answer(True, _("Paid in advance up to %(day)s.") % day)
    if not owed:
        return Answer(True, _("The supply ended on %(day)s; what was used since is paid.") % day)
    words = _("The supply ended on %(day)s; %(amount)s of use since then must be paid first.")
    return Answer(False, words % (day | {"amount": money(owed)}))


@precondition("LATER", gettext_lazy("A later last day, within the longest term"), ROW_107)
def later_day(question: Question) -> Answer:
    """The new last day lies after the old one and after today, and not beyond the longest term from the start."""
    account, asked = question.account, question.application
    if account is None or account.temporary_until is None:
        return Answer(None, _("Look up the account number first, if there is one."))
    since = account.energised_on or account.built_on
    _standard, most, bounds = longest_term(since, question.day)
    words = _("Until %(day)s today; %(most)s months after %(since)s at the latest.") % (
        bounds | {"day": account.temporary_until.isoformat(), "since": since.isoformat()}
    )
    if not isinstance(asked, TemporaryExtension):
        return Answer(None, words)
    is_later = asked.temporary_until > max(account.temporary_until, question.day)
    return Answer(is_later and (most is None or asked.temporary_until <= most), words, "temporary_until")


@operation("bizexpansion.check_unmetered")
def check_unmetered(
    *, task_id: int, version: int | None = None, check: UnmeteredCheck, actor: Staff, now: datetime
) -> Case:
    """Record which load two people found on site (A02 of 107 and 108).

    More than is paid for is not extended: raises InvalidInput. In 108 there is only one way on.
    """
    work = begin(task_id, "check_extension", "check_end", version=version, actor=actor, now=now)
    declared = account_of(work.case).contract_capacity
    extends = work.step.form == "check_extension"
    if extends and check.is_possible and check.load_found is not None and check.load_found > declared:
        sentence = _("%(capacity)s kVA are paid for; more is not extended but applied for anew.")
        raise InvalidInput({"load_found": sentence % {"capacity": f"{declared:.2f}"}})
    work.keep(check)
    if not extends:
        return work.finish(note=check.note)
    if check.is_possible:
        return work.finish("feasible", note=check.note)
    return work.finish("infeasible", note=check.refusal_reason)


@effect("extend_temporary_supply", undo=None, label=gettext_lazy("the later last day of the temporary supply"))
def extend_temporary_supply(context: EffectContext) -> Payload:
    """A20 of 107: the account has its later last day, and the term (T13) ends after it."""
    asked = asked_as(TemporaryExtension, context.case)
    grant_until(context.account_id, asked.temporary_until, context.case.case_number, **context.frame)
    return {}


@final_bills
def use_without_meter(case: Case, account: SupplyAccount, on: date) -> Iterator[FinalBill]:
    """A44: what was used without a meter from the first day to the day of the power cut."""
    if account.temporary != TemporaryKind.UNMETERED:
        return
    cut = PowerCut.objects.filter(case=case, task__state=TaskState.DONE).order_by("-pk").first()
    used = use_of(account, localtime(cut.cut_at).date() if cut else on)
    if used.amount:
        yield FinalBill(used.energy, used.amount, name="unmetered", note=_("use without a meter"))
