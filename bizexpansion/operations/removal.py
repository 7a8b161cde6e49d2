"""What leaves a customer's premises: meters (A39), their record (S11) and return (S12), the terminal (A33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import DeviceCondition, TaskState
from bizexpansion.models import (
    Case,
    DeviceReturn,
    MeterRemoval,
    RemovalRecord,
    RemovedDevice,
    RemovedMeter,
    ReturnedDevice,
    TerminalRemoval,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import account_of, known_of
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import DeviceState
from customers.book.models import (
    CollectionTerminal,
    InstrumentTransformerInstallation,
    MeteringPoint,
    MeterInstallation,
    SupplyAccount,
)
from customers.book.models.registers import REGISTERS
from customers.book.operations import (
    TakenDown,
    put_terminal_back,
    refit_meters,
    remove_meters,
    take_terminal_down,
)
from customers.book.specs import Registers


def leaving_accounts(case: Case) -> list[SupplyAccount]:
    """Whose supply ends: the account of the case, or of the row, unless the application names others (213, 217)."""

    def read() -> list[SupplyAccount] | None:
        named = application_of(case).leaving(case.row)
        if named is None:
            return [account_of(case)]
        found = SupplyAccount.objects.select_related("customer").filter(pk__in=named)
        return list(found.order_by("pk")) or None

    return known_of(case, "leaving", read) or []


def hanging_meters(case: Case) -> list[MeterInstallation]:
    """The meters that hang at the leaving accounts, with their readings at the installation."""
    rows = MeterInstallation.objects.filter(account__in=leaving_accounts(case), period__upper_inf=True)
    return list(rows.select_related("meter", "metering_point").order_by("account_id", "metering_point__sequence"))


def devices_down(case: Case) -> list[str]:
    """The asset numbers of the devices that came down in this case (state 015) and were not handed in by it yet."""
    down = {
        "account__in": {account_of(case), *leaving_accounts(case)},
        "period__endswith__gte": case.accepted_at,
    }
    meters = MeterInstallation.objects.filter(**down, meter__state=DeviceState.RETURNED)
    others = InstrumentTransformerInstallation.objects.filter(**down, transformer__state=DeviceState.RETURNED)
    handed_in = ReturnedDevice.objects.filter(
        handed_in__case=case, handed_in__task__state=TaskState.DONE
    ).values_list("asset_number", flat=True)
    found = {
        *meters.values_list("meter__asset_number", flat=True),
        *others.values_list("transformer__asset_number", flat=True),
    }
    return sorted(found - set(handed_in))


@condition("terminal_hangs")
def terminal_hangs(at: Situation) -> bool:
    """A collection terminal hangs at the premises."""
    accounts = leaving_accounts(at.case)
    terminals = CollectionTerminal.objects.filter(account__in=accounts, period__upper_inf=True)
    return terminals.exists() or _controlled(accounts).exists()


def _controlled(accounts: Sequence[SupplyAccount]) -> QuerySet[MeteringPoint]:
    """Metering points that a load control terminal serves."""
    return MeteringPoint.objects.filter(account__in=accounts, has_load_control=True)


@operation("bizexpansion.remove_meter")
def remove_meter(
    *,
    task_id: int,
    version: int | None = None,
    removal: MeterRemoval,
    meters: Sequence[RemovedMeter] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """The meters are down (A39), each with its final registers in kWh, kvarh and kW.

    Raises InvalidInput where a meter that hangs is missing, or reads less than at its installation without having
    passed the end of its register.
    """
    work = begin(task_id, "remove_meter", version=version, actor=actor, now=now)
    hanging = {one.meter.asset_number: one for one in hanging_meters(work.case)}
    _require_all(sorted(hanging), [row.asset_number for row in meters], "meters")
    errors = {
        f"meters-{index}-total": _("The meter was installed at %(reading)s kWh.")
        % {"reading": hanging[row.asset_number].start_reading}
        for index, row in enumerate(meters)
        if row.total is not None and row.total < hanging[row.asset_number].start_reading and not row.rolled_over
    }
    if errors:
        raise InvalidInput(errors)
    work.keep(removal, meters=meters)
    return work.finish(note=removal.note)


@operation("bizexpansion.record_removal")
def record_removal(
    *,
    task_id: int,
    version: int | None = None,
    record: RemovalRecord,
    devices: Sequence[RemovedDevice] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Record in which state each device came down and which seals were cut (S11). Tampering is told in words."""
    work = begin(task_id, "record_removal", version=version, actor=actor, now=now)
    _require_all(devices_down(work.case), [row.asset_number for row in devices], "devices")
    tampered = any(row.condition == DeviceCondition.TAMPERED for row in devices)
    if tampered and not record.note.strip():
        raise InvalidInput({"note": _("Say what was found.")})
    work.keep(record, devices=devices)
    return work.finish(note=record.note)


