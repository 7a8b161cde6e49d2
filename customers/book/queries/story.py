"""What the blocks of the customer page tell about one account, from all that hangs under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from customers.book.enums import ContractStatus, RunStatus
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformerInstallation,
    InvoiceTitle,
    MeteringPoint,
    MeterInstallation,
    PaymentTerms,
    PowerSource,
    SupplyPoint,
    Transformer,
)
from customers.book.queries.under import Under

EARLIER_SHOWN = 30
"""Meters that have been taken down, the latest first."""

T = TypeVar("T")


@dataclass(frozen=True)
class MeteringStory:
    """A metering point with what hangs there now."""

    point: MeteringPoint
    meters: list[MeterInstallation]
    transformers: list[InstrumentTransformerInstallation]


@dataclass(frozen=True)
class PointStory:
    """A supply point with its sources, its equipment and its metering points; `point` None: not placed."""

    point: SupplyPoint | None
    sources: list[PowerSource]
    transformers: list[Transformer]
    metering: list[MeteringStory]


@dataclass(frozen=True)
class SupplyStory:
    """What an account is supplied by, and the meters that hung there before."""

    points: list[PointStory]
    earlier: list[MeterInstallation]

    @property
    def stopped(self) -> list[Transformer]:
        """The equipment that is suspended."""
        every = (row for point in self.points for row in point.transformers)
        return [row for row in every if row.run_status == RunStatus.STOPPED and row.stopped_on]


@dataclass(frozen=True)
class TermsStory:
    """On what terms an account is supplied on `today`, and how it came to that."""

    today: date
    prices: list[AccountPrice]
    contracts: list[Contract]
    capacities: list[CapacityPeriod]
    payments: list[PaymentTerms]
    invoices: list[InvoiceTitle]

    @property
    def prices_now(self) -> list[AccountPrice]:
        """The prices in force today."""
        return [price for price in self.prices if self.today in price.period]

    @property
    def other_prices(self) -> list[AccountPrice]:
        """The prices of other times."""
        return [price for price in self.prices if self.today not in price.period]

    @property
    def payment_now(self) -> PaymentTerms | None:
        """How the account pays today; None: nothing was agreed."""
        return next((terms for terms in self.payments if self.today in terms.period), None)

    @property
    def invoice_now(self) -> InvoiceTitle | None:
        """To whom invoices are made out today; None: to the name of the account."""
        return next((title for title in self.invoices if self.today in title.period), None)

    @property
    def contract_now(self) -> Contract | None:
        """The valid contract whose term holds today."""
        valid = (row for row in self.contracts if row.status == ContractStatus.VALID and self.today in row.term)
        return next(valid, None)


def supply_story(under: Under) -> SupplyStory:
    """Points with what stands at them, and the meters of other times."""
    sources, transformers = _by(under.sources, "supply_point_id"), _by(under.transformers, "supply_point_id")
    metering = defaultdict(list)
    for story in _metering(under):
        metering[story.point.supply_point_id].append(story)
    points: list[SupplyPoint | None] = list(under.points)
    if metering[None]:
        points.append(None)
    return SupplyStory(
        points=[
            PointStory(
                point=point,
                sources=sources[point.pk if point else None],
                transformers=transformers[point.pk if point else None],
                metering=metering[point.pk if point else None],
            )
            for point in points
        ],
        earlier=[row for row in under.meters if row.period.upper is not None][:EARLIER_SHOWN],
    )


def terms_story(under: Under, *, today: date) -> TermsStory:
    """Prices, contracts, capacities, payment and invoice data over time."""
    return TermsStory(
        today=today,
        prices=under.prices,
        contracts=under.contracts,
        capacities=under.capacities,
        payments=under.payments,
        invoices=under.invoices,
    )


def _metering(under: Under) -> list[MeteringStory]:
    meters = _by((row for row in under.meters if row.period.upper is None), "metering_point_id")
    hung = (row for row in under.instrument_transformers if row.period.upper is None)
    transformers = _by(hung, "metering_point_id")
    return [MeteringStory(point, meters[point.pk], transformers[point.pk]) for point in under.metering_points]


def _by(rows: Iterable[T], column: str) -> defaultdict[int | None, list[T]]:
    grouped: defaultdict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped
