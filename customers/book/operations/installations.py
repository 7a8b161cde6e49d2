"""Hang a device at a metering point and take it down again; the time in between is its installation."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
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
from customers.book.operations.devices import lock_device, refuse
from customers.book.operations.locking import lock_account

I = TypeVar("I", MeterInstallation, InstrumentTransformerInstallation)  # noqa: E741


@operation("book.install_meter")
def install_meter(
    *,
    meter_id: int,
    metering_point_id: int,
    installed_at: datetime,
    start_reading: Decimal,
    multiplier: Decimal = Decimal(1),
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> MeterInstallation:
    """Hang an issued meter at a metering point (A17): 011 → 012, from `installed_at`, at `start_reading` kWh.

    `multiplier` is the product of the CT and PT ratios. Called again for the same place it returns the
    installation. Raises DeviceNotAvailable, InvalidInput (installed_at, start_reading, multiplier),
    OutOfScope. Inverse: `remove_installation`.
    """
    account, point = _lock_place(metering_point_id, actor=actor)
    meter = lock_device(Meter, meter_id, actor=actor)
    about(meter, account_number=account.account_number, metering_point=point.number)
    hanging = MeterInstallation.objects.filter(meter=meter, period__upper_inf=True).first()
    if hanging and hanging.metering_point_id == point.pk and meter.state == DeviceState.RUNNING:
        return hanging
    if meter.state != DeviceState.ISSUED or meter.reserved_for_id != account.pk:
        raise refuse(meter)
    check_installation(installed_at, now, start_reading=shows(start_reading, meter), multiplier=multiplier > 0)
    meter.state = DeviceState.RUNNING
    meter.save(update_fields=["state"])
    return MeterInstallation.objects.create(
        account=account,
        metering_point=point,
        meter=meter,
        period=moments(installed_at),
        start_reading=start_reading,
        multiplier=multiplier,
        case_number=case_number,
    )


@operation("book.remove_installation")
def remove_installation(
    *, installation_id: int, removed_at: datetime, stop_reading: Decimal, actor: Actor, now: datetime
) -> Meter:
    """Take a meter down (A39, or undo of `install_meter`): 012 → 015, at `stop_reading` kWh.

    Taken down in the moment in which it was hung up, it has never hung there. A meter that is down already
    stays. Raises InvalidInput (removed_at, stop_reading), OutOfScope.
    """
    installation = _lock_installation(MeterInstallation, installation_id, actor=actor)
    if installation is None:
        raise OutOfScope
    meter = lock_device(Meter, installation.meter_id, actor=actor)
    about(meter, metering_point_id=installation.metering_point_id)
    if installation.period.upper is not None:
        return meter
    check_installation(removed_at, now, installation.period.lower, stop_reading=shows(stop_reading, meter))
    if removed_at == installation.period.lower:
        installation.delete()
    else:
        installation.period = moments(installation.period.lower, removed_at)
        installation.stop_reading = stop_reading
        installation.save(update_fields=["period", "stop_reading"])
    meter.state = DeviceState.RETURNED
    meter.save(update_fields=["state"])
    return meter


@operation("book.install_instrument_transformer")
def install_instrument_transformer(
    *,
    transformer_id: int,
    metering_point_id: int,
    phase: str = PhaseLine.ALL,
    installed_at: datetime,
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> InstrumentTransformerInstallation:
    """Build an issued instrument transformer in (A17): 011 → 012. Inverse: `remove_instrument_transformer`."""
    account, point = _lock_place(metering_point_id, actor=actor)
    device = lock_device(InstrumentTransformer, transformer_id, actor=actor)
    about(device, account_number=account.account_number, metering_point=point.number)
    hanging = InstrumentTransformerInstallation.objects.filter(transformer=device, period__upper_inf=True).first()
    if hanging and hanging.metering_point_id == point.pk and device.state == DeviceState.RUNNING:
        return hanging
    if device.state != DeviceState.ISSUED or device.reserved_for_id != account.pk:
        raise refuse(device)
    check_installation(installed_at, now)
    device.state = DeviceState.RUNNING
    device.save(update_fields=["state"])
    return InstrumentTransformerInstallation.objects.create(
        account=account,
        metering_point=point,
        transformer=device,
        phase=phase,
        period=moments(installed_at),
        case_number=case_number,
    )


@operation("book.remove_instrument_transformer")
def remove_instrument_transformer(
    *, installation_id: int, removed_at: datetime, actor: Actor, now: datetime
) -> InstrumentTransformer:
    """Take an instrument transformer out: 012 → 015."""
    installation = _lock_installation(InstrumentTransformerInstallation, installation_id, actor=actor)
    if installation is None:
        raise OutOfScope
    device = lock_device(InstrumentTransformer, installation.transformer_id, actor=actor)
    about(device, metering_point_id=installation.metering_point_id)
    if installation.period.upper is not None:
        return device
    check_installation(removed_at, now, installation.period.lower)
    if removed_at == installation.period.lower:
        installation.delete()
    else:
        installation.period = moments(installation.period.lower, removed_at)
        installation.save(update_fields=["period"])
    device.state = DeviceState.RETURNED
    device.save(update_fields=["state"])
    return device


def _lock_place(metering_point_id: int, *, actor: Actor) -> tuple[SupplyAccount, MeteringPoint]:
    """The metering point and its locked account; a point that is no more takes no device."""
    point = MeteringPoint.objects.filter(pk=metering_point_id).first()
    if point is None:
        raise OutOfScope
    account = lock_account(point.account_id, actor=actor)
    if point.state == MeteringPointState.REMOVED:
        raise InvalidInput({"metering_point": _("This metering point is no longer in use.")})
    return account, point


def _lock_installation(model: type[I], installation_id: int, *, actor: Actor) -> I | None:
    """Lock the account first, then read the installation as it now stands."""
    account_id = model.objects.filter(pk=installation_id).values_list("account_id", flat=True).first()
    if account_id is None:
        return None
    lock_account(account_id, actor=actor)
    return model.objects.select_for_update(of=("self",)).filter(pk=installation_id).first()


def shows(value: Decimal, meter: Meter) -> bool:
    """Whether the register can show this value."""
    return 0 <= value < Decimal(10) ** meter.digits


def check_installation(at: datetime, now: datetime, since: datetime | None = None, **fine: bool) -> None:
    """Refuse a moment in the future or before `since`, and every value in `fine` that is not."""
    errors: dict[str, object] = {}
    if at > now or (since is not None and at < since):
        errors["installed_at" if since is None else "removed_at"] = _(
            "This moment lies in the future or before the installation."
        )
    if not fine.get("start_reading", True):
        errors["start_reading"] = _("The meter cannot show this reading.")
    if not fine.get("stop_reading", True):
        errors["stop_reading"] = _("The meter cannot show this reading.")
    if not fine.get("multiplier", True):
        errors["multiplier"] = _("The multiplier must be above zero.")
    if errors:
        raise InvalidInput(errors)
