"""Take receiving equipment out of use and power off, and back: what suspension and reduction do to an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.outbox.operations import emit_at_end
from crm.writing import store_rows
from customers.book.enums import AccountStatus, ChangeRemark, PowerState, RunStatus, StopEnd, StopKind
from customers.book.models import SupplyAccount, Transformer, TransformerStop
from customers.book.models.periods import days
from customers.book.operations.locking import day_of, lock_account, require_case, store
from customers.book.operations.running import shift_capacity
from customers.book.operations.standing import note_standing_stops, require_explained

REMARKS = {
    StopKind.SUSPENDED: ChangeRemark.STOPPED,
    StopKind.REDUCED: ChangeRemark.REDUCED,
    StopKind.EXCHANGED: ChangeRemark.STOPPED,
}


STATE = ["run_status", "change_remark", "stopped_on", "plan_resume_on"]


@dataclass(frozen=True)
class StoppedBefore:
    """How equipment stood before it was stopped; what `undo_stop_transformers` takes."""

    remarks: dict[int, str]


@dataclass(frozen=True)
class RestartedBefore:
    """How one transformer stood before it was put back into use; what `undo_restart_transformers` takes.

    `stop_id` is the stop that the restart ended, empty where its term had expired before; `restarted_on` the day.
    """

    transformer_id: int
    remark: str
    stopped_on: date | None
    resume_on: date | None
    stop_id: int | None
    restarted_on: date


@operation("book.stop_transformers")
def stop_transformers(
    *,
    account_id: int,
    transformer_ids: Sequence[int],
    kind: StopKind,
    stopped_on: date,
    resume_on: date | None,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> StoppedBefore:
    """Seal transformers off (A34): they stand still from a day on, and the running capacity falls by their plates.

    The contract capacity stays. Raises InvalidInput where one does not run, the day lies in the future or the
    running capacity would fall below zero; AccountBusy, AccountNotLiving. Inverse: `undo_stop_transformers`.
    """
    account = held(account_id, case_number, actor)
    about(account, case=case_number, transformers=list(transformer_ids))
    require_explained(account)
    rows = transformers_of(account, transformer_ids, RunStatus.RUNNING)
    refuse_future(stopped_on, now)
    before = StoppedBefore({row.pk: row.change_remark for row in rows})
    for row in rows:
        row.run_status, row.change_remark = RunStatus.STOPPED, REMARKS[kind]
        row.stopped_on, row.plan_resume_on = stopped_on, resume_on
    store_rows(rows, STATE)
    TransformerStop.objects.bulk_create(
        TransformerStop(
            account=account,
            transformer=row,
            kind=kind,
            capacity=row.plate_capacity,
            period=days(stopped_on),
            planned_until=resume_on,
            case_number=case_number,
        )
        for row in rows
    )
    plates = sum((row.plate_capacity for row in rows), Decimal(0))
    shift_capacity(account, running=-plates, from_day=stopped_on, case_number=case_number, now=now)
    return before


@operation("book.undo_stop_transformers")
def undo_stop_transformers(
    *, account_id: int, before: StoppedBefore, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing: its equipment runs as before, no day of a stop is left. Undone: nothing happens."""
    account = held(account_id, case_number, actor)
    about(account, case=case_number)
    stops = list(TransformerStop.objects.filter(account=account, case_number=case_number).order_by("pk"))
    rows = list(Transformer.objects.filter(account=account, pk__in=before.remarks).order_by("pk"))
    for row in rows:
        row.run_status, row.change_remark = RunStatus.RUNNING, before.remarks[row.pk]
        row.stopped_on = row.plan_resume_on = None
    store_rows(rows, STATE)
    for stop in stops:
        first, capacity = stop.period.lower, stop.capacity
        stop.delete()
        shift_capacity(account, running=capacity, from_day=first, case_number=case_number, now=now)
    return account


