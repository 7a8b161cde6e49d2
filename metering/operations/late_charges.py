"""Post the late-payment charge that has accrued, when a payment or a settlement takes it in."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from crm.audit.operation import Actor
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import LedgerEntry, OpenItem
from metering.operations.posting import write_entry
from metering.queries.late_charges import accrued_on


def write_late_charges(*accounts: SupplyAccount, on: date, actor: Actor, now: datetime) -> list[LedgerEntry]:
    """An entry for each overdue charge whose late-payment charge up to `on` is not posted yet, due at once.

    The ledgers of the accounts are held. The same day again adds nothing: only what accrued beyond the posted is
    new. One that was taken back (waived 减免) is not posted again.
    """
    items = list(
        OpenItem.objects.filter(account__in=accounts, open_amount__gt=0).select_related("entry", "account")
    )
    accrued = accrued_on(items, on)
    before = LedgerEntry.objects.filter(relates_to__in=list(accrued), kind=EntryKind.LATE_CHARGE)
    counts = Counter(before.values_list("relates_to_id", flat=True))
    return [
        write_entry(
            item.account,
            EntryKind.LATE_CHARGE,
            accrued[item.entry_id],
            key=f"late:{item.entry_id}:{counts[item.entry_id] + 1}",
            actor=actor,
            now=now,
            value_on=on,
            due_on=on,
            relates_to=item.entry,
            document=item.entry.document,
        )
        for item in items
        if item.entry_id in accrued
    ]
