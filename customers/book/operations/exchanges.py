"""Exchange meters and instrument transformers at a metering point in one step (A36), and take it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from customers.book.enums import (
    AccountStatus,
    DeviceState,
    InstrumentTransformerKind,
    PhaseLine,
    ReadingMoment,
)
from customers.book.models import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
    RegisterReading,
    SupplyAccount,
)
from customers.book.models.periods import moments
from customers.book.models.registers import REGISTERS
from customers.book.operations.installations import (
    install_instrument_transformer,
    install_meter,
    remove_installation,
    remove_instrument_transformer,
)
from customers.book.operations.locking import AccountNotLiving, lock_account, require_case
from customers.book.specs import MeterExchangeSpec, Registers


@dataclass(frozen=True)
class Exchanged:
    """What an exchange closed and opened, by keys; what `undo_exchange_meter` takes."""

    closed: int | None
    opened: int | None
    point: int
    transformers_closed: list[int] = field(default_factory=list)
    transformers_opened: list[int] = field(default_factory=list)
    position: str = ""


@operation("book.exchange_meter")
def exchange_meter(
    *,
    account_id: int,
    exchange: MeterExchangeSpec,
    case_number: str,
    beside: bool = False,
    actor: Actor,
    now: datetime,
) -> Exchanged:
    """Take the old meter of a metering point down at its last reading and hang the new one at its first (A36).

    All registers of both are kept, so energy adds up across the exchange. Without a new meter the same one hangs
    again from its last reading on, with another multiplier or at another place. Instrument transformers replace
    those of their kind and phase. `beside`: an urgent fault is mended while another case holds the account.
    Called again for the same case and moment it returns what was done. Raises InvalidInput (exchanged_at, final,
    start, multiplier), DeviceNotAvailable, AccountBusy, AccountNotLiving, OutOfScope. Inverse:
    `undo_exchange_meter`.
    """
    account = lock_account(account_id, actor=actor)
    _require_held(account, case_number, beside)
    point = MeteringPoint.objects.filter(account=account, pk=exchange.metering_point_id).first()
    if point is None:
        raise OutOfScope
    about(account, case=case_number, metering_point=point.number)
    done = _done_before(point, exchange, case_number)
    if done is not None:
        return done
    if exchange.multiplier <= 0:
        raise InvalidInput({"multiplier": _("The multiplier must be above zero.")})
    position = point.position
    closed = _take_down(point, exchange, actor, now)
    opened = None if exchange.comes_down else _hang(point, exchange, closed, case_number, actor, now)
    taken, built = _exchange_transformers(point, exchange, case_number, actor, now)
    if exchange.position and exchange.position != position:
        point.position = exchange.position
        point.save(update_fields=["position"])
    return Exchanged(closed.pk if closed else None, opened.pk if opened else None, point.pk, taken, built, position)


@operation("book.undo_exchange_meter")
def undo_exchange_meter(
    *,
    account_id: int,
    exchanged: Exchanged,
    case_number: str,
    beside: bool = False,
    actor: Actor,
    now: datetime,
) -> MeterInstallation | None:
    """The exchange never was: the old meter hangs with no stop reading, the new devices are in the fitter's hands.

    Taken back already: nothing happens. Returns the installation that stands again. Inverse of `exchange_meter`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    _require_held(account, case_number, beside)
    point = MeteringPoint.objects.filter(pk=exchanged.point, account=account).first()
    if point is None:
        raise OutOfScope
    for fitted in InstrumentTransformerInstallation.objects.filter(pk__in=exchanged.transformers_opened):
        fitted.delete()
        _set_state(InstrumentTransformer, fitted.transformer_id, DeviceState.ISSUED)
    for hung in MeterInstallation.objects.filter(pk__in=_keys(exchanged.opened)):
        hung.delete()
        _set_state(Meter, hung.meter_id, DeviceState.ISSUED)
    closed = MeterInstallation.objects.filter(pk__in=_keys(exchanged.closed), period__upper_inf=False).first()
    if closed is not None:
        reopen(closed)
    for taken in InstrumentTransformerInstallation.objects.filter(pk__in=exchanged.transformers_closed):
        reopen(taken)
    point.position = exchanged.position
    point.save(update_fields=["position"])
    return closed


def reopen(installation: MeterInstallation | InstrumentTransformerInstallation) -> None:
    """Undo a removal: the device hangs and runs again as if nobody had touched it. The account must be locked."""
    installation.period = moments(installation.period.lower)
    if isinstance(installation, MeterInstallation):
        installation.stop_reading = None
        installation.registers.filter(moment=ReadingMoment.STOP).delete()
        installation.save(update_fields=["period", "stop_reading"])
        _set_state(Meter, installation.meter_id, DeviceState.RUNNING)
    else:
        installation.save(update_fields=["period"])
        _set_state(InstrumentTransformer, installation.transformer_id, DeviceState.RUNNING)


def keep_registers(installation: MeterInstallation, moment: ReadingMoment, shown: Registers | None) -> None:
    """Write down what the meter shows; a second reading of the same moment replaces the first."""
    if shown is not None:
        values = {name: getattr(shown, name) for name in REGISTERS}
        RegisterReading.objects.update_or_create(installation=installation, moment=moment, defaults=values)


