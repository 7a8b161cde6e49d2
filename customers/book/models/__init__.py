from customers.book.models.account import CapacityPeriod, ReadingSection, SupplyAccount
from customers.book.models.classification import AccountGrade, Industry
from customers.book.models.customer import ContactPerson, Customer
from customers.book.models.metering import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
)
from customers.book.models.search import SearchTerm, TermKind
from customers.book.models.segment import Segment, SegmentQuerySet, accounts_meeting, home_of
from customers.book.models.supply import PowerSource, SupplyPoint, Transformer
from customers.book.models.terms import AccountPrice, Contract

__all__ = [
    "AccountGrade",
    "AccountPrice",
    "CapacityPeriod",
    "ContactPerson",
    "Contract",
    "Customer",
    "Industry",
    "InstrumentTransformer",
    "InstrumentTransformerInstallation",
    "Meter",
    "MeterInstallation",
    "MeteringPoint",
    "PowerSource",
    "ReadingSection",
    "SearchTerm",
    "Segment",
    "SegmentQuerySet",
    "SupplyAccount",
    "SupplyPoint",
    "TermKind",
    "Transformer",
    "accounts_meeting",
    "home_of",
]
