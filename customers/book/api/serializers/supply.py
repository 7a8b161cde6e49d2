"""Through what an account is supplied, and by what it is measured."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from customers.book.api.serializers.parts import MomentPeriod
from customers.book.models import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyPoint,
    Transformer,
)


class UnderPoint(serializers.ModelSerializer):
    """A row that hangs under a supply point, which is named by its number within the account."""

    supply_point = serializers.IntegerField(source="supply_point.sequence", read_only=True, allow_null=True)


class PowerSourceSerializer(UnderPoint):
    """A power source 电源; capacity in kVA."""

    class Meta:
        model = PowerSource
        exclude = ["id", "account"]


class TransformerSerializer(UnderPoint):
    """A receiving device 受电设备; plate capacity in kVA. `run_status` and `stopped_on` tell what is suspended."""

    power_source = serializers.IntegerField(source="power_source.sequence", read_only=True, allow_null=True)

    class Meta:
        model = Transformer
        exclude = ["id", "account"]


class SupplyPointSerializer(serializers.ModelSerializer):
    """A supply point 受电点; own sources in kVA."""

    class Meta:
        model = SupplyPoint
        exclude = ["id", "account"]


class WholeSupplyPointSerializer(SupplyPointSerializer):
    """A supply point with its sources and its equipment."""

    power_sources = PowerSourceSerializer(many=True, read_only=True)
    transformers = TransformerSerializer(many=True, read_only=True)


class MeteringPointSerializer(UnderPoint):
    """A metering point 计量点; `parent` is the main metering point of a sub-meter, by number within the account."""

    power_source = serializers.IntegerField(source="power_source.sequence", read_only=True, allow_null=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]  # the trade\'s word, DRF has its own
        source="parent.sequence", read_only=True, allow_null=True
    )

    class Meta:
        model = MeteringPoint
        exclude = ["id", "account"]


class MeterInstallationSerializer(MomentPeriod, serializers.ModelSerializer):
    """A meter at its place. Readings are totals of the register in kWh, the multiplier is the CT × PT ratio."""

    meter = serializers.CharField(source="meter.asset_number", read_only=True)
    metering_point = serializers.IntegerField(source="metering_point.sequence", read_only=True)

    class Meta:
        model = MeterInstallation
        fields = [
            "meter",
            "metering_point",
            "begins_at",
            "ends_at",
            "multiplier",
            "start_reading",
            "stop_reading",
            "case_number",
        ]
        read_only_fields = fields


class InstrumentTransformerInstallationSerializer(MomentPeriod, serializers.ModelSerializer):
    """An instrument transformer on a phase of a metering point."""

    transformer = serializers.CharField(source="transformer.asset_number", read_only=True)
    metering_point = serializers.IntegerField(source="metering_point.sequence", read_only=True)

    class Meta:
        model = InstrumentTransformerInstallation
        fields = ["transformer", "metering_point", "phase", "begins_at", "ends_at", "case_number"]
        read_only_fields = fields


class DeviceSerializer(serializers.ModelSerializer):
    """What meters and instrument transformers share."""

    department = serializers.CharField(source="department.code", read_only=True, help_text="Code of the store.")
    reserved_for = serializers.CharField(
        source="reserved_for.account_number", read_only=True, allow_null=True, help_text="Account number."
    )


class MeterSerializer(DeviceSerializer):
    """A meter 电能表; currents in A, constant in imp/kWh."""

    class Meta:
        model = Meter
        exclude = ["id"]


class InstrumentTransformerSerializer(DeviceSerializer):
    """An instrument transformer 互感器; ratings in A or V."""

    class Meta:
        model = InstrumentTransformer
        exclude = ["id"]


class ReceivedMeterSerializer(serializers.ModelSerializer):
    """A meter that the store takes in."""

    class Meta:
        model = Meter
        exclude = ["id", "department", "state", "reserved_for", "ownership"]
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "asset_number": {"validators": []}
        }  # the operation tells which are wrong or known


class ReceivedInstrumentTransformerSerializer(serializers.ModelSerializer):
    """An instrument transformer that the store takes in."""

    class Meta:
        model = InstrumentTransformer
        exclude = ["id", "department", "state", "reserved_for", "ownership"]
        extra_kwargs: ClassVar[dict[str, Any]] = {"asset_number": {"validators": []}}
