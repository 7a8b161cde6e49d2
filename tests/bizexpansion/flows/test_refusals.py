"""What bars an application, each once: the counter refuses it, says why with its figures, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from bizexpansion.enums import ClosingGround, TaskState
from bizexpansion.errors import NotReady, NotSettled, PreconditionUnmet
from bizexpansion.flows import get_flow, latest_flows
from bizexpansion.models import (
    AccountClosing,
    Application,
    ApplicationRecord,
    CapacityChange,
    CapacityReduction,
    Case,
    FaultReport,
    HouseholdBatch,
    Relocation,
    SupplyChange,
    TariffChange,
    TemporaryExchange,
    TemporaryExtension,
    TemporaryRemoval,
)
from bizexpansion.models.tariff import TariffChangeKind
from bizexpansion.operations.preconditions import AT_SEAL, PRECONDITIONS, Question, asked_by, refuse_unmet
from bizexpansion.queries.prints import printed_plan, printed_work_order
from bizexpansion.steps import accept_spec
from crm.audit.operation import SYSTEM
from crm.org.models import Department
from crm.web.figures import money
from customers.book.enums import PriceStrategy, RunStatus, TariffClass, TemporaryKind, Voltage
from customers.book.models import SupplyAccount, Transformer
from customers.book.operations import lock_account_for_change
from metering.models import Reading
from metering.queries.ledger import debt_of
from tests.bizexpansion.flows.office import Office, Table, all_tables, problems
from tests.bizexpansion.flows.tables import leaving
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.book import make_account, make_hv_account, make_lv_account
from tests.factories.metering import charge
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Bar:
    """How a precondition that many flows share is broken, and what the clerk then reads."""

    breaks: Callable[[SupplyAccount, datetime], Any]
    said: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    of_account: bool = True


def _open_case(account: SupplyAccount, now: datetime) -> None:
    lock_account_for_change(account_id=account.pk, case_number="261125-0777", actor=SYSTEM, now=now)


def _temporary(account: SupplyAccount, now: datetime) -> None:
    SupplyAccount.objects.filter(pk=account.pk).update(
        temporary=TemporaryKind.METERED, temporary_until=date(2027, 3, 31)
    )


def _nothing(account: SupplyAccount, now: datetime) -> None:
    """Only what is typed is wrong."""


def _arrears(account: SupplyAccount, now: datetime) -> str:
    """More than is ever paid in advance, and what a month late has cost since."""
    charge(account, "120400.50", due_on=date(2026, 10, 25))
    return str(money(debt_of(account.pk, now.date()).arrears))


SHARED = {
    "P1": Bar(_open_case, "261125-0777"),
    "P2": Bar(_arrears),
    "P3": Bar(_nothing, "breaches_checked", (("breaches_checked", ""),), of_account=False),
    "P4": Bar(_nothing, "identity_checked", (("identity_checked", ""),), of_account=False),
    "P5": Bar(_temporary, "2027-03-31"),
}
QUICK = ("212", "213")


def _tables() -> list[Any]:
    """The first table of each flow; splitting and merging, which settle debts first, in `make test` too."""
    first = {table.code: table for table in reversed(all_tables())}
    return [
        pytest.param(table, id=code, marks=() if code in QUICK else pytest.mark.slow)
        for code, table in sorted(first.items())
    ]


@contextmanager
def _aside() -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("table", _tables())
def test_what_many_flows_ask_first_bars_each_of_them(table: Table, now: datetime) -> None:
    office = Office(make_people(), table, now)
    asked = {one.rule for one in office.graph.flow.preconditions if one.at == "accept"}
    number = dict(table.accept(office)).get("account", "")
    account = SupplyAccount.objects.filter(account_number=number).first()
    cases = Case.objects.count()
    for rule in sorted(asked & SHARED.keys()):
        bar = SHARED[rule]
        if bar.of_account and account is None:
            continue
        with _aside():
            words = bar.breaks(account, now) or bar.said  # type: ignore[arg-type]  # those that need one have one
            answer = office.accept(**dict(bar.typed))
            said = str(problems(answer)) + answer.content.decode()
            assert answer.status_code in (409, 422), (rule, answer.status_code)
            assert words in said, (rule, problems(answer))
            assert Case.objects.count() == cases, rule


@dataclass(frozen=True)
class Own:
    """A flow's own precondition, broken: the account that is looked up, what is typed, the field that is named."""

    flow: str
    account: Callable[..., SupplyAccount] | None
    asked: Callable[[Any], ApplicationRecord | None] = lambda account: None
    field: str = ""


