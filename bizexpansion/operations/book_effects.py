"""The effects of flow 104 on the book and on fees (workflows.md 4, entry 104), each with its compensation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from bizexpansion.models import (
    Application,
    BookArchive,
    ContractDraft,
    ContractSigning,
    Energising,
    FeeDetermination,
    FeeReceipt,
    MeterAssignment,
    MeterInstallation,
    PlanMeteringPoint,
    SupplyPlan,
    Survey,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import agreed_plan, standing_record
from bizexpansion.operations.parameters import check_cycle_months
from bizexpansion.operations.specs import contract_spec, specs_of_prices, structure_at
from customers.book.enums import ContractOperation
from customers.book.models import InstrumentTransformer, Meter, MeteringPoint
from customers.book.operations import accounts, archive, devices, installations, structure, terminals, terms
from customers.book.specs import GridLink, NewSupplyArchive, PriceSpec


def _void_fee(context: EffectContext, payload: Payload) -> None:
    FeeDetermination.objects.filter(pk=payload["determination_id"]).update(voided_at=context.now)


@effect("charge_fee", undo=_void_fee, label=_("the fee that was charged"))
def charge_fee(context: EffectContext) -> Payload:
    """A06: the fee is due."""
    return {"determination_id": FeeDetermination.objects.get(task=context.task).pk}


def _refund_fee(context: EffectContext, payload: Payload) -> None:
    FeeReceipt.objects.filter(pk=payload["receipt_id"]).update(refund_due_at=context.now)


@effect("receive_fee", undo=_refund_fee, label=_("the fee that was received"))
def receive_fee(context: EffectContext) -> Payload:
    """A07: the fee is paid; once the step is undone it has to be paid back."""
    return {"receipt_id": FeeReceipt.objects.get(task=context.task).pk}


def _void_contract(context: EffectContext, payload: Payload) -> None:
    terms.void_contract(
        contract_id=payload["contract_id"], reason=f"case {context.case.case_number}", **context.frame
    )


@effect("conclude_contract", undo=_void_contract, label=_("the signed contract"))
def conclude_contract(context: EffectContext) -> Payload:
    """A16: the contract is signed and valid."""
    draft = standing_record(context.case, ContractDraft)
    signing = ContractSigning.objects.get(task=context.task)
    contract = terms.sign_contract(
        account_id=context.account_id,
        contract=contract_spec(draft, ContractOperation.NEW),
        signed_on=signing.signed_on,
        signatory=signing.customer_signatory,
        case_number=context.case.case_number,
        **context.frame,
    )
    signing.contract_number = contract.number
    signing.save(update_fields=["contract_number"])
    return {"contract_id": contract.pk}


def _remove_structure(context: EffectContext, payload: Payload) -> None:
    structure.remove_supply_structure(
        account_id=context.account_id, case_number=context.case.case_number, **context.frame
    )


@effect("plan_metering_points", undo=_remove_structure, label=_("the metering points"))
def plan_metering_points(context: EffectContext) -> Payload:
    """S04: the structure of the agreed plan stands under the account, not yet in use."""
    structure.add_supply_structure(
        account_id=context.account_id,
        case_number=context.case.case_number,
        supply_points=structure_at(context.case),
        **context.frame,
    )
    return {}


def _release_devices(context: EffectContext, payload: Payload) -> None:
    _each_device(context, payload, devices.release_meter, devices.release_instrument_transformer)


@effect("reserve_meter", undo=_release_devices, label=_("the reserved meters"))
def reserve_meter(context: EffectContext) -> Payload:
    """S08: meters and instrument transformers of the store are set aside for the account."""
    assignment = MeterAssignment.objects.get(task=context.task)
    payload = {
        "meters": [_device_id(Meter, row.asset_number) for row in assignment.meters.order_by("id")],
        "transformers": [
            _device_id(InstrumentTransformer, row.asset_number) for row in assignment.transformers.order_by("id")
        ],
    }
    _each_device(context, payload, devices.reserve_meter, devices.reserve_instrument_transformer)
    return payload


def _return_devices(context: EffectContext, payload: Payload) -> None:
    """Undo of the issue: the devices are assigned again, as they were before they left the store."""
    _each_device(context, payload, devices.return_meter, devices.return_instrument_transformer)
    _each_device(context, payload, devices.reserve_meter, devices.reserve_instrument_transformer)


@effect("issue_meter", undo=_return_devices, label=_("the issued meters"))
def issue_meter(context: EffectContext) -> Payload:
    """S09: the devices leave the store."""
    assignment = standing_record(context.case, MeterAssignment)
    payload = {
        "meters": [_device_id(Meter, row.asset_number) for row in assignment.meters.order_by("id")],
        "transformers": [
            _device_id(InstrumentTransformer, row.asset_number) for row in assignment.transformers.order_by("id")
        ],
    }
    _each_device(context, payload, devices.issue_meter, devices.issue_instrument_transformer)
    return payload


def _take_down(context: EffectContext, payload: Payload) -> None:
    """Undo of the installation: the devices never hung there; they are in the fitter's hands again."""
    for installation_id, at, reading in reversed(payload["installations"]):
        meter = installations.remove_installation(
            installation_id=installation_id,
            removed_at=datetime.fromisoformat(at),
            stop_reading=Decimal(reading),
            **context.frame,
        )
        _into_hands(context, Meter, meter.pk)
    for installation_id, at in reversed(payload["transformers"]):
        device = installations.remove_instrument_transformer(
            installation_id=installation_id, removed_at=datetime.fromisoformat(at), **context.frame
        )
        _into_hands(context, InstrumentTransformer, device.pk)


