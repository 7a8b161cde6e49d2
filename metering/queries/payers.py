"""What is owed on the accounts that are paid together with another one (303, 账务关系). Money in yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from customers.book.models import PaymentTerms, SupplyAccount
from customers.book.queries.payers import paid_with
from metering.enums import EntryKind
from metering.models import AccountBalance, OpenItem
from metering.queries.ledger import Debt, debts_of

EARMARKED = "payment:case:"
"""How the payment of a case begins, as the prepayment of a supply without a meter: it is for its own account."""


@dataclass(frozen=True)
class PaidFor:
    """An account that is paid together with another one, and what it owes."""

    account: SupplyAccount
    debt: Debt


def paid_for_by(payer: SupplyAccount, on: date) -> list[PaidFor]:
    """The accounts that are paid together with this one, whether they owe anything or not; permission is the
    caller's. At most six statements."""
    accounts = list(paid_with(payer, on))
    debts = debts_of([one.pk for one in accounts], on) if accounts else {}
    return [PaidFor(one, debts[one.pk]) for one in accounts]


def payers_to_share(department_id: int, on: date) -> list[int]:
    """The accounts of a department, by their keys, that have credit and pay for others that owe something."""
    owing = AccountBalance.objects.filter(account__department_id=department_id, open_amount__gt=0)
    terms = PaymentTerms.objects.filter(period__contains=on, account__in=owing.values("account"))
    numbers = terms.exclude(payer_number="").values("payer_number")
    paid_ahead = AccountBalance.objects.filter(account__department_id=department_id, credit_amount__gt=0)
    payers = paid_ahead.filter(account__account_number__in=numbers).order_by("account_id")
    return list(payers.values_list("account_id", flat=True))


def payments_to_share(payer_id: int) -> QuerySet[OpenItem]:
    """What is left of the payments of an account and may cover what others owe that are paid together with it."""
    paid = OpenItem.objects.filter(account=payer_id, open_amount__lt=0, entry__kind=EntryKind.PAYMENT)
    return paid.exclude(entry__effect_key__startswith=EARMARKED)


def credit_to_share(payer_id: int) -> Decimal:
    """The same in yuan; one query."""
    left: Decimal | None = payments_to_share(payer_id).aggregate(left=Sum("open_amount"))["left"]
    return -left if left else Decimal("0.00")
