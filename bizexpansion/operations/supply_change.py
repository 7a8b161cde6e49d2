"""A plan that gives an existing account another supply: drafting it (A03), its sums of capacity, its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bizexpansion.engine.definition import Flow
from bizexpansion.enums import PlanState, RowChange
from bizexpansion.models import (
    NOTHING,
    Amounts,
    CapacitySum,
    Case,
    CaseDocument,
    ChangeApplication,
    PlanMeteringPoint,
    PlanPrice,
    PlanRow,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    SupplyPlan,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.plan import IN_FORCE, Errors, check_links, check_numbers, check_prices
from bizexpansion.operations.price_rules import check_price_rules
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.standing import RELATIONS, Standing, compared, differing, standing_of
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import HIGH_VOLTAGES, Voltage
from customers.book.models import SupplyAccount, TransformerStop

# Line voltage in kV and the factor between the apparent power and a current, by supply voltage.
_AMPERES = {Voltage.V220: Decimal("0.22"), Voltage.V380: Decimal("0.38") * Decimal("1.732")}
# A meter, or its transformers, must change where one of these differs.
_DEVICE_COLUMNS = frozenset({"meter_kind", "voltage", "wiring", "mode", "multiplier", "ct_ratio", "pt_ratio"})
Rows = dict[str, Sequence[PlanRow]]


@operation("bizexpansion.draft_change_plan")
def draft_change_plan(
    *,
    task_id: int,
    version: int | None = None,
    plan: SupplyPlan,
    supply_points: Sequence[PlanSupplyPoint],
    sources: Sequence[PlanSource],
    transformers: Sequence[PlanTransformer] = (),
    metering_points: Sequence[PlanMeteringPoint],
    prices: Sequence[PlanPrice],
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Write a new version of the plan of a change (A03), beginning with what stands under the account.

    `plan.approved_capacity` is the contract capacity afterwards, in kVA. Every row that stands is named, as staying
    or removed; what is new or changed follows from comparing it with the book. Raises InvalidInput: rows hang under
    rows that stay, the equipment carries the capacity, the sum is one that the application allows.
    """
    work = begin(task_id, "draft_change_plan", "draft_change_plan_lv", version=version, actor=actor, now=now)
    account, asked = account_of(work.case), application_of(work.case)
    standing = standing_of(account)
    if plan.voltage not in HIGH_VOLTAGES and not transformers:
        transformers = standing_of(account).transformers
        for unit in transformers:
            unit.change = RowChange.REMOVE  # a low-voltage customer has no receiving equipment
    rows: Rows = {
        "supply_points": supply_points,
        "sources": sources,
        "transformers": transformers,
        "metering_points": metering_points,
    }
    settle_rows(standing, rows, every_meter=isinstance(asked, ChangeApplication) and asked.every_meter)
    plan.source_count = sum(row.stays for row in sources)
    errors = check_rows(standing, rows, prices, plan)
    refuse_stand_ins(errors, account, standing, transformers)
    moved = asked.moved if isinstance(asked, ChangeApplication) else (NOTHING, NOTHING)
    total = sum_of(account, standing, transformers, plan, *moved)
    check_capacity(errors, account, standing, transformers, plan, total)
    if (plan.voltage in HIGH_VOLTAGES) != (work.case.voltage in HIGH_VOLTAGES):
        errors["voltage"] = _("High and low voltage are applied for separately: accept the other anew.")
    if isinstance(asked, ChangeApplication):
        errors = asked.refuse_plan(plan, total) | errors
    exchanged = any(row.stays and row.exchanges_meter for row in metering_points)
    if not exchanged and "assign_meter" in work.graph.steps and not _may_leave_meters(work.graph.flow):
        errors.setdefault("metering_points", _("At least one metering point gets another meter here."))
    check_price_rules(errors, account, plan, prices, now)
    if errors:
        raise InvalidInput(errors)
    plan.number = SupplyPlan.objects.filter(case=work.case).count() + 1
    SupplyPlan.objects.filter(case=work.case, state__in=IN_FORCE).update(state=PlanState.SUPERSEDED)
    others = asked.other_sums() if isinstance(asked, ChangeApplication) else []
    work.keep(plan, **rows, prices=prices, sums=[total, *others])
    attach_papers(work.case, work.task, papers, actor=actor, now=now)
    work.case.is_important = bool(plan.importance)
    work.case.is_dual_source = plan.source_count > 1
    work.case.voltage = plan.voltage
    return work.finish(note=plan.note)


