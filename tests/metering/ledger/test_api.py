"""The account ledger over the API: the same operations, scope and refusals as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, LedgerEntry
from tests.factories.metering import charge, pay
from tests.factories.org import make_staff
from tests.statements import Statements

Api = Callable[..., Any]


@pytest.fixture(autouse=True)
def in_november(now: datetime) -> Iterator[None]:
    """Charges of the year before cost more when they are late: around New Year other sums were right."""
    with time_machine.travel(now):
        yield


@pytest.fixture
def shop(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[1]


@pytest.fixture
def api(company: dict[str, Department]) -> Callable[..., Api]:
    """`api(Role.R8)("post", path, body)` as somebody with these roles."""

    def make(*roles: Role, unit: str = "GS-H") -> Api:
        client = Client()
        client.force_login(make_staff(f"{unit}-{'-'.join(roles)}", company[unit], *roles))

        def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
            more = {"data": body, "content_type": "application/json"} if method == "post" else {}
            return getattr(client, method)(f"/api/v1/{path}", **more, headers=headers or None)

        return send

    return make


def payment(**fields: Any) -> dict[str, Any]:
    return {
        "number": "BANK-1",
        "amount": "70.00",
        "method": "TRANSFER",
        "paid_on": timezone.localdate().isoformat(),
    } | fields


def test_a_payment_is_taken_once(shop: SupplyAccount, api: Callable[..., Api]) -> None:
    owed = charge(shop, "100", timezone.localdate() - timedelta(days=10))
    cashier, path = api(Role.R8), f"accounts/{shop.account_number}"
    before = cashier("get", f"{path}/balance/").json()
    assert (before["total"], before["late_charge"], before["items"][0]["entry"]) == ("102.00", "2.00", owed.pk)
    assert before["items"][0]["days_overdue"] == 10
    first = cashier("post", f"{path}/payments/", payment(), idempotency_key="k1")
    again = cashier("post", f"{path}/payments/", payment(), idempotency_key="k1")
    third = cashier("post", f"{path}/payments/", payment())
    assert (first.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert first.json()["id"] == again.json()["id"] == third.json()["id"]
    assert cashier("get", f"{path}/balance/").json()["open_amount"] == "30.00"
    changed = cashier("post", f"{path}/payments/", payment(amount="71.00"))
    assert (changed.status_code, changed.json()["code"]) == (409, "effect_conflict")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"method": "BARTER"}, "method"),
        ({"paid_on": "2999-01-01"}, "paid_on"),
        ({"number": ""}, "number"),
        ({"charges": [987654321]}, "charges"),
    ],
)
def test_a_wrong_payment_is_refused_at_its_member(
    shop: SupplyAccount, api: Callable[..., Api], wrong: dict[str, Any], field: str
) -> None:
    answer = api(Role.R8)("post", f"accounts/{shop.account_number}/payments/", payment(**wrong))
    assert answer.status_code in (400, 422)
    assert field in [error["field"].split(".")[0] for error in answer.json()["errors"]]
    assert not LedgerEntry.objects.exists()


def test_who_may_do_what(shop: SupplyAccount, api: Callable[..., Api]) -> None:
    pay(shop, "10")
    path = f"accounts/{shop.account_number}"
    technician, biller, stranger = api(Role.R13), api(Role.R16), api(Role.R8, unit="YQ-H")
    for part in ("balance", "ledger-entries"):
        assert technician("get", f"{path}/{part}/").status_code == 403
        assert stranger("get", f"{path}/{part}/").status_code == 404
        assert biller("get", f"{path}/{part}/").status_code == 200
    assert biller("post", f"{path}/payments/", payment()).status_code == 403
    assert stranger("post", f"{path}/payments/", payment()).status_code == 404
    assert "balance" not in technician("get", f"{path}/").json()
    assert biller("get", f"{path}/").json()["balance"]["credit"] == "10.00"


def test_an_entry_is_taken_back_once(shop: SupplyAccount, api: Callable[..., Api]) -> None:
    entry = pay(shop, "10")
    cashier, path = api(Role.R8), f"ledger-entries/{entry.pk}/reversal/"
    assert cashier("post", path, {"reason": ""}).status_code in (400, 422)
    first, again = (cashier("post", path, {"reason": "入错户"}) for _ in range(2))
    assert (first.status_code, first.json()["relates_to"]) == (201, entry.pk)
    assert first.json()["id"] == again.json()["id"]
    assert cashier("post", f"ledger-entries/{first.json()['id']}/reversal/", {"reason": "x"}).status_code == 404
    assert api(Role.R8, unit="YQ-H")("post", path, {"reason": "x"}).status_code == 404
    assert AccountBalance.objects.get(account=shop).balance == 0


@pytest.mark.parametrize("path", ["balance/", "ledger-entries/"])
def test_reading_costs_a_constant_number_of_queries(
    shop: SupplyAccount, api: Callable[..., Api], path: str
) -> None:
    biller, counts = api(Role.R16), []
    for many in (1, 30):
        for _ in range(many):
            charge(shop, "10")
        pay(shop, "5")
        biller("get", f"accounts/{shop.account_number}/{path}")
        with Statements() as queries:
            assert biller("get", f"accounts/{shop.account_number}/{path}").status_code == 200
        counts.append(queries.cost)
    assert counts[0] == counts[1]
    assert LedgerEntry.objects.filter(kind=EntryKind.PAYMENT).count() == 2
