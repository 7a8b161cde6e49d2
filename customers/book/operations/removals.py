"""Take down what hangs at an account (A39), undo that, and let the supply begin again after a time (209)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.reading import read_together
from crm.writing import store_rows
from customers.book.enums import AccountStatus, DeviceState, MeteringPointState, PowerState, ReadingMoment
from customers.book.models import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
    SupplyAccount,
)
from customers.book.models.periods import moments
from customers.book.operations.devices import lock_device, lock_devices, refuse
from customers.book.operations.exchanges import reading_of, reopen, store_states, write_readings
from customers.book.operations.installations import check_installation, shows
from customers.book.operations.locking import lock_account, require_case, require_open_case
from customers.book.operations.stops import cut_power, restore_power
from customers.book.specs import Registers


@dataclass(frozen=True)
class TakenDown:
    """What was taken down and how the metering points stood; what `refit_meters` takes."""

    meters: tuple[int, ...]
    transformers: tuple[int, ...]
    points: dict[int, str]


@operation("book.remove_meters")
def remove_meters(
    *,
    account_id: int,
    readings: Mapping[int, Registers],
    removed_at: datetime,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> TakenDown:
    """Take every meter and instrument transformer of an account down (A39): 012 → 015, points out of operation.

    `readings`: the final registers (kWh, kvarh, kW) of each hanging meter, by its key. Raises InvalidInput
    (`meters`, `removed_at`) where a reading is missing, cannot be shown, or comes before the installation;
    AccountBusy, AccountNotLiving, OutOfScope. Inverse: `refit_meters`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, meters=len(readings))
    require_open_case(account, case_number)
    idle = (MeteringPointState.REMOVED, MeteringPointState.SET_UP)  # what is only set up waits for its first meter
    living = MeteringPoint.objects.filter(account=account).exclude(state__in=idle)
    hung = {"account": account, "period__upper_inf": True}
    hanging, built, points = read_together(
        MeterInstallation.objects.filter(**hung).order_by("pk"),
        InstrumentTransformerInstallation.objects.filter(**hung).order_by("pk"),
        living.order_by("pk"),
    )
    if {one.meter_id for one in hanging} != set(readings):
        raise InvalidInput({"meters": _("Give the final reading of every meter that hangs here.")})
    if any(removed_at <= one.period.lower for one in (*hanging, *built)):
        raise InvalidInput({"removed_at": _("This moment lies in the future or before the installation.")})
    meters = {one.pk: one for one in lock_devices(Meter, list(readings), actor=actor)}
    for one in hanging:
        shown = readings[one.meter_id]
        check_installation(removed_at, now, stop_reading=shows(shown.total, meters[one.meter_id]))
        one.period, one.stop_reading = moments(one.period.lower, removed_at), shown.total
    for each in built:
        each.period = moments(each.period.lower, removed_at)
    devices = (
        lock_devices(InstrumentTransformer, [each.transformer_id for each in built], actor=actor) if built else []
    )
    store_rows(hanging, ["period", "stop_reading"])
    store_rows(built, ["period"])
    for device in (*meters.values(), *devices):
        device.state = DeviceState.RETURNED
    store_states(Meter, list(meters.values()))
    store_states(InstrumentTransformer, devices)
    write_readings([reading_of(one, ReadingMoment.STOP, readings[one.meter_id]) for one in hanging])
    living.update(state=MeteringPointState.STOPPED)
    before = {point.pk: point.state for point in points}
    return TakenDown(tuple(one.pk for one in hanging), tuple(one.pk for one in built), before)


@operation("book.refit_meters")
def refit_meters(
    *, account_id: int, taken_down: TakenDown, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `remove_meters`: the devices run on as if they had never been down, the points stand as before.

    Raises DeviceNotAvailable where a device has gone elsewhere since, AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_open_case(account, case_number)
    for hung in MeterInstallation.objects.filter(pk__in=taken_down.meters).order_by("pk"):
        if hung.period.upper is not None:
            _hang_again(hung, account, actor)
    built = InstrumentTransformerInstallation.objects.filter(pk__in=taken_down.transformers)
    for one in built.order_by("pk"):
        if one.period.upper is not None:
            _hang_again(one, account, actor)
    for point_id, state in taken_down.points.items():
        MeteringPoint.objects.filter(pk=point_id, account=account).update(state=state)
    return account


@operation("book.set_points_up_again")
def set_points_up_again(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> list[int]:
    """The metering points that a temporary removal left out of operation take devices again (S08): 03 → 01.

    Returns the points; inverse: `rest_points`. Raises AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    stopped = MeteringPoint.objects.filter(account=account, state=MeteringPointState.STOPPED)
    found = list(stopped.order_by("pk").values_list("pk", flat=True))
    stopped.update(state=MeteringPointState.SET_UP)
    return found


@operation("book.rest_points")
def rest_points(
    *, account_id: int, points: Sequence[int], case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `set_points_up_again`: the points are out of operation as before."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    MeteringPoint.objects.filter(account=account, pk__in=points).update(state=MeteringPointState.STOPPED)
    return account


@operation("book.resume_supply")
def resume_supply(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> list[int]:
    """Power is back after a temporary removal (A18): power 04 restored, points that were set up in use (02).

    Returns the points; inverse: `undo_resume_supply`. Raises AccountBusy, AccountNotLiving.
    """
    restore_power(account_id=account_id, case_number=case_number, state=PowerState.RESTORED, actor=actor, now=now)
    waiting = MeteringPoint.objects.filter(account_id=account_id, state=MeteringPointState.SET_UP)
    found = list(waiting.order_by("pk").values_list("pk", flat=True))
    waiting.update(state=MeteringPointState.IN_USE)
    return found


@operation("book.undo_resume_supply")
def undo_resume_supply(
    *, account_id: int, points: Sequence[int], case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `resume_supply`: power is off, the points are set up and wait."""
    account = cut_power(account_id=account_id, case_number=case_number, actor=actor, now=now)
    MeteringPoint.objects.filter(account=account, pk__in=points).update(state=MeteringPointState.SET_UP)
    return account


def _hang_again(
    place: MeterInstallation | InstrumentTransformerInstallation, account: SupplyAccount, actor: Actor
) -> None:
    """015 → 012, and the installation is open again."""
    device: Meter | InstrumentTransformer
    if isinstance(place, MeterInstallation):
        device = lock_device(Meter, place.meter_id, actor=actor)
    else:
        device = lock_device(InstrumentTransformer, place.transformer_id, actor=actor)
    if device.state != DeviceState.RETURNED or device.reserved_for_id != account.pk:
        raise refuse(device)
    reopen(place)