def _may_leave_meters(flow: Flow) -> bool:
    """Whether meters change in a flow only where the plan says so."""
    return any(one.name == "meterchg" for one in flow.conditions)


def settle_rows(standing: Standing, rows: Rows, *, every_meter: bool = False) -> None:
    """Say of each row what becomes of it, and of each metering point whether it gets another meter; `every_meter`:
    all of them do."""
    for name in RELATIONS:
        compared(standing, name, rows[name])
    sources = {row.number: row for row in rows["sources"]}
    before = standing.rows("metering_points")
    for row in rows["metering_points"]:
        if not isinstance(row, PlanMeteringPoint):
            continue
        if not row.stays:
            row.exchanges_meter = False
        elif not row.exchanges_meter:
            old, source = before.get(row.number), sources.get(row.source)
            row.exchanges_meter = (
                every_meter
                or old is None
                or not _DEVICE_COLUMNS.isdisjoint(differing(old, row))
                or (isinstance(source, PlanSource) and _too_much(standing, row, source))
            )


def _too_much(standing: Standing, row: PlanMeteringPoint, source: PlanSource) -> bool:
    """Whether a meter that is connected directly would carry more than its greatest current."""
    factor, most = _AMPERES.get(Voltage(row.voltage)), standing.currents.get(row.number)
    if factor is None or most is None or row.multiplier != 1 or source.capacity is None:
        return False
    return source.capacity / factor > most


def check_rows(standing: Standing, rows: Rows, prices: Sequence[PlanPrice], plan: SupplyPlan) -> Errors:
    """Every row of the account is named, no number is taken twice, and what stays hangs under what stays."""
    errors: Errors = {}
    for name in RELATIONS:
        given = [row.number for row in rows[name]]
        check_numbers(errors, name, given)
        silent = sorted(standing.rows(name).keys() - set(given))
        if silent:
            words = _("Nothing is said of number %(numbers)s: say whether it stays or is removed.")
            errors[name] = words % {"numbers": enumerated(str(number) for number in silent)}
        for index, row in enumerate(rows[name]):
            if row.change == RowChange.ADD and row.number in standing.used[name]:
                errors[f"{name}-{index}-number"] = _("This number was used before; take another one.")
            if name == "transformers" and not row.stays and row.number not in standing.running:
                words = _("Equipment that stands still is put back into use first (202, 204).")
                errors[f"{name}-{index}-change"] = words
            if row.change == RowChange.REMOVE and row.number not in standing.rows(name):
                errors[f"{name}-{index}-change"] = _("The account has nothing with this number to remove.")
    needed = [name for name in RELATIONS if name != "transformers" or plan.voltage in HIGH_VOLTAGES]
    for name in needed:
        if not any(row.stays for row in rows[name]):
            errors[name] = _("At least one row is needed.")
    if not prices:
        errors["prices"] = _("At least one row is needed.")
    check_links(errors, rows)
    check_prices(errors, prices)
    return errors


