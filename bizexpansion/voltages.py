"""Which of the limits a supply voltage falls under."""

from __future__ import annotations

from crm.clocks.enums import VoltageClass
from customers.book.enums import HIGH_VOLTAGES, Voltage

MEDIUM = (Voltage.KV10, Voltage.KV20)


def class_of(voltage: str) -> VoltageClass:
    """The class of a nominal voltage; limits of high voltage hold for both classes above low voltage."""
    if voltage not in HIGH_VOLTAGES:
        return VoltageClass.LOW
    return VoltageClass.MEDIUM if voltage in MEDIUM else VoltageClass.UPPER
