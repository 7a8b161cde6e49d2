from customers.book.models.account import CapacityPeriod, ReadingSection, SupplyAccount
from customers.book.models.classification import AccountGrade, Industry
from customers.book.models.customer import ContactPerson, Customer
from customers.book.models.invoice_titles import InvoiceTitle
from customers.book.models.merging import (
    CustomerMerge,
    DuplicateDue,
    DuplicateKey,
    DuplicatePair,
    MergeConsent,
    MergeMove,
)
from customers.book.models.meter_tests import MeterTest
from customers.book.models.metering import (
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
)
from customers.book.models.payment_terms import PaymentTerms
from customers.book.models.places import Street
from customers.book.models.projects import ResidentialProject, TransformerArea
from customers.book.models.quality import (
    AccountQuality,
    DepartmentQuality,
    FindingCare,
    IdCheck,
    QualityFinding,
    QualityMark,
    QualityRun,
)
from customers.book.models.registers import RegisterReading
from customers.book.models.search import SearchTerm, TermKind
from customers.book.models.segment import Segment, SegmentQuerySet, accounts_meeting, home_of
from customers.book.models.stops import TransformerStop
from customers.book.models.supply import PowerSource, SupplyPoint, Transformer
from customers.book.models.terminals import CollectionTerminal
from customers.book.models.terms import AccountPrice, Contract

__all__ = [
    "AccountGrade",
    "AccountPrice",
    "AccountQuality",
    "CapacityPeriod",
    "CollectionTerminal",
    "ContactPerson",
    "Contract",
    "Customer",
    "CustomerMerge",
    "DepartmentQuality",
    "DuplicateDue",
    "DuplicateKey",
    "DuplicatePair",
    "FindingCare",
    "IdCheck",
    "Industry",
    "InstrumentTransformer",
    "InstrumentTransformerInstallation",
    "InvoiceTitle",
    "MergeConsent",
    "MergeMove",
    "Meter",
    "MeterInstallation",
    "MeterTest",
    "MeteringPoint",
    "PaymentTerms",
    "PowerSource",
    "QualityFinding",
    "QualityMark",
    "QualityRun",
    "ReadingSection",
    "RegisterReading",
    "ResidentialProject",
    "SearchTerm",
    "Segment",
    "SegmentQuerySet",
    "Street",
    "SupplyAccount",
    "SupplyPoint",
    "TermKind",
    "Transformer",
    "TransformerArea",
    "TransformerStop",
    "accounts_meeting",
    "home_of",
]
