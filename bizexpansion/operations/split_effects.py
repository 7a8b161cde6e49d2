"""What a split (212) does to the book, step by step, for every new account; each effect with its way back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from bizexpansion.errors import NotReady
from bizexpansion.models import (
    Case,
    ContractDraft,
    ContractSigning,
    Energising,
    MeterAssignment,
    MeterInstallation,
    SplitMeter,
    SplitMeteringPlan,
    SplitPoint,
    SplitShare,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.book_effects import (
    fit_terminal_of,
    price_specs,
    take_down_devices,
    unfit_terminal_of,
)
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import account_of, agreed_plan, standing_record
from bizexpansion.operations.opening import release_ledger
from bizexpansion.operations.parameters import check_cycle_months
from bizexpansion.operations.specs import contract_spec
from bizexpansion.operations.splitting import keys_of, shares_of
from customers.book.enums import (
    ContractOperation,
)
from customers.book.models import Meter, PowerSource, SupplyAccount, SupplyPoint, Transformer
from customers.book.operations import (
    Devices,
    MeterToHang,
    add_supply_structure,
    archive_new_supplies,
    energise_accounts,
    install_devices,
    issue_devices,
    link_to_grid,
    release_devices,
    remove_supply_structure,
    reserve_devices,
    return_devices,
    sign_contract,
    undo_energise_account,
    unlock_account,
    void_accounts,
    void_contract,
)
from customers.book.specs import (
    GridLink,
    MeteringPointSpec,
    NewSupplyArchive,
    SourceSpec,
    SupplyPointSpec,
    TransformerSpec,
)


def _let_go(context: EffectContext, payload: Payload) -> None:
    number = context.case.case_number
    void_accounts(account_ids=payload["new"], case_number=number, **context.frame)
    release_ledger(context, [payload["account_id"]])
    unlock_account(account_id=payload["account_id"], case_number=number, **context.frame)


@effect("hold_and_split", undo=_let_go, label=gettext_lazy("the new accounts"))
def note_split(context: EffectContext) -> Payload:
    """A01: one account is held, the others were opened together with the case; remember them."""
    return {"account_id": context.account_id, "new": sorted(keys_of(context.case).values())}


def _remove_structure(context: EffectContext, payload: Payload) -> None:
    for pk in payload["accounts"]:
        remove_supply_structure(account_id=pk, case_number=context.case.case_number, **context.frame)


@effect("prepare_split", undo=_remove_structure, label=gettext_lazy("the supply points of the new accounts"))
def prepare_split(context: EffectContext) -> Payload:
    """S04: each new account hangs where the old one hangs, with its own source, transformers and metering point."""
    account, shares = account_of(context.case), shares_of(context.case)
    points = {row.number: row for row in context.record(SplitMeteringPlan).points.all()}
    for share in shares:
        add_supply_structure(
            account_id=share.key,
            case_number=context.case.case_number,
            supply_points=[_structure(account, share, points[share.number])],
            **context.frame,
        )
    return {"accounts": [share.key for share in shares]}


def _structure(account: SupplyAccount, share: SplitShare, point: SplitPoint) -> SupplyPointSpec:
    place = SupplyPoint.objects.filter(account=account, is_active=True).order_by("sequence")[0]
    source = PowerSource.objects.filter(account=account, is_active=True).order_by("sequence")[0]
    units = Transformer.objects.filter(account=account, sequence__in=share.units).order_by("sequence")
    return SupplyPointSpec(
        sequence=1,
        name=place.name,
        kind=place.kind,
        sources=[_source(source, share.capacity)],
        transformers=[_unit(number, unit) for number, unit in enumerate(units, start=1)],
        metering_points=[
            MeteringPointSpec(
                sequence=1,
                name=point.name,
                voltage=source.voltage,
                mode=point.mode,
                wiring=point.wiring,
                device_class=point.device_class,
                source=1,
            )
        ],
    )


def _source(row: PowerSource, capacity: Decimal) -> SourceSpec:
    return SourceSpec(
        sequence=1,
        kind=row.kind,
        nature=row.nature,
        voltage=row.voltage,
        capacity=capacity,
        phase=row.phase,
        substation=row.substation,
        line=row.line,
        transformer_area=row.transformer_area,
        incoming_mode=row.incoming_mode,
        incoming_pole=row.incoming_pole,
        protection=row.protection,
        ownership_boundary=row.ownership_boundary,
    )


def _unit(number: int, row: Transformer) -> TransformerSpec:
    return TransformerSpec(
        sequence=number,
        name=row.name,
        plate_capacity=row.plate_capacity,
        primary_voltage=row.primary_voltage,
        secondary_voltage=row.secondary_voltage,
        kind=row.kind,
        standby=row.standby,
        ownership=row.ownership,
        source=1,
        model=row.model,
    )


def _void_contracts(context: EffectContext, payload: Payload) -> None:
    for pk in payload["contracts"]:
        void_contract(contract_id=pk, reason=f"case {context.case.case_number}", **context.frame)


@effect("conclude_split_contracts", undo=_void_contracts, label=gettext_lazy("the contracts of the new accounts"))
def conclude_split_contracts(context: EffectContext) -> Payload:
    """A16: each new account has a contract of its own."""
    draft = standing_record(context.case, ContractDraft, node="new_draft_contract")
    signing = context.record(ContractSigning)
    contracts = [
        sign_contract(
            account_id=pk,
            contract=contract_spec(draft, ContractOperation.NEW),
            signed_on=signing.signed_on,
            signatory=signing.customer_signatory,
            case_number=context.case.case_number,
            **context.frame,
        )
        for pk in keys_of(context.case).values()
    ]
    signing.contract_number = contracts[0].number
    signing.save(update_fields=["contract_number"])
    return {"contracts": [one.pk for one in contracts]}


def _devices(payload: Payload) -> list[tuple[int, Devices]]:
    return [(one["account_id"], Devices(tuple(one["meters"]))) for one in payload["accounts"]]


def _release(context: EffectContext, payload: Payload) -> None:
    for pk, devices in _devices(payload):
        release_devices(account_id=pk, devices=devices, **context.frame)


@effect("reserve_split_meters", undo=_release, label=gettext_lazy("the meters reserved for the new accounts"))
def reserve_split_meters(context: EffectContext) -> Payload:
    """S08: each meter is set aside for its new account."""
    payload = {"accounts": _meters_by_account(context.case, context.record(MeterAssignment))}
    for pk, devices in _devices(payload):
        reserve_devices(account_id=pk, devices=devices, **context.frame)
    return payload


def _assigned(assignment: MeterAssignment) -> dict[int, str]:
    """The asset number of the meter of each new account."""
    return dict(SplitMeter.objects.filter(assignment=assignment).values_list("number", "asset_number"))


def _meters_by_account(case: Case, assignment: MeterAssignment) -> list[dict[str, Any]]:
    rows = _assigned(assignment)
    keys = dict(Meter.objects.filter(asset_number__in=rows.values()).values_list("asset_number", "pk"))
    return [
        {"account_id": pk, "meters": [keys[rows[number]]], "number": number} for number, pk in keys_of(case).items()
    ]


def _return(context: EffectContext, payload: Payload) -> None:
    for pk, devices in _devices(payload):
        return_devices(account_id=pk, devices=devices, **context.frame)
        reserve_devices(account_id=pk, devices=devices, **context.frame)


@effect("issue_split_meters", undo=_return, label=gettext_lazy("the meters issued for the new accounts"))
def issue_split_meters(context: EffectContext) -> Payload:
    """S09: the meters of the new accounts leave the store."""
    payload = {"accounts": _meters_by_account(context.case, standing_record(context.case, MeterAssignment))}
    for pk, devices in _devices(payload):
        issue_devices(account_id=pk, devices=devices, **context.frame)
    return payload


def _take_down(context: EffectContext, payload: Payload) -> None:
    for one in reversed(payload["accounts"]):
        take_down_devices(context, one["account_id"], one)


@effect("install_split_meters", undo=_take_down, label=gettext_lazy("the installed meters of the new accounts"))
def hang_split_meters(context: EffectContext) -> Payload:
    """A17: each new account has its meter."""
    case, record = context.case, context.record(MeterInstallation)
    readings = dict(record.meters.values_list("asset_number", "start_reading"))
    points = standing_record(case, SplitMeteringPlan).points
    multipliers = dict(points.values_list("number", "multiplier"))
    assignment = standing_record(case, MeterAssignment)
    numbers = _assigned(assignment)
    done = []
    for one in _meters_by_account(case, assignment):
        number = one["number"]
        fitted = install_devices(
            account_id=one["account_id"],
            meters=[
                MeterToHang(
                    meter_id=one["meters"][0],
                    metering_point=1,
                    start_reading=readings[numbers[number]],
                    multiplier=multipliers[number],
                )
            ],
            installed_at=record.installed_at,
            case_number=case.case_number,
            **context.frame,
        )
        at = record.installed_at.isoformat()
        rows = [(hung.pk, at, str(hung.start_reading)) for hung in fitted.meters]
        done.append({"account_id": one["account_id"], "installations": rows, "transformers": []})
    return {"accounts": done}


@effect("install_split_terminal", undo=unfit_terminal_of, label=gettext_lazy("the terminal of the new account"))
def install_split_terminal(context: EffectContext) -> Payload:
    """A13: a terminal collects the readings at the place of the new accounts; it stands under the first of them."""
    first = shares_of(context.case)[0]
    return fit_terminal_of(context, first.key, context.record(TerminalInstallation))


def _cut(context: EffectContext, payload: Payload) -> None:
    for pk in payload["accounts"]:
        undo_energise_account(account_id=pk, case_number=context.case.case_number, **context.frame)


@effect("energise_split", undo=_cut, label=gettext_lazy("the energising of the new accounts"))
def energise_split(context: EffectContext) -> Payload:
    """A18: the new accounts have power."""
    day = localtime(context.record(Energising).energised_at).date()
    keys = list(keys_of(context.case).values())
    energise_accounts(account_ids=keys, energised_on=day, **context.frame)
    return {"accounts": keys}


def _unlink(context: EffectContext, payload: Payload) -> None:
    for one in payload["accounts"]:
        links = [GridLink(**link) for link in one["before"]]
        link_to_grid(account_id=one["account_id"], links=links, **context.frame)


@effect("link_split_to_grid", undo=_unlink, label=gettext_lazy("the new accounts in the grid model"))
def link_split_to_grid(context: EffectContext) -> Payload:
    """A19: the sources of the new accounts hang where the old one's does."""
    record = context.record(TopologyUpdate)
    link = GridLink(source=1, substation=record.substation, line=record.line, transformer_area=record.grid_object)
    done = []
    for pk in keys_of(context.case).values():
        before = link_to_grid(account_id=pk, links=[link], **context.frame)
        done.append({"account_id": pk, "before": [vars(one) for one in before]})
    return {"accounts": done}


@effect("archive_split", undo=None, label=gettext_lazy("the new accounts of the split"))
def archive_split(context: EffectContext) -> Payload:
    """A20: the new accounts are normal accounts, read and priced as the old one, each with what moved in."""
    case, account, plan = context.case, account_of(context.case), agreed_plan(context.case)
    if account.section_id is None:
        raise NotReady(details={"missing": "reading section"})
    prices, cycle = price_specs(plan), check_cycle_months(case, "", context.now)
    archives = {
        share.key: NewSupplyArchive(
            contract_capacity=share.capacity,
            running_capacity=share.capacity,
            prices=prices,
            section_id=account.section_id,
            check_cycle_months=cycle,
        )
        for share in shares_of(case)
    }
    archive_new_supplies(case_number=case.case_number, archives=archives, **context.frame)
    return {}
