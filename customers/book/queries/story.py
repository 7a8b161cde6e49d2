"""What the blocks of the customer page tell about one account, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from customers.book.enums import ContractStatus, RunStatus
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformerInstallation,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)

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

    @property
    def prices_now(self) -> list[AccountPrice]:
        """The prices in force today."""
        return [price for price in self.prices if self.today in price.period]

    @property
    def other_prices(self) -> list[AccountPrice]:
        """The prices of other times."""
        return [price for price in self.prices if self.today not in price.period]

    @property
    def contract_now(self) -> Contract | None:
        """The valid contract whose term holds today."""
        valid = (row for row in self.contracts if row.status == ContractStatus.VALID and self.today in row.term)
        return next(valid, None)


def supply_story(account: SupplyAccount) -> SupplyStory:
    """Read table by table and put together here: six queries."""
    own = {"account_id": account.pk}
    sources = _by(PowerSource.objects.filter(**own).order_by("sequence"), "supply_point_id")
    transformers = _by(Transformer.objects.filter(**own).order_by("sequence"), "supply_point_id")
    hung = MeterInstallation.objects.filter(**own).select_related("meter").order_by("-period", "-pk")
    meters = list(hung)
    metering = defaultdict(list)
    for story in _metering(account, [row for row in meters if row.period.upper is None]):
        metering[story.point.supply_point_id].append(story)
    points: list[SupplyPoint | None] = list(SupplyPoint.objects.filter(**own).order_by("sequence"))
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
        earlier=[row for row in meters if row.period.upper is not None][:EARLIER_SHOWN],
    )


def terms_story(account: SupplyAccount, *, today: date) -> TermsStory:
    """Prices, contracts and capacities over time: three queries."""
    own = {"account_id": account.pk}
    return TermsStory(
        today=today,
        prices=list(AccountPrice.objects.filter(**own).order_by("-period", "sequence")),
        contracts=list(Contract.objects.filter(**own).order_by("-term", "-pk")),
        capacities=list(CapacityPeriod.objects.filter(**own).order_by("-period")),
    )


def _metering(account: SupplyAccount, now_there: Iterable[MeterInstallation]) -> list[MeteringStory]:
    own: dict[str, Any] = {"account_id": account.pk}
    hung = InstrumentTransformerInstallation.objects.filter(**own, period__upper_inf=True)
    transformers = _by(hung.select_related("transformer").order_by("phase", "pk"), "metering_point_id")
    meters = _by(now_there, "metering_point_id")
    return [
        MeteringStory(point, meters[point.pk], transformers[point.pk])
        for point in MeteringPoint.objects.filter(**own).order_by("sequence")
    ]


def _by(rows: Iterable[T], column: str) -> defaultdict[int | None, list[T]]:
    grouped: defaultdict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped
