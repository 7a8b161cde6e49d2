"""303, 账务关系: a payment on the payer covers what is due first on all accounts that are paid together with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from crm.org.enums import Role
from crm.org.models import Department
from crm.outbox.models import Fact
from crm.outbox.operations import drain
from customers.book.enums import AccountStatus
from customers.book.models import PaymentTerms, SupplyAccount
from customers.book.models.periods import days
from metering.enums import EntryKind
from metering.errors import CreditSpent
from metering.models import AccountBalance, LedgerEntry, OpenItem
from metering.operations.payments import reverse_charge, reverse_payment
from metering.operations.refunds import refund_credit
from metering.operations.sharing import share_credit
from metering.queries.check import find_faults
from metering.queries.payers import paid_for_by
from tests.factories.book import make_account
from tests.factories.metering import NOW, charge, make_charged_bill, pay
from tests.factories.org import make_staff
from tests.metering.ledger.test_pages import base

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _agrees(db: None) -> object:
    yield
    assert find_faults() == {}


@pytest.fixture
def payer(company: dict[str, Department]) -> SupplyAccount:
    return make_account(company["GS"])


@pytest.fixture
def shops(company: dict[str, Department], payer: SupplyAccount) -> list[SupplyAccount]:
    """Two accounts that the payer pays for."""
    made = [make_account(company["GS"]) for _ in range(2)]
    for one in made:
        relate(one, payer)
    return made


def relate(account: SupplyAccount, payer: SupplyAccount, first: date = date(2026, 1, 1)) -> PaymentTerms:
    return PaymentTerms.objects.create(
        account=account, period=days(first), pay_mode="COUNTER", settle_mode="02", notify_mode="APP",
        invoice_kind="E", payer_number=payer.account_number,
    )  # fmt: skip


def balance(account: SupplyAccount) -> Decimal:
    row = AccountBalance.objects.filter(account=account).first()
    total = sum(LedgerEntry.objects.filter(account=account).values_list("amount", flat=True), Decimal(0))
    assert (row.balance if row else Decimal(0)) == total, "the balance is the sum of the entries"
    return total


def open_of(*entries: LedgerEntry) -> list[Decimal]:
    found = dict(OpenItem.objects.filter(entry__in=entries).values_list("entry_id", "open_amount"))
    return [found.get(one.pk, Decimal(0)) for one in entries]


def test_what_is_due_first_is_covered_first_whoever_owes_it(
    payer: SupplyAccount, shops: list[SupplyAccount]
) -> None:
    own = charge(payer, "100", date(2026, 10, 20))
    oldest, youngest = charge(shops[0], "80", date(2026, 9, 20)), charge(shops[0], "60", date(2026, 11, 20))
    middle = charge(shops[1], "50", date(2026, 10, 21))
    paid = pay(payer, "240.50", key="bank-1")
    assert open_of(oldest, own, middle, youngest) == [0, 0, 0, Decimal("49.50")]
    assert [balance(one) for one in (payer, *shops)] == [0, Decimal("49.50"), 0]
    pairs = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER)
    assert sum(pairs.values_list("amount", flat=True)) == 0, "the pairs of transfers add up to nothing"
    assert pay(payer, "240.50", key="bank-1") == paid, "the same payment again is the same"
    assert pairs.count() == 6
    told = Fact.objects.filter(topic="metering.payment_posted")
    assert {one.payload["account_id"] for one in told} == {payer.pk, shops[0].pk, shops[1].pk}


def test_what_is_over_stays_credit_of_the_payer(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    charge(shops[0], "80")
    pay(payer, "100")
    assert [balance(one) for one in (payer, *shops)] == [-20, 0, 0]


def test_the_charges_that_he_names_come_first(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    older, named = charge(payer, "100", date(2026, 9, 20)), charge(shops[1], "50", date(2026, 11, 20))
    pay(payer, "70", charges=[named.pk])
    assert open_of(older, named) == [80, 0]
    stranger = charge(make_account(payer.department), "5")
    with pytest.raises(InvalidInput):
        pay(payer, "5", charges=[stranger.pk])


def test_the_late_payment_charge_of_all_is_taken_in(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    charge(shops[0], "1000", date(2026, 11, 15))
    (first, _second) = paid_for_by(payer, TODAY)
    assert first.debt.late_charge == Decimal("20.00"), "10 days at 2 per mille"
    pay(payer, "1020", with_late_charge=True)
    assert [balance(one) for one in (payer, *shops)] == [0, 0, 0]


def test_a_payment_that_bounces_opens_everything_again(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    own, theirs = charge(payer, "100"), charge(shops[0], "80", date(2026, 9, 20))
    paid = pay(payer, "150")
    back = reverse_payment(entry_id=paid.pk, reason="退票", actor=SYSTEM, now=NOW)
    assert open_of(own, theirs) == [100, 80]
    assert [balance(one) for one in (payer, *shops)] == [100, 80, 0]
    assert reverse_payment(entry_id=paid.pk, reason="退票", actor=SYSTEM, now=NOW) == back
    pay(payer, "180")
    assert open_of(own, theirs) == [0, 0]


def test_money_that_has_gone_out_elsewhere_cannot_bounce(
    payer: SupplyAccount, shops: list[SupplyAccount], company: dict[str, Department]
) -> None:
    theirs = charge(shops[0], "80")
    paid = pay(payer, "80")
    reverse_charge(entry_id=theirs.pk, reason="抄错", actor=SYSTEM, now=NOW)
    assert balance(shops[0]) == -80, "what was paid of a charge that fell away is the other account's credit"
    asked_by = make_staff("gs-r7", company["GS-H"], Role.R7)
    refund = {"amount": Decimal(80), "method": "CASH", "key": "R1", "asked_by": asked_by}
    refund_credit(account_id=shops[0].pk, **refund, actor=SYSTEM, now=NOW)
    with pytest.raises(CreditSpent):
        reverse_payment(entry_id=paid.pk, reason="退票", actor=SYSTEM, now=NOW)
    assert balance(payer) == 0


def test_who_does_not_share(
    payer: SupplyAccount, shops: list[SupplyAccount], company: dict[str, Department]
) -> None:
    """A payment of an account that is paid for, one for the account alone, and accounts that left meanwhile."""
    mine, theirs = charge(payer, "100"), charge(shops[0], "80", date(2026, 9, 20))
    pay(shops[1], "10")
    pay(payer, "30", own_only=True)
    assert open_of(mine, theirs) == [70, 80]
    SupplyAccount.objects.filter(pk=shops[0].pk).update(status=AccountStatus.CLOSED, closed_on=TODAY)
    PaymentTerms.objects.filter(account=shops[1]).update(period=days(date(2026, 1, 1), date(2026, 11, 1)))
    assert paid_for_by(payer, TODAY) == []
    pay(payer, "80")
    assert open_of(mine, theirs) == [0, 80]
    assert balance(payer) == -10


def test_what_was_paid_ahead_covers_the_bills_that_come_to_the_others(
    payer: SupplyAccount, shops: list[SupplyAccount]
) -> None:
    """His own first, then what is due first; twice told is once covered."""
    pay(payer, "100")
    pay(payer, "200")
    mine = make_charged_bill(payer, date(2026, 10, 1), amount=Decimal("90"))
    late, early = charge(shops[0], "150", date(2026, 12, 20)), charge(shops[1], "40", date(2026, 12, 5))
    drain(now=NOW)
    assert open_of(mine, early, late) == [0, 0, 0]
    assert [balance(one) for one in (payer, *shops)] == [-20, 0, 0]
    pairs = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER)
    assert sum(pairs.values_list("amount", flat=True)) == 0
    assert share_credit(payer_id=payer.pk, actor=SYSTEM, now=NOW) == 0
    told = Fact.objects.filter(topic="metering.payment_posted", payload__account_id=shops[0].pk)
    assert told.exists(), "whoever waits for the payment of that account hears of it"


def test_a_month_of_bills_is_covered_by_the_payer(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    stranger = make_account(payer.department)
    pay(payer, "250")
    bills = [make_charged_bill(one, date(2026, 10, 1)) for one in (*shops, stranger)]
    drain(now=NOW)
    assert open_of(*bills) == [0, 0, Decimal("105.66")]
    assert balance(payer) == Decimal("211.32") - 250


def test_a_prepayment_of_a_case_is_not_shared_with_others(payer: SupplyAccount, shops: list[SupplyAccount]) -> None:
    pay(payer, "100", own_only=True, key="case:261125-0001:7")
    theirs = charge(shops[0], "80")
    drain(now=NOW)
    assert open_of(theirs) == [80]


def test_credit_that_was_shared_bounces_with_its_payment_and_is_shared_again(
    payer: SupplyAccount, shops: list[SupplyAccount]
) -> None:
    paid = pay(payer, "100")
    theirs = charge(shops[0], "80")
    drain(now=NOW)
    assert open_of(theirs) == [0]
    reverse_payment(entry_id=paid.pk, reason="退票", actor=SYSTEM, now=NOW)
    assert open_of(theirs) == [80]
    assert [balance(one) for one in (payer, shops[0])] == [0, 80]
    pay(payer, "30")
    assert open_of(theirs) == [50]


def test_statements_do_not_grow_with_what_is_owed(
    payer: SupplyAccount, shops: list[SupplyAccount], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for one in shops:
        for month in range(1, 11):
            charge(one, "10", date(2026, month, 20))
    with django_assert_max_num_queries(32):
        pay(payer, "195")
    assert balance(shops[1]) + balance(shops[0]) == 5
    with django_assert_max_num_queries(8):
        paid_for_by(payer, TODAY)


def test_the_pages_of_the_payer_name_them(
    payer: SupplyAccount, shops: list[SupplyAccount], company: dict[str, Department], now: datetime
) -> None:
    today, cashier = timezone.localdate(now), Client()
    cashier.force_login(make_staff("gs-r8", company["GS-H"], Role.R8, language="en"))
    theirs = [charge(shops[0], "80", today), charge(shops[0], "20", today)]
    with time_machine.travel(now):
        ledger, page = cashier.get(base(payer)), cashier.get(f"{base(payer)}payment/")
        for one in (ledger, page):
            assert shops[0].account_number in one.text
            assert "¥100.00" in one.text
        form = page.context["form"]
        assert form["amount"].value() == 100
        assert [key for key, _words in form.fields["charges"].choices] == [one.pk for one in theirs]
        sent = {"amount": "100", "paid_on": today.isoformat(), "method": "CARD", "key": form["key"].value()}
        receipt = cashier.get(cashier.post(f"{base(payer)}payment/", sent)["Location"])
        assert shops[0].account_number in receipt.text
        assert payer.account_number in cashier.get(base(shops[0])).text
        assert balance(shops[0]) == 0


def test_the_form_suggests_what_is_owed_less_what_was_paid_ahead(
    payer: SupplyAccount, shops: list[SupplyAccount], company: dict[str, Department], now: datetime
) -> None:
    pay(payer, "30")
    pay(payer, "25", own_only=True, key="case:261125-0001:7")
    theirs = charge(shops[0], "80", timezone.localdate(now))
    cashier = Client()
    cashier.force_login(make_staff("gs-r8", company["GS-H"], Role.R8, language="en"))
    with time_machine.travel(now):
        form = cashier.get(f"{base(payer)}payment/").context["form"]
        assert form["amount"].value() == 50, "the prepayment of a case is for its own account"
        sent = {"amount": "50", "paid_on": timezone.localdate(now).isoformat(), "method": "CARD", "key": "c-1"}
        assert cashier.post(f"{base(payer)}payment/", sent | {"key": form["key"].value()}).status_code == 302
    assert open_of(theirs) == [0]
    assert balance(payer) == -25