def refuse_stand_ins(
    errors: Errors, account: SupplyAccount, standing: Standing, transformers: Sequence[PlanTransformer]
) -> None:
    """A unit that stands in for another (205, 201) is neither removed nor changed: its end (206, 202)
    reckons with it as it is."""
    before = {row.number: row for row in standing.transformers}
    touched = {
        row.number: index
        for index, row in enumerate(transformers)
        if row.number in before and not (row.stays and row.capacity == before[row.number].capacity)
    }
    if not touched:
        return
    stops = TransformerStop.objects.filter(
        account=account, period__upper_inf=True, replacement__sequence__in=touched
    ).select_related("transformer", "replacement")
    for stop in stops.order_by("pk"):
        if stop.replacement is None:
            continue
        number = stop.replacement.sequence
        words = _("Number %(number)s stands in for number %(other)s: put that one back first (206, 202).")
        said = words % {"number": number, "other": stop.transformer.sequence}
        errors[f"transformers-{touched[number]}-change"] = said


def check_capacity(
    errors: Errors,
    account: SupplyAccount,
    standing: Standing,
    transformers: Sequence[PlanTransformer],
    plan: SupplyPlan,
    total: CapacitySum,
) -> None:
    """Whole transformers carry the capacity: at high voltage the equipment changes by as much as the contract."""
    if not plan.approved_capacity or plan.voltage not in HIGH_VOLTAGES or "transformers" in errors:
        return
    if _counts_from_standing(account, standing):
        added = _difference(standing, transformers).contract
        wanted = total.total_contract - total.original_contract
        words = _("The equipment changes by %(equipment)s kVA, the capacity by %(capacity)s kVA.")
    else:
        added = sum((row.capacity or Decimal(0) for row in transformers if row.stays), Decimal(0))
        wanted = plan.approved_capacity
        words = _("The equipment adds up to %(equipment)s kVA, the capacity is %(capacity)s kVA.")
    if added != wanted:
        errors["approved_capacity"] = words % {"equipment": f"{added:,.2f}", "capacity": f"{wanted:,.2f}"}
    elif not 0 <= total.total_running <= total.total_contract:
        errors["approved_capacity"] = _("The running capacity lies between 0 and the contract capacity.")


def sum_of(
    account: SupplyAccount,
    standing: Standing,
    transformers: Sequence[PlanTransformer],
    plan: SupplyPlan,
    moved_in: Amounts = NOTHING,
    moved_out: Amounts = NOTHING,
) -> CapacitySum:
    """T = applied + original + moved in - moved out (workflows.md 2.3, source DW), contract and running capacity.

    What stands still, stands still afterwards too: only equipment in operation counts for the running capacity.
    """
    capacity = plan.approved_capacity or Decimal(0)
    applied = capacity - account.contract_capacity - moved_in.contract + moved_out.contract
    running = applied
    if plan.voltage in HIGH_VOLTAGES and _counts_from_standing(account, standing):
        running = _difference(standing, transformers).running - moved_in.running + moved_out.running
    elif (plan.voltage in HIGH_VOLTAGES) != (account.voltage in HIGH_VOLTAGES):
        running = capacity - account.running_capacity - moved_in.running + moved_out.running
    return CapacitySum.of(account, applied=Amounts(applied, running), moved_in=moved_in, moved_out=moved_out)


def _counts_from_standing(account: SupplyAccount, standing: Standing) -> bool:
    """Whether the capacity of today is that of equipment in the book, so that differences tell that of tomorrow."""
    return account.voltage in HIGH_VOLTAGES and bool(standing.transformers)


def _difference(standing: Standing, transformers: Sequence[PlanTransformer]) -> Amounts:
    """By how much the equipment grows, in kVA: all of it, and what is in operation."""
    before = {row.number: row for row in standing.transformers}
    contract = running = Decimal(0)
    for row in transformers:
        old = before.get(row.number)
        now = (row.capacity or Decimal(0)) if row.stays else Decimal(0)
        step = now - (old.capacity if old else Decimal(0))
        contract += step
        running += step if old is None or row.number in standing.running else Decimal(0)
    return Amounts(contract, running)


@condition("plan_exchanges_meter")
def plan_exchanges_meter(at: Situation) -> bool:
    """A meter or its transformers must change, or go: so says the plan."""
    points = at.plan.metering_points.all()
    return any(row.exchanges_meter if row.stays else True for row in points)