@operation("bizexpansion.return_device")
def return_device(
    *,
    task_id: int,
    version: int | None = None,
    handed_in: DeviceReturn,
    devices: Sequence[ReturnedDevice] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """The old devices are handed in at the store (S12); they stay in state 015 until the store has tested them."""
    work = begin(task_id, "return_device", version=version, actor=actor, now=now)
    _require_all(devices_down(work.case), [row.asset_number for row in devices], "devices")
    work.keep(handed_in, devices=devices)
    return work.finish(note=handed_in.note)


@operation("bizexpansion.remove_terminal")
def remove_terminal(
    *, task_id: int, version: int | None = None, removal: TerminalRemoval, actor: Staff, now: datetime
) -> Case:
    """The collection terminal is down and struck off at the master station (A33)."""
    work = begin(task_id, "remove_terminal", version=version, actor=actor, now=now)
    if not removal.is_struck_off:
        raise InvalidInput({"is_struck_off": _("Strike the terminal off at the master station first.")})
    work.keep(removal)
    return work.finish(note=removal.note)


def _hang_up(context: EffectContext, payload: Payload) -> None:
    for one in reversed(payload["accounts"]):
        refit_meters(
            account_id=one["account_id"],
            taken_down=TakenDown(
                tuple(one["meters"]),
                tuple(one["transformers"]),
                {int(pk): state for pk, state in one["points"].items()},
            ),
            case_number=context.case.case_number,
            **context.frame,
        )


@effect("remove_meter", undo=_hang_up, label=gettext_lazy("the removed meters"))
def take_meters_down(context: EffectContext) -> Payload:
    """A39: all meters and instrument transformers of the leaving accounts are down (012 → 015)."""
    removal = context.record(MeterRemoval)
    shown = {
        row.asset_number: Registers(**{name: getattr(row, name) for name in REGISTERS})
        for row in removal.meters.all()
    }
    hanging = hanging_meters(context.case)
    done = []
    for account in leaving_accounts(context.case):
        own = [one.meter for one in hanging if one.account_id == account.pk]
        down = remove_meters(
            account_id=account.pk,
            readings={meter.pk: shown[meter.asset_number] for meter in own},
            removed_at=removal.removed_at,
            case_number=context.case.case_number,
            **context.frame,
        )
        done.append(
            {
                "account_id": account.pk,
                "meters": list(down.meters),
                "transformers": list(down.transformers),
                "points": {str(pk): state for pk, state in down.points.items()},
            }
        )
    return {"accounts": done}


def _terminal_back(context: EffectContext, payload: Payload) -> None:
    for pk in payload["terminals"]:
        put_terminal_back(terminal_id=pk, **context.frame)
    MeteringPoint.objects.filter(pk__in=payload["points"]).update(has_load_control=True)


@effect("remove_terminal", undo=_terminal_back, label=gettext_lazy("the removed terminal"))
def take_terminals_down(context: EffectContext) -> Payload:
    """A33: no terminal collects the readings any more."""
    accounts = leaving_accounts(context.case)
    hanging = CollectionTerminal.objects.filter(account__in=accounts, period__upper_inf=True).order_by("pk")
    terminals = list(hanging.values_list("pk", flat=True))
    for pk in terminals:
        take_terminal_down(terminal_id=pk, removed_at=context.now, **context.frame)
    points = list(_controlled(accounts).values_list("pk", flat=True))
    MeteringPoint.objects.filter(pk__in=points).update(has_load_control=False)
    return {"terminals": terminals, "points": points}


def _require_all(expected: Sequence[str], given: Sequence[str], name: str) -> None:
    """Each of the devices once, and no others."""
    if sorted(given) != sorted(expected):
        listed = enumerated(expected) or _("none")
        raise InvalidInput({name: _("Enter each of these devices once: %(numbers)s.") % {"numbers": listed}})
