"""Forms of what leaves a customer's premises: meters and the terminal."""

from __future__ import annotations

from typing import Any, ClassVar

from bizexpansion.forms.base import RegisterRow, RowForm, StepForm
from bizexpansion.models import (
    DeviceReturn,
    MeterRemoval,
    RemovalRecord,
    RemovedDevice,
    RemovedMeter,
    ReturnedDevice,
    TerminalRemoval,
)


class MeterRemovalForm(StepForm):
    """A39."""

    class Meta:
        model = MeterRemoval
        fields: ClassVar = ["removed_at", "witness", "note"]


class RemovedMeterRow(RegisterRow):
    """The final registers of a meter."""

    class Meta:
        model = RemovedMeter
        fields: ClassVar[Any] = [
            "asset_number", "total", "peak", "flat", "valley", "reactive", "demand", "rolled_over",
        ]  # fmt: skip


class RemovalRecordForm(StepForm):
    """S11 of a removal."""

    class Meta:
        model = RemovalRecord
        fields: ClassVar = ["note"]


class RemovedDeviceRow(RowForm):
    """In which state a device came down."""

    class Meta:
        model = RemovedDevice
        fields: ClassVar = ["asset_number", "condition", "seals"]


class DeviceReturnForm(StepForm):
    """S12."""

    class Meta:
        model = DeviceReturn
        fields: ClassVar = ["returned_on", "slip_number", "shelf", "kept_until", "note"]


class ReturnedDeviceRow(RowForm):
    """A device that was handed in."""

    class Meta:
        model = ReturnedDevice
        fields: ClassVar = ["asset_number"]


class TerminalRemovalForm(StepForm):
    """A33."""

    class Meta:
        model = TerminalRemoval
        fields: ClassVar = ["removed_on", "asset_number", "is_struck_off", "note"]
