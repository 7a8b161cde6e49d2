"""The pages that are measured, the floor first. A page that people open all day gets a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from benchmarks.search import QUERIES
from bizexpansion.enums import CaseState, TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, Task
from bizexpansion.rules import VIEW_CASE
from crm.org.enums import Role
from crm.org.models import Staff
from customers.book.enums import AccountClass
from customers.book.queries.accounts import visible_accounts
from customers.book.queries.search import account_url
from metering.queries.ledger import accounts_in_arrears


@dataclass(frozen=True)
class Page:
    """One page: its name in the report, its address for a person, the most floors that it may cost, its form.

    `parts` are fetched by the page as soon as it stands and count as part of it, and so does whatever its elements
    say that they load by themselves; only of a page `at_once` the first answer is measured alone. What is sent as
    somebody types (`is_typed`) and what says so (`at_p95`) may not cost more floors at the 95th percentile either.
    `reader` finds who opens it; else the first demo login does, an acceptance clerk.
    """

    name: str
    address: Callable[[Staff], str]
    floors: float
    form: dict[str, str] | None = None
    is_typed: bool = False
    parts: Callable[[Staff], list[str]] = lambda person: []
    at_p95: bool = False
    at_once: bool = False
    reader: Callable[[], Staff] | None = None

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


def at_counter(person: Staff) -> str:
    """The counter, with an account that has cases."""
    cases = Case.objects.restrict(person, VIEW_CASE).filter(state=CaseState.CLOSED, account__isnull=False)
    case = cases.select_related("account").order_by("pk").first()
    return reverse("accept-choose") + (f"?account={case.account.account_number}" if case and case.account else "")


def a_case(flow: str, *states: str) -> Callable[[Staff], str]:
    """The page of the oldest case of a flow in one of these states; the list where there is none."""

    def address(person: Staff) -> str:
        cases = Case.objects.restrict(person, VIEW_CASE).filter(flow_code=flow, state__in=states)
        case = cases.order_by("pk").first()
        return reverse("case", args=[case.case_number]) if case else reverse("case-list")

    return address


def my_case(person: Staff) -> str:
    """The page of a case in which this person has a step to do, with the form of the step."""
    tasks = Task.objects.restrict(person, VIEW_CASE).filter(state=TaskState.OPEN, assignee=person, instance="")
    task = tasks.select_related("case").order_by("-pk").first()
    return reverse("case", args=[task.case.case_number]) if task else reverse("case-list")


def a_batch(person: Staff) -> str:
    """The page of the rows of a batch."""
    cases = Case.objects.restrict(person, VIEW_CASE).filter(flow_code="112", state=CaseState.IN_PROGRESS)
    case = cases.order_by("pk").first()
    return reverse("case-batch", args=[case.case_number]) if case else reverse("case-list")


def drawing_of(flow: str) -> Callable[[Staff], list[str]]:
    """What the page of a case fetches when its course comes into sight, for the first time of a day."""
    return lambda person: [reverse("flow-drawing", args=[flow, get_flow(flow).flow.version])]


def holder(*roles: Role, unit: str = "") -> Callable[[], Staff]:
    """The person of the demo company with just these roles (in this unit) who has most on the desk."""

    def find() -> Staff:
        own = Task.objects.filter(assignee=OuterRef("pk"), state=TaskState.OPEN).order_by().values("assignee")
        people = Staff.objects.filter(is_active=True).annotate(
            roles=ArrayAgg("assignments__role", distinct=True, ordering="assignments__role"),
            load=Coalesce(Subquery(own.values(count=Count("pk"))), 0),
        )
        if unit:
            people = people.filter(department__code=unit)
        return people.filter(roles=sorted(roles)).order_by("-load", "number")[0]

    return find


CLERK, SURVEYOR, DISPATCHER = holder(Role.R1), holder(Role.R3), holder(Role.R2)
MANAGER, DIRECTOR = holder(Role.MANAGER, unit="GS"), holder(Role.MANAGER, unit="MKT")
DESKS = ("mine", "team", "unassigned", "soon", "overdue")
OPEN, ENDED = (CaseState.IN_PROGRESS,), (CaseState.CLOSED,)

QUEUES = (
    *(
        Page(f"work queue: {who}", at("work-queue"), 3.0, at_p95=True, reader=reader)
        for who, reader in (
            ("clerk", CLERK),
            ("surveyor", SURVEYOR),
            ("dispatcher", DISPATCHER),
            ("manager of the largest department", MANAGER),
            ("design reviewer, city", holder(Role.R10)),
            ("switching team, city", holder(Role.R14)),
            ("metering team", holder(Role.R13)),
            ("call-backs, city", holder(Role.R17)),
        )
    ),
    *(
        Page(f"work queue: {who}, {desk}", at("work-queue", desk=desk), 3.0, at_p95=True, reader=reader)
        for who, reader in (("dispatcher", DISPATCHER), ("director", DIRECTOR))
        for desk in DESKS
    ),
    Page("work queue: director, refreshed", at("queue-refresh", desk="team"), 3.0, at_p95=True, reader=DIRECTOR),
)
CASES = (
    *(
        Page(
            f"case: {what} {flow}", a_case(flow, *states), 5.0, parts=drawing_of(flow), at_p95=True, reader=MANAGER
        )
        for what, states in (("open", OPEN), ("archived", ENDED))
        for flow in ("101", "104", "201", "211")
    ),
    Page("case: a step of the surveyor", my_case, 5.0, at_p95=True, reader=SURVEYOR),
    Page("case: a step of the clerk", my_case, 5.0, at_p95=True, reader=CLERK),
    Page("case: open batch 112", a_case("112", *OPEN), 5.0, parts=drawing_of("112"), at_p95=True, reader=MANAGER),
    Page("case: rows of a batch", a_batch, 5.0, at_p95=True, reader=MANAGER),
    Page("cases", at("case-list"), 4.0, reader=DIRECTOR),
    Page("cases: archived", at("case-list", state=CaseState.CLOSED), 4.0, reader=DIRECTOR),
    Page("counter, with an account", at_counter, 4.0),
)
REPORTS = (
    Page("report: on time", at("report-on-time"), 10.0, reader=DIRECTOR),
    Page("report: orders of a month", at("report-on-time-cases"), 10.0, reader=DIRECTOR),
    Page("report: who held the time", at("report-held"), 10.0, reader=DIRECTOR),
    Page("report: late soon", at("report-late-soon"), 10.0, reader=DIRECTOR),
    Page("report: limits side by side", at("report-limits"), 10.0, reader=DIRECTOR),
    Page("report: firms", at("report-firms"), 10.0, reader=DIRECTOR),
    Page("report: temporary supplies", at("temporary-list"), 10.0, reader=DIRECTOR),
)

PAGES = (
    Page("floor", at("floor"), 1.0),
    *QUEUES,
    *CASES,
    *REPORTS,
    Page("accounts", at("account-list"), 4.0),
    Page("accounts of 10 kV", at("account-list", voltage="KV10"), 4.0),
    Page("customer: first screen", a_customer, 4.0, at_p95=True, at_once=True),
    Page("customer: whole", a_customer, 8.0, parts=its_blocks, at_p95=True),
    Page("accounts in arrears", at("arrears-list"), 4.0),
    Page("account ledger", a_ledger, 4.0),
    # What people search for is personal, so it travels in a form, never in an address.
    *(Page(f"search: {what}", at("search"), 2.0, {"q": text}, is_typed=True) for what, text in QUERIES),
)
