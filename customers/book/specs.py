"""What the book's operations take: plain values, checked where they enter. Capacities kVA, readings kWh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from customers.book import enums


@dataclass(frozen=True, kw_only=True)
class CustomerSpec:
    """A customer to be found by its ID number, or else to be written down anew."""

    name: str
    kind: str = enums.CustomerKind.ORGANISATION
    id_kind: str = enums.IdKind.NONE
    id_number: str = ""
    registered_address: str = ""
    mailing_address: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactSpec:
    """One person to talk to, for one purpose."""

    purpose: str
    name: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class AccountSpec:
    """What is known of a supply account when the application is accepted.

    `department_id` empty: the business department that serves the district.
    """

    name: str
    address: str
    district_id: int
    account_class: str
    voltage: str
    tariff_class: str
    department_id: int | None = None
    load_character: str = enums.LoadCharacter.THIRD
    importance: str = enums.Importance.NONE
    industry_code: str = ""
    shift_pattern: str = enums.ShiftPattern.NONE
    weekly_closing: str = ""
    high_energy_class: str = enums.HighEnergyClass.NONE
    transfer: str = enums.TransferKind.NONE
    temporary: str = enums.TemporaryKind.PERMANENT
    temporary_until: date | None = None
    security_capacity: Decimal = Decimal(0)
    open_case_row: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """A power source; `sequence` numbers the sources of the account from 1."""

    sequence: int
    kind: str
    nature: str
    voltage: str
    capacity: Decimal
    phase: str = enums.Phase.THREE
    substation: str = ""
    line: str = ""
    transformer_area: str = ""
    incoming_mode: str = enums.IncomingMode.CABLE_DIRECT
    incoming_pole: str = ""
    protection: str = enums.Protection.NONE
    ownership_boundary: str = ""


@dataclass(frozen=True, kw_only=True)
class TransformerSpec:
    """A transformer or high-voltage motor; `source` is the sequence of the power source that feeds it."""

    sequence: int
    name: str
    plate_capacity: Decimal
    primary_voltage: str
    secondary_voltage: str = enums.Voltage.V380
    kind: str = enums.EquipmentKind.TRANSFORMER
    standby: str = enums.StandbyMode.MAIN
    ownership: str = enums.Ownership.CUSTOMER
    source: int | None = None
    model: str = ""
    maker: str = ""
    serial_number: str = ""
    wiring_group: str = ""
    impedance_percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class MeteringPointSpec:
    """A metering point; `source` and `parent` are sequences of a power source and of the main metering point."""

    sequence: int
    name: str
    voltage: str
    mode: str
    wiring: str
    device_class: str
    purpose: str = enums.MeteringPurpose.SETTLEMENT
    kind: str = enums.MeteringPointKind.CUSTOMER
    side: str = enums.Ownership.CUSTOMER
    source: int | None = None
    parent: int | None = None
    relation: str = enums.BillingRelation.NONE
    has_load_control: bool = False
    is_metered: bool = True


@dataclass(frozen=True, kw_only=True)
class SupplyPointSpec:
    """A point of receipt with what hangs under it."""

    sequence: int
    name: str
    kind: str
    interlock: str = enums.Interlock.NONE
    switching: str = enums.Switching.NONE
    own_source_capacity: Decimal | None = None
    own_source_interlock: str = enums.Interlock.NONE
    remark: str = ""
    sources: Sequence[SourceSpec] = ()
    transformers: Sequence[TransformerSpec] = ()
    metering_points: Sequence[MeteringPointSpec] = ()


@dataclass(frozen=True, kw_only=True)
class StructureChange:
    """What a change of supply makes of the rows under an account, which are named by their `sequence`.

    `added` holds new rows under their supply point; a supply point that stands already only bears them. `changed`
    and `removed` are by the name of the children ("supply_points", "sources", "transformers", "metering_points"):
    the columns that are new, and the rows that are no more.
    """

    added: Sequence[SupplyPointSpec] = ()
    changed: Mapping[str, Mapping[int, Mapping[str, object]]] = field(default_factory=dict)
    removed: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PriceSpec:
    """Which price applies and how it is counted."""

    price_code: str
    strategy: str
    sequence: int = 1
    basic_charge_mode: str = enums.BasicChargeMode.NONE
    power_factor_standard: str = enums.PowerFactorStandard.NONE
    is_time_of_use: bool = False


@dataclass(frozen=True, kw_only=True)
class ContractSpec:
    """A supply contract from `starts_on` up to, not including, `ends_on` (None: until terminated)."""

    contract_type: str
    starts_on: date
    ends_on: date | None = None
    operation: str = enums.ContractOperation.NEW
    is_standard_text: bool = True
    attachments: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class GridLink:
    """Where the grid's own systems hang a power source of the account."""

    source: int
    substation: str = ""
    line: str = ""
    transformer_area: str = ""
    incoming_pole: str = ""


