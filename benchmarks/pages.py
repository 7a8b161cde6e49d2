"""The pages that are measured, the floor first. A page that people open all day gets a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from benchmarks.search import QUERIES
from bizexpansion.models import Case
from bizexpansion.rules import VIEW_CASE
from crm.org.models import Staff
from customers.book.enums import AccountClass
from customers.book.queries.accounts import visible_accounts
from customers.book.queries.search import account_url
from metering.queries.ledger import accounts_in_arrears


@dataclass(frozen=True)
class Page:
    """One page: its name in the report, its address for a person, the most floors that it may cost, its form.

    `parts` are fetched by the page as soon as it stands and count as part of it. What is sent as somebody types
    (`is_typed`) and what says so (`at_p95`) may not cost more floors at the 95th percentile either.
    """

    name: str
    address: Callable[[Staff], str]
    floors: float
    form: dict[str, str] | None = None
    is_typed: bool = False
    parts: Callable[[Staff], list[str]] = lambda person: []
    at_p95: bool = False

    def addresses(self, person: Staff) -> list[str]:
        """All that a browser asks for to show the page."""
        return [self.address(person), *self.parts(person)]


def at(name: str, **filters: str) -> Callable[[Staff], str]:
    """The address of a page that needs no record; a list may be narrowed."""
    query = f"?{urlencode(filters)}" if filters else ""
    return lambda person: reverse(name) + query


def a_customer(person: Staff) -> str:
    """The page of a firm in the middle of those that a person may see: it has the most to tell."""
    accounts = visible_accounts(person).filter(account_class=AccountClass.HV).order_by("account_number")
    return account_url(accounts[accounts.count() // 2])


def a_ledger(person: Staff) -> str:
    """The ledger of the account that is in arrears for longest."""
    late = accounts_in_arrears(person, timezone.localdate()).select_related("account").order_by("oldest_due_on")
    row = late.first()
    return reverse("ledger-account", args=[row.account.account_number]) if row else reverse("arrears-list")


def its_blocks(person: Staff) -> list[str]:
    """What the customer page fetches as soon as it stands."""
    return [f"{a_customer(person)}blocks/"]


def some_case(person: Staff) -> Case | None:
    """A case in the middle of those that a person may see."""
    cases = Case.objects.restrict(person, VIEW_CASE).order_by("pk")
    return cases[cases.count() // 2] if cases.exists() else None


def a_case(person: Staff) -> str:
    """The page of a case; the list where there is none."""
    case = some_case(person)
    return reverse("case", args=[case.case_number]) if case else reverse("case-list")


def its_drawing(person: Staff) -> list[str]:
    """What the page of a case fetches when its course comes into sight, for the first time of a day."""
    case = some_case(person)
    return [reverse("flow-drawing", args=[case.flow_code, case.flow_version])] if case else []


PAGES = (
    Page("floor", at("floor"), 1.0),
    Page("work queue", at("work-queue"), 4.0),
    Page("cases", at("case-list"), 4.0),
    Page("case", a_case, 5.0, parts=its_drawing, at_p95=True),
    Page("accounts", at("account-list"), 4.0),
    Page("accounts of 10 kV", at("account-list", voltage="KV10"), 4.0),
    Page("customer: first screen", a_customer, 4.0, at_p95=True),
    Page("customer: whole", a_customer, 8.0, parts=its_blocks, at_p95=True),
    Page("accounts in arrears", at("arrears-list"), 4.0),
    Page("account ledger", a_ledger, 4.0),
    # What people search for is personal, so it travels in a form, never in an address.
    *(Page(f"search: {what}", at("search"), 2.0, {"q": text}, is_typed=True) for what, text in QUERIES),
)
