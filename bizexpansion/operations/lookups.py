"""What earlier steps have left, as later steps need it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bizexpansion.enums import PlanState, TaskState
from bizexpansion.errors import NotReady
from bizexpansion.models import Application, Case, StepRecord, SupplyPlan, application_of
from crm.reading import prefetch_together
from customers.book.enums import HIGH_VOLTAGES, AccountClass, MeteringPointState, TemporaryKind
from customers.book.models import (
    InstrumentTransformer,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
)

R = TypeVar("R", bound=StepRecord)
K = TypeVar("K")


def known_of(case: Case, name: str, read: Callable[[], K | None]) -> K | None:
    """What no step changes once it is there: read once for each case in memory, in a batch for each row."""
    key = (name, case.row)
    if case.known.get(key) is None:
        case.known[key] = read()
    found: K | None = case.known[key]
    return found


def known_devices(case: Case, model: type[Meter] | type[InstrumentTransformer]) -> dict[str, int]:
    """The keys of devices by asset number, as far as they have been looked up for a case in memory."""
    found: dict[str, int] = case.known.setdefault(("devices", model.__name__), {})
    return found


def rows_seen(case: Case) -> tuple[str, ...]:
    """Whose records count where somebody works: those of the case, in a batch also those of the row."""
    return ("", case.row) if case.row else ("",)


def standing_record(case: Case, model: type[R], *related: str, node: str = "") -> R:
    """The latest record of a kind whose step still holds, in a batch that of the row. Raises NotReady.

    `related` is read along. `node` names the step where a flow has several that leave this kind of record.
    """
    places: dict[str, object] = {"task__state": TaskState.DONE, "task__instance__in": rows_seen(case)}
    if node:
        places["task__node"] = node
    records = model._default_manager.filter(case=case, **places).order_by("-id")
    record = records.select_related(*related).first() if related else records.first()
    if record is None:
        raise NotReady(details={"missing": model._meta.model_name})
    return record


def current_plan(case: Case) -> SupplyPlan:
    """The latest version of the plan. Raises NotReady."""
    plan = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if plan is None:
        raise NotReady(details={"missing": "supplyplan"})
    return plan


def agreed_plan(case: Case) -> SupplyPlan:
    """The version to which the customer agreed. Raises NotReady."""
    plan = agreed_plan_if_any(case)
    if plan is None:
        raise NotReady(details={"missing": "supplyplan"})
    return plan


def account_id_of(case: Case) -> int:
    """The key of the account of a case, in a batch of its row. Raises NotReady where there is none (103, 301)."""
    found = application_of(case).account_of_row(case.row) if case.row else case.account_id
    if found is None:
        raise NotReady(details={"missing": "account"})
    return found


def account_of(case: Case) -> SupplyAccount:
    """The account of a case, in a batch of its row. Raises NotReady where there is none (103, 301)."""
    if case.account is not None and not case.row:
        return case.account
    accounts = SupplyAccount.objects.select_related("customer", "department")
    found = known_of(case, "account", lambda: accounts.filter(pk=account_id_of(case)).first())
    if found is None:
        raise NotReady(details={"missing": "account"})
    return found


def points_to_fit(case: Case) -> dict[int, Decimal]:
    """The metering points that get a meter, by number, with the multiplier: those of the agreed plan, or without a
    plan those that were left out of operation (209), as they were metered last."""
    plan = agreed_plan_if_any(case)
    if plan is not None:
        prefetch_together(plan, "supply_points", "sources", "transformers", "metering_points")
        points = sorted(plan.metering_points.all(), key=lambda one: one.number)
        return {one.number: one.multiplier for one in points if one.exchanges_meter}
    waiting = (MeteringPointState.STOPPED, MeteringPointState.SET_UP)
    standing = MeteringPoint.objects.filter(account_id=account_id_of(case), state__in=waiting).order_by("sequence")
    last = dict(
        MeterInstallation.objects.filter(metering_point__in=standing)
        .order_by("period")
        .values_list("metering_point_id", "multiplier")
    )
    return {point.sequence: last.get(point.pk, Decimal(1)) for point in standing}


def agreed_plan_if_any(case: Case) -> SupplyPlan | None:
    """The version to which the customer agreed; None in a flow, or at a moment, without one."""
    agreed = SupplyPlan.objects.filter(case=case, state=PlanState.AGREED).order_by("-number")
    plan: SupplyPlan | None = known_of(case, "agreed_plan", agreed.first)
    return plan


def class_after(account: SupplyAccount, voltage: str) -> AccountClass:
    """The class of an account once it is supplied at a voltage (客户类型 02 becomes 01 at high voltage)."""
    if voltage in HIGH_VOLTAGES:
        return AccountClass.HV
    today = AccountClass(account.account_class)
    return AccountClass.LV_NON_RESIDENT if today == AccountClass.HV else today


def class_of(case: Case) -> AccountClass:
    """The class of the account of a case, as it will be by the agreed plan if there is one."""
    account, plan = account_of(case), agreed_plan_if_any(case)
    return class_after(account, plan.voltage if plan else account.voltage)


def temporary_end(case: Case) -> date | None:
    """The last day of a temporary supply as it is agreed, asked for, or stands; None for a permanent one."""
    account, plan = account_of(case), agreed_plan_if_any(case)
    if account.temporary == TemporaryKind.PERMANENT:
        return None
    if plan is not None and plan.temporary_until:
        return plan.temporary_until
    asked: date | None = getattr(application_of(case), "temporary_until", None)
    return asked or account.temporary_until


def has_several_sources(case: Case) -> bool:
    """Whether the customer has, or will have, more than one source, own generation included."""
    asked, plan = application_of(case), agreed_plan_if_any(case)
    if isinstance(asked, Application) and asked.has_own_generation:
        return True
    if plan is not None:
        return plan.source_count > 1
    return PowerSource.objects.filter(account_id=account_id_of(case), is_active=True).count() > 1
