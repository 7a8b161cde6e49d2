"""Take transformers out of an account, or put others in their place, for a time or for good (201, 205)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.writing import store_rows
from customers.book.enums import ChangeRemark, RunStatus, StopEnd, StopKind
from customers.book.models import SupplyAccount, Transformer, TransformerStop
from customers.book.models.periods import days
from customers.book.operations.locking import lock_account
from customers.book.operations.running import shift_capacity
from customers.book.operations.standing import require_explained
from customers.book.operations.stops import REMARKS, STATE, held, refuse_future, transformers_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Swap:
    """A transformer, and the plate (kVA) of the one that comes into its place; None: nothing comes."""

    transformer_id: int
    new_capacity: Decimal | None = None


@dataclass(frozen=True)
class SwappedBefore:
    """What `undo_replace_transformers` takes: old remarks, what came, by how much the capacities fell."""

    remarks: dict[int, str]
    added: list[int] = field(default_factory=list)
    running: str = "0"
    contract: str = "0"
    from_day: str = ""


@operation("book.replace_transformers")
def replace_transformers(
    *,
    account_id: int,
    swaps: Sequence[Swap],
    kind: StopKind,
    is_permanent: bool = False,
    from_day: date,
    resume_on: date | None = None,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> SwappedBefore:
    """From a day on these transformers stand still or are gone, and others may run in their place.

    A reduction (`StopKind.REDUCED`) lowers the running capacity by the difference of the plates, for good the
    contract capacity too. An exchange (`EXCHANGED`) moves both by the difference: the account is billed by what
    runs. Raises InvalidInput where one does not run, the day lies in the future or nothing would be left under
    contract; AccountBusy, AccountNotLiving. Inverse: `undo_replace_transformers`.
    """
    account = held(account_id, case_number, actor)
    about(account, case=case_number, transformers=[one.transformer_id for one in swaps], permanent=is_permanent)
    require_explained(account)
    refuse_future(from_day, now)
    rows = {
        row.pk: row for row in transformers_of(account, [one.transformer_id for one in swaps], RunStatus.RUNNING)
    }
    remarks = {pk: row.change_remark for pk, row in rows.items()}
    added, fall = [], NOTHING
    for swap in swaps:
        old = rows[swap.transformer_id]
        new = _put_in_place(account, old, swap.new_capacity, from_day) if swap.new_capacity else None
        less = old.plate_capacity - (new.plate_capacity if new else NOTHING)
        fall += less
        added += [new.pk] if new else []
        if is_permanent:
            old.run_status, old.change_remark = RunStatus.REMOVED, ChangeRemark.REMOVED
            old.stopped_on, old.plan_resume_on = from_day, None
        else:
            old.run_status, old.change_remark = RunStatus.STOPPED, REMARKS[kind]
            old.stopped_on, old.plan_resume_on = from_day, resume_on
            TransformerStop.objects.create(
                account=account,
                transformer=old,
                replacement=new,
                kind=kind,
                capacity=NOTHING if kind == StopKind.EXCHANGED else less,
                period=days(from_day),
                planned_until=resume_on,
                case_number=case_number,
            )
        old.save(update_fields=STATE)
    contract = fall if is_permanent or kind == StopKind.EXCHANGED else NOTHING
    shift_capacity(account, running=-fall, contract=-contract, from_day=from_day, case_number=case_number, now=now)
    return SwappedBefore(remarks, added, str(fall), str(contract), from_day.isoformat())


@operation("book.undo_replace_transformers")
def undo_replace_transformers(
    *, account_id: int, before: SwappedBefore, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing: the old ones run, what had come is gone. Undone already: nothing happens."""
    account = held(account_id, case_number, actor)
    about(account, case=case_number)
    rows = list(Transformer.objects.filter(account=account, pk__in=before.remarks).order_by("pk"))
    if all(row.run_status == RunStatus.RUNNING for row in rows):
        return account
    for row in rows:
        row.run_status, row.change_remark = RunStatus.RUNNING, before.remarks[row.pk]
        row.stopped_on = row.plan_resume_on = None
    store_rows(rows, STATE)
    for stop in TransformerStop.objects.filter(account=account, case_number=case_number).order_by("pk"):
        stop.delete()
    for new in Transformer.objects.filter(account=account, pk__in=before.added).order_by("pk"):
        new.delete()
    shift_capacity(
        account,
        running=Decimal(before.running),
        contract=Decimal(before.contract),
        from_day=date.fromisoformat(before.from_day),
        case_number=case_number,
        now=now,
    )
    return account


@operation("book.make_reduction_permanent")
def make_reduction_permanent(
    *, account_id: int, case_number: str, from_day: date, actor: Actor, now: datetime
) -> SupplyAccount:
    """What a case reduced for a time is reduced for good (T16: after two years): the contract capacity follows.

    The account may be in another case. Made permanent already: nothing happens.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, from_day=from_day.isoformat())
    stops = TransformerStop.objects.filter(
        account=account, case_number=case_number, kind=StopKind.REDUCED, period__upper_inf=True
    )
    for stop in stops.select_related("transformer").order_by("pk"):
        old = stop.transformer
        old.run_status, old.change_remark, old.plan_resume_on = RunStatus.REMOVED, ChangeRemark.REMOVED, None
        old.save(update_fields=STATE)
        stop.period, stop.ended_by = days(stop.period.lower, from_day), StopEnd.PERMANENT
        stop.save(update_fields=["period", "ended_by"])
        shift_capacity(
            account,
            running=NOTHING,
            contract=-stop.capacity,
            from_day=from_day,
            case_number=case_number,
            now=now,
        )
    return account


def _put_in_place(account: SupplyAccount, old: Transformer, plate: Decimal, from_day: date) -> Transformer:
    """Another transformer where an old one stood, under the next number of the account."""
    last = Transformer.objects.filter(account=account).aggregate(last=Max("sequence"))["last"] or 0
    if plate <= 0:
        raise InvalidInput({"new_capacity": _("A capacity lies above zero.")})
    return Transformer.objects.create(
        account=account,
        supply_point_id=old.supply_point_id,
        power_source_id=old.power_source_id,
        sequence=last + 1,
        kind=old.kind,
        name=old.name,
        plate_capacity=plate,
        run_status=RunStatus.RUNNING,
        change_remark=ChangeRemark.NEW,
        standby=old.standby,
        ownership=old.ownership,
        primary_voltage=old.primary_voltage,
        secondary_voltage=old.secondary_voltage,
        installed_on=from_day,
        first_run_on=from_day,
    )
