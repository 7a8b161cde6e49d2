"""What is known already when a step at the end of a supply opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max, Sum
from django.utils.timezone import localdate, localtime

from bizexpansion.models import AccountSettlement, Case, MeterRemoval, application_of
from bizexpansion.operations.removal import devices_down, hanging_meters, leaving_accounts
from bizexpansion.operations.settling import credit_of
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from customers.book.models import PowerSource, SupplyAccount
from metering.models import Bill, Reading
from metering.partitions import next_month

Known = Mapping[str, Any]
KEEP_MONTHS = "removal.keep_months"


def removal(case: Case) -> Known:
    """A row for each meter that hangs."""
    return {"meters": [{"asset_number": one.meter.asset_number} for one in hanging_meters(case)]}


def removed_devices(case: Case) -> Known:
    """A row for each device that came down."""
    return {"devices": [{"asset_number": number} for number in devices_down(case)]}


def device_return(case: Case) -> Known:
    """The devices, and until when they are kept as they came."""
    months = int(get_parameter(KEEP_MONTHS, on=localdate(), department=case.department_id))
    return {**removed_devices(case), "kept_until": add_months(localdate(), months)}


def settlement(case: Case) -> Known:
    """The day of the final reading; a last bill for each account, as typed before, or what the readings say."""
    down = MeterRemoval.objects.filter(case=case, task__instance=case.row).order_by("-id").first()
    before = AccountSettlement.objects.filter(case=case, task__instance=case.row).order_by("-id").first()
    read_on = localtime(down.removed_at).date() if down else application_of(case).named_day() or localdate()
    if before is not None:
        rows = [
            {"account_number": row.account_number, "energy": row.energy, "amount": row.amount}
            for row in before.bills.all()
        ]
        return {
            "read_on": before.read_on,
            "give_up": before.give_up,
            "give_up_reason": before.give_up_reason,
            "bills": rows,
        }
    return {
        "read_on": read_on,
        "bills": [
            {"account_number": account.account_number, "energy": unbilled_energy(account)}
            for account in leaving_accounts(case)
        ],
    }


def unbilled_energy(account: SupplyAccount) -> Any:
    """What the daily readings say was used since the last bill, kWh; nothing where there are none."""
    last = Bill.objects.filter(account=account).aggregate(month=Max("month"))["month"]
    rows = Reading.objects.filter(account=account)
    if last is None:
        return 0
    return rows.filter(day__gte=next_month(last)).aggregate(used=Sum("energy"))["used"] or 0


def refund(case: Case) -> Known:
    """The whole credit, to the holder of the account."""
    account = leaving_accounts(case)[0]
    return {"amount": credit_of(account), "payee": account.name}


def disconnection(case: Case) -> Known:
    """The boundary of ownership of the main source."""
    source = PowerSource.objects.filter(account__in=leaving_accounts(case)).order_by("sequence").first()
    return {"boundary": source.ownership_boundary if source else ""}


def contract_ending(case: Case) -> Known:
    """The day that the customer named, else today."""
    return {"ends_on": application_of(case).named_day() or localdate()}


def grid_object(case: Case) -> Known:
    """Where the main source hangs."""
    source = PowerSource.objects.filter(account__in=leaving_accounts(case)).order_by("sequence").first()
    return {"grid_object": source.transformer_area if source else ""}