DAY = date(2026, 11, 25)


def _used(department: Department) -> SupplyAccount:
    """An account that has drawn power last week."""
    account = make_account(department)
    Reading.objects.create(account=account, day=DAY - timedelta(days=7), energy=Decimal("12.5"))
    return account


def _one_transformer(department: Department) -> SupplyAccount:
    """A high-voltage account of which nothing can go as a whole."""
    account = make_hv_account(department)
    Transformer.objects.filter(account=account, sequence=2).update(run_status=RunStatus.REMOVED)
    return account


def _without_meter(department: Department) -> SupplyAccount:
    """Supplied without a meter until yesterday."""
    yesterday = DAY - timedelta(days=1)
    return make_account(department, temporary=TemporaryKind.UNMETERED, temporary_until=yesterday)


def _used_on_credit(department: Department) -> SupplyAccount:
    """Nothing is paid for what was drawn after the last day."""
    account = _without_meter(department)
    charge(account, "31.20", due_on=DAY)
    return account


def _held(department: Department) -> SupplyAccount:
    """Another case is open on it."""
    account = make_account(department)
    return lock_account_for_change(
        account_id=account.pk, case_number="261125-0778", actor=SYSTEM, now=account.created_at
    )


def _span(kind: type[Any], days: int, **other: Any) -> Callable[[SupplyAccount], ApplicationRecord]:
    """A change of so many days that begins in time."""
    first = DAY + timedelta(days=30)
    return lambda account: kind(account=account, starts_on=first, ends_on=first + timedelta(days=days), **other)


OWN = {
    "HV": Own("203", make_lv_account),
    "LV": Own("208", make_hv_account),
    "KIND": Own("109", make_hv_account),
    "UNMETERED": Own("107", make_lv_account),
    "PAUSED": Own("204", make_hv_account),
    "REDUCED": Own("202", make_hv_account),
    "SWAPPED": Own("206", make_hv_account),
    "REMOVED": Own("209", make_lv_account),
    "TOGETHER": Own("213", make_lv_account),
    "WHOLE": Own("203", make_account),
    "DIVISIBLE": Own("212", _one_transformer),
    "PAIDUP": Own("107", _used_on_credit),
    "P1-URGENT": Own("302", _held, lambda account: FaultReport(account=account, is_urgent=False)),
    "LVMAX": Own(
        "102", None, lambda _: Application(voltage=Voltage.V380, applied_capacity=161), "applied_capacity"
    ),
    "FREE": Own("101", make_lv_account, lambda account: Application(address=account.address), "address"),
    "PLACE": Own("207", make_lv_account, lambda account: Relocation(new_address=account.address), "new_address"),
    "SAME": Own("207", make_lv_account, lambda _: Relocation(is_on_supply_point=False), "is_on_supply_point"),
    "TMPUSE": Own("105", None, lambda _: Application(temporary_use=""), "temporary_use"),
    "TERM": Own(
        "105",
        None,
        lambda _: Application(wanted_on=DAY, temporary_until=date(2030, 1, 1), term_reason="工期三年半"),
        "temporary_until",
    ),
    "LATER": Own("107", _without_meter, lambda _: TemporaryExtension(temporary_until=DAY), "temporary_until"),
    "NET": Own("112", None, lambda _: HouseholdBatch(network_ready=False), "network_ready"),
    "AWAY": Own("208", make_lv_account, lambda _: TemporaryRemoval(back_on=date(2027, 8, 1)), "back_on"),
    "IDLE": Own("216", _used, lambda account: AccountClosing(account=account, ground=ClosingGround.IDLE), "ground"),
    "NOTICE": Own(
        "203",
        make_account,
        lambda account: CapacityChange(
            account=account, starts_on=DAY + timedelta(days=3), ends_on=date(2027, 2, 1)
        ),
        "starts_on",
    ),
    "PAUSE": Own("203", make_account, _span(CapacityChange, 14), "ends_on"),
    "REDUCE": Own("201", make_account, _span(CapacityReduction, 14), "ends_on"),
    "EXCHANGE": Own("205", make_hv_account, _span(TemporaryExchange, 63), "ends_on"),
    "ROOM": Own(
        "109",
        make_lv_account,
        lambda account: SupplyChange(account=account, applied_capacity=161),
        "applied_capacity",
    ),
    "T14-BASIC": Own(
        "215",
        make_account,
        lambda account: TariffChange(
            account=account, kind=TariffChangeKind.BASIC_CHARGE, effective_on=date(2027, 2, 2)
        ),
        "effective_on",
    ),
    "TWO-PART": Own(
        "215",
        make_lv_account,
        lambda account: TariffChange(
            account=account,
            kind=TariffChangeKind.BASIC_CHARGE,
            tariff_class=TariffClass.COMMERCE,
            strategy=PriceStrategy.TWO_PART,
        ),
        "strategy",
    ),
    "VOLT": Own(
        "214",
        make_lv_account,
        lambda account: SupplyChange(voltage=account.voltage, applied_capacity=0),
        "voltage",
    ),
    "PHASE": Own(
        "109",
        make_lv_account,
        lambda account: SupplyChange(account=account, voltage=Voltage.V220, applied_capacity=200),
        "voltage",
    ),
}
NEVER_BARS = {"P7": "the inspector looks, at the completion", "DEBT": "told at the counter, settled on the way"}


