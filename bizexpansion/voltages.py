"""Which of the limits a supply voltage falls under."""

from __future__ import annotations

from bizexpansion.engine.definition import Flow
from crm.clocks.enums import VoltageClass
from customers.book.enums import HIGH_VOLTAGES, Voltage

MEDIUM = (Voltage.KV10, Voltage.KV20)


def class_of(voltage: str) -> VoltageClass:
    """The class of a nominal voltage; limits of high voltage hold for both classes above low voltage."""
    if voltage not in HIGH_VOLTAGES:
        return VoltageClass.LOW
    return VoltageClass.MEDIUM if voltage in MEDIUM else VoltageClass.UPPER


def only_low(flow: Flow) -> bool:
    """Whether a case of the flow is always of low voltage."""
    return bool({one.rule for one in flow.preconditions} & {"LV", "NET"}) or set(flow.applicants) <= {
        "resident",
        "non_resident",
    }


def only_high(flow: Flow) -> bool:
    """Whether a case of the flow is always of high voltage."""
    return "HV" in {one.rule for one in flow.preconditions} or set(flow.applicants) == {"high_voltage"}
