"""Two hands at one account, on connections of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, Allocation, LedgerEntry, OpenItem
from metering.operations.bad_debts import approve_bad_debt, propose_bad_debt, turn_down_bad_debt
from metering.operations.charges import Charge, post_bills
from metering.operations.payments import reverse_payment
from metering.operations.refunds import pay_refund, refund_credit, request_refund
from metering.operations.settlement import settle_account, transfer_balance
from metering.queries.check import find_faults
from tests.factories.book import make_account
from tests.factories.metering import NOW, charge, make_bill, pay
from tests.factories.org import make_company, make_staff
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
BY: dict[str, Any] = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def shops() -> list[SupplyAccount]:
    department = make_company()["GS"]
    return [make_account(department), make_account(department)]


def sums(account: SupplyAccount) -> tuple[Decimal, Decimal, Decimal]:
    row = AccountBalance.objects.get(account=account)
    assert find_faults() == {}
    return row.balance, row.open_amount, row.credit_amount


def test_two_payments_at_once_cover_a_charge_once(shops: list[SupplyAccount]) -> None:
    charge(shops[0], "100")
    at_once(*[lambda: pay(shops[0], "70")] * 4)
    assert sums(shops[0]) == (Decimal(-180), Decimal(0), Decimal(180))


def test_the_same_payment_sent_at_once_is_one(shops: list[SupplyAccount]) -> None:
    entries = at_once(*[lambda: pay(shops[0], "70", key="SAME")] * 4)
    assert len({entry.pk for entry in entries}) == 1
    assert sums(shops[0])[0] == Decimal(-70)


def test_the_first_entries_of_an_account_at_once(shops: list[SupplyAccount]) -> None:
    at_once(lambda: charge(shops[0], "30"), lambda: pay(shops[0], "70"), lambda: charge(shops[0], "30"))
    assert sums(shops[0]) == (Decimal(-10), Decimal(0), Decimal(10))


def test_payment_and_reversal_at_once(shops: list[SupplyAccount]) -> None:
    charge(shops[0], "100")
    wrong = pay(shops[0], "60")
    take_back = lambda: reverse_payment(entry_id=wrong.pk, reason="入错户", **BY)  # noqa: E731
    first, second, _ = at_once(take_back, take_back, lambda: pay(shops[0], "50"))
    assert first == second
    assert sums(shops[0]) == (Decimal(50), Decimal(50), Decimal(0))


def test_a_credit_is_refunded_once(shops: list[SupplyAccount]) -> None:
    asked_by = make_staff("r16", shops[0].department, Role.R16)
    pay(shops[0], "100")

    def refund(key: str) -> Any:
        return refund_credit(
            account_id=shops[0].pk, amount=Decimal(70), method="CASH", key=key, asked_by=asked_by, **BY
        )

    answers = at_once(lambda: refund("a"), lambda: refund("b"))
    assert sorted(type(answer).__name__ for answer in answers) == ["CreditTooSmall", "LedgerEntry"]
    assert sums(shops[0]) == (Decimal(-30), Decimal(0), Decimal(30))


def test_a_request_is_paid_once(shops: list[SupplyAccount]) -> None:
    biller = make_staff("r16", shops[0].department, Role.R16)
    cashiers = [make_staff(f"r8-{number}", shops[0].department, Role.R8) for number in range(2)]
    pay(shops[0], "100")
    request = request_refund(account_id=shops[0].pk, amount=Decimal(40), reason="多缴", actor=biller, now=NOW)
    first, second = at_once(
        *[
            lambda person=person: pay_refund(request_id=request.pk, method="CASH", actor=person, now=NOW)
            for person in cashiers
        ]
    )
    assert first == second
    assert sums(shops[0])[0] == Decimal(-60)


def test_an_account_settled_at_two_counters_is_billed_once(shops: list[SupplyAccount]) -> None:
    pay(shops[0], "100")
    last = [Charge(key="C1:last", amount=Decimal("70.50"), due_on=NOW.date(), kind=EntryKind.BILL)]
    settle = partial(
        settle_account, account_id=shops[0].pk, on=NOW.date(), case_number="C1", charges=last, actor=SYSTEM, now=NOW
    )
    answers = at_once(settle, settle)
    assert {(one.to_pay, one.to_refund) for one in answers} == {(Decimal(0), Decimal("29.50"))}
    assert sums(shops[0]) == (Decimal("-29.50"), Decimal(0), Decimal("29.50"))


def test_a_bad_debt_is_decided_once(shops: list[SupplyAccount]) -> None:
    biller = make_staff("r16", shops[0].department, Role.R16)
    bosses = [make_staff(f"r5-{number}", shops[0].department, Role.R5) for number in range(2)]
    charge(shops[0], "100")
    debt = propose_bad_debt(
        account_id=shops[0].pk,
        amount=Decimal(100),
        settled_on=NOW.date(),
        reason="业主失联",
        case_number="C1",
        actor=biller,
        now=NOW,
    )
    answers = at_once(
        lambda: approve_bad_debt(bad_debt_id=debt.pk, actor=bosses[0], now=NOW),
        lambda: turn_down_bad_debt(bad_debt_id=debt.pk, note="继续催收", actor=bosses[1], now=NOW),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyDecided", "BadDebt"]


def test_balances_moved_both_ways_at_once_do_not_lock_each_other(shops: list[SupplyAccount]) -> None:
    one, two = shops
    pay(one, "10")
    pay(two, "20")

    def move(source: SupplyAccount, target: SupplyAccount, case: str) -> Any:
        return transfer_balance(from_account_id=source.pk, to_account_id=target.pk, case_number=case, **BY)

    at_once(lambda: move(one, two, "A"), lambda: move(two, one, "B"))
    assert sorted([sums(one)[0], sums(two)[0]]) == [Decimal(-30), Decimal(0)]


def test_a_month_posted_twice_at_once_while_somebody_pays(shops: list[SupplyAccount]) -> None:
    for account in shops:
        make_bill(account, date(2026, 10, 1))
    post = lambda: post_bills(month=date(2026, 10, 1), department_id=shops[0].department_id, **BY)  # noqa: E731
    first, second, _ = at_once(post, post, lambda: pay(shops[1], "100"))
    assert first + second == 2
    assert sums(shops[0]) == (Decimal("105.66"), Decimal("105.66"), Decimal(0))
    assert sums(shops[1])[0] == Decimal("5.66")


def test_the_database_alone_refuses_to_cover_a_charge_twice(shops: list[SupplyAccount]) -> None:
    """Two sessions that each see the charge open write allocations past all operations."""
    debit = charge(shops[0], "100")
    with connection.cursor() as cursor:  # credits that nothing covers with yet
        cursor.execute(
            "INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, document, method,"
            " reference, note, effect_key, posted_at) SELECT %s, %s, 'PAYMENT', -80, '2026-11-01', '', '', '', '',"
            " 'raw' || n, now() FROM generate_series(1, 2) n",
            [shops[0].pk, shops[0].department_id],
        )
    credits = list(LedgerEntry.objects.filter(amount__lt=0))

    def cover(credit: LedgerEntry) -> Any:
        try:
            with transaction.atomic():
                return Allocation.objects.create(
                    account=shops[0], debit=debit, credit=credit, amount=Decimal(80), posted_at=NOW
                )
        except DatabaseError as refusal:
            return refusal

    answers = at_once(*[lambda credit=credit: cover(credit) for credit in credits])
    assert sum(isinstance(answer, Allocation) for answer in answers) == 1
    assert OpenItem.objects.get(entry=debit).open_amount == Decimal(20)
    assert find_faults() == {}
