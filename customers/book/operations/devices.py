"""Meters and instrument transformers on their way: 006 in store → 016 assigned → 011 issued → 012 running → 015.

State codes 100053 (workflows.md 6.3). Each move is safe to repeat; each has its way back. Where a device
hangs is written in `installations.py`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, OutOfScope
from crm.org.permissions import require
from customers.book.enums import DeviceState
from customers.book.models import InstrumentTransformer, Meter
from customers.book.operations.locking import lock_account
from customers.book.rules import CHANGE_SUPPLY

D = TypeVar("D", Meter, InstrumentTransformer)


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


def lock_device(model: type[D], device_id: int, *, actor: Actor) -> D:
    """The device, locked for this transaction. Raises OutOfScope, NotPermitted."""
    device = model.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    if device is None:
        raise OutOfScope
    require(actor, CHANGE_SUPPLY, device.department_id)
    return device


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
    device = lock_device(model, device_id, actor=actor)
    about(device, account_number=account.account_number, state=str(after))
    if device.state == after and device.reserved_for_id == account.pk:
        return device
    held_right = device.reserved_for_id is None if from_store else device.reserved_for_id == account.pk
    if device.state not in before or not held_right or device.department_id != account.department_id:
        raise refuse(device)
    device.state, device.reserved_for = after, account
    device.save(update_fields=["state", "reserved_for"])
    return device


def _give_back(model: type[D], device_id: int, account_id: int, before: tuple[DeviceState, ...], actor: Actor) -> D:
    account = lock_account(account_id, actor=actor)
    device = lock_device(model, device_id, actor=actor)
    about(device, account_number=account.account_number, state=str(DeviceState.IN_STORE))
    if device.state == DeviceState.IN_STORE:
        return device
    if device.state not in before or device.reserved_for_id != account.pk:
        raise refuse(device)
    device.state, device.reserved_for = DeviceState.IN_STORE, None
    device.save(update_fields=["state", "reserved_for"])
    return device
