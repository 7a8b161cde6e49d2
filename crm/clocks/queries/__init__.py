"""Reads on clocks."""

from crm.clocks.queries.chips import ClockChip, clock_chips, is_overdue
from crm.clocks.queries.rules import choose_rule, choose_rules
from crm.clocks.queries.shares import TimeShares, who_held_time

__all__ = [
    "ClockChip",
    "TimeShares",
    "choose_rule",
    "choose_rules",
    "clock_chips",
    "is_overdue",
    "who_held_time",
]
