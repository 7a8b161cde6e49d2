"""Meters and instrument transformers on their way: 006 in store → 016 assigned → 011 issued → 012 running → 015.

State codes 100053 (workflows.md 6.3). Each move is safe to repeat; each has its way back, for one device or
for several at once (one lock and one update for each kind). Where a device hangs is written in `installations.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, held_row, hold_row, operation
from crm.errors import DomainError, OutOfScope
from crm.org.permissions import require
from customers.book.enums import DeviceState
from customers.book.models import InstrumentTransformer, Meter, SupplyAccount
from customers.book.operations.locking import day_of, lock_account
from customers.book.rules import CHANGE_SUPPLY

D = TypeVar("D", Meter, InstrumentTransformer)


@dataclass(frozen=True)
class Devices:
    """Meters and instrument transformers that are moved together, by their keys."""

    meters: Sequence[int] = ()
    transformers: Sequence[int] = ()

    def by_kind(self) -> list[tuple[Any, Sequence[int]]]:
        """Model and keys of each kind of which there are any: meters first."""
        kinds: list[tuple[Any, Sequence[int]]] = [(Meter, self.meters), (InstrumentTransformer, self.transformers)]
        return [(model, keys) for model, keys in kinds if keys]


class DeviceNotAvailable(DomainError):
    """The device is not in the state, or not at the account, that the move starts from.

    `details`: asset_number, state, and the account number for which it is held, if any.
    """

    code = "device_state"
    message = _("This device is not available for that: somebody else holds it, or its state differs.")


@operation("book.reserve_meter")
def reserve_meter(*, meter_id: int, account_id: int, actor: Actor, now: datetime) -> Meter:
    """Assign a meter of the store to an account (S08): 006 → 016. Raises DeviceNotAvailable.

    Inverse: `release_meter`.
    """
    return _move(Meter, meter_id, account_id, (DeviceState.IN_STORE,), DeviceState.ASSIGNED, actor, from_store=True)


@operation("book.issue_meter")
def issue_meter(*, meter_id: int, account_id: int, actor: Actor, now: datetime) -> Meter:
    """Hand an assigned meter out to the fitter (S09): 016 → 011. Inverse: `return_meter`."""
    return _move(Meter, meter_id, account_id, (DeviceState.ASSIGNED,), DeviceState.ISSUED, actor)


@operation("book.release_meter")
def release_meter(*, meter_id: int, account_id: int, actor: Actor, now: datetime) -> Meter:
    """Undo `reserve_meter`: 016 → 006. A meter that is back already stays."""
    return _give_back(Meter, meter_id, account_id, (DeviceState.ASSIGNED,), actor)


@operation("book.return_meter")
def return_meter(*, meter_id: int, account_id: int, actor: Actor, now: datetime) -> Meter:
    """Bring a meter back to the store (S12, or undo of `issue_meter`): 011 or 015 → 006."""
    _refuse_kept([meter_id], now)
    return _give_back(Meter, meter_id, account_id, (DeviceState.ISSUED, DeviceState.RETURNED), actor)


@operation("book.reserve_instrument_transformer")
def reserve_instrument_transformer(
    *, transformer_id: int, account_id: int, actor: Actor, now: datetime
) -> InstrumentTransformer:
    """Assign an instrument transformer to an account (S08): 006 → 016."""
    return _move(
        InstrumentTransformer,
        transformer_id,
        account_id,
        (DeviceState.IN_STORE,),
        DeviceState.ASSIGNED,
        actor,
        from_store=True,
    )


@operation("book.issue_instrument_transformer")
def issue_instrument_transformer(
    *, transformer_id: int, account_id: int, actor: Actor, now: datetime
) -> InstrumentTransformer:
    """Hand an assigned instrument transformer out (S09): 016 → 011."""
    return _move(
        InstrumentTransformer, transformer_id, account_id, (DeviceState.ASSIGNED,), DeviceState.ISSUED, actor
    )


@operation("book.release_instrument_transformer")
def release_instrument_transformer(
    *, transformer_id: int, account_id: int, actor: Actor, now: datetime
) -> InstrumentTransformer:
    """Undo `reserve_instrument_transformer`: 016 → 006."""
    return _give_back(InstrumentTransformer, transformer_id, account_id, (DeviceState.ASSIGNED,), actor)


@operation("book.return_instrument_transformer")
def return_instrument_transformer(
    *, transformer_id: int, account_id: int, actor: Actor, now: datetime
) -> InstrumentTransformer:
    """Bring an instrument transformer back to the store: 011 or 015 → 006."""
    states = (DeviceState.ISSUED, DeviceState.RETURNED)
    return _give_back(InstrumentTransformer, transformer_id, account_id, states, actor)


@operation("book.reserve_devices")
def reserve_devices(*, account_id: int, devices: Devices, actor: Actor, now: datetime) -> None:
    """Assign devices of the store to an account (S08): 006 → 016, all or none. Raises DeviceNotAvailable.

    Inverse: `release_devices`.
    """
    _move_each(account_id, devices, (DeviceState.IN_STORE,), DeviceState.ASSIGNED, actor, from_store=True)


@operation("book.issue_devices")
def issue_devices(*, account_id: int, devices: Devices, actor: Actor, now: datetime) -> None:
    """Hand assigned devices out to the fitter (S09): 016 → 011, all or none. Inverse: `return_devices`."""
    _move_each(account_id, devices, (DeviceState.ASSIGNED,), DeviceState.ISSUED, actor)


@operation("book.release_devices")
def release_devices(*, account_id: int, devices: Devices, actor: Actor, now: datetime) -> None:
    """Undo `reserve_devices`: 016 → 006. Devices that are back already stay."""
    _give_back_each(account_id, devices, (DeviceState.ASSIGNED,), actor)


@operation("book.return_devices")
def return_devices(*, account_id: int, devices: Devices, actor: Actor, now: datetime) -> None:
    """Bring devices back to the store (S12, or undo of `issue_devices`): 011 or 015 → 006."""
    _refuse_kept(devices.meters, now)
    _give_back_each(account_id, devices, (DeviceState.ISSUED, DeviceState.RETURNED), actor)


def _refuse_kept(meter_ids: Sequence[int], now: datetime) -> None:
    """A meter that was tested on request lies aside until its day (304)."""
    if Meter.objects.filter(pk__in=meter_ids, keep_until__gt=day_of(now)).exists():
        raise DeviceNotAvailable(_("This meter is kept for review after a test."))


def lock_devices(model: type[D], device_ids: Sequence[int], *, actor: Actor) -> list[D]:
    """Devices, locked in the order of their keys; one query. Raises OutOfScope, NotPermitted."""
    held = [held_row(model, key) for key in sorted(set(device_ids))]
    devices = [one for one in held if one is not None]
    if len(devices) != len(held):
        devices = list(model.objects.select_for_update(of=("self",)).filter(pk__in=device_ids).order_by("pk"))
    for device in devices:
        hold_row(device)
    if len(devices) != len(set(device_ids)):
        raise OutOfScope
    for department_id in {device.department_id for device in devices}:
        require(actor, CHANGE_SUPPLY, department_id)
    return devices


def lock_device(model: type[D], device_id: int, *, actor: Actor) -> D:
    """The device, locked for this transaction. Raises OutOfScope, NotPermitted."""
    return lock_devices(model, [device_id], actor=actor)[0]


def refuse(device: Meter | InstrumentTransformer) -> DeviceNotAvailable:
    """The error that says who holds the device."""
    holder = device.reserved_for
    return DeviceNotAvailable(
        details={
            "asset_number": device.asset_number,
            "state": device.state,
            "account_number": holder.account_number if holder else None,
        }
    )


def _move_each(
    account_id: int,
    devices: Devices,
    before: tuple[DeviceState, ...],
    after: DeviceState,
    actor: Actor,
    *,
    from_store: bool = False,
) -> None:
    account = lock_account(account_id, actor=actor)
    moved = [
        device.asset_number
        for model, keys in devices.by_kind()
        for device in _move_all(model, keys, account, before, after, actor, from_store=from_store)
    ]
    about(account, devices=moved, state=str(after))


def _give_back_each(account_id: int, devices: Devices, before: tuple[DeviceState, ...], actor: Actor) -> None:
    account = lock_account(account_id, actor=actor)
    back = [
        device.asset_number
        for model, keys in devices.by_kind()
        for device in _give_back_all(model, keys, account, before, actor)
    ]
    about(account, devices=back, state=str(DeviceState.IN_STORE))


def _move(
    model: type[D],
    device_id: int,
    account_id: int,
    before: tuple[DeviceState, ...],
    after: DeviceState,
    actor: Actor,
    *,
    from_store: bool = False,
) -> D:
    account = lock_account(account_id, actor=actor)
    (device,) = _move_all(model, [device_id], account, before, after, actor, from_store=from_store)
    about(device, account_number=account.account_number, state=str(after))
    return device


def _move_all(
    model: type[D],
    device_ids: Sequence[int],
    account: SupplyAccount,
    before: tuple[DeviceState, ...],
    after: DeviceState,
    actor: Actor,
    *,
    from_store: bool = False,
) -> list[D]:
    devices, moved = lock_devices(model, device_ids, actor=actor), []
    for device in devices:
        if device.state == after and device.reserved_for_id == account.pk:
            continue
        held_right = device.reserved_for_id is None if from_store else device.reserved_for_id == account.pk
        if device.state not in before or not held_right or device.department_id != account.department_id:
            raise refuse(device)
        moved.append(device)
    _store(model, moved, after, account)
    return devices


def _give_back(model: type[D], device_id: int, account_id: int, before: tuple[DeviceState, ...], actor: Actor) -> D:
    account = lock_account(account_id, actor=actor)
    (device,) = _give_back_all(model, [device_id], account, before, actor)
    about(device, account_number=account.account_number, state=str(DeviceState.IN_STORE))
    return device


def _give_back_all(
    model: type[D], device_ids: Sequence[int], account: SupplyAccount, before: tuple[DeviceState, ...], actor: Actor
) -> list[D]:
    devices = lock_devices(model, device_ids, actor=actor)
    away = [device for device in devices if device.state != DeviceState.IN_STORE]
    for device in away:
        if device.state not in before or device.reserved_for_id != account.pk:
            raise refuse(device)
    _store(model, away, DeviceState.IN_STORE, None)
    return devices


def _store(model: type[D], devices: Sequence[D], state: DeviceState, reserved_for: SupplyAccount | None) -> None:
    """Write state and holder of locked devices; one statement."""
    for device in devices:
        device.state, device.reserved_for = state, reserved_for
    if devices:
        keys = [device.pk for device in devices]
        model.objects.filter(pk__in=keys).update(state=state, reserved_for=reserved_for)
    for device in devices:
        hold_row(device)
