from customers.book.models.account import CapacityPeriod, ReadingSection, SupplyAccount
from customers.book.models.customer import ContactPerson, Customer
from customers.book.models.metering import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
)
from customers.book.models.search import SearchTerm, TermKind
from customers.book.models.supply import PowerSource, SupplyPoint, Transformer
from customers.book.models.terms import AccountPrice, Contract

__all__ = [
    "AccountPrice",
    "CapacityPeriod",
    "ContactPerson",
    "Contract",
    "Customer",
    "InstrumentTransformer",
    "InstrumentTransformerInstallation",
    "Meter",
    "MeterInstallation",
    "MeteringPoint",
    "PowerSource",
    "ReadingSection",
    "SearchTerm",
    "SupplyAccount",
    "SupplyPoint",
    "TermKind",
    "Transformer",
]
