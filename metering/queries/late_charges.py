"""What has accrued on overdue bills, computed on demand. Money in yuan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from crm.parameters.queries import ParameterMissing, get_parameters
from customers.book.enums import AccountClass
from metering.enums import EntryKind
from metering.late_charge import LateRates, late_charge
from metering.models import Allocation, LedgerEntry, OpenItem

ACCRUING = (EntryKind.BILL, EntryKind.ADJUSTMENT, EntryKind.TRANSFER)
"""Energy and what replaces it; business fees and the late-payment charge itself bear none (no compounding)."""
RATE, MINIMUM = "late_charge.daily_rate", "late_charge.minimum"
PAY_DAY, REGIME = "late_charge.include_pay_day", "late_charge.rerate_whole_debt"


def late_rates(on: date) -> dict[bool, LateRates]:
    """The rates in force on a day, for residents (True) and for others (False). Raises ParameterMissing."""
    found = get_parameters([RATE, MINIMUM, PAY_DAY, REGIME], on=on)
    try:
        return {
            is_resident: LateRates(
                current_year=found[RATE, "resident" if is_resident else "current_year"] / 1000,
                cross_year=found[RATE, "resident" if is_resident else "cross_year"] / 1000,
                minimum=found[MINIMUM, ""],
                includes_pay_day=bool(found[PAY_DAY, ""]),
                rerates_whole=bool(found[REGIME, ""]),
            )
            for is_resident in (True, False)
        }
    except KeyError as error:
        raise ParameterMissing(details={"parameter": error.args[0][0], "on": on.isoformat()}) from None


def accrued_on(items: Sequence[OpenItem], on: date) -> dict[int, Decimal]:
    """By entry id: what has accrued up to `on` on these open charges and is not posted yet; nothing left out.

    Three statements, however many items there are; the items bring `entry` and `account` with them.
    """
    overdue = {item.entry_id: (item, last) for item in items if (last := _last_free_day(item)) and last < on}
    if not overdue:
        return {}
    rates, ids = late_rates(on), list(overdue)
    paid, posted = _paid(ids), _posted(ids)
    accrued = {}
    for pk, (item, last) in overdue.items():
        is_resident = item.account.account_class == AccountClass.LV_RESIDENT
        total = late_charge(item.entry.amount, last, paid[pk], on, rates[is_resident])
        if total > posted.get(pk, 0):
            accrued[pk] = total - posted.get(pk, Decimal(0))
    return accrued


def _last_free_day(item: OpenItem) -> date | None:
    """The last day without a charge, if the item bears one; a debt that was moved over bore its own until then."""
    if item.due_on is None or item.entry.kind not in ACCRUING:
        return None
    return max(item.due_on, item.entry.value_on) if item.entry.kind == EntryKind.TRANSFER else item.due_on


def _paid(entry_ids: Sequence[int]) -> dict[int, list[tuple[date, Decimal]]]:
    """What covers each charge, by the value date of the credit; what was taken back never was."""
    rows = Allocation.objects.filter(debit__in=entry_ids).values("debit_id", "credit_id", "credit__value_on")
    paid: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in rows.annotate(net=Sum("amount")).filter(net__gt=0).order_by("debit_id", "credit_id"):
        paid[row["debit_id"]].append((row["credit__value_on"], row["net"]))
    return paid


def _posted(entry_ids: Sequence[int]) -> dict[int, Decimal]:
    """What was posted already; what was taken back of it was waived and does not come again."""
    rows = LedgerEntry.objects.filter(relates_to__in=entry_ids, kind=EntryKind.LATE_CHARGE)
    return dict(rows.values_list("relates_to_id").annotate(total=Sum("amount")).order_by("relates_to_id"))
