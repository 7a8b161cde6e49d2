"""Whatever happens to two accounts in whatever order, the ledger agrees with itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.errors import CreditSpent, CreditTooSmall, DebtsRemain
from metering.models import AccountBalance, LedgerEntry, OpenItem
from metering.operations.charges import Charge, post_charges
from metering.operations.payments import post_payment, reverse_charge, reverse_payment
from metering.operations.refunds import refund_credit
from metering.operations.settlement import settle_account, transfer_balance
from metering.queries.check import find_faults
from tests.factories.metering import NOW
from tests.factories.org import make_staff

TODAY = NOW.date()
BY: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
amounts = st.decimals("0.01", "500", places=2)
which = st.integers(0, 1)
days = st.integers(-90, 0).map(lambda number: TODAY + timedelta(days=number))


def machine(accounts: list[SupplyAccount], asked_by: Staff) -> type[RuleBasedStateMachine]:
    """A machine over these accounts, each run in a transaction that is rolled back."""

    class Ledger(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            self.number = 0
            self.sum = {account.pk: Decimal(0) for account in accounts}
            self.payments: list[LedgerEntry] = []
            self.charges: list[LedgerEntry] = []

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

        def key(self) -> str:
            self.number += 1
            return f"walk:{self.number}"

        def attempt(self, action: Callable[[], Any], *refusals: type[DomainError]) -> Any:
            """The action, or nothing of it if it is refused for one of these reasons."""
            before = LedgerEntry.objects.count()
            try:
                return action()
            except refusals:
                assert LedgerEntry.objects.count() == before
                return None

        @rule(at=which, amount=amounts, due=st.integers(-60, 30))
        def charge(self, at: int, amount: Decimal, due: int) -> None:
            account = accounts[at]
            wanted = Charge(self.key(), amount, TODAY + timedelta(days=due))
            self.charges += post_charges(account_id=account.pk, charges=[wanted], **BY)
            self.sum[account.pk] += amount

        @rule(at=which, amount=amounts)
        def allow(self, at: int, amount: Decimal) -> None:
            wanted = Charge(self.key(), -amount, TODAY, kind=EntryKind.ADJUSTMENT)
            post_charges(account_id=accounts[at].pk, charges=[wanted], **BY)
            self.sum[accounts[at].pk] -= amount

        @rule(at=which, amount=amounts, on=days, data=st.data(), late=st.booleans())
        def pay(self, at: int, amount: Decimal, on: date, data: st.DataObject, late: bool) -> None:
            account = accounts[at]
            own = [entry.pk for entry in self.charges if entry.account_id == account.pk]
            named = data.draw(st.lists(st.sampled_from(own), unique=True, max_size=2)) if own else []
            before = sum_of(account)
            entry = post_payment(
                account_id=account.pk,
                amount=amount,
                method="CASH",
                paid_on=on,
                key=self.key(),
                charges=named,
                with_late_charge=late,
                **BY,
            )
            self.payments.append(entry)
            accrued = sum_of(account) - before + amount
            assert accrued >= 0
            assert late or accrued == 0
            self.sum[account.pk] += accrued - amount

        @rule(at=which, amount=amounts)
        def pay_and_take_back(self, at: int, amount: Decimal) -> None:
            account = accounts[at]
            before = still_open(account)
            entry = post_payment(
                account_id=account.pk, amount=amount, method="CASH", paid_on=TODAY, key=self.key(), **BY
            )
            reverse_payment(entry_id=entry.pk, reason="试", **BY)
            assert still_open(account) == before

        @rule(data=st.data())
        def take_payment_back(self, data: st.DataObject) -> None:
            if self.payments:
                entry = data.draw(st.sampled_from(self.payments))
                was = entry.related_entries.filter(kind=EntryKind.REVERSAL).exists()
                done = self.attempt(lambda: reverse_payment(entry_id=entry.pk, reason="退票", **BY), CreditSpent)
                if done and not was:
                    self.sum[entry.account_id] += done.amount

        @rule(data=st.data())
        def take_charge_back(self, data: st.DataObject) -> None:
            if self.charges:
                entry = data.draw(st.sampled_from(self.charges))
                before = sum_of(entry.account)
                self.attempt(lambda: reverse_charge(entry_id=entry.pk, reason="差错", **BY), CreditSpent)
                self.sum[entry.account_id] += sum_of(entry.account) - before

        @rule(at=which, amount=amounts)
        def refund(self, at: int, amount: Decimal) -> None:
            credit = getattr(AccountBalance.objects.filter(account=accounts[at]).first(), "credit_amount", 0)
            done = self.attempt(
                lambda: refund_credit(
                    account_id=accounts[at].pk,
                    amount=amount,
                    method="CASH",
                    key=self.key(),
                    asked_by=asked_by,
                    **BY,
                ),
                CreditTooSmall,
            )
            assert (done is not None) == (amount <= credit)
            if done:
                self.sum[accounts[at].pk] += amount

        @rule(at=which, debts=st.booleans())
        def move(self, at: int, debts: bool) -> None:
            source, target = accounts[at], accounts[1 - at]
            before = sum_of(source)
            moved = self.attempt(
                lambda: transfer_balance(
                    from_account_id=source.pk,
                    to_account_id=target.pk,
                    case_number=self.key(),
                    with_debts=debts,
                    **BY,
                ),
                DebtsRemain,
            )
            if moved is not None:
                assert sum_of(source) == 0
                late = moved - before
                assert late >= 0
                self.sum[source.pk] = Decimal(0)
                self.sum[target.pk] += moved

        @rule(at=which)
        def settle(self, at: int) -> None:
            before = sum_of(accounts[at])
            wanted: dict[str, Any] = {"account_id": accounts[at].pk, "on": TODAY, "case_number": "W", **BY}
            settled = settle_account(**wanted)
            assert settled == settle_account(**wanted)
            assert settled.to_pay * settled.to_refund == 0
            assert settled.to_pay - settled.to_refund == sum_of(accounts[at])
            self.sum[accounts[at].pk] += sum_of(accounts[at]) - before

        @invariant()
        def agrees(self) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            assert find_faults() == {}
            for account in accounts:
                row = AccountBalance.objects.filter(account=account).first()
                if row:
                    assert row.balance == self.sum[account.pk]
                    assert not (row.open_amount and row.credit_amount), "credit covers what is open"

    return Ledger


def sum_of(account: SupplyAccount) -> Decimal:
    """The balance from the entries alone."""
    return sum(LedgerEntry.objects.filter(account=account).values_list("amount", flat=True), Decimal(0))


def still_open(account: SupplyAccount) -> dict[int, Decimal]:
    """The open items by entry."""
    return dict(OpenItem.objects.filter(account=account).values_list("entry_id", "open_amount"))


def walk(accounts: list[SupplyAccount], company: dict[str, Department], examples: int, steps: int) -> None:
    """Run the machine."""
    asked_by = make_staff("gs-r16", company["GS-T"], Role.R16)
    run_state_machine_as_test(
        machine(accounts[:2], asked_by),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_random_walks(accounts: list[SupplyAccount], company: dict[str, Department]) -> None:
    walk(accounts, company, examples=12, steps=15)
