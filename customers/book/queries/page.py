"""The head of the customer page: what stands there at once, in three queries; the rest comes in blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, QuerySet, When, Window

from crm.errors import OutOfScope
from crm.org.permissions import has_permission
from crm.org.scope import restricted_rows
from crm.prepared import Prepared, PreparedTogether
from customers.book.enums import AccountStatus, ContactPurpose, ContractStatus
from customers.book.models import ContactPerson, Contract, Customer, SupplyAccount
from customers.book.queries.accounts import visible_accounts
from customers.book.rules import LOOK_UP, VIEW_ACCOUNT

TABS = 8
"""Accounts that the page names; a customer with more has a list of them."""
CONTRACT_WARNING_DAYS = 60
"""How long before its end a contract is called expiring on the page (P: our proposal)."""


@dataclass(frozen=True)
class CustomerPage:
    """A customer, the numbers of its first accounts, how many there are, and one of them in view."""

    customer: Customer
    account: SupplyAccount
    numbers: list[str]
    total: int
    contacts: dict[str, ContactPerson]
    contract: Contract | None
    today: date
    is_whole: bool
    """False where a person of another department only looks up what the grid needs (`rules.LOOK_UP`)."""

    @property
    def contact_rows(self) -> list[tuple[ContactPurpose, ContactPerson | None]]:
        """Every purpose, with its person if there is one; for other departments whom to tell of an outage."""
        purposes = list(ContactPurpose) if self.is_whole else [ContactPurpose.OUTAGE]
        return [(purpose, self.contacts.get(purpose.value)) for purpose in purposes]

    @property
    def contract_ends_on(self) -> date | None:
        """The last day of the contract in force, if it is near."""
        if self.contract is None or self.contract.term.upper is None:
            return None
        near = self.contract.term.upper - self.today <= timedelta(days=CONTRACT_WARNING_DAYS)
        return self.contract.term.upper - date.resolution if near else None

    @property
    def lacks_contract(self) -> bool:
        """A living account without a valid contract is an audit exception (240048, workflows.md 5)."""
        return self.account.status in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN) and self.contract is None

    @property
    def suspended(self) -> Decimal:
        """Capacity that the account may draw and does not: suspended or reduced, in kVA."""
        if self.account.status not in (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN):
            return Decimal(0)
        return self.account.contract_capacity - self.account.running_capacity


def _in_view(account_number: str, customer: int) -> QuerySet[SupplyAccount]:
    accounts = SupplyAccount.objects.filter(account_number=account_number, customer=customer).order_by()
    return accounts.select_related("customer", "department", "district", "section")


def _head(account: int) -> dict[str, QuerySet[Any]]:
    contracts = Contract.objects.filter(account=account, status=ContractStatus.VALID)
    return {
        "contacts": ContactPerson.objects.filter(account=account),
        "contracts": contracts.order_by("contract_type", "-pk"),
    }


_IN_VIEW = Prepared(_in_view, str, int)
_HEAD = PreparedTogether(_head, int)


def customer_in_view(user: Any, customer_id: int, account_number: str | None) -> Customer:
    """The customer with the account of this number, or with its first living one, as `customer.focus`.

    One query, two without a number. Raises OutOfScope when the account is not this customer's or not to be seen.
    """
    if account_number is None:
        account_number = _living_first(user, customer_id).values_list("account_number", flat=True).first()
    found = _IN_VIEW.rows(account_number, customer_id) if account_number else []
    account = next(iter(restricted_rows(found, user, LOOK_UP)), None)
    if account is None:
        raise OutOfScope
    customer = account.customer
    customer.focus = account
    return customer


def customer_page(user: Any, customer: Customer, *, today: date) -> CustomerPage:
    """The head for the account in view (`customer.focus`): two queries, whatever hangs under it."""
    account = customer.focus
    if account is None:
        raise OutOfScope
    numbers, total = _first_numbers(user, account)
    read = _HEAD.rows(account.pk)
    return CustomerPage(
        customer=customer,
        account=account,
        numbers=numbers,
        total=total,
        contacts={row.purpose: row for row in read["contacts"]},
        is_whole=has_permission(user, VIEW_ACCOUNT, account.department_id),
        contract=next((one for one in read["contracts"] if one.term is not None and today in one.term), None),
        today=today,
    )


def accounts_of(user: Any, customer_id: int) -> QuerySet[SupplyAccount]:
    """All accounts of a customer that this person may look up, for a list; unordered."""
    return visible_accounts(user, LOOK_UP).filter(customer_id=customer_id)


def _living_first(user: Any, customer_id: int) -> QuerySet[SupplyAccount]:
    gone = Case(When(status__in=(AccountStatus.CLOSED, AccountStatus.VOIDED), then=1), default=0)
    return accounts_of(user, customer_id).order_by(gone, "account_number")


def _first_numbers(user: Any, account: SupplyAccount) -> tuple[list[str], int]:
    """The numbers of the first accounts, the one in view among them, and how many accounts there are."""
    rows = _living_first(user, account.customer_id).annotate(total=Window(Count("pk")))
    found = list(rows.values_list("account_number", "total")[:TABS])
    numbers = [number for number, _total in found]
    if account.account_number not in numbers:
        numbers = [account.account_number, *numbers[: TABS - 1]]
    return numbers, found[0][1] if found else 0
