"""The late-payment charge against the examples of the rule, a day-by-day oracle and its laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from crm.audit.operation import SYSTEM
from crm.parameters.operations import set_parameter_value
from customers.book.models import SupplyAccount
from metering.enums import EntryKind
from metering.late_charge import LateRates, late_charge
from metering.models import LedgerEntry
from metering.operations.payments import reverse_charge, reverse_payment
from metering.operations.settlement import settle_account
from metering.queries.late_charges import accrued_on, late_rates
from metering.queries.ledger import debt_of, debts_of, open_items, owed
from tests.factories.metering import NOW, charge, pay

RESIDENT = LateRates(Decimal("0.001"), Decimal("0.001"), Decimal(1))
OTHER = LateRates(Decimal("0.002"), Decimal("0.003"), Decimal(1))
DUE = date(2026, 10, 20)
FEN = Decimal("0.01")


@pytest.mark.parametrize(
    ("amount", "due_on", "on", "rates", "expected"),
    [
        ("1000", DUE, date(2026, 10, 20), OTHER, "0.00"),
        ("1000", DUE, date(2026, 10, 21), OTHER, "2.00"),
        ("1000", DUE, date(2026, 10, 30), OTHER, "20.00"),
        ("1000", DUE, date(2026, 10, 30), RESIDENT, "10.00"),
        ("1000", DUE, date(2027, 1, 10), OTHER, "174.00"),  # 72 days at 2, 10 days at 3 per mille
        ("1000", DUE, date(2027, 1, 10), replace(OTHER, rerates_whole=True), "246.00"),  # 82 days at 3
        ("1000", DUE, date(2026, 10, 30), replace(OTHER, includes_pay_day=False), "18.00"),
        ("1000", DUE, date(2026, 10, 21), replace(OTHER, includes_pay_day=False), "0.00"),
        ("10", DUE, date(2026, 10, 21), OTHER, "1.00"),  # the least
        ("10", DUE, date(2026, 10, 21), replace(OTHER, minimum=Decimal(0)), "0.02"),
        ("1000", date(2026, 12, 31), date(2027, 1, 10), OTHER, "20.00"),  # overdue in the new year: its own year
        ("105.66", DUE, date(2026, 11, 25), OTHER, "7.61"),  # 7.60752
    ],
)
def test_examples(amount: str, due_on: date, on: date, rates: LateRates, expected: str) -> None:
    assert late_charge(Decimal(amount), due_on, [], on, rates) == Decimal(expected)


def test_what_is_paid_accrues_no_more() -> None:
    paid = [(date(2026, 10, 25), Decimal(600)), (date(2026, 10, 15), Decimal(100))]
    # 900 yuan for 5 days, 300 yuan for 5 days
    assert late_charge(Decimal(1000), DUE, paid, date(2026, 10, 30), OTHER) == Decimal("12.00")
    assert late_charge(Decimal(1000), DUE, [(DUE, Decimal(1000))], date(2026, 10, 30), OTHER) == 0


days = st.integers(-40, 500).map(lambda number: DUE + timedelta(days=number))
rates_drawn = st.builds(
    LateRates,
    current_year=st.sampled_from([Decimal("0.001"), Decimal("0.002")]),
    cross_year=st.sampled_from([Decimal("0.002"), Decimal("0.003")]),
    minimum=st.sampled_from([Decimal(0), Decimal(1)]),
    includes_pay_day=st.booleans(),
    rerates_whole=st.booleans(),
)
amounts = st.decimals("0.01", "90000", places=2)


@st.composite
def debts(draw: st.DrawFn) -> tuple[Decimal, list[tuple[date, Decimal]]]:
    """A debt and payments that do not exceed it."""
    amount = rest = draw(amounts)
    paid = []
    for day in draw(st.lists(days, max_size=4)):
        part = min(rest, draw(amounts))
        rest -= part
        if part:
            paid.append((day, part))
    return amount, paid


def oracle(amount: Decimal, due_on: date, paid: list[tuple[date, Decimal]], on: date, rates: LateRates) -> Decimal:
    """Day by day: a day counts for what is unpaid on it; the day of payment counts, or does not."""
    turn = date((due_on + timedelta(days=1)).year + 1, 1, 1)

    def unpaid(day: date) -> Decimal:
        done = sum((part for at, part in paid if (at < day if rates.includes_pay_day else at <= day)), Decimal(0))
        return amount - done

    last = on if rates.includes_pay_day else on - timedelta(days=1)
    reaches = last >= turn
    total, day = Decimal(0), due_on + timedelta(days=1)
    while day <= last:
        if day >= turn:
            total += unpaid(day) * rates.cross_year
        else:
            carried = unpaid(turn) if rates.rerates_whole and reaches else Decimal(0)
            total += (unpaid(day) - carried) * rates.current_year + carried * rates.cross_year
        day += timedelta(days=1)
    return max(total.quantize(FEN, ROUND_HALF_UP), rates.minimum) if total else Decimal(0)


@given(debts(), days, rates_drawn)
def test_as_counted_day_by_day(
    debt: tuple[Decimal, list[tuple[date, Decimal]]], on: date, rates: LateRates
) -> None:
    amount, paid = debt
    assert late_charge(amount, DUE, paid, on, rates) == oracle(amount, DUE, paid, on, rates)


@given(debts(), days, st.integers(0, 300), rates_drawn)
def test_it_never_shrinks_and_is_never_negative(
    debt: tuple[Decimal, list[tuple[date, Decimal]]], on: date, more: int, rates: LateRates
) -> None:
    amount, paid = debt
    if rates.cross_year < rates.current_year:
        rates = replace(rates, cross_year=rates.current_year)
    early = late_charge(amount, DUE, paid, on, rates)
    later = late_charge(amount, DUE, paid, on + timedelta(days=more), rates)
    assert 0 <= early <= later


@given(amounts, days, st.integers(0, 60), days, rates_drawn)
def test_paying_earlier_never_costs_more(
    amount: Decimal, paid_on: date, earlier: int, on: date, rates: LateRates
) -> None:
    if rates.cross_year < rates.current_year:
        rates = replace(rates, cross_year=rates.current_year)
    first = [(paid_on - timedelta(days=earlier), amount)]
    assert late_charge(amount, DUE, first, on, rates) <= late_charge(amount, DUE, [(paid_on, amount)], on, rates)


@given(st.lists(amounts, min_size=1, max_size=4), days)
def test_parts_bear_what_the_whole_bears(parts: list[Decimal], on: date) -> None:
    free = replace(OTHER, minimum=Decimal(0))
    whole = late_charge(sum(parts, Decimal(0)), DUE, [], on, free)
    assert abs(sum(late_charge(part, DUE, [], on, free) for part in parts) - whole) <= FEN * len(parts)


# against the database


def test_residents_and_others_have_their_rates(accounts: list[SupplyAccount]) -> None:
    home, shop, _ = accounts
    for account in (home, shop):
        charge(account, "1000", DUE)
    found = debts_of([home.pk, shop.pk], date(2026, 10, 30))
    assert [found[account.pk].late_charge for account in (home, shop)] == [Decimal("10.00"), Decimal("20.00")]


def test_the_value_in_force_on_the_day_counts(accounts: list[SupplyAccount]) -> None:
    shop = accounts[1]
    charge(shop, "1000", DUE)
    set_parameter_value(
        code="late_charge.daily_rate",
        selector="current_year",
        value=Decimal("1.5"),
        valid_from=date(2026, 10, 29),
        source="合同约定 UNCONFIRMED",
        trust="U",
        actor=SYSTEM,
        now=NOW,
    )
    assert late_rates(date(2026, 10, 28))[False].current_year == Decimal("0.002")
    assert debt_of(shop.pk, date(2026, 10, 30)).late_charge == Decimal("15.00")


def test_business_fees_and_late_charges_bear_none(accounts: list[SupplyAccount]) -> None:
    shop = accounts[1]
    charge(shop, "1000", DUE, kind=EntryKind.FEE)
    assert debt_of(shop.pk, date(2026, 10, 30)).late_charge == 0
    charge(shop, "1000", DUE)
    pay(shop, "1", date(2026, 10, 30), with_late_charge=True)
    late = LedgerEntry.objects.get(kind=EntryKind.LATE_CHARGE)
    assert (late.amount, late.due_on, late.value_on) == (Decimal("20.00"), date(2026, 10, 30), date(2026, 10, 30))
    assert any(item.entry.kind == EntryKind.LATE_CHARGE for item in open_items(SYSTEM, shop.pk))
    assert debt_of(shop.pk, date(2026, 10, 30)).late_charge == 0, "posted already"
    # one yuan paid the fee that was first; a day more accrues on the bill alone
    assert debt_of(shop.pk, date(2026, 10, 31)).late_charge == Decimal("2.00")


def test_a_bounced_payment_never_stopped_the_clock(accounts: list[SupplyAccount]) -> None:
    shop = accounts[1]
    charge(shop, "1000", DUE)
    bounced = pay(shop, "600", date(2026, 10, 25))
    assert debt_of(shop.pk, date(2026, 10, 30)).late_charge == Decimal("14.00")
    reverse_payment(entry_id=bounced.pk, reason="退票", actor=SYSTEM, now=NOW)
    assert debt_of(shop.pk, date(2026, 10, 30)).late_charge == Decimal("20.00")


def test_what_was_waived_does_not_come_again(accounts: list[SupplyAccount]) -> None:
    shop, on = accounts[1], date(2026, 10, 30)
    charge(shop, "1000", DUE)
    settle: dict[str, Any] = {"account_id": shop.pk, "case_number": "C", "actor": SYSTEM, "now": NOW}
    assert settle_account(on=on, **settle).to_pay == Decimal("1020.00")
    late = LedgerEntry.objects.get(kind=EntryKind.LATE_CHARGE)
    reverse_charge(entry_id=late.pk, reason="减免违约金", actor=SYSTEM, now=NOW)
    assert settle_account(on=on, **settle).to_pay == Decimal("1000.00")
    assert settle_account(on=date(2026, 10, 31), **settle).to_pay == Decimal("1002.00")


def test_a_payment_that_bounced_lets_more_accrue_on_the_same_day(accounts: list[SupplyAccount]) -> None:
    shop, on = accounts[1], date(2026, 10, 30)
    charge(shop, "1000", DUE)
    bounced = pay(shop, "500", date(2026, 10, 21))
    settle: dict[str, Any] = {"account_id": shop.pk, "on": on, "case_number": "C", "actor": SYSTEM, "now": NOW}
    assert settle_account(**settle).to_pay == Decimal("511.00")  # 2 for the first day, 9 days of 500 yuan
    reverse_payment(entry_id=bounced.pk, reason="退票", actor=SYSTEM, now=NOW)
    assert settle_account(**settle).to_pay == Decimal("1020.00")


def test_debt_says_what_is_due_and_what_is_not(accounts: list[SupplyAccount]) -> None:
    shop = accounts[1]
    charge(shop, "1000", DUE)
    charge(shop, "500", date(2026, 11, 20))
    debt = debt_of(shop.pk, date(2026, 10, 30))
    assert (debt.open_amount, debt.overdue, debt.total, debt.arrears) == tuple(
        Decimal(figure) for figure in ("1500", "1000", "1520", "1020")
    )
    assert (debt.days, debt.oldest_due_on, len(debt.items)) == (10, DUE, 2)
    assert owed(shop.pk, date(2026, 10, 30)) == Decimal("1520.00")
    assert not debt_of(accounts[0].pk, date(2026, 10, 30))


@pytest.mark.parametrize("count", [1, 30])
def test_debts_cost_a_constant_number_of_queries(
    accounts: list[SupplyAccount], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home, shop, works = accounts
    for number in range(count):
        for account in accounts:
            charge(account, "10", DUE - timedelta(days=number))
    pay(shop, "5")
    with django_assert_num_queries(5):
        debts_of([home.pk, shop.pk, works.pk], date(2026, 11, 25))


def test_nothing_overdue_costs_no_parameters(
    accounts: list[SupplyAccount], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    charge(accounts[1], "10", DUE)
    with django_assert_num_queries(2):
        assert debt_of(accounts[1].pk, DUE).late_charge == 0
    assert accrued_on([], DUE) == {}
