"""Reads on clocks."""

from crm.clocks.queries.chips import ClockChip, chips_of_read, clock_chips, is_overdue, reads_of_chips
from crm.clocks.queries.history import (
    ClockHistory,
    calendar_shifts,
    clock_history,
    put_aside_clocks,
    rules_in_force,
    sweep_health,
)
from crm.clocks.queries.rules import choose_rule, choose_rules, choose_rules_of
from crm.clocks.queries.shares import TimeShares, who_held_time

__all__ = [
    "ClockChip",
    "ClockHistory",
    "TimeShares",
    "calendar_shifts",
    "chips_of_read",
    "choose_rule",
    "choose_rules",
    "choose_rules_of",
    "clock_chips",
    "clock_history",
    "is_overdue",
    "put_aside_clocks",
    "reads_of_chips",
    "rules_in_force",
    "sweep_health",
    "who_held_time",
]
