"""Rules, clocks, their spans, and what the sweep found."""

from crm.clocks.models.clock import Clock, ClockPart, ClockSpan
from crm.clocks.models.record import Breach, ClockShift, SweepTick
from crm.clocks.models.rule import ClockRule

__all__ = ["Breach", "Clock", "ClockPart", "ClockRule", "ClockShift", "ClockSpan", "SweepTick"]
