"""What is owed on the accounts that are paid together with another one (303, 账务关系). Money in yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from customers.book.models import SupplyAccount
from customers.book.queries.payers import paid_with
from metering.queries.ledger import Debt, debts_of


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
