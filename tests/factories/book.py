"""Customers, accounts and devices for tests. The full account is built by the book's own operations."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from stdnum.cn import ric, uscc

from crm.audit.operation import SYSTEM
from crm.org.models import Department, District
from customers.book import enums, operations
from customers.book.models import (
    CapacityPeriod,
    Customer,
    InstrumentTransformer,
    InvoiceTitle,
    Meter,
    PaymentTerms,
    ReadingSection,
    SupplyAccount,
)
from customers.book.models.periods import days
from customers.book.numbers import allocate_account_numbers, allocate_customer_numbers
from customers.book.sealed import seal, unseal
from customers.book.specs import (
    AccountSpec,
    ContactSpec,
    ContractSpec,
    CustomerSpec,
    InvoiceSpec,
    MeteringPointSpec,
    NewSupplyArchive,
    PriceSpec,
    SourceSpec,
    SupplyPointSpec,
    TransformerSpec,
)

_serial = count(1)
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def id_card(serial: int | None = None) -> str:
    """A valid identity card number of nobody in particular, born in Suzhou in 1980."""
    body = f"32050819800101{(serial or next(_serial)) % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(serial: int | None = None) -> str:
    """A valid unified social credit code."""
    body = f"91320508MA{(serial or next(_serial)):07d}"
    return body + uscc.calc_check_digit(body)


def make_customer(**fields: Any) -> Customer:
    """An organisation, unless `kind` says otherwise."""
    fields.setdefault("customer_number", allocate_customer_numbers()[0])
    fields.setdefault("name", f"苏州测试{next(_serial)}有限公司")
    fields.setdefault("kind", enums.CustomerKind.ORGANISATION)
    fields.setdefault("created_at", timezone.now())
    return Customer.objects.create(**fields)


def make_account(department: Department, **fields: Any) -> SupplyAccount:
    """A normal low-voltage account with its capacity in force, and nothing under it.

    `contract_capacity` and `running_capacity` in kVA.
    """
    customer = fields.pop("customer", None) or make_customer()
    capacity = Decimal(fields.pop("contract_capacity", 80))
    running = Decimal(fields.pop("running_capacity", capacity))
    defaults: dict[str, Any] = {
        "account_number": allocate_account_numbers()[0],
        "name": customer.name,
        "address": f"苏州市姑苏区平江路{next(_serial)}号",
        "district": District.objects.filter(department=department).first() or District.objects.first(),
        "account_class": enums.AccountClass.LV_NON_RESIDENT,
        "status": enums.AccountStatus.NORMAL,
        "voltage": enums.Voltage.V380,
        "tariff_class": enums.TariffClass.GENERAL,
        "power_state": enums.PowerState.ON,
        "built_on": date(2020, 1, 1),
        "energised_on": date(2020, 1, 8),
        "created_at": OPENED,
    }
    account = SupplyAccount.objects.create(
        customer=customer,
        department=department,
        contract_capacity=capacity,
        running_capacity=running,
        **(defaults | fields),
    )
    CapacityPeriod.objects.create(
        account=account,
        period=days(account.energised_on or account.built_on),
        contract_capacity=capacity,
        running_capacity=running,
    )
    return account


def make_section(department: Department, **fields: Any) -> ReadingSection:
    """A reading section of a business department."""
    fields.setdefault("number", f"S{next(_serial):06d}")
    fields.setdefault("name", f"{department.name}高压一段")
    return ReadingSection.objects.create(department=department, **fields)


def make_meter(department: Department, state: str = enums.DeviceState.IN_STORE, **fields: Any) -> Meter:
    """A three-phase meter for use behind transformers; out of the store it needs `reserved_for`."""
    defaults: dict[str, Any] = {
        "asset_number": f"{next(_serial):022d}",
        "kind": enums.MeterKind.THREE_PHASE_HV,
        "wiring": enums.Wiring.THREE_WIRE,
        "rated_current": Decimal("1.5"),
        "maximum_current": Decimal(6),
        "constant": 20000,
    }
    return Meter.objects.create(department=department, state=state, **(defaults | fields))


def make_instrument_transformer(
    department: Department, state: str = enums.DeviceState.IN_STORE, **fields: Any
) -> InstrumentTransformer:
    """A 100/5 A current transformer."""
    defaults: dict[str, Any] = {
        "asset_number": f"9{next(_serial):021d}",
        "kind": enums.InstrumentTransformerKind.CURRENT,
        "primary": Decimal(100),
        "secondary": Decimal(5),
    }
    return InstrumentTransformer.objects.create(department=department, state=state, **(defaults | fields))


def account_spec(department: Department, **fields: Any) -> AccountSpec:
    """What the counter knows of a high-voltage account."""
    defaults: dict[str, Any] = {
        "name": "苏州博远精密电子有限公司",
        "address": "苏州市工业园区星湖街218号",
        "district_id": District.objects.get(department=department).pk,
        "account_class": enums.AccountClass.HV,
        "voltage": enums.Voltage.KV10,
        "tariff_class": enums.TariffClass.LARGE_INDUSTRY,
    }
    return AccountSpec(**(defaults | fields))


def customer_spec(**fields: Any) -> CustomerSpec:
    """A firm with a valid credit code."""
    defaults: dict[str, Any] = {
        "name": "苏州博远精密电子有限公司",
        "id_kind": enums.IdKind.CREDIT_CODE,
        "id_number": credit_code(),
    }
    return CustomerSpec(**(defaults | fields))


def supply_structure(sources: int = 2, transformers: int = 2, plate: int = 1600) -> list[SupplyPointSpec]:
    """One transformer room: main and standby sources, equal transformers, one metering point per source."""
    natures = (enums.SourceNature.MAIN, enums.SourceNature.STANDBY_PRODUCTION, enums.SourceNature.MUTUAL)
    return [
        SupplyPointSpec(
            sequence=1,
            name="1号配电房",
            kind=enums.SupplyPointKind.DISTRIBUTION,
            interlock=enums.Interlock.BOTH if sources > 1 else enums.Interlock.NONE,
            switching=enums.Switching.MANUAL if sources > 1 else enums.Switching.NONE,
            sources=[
                SourceSpec(
                    sequence=number,
                    kind=enums.SourceKind.DEDICATED_TRANSFORMER,
                    nature=natures[number - 1],
                    voltage=enums.Voltage.KV10,
                    capacity=Decimal(plate * transformers),
                    substation="110kV 星湖变",
                    line=f"10kV 星湖{number}线",
                    ownership_boundary="环网柜出线电缆头",
                )
                for number in range(1, sources + 1)
            ],
            transformers=[
                TransformerSpec(
                    sequence=number,
                    name=f"{number}号主变",
                    plate_capacity=Decimal(plate),
                    primary_voltage=enums.Voltage.KV10,
                    source=1,
                    model="SCB13",
                )
                for number in range(1, transformers + 1)
            ],
            metering_points=[
                MeteringPointSpec(
                    sequence=number,
                    name=f"{number}号进线计量",
                    voltage=enums.Voltage.KV10,
                    mode=enums.MeteringMode.HV_SIDE,
                    wiring=enums.Wiring.THREE_WIRE,
                    device_class=enums.DeviceClass.II,
                    source=number,
                )
                for number in range(1, sources + 1)
            ],
        )
    ]


def contract_spec(**fields: Any) -> ContractSpec:
    """A high-voltage contract for three years from the day of `OPENED`."""
    defaults: dict[str, Any] = {
        "contract_type": enums.ContractType.HV,
        "starts_on": OPENED.date(),
        "ends_on": date(2029, 3, 2),
        "attachments": [enums.ContractAttachment.DISPATCH, enums.ContractAttachment.BOUNDARY],
    }
    return ContractSpec(**(defaults | fields))


def archive_spec(department: Department, capacity: int = 3200, **fields: Any) -> NewSupplyArchive:
    """Two-part price by capacity, power factor 0.90, inspected every six months."""
    defaults: dict[str, Any] = {
        "contract_capacity": Decimal(capacity),
        "running_capacity": Decimal(capacity),
        "section_id": make_section(department).pk,
        "check_cycle_months": 6,
        "prices": [
            PriceSpec(
                price_code="IND-2P-10",
                strategy=enums.PriceStrategy.TWO_PART,
                basic_charge_mode=enums.BasicChargeMode.CAPACITY,
                power_factor_standard=enums.PowerFactorStandard.P090,
                is_time_of_use=True,
            )
        ],
    }
    return NewSupplyArchive(**(defaults | fields))


def open_hv_account(
    department: Department, case_number: str = "", now: datetime = OPENED, **account: Any
) -> SupplyAccount:
    """A high-voltage account as it stands after acceptance: status "new supply in progress"."""
    return operations.open_account(
        case_number=case_number or f"T{next(_serial):06d}",
        account=account_spec(department, **account),
        customer=customer_spec(name=account.get("name", "苏州博远精密电子有限公司")),
        contacts=[
            ContactSpec(purpose=enums.ContactPurpose.ELECTRICAL, name="张建国", phone="13812345678"),
            ContactSpec(purpose=enums.ContactPurpose.ACCOUNTS, name="李梅", phone="0512-68251234"),
        ],
        actor=SYSTEM,
        now=now,
    )


def fit_meter(account: SupplyAccount, now: datetime = OPENED, sequence: int = 1) -> Meter:
    """Assign, issue and install a meter at a metering point of the account; multiplier 400."""
    meter = make_meter(account.department)
    who: dict[str, Any] = {"actor": SYSTEM, "now": now}
    operations.reserve_meter(meter_id=meter.pk, account_id=account.pk, **who)
    operations.issue_meter(meter_id=meter.pk, account_id=account.pk, **who)
    operations.install_meter(
        meter_id=meter.pk,
        metering_point_id=account.metering_points.get(sequence=sequence).pk,
        installed_at=now,
        start_reading=Decimal("12.50"),
        multiplier=Decimal(400),
        case_number=account.open_case_number,
        **who,
    )
    meter.refresh_from_db()
    return meter


def make_hv_account(department: Department, now: datetime = OPENED, **account: Any) -> SupplyAccount:
    """A living high-voltage account with everything under it, made the way flow 104 makes it."""
    row = open_hv_account(department, now=now, **account)
    case, who = row.open_case_number, {"actor": SYSTEM, "now": now}
    operations.add_supply_structure(account_id=row.pk, case_number=case, supply_points=supply_structure(), **who)
    operations.sign_contract(
        account_id=row.pk,
        contract=contract_spec(),
        signed_on=now.date(),
        signatory="王总",
        case_number=case,
        **who,
    )
    for sequence in (1, 2):
        fit_meter(row, now, sequence)
    operations.energise_account(account_id=row.pk, energised_on=now.date(), **who)
    operations.archive_new_supply(account_id=row.pk, case_number=case, archive=archive_spec(department), **who)
    row.refresh_from_db()
    return row


INVOICE = {
    "vat_name": "苏州博远精密电子有限公司",
    "vat_number": "91320594MA1XTEST9K",
    "vat_address_phone": "苏州市工业园区星湖街1号 0512-62880000",
    "vat_bank": "中国工商银行苏州分行",
    "vat_bank_account": "1102 0210 0900 7654 321",
}
"""The data of an invoice with VAT as a form takes them."""


def make_invoice_title(account: SupplyAccount, now: datetime = OPENED) -> InvoiceTitle:
    """The data to which the invoices of an account are made out from a day on."""
    tax, bank = (seal(INVOICE[name].replace(" ", "")) for name in ("vat_number", "vat_bank_account"))
    return operations.set_invoice_title(
        account_id=account.pk,
        title=InvoiceSpec(
            name=INVOICE["vat_name"],
            tax_last4=tax.last4,
            tax_cipher=tax.cipher,
            address_phone=INVOICE["vat_address_phone"],
            bank_name=INVOICE["vat_bank"],
            bank_last4=bank.last4,
            bank_cipher=bank.cipher,
        ),
        from_day=now.date(),
        actor=SYSTEM,
        now=now,
    )


def invoices_of(account: SupplyAccount) -> list[tuple[Any, ...]]:
    """To whom invoices are made out and when: first day, end, name, tax number, place, bank, its account."""
    return [
        (
            one.period.lower,
            one.period.upper,
            one.name,
            unseal(one.tax_cipher),
            one.address_phone,
            one.bank_name,
            unseal(one.bank_cipher),
        )
        for one in InvoiceTitle.objects.filter(account=account).order_by("period")
    ]


AS_TYPED = tuple(value.replace(" ", "") if "bank_account" in name else value for name, value in INVOICE.items())
"""What the book keeps of `INVOICE`, as `invoices_of` tells it."""


def make_paid_with(payer: SupplyAccount, now: datetime = OPENED) -> SupplyAccount:
    """A living account whose bills are paid together with those of another one (303)."""
    row = make_account(payer.department)
    terms = PaymentTerms(pay_mode="COUNTER", settle_mode="02", notify_mode="APP", invoice_kind="E")
    terms.account, terms.period, terms.payer_number = row, days(now.date()), payer.account_number
    terms.save()
    return row


def make_lv_account(
    department: Department, now: datetime = OPENED, *, home: bool = False, capacity: int = 80, amperes: int = 100
) -> SupplyAccount:
    """A living low-voltage account with one meter, connected directly, for `amperes`; a home has one phase."""
    voltage = enums.Voltage.V220 if home else enums.Voltage.V380
    wiring = enums.Wiring.SINGLE_PHASE if home else enums.Wiring.FOUR_WIRE
    row = open_hv_account(
        department,
        now=now,
        name="苏州平江食品有限公司",
        address=f"苏州市工业园区东环路{next(_serial)}号",
        account_class=enums.AccountClass.LV_RESIDENT if home else enums.AccountClass.LV_NON_RESIDENT,
        voltage=voltage,
        tariff_class=enums.TariffClass.RESIDENT_URBAN if home else enums.TariffClass.COMMERCE,
    )
    case, who = row.open_case_number, {"actor": SYSTEM, "now": now}
    structure = SupplyPointSpec(
        sequence=1,
        name="低压进线",
        kind=enums.SupplyPointKind.LOW_VOLTAGE,
        sources=[
            SourceSpec(
                sequence=1,
                kind=enums.SourceKind.PUBLIC_TRANSFORMER,
                nature=enums.SourceNature.MAIN,
                voltage=voltage,
                phase=enums.Phase.SINGLE if home else enums.Phase.THREE,
                capacity=Decimal(capacity),
                substation="110 kV 平江变",
                line="平江 3 号公变",
                ownership_boundary="表箱进线开关负荷侧",
            )
        ],
        metering_points=[
            MeteringPointSpec(
                sequence=1,
                name="总表",
                voltage=voltage,
                mode=enums.MeteringMode.LV_SUPPLY,
                wiring=wiring,
                device_class=enums.DeviceClass.V if home else enums.DeviceClass.IV,
                source=1,
            )
        ],
    )
    operations.add_supply_structure(account_id=row.pk, case_number=case, supply_points=[structure], **who)
    kind = enums.ContractType.RESIDENT if home else enums.ContractType.LV
    operations.sign_contract(
        account_id=row.pk,
        contract=contract_spec(contract_type=kind, attachments=[]),
        signed_on=now.date(),
        signatory="陈静",
        case_number=case,
        **who,
    )
    meter = make_meter(
        department,
        kind=enums.MeterKind.SINGLE_PHASE if home else enums.MeterKind.THREE_PHASE,
        wiring=wiring,
        rated_current=Decimal(5),
        maximum_current=Decimal(amperes),
        constant=1200,
    )
    for move in (operations.reserve_meter, operations.issue_meter):
        move(meter_id=meter.pk, account_id=row.pk, **who)
    operations.install_meter(
        meter_id=meter.pk,
        metering_point_id=row.metering_points.get().pk,
        installed_at=now,
        start_reading=Decimal("1.00"),
        case_number=case,
        **who,
    )
    operations.energise_account(account_id=row.pk, energised_on=now.date(), **who)
    price = PriceSpec(price_code="RES-1" if home else "GEN-LV", strategy=enums.PriceStrategy.ONE_PART)
    archive = archive_spec(department, capacity, prices=[price], check_cycle_months=None)
    operations.archive_new_supply(account_id=row.pk, case_number=case, archive=archive, **who)
    row.refresh_from_db()
    return row
