"""Draws believable supply accounts: pure, and the same for the same seed, index and day.

The skew is that of a city: 1.5 % high voltage with log-normal capacity up to tens of MVA, one in ten a small
business, the rest homes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from crm.local.seed.names import Names
from crm.local.seed.places import Addresses, DistrictFacts
from customers.book.enums import (
    AccountClass,
    ContactPurpose,
    HighEnergyClass,
    Importance,
    LoadCharacter,
    ShiftPattern,
    TariffClass,
    Voltage,
)

SHARE_HV, SHARE_LV = 0.015, 0.105
MEDIAN_HV_KVA, SIGMA_HV, MAX_HV_KVA = 500.0, 1.6, 126_000.0
_UNITS_10KV = (50, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500)
_UNITS_35KV = (3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000, 31500, 40000, 50000, 63000)
_OTHER_PURPOSES = (ContactPurpose.ELECTRICAL, ContactPurpose.OUTAGE, ContactPurpose.LEGAL)
_HV_INDUSTRIES = (
    "1711",
    "1751",
    "2641",
    "2922",
    "3052",
    "3130",
    "3311",
    "3484",
    "3525",
    "3670",
    "3831",
    "3971",
    "3985",
)
_LV_INDUSTRIES = ("5211", "5219", "5281", "6110", "6210", "6220", "7299", "8111", "8051", "9012")


@dataclass
class DrawnTransformer:
    """One transformer: plate capacity in kVA and, when suspended, since and until when."""

    capacity: int
    stopped_on: date | None = None
    resume_on: date | None = None


@dataclass
class DrawnAccount:
    """Everything the book says of one account. Capacities in kVA."""

    index: int
    account_class: AccountClass
    district: DistrictFacts
    name: str
    address: str
    voltage: Voltage
    capacity: int
    tariff: TariffClass
    energised_on: date
    closed_on: date | None = None
    same_customer: bool = False
    """Belongs to the customer of the organisation drawn before it."""
    transformers: list[DrawnTransformer] = field(default_factory=list)
    earlier_capacity: tuple[date, int] | None = None
    """Until this day the contract said so many kVA: a capacity increase lies behind."""
    is_dual: bool = False
    importance: str = Importance.NONE.value
    load_character: LoadCharacter = LoadCharacter.THIRD
    shift: str = ShiftPattern.NONE.value
    high_energy: str = HighEnergyClass.NONE.value
    industry: str = ""
    temporary_until: date | None = None
    contacts: list[tuple[ContactPurpose, str, str]] = field(default_factory=list)

    @property
    def is_home(self) -> bool:
        """A person's home; everything else belongs to an organisation."""
        return self.account_class == AccountClass.LV_RESIDENT

    @property
    def is_hv(self) -> bool:
        """Supplied at 10 kV and above."""
        return self.account_class == AccountClass.HV

    @property
    def suspended(self) -> int:
        """Capacity out of use, kVA."""
        return sum(unit.capacity for unit in self.transformers if unit.stopped_on)


