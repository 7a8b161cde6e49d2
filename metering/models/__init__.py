"""Readings in monthly partitions and where they came from, bills, and the account ledger."""

from metering.models.bill import Bill
from metering.models.ledger import AccountBalance, Allocation, LedgerEntry, OpenItem, RefundRequest
from metering.models.reading import Reading, ReadingBatch, ReadingSource

__all__ = [
    "AccountBalance",
    "Allocation",
    "Bill",
    "LedgerEntry",
    "OpenItem",
    "Reading",
    "ReadingBatch",
    "ReadingSource",
    "RefundRequest",
]
