"""Writes on clocks. The callers' operations have checked who may do what their clocks follow from."""

from crm.clocks.operations.lifecycle import (
    cancel_clock,
    continue_clock,
    hand_over_clock,
    move_clocks,
    pause_clock,
    resume_clock,
    set_waiting,
    start_clock,
    stop_clock,
)

__all__ = [
    "cancel_clock",
    "continue_clock",
    "hand_over_clock",
    "move_clocks",
    "pause_clock",
    "resume_clock",
    "set_waiting",
    "start_clock",
    "stop_clock",
]
