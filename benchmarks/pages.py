"""The pages that are measured, the floor first. A page that people open all day gets a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from crm.org.models import Staff
from customers.book.queries.accounts import visible_accounts
from customers.book.queries.search import account_url


@dataclass(frozen=True)
class Page:
    """One page: its name in the report, its address for a person, the most floors that it may cost, its form."""

    name: str
    address: Callable[[Staff], str]
    floors: float
    form: dict[str, str] | None = None


def a_customer(person: Staff) -> str:
    """The address of a customer in the middle of those that a person may see."""
    accounts = visible_accounts(person).order_by("account_number")
    return account_url(accounts[accounts.count() // 2])


def lists(name: str, **filters: str) -> Callable[[Staff], str]:
    """The address of a list, narrowed."""
    return lambda person: f"{reverse(name)}?{urlencode(filters)}"


PAGES = (
    Page("floor", lists("floor"), 1.0),
    Page("accounts", lists("account-list"), 4.0),
    Page("accounts of 10 kV", lists("account-list", voltage="KV10"), 4.0),
    Page("customer", a_customer, 5.0),
    # What people search for is personal, so it travels in a form, never in an address.
    Page("search: a number", lists("search"), 3.0, {"q": "3200000000"}),
    Page("search: a name", lists("search"), 3.0, {"q": "鑫盛"}),
)
