"""Readings in monthly partitions, where they came from, and bills."""

from metering.models.bill import Bill
from metering.models.reading import Reading, ReadingBatch, ReadingSource

__all__ = ["Bill", "Reading", "ReadingBatch", "ReadingSource"]
