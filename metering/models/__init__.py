"""Readings in monthly partitions and where they came from, bills, the account ledger, use."""

from metering.models.bill import Bill
from metering.models.change_reading import ChangeReading
from metering.models.ledger import AccountBalance, Allocation, BadDebt, LedgerEntry, OpenItem, RefundRequest
from metering.models.reading import Reading, ReadingBatch, ReadingSource
from metering.models.use import AccountUse

__all__ = [
    "AccountBalance",
    "AccountUse",
    "Allocation",
    "BadDebt",
    "Bill",
    "ChangeReading",
    "LedgerEntry",
    "OpenItem",
    "Reading",
    "ReadingBatch",
    "ReadingSource",
    "RefundRequest",
]
