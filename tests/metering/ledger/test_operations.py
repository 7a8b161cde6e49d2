"""Charges, payments, reversals, refunds, settlement and transfers do what they say, once, and refuse the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.errors import DomainError, InvalidInput, NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.outbox.models import Fact
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from metering.enums import EntryKind, PaymentMethod
from metering.errors import (
    AlreadyDecided,
    CreditSpent,
    CreditTooSmall,
    DebtsRemain,
    EffectConflict,
    NotReversible,
    SecondPersonNeeded,
)
from metering.models import AccountBalance, LedgerEntry, OpenItem, RefundRequest
from metering.operations.charges import Charge, post_bills, post_charges
from metering.operations.payments import post_payment, reverse_charge, reverse_payment
from metering.operations.refunds import pay_refund, refund_credit, request_refund, turn_down_refund
from metering.operations.settlement import settle_account, transfer_balance
from metering.queries.check import find_faults
from metering.queries.ledger import debt_of
from tests.factories.metering import NOW, charge, make_bill, pay
from tests.factories.org import make_staff

BY: dict[str, Any] = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def shop(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[1]


@pytest.fixture
def home(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[0]


@pytest.fixture
def cashier(company: dict[str, Department]) -> Staff:
    return make_staff("gs-r8", company["GS-H"], Role.R8)


@pytest.fixture
def biller(company: dict[str, Department]) -> Staff:
    return make_staff("gs-r16", company["GS-T"], Role.R16)


@pytest.fixture(autouse=True)
def _agrees(db: None) -> Any:
    yield
    assert find_faults() == {}


def sums(account: SupplyAccount) -> tuple[Decimal, Decimal, Decimal]:
    """Balance, open charges, credit."""
    row = AccountBalance.objects.get(account=account)
    return row.balance, row.open_amount, row.credit_amount


def still_open(account: SupplyAccount) -> dict[int, Decimal]:
    return dict(OpenItem.objects.filter(account=account).values_list("entry_id", "open_amount"))


def money(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


def test_a_charge_is_owed_until_it_is_paid(shop: SupplyAccount) -> None:
    entry = charge(shop, "120.50", date(2026, 11, 20))
    assert sums(shop) == money("120.50", "120.50", "0")
    assert AccountBalance.objects.get(account=shop).oldest_due_on == date(2026, 11, 20)
    pay(shop, "120.50")
    assert sums(shop) == money("0", "0", "0")
    assert AccountBalance.objects.get(account=shop).oldest_due_on is None
    assert entry.pk not in still_open(shop)


def test_payment_covers_what_is_due_first(shop: SupplyAccount) -> None:
    later = charge(shop, "100", date(2026, 11, 20))
    first = charge(shop, "50", date(2026, 10, 20))
    pay(shop, "70")
    assert still_open(shop) == {later.pk: Decimal("80.00")}
    assert first.pk not in still_open(shop)


def test_payment_covers_what_the_payer_named(shop: SupplyAccount) -> None:
    first = charge(shop, "50", date(2026, 10, 20))
    named = charge(shop, "100", date(2026, 11, 20))
    pay(shop, "120", charges=[named.pk])
    assert still_open(shop) == {first.pk: Decimal("30.00")}


def test_overpayment_is_credit_and_covers_the_next_bill(shop: SupplyAccount) -> None:
    charge(shop, "50")
    pay(shop, "80")
    assert sums(shop) == money("-30", "0", "30")
    charge(shop, "100", date(2026, 12, 20))
    assert sums(shop) == money("70", "70", "0")


def test_an_allowance_covers_charges(shop: SupplyAccount) -> None:
    charge(shop, "100")
    charge(shop, "-30", kind=EntryKind.ADJUSTMENT)
    assert sums(shop) == money("70", "70", "0")


def test_posting_the_same_fact_again_is_one_entry(shop: SupplyAccount) -> None:
    first, again = charge(shop, "50", key="case:1:fee"), charge(shop, "50", key="case:1:fee")
    assert first == again
    assert pay(shop, "50", key="K1") == pay(shop, "50", key="K1")
    assert sums(shop) == money("0", "0", "0")


def test_another_fact_under_the_same_key_is_refused(shop: SupplyAccount) -> None:
    charge(shop, "50", key="case:1:fee")
    pay(shop, "50", key="K1")
    with pytest.raises(EffectConflict):
        charge(shop, "51", key="case:1:fee")
    with pytest.raises(EffectConflict):
        pay(shop, "49", key="K1")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000.01", "NaN", "Infinity"])
def test_bad_amounts_are_refused_by_name(shop: SupplyAccount, amount: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        pay(shop, amount)
    assert list(refusal.value.errors) == ["amount"]
    with pytest.raises(InvalidInput) as refusal:
        charge(shop, amount)
    assert list(refusal.value.errors) == ["amount"]
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"paid_on": date(2026, 11, 26)}, "paid_on"),
        ({"paid_on": date(1989, 1, 1)}, "paid_on"),
        ({"method": "BARTER"}, "method"),
        ({"key": " "}, "key"),
        ({"key": "x" * 61}, "key"),
    ],
)
def test_bad_payments_are_refused_by_name(shop: SupplyAccount, fields: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        pay(shop, "10", **fields)
    assert list(refusal.value.errors) == [name]
    assert not LedgerEntry.objects.exists()


def test_a_payer_cannot_name_the_charge_of_another_account(shop: SupplyAccount, home: SupplyAccount) -> None:
    foreign = charge(home, "10")
    with pytest.raises(InvalidInput) as refusal:
        pay(shop, "10", charges=[foreign.pk])
    assert "charges" in refusal.value.errors


def test_charges_of_strange_kinds_are_refused(shop: SupplyAccount) -> None:
    with pytest.raises(InvalidInput) as refusal:
        charge(shop, "10", kind=EntryKind.REFUND)
    assert "kind" in refusal.value.errors


def test_roles_and_departments(shop: SupplyAccount, company: dict[str, Department], biller: Staff) -> None:
    stranger = make_staff("yq-r8", company["YQ-H"], Role.R8)
    with pytest.raises(OutOfScope):
        pay(shop, "10", actor=stranger)
    with pytest.raises(NotPermitted):
        pay(shop, "10", actor=biller)
    with pytest.raises(OutOfScope):
        post_payment(account_id=0, amount=Decimal(1), method="CASH", paid_on=date(2026, 11, 1), key="K", **BY)


def test_an_aborted_application_has_no_ledger(shop: SupplyAccount) -> None:
    SupplyAccount.objects.filter(pk=shop.pk).update(status=AccountStatus.VOIDED)
    with pytest.raises(OutOfScope):
        pay(shop, "10")


def test_a_payment_is_in_the_log_and_told(shop: SupplyAccount, cashier: Staff) -> None:
    entry = pay(shop, "10", actor=cashier)
    logged = Entry.objects.get(operation="metering.post_payment")
    assert (logged.subject_id, logged.actor_id) == (entry.pk, cashier.pk)
    assert Fact.objects.get(topic="metering.payment_posted").payload["entry_id"] == entry.pk
    assert entry.posted_by == cashier


def test_a_reversed_payment_leaves_the_charges_open(shop: SupplyAccount) -> None:
    first = charge(shop, "50", date(2026, 10, 20))
    pay(shop, "20")
    before = still_open(shop)
    wrong = pay(shop, "100")
    made = reverse_payment(entry_id=wrong.pk, reason="入错户", **BY)
    assert still_open(shop) == before == {first.pk: Decimal("30.00")}
    assert (made.amount, made.relates_to) == (Decimal(100), wrong)
    assert reverse_payment(entry_id=wrong.pk, reason="再次", **BY) == made


def test_credit_that_a_reversal_frees_covers_the_rest(shop: SupplyAccount) -> None:
    charge(shop, "50", date(2026, 10, 20))
    first = pay(shop, "50")
    pay(shop, "40")
    reverse_payment(entry_id=first.pk, reason="退票", **BY)
    assert sums(shop) == money("10", "10", "0")


def test_a_reversed_charge_gives_its_cover_back(shop: SupplyAccount) -> None:
    wrong = charge(shop, "50", date(2026, 10, 20))
    pay(shop, "50")
    reverse_charge(entry_id=wrong.pk, reason="抄表差错", **BY)
    assert sums(shop) == money("-50", "0", "50")


def test_a_reversed_charge_takes_its_late_charge_along(shop: SupplyAccount) -> None:
    wrong = charge(shop, "1000", date(2026, 10, 20))
    pay(shop, "1100", with_late_charge=True)
    late = LedgerEntry.objects.get(kind=EntryKind.LATE_CHARGE)
    assert (late.amount, late.relates_to) == (Decimal("72.00"), wrong)  # 36 days at 2 per mille
    reverse_charge(entry_id=wrong.pk, reason="抄表差错", **BY)
    assert sums(shop) == money("-1100", "0", "1100")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reversal_needs_a_reason(shop: SupplyAccount, reason: str) -> None:
    entry = pay(shop, "10")
    with pytest.raises(InvalidInput) as refusal:
        reverse_payment(entry_id=entry.pk, reason=reason, **BY)
    assert "reason" in refusal.value.errors


def test_what_is_no_payment_is_not_reversed_as_one(shop: SupplyAccount) -> None:
    entry = charge(shop, "10")
    with pytest.raises(NotReversible):
        reverse_payment(entry_id=entry.pk, reason="x", **BY)
    made = reverse_charge(entry_id=entry.pk, reason="x", **BY)
    with pytest.raises(NotReversible):
        reverse_charge(entry_id=made.pk, reason="x", **BY)
    with pytest.raises(OutOfScope):
        reverse_charge(entry_id=0, reason="x", **BY)


def test_a_refund_is_asked_for_by_one_and_paid_by_another(
    shop: SupplyAccount, biller: Staff, cashier: Staff
) -> None:
    pay(shop, "80")
    request = request_refund(account_id=shop.pk, amount=Decimal(30), reason="多缴", actor=biller, now=NOW)
    assert request == request_refund(account_id=shop.pk, amount=Decimal(30), reason="多缴", actor=biller, now=NOW)
    entry = pay_refund(request_id=request.pk, method=PaymentMethod.TRANSFER, actor=cashier, now=NOW)
    assert entry == pay_refund(request_id=request.pk, method=PaymentMethod.TRANSFER, actor=cashier, now=NOW)
    assert sums(shop) == money("-50", "0", "50")
    request.refresh_from_db()
    assert (request.entry, request.decided_by) == (entry, cashier)


def test_nobody_pays_out_what_he_asked_for(shop: SupplyAccount, company: dict[str, Department]) -> None:
    both = make_staff("gs-both", company["GS-H"], Role.R8, Role.R16)
    pay(shop, "80")
    request = request_refund(account_id=shop.pk, amount=Decimal(30), reason="多缴", actor=both, now=NOW)
    for attempt in (
        lambda: pay_refund(request_id=request.pk, method="CASH", actor=both, now=NOW),
        lambda: turn_down_refund(request_id=request.pk, reason="不符", actor=both, now=NOW),
        lambda: refund_credit(
            account_id=shop.pk, amount=Decimal(1), method="CASH", key="k", asked_by=both, actor=both, now=NOW
        ),
    ):
        with pytest.raises(SecondPersonNeeded):
            attempt()
    assert sums(shop) == money("-80", "0", "80")


def test_no_more_is_refunded_than_was_paid_in_advance(shop: SupplyAccount, biller: Staff, cashier: Staff) -> None:
    pay(shop, "80")
    request = request_refund(account_id=shop.pk, amount=Decimal(80), reason="多缴", actor=biller, now=NOW)
    charge(shop, "60")
    with pytest.raises(CreditTooSmall) as refusal:
        pay_refund(request_id=request.pk, method="CASH", actor=cashier, now=NOW)
    assert refusal.value.details == {"credit": "20.00"}
    with pytest.raises(InvalidInput):
        request_refund(account_id=shop.pk, amount=Decimal(20), reason="多缴", actor=biller, now=NOW)
    turn_down_refund(request_id=request.pk, reason="已有欠费", actor=cashier, now=NOW)
    with pytest.raises(AlreadyDecided):
        pay_refund(request_id=request.pk, method="CASH", actor=cashier, now=NOW)
    with pytest.raises(CreditTooSmall):
        request_refund(account_id=shop.pk, amount=Decimal("20.01"), reason="多缴", actor=biller, now=NOW)
    assert RefundRequest.objects.get().decision_note == "已有欠费"


def test_a_refunded_payment_is_not_reversed_before_its_refund(
    shop: SupplyAccount, biller: Staff, cashier: Staff
) -> None:
    paid = pay(shop, "80")
    refund = refund_credit(
        account_id=shop.pk, amount=Decimal(50), method="CASH", key="k", asked_by=biller, actor=cashier, now=NOW
    )
    with pytest.raises(CreditSpent):
        reverse_payment(entry_id=paid.pk, reason="退票", **BY)
    reverse_payment(entry_id=refund.pk, reason="账号有误", **BY)
    assert sums(shop) == money("-80", "0", "80")
    reverse_payment(entry_id=paid.pk, reason="退票", **BY)
    assert sums(shop) == money("0", "0", "0")


def test_settlement_says_what_is_left_to_pay(shop: SupplyAccount) -> None:
    charge(shop, "100", date(2026, 10, 20))
    final = Charge(key="case:2:final", amount=Decimal("45.30"), due_on=date(2026, 11, 25))
    today = date(2026, 11, 25)
    settled = settle_account(account_id=shop.pk, on=today, case_number="C2", charges=[final], **BY)
    # 36 days at 2 per mille of 100 yuan
    assert (settled.to_pay, settled.to_refund, settled.is_settled) == (Decimal("152.50"), Decimal(0), False)
    assert settled == settle_account(account_id=shop.pk, on=today, case_number="C2", charges=[final], **BY)
    pay(shop, "160.00")
    settled = settle_account(account_id=shop.pk, on=today, case_number="C2", charges=[final], **BY)
    assert (settled.to_pay, settled.to_refund, settled.is_settled) == (Decimal(0), Decimal("7.50"), True)


def test_merging_moves_credit_and_refuses_debts(shop: SupplyAccount, home: SupplyAccount) -> None:
    move: dict[str, Any] = {"from_account_id": shop.pk, "to_account_id": home.pk, "case_number": "C3", **BY}
    entry = charge(shop, "100", date(2026, 10, 20))
    with pytest.raises(DebtsRemain):
        transfer_balance(**move)
    pay(shop, "130")
    charge(home, "20", date(2026, 11, 30))
    assert transfer_balance(**move) == Decimal("-30.00")
    assert (sums(shop), sums(home)) == (money("0", "0", "0"), money("-10", "0", "10"))
    assert transfer_balance(**move) == 0
    with pytest.raises(CreditSpent):
        reverse_payment(entry_id=LedgerEntry.objects.get(kind=EntryKind.PAYMENT).pk, reason="x", **BY)
    assert entry.pk not in still_open(shop)


def test_debts_move_with_their_due_day_and_late_charge(shop: SupplyAccount, home: SupplyAccount) -> None:
    charge(shop, "1000", date(2026, 10, 20))
    moved = transfer_balance(
        from_account_id=shop.pk, to_account_id=home.pk, case_number="C4", with_debts=True, **BY
    )
    assert moved == Decimal("1072.00")
    assert sums(shop) == money("0", "0", "0")
    debt = debt_of(home.pk, date(2026, 11, 25))
    assert (debt.overdue, debt.oldest_due_on, debt.late_charge) == (*money("1000"), date(2026, 10, 20), Decimal(0))


def test_what_opens_again_after_a_move_is_moved_again(shop: SupplyAccount, home: SupplyAccount) -> None:
    move: dict[str, Any] = {"from_account_id": shop.pk, "to_account_id": home.pk, "case_number": "C6", **BY}
    charge(shop, "100")
    bounced = pay(shop, "60")
    assert transfer_balance(with_debts=True, **move) >= Decimal(40)
    reverse_payment(entry_id=bounced.pk, reason="退票", **BY)
    transfer_balance(with_debts=True, **move)
    assert sums(shop) == money("0", "0", "0")


def test_what_came_over_is_paid_and_opened_again_like_any_other(shop: SupplyAccount, home: SupplyAccount) -> None:
    move: dict[str, Any] = {"from_account_id": shop.pk, "to_account_id": home.pk, "case_number": "C7", **BY}
    charge(shop, "100", date(2026, 12, 20))
    transfer_balance(with_debts=True, **move)
    paid = pay(home, "100")
    reverse_payment(entry_id=paid.pk, reason="退票", **BY)
    assert sums(home) == money("100", "100", "0")
    pay(shop, "100")
    own = charge(home, "50", date(2026, 11, 1))
    transfer_balance(**move)
    reverse_charge(entry_id=own.pk, reason="差错", **BY)
    assert sums(home) == money("0", "0", "0")


def test_nothing_is_moved_to_itself(shop: SupplyAccount) -> None:
    with pytest.raises(InvalidInput):
        transfer_balance(from_account_id=shop.pk, to_account_id=shop.pk, case_number="C5", **BY)


def test_a_month_of_bills_is_posted_once_for_one_department(
    accounts: list[SupplyAccount], biller: Staff, company: dict[str, Department]
) -> None:
    home, shop, works = accounts
    pay(home, "30")
    for account in accounts:
        make_bill(account, date(2026, 10, 1))
    make_bill(shop, date(2026, 9, 1))
    arguments: dict[str, Any] = {"month": date(2026, 10, 1), "actor": biller, "now": NOW}
    assert post_bills(department_id=company["GS"].pk, **arguments) == 2
    assert post_bills(department_id=company["GS"].pk, **arguments) == 0
    assert sums(home) == money("75.66", "75.66", "0")
    assert sums(shop) == money("105.66", "105.66", "0")
    assert not LedgerEntry.objects.filter(account=works).exists()
    with pytest.raises(OutOfScope):
        post_bills(department_id=company["YQ"].pk, **arguments)


def test_a_refusal_leaves_nothing(shop: SupplyAccount) -> None:
    good = Charge(key="a", amount=Decimal(1), due_on=date(2026, 11, 1))
    bad = Charge(key="b", amount=Decimal(0), due_on=date(2026, 11, 1))
    with pytest.raises(DomainError):
        post_charges(account_id=shop.pk, charges=[good, bad], **BY)
    assert not LedgerEntry.objects.exists()
