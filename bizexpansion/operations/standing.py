"""How an account stands, as rows of a plan would say it: a plan of change begins with them and is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from bizexpansion.enums import RowChange
from bizexpansion.models import PlanMeteringPoint, PlanPrice, PlanRow, PlanSource, PlanSupplyPoint, PlanTransformer
from customers.book.enums import (
    InstrumentTransformerKind,
    MeteringMode,
    MeteringPointState,
    MeterKind,
    RunStatus,
    Wiring,
)
from customers.book.models import (
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.queries.under import Under, under_account

RELATIONS = ("supply_points", "sources", "transformers", "metering_points")
# From a column of a plan's row to that of the book; what is not named is called the same in both.
BOOK_COLUMNS: dict[str, dict[str, str]] = {
    "supply_points": {"own_source_interlock": "own_source_interlock"},
    "sources": {"pole_number": "incoming_pole"},
    "transformers": {"capacity": "plate_capacity", "source": "power_source"},
    "metering_points": {"source": "power_source"},
}
# What a plan says of a metering point beyond the point itself: the devices that it shall get.
_DEVICES = frozenset({"meter_kind", "ct_ratio", "pt_ratio", "multiplier", "exchanges_meter"})
_NOT_COMPARED = frozenset({"id", "plan", "change", "exchanges_meter"})


@dataclass(frozen=True)
class Standing:
    """The rows of an account as unsaved rows of a plan, each "stays as it is"; nothing that was removed.

    `running` are the numbers of the equipment in operation, `fed_at` primary voltages of equipment by number,
    `currents` the greatest current (A) of the meter that hangs at each metering point, `used` the numbers that are
    taken, also by rows that are no more.
    """

    supply_points: list[PlanSupplyPoint]
    sources: list[PlanSource]
    transformers: list[PlanTransformer]
    metering_points: list[PlanMeteringPoint]
    prices: list[PlanPrice]
    running: frozenset[int]
    fed_at: dict[int, str]
    currents: dict[int, Decimal]
    used: dict[str, frozenset[int]]

    def rows(self, relation: str) -> dict[int, PlanRow]:
        """The rows of a relation by their number."""
        return {row.number: row for row in getattr(self, relation)}


def standing_of(account: SupplyAccount) -> Standing:
    """What stands under an account, with the prices in force today; one query."""
    under = under_account(account.pk)
    points, sources, units, meters = under.points, under.sources, under.transformers, under.metering_points
    number = {row.pk: row.sequence for row in points}
    fed_by = {row.pk: row.sequence for row in sources}
    hanging = {one.metering_point_id: one for one in reversed(under.meters) if one.period.upper is None}
    built = _ratios(under)
    today = localdate()  # a price may be agreed ahead (215): it is not today's
    prices = sorted((row for row in under.prices if today in row.period), key=lambda row: row.sequence)
    return Standing(
        supply_points=[_point(row) for row in points if row.is_active],
        sources=[_source(row, number) for row in sources if row.is_active],
        transformers=[_unit(row, number, fed_by) for row in units if row.run_status != RunStatus.REMOVED],
        metering_points=[
            _metering(row, number, fed_by, hanging.get(row.pk), built.get(row.pk, {}))
            for row in meters
            if row.state != MeteringPointState.REMOVED
        ],
        prices=[
            PlanPrice(
                tariff_class=account.tariff_class,
                price_code=row.price_code,
                strategy=row.strategy,
                basic_charge_mode=row.basic_charge_mode,
                power_factor_standard=row.power_factor_standard,
                is_time_of_use=row.is_time_of_use,
            )
            for row in prices
        ],
        running=frozenset(row.sequence for row in units if row.run_status == RunStatus.RUNNING),
        fed_at={row.sequence: row.primary_voltage for row in units},
        currents={row.sequence: hanging[row.pk].meter.maximum_current for row in meters if row.pk in hanging},
        used={
            "supply_points": frozenset(row.sequence for row in points),
            "sources": frozenset(row.sequence for row in sources),
            "transformers": frozenset(row.sequence for row in units),
            "metering_points": frozenset(row.sequence for row in meters),
        },
    )


def compared(standing: Standing, relation: str, given: Sequence[PlanRow]) -> None:
    """Say of every row of a plan what becomes of it: new, as it was, changed; "removed" is the drafter's word."""
    before = standing.rows(relation)
    for row in given:
        old = before.get(row.number)
        if old is None:
            row.change = RowChange.ADD
        elif row.stays:
            row.change = RowChange.CHANGE if differing(old, row) else RowChange.KEEP