@effect("install_meter", undo=_take_down, label=_("the installed meters"))
def install_meter(context: EffectContext) -> Payload:
    """A17: meters hang at their metering points, instrument transformers are built in."""
    case = context.case
    assignment = standing_record(case, MeterAssignment)
    record = MeterInstallation.objects.get(task=context.task)
    readings = {row.asset_number: row.start_reading for row in record.meters.all()}
    points = {point.sequence: point for point in MeteringPoint.objects.filter(account_id=context.account_id)}
    multipliers = dict(PlanMeteringPoint.objects.filter(plan=agreed_plan(case)).values_list("number", "multiplier"))
    hung: list[tuple[int, str, str]] = []
    built: list[tuple[int, str]] = []
    for row in assignment.meters.order_by("id"):
        done = installations.install_meter(
            meter_id=_device_id(Meter, row.asset_number),
            metering_point_id=points[row.metering_point].pk,
            installed_at=record.installed_at,
            start_reading=readings[row.asset_number],
            multiplier=multipliers[row.metering_point],
            case_number=case.case_number,
            **context.frame,
        )
        hung.append((done.pk, record.installed_at.isoformat(), str(done.start_reading)))
    for one in assignment.transformers.order_by("id"):
        fitted = installations.install_instrument_transformer(
            transformer_id=_device_id(InstrumentTransformer, one.asset_number),
            metering_point_id=points[one.metering_point].pk,
            phase=one.phase,
            installed_at=record.installed_at,
            case_number=case.case_number,
            **context.frame,
        )
        built.append((fitted.pk, record.installed_at.isoformat()))
    return {"installations": hung, "transformers": built}


def _take_down_terminal(context: EffectContext, payload: Payload) -> None:
    TerminalInstallation.objects.filter(pk=payload["installation_id"]).update(removed_at=context.now)
    if "terminal_id" in payload:  # cases that began before the book knew terminals have none
        terminals.unfit_terminal(terminal_id=payload["terminal_id"], **context.frame)


