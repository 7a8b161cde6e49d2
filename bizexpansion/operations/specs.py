"""From the rows of a supply plan, or a contract draft, to what the book takes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bizexpansion.models import ContractDraft, SupplyPlan
from customers.book.enums import ContractOperation, Phase, Voltage
from customers.book.specs import (
    ContractSpec,
    MeteringPointSpec,
    SourceSpec,
    SupplyPointSpec,
    TransformerSpec,
)


def structure_of(plan: SupplyPlan, only: str = "") -> tuple[SupplyPointSpec, ...]:
    """Supply points with their sources, equipment and metering points.

    `only` RowChange.ADD: of the rows below, those that a change adds, under the supply points that bear them.
    """
    wanted = {"change": only} if only else {}
    specs = tuple(
        SupplyPointSpec(
            sequence=point.number,
            name=point.name,
            kind=point.kind,
            interlock=point.interlock,
            switching=point.switching,
            own_source_capacity=point.own_source_capacity,
            own_source_interlock=point.own_source_interlock,
            sources=_sources(plan, point.number, wanted),
            transformers=_transformers(plan, point.number, wanted),
            metering_points=_metering_points(plan, point.number, wanted),
        )
        for point in plan.supply_points.order_by("number")
    )
    added = set(plan.supply_points.filter(**wanted).values_list("number", flat=True)) if only else set()
    children = ("sources", "transformers", "metering_points")
    return tuple(
        spec
        for spec in specs
        if not only or spec.sequence in added or any(getattr(spec, name) for name in children)
    )


def _sources(plan: SupplyPlan, point: int, wanted: Mapping[str, str]) -> tuple[SourceSpec, ...]:
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
        for row in plan.sources.filter(supply_point=point, **wanted).order_by("number")
    )


def _transformers(plan: SupplyPlan, point: int, wanted: Mapping[str, str]) -> tuple[TransformerSpec, ...]:
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
        for row in plan.transformers.filter(supply_point=point, **wanted).order_by("number")
    )


def _metering_points(plan: SupplyPlan, point: int, wanted: Mapping[str, str]) -> tuple[MeteringPointSpec, ...]:
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
        for row in plan.metering_points.filter(supply_point=point, **wanted).order_by("number")
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
