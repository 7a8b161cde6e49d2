"""Forms of exchanges at an existing account: S08, A36, A42, A38."""

from __future__ import annotations

from typing import ClassVar

from bizexpansion.forms.base import RegisterRow, RowForm, StepForm
from bizexpansion.models import (
    AssignedMeter,
    AssignedTransformer,
    ExchangedMeter,
    MeterExchange,
    TerminalExchange,
    TerminalMove,
)


class NewDeviceRow(RowForm):
    """A device from the store for a metering point; a row without one leaves its point as it is."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset_number"].required = False

    def counts(self) -> bool:
        """Whether a device is named."""
        return bool(getattr(self, "cleaned_data", {}).get("asset_number"))


class NewMeterRow(NewDeviceRow):
    """A new meter for a metering point."""

    class Meta:
        model = AssignedMeter
        fields: ClassVar = ["metering_point", "asset_number"]


class NewTransformerRow(NewDeviceRow):
    """A new instrument transformer for a phase of a metering point."""

    class Meta:
        model = AssignedTransformer
        fields: ClassVar = ["metering_point", "phase", "asset_number"]


class MeterExchangeForm(StepForm):
    """A36."""

    wide = ("note",)

    class Meta:
        model = MeterExchange
        fields: ClassVar = ["exchanged_at", "wiring_checked", "note"]


class ExchangedMeterRow(RegisterRow):
    """A metering point: last reading of the old meter, first of the new one."""

    class Meta:
        model = ExchangedMeter
        exclude: ClassVar = ["exchange"]


class MovedMeterRow(RegisterRow):
    """A metering point whose meter moves: the reading at which it came down, and where it hangs now."""

    class Meta:
        model = ExchangedMeter
        fields: ClassVar = [
            "metering_point", "old_asset_number", "position", "final_total", "final_peak", "final_flat",
            "final_valley", "final_reactive", "final_demand",
        ]  # fmt: skip


class TerminalExchangeForm(StepForm):
    """A42."""

    wide = ("note",)

    class Meta:
        model = TerminalExchange
        fields: ClassVar = [
            "old_asset_number",
            "asset_number",
            "communication_address",
            "exchanged_at",
            "is_online",
            "note",
        ]


class TerminalMoveForm(StepForm):
    """A38."""

    wide = ("note",)

    class Meta:
        model = TerminalMove
        fields: ClassVar = ["asset_number", "position", "moved_at", "is_online", "note"]
