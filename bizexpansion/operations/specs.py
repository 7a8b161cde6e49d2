"""From the rows of a supply plan, or a contract draft, to what the book takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bizexpansion.models import Application, Case, ContractDraft, Household, PaymentChange, PlanPrice, SupplyPlan
from bizexpansion.operations.lookups import agreed_plan
from crm.reading import prefetch_together
from customers.book.enums import ContractOperation, DeviceClass, Phase, Voltage, Wiring
from customers.book.models import InvoiceTitle
from customers.book.sealed import seal
from customers.book.specs import (
    ContractSpec,
    InvoiceSpec,
    MeteringPointSpec,
    PriceSpec,
    SourceSpec,
    SupplyPointSpec,
    TransformerSpec,
)


def structure_at(case: Case) -> tuple[SupplyPointSpec, ...]:
    """The structure of the agreed plan; of a batch, as it holds for the household at which somebody works."""
    structure = structure_of(agreed_plan(case))
    if not case.row:
        return structure
    household = Household.objects.get(application__case=case, number=int(case.row))
    return tuple(_for_household(point, household) for point in structure)


def _for_household(point: SupplyPointSpec, household: Household) -> SupplyPointSpec:
    """All hang on the same network; how much one draws, and by how many phases, its row says."""
    single = household.voltage == Voltage.V220
    capacity = household.capacity or Decimal(0)
    phase = Phase.SINGLE if single else Phase.THREE
    wiring, device_class = (Wiring.SINGLE_PHASE, DeviceClass.V) if single else (Wiring.FOUR_WIRE, DeviceClass.IV)
    return replace(
        point,
        sources=tuple(
            replace(one, capacity=capacity, voltage=household.voltage, phase=phase) for one in point.sources
        ),
        metering_points=tuple(
            replace(one, voltage=household.voltage, wiring=wiring, device_class=device_class)
            for one in point.metering_points
        ),
    )


def specs_of_prices(prices: Iterable[PlanPrice]) -> tuple[PriceSpec, ...]:
    """The prices of a plan, in their order."""
    return tuple(
        PriceSpec(
            sequence=number,
            price_code=price.price_code,
            strategy=price.strategy,
            basic_charge_mode=price.basic_charge_mode,
            power_factor_standard=price.power_factor_standard,
            is_time_of_use=price.is_time_of_use,
        )
        for number, price in enumerate(prices, start=1)
    )


def structure_of(plan: SupplyPlan, only: str = "") -> tuple[SupplyPointSpec, ...]:
    """Supply points with their sources, equipment and metering points; one query.

    `only` RowChange.ADD: of the rows below, those that a change adds, under the supply points that bear them.
    """
    prefetch_together(plan, "supply_points", "sources", "transformers", "metering_points")
    specs = tuple(
        SupplyPointSpec(
            sequence=point.number,
            name=point.name,
            kind=point.kind,
            interlock=point.interlock,
            switching=point.switching,
            own_source_capacity=point.own_source_capacity,
            own_source_interlock=point.own_source_interlock,
            sources=_sources(plan, point.number, only),
            transformers=_transformers(plan, point.number, only),
            metering_points=_metering_points(plan, point.number, only),
        )
        for point in _rows(plan.supply_points)
    )
    added = {point.number for point in _rows(plan.supply_points, only=only)} if only else set()
    children = ("sources", "transformers", "metering_points")
    return tuple(
        spec
        for spec in specs
        if not only or spec.sequence in added or any(getattr(spec, name) for name in children)
    )


def _rows(rows: Any, point: int | None = None, only: str = "") -> list[Any]:
    """Rows of the plan that were read along, in the order of their numbers: of one supply point, of one change."""
    wanted = (row for row in rows.all() if not only or row.change == only)
    return sorted((row for row in wanted if point is None or row.supply_point == point), key=lambda row: row.number)


def _sources(plan: SupplyPlan, point: int, only: str) -> tuple[SourceSpec, ...]:
    return tuple(
        SourceSpec(
            sequence=row.number,
            kind=row.kind,
            nature=row.nature,
            voltage=row.voltage,
            phase=Phase.SINGLE if row.voltage == Voltage.V220 else Phase.THREE,
            capacity=Decimal(row.capacity),
            substation=row.substation,
            line=row.line,
            incoming_mode=row.incoming_mode,
            incoming_pole=row.pole_number,
            protection=row.protection,
            ownership_boundary=row.ownership_boundary,
        )
        for row in _rows(plan.sources, point, only)
    )


def _transformers(plan: SupplyPlan, point: int, only: str) -> tuple[TransformerSpec, ...]:
    return tuple(
        TransformerSpec(
            sequence=row.number,
            name=row.name,
            plate_capacity=Decimal(row.capacity),
            primary_voltage=plan.voltage,
            kind=row.kind,
            standby=row.standby,
            ownership=row.ownership,
            source=row.source,
            model=row.model,
        )
        for row in _rows(plan.transformers, point, only)
    )


def _metering_points(plan: SupplyPlan, point: int, only: str) -> tuple[MeteringPointSpec, ...]:
    return tuple(
        MeteringPointSpec(
            sequence=row.number,
            name=row.name,
            voltage=row.voltage,
            mode=row.mode,
            wiring=row.wiring,
            device_class=row.device_class,
            purpose=row.purpose,
            source=row.source,
            has_load_control=plan.needs_terminal,
            is_metered=row.is_metered,
        )
        for row in _rows(plan.metering_points, point, only)
    )


def contract_spec(draft: ContractDraft, made_by: ContractOperation) -> ContractSpec:
    """What the book takes of a draft."""
    return ContractSpec(
        contract_type=draft.kind,
        starts_on=draft.valid_from,
        ends_on=draft.valid_until,
        operation=made_by,
        is_standard_text=draft.text_form == "STANDARD",
        attachments=tuple(draft.attachments),
    )


def invoice_asked(asked: Application) -> InvoiceSpec | None:
    """To whom the invoices of a new supply are made out, None where the form says nothing of it; where it gives no
    name, to the applicant."""
    number, account = (one.replace(" ", "") for one in (asked.vat_number, asked.vat_bank_account))
    if not any((asked.vat_name, number, asked.vat_address_phone, asked.vat_bank, account)):
        return None
    tax, bank = seal(number), seal(account)
    return InvoiceSpec(
        name=asked.vat_name or asked.applicant_name,
        tax_last4=tax.last4,
        tax_cipher=tax.cipher,
        address_phone=asked.vat_address_phone,
        bank_name=asked.vat_bank,
        bank_last4=bank.last4,
        bank_cipher=bank.cipher,
    )


def invoice_changed(asked: PaymentChange, standing: InvoiceTitle | None) -> InvoiceSpec | None:
    """To whom invoices are made out from now on (303), None where the form says nothing of it; what it leaves empty
    stays as it is, and the name is otherwise that of the account."""
    said = {
        "name": asked.vat_name,
        "address_phone": asked.vat_address_phone,
        "bank_name": asked.vat_bank,
        "tax_last4": asked.tax_last4,
        "tax_cipher": asked.tax_cipher,
        "bank_last4": asked.vat_bank_last4,
        "bank_cipher": asked.vat_bank_cipher,
    }
    if not any(said.values()):
        return None
    kept = {name: getattr(standing, name) for name in said} if standing else {"name": asked.account.name}
    return InvoiceSpec(**(kept | {name: value for name, value in said.items() if value}))
