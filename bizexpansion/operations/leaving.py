"""The end of supply (216): its preconditions, the site check, cut off and gone from the grid model, closed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ClosingGround
from bizexpansion.errors import NotSettled
from bizexpansion.models import (
    AccountClosing,
    Case,
    ClosingCheck,
    Disconnection,
    GridRemoval,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import end_term, running_terms
from bizexpansion.operations.holder import extra_check
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.removal import leaving_accounts
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter
from crm.web.figures import day as day_words
from crm.web.figures import money, quantity
from crm.workdays.arithmetic import add_months
from customers.book.enums import HIGH_VOLTAGES, ContractOperation, ContractStatus
from customers.book.models import PowerSource, SupplyAccount
from customers.book.operations import close_accounts, link_to_grid
from customers.book.specs import GridLink
from metering.models import Reading
from metering.operations.settlement import transfer_balance
from metering.queries.ledger import debt_of

IDLE_MONTHS = "closing.idle_months"
NOTICE_MONTHS = "closing.notice_months"
CODE_2024 = gettext_lazy("Rules of electricity supply 2024, article 35")


@precondition("DEBT", gettext_lazy("What is owed is settled on the way"), gettext_lazy("Business rules 3.4.8 (P2)"))
def told_what_is_owed(question: Question) -> Answer:
    """P2 of a flow that settles itself: it does not bar the application, but the clerk says what is to be paid."""
    account = question.account
    if account is None:
        return Answer(None, _("Look up the account number first, if there is one."))
    debt = debt_of(account.pk, question.day)
    if debt.total:
        words = _("This account owes %(amount)s (late-payment charge included); it is paid before the end.")
        return Answer(None, words % {"amount": money(debt.total)})
    if debt.credit:
        return Answer(True, _("%(amount)s of credit will be paid back.") % {"amount": money(debt.credit)})
    return Answer(True, _("Nothing is owed."))


@precondition("IDLE", gettext_lazy("Idle for six months, if that is the ground"), CODE_2024)
def stands_idle(question: Question) -> Answer:
    """T19: closing without the customer's wish needs six months without use; the readings say so."""
    account, asked = question.account, question.application
    if account is None:
        return Answer(None, _("Look up the account number first, if there is one."))
    months = int(get_parameter(IDLE_MONTHS, on=question.day))
    used, last = use_since(account, add_months(question.day, -months))
    values = {"months": months, "energy": quantity(used, "kWh"), "day": day_words(last) if last else _("none")}
    words = _("Used in the last %(months)s months: %(energy)s; last day of use: %(day)s.") % values
    if not isinstance(asked, AccountClosing) or asked.ground != ClosingGround.IDLE:
        return Answer(None if used else True, words)
    return Answer(not used, words, "ground")


def use_since(account: SupplyAccount, first: date) -> tuple[Decimal, date | None]:
    """What an account has used since a day, kWh, and the last day on which it used any."""
    rows = Reading.objects.filter(account=account, day__gte=first)
    found = rows.aggregate(used=Sum("energy"), last=Max("day", filter=Q(energy__gt=0)))
    return found["used"] or Decimal(0), found["last"]


@condition("closing_check")
def closing_is_checked(at: Situation) -> bool:
    """The organisation checks every closing, or this one is not the customer's wish."""
    asked = at.application
    return extra_check(at) or (isinstance(asked, AccountClosing) and asked.ground != ClosingGround.WISH)


@operation("bizexpansion.check_closing")
def check_closing(
    *, task_id: int, version: int | None = None, check: ClosingCheck, actor: Staff, now: datetime
) -> Case:
    """Record what two people found on site (A02). An idle account gets its public notice; one in use stays open."""
    work = begin(task_id, "check_closing", version=version, actor=actor, now=now)
    asked = application_of(work.case)
    if isinstance(asked, AccountClosing) and asked.ground == ClosingGround.IDLE and check.is_possible:
        errors: dict[str, object] = {}
        if check.is_in_use:
            errors["is_in_use"] = _("An account that is in use is not idle.")
        if check.notice_on is None:
            errors["notice_on"] = _("An idle account is closed only after a public notice.")
        elif not check.notice_place.strip():
            errors["notice_place"] = _("Say where the notice hangs.")
        if errors:
            raise InvalidInput(errors)
    work.keep(check)
    if check.is_possible:
        return work.finish("feasible", note=check.note)
    return work.finish("infeasible", note=check.refusal_reason)