def differing(old: PlanRow, new: PlanRow) -> list[str]:
    """The columns in which two rows of a plan differ."""
    names = [column.name for column in new._meta.concrete_fields if column.name not in _NOT_COMPARED]
    return [name for name in names if (getattr(old, name) or None) != (getattr(new, name) or None)]


def book_columns(relation: str, old: PlanRow, new: PlanRow) -> dict[str, Any]:
    """What changes in the book's row: column by column, links as numbers within the account."""
    names = BOOK_COLUMNS[relation]
    return {names.get(name, name): getattr(new, name) for name in differing(old, new) if name not in _DEVICES}


def _point(row: SupplyPoint) -> PlanSupplyPoint:
    return PlanSupplyPoint(
        number=row.sequence,
        change=RowChange.KEEP,
        name=row.name,
        kind=row.kind,
        interlock=row.interlock,
        switching=row.switching,
        own_source_interlock=row.own_source_interlock,
        own_source_capacity=row.own_source_capacity,
    )


def _source(row: PowerSource, number: dict[int, int]) -> PlanSource:
    return PlanSource(
        number=row.sequence,
        change=RowChange.KEEP,
        supply_point=number[row.supply_point_id],
        kind=row.kind,
        nature=row.nature,
        voltage=row.voltage,
        capacity=row.capacity,
        substation=row.substation,
        line=row.line,
        pole_number=row.incoming_pole,
        incoming_mode=row.incoming_mode,
        protection=row.protection,
        ownership_boundary=row.ownership_boundary,
    )


def _unit(row: Transformer, number: dict[int, int], fed_by: dict[int, int]) -> PlanTransformer:
    return PlanTransformer(
        number=row.sequence,
        change=RowChange.KEEP,
        supply_point=number[row.supply_point_id],
        source=fed_by.get(row.power_source_id or 0, 1),
        kind=row.kind,
        name=row.name,
        model=row.model,
        capacity=row.plate_capacity,
        standby=row.standby,
        ownership=row.ownership,
    )


def _metering(
    row: MeteringPoint,
    number: dict[int, int],
    fed_by: dict[int, int],
    hanging: MeterInstallation | None,
    ratios: dict[str, str],
) -> PlanMeteringPoint:
    return PlanMeteringPoint(
        number=row.sequence,
        change=RowChange.KEEP,
        supply_point=number.get(row.supply_point_id or 0, 1),
        source=fed_by.get(row.power_source_id or 0, 1),
        name=row.name,
        purpose=row.purpose,
        voltage=row.voltage,
        mode=row.mode,
        wiring=row.wiring,
        device_class=row.device_class,
        is_metered=row.is_metered,
        meter_kind=hanging.meter.kind if hanging else _kind_for(row),
        ct_ratio=ratios.get(InstrumentTransformerKind.CURRENT, ""),
        pt_ratio=ratios.get(InstrumentTransformerKind.VOLTAGE, ""),
        multiplier=hanging.multiplier if hanging else Decimal(1),
        exchanges_meter=False,
    )


def _kind_for(row: MeteringPoint) -> MeterKind:
    if row.wiring == Wiring.SINGLE_PHASE:
        return MeterKind.SINGLE_PHASE
    return MeterKind.THREE_PHASE if row.mode == MeteringMode.LV_SUPPLY else MeterKind.THREE_PHASE_HV


def _ratios(under: Under) -> dict[int, dict[str, str]]:
    """By metering point: the ratio of its current and voltage transformers, as `100/5`."""
    built: dict[int, dict[str, str]] = {}
    for one in under.instrument_transformers:
        device = one.transformer
        words = f"{device.primary.normalize():f}/{device.secondary.normalize():f}"
        if one.period.upper is None:
            built.setdefault(one.metering_point_id, {}).setdefault(device.kind, words)
    return built