@operation("book.restart_transformers")
def restart_transformers(
    *,
    account_id: int,
    transformer_ids: Sequence[int],
    restarted_on: date,
    remark: ChangeRemark,
    least_days: int,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> list[RestartedBefore]:
    """Put transformers back into use (A37): the running capacity rises by what their stops had taken.

    A stop of fewer than `least_days` days is billed in full: the capacity rises from its first day (T15). Where the
    term had expired before, the capacity counts already and only the equipment changes. Raises InvalidInput where
    one does not stand still, the day lies in the future or not after the stop; AccountBusy, AccountNotLiving.
    Inverse: `undo_restart_transformers`.
    """
    account = held(account_id, case_number, actor)
    about(account, case=case_number, transformers=list(transformer_ids))
    if account.contract_capacity != account.running_capacity:
        note_standing_stops(account.pk)
    rows = transformers_of(account, transformer_ids, RunStatus.STOPPED)
    refuse_future(restarted_on, now)
    before = []
    for row in rows:
        stop = (
            TransformerStop.objects.select_related("transformer", "replacement")
            .filter(transformer=row, period__upper_inf=True)
            .first()
        )
        if row.stopped_on and restarted_on <= row.stopped_on:
            raise InvalidInput({"unsealed_on": _("It was sealed off on that day or later.")})
        before.append(
            RestartedBefore(
                row.pk,
                row.change_remark,
                row.stopped_on,
                row.plan_resume_on,
                stop.pk if stop else None,
                restarted_on,
            )
        )
        row.run_status, row.change_remark = RunStatus.RUNNING, remark
        row.stopped_on = row.plan_resume_on = None
        if stop is not None:
            short = (restarted_on - stop.period.lower).days < least_days
            _end(account, stop, restarted_on, StopEnd.RESUMED, case_number, now, in_full=short)
    store_rows(rows, STATE)
    return before


@operation("book.undo_restart_transformers")
def undo_restart_transformers(
    *, account_id: int, before: Sequence[RestartedBefore], case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing: the equipment stands still as before. Undone already: nothing happens."""
    account = held(account_id, case_number, actor)
    about(account, case=case_number)
    for one in before:
        row = Transformer.objects.get(pk=one.transformer_id, account=account)
        if row.run_status != RunStatus.RUNNING:
            continue
        row.run_status, row.change_remark = RunStatus.STOPPED, one.remark
        row.stopped_on, row.plan_resume_on = one.stopped_on, one.resume_on
        row.save(update_fields=STATE)
        if one.stop_id is not None:
            stop = TransformerStop.objects.select_related("transformer", "replacement").get(pk=one.stop_id)
            _reopen(account, stop, case_number, now)
    return account


@operation("book.lapse_stops")
def lapse_stops(
    *, account_id: int, case_number: str, lapsed_on: date, actor: Actor, now: datetime
) -> SupplyAccount:
    """The term of the stops that a case began is over (T15, T16): from this day the capacity counts again.

    The equipment itself stands still until somebody unseals it. The account may be in another case. Lapsed already:
    nothing happens.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, lapsed_on=lapsed_on.isoformat())
    stops = TransformerStop.objects.filter(account=account, case_number=case_number, period__upper_inf=True)
    for stop in stops.order_by("pk"):
        _end(account, stop, lapsed_on, StopEnd.EXPIRED, case_number, now)
    return account


def _end(
    account: SupplyAccount,
    stop: TransformerStop,
    day: date,
    how: StopEnd,
    case_number: str,
    now: datetime,
    *,
    in_full: bool = False,
) -> None:
    """The stop ends on a day, and the capacity counts from then on (`in_full`: from its first day)."""
    first, (running, contract) = stop.period.lower, _moved_by(stop)
    stop.period, stop.ended_by, stop.is_billed_in_full = days(first, day), how, in_full
    stop.save(update_fields=["period", "ended_by", "is_billed_in_full"])
    if stop.replacement is not None:
        _set_state(stop.replacement, RunStatus.REMOVED, ChangeRemark.REMOVED)
    shift_capacity(account, running=running, contract=contract, from_day=day, case_number=case_number, now=now)
    if in_full:
        shift_capacity(account, running=stop.capacity, from_day=first, until=day, case_number=case_number, now=now)


def _reopen(account: SupplyAccount, stop: TransformerStop, case_number: str, now: datetime) -> None:
    first, day, in_full = stop.period.lower, stop.period.upper, stop.is_billed_in_full
    if day is None:
        return
    stop.period, stop.ended_by, stop.is_billed_in_full = days(first), "", False
    stop.save(update_fields=["period", "ended_by", "is_billed_in_full"])
    if in_full:
        shift_capacity(account, running=-stop.capacity, from_day=first, until=day, case_number=case_number, now=now)
    if stop.replacement is not None:
        _set_state(stop.replacement, RunStatus.RUNNING, ChangeRemark.NEW)
    running, contract = _moved_by(stop)
    shift_capacity(account, running=-running, contract=-contract, from_day=day, case_number=case_number, now=now)


def _moved_by(stop: TransformerStop) -> tuple[Decimal, Decimal]:
    """By how much running and contract capacity rise at the end; an exchange moves both by the difference."""
    if stop.kind != StopKind.EXCHANGED or stop.replacement is None:
        return stop.capacity, Decimal(0)
    less = stop.transformer.plate_capacity - stop.replacement.plate_capacity
    return less, less


def _set_state(row: Transformer, status: RunStatus, remark: ChangeRemark) -> None:
    row.run_status, row.change_remark = status, remark
    row.save(update_fields=["run_status", "change_remark"])


def held(account_id: int, case_number: str, actor: Actor) -> SupplyAccount:
    """The account, locked, in the change that this case makes."""
    account = lock_account(account_id, actor=actor)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    return account


def transformers_of(account: SupplyAccount, ids: Sequence[int], status: RunStatus) -> list[Transformer]:
    """The named transformers, all in this status. Raises InvalidInput."""
    rows = list(Transformer.objects.filter(account=account, pk__in=ids).order_by("pk"))
    if not rows or len(rows) != len(set(ids)) or any(row.run_status != status for row in rows):
        words = {
            RunStatus.RUNNING: _("Only equipment in operation can be stopped."),
            RunStatus.STOPPED: _("Only equipment that stands still can be put back into use."),
        }
        raise InvalidInput({"equipment": words[status]})
    return rows


def refuse_future(day: date, now: datetime) -> None:
    """What is written to the book has happened. Raises InvalidInput."""
    if day > day_of(now):
        raise InvalidInput({"from_day": _("This day lies in the future.")})


@operation("book.cut_power")
def cut_power(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Power is off for a case (A26); off already: nothing happens. Inverse: `restore_power`."""
    return _switch(account_id, case_number, PowerState.CUT, "book.account_deenergised", actor, now)


@operation("book.restore_power")
def restore_power(
    *, account_id: int, case_number: str, state: PowerState = PowerState.ON, actor: Actor, now: datetime
) -> SupplyAccount:
    """Power is on again for a case (A18), as 02 energised or 04 restored; so already: nothing happens.

    Inverse: `cut_power`."""
    return _switch(account_id, case_number, state, "book.account_energised", actor, now)


def _switch(
    account_id: int, case_number: str, state: PowerState, topic: str, actor: Actor, now: datetime
) -> SupplyAccount:
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    if account.power_state != state:
        store(account, power_state=state)
        emit_at_end(
            topic,
            key=f"{topic}:{account.pk}:{account.version}",
            payload={"account_id": account.pk, "department_id": account.department_id, "case": case_number},
            now=now,
        )
    return account