@dataclass(frozen=True, kw_only=True)
class NewSupplyArchive:
    """What step A20 adds to an account that is already built, metered, contracted and energised."""

    contract_capacity: Decimal
    running_capacity: Decimal
    prices: Sequence[PriceSpec]
    section_id: int
    check_cycle_months: int | None = None
    importance: str | None = None
    load_character: str | None = None
    shift_pattern: str | None = None
    high_energy_class: str | None = None
    industry_code: str | None = None
    security_capacity: Decimal | None = None
    temporary_until: date | None = None

    def attributes(self) -> dict[str, object]:
        """The account's columns that this archive decides; None leaves what stands."""
        names = (
            "check_cycle_months",
            "importance",
            "load_character",
            "shift_pattern",
            "high_energy_class",
            "industry_code",
            "security_capacity",
            "temporary_until",
        )
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, kw_only=True)
class ProjectSpec:
    """A residential complex; areas in m²."""

    name: str
    developer: str
    address: str
    district_id: int
    household_count: int
    residential_area: Decimal
    public_area: Decimal


@dataclass(frozen=True, kw_only=True)
class TransformerAreaSpec:
    """A public transformer with its line, as the grid's own systems name it; capacity kVA."""

    sequence: int
    code: str
    name: str
    substation: str
    line: str
    voltage: str
    capacity: Decimal
    household_count: int


@dataclass(frozen=True, kw_only=True)
class MeterSpec:
    """A meter that the store takes in. Currents A, constant imp/kWh."""

    asset_number: str
    kind: str
    wiring: str
    rated_current: Decimal
    maximum_current: Decimal
    constant: int
    digits: int = 6
    accuracy: str = "1.0"
    protocol: str = "DL/T 645-2007"
    address: str = ""
    maker: str = ""
    model: str = ""
    made_on: date | None = None
    tested_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InstrumentTransformerSpec:
    """An instrument transformer that the store takes in. Ratings A or V."""

    asset_number: str
    kind: str
    primary: Decimal
    secondary: Decimal
    accuracy: str = "0.2S"
    maker: str = ""
    model: str = ""
    made_on: date | None = None
    tested_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentSpec:
    """How an account pays; the bank account comes sealed (`customers.book.sealed`)."""

    pay_mode: str
    settle_mode: str = enums.SettleMode.READING
    instalments: int = 1
    notify_mode: str = enums.NotifyMode.SMS
    invoice_kind: str = enums.InvoiceKind.ELECTRONIC
    is_prepaid: bool = False
    bank_name: str = ""
    bank_last4: str = ""
    bank_cipher: str = ""
    authorisation_number: str = ""
    payer_number: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoiceSpec:
    """To whom invoices are made out; tax number and bank account come sealed (`customers.book.sealed`)."""

    name: str
    tax_last4: str = ""
    tax_cipher: str = ""
    address_phone: str = ""
    bank_name: str = ""
    bank_last4: str = ""
    bank_cipher: str = ""


@dataclass(frozen=True, kw_only=True)
class Registers:
    """What a meter shows, before the multiplier: energy in kWh, reactive energy in kvarh, demand in kW."""

    total: Decimal
    peak: Decimal = Decimal(0)
    flat: Decimal = Decimal(0)
    valley: Decimal = Decimal(0)
    reactive: Decimal = Decimal(0)
    demand: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class MeterExchangeSpec:
    """What is exchanged at one metering point (A36).

    `installation_id` and `final`: the meter that hangs there and its last reading, None where none does.
    `meter_id`: the new meter; None: the same one hangs again (its instrument transformers or its place change),
    and goes on from `final`. `transformers`: instrument transformers to be built in, each with its phase.
    `position` empty: as before. `comes_down`: the point is given up, nothing hangs there any more.
    """

    metering_point_id: int
    exchanged_at: datetime
    multiplier: Decimal
    installation_id: int | None = None
    final: Registers | None = None
    meter_id: int | None = None
    start: Registers | None = None
    transformers: Sequence[tuple[int, str]] = ()
    change_mode: str = enums.MeteringChange.CHANGED
    position: str = ""
    comes_down: bool = False
