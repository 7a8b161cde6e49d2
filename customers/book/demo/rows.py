"""The rows of one drawn account in each of the book's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from crm.local.seed.copying import CopyBuffer, flush_all
from customers.book import enums as e
from customers.book.demo.blemishes import Blemishes
from customers.book.demo.drawing import DrawnAccount
from customers.book.demo.facts import contract_term, contract_type, credit_code, id_card, power_factor, ratios
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    ContactPerson,
    Contract,
    Customer,
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.models.periods import days, moments
from customers.book.sealed import seal

KEY_ACCOUNT_KVA = 2000
"""From this contract capacity on, a demo account is a key account."""


@dataclass
class Ids:
    """Allocated keys and numbers, taken one by one."""

    customers: Iterator[int]
    accounts: Iterator[int]
    points: Iterator[int]
    sources: Iterator[int]
    metering_points: Iterator[int]
    meters: Iterator[int]
    instrument_transformers: Iterator[int]
    account_numbers: Iterator[str]
    customer_numbers: Iterator[str]
    contract_serials: Iterator[int]


@dataclass(frozen=True)
class Place:
    """Where an account of a district belongs."""

    district_id: int
    department_id: int
    section_ids: list[int]


class Writer:
    """Turns drawn accounts into rows; `flush` copies them in."""

    def __init__(self, now: datetime, today: date, ids: Ids, places: dict[str, Place]) -> None:
        self.now, self.today, self.ids, self.places = now, today, ids, places
        self._organisation: int | None = None
        self.customers = CopyBuffer(Customer, with_id=True)
        self.accounts = CopyBuffer(SupplyAccount, with_id=True)
        self.capacities = CopyBuffer(CapacityPeriod)
        self.contacts = CopyBuffer(ContactPerson)
        self.points = CopyBuffer(SupplyPoint, with_id=True)
        self.sources = CopyBuffer(PowerSource, with_id=True)
        self.transformers = CopyBuffer(Transformer)
        self.metering_points = CopyBuffer(MeteringPoint, with_id=True)
        self.meters = CopyBuffer(Meter, with_id=True)
        self.meter_places = CopyBuffer(MeterInstallation)
        self.its = CopyBuffer(InstrumentTransformer, with_id=True)
        self.it_places = CopyBuffer(InstrumentTransformerInstallation)
        self.prices = CopyBuffer(AccountPrice)
        self.contracts = CopyBuffer(Contract)

    @property
    def _buffers(self) -> tuple[CopyBuffer, ...]:
        """Referenced tables first."""
        return (
            self.customers,
            self.accounts,
            self.capacities,
            self.contacts,
            self.points,
            self.sources,
            self.transformers,
            self.metering_points,
            self.meters,
            self.meter_places,
            self.its,
            self.it_places,
            self.prices,
            self.contracts,
        )

    @property
    def tables(self) -> list[str]:
        """All tables that are written."""
        return [buffer.table for buffer in self._buffers]

    def flush(self) -> None:
        """Copy everything in."""
        flush_all(self._buffers)

    def write(self, drawn: DrawnAccount, blemishes: Blemishes) -> None:
        """Add the rows of one account."""
        account_id, number = next(self.ids.accounts), next(self.ids.account_numbers)
        place = self.places[drawn.district.code]
        customer_id = self._customer(drawn, blemishes)
        self.accounts.add(
            id=account_id,
            account_number=number,
            customer_id=customer_id,
            name=drawn.name,
            address=drawn.address,
            district_id=place.district_id,
            department_id=place.department_id,
            account_class=drawn.account_class,
            status=e.AccountStatus.CLOSED if drawn.closed_on else e.AccountStatus.NORMAL,
            voltage=drawn.voltage,
            contract_capacity=drawn.capacity,
            running_capacity=drawn.capacity - drawn.suspended,
            security_capacity=round(drawn.capacity * 0.1) if drawn.importance else 0,
            load_character=drawn.load_character,
            importance=drawn.importance,
            is_key_account=drawn.capacity >= KEY_ACCOUNT_KVA,
            industry_code=drawn.industry,
            tariff_class=drawn.tariff,
            shift_pattern=drawn.shift,
            high_energy_class=drawn.high_energy,
            power_state=e.PowerState.CUT if drawn.closed_on else e.PowerState.ON,
            temporary=e.TemporaryKind.METERED if drawn.temporary_until else e.TemporaryKind.PERMANENT,
            temporary_until=drawn.temporary_until,
            is_urban=drawn.tariff != e.TariffClass.RESIDENT_RURAL,
            built_on=drawn.energised_on - timedelta(days=40 if drawn.is_hv else 6),
            energised_on=drawn.energised_on,
            closed_on=drawn.closed_on,
            section_id=place.section_ids[drawn.index % len(place.section_ids)]
            if place.section_ids and not blemishes.lacks_section
            else None,
            check_cycle_months=24 if drawn.is_hv and not blemishes.lacks_cycle else None,
            created_at=self.now,
        )
        for purpose, name, phone in drawn.contacts:
            self.contacts.add(account_id=account_id, purpose=purpose, name=name, phone=phone)
        self._capacity(drawn, account_id)
        point_id, source_id = self._supply(drawn, account_id)
        self._metering(drawn, account_id, number, place, point_id, source_id)
        self._terms(drawn, account_id)

    def _customer(self, drawn: DrawnAccount, blemishes: Blemishes) -> int:
        """A new customer, or the organisation before when the account is one more of its own."""
        if drawn.same_customer and self._organisation is not None:
            return self._organisation
        customer_id = next(self.ids.customers)
        kind, number = (
            (e.IdKind.ID_CARD, id_card(drawn.index))
            if drawn.is_home
            else (e.IdKind.CREDIT_CODE, credit_code(drawn.index))
        )
        if blemishes.wrong_id_number:
            number = number[:-1] + ("1" if number[-1] != "1" else "2")
        if blemishes.lacks_id_number:
            kind, number = e.IdKind.NONE, ""
        sealed = seal(number)
        self.customers.add(
            id=customer_id,
            customer_number=next(self.ids.customer_numbers),
            name=drawn.name,
            kind=e.CustomerKind.PERSON if drawn.is_home else e.CustomerKind.ORGANISATION,
            id_kind=kind,
            id_hash=sealed.hash,
            id_tail_hash=sealed.tail_hash,
            id_last4=sealed.last4,
            id_cipher=sealed.cipher,
            registered_address=drawn.address,
            mailing_address="" if blemishes.lacks_mailing_address else drawn.address,
            created_at=self.now,
        )
        if not drawn.is_home:
            self._organisation = customer_id
        return customer_id

    def _capacity(self, drawn: DrawnAccount, account_id: int) -> None:
        """The chain of capacities: an increase, a suspension, the closing."""
        steps = [(drawn.energised_on, drawn.capacity, drawn.capacity)]
        if drawn.earlier_capacity:
            grown_on, before = drawn.earlier_capacity
            steps = [
                (drawn.energised_on, before, before),
                (grown_on, drawn.capacity, drawn.capacity),
            ]
        stopped = next((unit.stopped_on for unit in drawn.transformers if unit.stopped_on), None)
        if stopped:
            steps.append((stopped, drawn.capacity, drawn.capacity - drawn.suspended))
        ends = [step[0] for step in steps[1:]] + [drawn.closed_on]
        for (begins, contract, running), end in zip(steps, ends, strict=True):
            self.capacities.add(
                account_id=account_id,
                period=days(begins, end),
                contract_capacity=contract,
                running_capacity=running,
            )

    def _supply(self, drawn: DrawnAccount, account_id: int) -> tuple[int, int]:
        """Supply point, one or two sources, transformers; returns the ids of the point and the main source."""
        point_id, source_id = next(self.ids.points), next(self.ids.sources)
        self.points.add(
            id=point_id,
            account_id=account_id,
            sequence=1,
            name="1号配电房" if drawn.is_hv else "低压接入点",
            kind=self._point_kind(drawn),
            interlock=e.Interlock.MECHANICAL if drawn.is_dual else e.Interlock.NONE,
            switching=e.Switching.MANUAL if drawn.is_dual else e.Switching.NONE,
        )
        natures = [e.SourceNature.MAIN, e.SourceNature.STANDBY_PRODUCTION][: 2 if drawn.is_dual else 1]
        area = drawn.district.short
        for sequence, nature in enumerate(natures, start=1):
            self.sources.add(
                id=source_id if sequence == 1 else next(self.ids.sources),
                account_id=account_id,
                supply_point_id=point_id,
                sequence=sequence,
                kind=self._source_kind(drawn),
                nature=nature,
                phase=e.Phase.SINGLE if drawn.voltage == e.Voltage.V220 else e.Phase.THREE,
                voltage=drawn.voltage,
                capacity=drawn.capacity,
                substation=f"{area}{'东西南北'[(drawn.index + sequence) % 4]}变" if drawn.is_hv else "",
                line=f"{area}{100 + (drawn.index * 7 + sequence * 13) % 60}线",
                transformer_area="" if drawn.is_hv else f"{area}{1000 + drawn.index % 3000}号台区",
                incoming_mode=e.IncomingMode.CABLE_TRENCH if drawn.is_hv else e.IncomingMode.OVERHEAD,
                is_active=drawn.closed_on is None,
            )
        for sequence, unit in enumerate(drawn.transformers, start=1):
            self.transformers.add(
                account_id=account_id,
                supply_point_id=point_id,
                power_source_id=source_id,
                sequence=sequence,
                name=f"{sequence}号变压器",
                plate_capacity=unit.capacity,
                run_status=e.RunStatus.STOPPED if unit.stopped_on else e.RunStatus.RUNNING,
                change_remark=e.ChangeRemark.STOPPED if unit.stopped_on else e.ChangeRemark.NEW,
                model=f"SCB13-{unit.capacity}/10" if drawn.voltage == e.Voltage.KV10 else f"SZ11-{unit.capacity}",
                maker="江苏华鹏" if drawn.index % 2 else "特变电工",
                serial_number=f"T{drawn.index:07d}{sequence}",
                primary_voltage=drawn.voltage,
                installed_on=drawn.energised_on - timedelta(days=20),
                first_run_on=drawn.energised_on,
                stopped_on=unit.stopped_on,
                plan_resume_on=unit.resume_on,
            )
        return point_id, source_id

    @staticmethod
    def _point_kind(drawn: DrawnAccount) -> e.SupplyPointKind:
        if not drawn.is_hv:
            return e.SupplyPointKind.LOW_VOLTAGE
        if drawn.capacity <= 250:
            return e.SupplyPointKind.POLE
        return e.SupplyPointKind.BOX if drawn.capacity <= 630 else e.SupplyPointKind.DISTRIBUTION

    @staticmethod
    def _source_kind(drawn: DrawnAccount) -> e.SourceKind:
        if not drawn.is_hv:
            return e.SourceKind.PUBLIC_TRANSFORMER
        return e.SourceKind.DEDICATED_LINE if drawn.capacity >= 8000 else e.SourceKind.DEDICATED_TRANSFORMER

    def _metering(
        self, drawn: DrawnAccount, account_id: int, number: str, place: Place, point_id: int, source_id: int
    ) -> None:
        """The metering point, its meter and, at high voltage, the instrument transformers."""
        point, meter = next(self.ids.metering_points), next(self.ids.meters)
        single = drawn.voltage == e.Voltage.V220
        closed = drawn.closed_on is not None
        self.metering_points.add(
            id=point,
            account_id=account_id,
            supply_point_id=point_id,
            power_source_id=source_id,
            sequence=1,
            number=f"{number}01",
            name="1号计量点",
            state=e.MeteringPointState.REMOVED if closed else e.MeteringPointState.IN_USE,
            voltage=drawn.voltage,
            mode=self._metering_mode(drawn),
            wiring=e.Wiring.THREE_WIRE
            if drawn.is_hv
            else (e.Wiring.SINGLE_PHASE if single else e.Wiring.FOUR_WIRE),
            device_class=self._device_class(drawn),
            has_load_control=drawn.is_hv,
        )
        self.meters.add(
            id=meter,
            asset_number=f"3242{meter:018d}",
            department_id=place.department_id,
            state=e.DeviceState.RETURNED if closed else e.DeviceState.RUNNING,
            reserved_for_id=account_id,
            maker="国电南瑞" if meter % 2 else "江苏林洋",
            model="DDZY102" if single else "DSZ331",
            made_on=drawn.energised_on - timedelta(days=180),
            tested_on=drawn.energised_on - timedelta(days=60),
            kind=e.MeterKind.THREE_PHASE_HV
            if drawn.is_hv
            else (e.MeterKind.SINGLE_PHASE if single else e.MeterKind.THREE_PHASE),
            wiring=e.Wiring.SINGLE_PHASE if single else e.Wiring.THREE_WIRE,
            rated_current=Decimal("1.5") if drawn.is_hv else 5,
            maximum_current=6 if drawn.is_hv else 60,
            constant=20000 if drawn.is_hv else 1200,
        )
        period = moments(_noon(drawn.energised_on), _noon(drawn.closed_on) if drawn.closed_on else None)
        current_ratio, voltage_ratio = ratios(drawn)
        self.meter_places.add(
            account_id=account_id,
            metering_point_id=point,
            meter_id=meter,
            period=period,
            multiplier=current_ratio * voltage_ratio,
            start_reading=0,
            stop_reading=1000 + drawn.index % 9000 if closed else None,
        )
        if drawn.is_hv:
            self._instrument_transformers(drawn, account_id, place, point)

    def _instrument_transformers(
        self, drawn: DrawnAccount, account_id: int, place: Place, metering_point: int
    ) -> None:
        """Current and voltage transformers on phases A and C, as three-wire metering wants."""
        current_ratio, voltage_ratio = ratios(drawn)
        kinds = e.InstrumentTransformerKind
        for phase in (e.PhaseLine.A, e.PhaseLine.C):
            for kind, primary, secondary in (
                (kinds.CURRENT, current_ratio * 5, 5),
                (kinds.VOLTAGE, voltage_ratio * 100, 100),
            ):
                pk = next(self.ids.instrument_transformers)
                self.its.add(
                    id=pk,
                    asset_number=f"3243{pk:018d}",
                    department_id=place.department_id,
                    state=e.DeviceState.RUNNING,
                    reserved_for_id=account_id,
                    kind=kind,
                    primary=primary,
                    secondary=secondary,
                    tested_on=drawn.energised_on - timedelta(days=60),
                )
                self.it_places.add(
                    account_id=account_id,
                    metering_point_id=metering_point,
                    transformer_id=pk,
                    phase=phase,
                    period=moments(_noon(drawn.energised_on)),
                )

    @staticmethod
    def _metering_mode(drawn: DrawnAccount) -> e.MeteringMode:
        if not drawn.is_hv:
            return e.MeteringMode.LV_SUPPLY
        return e.MeteringMode.HV_SIDE if drawn.capacity > 500 else e.MeteringMode.LV_SIDE

    @staticmethod
    def _device_class(drawn: DrawnAccount) -> e.DeviceClass:
        if not drawn.is_hv:
            return e.DeviceClass.V if drawn.voltage == e.Voltage.V220 else e.DeviceClass.IV
        if drawn.capacity >= 10_000:
            return e.DeviceClass.I
        return e.DeviceClass.II if drawn.capacity >= 2000 else e.DeviceClass.III

    def _terms(self, drawn: DrawnAccount, account_id: int) -> None:
        """The price in force and the contract; a contract of a living account may be about to end."""
        two_part = drawn.tariff == e.TariffClass.LARGE_INDUSTRY
        self.prices.add(
            account_id=account_id,
            period=days(drawn.energised_on, drawn.closed_on),
            price_code=f"JS{drawn.tariff}-{drawn.voltage}",
            strategy=e.PriceStrategy.TWO_PART if two_part else e.PriceStrategy.ONE_PART,
            basic_charge_mode=e.BasicChargeMode.CAPACITY if two_part else e.BasicChargeMode.NONE,
            power_factor_standard=power_factor(drawn),
            is_time_of_use=not drawn.is_home or drawn.index % 3 == 0,
        )
        begins, ends = contract_term(drawn, self.today)
        self.contracts.add(
            number=f"HT{begins.year}{next(self.ids.contract_serials):07d}",
            account_id=account_id,
            contract_type=contract_type(drawn),
            operation=e.ContractOperation.NEW if begins == drawn.energised_on else e.ContractOperation.RENEWAL,
            status=e.ContractStatus.VALID if ends is None or ends > self.today else e.ContractStatus.EXPIRED,
            term=days(begins, ends),
            signed_on=begins - timedelta(days=5),
            signatory=drawn.contacts[0][1] if drawn.contacts else drawn.name[:60],
            attachments=[e.ContractAttachment.SETTLEMENT, e.ContractAttachment.BOUNDARY] if drawn.is_hv else [],
        )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
