"""What an exchange does to the book (A36, A42, A38), each with its compensation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bizexpansion.models import (
    AssignedTransformer,
    ExchangedMeter,
    MeterExchange,
    TerminalExchange,
    TerminalMove,
)
from bizexpansion.models.exchange import REGISTERS
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.exchange import hanging_meters, latest_assignment, live_points, standing_terminal
from customers.book.models import InstrumentTransformer, Meter, MeterInstallation
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
    record = MeterExchange.objects.get(task=context.task)
    hung, points = hanging_meters(context.account_id), live_points(context.account_id)
    done = []
    for row in record.meters.order_by("metering_point"):
        exchanged = exchanges.exchange_meter(
            account_id=context.account_id,
            exchange=_spec(context, record, row, points[row.metering_point].pk, hung.get(row.old_asset_number)),
            case_number=context.case.case_number,
            beside=_goes_beside(context),
            **context.frame,
        )
        done.append(asdict(exchanged))
    return {"exchanged": done}


def _goes_beside(context: EffectContext) -> bool:
    """An urgent fault does not wait for the case that holds the account."""
    beside: bool = context.case.goes_beside
    return beside


def _spec(
    context: EffectContext, record: MeterExchange, row: ExchangedMeter, point_id: int, old: MeterInstallation | None
) -> MeterExchangeSpec:
    new = Meter.objects.filter(asset_number=row.asset_number).first() if row.asset_number else None
    return MeterExchangeSpec(
        metering_point_id=point_id,
        exchanged_at=record.exchanged_at,
        multiplier=row.multiplier,
        installation_id=old.pk if old else None,
        final=shown(row, "final") if old else None,
        meter_id=new.pk if new else None,
        start=shown(row, "start") if new else None,
        transformers=_transformers(context, row.metering_point),
        change_mode=record.change_mode,
        position=row.position,
        comes_down=row.comes_down,
    )


def shown(row: ExchangedMeter, moment: str) -> Registers:
    """The registers of a row: `final` of the old meter, `start` of the new one."""
    return Registers(**{name: getattr(row, f"{moment}_{name}") for name in REGISTERS})


def _transformers(context: EffectContext, point: int) -> tuple[tuple[int, str], ...]:
    """The instrument transformers that the latest assignment names for a point."""
    assignment = latest_assignment(context.case)
    rows = AssignedTransformer.objects.filter(assignment=assignment, metering_point=point) if assignment else []
    phases = {row.asset_number: row.phase for row in rows}
    found = InstrumentTransformer.objects.filter(asset_number__in=phases).order_by("pk")
    return tuple((one.pk, phases[one.asset_number]) for one in found)


def _undo_terminal(context: EffectContext, payload: Payload) -> None:
    terminals.unfit_terminal(terminal_id=payload["fitted"], **context.frame)
    if payload["taken"] is not None:
        terminals.put_terminal_back(terminal_id=payload["taken"], **context.frame)


@effect("exchange_terminal", undo=_undo_terminal, label=_("the exchanged terminal"))
def exchange_terminal(context: EffectContext) -> Payload:
    """A42: the old terminal comes down where the book knows it, the new one collects the readings."""
    record = TerminalExchange.objects.get(task=context.task)
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
    record = TerminalMove.objects.get(task=context.task)
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
