"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.models import AccountBalance, Allocation, LedgerEntry, OpenItem
from tests.factories.metering import NOW, charge, make_bill, pay


@pytest.fixture
def shop(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[1]


def refused(statement: str, *values: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            cursor.execute(statement, values)
    return str(refusal.value)


@pytest.mark.parametrize("table", ["metering_ledgerentry", "metering_allocation"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET amount = amount", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_ledger_is_append_only(shop: SupplyAccount, table: str, verb: str) -> None:
    charge(shop, "10")
    pay(shop, "10")
    assert "append-only" in refused(verb.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metering_accountbalance SET balance = 0",
        "DELETE FROM metering_accountbalance",
        "UPDATE metering_openitem SET open_amount = 1",
        "DELETE FROM metering_openitem",
        "INSERT INTO metering_openitem SELECT * FROM metering_openitem",
    ],
)
def test_what_is_derived_is_not_written_by_hand(shop: SupplyAccount, statement: str) -> None:
    charge(shop, "10")
    assert "kept by the ledger" in refused(statement)


def test_a_balance_out_of_nothing_is_refused_at_commit(shop: SupplyAccount) -> None:
    statement = (
        "INSERT INTO metering_accountbalance (account_id, balance, open_amount, credit_amount) VALUES (%s, 5, 0, 0)"
    )
    assert "not the sum" in refused(statement, shop.pk)


def allocate(debit: LedgerEntry, credit: LedgerEntry, amount: str, account: SupplyAccount | None = None) -> None:
    with transaction.atomic():
        Allocation.objects.create(
            account=account or debit.account, debit=debit, credit=credit, amount=Decimal(amount), posted_at=NOW
        )


def test_no_charge_is_covered_twice(shop: SupplyAccount) -> None:
    entry = charge(shop, "10")
    first, second = pay(shop, "6"), pay(shop, "6")
    with pytest.raises(DatabaseError, match="more is allocated"):
        allocate(entry, second, "2")
    with pytest.raises(DatabaseError, match="more is taken back"):
        allocate(entry, first, "-6.01")
    with pytest.raises(DatabaseError, match="allocation_not_nothing"):
        allocate(entry, first, "0")


def test_allocations_lead_from_credit_to_debit_of_one_account(accounts: list[SupplyAccount]) -> None:
    home, shop, _ = accounts
    ours, theirs = charge(home, "10"), pay(shop, "10")
    for debit, credit, account in ((ours, theirs, home), (ours, theirs, shop), (theirs, ours, home)):
        with pytest.raises(DatabaseError, match="from a credit to a debit"):
            allocate(debit, credit, "1", account)


def entry_of(shop: SupplyAccount, **fields: Any) -> None:
    standard: dict[str, Any] = {
        "account": shop,
        "department_id": shop.department_id,
        "kind": EntryKind.BILL,
        "amount": Decimal(10),
        "value_on": date(2026, 11, 1),
        "due_on": date(2026, 11, 20),
        "effect_key": "x",
        "posted_at": NOW,
    }
    with transaction.atomic():
        LedgerEntry.objects.create(**(standard | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": Decimal(0)},
        {"amount": Decimal(-10), "due_on": None},
        {"due_on": None},
        {"kind": EntryKind.PAYMENT, "due_on": None},
        {"kind": EntryKind.PAYMENT, "amount": Decimal(-10)},
        {"kind": EntryKind.REFUND, "amount": Decimal(-10), "due_on": None},
        {"kind": EntryKind.LATE_CHARGE},
        {"kind": EntryKind.REVERSAL, "due_on": None},
        {"method": "CASH"},
    ],
)
def test_an_entry_that_cannot_be(shop: SupplyAccount, fields: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="ledger_entry_"):
        entry_of(shop, **fields)


def test_an_entry_stands_where_its_account_and_bill_do(accounts: list[SupplyAccount]) -> None:
    home, shop, works = accounts
    with pytest.raises(DatabaseError, match="another department"):
        entry_of(shop, department_id=works.department_id)
    with pytest.raises(DatabaseError, match="bill of another account"):
        entry_of(shop, bill=make_bill(home, date(2026, 9, 1)))


def test_the_same_key_is_one_entry_an_account(accounts: list[SupplyAccount]) -> None:
    home, shop, _ = accounts
    entry_of(shop)
    entry_of(home)
    with pytest.raises(DatabaseError, match="ledger_entry_once"):
        entry_of(shop)


def test_entries_and_their_allocations_in_one_statement(shop: SupplyAccount) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH e AS (
              INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, due_on, document,
                                                method, reference, note, effect_key, posted_at)
              VALUES (%(a)s, %(d)s, 'BILL', 10, '2026-11-01', '2026-11-20', '', '', '', '', 'k1', now()),
                     (%(a)s, %(d)s, 'PAYMENT', -4, '2026-11-01', NULL, '', '', '', '', 'k2', now())
              RETURNING id, account_id, amount)
            INSERT INTO metering_allocation (account_id, debit_id, credit_id, amount, posted_at)
            SELECT d.account_id, d.id, c.id, 4, now() FROM e d JOIN e c ON d.amount > 0 AND c.amount < 0
            """,
            {"a": shop.pk, "d": shop.department_id},
        )
    assert list(OpenItem.objects.values_list("open_amount", flat=True)) == [Decimal("6.00")]
    row = AccountBalance.objects.get(account=shop)
    assert (row.balance, row.open_amount, row.credit_amount) == (Decimal(6), Decimal(6), Decimal(0))
    call_command("check_ledger", verbosity=0)


FORGERIES = {
    "metering_accountbalance": ("UPDATE metering_accountbalance SET balance = 1, open_amount = 1", "balance"),
    "metering_openitem": ("UPDATE metering_openitem SET open_amount = 7", "open items"),
    "metering_ledgerentry": ("UPDATE metering_ledgerentry SET amount = amount + 1 WHERE amount > 0", "balance"),
    "metering_allocation": ("UPDATE metering_allocation SET amount = 99", "more is allocated"),
}


@pytest.mark.parametrize("table", FORGERIES)
def test_the_check_finds_a_forgery(shop: SupplyAccount, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    charge(shop, "10")
    pay(shop, "4")
    call_command("check_ledger")
    statement, words = FORGERIES[table]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
    with pytest.raises(CommandError):
        call_command("check_ledger")
    assert words in capsys.readouterr().out