@operation("bizexpansion.disconnect")
def disconnect(
    *, task_id: int, version: int | None = None, disconnection: Disconnection, actor: Staff, now: datetime
) -> Case:
    """Power is off (A26); high voltage is disconnected at the boundary of ownership.

    An idle account is not cut off before its public notice has hung for a month (2024 art. 35).
    """
    work = begin(task_id, "disconnect", version=version, actor=actor, now=now)
    if account_of(work.case).voltage in HIGH_VOLTAGES and not disconnection.boundary.strip():
        raise InvalidInput({"boundary": _("Say where the high-voltage supply is disconnected.")})
    free_from = _notice_ends(work.case, now)
    if free_from and disconnection.cut_at and localtime(disconnection.cut_at).date() < free_from:
        values = {"day": day_words(free_from)}
        raise InvalidInput({"cut_at": _("The public notice hangs until %(day)s; not before that.") % values})
    work.keep(disconnection)
    return work.finish(note=disconnection.note)


def _notice_ends(case: Case, now: datetime) -> date | None:
    """The first day after the public notice; None where none was needed."""
    check = ClosingCheck.objects.filter(case=case, notice_on__isnull=False).order_by("-id").first()
    if check is None or check.notice_on is None:
        return None
    months = int(get_parameter(NOTICE_MONTHS, on=localtime(now).date()))
    return add_months(check.notice_on, months)


@operation("bizexpansion.remove_from_grid")
def remove_from_grid(
    *, task_id: int, version: int | None = None, removal: GridRemoval, actor: Staff, now: datetime
) -> Case:
    """The customer is gone from the grid model and its diagrams (A19)."""
    work = begin(task_id, "remove_from_grid", version=version, actor=actor, now=now)
    if not removal.is_drawing_updated:
        raise InvalidInput({"is_drawing_updated": _("Bring the diagrams up to date first.")})
    work.keep(removal)
    return work.finish(note=removal.note)


def _relink(context: EffectContext, payload: Payload) -> None:
    for one in payload["accounts"]:
        links = tuple(GridLink(**link) for link in one["before"])
        link_to_grid(account_id=one["account_id"], links=links, **context.frame)


@effect("unlink_from_grid", undo=_relink, label=gettext_lazy("the place in the grid model"))
def unlink_from_grid(context: EffectContext) -> Payload:
    """A19: the sources of the leaving accounts hang nowhere any more."""
    done = []
    for account in leaving_accounts(context.case):
        numbers = PowerSource.objects.filter(account=account).values_list("sequence", flat=True)
        links = tuple(GridLink(source=number) for number in sorted(numbers))
        before = link_to_grid(account_id=account.pk, links=links, **context.frame)
        done.append({"account_id": account.pk, "before": [asdict(one) for one in before]})
    return {"accounts": done}


@effect("close_account", undo=None, label=gettext_lazy("the closed account, its invoice data ended"))
def close_for_good(context: EffectContext) -> Payload:
    """A20: the leaving accounts are closed, each on the day on which its contract ended, and with them the terms
    that still ran for them (T13, T18). What was paid in advance for an account that another takes in (213) stands
    there as credit. Raises NotSettled."""
    heir = application_of(context.case).taken_over_by()
    today, keys = localtime(context.now).date(), [account.pk for account in leaving_accounts(context.case)]
    ended = Q(contracts__status=ContractStatus.VALID, contracts__operation=ContractOperation.TERMINATION)
    last_day = Max("contracts__term__endswith", filter=ended)
    sums = ("balance__balance", "balance__open_amount", "balance__credit_amount")
    rows = SupplyAccount.objects.filter(pk__in=keys).annotate(day=last_day).order_by("pk")
    closed_on = {}
    for pk, number, day, balance, owed, credit in rows.values_list("pk", "account_number", "day", *sums):
        if owed or (credit and heir is None):
            raise NotSettled(details={"account_number": number, "balance": str(balance)})
        if credit and heir is not None:
            transfer_balance(
                from_account_id=pk, to_account_id=heir, case_number=context.case.case_number, **context.frame
            )
        closed_on[pk] = day or today
    terms = running_terms(*keys)
    close_accounts(closed_on=closed_on, case_number=context.case.case_number, **context.frame)
    for term in terms:
        end_term(term_id=term.pk, **context.frame)
    return {}
