"""The counter takes payments, takes them back, refunds with two people; others see nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.enums import AccountClass, CustomerKind, Voltage
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, LedgerEntry, RefundRequest
from metering.queries.check import find_faults
from tests.factories.book import make_account, make_customer
from tests.factories.metering import charge, pay
from tests.factories.org import make_staff
from tests.statements import Statements


@pytest.fixture(autouse=True)
def in_november(now: datetime) -> Iterator[None]:
    """Charges of the year before cost more when they are late: around New Year other sums were right."""
    with time_machine.travel(now):
        yield


@pytest.fixture
def shop(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[1]


@pytest.fixture
def sign_in(company: dict[str, Department]) -> Callable[..., Client]:
    """A browser of somebody with these roles."""

    def make(*roles: Role, unit: str = "GS-H") -> Client:
        number = f"{unit}-{'-'.join(roles)}"
        person = Staff.objects.filter(number=number).first() or make_staff(
            number, company[unit], *roles, language="en"
        )
        client = Client()
        client.force_login(person)
        return client

    return make


def base(account: SupplyAccount) -> str:
    return f"/ledger/accounts/{account.account_number}/"


def test_a_payment_at_the_counter_ends_with_its_receipt(
    shop: SupplyAccount, sign_in: Callable[..., Client]
) -> None:
    owed = charge(shop, "1000", timezone.localdate() - timedelta(days=10))
    cashier = sign_in(Role.R8)
    page = cashier.get(f"{base(shop)}payment/")
    assert "¥1,020.00" in page.text, "with 10 days at 2 per mille"
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("amount", "paid_on", "with_late_charge", "key")}
    assert sent["amount"] == Decimal("1020.00")
    sent |= {"method": "CASH", "with_late_charge": "on"}
    answers = [cashier.post(f"{base(shop)}payment/", sent) for _ in range(2)]
    entry = LedgerEntry.objects.get(kind=EntryKind.PAYMENT)
    assert [answer["Location"] for answer in answers] == [f"/ledger/receipts/{entry.pk}/"] * 2
    receipt = cashier.get(answers[0]["Location"]).text
    assert entry.number in receipt
    assert "¥1,000.00" in receipt
    assert "¥20.00" in receipt
    assert AccountBalance.objects.get(account=shop).balance == 0
    assert not hasattr(owed, "open_item")
    assert find_faults() == {}


def test_a_payer_may_name_a_charge(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    charge(shop, "50", date(2026, 10, 20))
    named = charge(shop, "70", date(2026, 11, 20))
    cashier = sign_in(Role.R8)
    key = cashier.get(f"{base(shop)}payment/").context["form"]["key"].value()
    sent = {"amount": "70", "paid_on": "2026-11-21", "method": "CARD", "charges": [named.pk], "key": key}
    assert cashier.post(f"{base(shop)}payment/", sent).status_code == 302
    assert not LedgerEntry.objects.filter(pk=named.pk, open_item__isnull=False).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "0"}, "0.01"),
        ({"amount": "1.234"}, "2 decimal"),
        ({"amount": "１０元"}, "number"),
        ({"paid_on": "2999-01-01"}, "must not lie in the future"),
        ({"method": "BARTER"}, "valid choice"),
        ({"charges": ["999999999"]}, "valid choice"),
    ],
)
def test_a_wrong_payment_is_refused_at_its_field(
    shop: SupplyAccount, sign_in: Callable[..., Client], wrong: dict[str, Any], words: str
) -> None:
    charge(shop, "50")
    charge(shop, "50")
    sent = {"amount": "10", "paid_on": "2026-11-01", "method": "CASH", "key": "k"} | wrong
    page = sign_in(Role.R8).post(f"{base(shop)}payment/", sent)
    assert page.status_code == 422
    assert words in page.text
    assert not LedgerEntry.objects.filter(kind=EntryKind.PAYMENT).exists()


def test_a_payment_is_taken_back_with_a_reason(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    charge(shop, "50")
    entry = pay(shop, "50")
    cashier = sign_in(Role.R8)
    assert f"/ledger/entries/{entry.pk}/reverse/" in cashier.get(base(shop)).text
    address = f"/ledger/entries/{entry.pk}/reverse/"
    assert cashier.post(address, {"reason": " "}).status_code == 422
    assert cashier.post(address, {"reason": "入错户"}).status_code == 302
    page = cashier.get(base(shop)).text
    assert "owes ¥50.00" in page
    assert address not in page, "taken back already"
    assert "VOID" in cashier.get(f"/ledger/receipts/{entry.pk}/").text


def test_a_refund_needs_two_people(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    pay(shop, "80")
    biller, cashier, both = sign_in(Role.R16), sign_in(Role.R8), sign_in(Role.R8, Role.R16)
    assert cashier.get(f"{base(shop)}refund/").status_code == 403
    assert biller.post(f"{base(shop)}refund/", {"amount": "80.01", "reason": "多缴"}).status_code == 409
    assert both.post(f"{base(shop)}refund/", {"amount": "30", "reason": "多缴"}).status_code == 302
    request = RefundRequest.objects.get()
    pay_out = f"/ledger/refunds/{request.pk}/"
    assert "another person must decide" in both.get(pay_out).text
    assert both.post(pay_out, {"method": "CASH"}).status_code == 409
    assert biller.get(pay_out).status_code == 403
    assert pay_out in cashier.get("/ledger/refunds/").text
    answer = cashier.post(pay_out, {"method": "TRANSFER", "reference": "B1"})
    assert "B1" in cashier.get(answer["Location"]).text
    assert "paid out" in cashier.get("/ledger/refunds/?all").text
    assert AccountBalance.objects.get(account=shop).credit_amount == 50


def test_a_refund_is_turned_down(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    pay(shop, "80")
    sign_in(Role.R16).post(f"{base(shop)}refund/", {"amount": "30", "reason": "多缴"})
    address = f"/ledger/refunds/{RefundRequest.objects.get().pk}/turn-down/"
    cashier = sign_in(Role.R8)
    assert cashier.post(address, {"reason": "留抵下月"}).status_code == 302
    assert "留抵下月" in cashier.get("/ledger/refunds/?all").text
    assert AccountBalance.objects.get(account=shop).credit_amount == 80


def test_a_statement_adds_up(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    pay(shop, "30", date(2026, 9, 1))
    pay(shop, "20", date(2026, 10, 5))
    pay(shop, "7", date(2026, 11, 5))
    page = sign_in(Role.R16).get(f"{base(shop)}statement/?first=2026-10-01&last=2026-10-31")
    statement = page.context["statement"]
    assert (statement.opening, statement.credits, statement.closing) == (Decimal(-30), Decimal(20), Decimal(-50))
    assert [line.balance for line in statement.lines] == [Decimal(-50)]


@pytest.mark.parametrize(
    "query", ["first=2026-10-31&last=2026-10-01", "first=1990-01-01&last=2026-10-01", "first=x"]
)
def test_an_impossible_period_is_refused(shop: SupplyAccount, sign_in: Callable[..., Client], query: str) -> None:
    assert sign_in(Role.R16).get(f"{base(shop)}statement/?{query}").status_code == 422


def test_names_are_masked_on_every_sheet(company: dict[str, Department], sign_in: Callable[..., Client]) -> None:
    person = make_customer(name="欧阳建国", kind=CustomerKind.PERSON)
    home = make_account(
        company["GS"], customer=person, account_class=AccountClass.LV_RESIDENT, voltage=Voltage.V220
    )
    charge(home, "50", timezone.localdate() - timedelta(days=3))
    entry = pay(home, "10")
    client = sign_in(Role.R8, Role.R16)
    pages = ["", "payment/", "refund/", "statement/"]
    addresses = [base(home) + page for page in pages] + [f"/ledger/receipts/{entry.pk}/", "/ledger/arrears/"]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "欧阳" in page.text, address
        assert "建国" not in page.text, address


def test_who_has_nothing_to_do_with_money_sees_none(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    charge(shop, "50")
    for role in (Role.R3, Role.R9, Role.R13, Role.R14):
        client = sign_in(role)
        assert client.get(base(shop)).status_code == 403
        assert client.get(f"{base(shop)}statement/").status_code == 403
        assert client.get("/ledger/arrears/").status_code == 403
        blocks = client.get(f"/customers/{shop.customer_id}/accounts/{shop.account_number}/blocks/")
        assert "¥50.00" not in blocks.text
    assert sign_in(Role.R16, unit="YQ-T").get(base(shop)).status_code == 404


def test_arrears_are_listed_the_oldest_first(accounts: list[SupplyAccount], sign_in: Callable[..., Client]) -> None:
    home, shop, works = accounts
    today = timezone.localdate()
    charge(home, "50", today - timedelta(days=5))
    charge(shop, "70", today - timedelta(days=9))
    charge(shop, "30", today + timedelta(days=9))
    charge(works, "90", today - timedelta(days=9))
    page = sign_in(Role.R16).get("/ledger/arrears/")
    numbers = re.findall(r'<a href="/ledger/accounts/(\d+)/">', page.text)
    assert numbers == [shop.account_number, home.account_number]
    assert ["¥70.00" in page.text, "¥100.00" in page.text] == [True, True]


@pytest.mark.parametrize("path", ["", "payment/", "statement/"])
def test_pages_cost_a_constant_number_of_queries(
    shop: SupplyAccount, sign_in: Callable[..., Client], path: str
) -> None:
    client, counts = sign_in(Role.R8, Role.R16), []
    for many in (1, 30):
        for number in range(many):
            charge(shop, "10", date(2026, 10, 20) - timedelta(days=number))
            pay(shop, "5")
        client.get(base(shop) + path)
        with Statements() as queries:
            assert client.get(base(shop) + path).status_code == 200
        counts.append(queries.cost)
    assert counts[0] == counts[1] <= 20


def test_the_ledger_goes_on_by_key(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    for _ in range(60):
        pay(shop, "1")
    client = sign_in(Role.R16)
    page = client.get(base(shop)).context["page"]
    further = client.get(base(shop), {"after": page.next}, headers={"HX-Request": "true"})
    assert further.text.count("<tr") >= 10
    assert "<html" not in further.text


def test_the_customer_page_leads_to_the_ledger(shop: SupplyAccount, sign_in: Callable[..., Client]) -> None:
    pay(shop, "12.50", date(2026, 11, 3))
    client = sign_in(Role.R8)
    page = client.get(f"/customers/{shop.customer_id}/accounts/{shop.account_number}/blocks/").text
    assert base(shop) in page
    assert "¥12.50 was paid in advance" in page
    assert "2026-11-03" in page
    assert f"{base(shop)}payment/" in client.get(f"/customers/{shop.customer_id}/").text
