"""What an exchange does to the book (A36, A42, A38), each with its compensation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bizexpansion.models import (
    Case,
    ExchangedMeter,
    MeterExchange,
    TerminalExchange,
    TerminalMove,
)
from bizexpansion.models.exchange import REGISTERS
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.exchange import (
    assigned_transformers,
    new_transformers,
    site_of,
    standing_terminal,
)
from customers.book.models import Meter
from customers.book.operations import exchanges, terminals
from customers.book.specs import MeterExchangeSpec, Registers


def _undo_exchange(context: EffectContext, payload: Payload) -> None:
    for one in reversed(payload["exchanged"]):
        exchanges.undo_exchange_meter(
            account_id=context.account_id,
            exchanged=exchanges.Exchanged(**one),
            case_number=context.case.case_number,
            beside=_goes_beside(context),
            **context.frame,
        )


@effect("exchange_meter", undo=_undo_exchange, label=_("the exchanged meters"))
def exchange_meter(context: EffectContext) -> Payload:
    """A36: at every metering point of the record the old meter ends where the new one begins."""
    done = exchanges.exchange_meters(
        account_id=context.account_id,
        exchanges=_specs(context, context.record(MeterExchange)),
        case_number=context.case.case_number,
        beside=_goes_beside(context),
        **context.frame,
    )
    return {"exchanged": [asdict(one) for one in done]}


def _goes_beside(context: EffectContext) -> bool:
    """An urgent fault does not wait for the case that holds the account."""
    beside: bool = context.case.goes_beside
    return beside


def _specs(context: EffectContext, record: MeterExchange) -> list[MeterExchangeSpec]:
    """What the book is told of each row."""
    hung, points = site_of(context.case)
    rows = sorted(record.meters.all(), key=lambda row: row.metering_point)
    numbers = [row.asset_number for row in rows if row.asset_number]
    new = dict(Meter.objects.filter(asset_number__in=numbers).values_list("asset_number", "pk"))
    transformers = _transformers(context.case)
    specs = []
    for row in rows:
        old, meter_id = hung.get(row.old_asset_number), new.get(row.asset_number)
        specs.append(
            MeterExchangeSpec(
                metering_point_id=points[row.metering_point].pk,
                exchanged_at=record.exchanged_at,
                multiplier=row.multiplier,
                installation_id=old.pk if old else None,
                final=shown(row, "final") if old else None,
                meter_id=meter_id,
                start=shown(row, "start") if meter_id else None,
                transformers=transformers.get(row.metering_point, ()),
                change_mode=record.change_mode,
                position=row.position,
                comes_down=row.comes_down,
            )
        )
    return specs


def shown(row: ExchangedMeter, moment: str) -> Registers:
    """The registers of a row: `final` of the old meter, `start` of the new one."""
    return Registers(**{name: getattr(row, f"{moment}_{name}") for name in REGISTERS})


def _transformers(case: Case) -> dict[int, tuple[tuple[int, str], ...]]:
    """The instrument transformers that the latest assignment names, with their phases, by metering point."""
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    phases = {row.asset_number: row.phase for row in assigned_transformers(case)}
    for number, devices in new_transformers(case).items():
        found[number] = tuple((one.pk, phases[one.asset_number]) for one in devices)
    return found


def _undo_terminal(context: EffectContext, payload: Payload) -> None:
    terminals.unfit_terminal(terminal_id=payload["fitted"], **context.frame)
    if payload["taken"] is not None:
        terminals.put_terminal_back(terminal_id=payload["taken"], **context.frame)


@effect("exchange_terminal", undo=_undo_terminal, label=_("the exchanged terminal"))
def exchange_terminal(context: EffectContext) -> Payload:
    """A42: the old terminal comes down where the book knows it, the new one collects the readings."""
    record = context.record(TerminalExchange)
    old = standing_terminal(context.account_id, record.old_asset_number) if record.old_asset_number else None
    if old is not None:
        terminals.take_terminal_down(terminal_id=old.pk, removed_at=record.exchanged_at, **context.frame)
    fitted = _fit(
        context,
        record.asset_number,
        record.exchanged_at,
        communication_address=record.communication_address,
        position=old.position if old else "",
    )
    return {"fitted": fitted, "taken": old.pk if old else None}


def _undo_move(context: EffectContext, payload: Payload) -> None:
    if payload["fitted"] is not None:
        terminals.unfit_terminal(terminal_id=payload["fitted"], **context.frame)
    else:
        terminals.move_terminal(terminal_id=payload["moved"], position=payload["position"], **context.frame)


@effect("move_terminal", undo=_undo_move, label=_("the moved terminal"))
def move_terminal(context: EffectContext) -> Payload:
    """A38: the terminal hangs at its new place; one that the book did not know is known from here on."""
    record = context.record(TerminalMove)
    standing = standing_terminal(context.account_id, record.asset_number)
    if standing is None:
        fitted = _fit(context, record.asset_number, record.moved_at, position=record.position)
        return {"fitted": fitted}
    before = terminals.move_terminal(terminal_id=standing.pk, position=record.position, **context.frame)
    return {"fitted": None, "moved": standing.pk, "position": before}


def _fit(
    context: EffectContext,
    asset_number: str,
    at: datetime,
    *,
    communication_address: str = "",
    position: str = "",
) -> int:
    fitted = terminals.fit_terminal(
        account_id=context.account_id,
        asset_number=asset_number,
        communication_address=communication_address,
        fitted_at=at,
        position=position,
        case_number=context.case.case_number,
        **context.frame,
    )
    pk: int = fitted.pk
    return pk
