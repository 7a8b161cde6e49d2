"""What a change of supply does to the book: set up (S04, S08), carried out (A18), archived (A20)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import RowChange
from bizexpansion.models import (
    CapacitySum,
    ChangeApplication,
    Energising,
    PlanRow,
    PlanSource,
    PlanTransformer,
    SupplyChange,
    SupplyPlan,
    application_of,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import account_of, agreed_plan, class_after, standing_record
from bizexpansion.operations.parameters import check_cycle_months
from bizexpansion.operations.specs import specs_of_prices, structure_of
from bizexpansion.operations.standing import RELATIONS, Standing, book_columns, standing_of
from crm.reading import prefetch_together
from customers.book.enums import Phase, Voltage
from customers.book.models import SupplyAccount
from customers.book.operations import supply_changes as book
from customers.book.specs import StructureChange


def structure_change_of(plan: SupplyPlan, account: SupplyAccount) -> StructureChange:
    """What an agreed plan adds, changes and removes under an account that stands as it does now."""
    standing, added = standing_of(account), structure_of(plan, only=RowChange.ADD)
    rows = {name: sorted(getattr(plan, name).all(), key=lambda row: row.number) for name in RELATIONS}
    changed: dict[str, dict[int, dict[str, Any]]] = {
        name: _changed(standing, name, rows[name]) for name in RELATIONS
    }
    for columns in changed["sources"].values():
        if "voltage" in columns:
            columns["phase"] = Phase.SINGLE if columns["voltage"] == Voltage.V220 else Phase.THREE
    for number, voltage in _other_voltages(plan, standing, rows["sources"], rows["transformers"]).items():
        changed["transformers"].setdefault(number, {})["primary_voltage"] = voltage
    return StructureChange(
        added=added,
        changed=changed,
        removed={name: [row.number for row in rows[name] if not row.stays] for name in RELATIONS},
    )


def _changed(standing: Standing, name: str, rows: list[PlanRow]) -> dict[int, dict[str, Any]]:
    before = standing.rows(name)
    found = {
        row.number: book_columns(name, before[row.number], row)
        for row in rows
        if row.change == RowChange.CHANGE and row.number in before
    }
    return {number: columns for number, columns in found.items() if columns}


def _other_voltages(
    plan: SupplyPlan, standing: Standing, sources: list[PlanSource], units: list[PlanTransformer]
) -> dict[int, str]:
    """Equipment that stays and is fed at another voltage than today, by its number."""
    fed_at = {row.number: row.voltage for row in sources}
    today = standing.fed_at
    staying = [row for row in units if row.stays and row.change != RowChange.ADD and row.number in today]
    wanted = {row.number: fed_at.get(row.source, plan.voltage) for row in staying}
    return {number: voltage for number, voltage in wanted.items() if voltage != today[number]}


def _drop(context: EffectContext, payload: Payload) -> None:
    book.drop_prepared_change(
        account_id=context.account_id,
        case_number=context.case.case_number,
        added=payload["added"],
        **context.frame,
    )


@effect("prepare_change", undo=_drop, label=_("what was set up for the change"))
def prepare_change(context: EffectContext) -> Payload:
    """S04 or S08: what the agreed plan adds stands under the account, not in use, so that meters can be hung."""
    added = book.prepare_supply_change(
        account_id=context.account_id,
        case_number=context.case.case_number,
        change=structure_change_of(agreed_plan(context.case), account_of(context.case)),
        **context.frame,
    )
    return {"added": added}


def _undo(context: EffectContext, payload: Payload) -> None:
    book.undo_supply_change(
        account_id=context.account_id,
        case_number=context.case.case_number,
        before=book.BeforeChange(**payload),
        **context.frame,
    )


@effect("carry_out_change", undo=_undo, label=_("the changed supply"))
def carry_out_change(context: EffectContext) -> Payload:
    """A18: the changed supply has power: capacity T, equipment, sources, metering points, voltage, class."""
    plan, account = agreed_plan(context.case), account_of(context.case)
    total = CapacitySum.objects.get(plan=plan, account=account)
    columns: dict[str, Any] = {"voltage": plan.voltage, "account_class": class_after(account, plan.voltage)}
    asked = application_of(context.case)
    if isinstance(asked, ChangeApplication):
        columns |= asked.account_columns()
    before = book.carry_out_supply_change(
        account_id=account.pk,
        case_number=context.case.case_number,
        change=structure_change_of(plan, account),
        contract_added=total.total_contract - total.original_contract,
        running_added=total.total_running - total.original_running,
        columns=columns,
        from_day=_energised_on(context.record(Energising)),
        **context.frame,
    )
    return asdict(before)


@effect("archive_supply_change", undo=None, label=_("price, class and grade of the changed supply"))
def archive_supply_change(context: EffectContext) -> Payload:
    """A20: prices from the day of energising, class of use, grade, protective load, cycle of inspections."""
    case, account = context.case, account_of(context.case)
    plan, asked = agreed_plan(case), application_of(case)
    prefetch_together(plan, "prices")
    prices = sorted(plan.prices.all(), key=lambda one: one.pk)
    columns: dict[str, Any] = {
        "tariff_class": prices[0].tariff_class,
        "check_cycle_months": check_cycle_months(case, plan.importance, context.now),
    }
    if isinstance(asked, SupplyChange) and asked.security_load is not None:
        columns["security_capacity"] = asked.security_load
    book.archive_supply_change(
        account_id=account.pk,
        case_number=case.case_number,
        prices=specs_of_prices(prices),
        columns=columns,
        importance=plan.importance,
        from_day=_energised_on(standing_record(case, Energising)),
        **context.frame,
    )
    return {}


def _energised_on(record: Energising) -> date:
    return localtime(record.energised_at).date()
