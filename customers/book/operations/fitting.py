"""Hang all devices of a job at their metering points at once (A17): few statements, however many devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, add_later, change_later, operation, write_now
from crm.errors import InvalidInput, OutOfScope
from customers.book.enums import DeviceState, MeteringPointState, PhaseLine
from customers.book.models import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
    SupplyAccount,
)
from customers.book.models.periods import moments
from customers.book.operations.devices import lock_devices, refuse
from customers.book.operations.installations import check_installation, shows
from customers.book.operations.locking import lock_account

D = TypeVar("D", Meter, InstrumentTransformer)
I = TypeVar("I", MeterInstallation, InstrumentTransformerInstallation)  # noqa: E741


@dataclass(frozen=True, kw_only=True)
class MeterToHang:
    """Which meter, at which metering point (its sequence within the account), at which reading (kWh)."""

    meter_id: int
    metering_point: int
    start_reading: Decimal
    multiplier: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class TransformerToFit:
    """Which instrument transformer, at which metering point, in which phase."""

    transformer_id: int
    metering_point: int
    phase: str = PhaseLine.ALL


@dataclass(frozen=True)
class Fitted:
    """The installations of one job."""

    meters: Sequence[MeterInstallation]
    transformers: Sequence[InstrumentTransformerInstallation]


@operation("book.install_devices")
def install_devices(
    *,
    account_id: int,
    meters: Sequence[MeterToHang],
    transformers: Sequence[TransformerToFit] = (),
    installed_at: datetime,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> Fitted:
    """Hang issued meters and build issued instrument transformers in, all or none: 011 → 012, from `installed_at`.

    Each as `install_meter` and `install_instrument_transformer` do it; a device that hangs there already is
    left. Raises DeviceNotAvailable, InvalidInput (installed_at, start_reading, multiplier, metering_point),
    OutOfScope. Inverse: `remove_installation` and `remove_instrument_transformer` for each.
    """
    account = lock_account(account_id, actor=actor)
    points = _points(account, {one.metering_point for one in meters} | {one.metering_point for one in transformers})
    hung = _hang(account, points, meters, moments(installed_at), case_number, actor, now)
    built = _build_in(account, points, transformers, moments(installed_at), case_number, actor, now)
    write_now()
    devices = [one.meter.asset_number for one in hung] + [one.transformer.asset_number for one in built]
    about(account, case=case_number, devices=devices)
    return Fitted(hung, built)


def _hang(
    account: SupplyAccount,
    points: dict[int, MeteringPoint],
    meters: Sequence[MeterToHang],
    period: Any,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> list[MeterInstallation]:
    asked = {one.meter_id: one for one in meters}
    done, fresh = _sort(account, MeterInstallation, Meter, list(asked), actor)
    for meter in fresh:
        one = asked[meter.pk]
        readable = shows(one.start_reading, meter)
        check_installation(period.lower, now, start_reading=readable, multiplier=one.multiplier > 0)
    _run(fresh)
    rows = [
        MeterInstallation(
            account=account,
            metering_point=points[asked[meter.pk].metering_point],
            meter=meter,
            period=period,
            start_reading=asked[meter.pk].start_reading,
            multiplier=asked[meter.pk].multiplier,
            case_number=case_number,
        )
        for meter in fresh
    ]
    add_later(rows)
    return done + rows


def _build_in(
    account: SupplyAccount,
    points: dict[int, MeteringPoint],
    transformers: Sequence[TransformerToFit],
    period: Any,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> list[InstrumentTransformerInstallation]:
    asked = {one.transformer_id: one for one in transformers}
    done, fresh = _sort(account, InstrumentTransformerInstallation, InstrumentTransformer, list(asked), actor)
    if fresh:
        check_installation(period.lower, now)
    _run(fresh)
    rows = [
        InstrumentTransformerInstallation(
            account=account,
            metering_point=points[asked[device.pk].metering_point],
            transformer=device,
            phase=asked[device.pk].phase,
            period=period,
            case_number=case_number,
        )
        for device in fresh
    ]
    add_later(rows)
    return done + rows


def _run(devices: Sequence[D]) -> None:
    for device in devices:
        device.state = DeviceState.RUNNING
        change_later(device, ["state"])


def _points(account: SupplyAccount, sequences: set[int]) -> dict[int, MeteringPoint]:
    """The metering points by sequence; only one that is set up or in use takes a device."""
    points = {row.sequence: row for row in MeteringPoint.objects.filter(account=account, sequence__in=sequences)}
    if set(points) != sequences:
        raise OutOfScope
    if any(one.state == MeteringPointState.REMOVED for one in points.values()):
        raise InvalidInput({"metering_point": _("This metering point is no longer in use.")})
    return points


def _sort(
    account: SupplyAccount, installation: type[I], model: type[D], keys: list[int], actor: Actor
) -> tuple[list[I], list[D]]:
    """The installations that stand already, and the locked devices that are still to be installed."""
    devices = lock_devices(model, keys, actor=actor) if keys else []
    running = [one.pk for one in devices if one.state == DeviceState.RUNNING and one.reserved_for_id == account.pk]
    standing = {}
    if running:
        link = "meter" if model is Meter else "transformer"
        rows = installation._default_manager.filter(account=account, period__upper_inf=True).select_related(link)
        standing = {getattr(row, f"{link}_id"): row for row in rows.filter(**{f"{link}__in": running})}
    fresh = [device for device in devices if device.pk not in standing]
    for device in fresh:
        if device.state != DeviceState.ISSUED or device.reserved_for_id != account.pk:
            raise refuse(device)
    return list(standing.values()), fresh
