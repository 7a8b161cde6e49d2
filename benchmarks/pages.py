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
    """One page: its name in the report, its address for a person, and the most floors that it may cost."""

    name: str
    address: Callable[[Staff], str]
    floors: float


def a_customer(person: Staff) -> str:
    """The address of a customer in the middle of those that a person may see."""
    accounts = visible_accounts(person).order_by("account_number")
    return account_url(accounts[accounts.count() // 2])


def search_for(text: str) -> Callable[[Staff], str]:
    """The address of a search."""
    return lambda person: f"{reverse('search')}?{urlencode({'q': text})}"


def lists(name: str, **filters: str) -> Callable[[Staff], str]:
    """The address of a list, narrowed."""
    return lambda person: f"{reverse(name)}?{urlencode(filters)}"


PAGES = (
    Page("floor", lists("floor"), 1.0),
    Page("accounts", lists("account-list"), 4.0),
    Page("accounts of 10 kV", lists("account-list", voltage="AC00101"), 4.0),
    Page("customer", a_customer, 5.0),
    Page("search: a number", search_for("3200000000"), 3.0),
    Page("search: a name", search_for("鑫盛"), 3.0),
)
