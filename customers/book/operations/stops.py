"""Take receiving equipment out of use and power off, and back: what suspension and reduction do to an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.outbox.operations import emit
from customers.book.enums import AccountStatus, ChangeRemark, PowerState, RunStatus, StopKind
from customers.book.models import CapacityPeriod, SupplyAccount, Transformer, TransformerStop
from customers.book.models.periods import days
from customers.book.operations.locking import lock_account, require_case, store
from customers.book.operations.terms import set_capacity

REMARKS = {StopKind.SUSPENDED: ChangeRemark.STOPPED, StopKind.REDUCED: ChangeRemark.REDUCED}


@dataclass(frozen=True)
class StoppedBefore:
    """How the account stood before equipment was stopped; what `undo_stop_transformers` takes."""

    contract_capacity: Decimal
    running_capacity: Decimal
    remarks: dict[int, str]


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

    The contract capacity stays. Raises InvalidInput where one does not run or the running capacity would fall
    below zero, LaterTermsExist, AccountBusy, AccountNotLiving. Inverse: `undo_stop_transformers`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, transformers=list(transformer_ids))
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    rows = list(Transformer.objects.filter(account=account, pk__in=transformer_ids).order_by("pk"))
    if len(rows) != len(set(transformer_ids)) or any(row.run_status != RunStatus.RUNNING for row in rows):
        raise InvalidInput({"equipment": _("Only equipment in operation can be stopped.")})
    left = account.running_capacity - sum((row.plate_capacity for row in rows), Decimal(0))
    if not rows or left < 0:
        raise InvalidInput({"equipment": _("The running capacity cannot fall below zero.")})
    before = StoppedBefore(
        account.contract_capacity, account.running_capacity, {row.pk: row.change_remark for row in rows}
    )
    for row in rows:
        row.run_status, row.change_remark = RunStatus.STOPPED, REMARKS[kind]
        row.stopped_on, row.plan_resume_on = stopped_on, resume_on
    Transformer.objects.bulk_update(rows, ["run_status", "change_remark", "stopped_on", "plan_resume_on"])
    TransformerStop.objects.bulk_create(
        TransformerStop(
            account=account,
            transformer=row,
            kind=kind,
            period=days(stopped_on),
            planned_until=resume_on,
            case_number=case_number,
        )
        for row in rows
    )
    _set_running(account, left, stopped_on, case_number, actor, now)
    return before


@operation("book.undo_stop_transformers")
def undo_stop_transformers(
    *, account_id: int, before: StoppedBefore, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing: its equipment runs as before, the capacity period that it opened is gone."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    rows = list(Transformer.objects.filter(account=account, pk__in=before.remarks).order_by("pk"))
    for row in rows:
        row.run_status, row.change_remark = RunStatus.RUNNING, before.remarks[row.pk]
        row.stopped_on = row.plan_resume_on = None
    Transformer.objects.bulk_update(rows, ["run_status", "change_remark", "stopped_on", "plan_resume_on"])
    TransformerStop.objects.filter(account=account, case_number=case_number).delete()
    opened = CapacityPeriod.objects.filter(account=account, case_number=case_number).order_by("-period").first()
    if opened is None:
        return account
    first_day, end = opened.period.lower, opened.period.upper
    standing = CapacityPeriod.objects.filter(account=account, period__endswith=first_day).first()
    opened.delete()
    if standing is not None:
        standing.period = days(standing.period.lower, end)
        standing.save(update_fields=["period"])
    store(account, contract_capacity=before.contract_capacity, running_capacity=before.running_capacity)
    return account


@operation("book.cut_power")
def cut_power(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Power is off for a case (A26); off already: nothing happens. Inverse: `restore_power`."""
    return _switch(account_id, case_number, PowerState.CUT, "book.account_deenergised", actor, now)


@operation("book.restore_power")
def restore_power(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Power is on again for a case (A18); on already: nothing happens. Inverse: `cut_power`."""
    return _switch(account_id, case_number, PowerState.ON, "book.account_energised", actor, now)


def _switch(
    account_id: int, case_number: str, state: PowerState, topic: str, actor: Actor, now: datetime
) -> SupplyAccount:
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    if account.power_state != state:
        store(account, power_state=state)
        emit(
            topic,
            key=f"{topic}:{account.pk}:{account.version}",
            payload={"account_id": account.pk, "department_id": account.department_id, "case": case_number},
            now=now,
        )
    return account


def _set_running(
    account: SupplyAccount, running: Decimal, from_day: date, case_number: str, actor: Actor, now: datetime
) -> None:
    set_capacity(
        account_id=account.pk,
        contract_capacity=account.contract_capacity,
        running_capacity=running,
        from_day=from_day,
        case_number=case_number,
        actor=actor,
        now=now,
    )
