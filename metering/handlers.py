"""What metering does because of facts.

What a payer has paid in advance covers what is posted on the others (303): in a transaction of its own, so that a
month of bills holds no ledgers but those that it writes, and in the order that every payment takes, the group of
the payer by its keys. The archive of a case that changed capacity, price or meter reads the account up to that day.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from crm.audit.operation import SYSTEM
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from customers.book.models import SupplyAccount
from customers.book.queries.payers import payer_of
from metering.operations.change_readings import record_change_reading
from metering.operations.sharing import share_credit
from metering.queries.payers import payers_to_share


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("metering.charges_posted", "metering.bills_posted", name="metering.share_credit")(share_with_others)
    handles("case.archived", name="metering.read_up_to_change")(read_up_to_change)


def share_with_others(fact: Fact, *, now: datetime) -> None:
    """Charges were posted, on one account or with the bills of a department: their payers' credit covers them."""
    today, account_id = localtime(now).date(), fact.payload.get("account_id")
    if account_id is None:
        payers = payers_to_share(fact.payload["department_id"], today)
    else:
        payer = payer_of(SupplyAccount.objects.get(pk=account_id), today)
        payers = [payer.pk] if payer else []
    for pk in payers:
        share_credit(payer_id=pk, actor=SYSTEM, now=now)


def read_up_to_change(fact: Fact, *, now: datetime) -> None:
    """The data of a case are in the book: the account is read up to the day on which its terms changed."""
    if fact.payload["account_id"] is not None:
        account_id, case_number = fact.payload["account_id"], fact.payload["case_number"]
        record_change_reading(account_id=account_id, case_number=case_number, actor=SYSTEM, now=now)