def _require_held(account: SupplyAccount, case_number: str, beside: bool) -> None:
    """The case holds the account; or the account lives, where the case goes on beside another."""
    if not beside:
        require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    elif account.status not in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN):
        raise AccountNotLiving(details={"status": account.status})


def _done_before(point: MeteringPoint, exchange: MeterExchangeSpec, case_number: str) -> Exchanged | None:
    """What the same case did at the same moment, if it did."""
    at, key = exchange.exchanged_at, {"metering_point": point, "case_number": case_number}
    opened = MeterInstallation.objects.filter(period__startswith=at, **key).first()
    down = MeterInstallation.objects.filter(pk__in=_keys(exchange.installation_id), period__endswith=at).first()
    if opened is None and not (down and exchange.comes_down):
        return None
    built = InstrumentTransformerInstallation.objects.filter(period__startswith=at, **key)
    taken = InstrumentTransformerInstallation.objects.filter(period__endswith=at, metering_point=point)
    return Exchanged(
        exchange.installation_id,
        opened.pk if opened else None,
        point.pk,
        sorted(taken.values_list("pk", flat=True)),
        sorted(built.values_list("pk", flat=True)),
        point.position,
    )


def _take_down(
    point: MeteringPoint, exchange: MeterExchangeSpec, actor: Actor, now: datetime
) -> MeterInstallation | None:
    """The meter that hangs comes down at its final reading."""
    if exchange.installation_id is None:
        return None
    old = MeterInstallation.objects.filter(pk=exchange.installation_id, metering_point=point).first()
    if old is None or exchange.final is None:
        raise OutOfScope
    if old.period.upper is not None or exchange.exchanged_at <= old.period.lower:
        raise InvalidInput({"exchanged_at": _("The meter does not hang there at that moment.")})
    remove_installation(
        installation_id=old.pk,
        removed_at=exchange.exchanged_at,
        stop_reading=exchange.final.total,
        actor=actor,
        now=now,
    )
    keep_registers(old, ReadingMoment.STOP, exchange.final)
    return old


def _hang(
    point: MeteringPoint,
    exchange: MeterExchangeSpec,
    closed: MeterInstallation | None,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> MeterInstallation:
    """The new meter, or the old one once more."""
    if exchange.meter_id is not None:
        start = exchange.start or Registers(total=Decimal(0))
        hung = install_meter(
            meter_id=exchange.meter_id,
            metering_point_id=point.pk,
            installed_at=exchange.exchanged_at,
            start_reading=start.total,
            multiplier=exchange.multiplier,
            case_number=case_number,
            actor=actor,
            now=now,
        )
        hung.change_mode = exchange.change_mode
        hung.save(update_fields=["change_mode"])
    else:
        if closed is None or exchange.final is None:
            raise InvalidInput({"meter": _("No meter hangs at this metering point.")})
        start = exchange.final
        _set_state(Meter, closed.meter_id, DeviceState.RUNNING)
        hung = MeterInstallation.objects.create(
            account_id=point.account_id,
            metering_point=point,
            meter_id=closed.meter_id,
            period=moments(exchange.exchanged_at),
            start_reading=start.total,
            multiplier=exchange.multiplier,
            case_number=case_number,
            change_mode=exchange.change_mode,
        )
    keep_registers(hung, ReadingMoment.START, start)
    return hung


def _exchange_transformers(
    point: MeteringPoint, exchange: MeterExchangeSpec, case_number: str, actor: Actor, now: datetime
) -> tuple[list[int], list[int]]:
    """Those of the same kind and phase come out, the new ones go in: (keys closed, keys opened)."""
    hanging = InstrumentTransformerInstallation.objects.filter(metering_point=point, period__upper_inf=True)
    kinds = dict(
        InstrumentTransformer.objects.filter(pk__in=[pk for pk, _phase in exchange.transformers]).values_list(
            "pk", "kind"
        )
    )
    taken = [
        row.pk
        for row in hanging.select_related("transformer").order_by("pk")
        if exchange.comes_down or any(_replaces(kinds[pk], phase, row) for pk, phase in exchange.transformers)
    ]
    at, frame = exchange.exchanged_at, {"actor": actor, "now": now}
    for pk in taken:
        remove_instrument_transformer(installation_id=pk, removed_at=at, **frame)  # type: ignore[arg-type]
    built = [
        install_instrument_transformer(
            transformer_id=pk,
            metering_point_id=point.pk,
            phase=phase,
            installed_at=at,
            case_number=case_number,
            actor=actor,
            now=now,
        ).pk
        for pk, phase in sorted(exchange.transformers)
    ]
    return taken, built


def _replaces(kind: str, phase: str, standing: InstrumentTransformerInstallation) -> bool:
    """A new instrument transformer takes the place of one of its kind on its phase; a combined one is both."""
    both = InstrumentTransformerKind.COMBINED
    same_kind = kind == standing.transformer.kind or both in (kind, standing.transformer.kind)
    return same_kind and (phase == standing.phase or PhaseLine.ALL in (phase, standing.phase))


def _keys(key: int | None) -> list[int]:
    return [] if key is None else [key]


def _set_state(model: type[Meter] | type[InstrumentTransformer], pk: int, state: DeviceState) -> None:
    device = model.objects.select_for_update(of=("self",)).get(pk=pk)
    device.state = state
    device.save(update_fields=["state"])
