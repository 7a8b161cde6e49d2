"""Writes of the book's quality: scores and findings, their care, the months of departments."""

from customers.book.operations.quality.care import assign_findings, set_finding_aside, take_up_finding
from customers.book.operations.quality.months import count_month
from customers.book.operations.quality.runs import for_seconds, month_of, score_everything, sweep_marked
from customers.book.operations.quality.scoring import score_accounts

__all__ = [
    "assign_findings",
    "count_month",
    "for_seconds",
    "month_of",
    "score_accounts",
    "score_everything",
    "set_finding_aside",
    "sweep_marked",
    "take_up_finding",
]
