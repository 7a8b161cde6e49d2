"""From the rows of a supply plan, or a contract draft, to what the book takes."""

from __future__ import annotations

from decimal import Decimal

from bizexpansion.models import ContractDraft, SupplyPlan
from customers.book.enums import ContractOperation
from customers.book.specs import (
    ContractSpec,
    MeteringPointSpec,
    SourceSpec,
    SupplyPointSpec,
    TransformerSpec,
)


def structure_of(plan: SupplyPlan) -> tuple[SupplyPointSpec, ...]:
    """Supply points with their sources, equipment and metering points."""
    return tuple(
        SupplyPointSpec(
            sequence=point.number,
            name=point.name,
            kind=point.kind,
            interlock=point.interlock,
            switching=point.switching,
            own_source_capacity=point.own_source_capacity,
            own_source_interlock=point.own_source_interlock,
            sources=_sources(plan, point.number),
            transformers=_transformers(plan, point.number),
            metering_points=_metering_points(plan, point.number),
        )
        for point in plan.supply_points.order_by("number")
    )


def _sources(plan: SupplyPlan, point: int) -> tuple[SourceSpec, ...]:
    return tuple(
        SourceSpec(
            sequence=row.number,
            kind=row.kind,
            nature=row.nature,
            voltage=row.voltage,
            capacity=Decimal(row.capacity),
            substation=row.substation,
            line=row.line,
            incoming_mode=row.incoming_mode,
            incoming_pole=row.pole_number,
            protection=row.protection,
            ownership_boundary=row.ownership_boundary,
        )
        for row in plan.sources.filter(supply_point=point).order_by("number")
    )


def _transformers(plan: SupplyPlan, point: int) -> tuple[TransformerSpec, ...]:
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
        for row in plan.transformers.filter(supply_point=point).order_by("number")
    )


def _metering_points(plan: SupplyPlan, point: int) -> tuple[MeteringPointSpec, ...]:
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
        )
        for row in plan.metering_points.filter(supply_point=point).order_by("number")
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