def test_every_precondition_is_broken_once() -> None:
    assert OWN.keys() | SHARED.keys() | NEVER_BARS.keys() | {AT_SEAL} == PRECONDITIONS.keys()
    named = {one.rule for graph in latest_flows() for one in asked_by(graph.flow)}
    assert named == PRECONDITIONS.keys(), "each is asked by some flow"


def test_what_one_flow_asks_bars_it(now: datetime) -> None:
    department = make_company()["YQ"]
    wrong = {}
    for rule, own in OWN.items():
        flow = get_flow(own.flow).flow
        with _aside():
            account = own.account(department) if own.account else None
            answer = PRECONDITIONS[rule].ask(Question(flow, account, own.asked(account), now))
        told_in_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in answer.words)
        fields = accept_spec(get_flow(own.flow)).form.base_fields
        if answer.met is not False or answer.field != own.field or not told_in_chinese:
            wrong[rule] = answer
        if rule not in {one.rule for one in flow.preconditions} or (own.field and own.field not in fields):
            wrong[rule] = answer
    assert wrong == {}


def test_what_does_not_hold_is_told_together(now: datetime) -> None:
    account = make_lv_account(make_company()["YQ"])
    charge(account, "88.00", due_on=date(2026, 10, 25))
    with pytest.raises(PreconditionUnmet) as refused:
        refuse_unmet(get_flow("206").flow, Question(get_flow("206").flow, account, None, now))
    assert refused.value.details["rules"] == ["P2", "SWAPPED"]
    assert "¥93.46" in str(refused.value), "88.00 and 31 days late"


@pytest.mark.slow
def test_an_account_charged_after_its_settlement_is_not_closed(now: datetime) -> None:
    office = Office(make_people(), leaving.TABLES[0], now)
    office.accept()
    office.run("archive")
    charge(office.subject, "12.34", key="late")
    answer = office.do("archive")
    assert answer.status_code in (409, 422)
    assert str(NotSettled.message) in answer.content.decode()
    assert office.case.tasks.filter(node="archive", state=TaskState.OPEN).exists()


def test_nothing_is_printed_of_what_is_not_decided_yet(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    for printed in (printed_plan, printed_work_order):
        with pytest.raises(NotReady) as refused:
            printed(walk.case)
        assert refused.value.details["missing"] in ("supplyplan", "meterassignment")