class Drawer:
    """Draws account number `index` of a seed; the order of the calls does not matter."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed, self.today = seed, today
        self.rng = Random(seed)
        self.names, self.addresses = Names(self.rng), Addresses(self.rng)

    def draw(self, index: int) -> DrawnAccount:
        """One account."""
        self.rng.seed(self.seed * 1_000_003 + index)
        share = self.rng.random()
        if share < SHARE_HV:
            return self._high_voltage(index)
        return self._business(index) if share < SHARE_HV + SHARE_LV else self._home(index)

    def _home(self, index: int) -> DrawnAccount:
        rng, district = self.rng, self.addresses.district()
        name = self.names.person()
        rural = rng.random() < 0.25
        energised = self._day_back(60, 365 * 18)
        return DrawnAccount(
            index=index,
            account_class=AccountClass.LV_RESIDENT,
            district=district,
            name=name,
            address=self.addresses.home(district),
            voltage=Voltage.V380 if rng.random() < 0.04 else Voltage.V220,
            capacity=rng.choices((4, 6, 8, 10, 12, 16), (8, 18, 46, 10, 15, 3))[0],
            tariff=TariffClass.RESIDENT_RURAL if rural else TariffClass.RESIDENT_URBAN,
            energised_on=energised,
            closed_on=self._maybe_closed(energised, 0.012),
            contacts=[(ContactPurpose.ACCOUNTS, name, self.names.mobile())],
        )

    def _business(self, index: int) -> DrawnAccount:
        rng, district = self.rng, self.addresses.district()
        energised = self._day_back(60, 365 * 12)
        temporary = rng.random() < 0.03
        closed = None if temporary else self._maybe_closed(energised, 0.03)
        tariffs = (TariffClass.COMMERCE, TariffClass.GENERAL, TariffClass.NON_RESIDENT_LIGHTING,
                   TariffClass.AGRICULTURE, TariffClass.SCHOOL)  # fmt: skip
        return DrawnAccount(
            index=index,
            account_class=AccountClass.LV_NON_RESIDENT,
            district=district,
            name=self.names.shop(district.short),
            address=self.addresses.premises(district),
            voltage=Voltage.V380 if rng.random() < 0.85 else Voltage.V220,
            capacity=rng.choices((8, 12, 15, 20, 30, 50, 80, 100, 160), (8, 12, 18, 22, 16, 12, 6, 4, 2))[0],
            tariff=rng.choices(tariffs, (52, 30, 10, 6, 2))[0],
            energised_on=self._day_back(30, 300) if temporary else energised,
            closed_on=closed,
            same_customer=rng.random() < 0.08,
            industry=rng.choice(_LV_INDUSTRIES),
            temporary_until=self.today + timedelta(days=rng.randint(20, 400)) if temporary else None,
            contacts=[(ContactPurpose.ACCOUNTS, self.names.person(), self.names.mobile())],
        )

    def _high_voltage(self, index: int) -> DrawnAccount:
        rng, district = self.rng, self.addresses.district()
        wanted = min(MAX_HV_KVA, max(50.0, rng.lognormvariate(0, SIGMA_HV) * MEDIAN_HV_KVA))
        units = transformer_units(wanted)
        capacity = sum(units)
        energised = self._day_back(200, 365 * 15)
        account = DrawnAccount(
            index=index,
            account_class=AccountClass.HV,
            district=district,
            name=self.names.factory(district.short),
            address=self.addresses.premises(district),
            voltage=supply_voltage(capacity, district),
            capacity=capacity,
            tariff=TariffClass.LARGE_INDUSTRY if capacity >= 315 else TariffClass.GENERAL,
            energised_on=energised,
            same_customer=rng.random() < 0.05,
            transformers=[DrawnTransformer(unit) for unit in units],
            shift=rng.choices(list(ShiftPattern)[1:], (40, 30, 15, 15))[0].value,
            industry=rng.choice(_HV_INDUSTRIES),
            contacts=[
                (purpose, self.names.person(), self.names.mobile())
                for purpose in (ContactPurpose.ACCOUNTS, *_OTHER_PURPOSES)
            ],
        )
        self._grade(account)
        self._history(account)
        return account

    def _grade(self, account: DrawnAccount) -> None:
        """Important customers are few; they have two sources."""
        rng, draw = self.rng, self.rng.random()
        if account.capacity >= 2000 and draw < 0.25:
            account.importance = Importance.SECOND.value if draw > 0.05 else Importance.FIRST.value
            account.load_character = LoadCharacter.SECOND if draw > 0.05 else LoadCharacter.FIRST
        account.is_dual = bool(account.importance) or (account.capacity >= 3000 and rng.random() < 0.3)
        if account.capacity >= 5000 and rng.random() < 0.15:
            account.high_energy = rng.choice((HighEnergyClass.STEEL, HighEnergyClass.OTHER)).value

    def _history(self, account: DrawnAccount) -> None:
        """One in ten has grown; one in fifteen of those with several transformers has one suspended."""
        rng, units = self.rng, account.transformers
        if len(units) > 1 and rng.random() < 0.12:
            since = self._day_back(16, 120)
            units[-1].stopped_on = since
            units[-1].resume_on = since + timedelta(days=180)
        elif rng.random() < 0.1 and account.energised_on < self.today - timedelta(days=900):
            grown = self._day_back(200, 700)
            account.earlier_capacity = (grown, max(50, units[0].capacity // 2))

    def _maybe_closed(self, energised: date, share: float) -> date | None:
        if self.rng.random() >= share:
            return None
        closed = self._day_back(20, 1500)
        return closed if closed > energised + timedelta(days=90) else None

    def _day_back(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))


def transformer_units(wanted: float) -> list[int]:
    """Transformers of standard size that together carry about `wanted` kVA; several equal ones when large."""
    if wanted <= _UNITS_10KV[-1]:
        return [next(unit for unit in _UNITS_10KV if unit >= wanted)]
    sizes = _UNITS_10KV if wanted <= 8000 else _UNITS_35KV
    least = 4 if wanted <= 8000 else 2
    count = max(2, min(least, round(wanted / sizes[-1] + 0.5)))
    return [next((unit for unit in sizes if unit >= wanted / count), sizes[-1])] * count


def supply_voltage(capacity: int, district: DistrictFacts) -> Voltage:
    """The voltage at which so many kVA are supplied; the Industrial Park has a 20 kV grid."""
    if capacity > 40_000:
        return Voltage.KV110
    if capacity > 8_000:
        return Voltage.KV35
    return Voltage.KV20 if district.code == "320571" and capacity >= 1000 else Voltage.KV10
