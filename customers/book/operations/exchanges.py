"""Exchange meters and instrument transformers at a metering point in one step (A36), and take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.writing import store_rows
from customers.book.enums import (
    AccountStatus,
    DeviceState,
    InstrumentTransformerKind,
    MeteringPointState,
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
from customers.book.operations.devices import lock_devices, refuse
from customers.book.operations.installations import check_installation, shows
from customers.book.operations.locking import AccountNotLiving, lock_account, require_case
from customers.book.specs import MeterExchangeSpec, Registers

D = TypeVar("D", Meter, InstrumentTransformer)


@dataclass(frozen=True)
class Exchanged:
    """What an exchange closed and opened, by keys; what `undo_exchange_meter` takes."""

    closed: int | None
    opened: int | None
    point: int
    transformers_closed: list[int] = field(default_factory=list)
    transformers_opened: list[int] = field(default_factory=list)
    position: str = ""


@operation("book.exchange_meters")
def exchange_meters(
    *,
    account_id: int,
    exchanges: Sequence[MeterExchangeSpec],
    case_number: str,
    beside: bool = False,
    actor: Actor,
    now: datetime,
) -> list[Exchanged]:
    """Take the old meters of points down at their last readings and hang the new ones at their first (A36).

    All registers of both are kept, so energy adds up across the exchange. Without a new meter the same one hangs
    again from its last reading on, with another multiplier or at another place. Instrument transformers replace
    those of their kind and phase. `beside`: an urgent fault is mended while another case holds the account.
    A point where the same case has done this at the same moment is left as it is. All or none, in few statements
    however many points. Raises InvalidInput (exchanged_at, installed_at, removed_at, start_reading, stop_reading,
    multiplier, meter), DeviceNotAvailable, AccountBusy, AccountNotLiving, OutOfScope. Inverse:
    `undo_exchange_meter` for each.
    """
    account = lock_account(account_id, actor=actor)
    _require_held(account, case_number, beside)
    points = MeteringPoint.objects.in_bulk([one.metering_point_id for one in exchanges])
    if any(
        one.metering_point_id not in points or points[one.metering_point_id].account_id != account.pk
        for one in exchanges
    ):
        raise OutOfScope
    about(account, case=case_number, metering_points=sorted(point.number for point in points.values()))
    job = _Job(account, points, exchanges, case_number, actor, now)
    plans = [_done_before(points[one.metering_point_id], one, job) or job.plan(one) for one in exchanges]
    job.write([plan for plan in plans if isinstance(plan, _Plan)])
    return [plan.done() if isinstance(plan, _Plan) else plan for plan in plans]


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

    Taken back already: nothing happens. Returns the installation that stands again. Inverse of `exchange_meters`.
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


def _require_held(account: SupplyAccount, case_number: str, beside: bool) -> None:
    """The case holds the account; or the account lives, where the case goes on beside another."""
    if not beside:
        require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    elif account.status not in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN):
        raise AccountNotLiving(details={"status": account.status})


def _done_before(point: MeteringPoint, exchange: MeterExchangeSpec, job: _Job) -> Exchanged | None:
    """What the same case did at the same moment, if it did."""
    at, key = exchange.exchanged_at, {"metering_point": point, "case_number": job.case_number}
    here = [row for row in job.hung.values() if row.metering_point_id == point.pk]
    opened = next((row for row in here if row.case_number == job.case_number and row.period.lower == at), None)
    down = next((row for row in here if row.pk == exchange.installation_id and row.period.upper == at), None)
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


@dataclass
class _Plan:
    """What happens at one metering point."""

    point: MeteringPoint
    position: str
    closed: MeterInstallation | None
    opened: MeterInstallation | None
    readings: list[RegisterReading]
    taken: list[InstrumentTransformerInstallation]
    built: list[InstrumentTransformerInstallation]

    def done(self) -> Exchanged:
        """The same by keys, once it is written."""
        return Exchanged(
            self.closed.pk if self.closed else None,
            self.opened.pk if self.opened else None,
            self.point.pk,
            [row.pk for row in self.taken],
            [row.pk for row in self.built],
            self.position,
        )


class _Job:
    """The exchanges at one account: devices and installations read and locked at once, written at once."""

    def __init__(
        self,
        account: SupplyAccount,
        points: Mapping[int, MeteringPoint],
        exchanges: Sequence[MeterExchangeSpec],
        case_number: str,
        actor: Actor,
        now: datetime,
    ) -> None:
        self.account, self.points, self.case_number, self.now = account, points, case_number, now
        old = [one.installation_id for one in exchanges if one.installation_id is not None]
        concerned = Q(pk__in=old) | Q(case_number=case_number)
        hung = MeterInstallation.objects.select_for_update(of=("self",)).filter(
            concerned, metering_point__in=points
        )
        self.hung = {row.pk: row for row in hung.order_by("pk")}
        built = InstrumentTransformerInstallation.objects.select_for_update(of=("self",)).filter(
            metering_point__in=points, period__upper_inf=True
        )
        self.built = list(built.order_by("pk"))
        meters = {one.meter_id for one in exchanges if one.meter_id is not None}
        meters |= {self.hung[key].meter_id for key in old if key in self.hung}
        devices = {pk for one in exchanges for pk, _phase in one.transformers}
        devices |= {row.transformer_id for row in self.built}
        self.meters = {one.pk: one for one in lock_devices(Meter, sorted(meters), actor=actor)}
        found = lock_devices(InstrumentTransformer, sorted(devices), actor=actor) if devices else []
        self.transformers = {one.pk: one for one in found}

    def plan(self, exchange: MeterExchangeSpec) -> _Plan:
        """What happens at a point, in memory. Raises InvalidInput, DeviceNotAvailable, OutOfScope."""
        if exchange.multiplier <= 0:
            raise InvalidInput({"multiplier": _("The multiplier must be above zero.")})
        point = self.points[exchange.metering_point_id]
        plan = _Plan(point, point.position, None, None, [], [], [])
        self._take_down(plan, exchange)
        if not exchange.comes_down:
            self._hang(plan, exchange)
        self._exchange_transformers(plan, exchange)
        point.position = exchange.position or point.position
        return plan

    def write(self, plans: Sequence[_Plan]) -> None:
        """What ends makes room before what begins comes."""
        closed = [plan.closed for plan in plans if plan.closed]
        taken = [row for plan in plans for row in plan.taken]
        store_rows(closed, ["period", "stop_reading"])
        store_rows(taken, ["period"])
        opened = [plan.opened for plan in plans if plan.opened]
        built = [row for plan in plans for row in plan.built]
        store_states(Meter, [row.meter for row in (*closed, *opened)])
        store_states(InstrumentTransformer, [row.transformer for row in (*taken, *built)])
        MeterInstallation.objects.bulk_create(opened)
        InstrumentTransformerInstallation.objects.bulk_create(built)
        write_readings([row for plan in plans for row in plan.readings])
        moved = [plan.point for plan in plans if plan.point.position != plan.position]
        store_rows(moved, ["position"])

    def _take_down(self, plan: _Plan, exchange: MeterExchangeSpec) -> None:
        """The meter that hangs comes down at its final reading."""
        if exchange.installation_id is None:
            return
        old = self.hung.get(exchange.installation_id)
        if old is None or old.metering_point_id != plan.point.pk or exchange.final is None:
            raise OutOfScope
        at, since = exchange.exchanged_at, old.period.lower
        if old.period.upper is not None or at <= since:
            raise InvalidInput({"exchanged_at": _("The meter does not hang there at that moment.")})
        old.meter = self.meters[old.meter_id]
        check_installation(at, self.now, since, stop_reading=shows(exchange.final.total, old.meter))
        old.period, old.stop_reading = moments(since, at), exchange.final.total
        old.meter.state = DeviceState.RETURNED
        plan.closed = old
        plan.readings.append(reading_of(old, ReadingMoment.STOP, exchange.final))

    def _hang(self, plan: _Plan, exchange: MeterExchangeSpec) -> None:
        """The new meter, or the old one once more."""
        if exchange.meter_id is not None:
            meter, start = self.meters[exchange.meter_id], exchange.start or Registers(total=Decimal(0))
            self._require_issued(meter, plan.point)
            check_installation(exchange.exchanged_at, self.now, start_reading=shows(start.total, meter))
        elif plan.closed is not None and exchange.final is not None:
            meter, start = plan.closed.meter, exchange.final
        else:
            raise InvalidInput({"meter": _("No meter hangs at this metering point.")})
        meter.state = DeviceState.RUNNING
        plan.opened = MeterInstallation(
            account=self.account,
            metering_point=plan.point,
            meter=meter,
            period=moments(exchange.exchanged_at),
            start_reading=start.total,
            multiplier=exchange.multiplier,
            case_number=self.case_number,
            change_mode=exchange.change_mode,
        )
        plan.readings.append(reading_of(plan.opened, ReadingMoment.START, start))

    def _exchange_transformers(self, plan: _Plan, exchange: MeterExchangeSpec) -> None:
        """Those of the same kind and phase come out, the new ones go in."""
        at = exchange.exchanged_at
        for row in self.built:
            row.transformer = self.transformers[row.transformer_id]
            replaced = any(_replaces(self.transformers[pk].kind, phase, row) for pk, phase in exchange.transformers)
            if row.metering_point_id == plan.point.pk and (exchange.comes_down or replaced):
                check_installation(at, self.now, row.period.lower)
                row.period = moments(row.period.lower, at)
                row.transformer.state = DeviceState.RETURNED
                plan.taken.append(row)
        for pk, phase in sorted(exchange.transformers):
            device = self.transformers[pk]
            self._require_issued(device, plan.point)
            check_installation(at, self.now)
            device.state = DeviceState.RUNNING
            plan.built.append(
                InstrumentTransformerInstallation(
                    account=self.account,
                    metering_point=plan.point,
                    transformer=device,
                    phase=phase,
                    period=moments(at),
                    case_number=self.case_number,
                )
            )

    def _require_issued(self, device: Meter | InstrumentTransformer, point: MeteringPoint) -> None:
        """The fitter has it in hand for this account, and the point takes it."""
        if point.state == MeteringPointState.REMOVED:
            raise InvalidInput({"metering_point": _("This metering point is no longer in use.")})
        if device.state != DeviceState.ISSUED or device.reserved_for_id != self.account.pk:
            raise refuse(device)


def reading_of(installation: MeterInstallation, moment: ReadingMoment, shown: Registers) -> RegisterReading:
    """What a meter shows, not yet saved."""
    values = {name: getattr(shown, name) for name in REGISTERS}
    return RegisterReading(installation=installation, moment=moment, **values)


def write_readings(rows: Sequence[RegisterReading]) -> None:
    """Keep what meters show; a second reading of the same moment replaces the first."""
    RegisterReading.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["installation", "moment"], update_fields=REGISTERS
    )


def store_states(model: type[D], devices: Sequence[D]) -> None:
    """Write where devices are now; one that came down and hangs again is where it was."""
    for state in {device.state for device in devices}:
        keys = [device.pk for device in devices if device.state == state]
        model._default_manager.filter(pk__in=keys).exclude(state=state).update(state=state)


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
