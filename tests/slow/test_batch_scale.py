"""A thousand rows in one order, through the pages: what a row costs does not grow with the list.

The same page of fifty rows is sent at every step of a long list and of a short one. The measured figures are
printed (`-s`).
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from bizexpansion.models import BatchApplication, ListRowState, application_of
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import batch, batch_closing
from tests.bizexpansion.invariants import check_case
from tests.factories.bizexpansion import Company, make_people
from tests.factories.book import make_account
from tests.factories.html_forms import fields_of
from tests.factories.sheets import HOUSEHOLD, xlsx
from tests.memory import watch_memory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS, FEW, PAGE = 1_000, 60, 50
MEMORY_MB = 40  # measured 17 with 1,000 households
OF_A_ROW = re.compile(r"-\d+-")


@dataclass
class Cost:
    """Statements, and seconds of this process (a machine may be busy with others)."""

    statements: int
    seconds: float


def cost_of(call: Callable[[], Any]) -> Cost:
    """What a call costs."""
    count = 0

    def see(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    begun = time.process_time()
    with connection.execute_wrapper(see):
        call()
    return Cost(count, time.process_time() - begun)


def households(count: int) -> dict[str, Any]:
    """So many homes; the first and every hundredth after it lack their capacity."""
    rows = [
        (f"住户{one}", "", "", f"{one // 100 + 1}幢", "", f"{one}室", "", "8" if one % 100 else "")
        for one in range(count)
    ]
    return {"sheet": xlsx(HOUSEHOLD, rows), "household_count": str(count)}


def closings(accounts: list[SupplyAccount]) -> dict[str, Any]:
    """So many accounts of a demolition; the first and every hundredth after it lack a digit."""
    rows = [
        (account.account_number if one % 100 else account.account_number[:9], "", "")
        for one, account in enumerate(accounts)
    ]
    return {"sheet": xlsx(batch_closing.LIST, rows), "account_count": str(len(accounts))}


def opened(company: Company, now: datetime, table: Table, rows: dict[str, Any], *printed: Any) -> Office:
    """The order, accepted and determined; good rows stand at their first step, bad ones wait."""
    office = Office(company, table, now)
    with watch_memory() as memory:
        accepted = cost_of(lambda: office.accept(**rows))
    determined = cost_of(lambda: office.must("determine_batch"))
    print(*printed, "accepted", accepted, f"{memory.peak_mb:.1f} MB; determined", determined)
    assert memory.peak_mb < MEMORY_MB
    assert accepted.statements < 150
    assert determined.statements < 150
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    office.run(*(node for node in office.graph.steps if office.graph.batch_of(node)))
    return office


def page_costs(office: Office, *, until: str = "") -> dict[str, Cost]:
    """The cost of the progress page, and of one page of rows at each step."""
    found: dict[str, Cost] = {}
    while until not in found:
        nodes = [node for node in office.open_nodes() if node != "correct_row"]
        latest = max(nodes, key=lambda node: office.graph.order[node])
        if not office.graph.batch_of(latest) or latest in found:
            break
        found[latest] = cost_of(lambda: many(office, latest))  # noqa: B023 called at once
        check_case(office.case)
    found["progress page"] = cost_of(lambda: progress(office))
    return found


def many(office: Office, node: str) -> None:
    """Fill in the page of many rows as a browser would, and send it."""
    person = office.company.who(office.graph.steps[node].roles[0])
    url = reverse("case-batch-step", args=[office.case.case_number, node])
    typed = dict(office.values(node))
    with time_machine.travel(office.now):
        page = office.browser(person).get(url)
        data, own = fields_of(page.content.decode()), page.context["bulk"].spec.own
        assert len(data["task"]) == PAGE
        for name, value in typed.items():
            if name not in own and not OF_A_ROW.search(name):
                data[name] = value
            elif name != "meters-0-asset_number":  # the page offers one of the store
                data |= {f"t{pk}-{name}": value for pk in data["task"]}
        sent = office.browser(person).post(url, data)
    assert sent.status_code == 302, (node, [row.errors() for row in sent.context["bulk"].rows][:3])
    office.case.refresh_from_db()


def progress(office: Office) -> None:
    """Open the progress page."""
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        assert clerk.get(reverse("case-batch", args=[office.case.case_number])).status_code == 200


def assert_flat(few: dict[str, Cost], many: dict[str, Cost]) -> None:
    """A page of a long list costs what it costs in a short one; how long that takes is for `make bench`."""
    assert few.keys() == many.keys()
    for node, cost in many.items():
        print(node, "of few:", few[node], "of many:", cost)
        assert cost.statements <= few[node].statements + 10, node


def states(office: Office) -> Counter[str]:
    """How many rows are how far."""
    asked = application_of(office.case)
    assert isinstance(asked, BatchApplication)
    return Counter(asked.rows().values_list("state", flat=True))


def test_a_thousand_households(now: datetime, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 10**7
    company = make_people()
    wishes = replace(batch.WISHES, fee=False, terminal=False)
    table = replace(batch.TABLES[0], wishes=wishes)
    costs = []
    for count, address in ((FEW, "东苑"), (ROWS, "西苑")):
        office = opened(company, now, table, households(count) | {"address": address}, count)
        assert states(office) == {
            ListRowState.TAKEN: count - -(-count // 100),
            ListRowState.WAITING: -(-count // 100),
        }
        for _ in range(PAGE):
            batch.meter(office)
        costs.append(page_costs(office))
    assert_flat(*costs)
    ended = cost_of(office.abort)
    print("aborted:", ended)
    assert ended.statements < 110 * PAGE, "the rows that have come to the end have ten effects undone each"
    assert set(SupplyAccount.objects.filter(address__startswith="西苑").values_list("status", flat=True)) == {
        AccountStatus.VOIDED
    }


def test_a_thousand_accounts_of_a_demolition(now: datetime, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 10**7
    company, costs = make_people(), []
    for count in (FEW, ROWS):
        accounts = [make_account(company.tree["YQ"]) for _ in range(count)]
        table = replace(batch_closing.TABLES[0], prepare=lambda *_: accounts[:2])  # noqa: B023 called at once
        office = opened(company, now, table, closings(accounts), count)
        assert states(office) == {
            ListRowState.TAKEN: count - -(-count // 100),
            ListRowState.WAITING: -(-count // 100),
        }
        costs.append(page_costs(office, until="cut_power"))
    assert_flat(*costs)
    ended = cost_of(office.abort)
    print("aborted:", ended)
    assert ended.statements < 25 * PAGE, "the power of a page of rows comes back, all others are let go at once"
    assert not SupplyAccount.objects.filter(open_case_number=office.case.case_number).exists()