@effect("install_terminal", undo=_take_down_terminal, label=_("the terminal"))
def install_terminal(context: EffectContext) -> Payload:
    """A13: a terminal collects the readings."""
    record = TerminalInstallation.objects.get(task=context.task)
    terminal = terminals.fit_terminal(
        account_id=context.account_id,
        asset_number=record.asset_number,
        communication_address=record.communication_address,
        fitted_at=make_aware(datetime.combine(record.installed_on, time.min)),
        case_number=context.case.case_number,
        **context.frame,
    )
    return {"installation_id": record.pk, "terminal_id": terminal.pk}


def _cut_power(context: EffectContext, payload: Payload) -> None:
    accounts.undo_energise_account(
        account_id=context.account_id, case_number=context.case.case_number, **context.frame
    )


@effect("energise_account", undo=_cut_power, label=_("the energising"))
def energise_account(context: EffectContext) -> Payload:
    """A18: power is on."""
    record = Energising.objects.get(task=context.task)
    day = localtime(record.energised_at).date()
    accounts.energise_account(account_id=context.account_id, energised_on=day, **context.frame)
    return {}


def _unlink(context: EffectContext, payload: Payload) -> None:
    links = tuple(GridLink(**one) for one in payload["before"])
    structure.link_to_grid(account_id=context.account_id, links=links, **context.frame)


@effect("link_to_grid", undo=_unlink, label=_("the place in the grid model"))
def link_to_grid(context: EffectContext) -> Payload:
    """A19: the sources hang where the grid's own systems say."""
    record = TopologyUpdate.objects.get(task=context.task)
    link = GridLink(source=1, substation=record.substation, line=record.line, transformer_area=record.grid_object)
    before = structure.link_to_grid(account_id=context.account_id, links=(link,), **context.frame)
    return {"before": [asdict(one) for one in before]}


@effect("archive_to_book", undo=None)
def archive_to_book(context: EffectContext) -> Payload:
    """A20: what the case has built becomes the customer's standing data; sealed in the same moment."""
    case = context.case
    plan = agreed_plan(case)
    application: Application = case.application
    record = BookArchive.objects.get(task=context.task)
    importance = standing_record(case, Survey).importance or plan.importance
    archive.archive_new_supply(
        account_id=context.account_id,
        case_number=case.case_number,
        archive=NewSupplyArchive(
            contract_capacity=plan.approved_capacity,
            running_capacity=plan.approved_capacity,
            prices=price_specs(plan),
            section_id=record.reading_section_id,
            check_cycle_months=check_cycle_months(case, importance, context.now),
            importance=importance,
            load_character=application.load_character,
            shift_pattern=application.shift_pattern,
            high_energy_class=application.high_energy_class,
            industry_code=application.trade_code,
            security_capacity=application.security_load or Decimal(0),
            temporary_until=plan.temporary_until,
        ),
        **context.frame,
    )
    return {}


def price_specs(plan: SupplyPlan) -> tuple[PriceSpec, ...]:
    """The prices of a plan, as the book takes them."""
    return specs_of_prices(plan.prices.order_by("id"))


def _device_id(model: type[Meter] | type[InstrumentTransformer], asset_number: str) -> int:
    pk: int = model.objects.values_list("pk", flat=True).get(asset_number=asset_number)
    return pk


def _each_device(context: EffectContext, payload: Payload, on_meter: Any, on_transformer: Any) -> None:
    """Call the move for every device, in the order of their keys."""
    for pk in sorted(payload["meters"]):
        on_meter(meter_id=pk, account_id=context.account_id, **context.frame)
    for pk in sorted(payload["transformers"]):
        on_transformer(transformer_id=pk, account_id=context.account_id, **context.frame)


def _into_hands(context: EffectContext, model: type[Meter] | type[InstrumentTransformer], device_id: int) -> None:
    """From "removed" back to "issued", by the store's own moves."""
    meters = [device_id] if model is Meter else []
    payload = {"meters": meters, "transformers": [] if meters else [device_id]}
    _each_device(context, payload, devices.return_meter, devices.return_instrument_transformer)
    _each_device(context, payload, devices.reserve_meter, devices.reserve_instrument_transformer)
    _each_device(context, payload, devices.issue_meter, devices.issue_instrument_transformer)
