"""All that the customer page tells about one account, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Case, When

from crm.errors import OutOfScope
from customers.book.enums import AccountStatus, ContactPurpose, ContractStatus
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    ContactPerson,
    Contract,
    Customer,
    InstrumentTransformerInstallation,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.queries.accounts import account_by_number, visible_accounts

ACCOUNTS_SHOWN = 12
CONTRACT_WARNING_DAYS = 60
"""How long before its end a contract is called expiring on the page (P: our proposal)."""

T = TypeVar("T")


@dataclass(frozen=True)
class MeteringStory:
    """A metering point with what hangs there now."""

    point: MeteringPoint
    meters: list[MeterInstallation]
    transformers: list[InstrumentTransformerInstallation]


@dataclass(frozen=True)
class SupplyStory:
    """A supply point with its sources, its equipment and its metering points; `point` None: not placed."""

    point: SupplyPoint | None
    sources: list[PowerSource]
    transformers: list[Transformer]
    metering: list[MeteringStory]


@dataclass(frozen=True)
class AccountStory:
    """One account as it stands on `today`, and how it came to that."""

    account: SupplyAccount
    today: date
    contacts: dict[str, ContactPerson]
    supply: list[SupplyStory]
    prices: list[AccountPrice]
    contracts: list[Contract]
    capacities: list[CapacityPeriod]

    @property
    def contact_rows(self) -> list[tuple[ContactPurpose, ContactPerson | None]]:
        """Every purpose, with its person if there is one."""
        return [(purpose, self.contacts.get(purpose.value)) for purpose in ContactPurpose]

    @property
    def prices_now(self) -> list[AccountPrice]:
        """The prices in force today."""
        return [price for price in self.prices if self.today in price.period]

    @property
    def contract_now(self) -> Contract | None:
        """The valid contract whose term holds today."""
        valid = (row for row in self.contracts if row.status == ContractStatus.VALID and self.today in row.term)
        return next(valid, None)

    @property
    def contract_ends_on(self) -> date | None:
        """The end of the contract in force, if it is near; the day is the first one without contract."""
        contract = self.contract_now
        if contract is None or contract.term.upper is None:
            return None
        near = contract.term.upper - self.today <= timedelta(days=CONTRACT_WARNING_DAYS)
        return contract.term.upper if near else None

    @property
    def lacks_contract(self) -> bool:
        """A living account without a valid contract is an audit exception (240048, workflows.md 5)."""
        return self.account.status in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN) and not self.contract_now


@dataclass(frozen=True)
class CustomerStory:
    """A customer, the accounts of it that this person may see (the first few), and one of them in full."""

    customer: Customer
    accounts: list[SupplyAccount]
    has_more: bool
    focus: AccountStory


def customer_story(user: Any, customer: Customer, account_number: str | None, *, today: date) -> CustomerStory:
    """Tell the customer with the account of this number, or with its first one.

    Twelve queries, whatever hangs under the account. Raises OutOfScope when the account is not this
    customer's or not to be seen.
    """
    rows = visible_accounts(user).filter(customer=customer)
    living_first = Case(When(status__in=(AccountStatus.CLOSED, AccountStatus.VOIDED), then=1), default=0)
    accounts = list(rows.order_by(living_first, "account_number")[: ACCOUNTS_SHOWN + 1])
    if not accounts:
        raise OutOfScope
    focus = account_by_number(user, account_number or accounts[0].account_number)
    if focus.customer_id != customer.pk:
        raise OutOfScope
    customer.focus = focus
    return CustomerStory(
        customer=customer,
        accounts=accounts[:ACCOUNTS_SHOWN],
        has_more=len(accounts) > ACCOUNTS_SHOWN,
        focus=account_story(focus, today=today),
    )


def account_story(account: SupplyAccount, *, today: date) -> AccountStory:
    """Everything under one account, read table by table and put together here: ten queries."""
    own = {"account_id": account.pk}
    return AccountStory(
        account=account,
        today=today,
        contacts={row.purpose: row for row in ContactPerson.objects.filter(**own)},
        supply=_supply(account),
        prices=list(AccountPrice.objects.filter(**own).order_by("-period", "sequence")),
        contracts=list(Contract.objects.filter(**own).order_by("-term", "-pk")),
        capacities=list(CapacityPeriod.objects.filter(**own).order_by("-period")),
    )


def _supply(account: SupplyAccount) -> list[SupplyStory]:
    own = {"account_id": account.pk}
    sources = _by(PowerSource.objects.filter(**own).order_by("sequence"), "supply_point_id")
    transformers = _by(Transformer.objects.filter(**own).order_by("sequence"), "supply_point_id")
    metering = defaultdict(list)
    for story in _metering(account):
        metering[story.point.supply_point_id].append(story)
    points: list[SupplyPoint | None] = list(SupplyPoint.objects.filter(**own).order_by("sequence"))
    if metering[None]:
        points.append(None)
    return [
        SupplyStory(
            point=point,
            sources=sources[point.pk if point else None],
            transformers=transformers[point.pk if point else None],
            metering=metering[point.pk if point else None],
        )
        for point in points
    ]


def _metering(account: SupplyAccount) -> list[MeteringStory]:
    now_there: dict[str, Any] = {"account_id": account.pk, "period__upper_inf": True}
    meters = _by(
        MeterInstallation.objects.filter(**now_there).select_related("meter").order_by("pk"), "metering_point_id"
    )
    transformers = _by(
        InstrumentTransformerInstallation.objects.filter(**now_there)
        .select_related("transformer")
        .order_by("phase", "pk"),
        "metering_point_id",
    )
    return [
        MeteringStory(point, meters[point.pk], transformers[point.pk])
        for point in MeteringPoint.objects.filter(account_id=account.pk).order_by("sequence")
    ]


def _by(rows: Iterable[T], column: str) -> defaultdict[int | None, list[T]]:
    grouped: defaultdict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped
