"""The effects of flow 104 on the book and on fees (workflows.md 4, entry 104), each with its compensation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from bizexpansion.errors import NotReady
from bizexpansion.models import (
    Application,
    BookArchive,
    Case,
    ContractDraft,
    ContractSigning,
    Energising,
    FeeDetermination,
    FeeReceipt,
    MeterAssignment,
    MeterInstallation,
    SupplyPlan,
    Survey,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import agreed_plan, known_devices, points_to_fit, standing_record
from bizexpansion.operations.parameters import check_cycle_months
from bizexpansion.operations.specs import contract_spec, invoice_asked, specs_of_prices, structure_at
from crm.reading import prefetch_together
from customers.book.enums import ContractOperation
from customers.book.models import InstrumentTransformer, Meter
from customers.book.operations import (
    accounts,
    archive,
    devices,
    fitting,
    installations,
    invoices,
    structure,
    terminals,
    terms,
)
from customers.book.specs import GridLink, NewSupplyArchive, PriceSpec


def _void_fee(context: EffectContext, payload: Payload) -> None:
    FeeDetermination.objects.filter(pk=payload["determination_id"]).update(voided_at=context.now)


@effect("charge_fee", undo=_void_fee, label=_("the fee that was charged"))
def charge_fee(context: EffectContext) -> Payload:
    """A06: the fee is due."""
    return {"determination_id": context.record(FeeDetermination).pk}


def _refund_fee(context: EffectContext, payload: Payload) -> None:
    FeeReceipt.objects.filter(pk=payload["receipt_id"]).update(refund_due_at=context.now)


@effect("receive_fee", undo=_refund_fee, label=_("the fee that was received"))
def receive_fee(context: EffectContext) -> Payload:
    """A07: the fee is paid; once the step is undone it has to be paid back."""
    return {"receipt_id": context.record(FeeReceipt).pk}


def _void_contract(context: EffectContext, payload: Payload) -> None:
    terms.void_contract(
        contract_id=payload["contract_id"], reason=f"case {context.case.case_number}", **context.frame
    )


@effect("conclude_contract", undo=_void_contract, label=_("the signed contract"))
def conclude_contract(context: EffectContext) -> Payload:
    """A16: the contract is signed and valid."""
    draft = context.kept(ContractDraft) or standing_record(context.case, ContractDraft)
    signing = context.record(ContractSigning)
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
    devices.release_devices(**_moved(context, payload))


@effect("reserve_meter", undo=_release_devices, label=_("the reserved meters"))
def reserve_meter(context: EffectContext) -> Payload:
    """S08: meters and instrument transformers of the store are set aside for the account."""
    payload = _assigned_devices(context.case, context.record(MeterAssignment))
    devices.reserve_devices(**_moved(context, payload))
    return payload


def _return_devices(context: EffectContext, payload: Payload) -> None:
    """Undo of the issue: the devices are assigned again, as they were before they left the store."""
    devices.return_devices(**_moved(context, payload))
    devices.reserve_devices(**_moved(context, payload))


@effect("issue_meter", undo=_return_devices, label=_("the issued meters"))
def issue_meter(context: EffectContext) -> Payload:
    """S09: the devices leave the store."""
    payload = _assigned_devices(context.case, _assignment(context))
    devices.issue_devices(**_moved(context, payload))
    return payload


def _take_down(context: EffectContext, payload: Payload) -> None:
    take_down_devices(context, context.account_id, payload)


def take_down_devices(context: EffectContext, account_id: int, payload: Payload) -> None:
    """Undo of an installation: the devices never hung there; they are in the fitter's hands again."""
    meters, transformers = [], []
    for installation_id, at, reading in reversed(payload["installations"]):
        meter = installations.remove_installation(
            installation_id=installation_id,
            removed_at=datetime.fromisoformat(at),
            stop_reading=Decimal(reading),
            **context.frame,
        )
        meters.append(meter.pk)
    for installation_id, at in reversed(payload["transformers"]):
        device = installations.remove_instrument_transformer(
            installation_id=installation_id, removed_at=datetime.fromisoformat(at), **context.frame
        )
        transformers.append(device.pk)
    taken = _moved(context, {"meters": meters, "transformers": transformers}) | {"account_id": account_id}
    devices.return_devices(**taken)
    devices.reserve_devices(**taken)
    devices.issue_devices(**taken)


@effect("install_meter", undo=_take_down, label=_("the installed meters"))
def install_meter(context: EffectContext) -> Payload:
    """A17: meters hang at their metering points, instrument transformers are built in."""
    case = context.case
    assignment = _assignment(context)
    record = context.record(MeterInstallation)
    readings = {row.asset_number: row.start_reading for row in record.meters.all()}
    multipliers = points_to_fit(case)
    meters, transformers = list(assignment.meters.all()), list(assignment.transformers.all())
    meter_ids = _device_ids(case, Meter, meters)
    transformer_ids = _device_ids(case, InstrumentTransformer, transformers)
    done = fitting.install_devices(
        account_id=context.account_id,
        meters=[
            fitting.MeterToHang(
                meter_id=meter_ids[row.asset_number],
                metering_point=row.metering_point,
                start_reading=readings[row.asset_number],
                multiplier=multipliers[row.metering_point],
            )
            for row in meters
        ],
        transformers=[
            fitting.TransformerToFit(
                transformer_id=transformer_ids[row.asset_number], metering_point=row.metering_point, phase=row.phase
            )
            for row in transformers
        ],
        installed_at=record.installed_at,
        case_number=case.case_number,
        **context.frame,
    )
    at = record.installed_at.isoformat()
    return {
        "installations": [(one.pk, at, str(one.start_reading)) for one in done.meters],
        "transformers": [(one.pk, at) for one in done.transformers],
    }


def unfit_terminal_of(context: EffectContext, payload: Payload) -> None:
    """Undo of A13: the terminal never hung there."""
    TerminalInstallation.objects.filter(pk=payload["installation_id"]).update(removed_at=context.now)
    if "terminal_id" in payload:  # cases that began before the book knew terminals have none
        terminals.unfit_terminal(terminal_id=payload["terminal_id"], **context.frame)


@effect("install_terminal", undo=unfit_terminal_of, label=_("the terminal"))
def install_terminal(context: EffectContext) -> Payload:
    """A13: a terminal collects the readings."""
    return fit_terminal_of(context, context.account_id, context.record(TerminalInstallation))


def fit_terminal_of(context: EffectContext, account_id: int, record: TerminalInstallation) -> Payload:
    """The terminal of a record hangs at an account; what its undo needs."""
    terminal = terminals.fit_terminal(
        account_id=account_id,
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
    record = context.record(Energising)
    day = localtime(record.energised_at).date()
    accounts.energise_account(account_id=context.account_id, energised_on=day, **context.frame)
    return {}


def _unlink(context: EffectContext, payload: Payload) -> None:
    links = tuple(GridLink(**one) for one in payload["before"])
    structure.link_to_grid(account_id=context.account_id, links=links, **context.frame)


@effect("link_to_grid", undo=_unlink, label=_("the place in the grid model"))
def link_to_grid(context: EffectContext) -> Payload:
    """A19: the sources hang where the grid's own systems say."""
    record = context.record(TopologyUpdate)
    link = GridLink(source=1, substation=record.substation, line=record.line, transformer_area=record.grid_object)
    before = structure.link_to_grid(account_id=context.account_id, links=(link,), **context.frame)
    return {"before": [asdict(one) for one in before]}


@effect(
    "archive_to_book",
    undo=None,
    label=_("the new account in the book: normal, priced, read, with its invoice data"),
)
def archive_to_book(context: EffectContext) -> Payload:
    """A20: what the case has built becomes the customer's standing data; sealed in the same moment."""
    case = context.case
    plan = agreed_plan(case)
    survey = standing_record(case, Survey, "case__application")
    application: Application = survey.case.application
    record = context.record(BookArchive)
    importance = survey.importance or plan.importance
    account = archive.archive_new_supply(
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
    title = invoice_asked(application)
    if title is not None and account.energised_on is not None:
        invoices.set_invoice_title(
            account_id=account.pk,
            title=title,
            from_day=account.energised_on,
            case_number=case.case_number,
            **context.frame,
        )
    return {}


def price_specs(plan: SupplyPlan) -> tuple[PriceSpec, ...]:
    """The prices of a plan, as the book takes them."""
    prefetch_together(plan, "prices")
    return specs_of_prices(sorted(plan.prices.all(), key=lambda one: one.pk))


def _assignment(context: EffectContext) -> MeterAssignment:
    """The assignment that holds: that of this visit, where one person fetches and hangs the meters (A45)."""
    return context.kept(MeterAssignment) or standing_record(context.case, MeterAssignment)


def _assigned_devices(case: Case, assignment: MeterAssignment) -> Payload:
    """The devices that an assignment names, by their keys."""
    return {
        "meters": sorted(_device_ids(case, Meter, assignment.meters.all()).values()),
        "transformers": sorted(_device_ids(case, InstrumentTransformer, assignment.transformers.all()).values()),
    }


def _device_ids(
    case: Case, model: type[Meter] | type[InstrumentTransformer], rows: Iterable[Any]
) -> dict[str, int]:
    """Keys by asset number; each is looked up once. Raises NotReady where the book has lost one."""
    numbers = [row.asset_number for row in rows]
    known = known_devices(case, model)
    unknown = [number for number in numbers if number not in known]
    if unknown:
        known.update(model.objects.filter(asset_number__in=unknown).values_list("asset_number", "pk"))
    if not known.keys() >= set(numbers):
        raise NotReady(details={"missing": model._meta.model_name})
    return {number: known[number] for number in numbers}


def _moved(context: EffectContext, payload: Payload) -> dict[str, Any]:
    """The arguments of a move of devices in the book."""
    moved = devices.Devices(tuple(payload["meters"]), tuple(payload["transformers"]))
    return {"account_id": context.account_id, "devices": moved, **context.frame}
