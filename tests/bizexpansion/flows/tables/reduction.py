"""201 减容, 202 减容恢复, 204 暂停恢复, 205 暂换, 206 暂换恢复: two transformers of 1,600 kVA each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.utils.timezone import localtime

from bizexpansion.enums import TermState
from bizexpansion.models import FollowUp
from crm.audit.operation import SYSTEM
from crm.clocks.sweep import sweep
from crm.outbox.operations import drain
from customers.book import operations
from customers.book.enums import (
    AccountStatus,
    BasicChargeMode,
    ChangeRemark,
    ContractStatus,
    PowerState,
    PriceStrategy,
    RunStatus,
    StopEnd,
    StopKind,
)
from customers.book.models import SupplyAccount
from customers.book.specs import PriceSpec
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import exchange_steps
from tests.bizexpansion.flows.tables.capacity import energised, moment
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account

FULL, HALF = Decimal(3200), Decimal(1600)
NEW, RUNNING, STOPPED, GONE = ChangeRemark.NEW, RunStatus.RUNNING, RunStatus.STOPPED, RunStatus.REMOVED


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Both in operation."""
    return make_hv_account(company.tree["YQ"])


def important(company: Company, now: datetime) -> SupplyAccount:
    """A customer whose works are announced before they begin."""
    return make_hv_account(company.tree["YQ"], importance="SECOND")


def exchanged_with_its_meter(company: Company, now: datetime) -> SupplyAccount:
    """A larger transformer stands in, behind another meter: walked there by 205."""
    office = Office(company, EXCHANGE, now - timedelta(days=31))
    with time_machine.travel(office.now):
        assert office.accept().status_code == 302
    office.run()
    return SupplyAccount.objects.get(pk=office.subject.pk)


def stopped_for(kind: StopKind, days: int = 60, new_capacity: Decimal | None = None) -> Any:
    """The first transformer stands still (or has a stand-in) since so many days; a reduction or an exchange has
    brought another price."""

    def prepare(company: Company, now: datetime) -> SupplyAccount:
        account = make_hv_account(company.tree["YQ"])
        who: dict[str, Any] = {"account_id": account.pk, "case_number": "T-1", "actor": SYSTEM, "now": now}
        operations.lock_account_for_change(**who)
        unit = account.transformers.get(sequence=1)
        since = localtime(now).date() - timedelta(days=days)
        until = localtime(now).date() + timedelta(days=60)
        operations.replace_transformers(
            swaps=[operations.Swap(unit.pk, new_capacity)], kind=kind, from_day=since, resume_on=until, **who
        )
        if kind != StopKind.SUSPENDED:
            price = PriceSpec(price_code="IND-1P-10", strategy=PriceStrategy.ONE_PART, power_factor_standard="0.85")
            operations.set_account_price(price=price, from_day=since, **who)
        operations.unlock_account(**who)
        account.refresh_from_db()
        return account

    return prepare


def first_day(office: Office) -> date:
    """Ten days ahead: more than five working days."""
    return (office.accepted_at + timedelta(days=10)).date()


def said(office: Office) -> dict[str, Any]:
    """What every one of these says at the counter."""
    return exchange_steps.people_said(office) | {
        "reason": "生产调整",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def reduced(office: Office) -> dict[str, Any]:
    """201: the first for half a year, or for good, or a smaller one in its place."""
    name = office.table.name
    return said(office) | {
        "starts_on": first_day(office).isoformat(),
        "equipment-TOTAL_FORMS": "1",
        "equipment-0-number": "1",
        **({"is_permanent": "on"} if name == "" else {}),
        **({"ends_on": (first_day(office) + timedelta(days=180)).isoformat()} if name else {}),
        **({"equipment-0-new_capacity": "630"} if name in ("", "smaller") else {}),
    }


def restored(office: Office) -> dict[str, Any]:
    """202 and 204."""
    return said(office) | {
        "wanted_on": first_day(office).isoformat(),
        "equipment-TOTAL_FORMS": "1",
        "equipment-0-number": "1",
    }


def exchanged(office: Office) -> dict[str, Any]:
    """205: 2,000 kVA for 40 days."""
    return said(office) | {
        "number": "1",
        "new_capacity": "2000",
        "cause": "FAULT",
        "starts_on": office.accepted_at.date().isoformat(),
        "ends_on": (office.accepted_at + timedelta(days=40)).date().isoformat(),
    }


def exchange_ended(office: Office) -> dict[str, Any]:
    """206."""
    return said(office) | {"number": "1", "wanted_on": office.accepted_at.date().isoformat()}


def on_the_day(office: Office) -> None:
    """Ten days go by."""
    if office.day() < first_day(office):
        office.now += timedelta(days=10)


def sealed(office: Office) -> dict[str, Any]:
    """A34."""
    on_the_day(office)
    return {"sealed_on": first_day(office).isoformat(), "seals": "SZ0001"}


def unsealed(office: Office) -> dict[str, Any]:
    """A37."""
    on_the_day(office)
    return {"unsealed_on": first_day(office).isoformat(), "seals": "SZ0001"}


def draft(*ticks: str) -> Any:
    """A03, with these boxes ticked."""
    return lambda office: {"billing_note": "按运行容量计收基本电费", **dict.fromkeys(ticks, "on")}


def book(office: Office) -> dict[str, Any]:
    """Capacities now and over time, equipment, stops, price, contracts, power."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    periods = account.capacity_periods.order_by("period")
    price = account.prices.get(period__upper_inf=True)
    known = ("period", "price_code", "strategy", "case_number")
    return {
        "capacity": (account.contract_capacity, account.running_capacity),
        "power": account.power_state,
        "status": (account.status, account.open_case_number),
        "equipment": list(
            account.transformers.order_by("sequence").values_list("plate_capacity", "run_status", "change_remark")
        ),
        "periods": [(one.period.lower, one.contract_capacity, one.running_capacity) for one in periods],
        "stops": [
            (one.kind, one.capacity, one.period.lower, one.period.upper, one.ended_by, one.is_billed_in_full)
            for one in account.stops.order_by("id")
        ],
        "price": (price.strategy, price.basic_charge_mode, price.power_factor_standard),
        "prices": list(account.prices.order_by("period").values_list(*known)),
        "contracts": account.contracts.filter(status=ContractStatus.VALID).count(),
    }


def _free(found: dict[str, Any]) -> None:
    assert found["power"] == PowerState.ON
    assert found["status"] == (AccountStatus.NORMAL, "")
    assert found["price"] == (PriceStrategy.TWO_PART, BasicChargeMode.CAPACITY, "0.90")


def reduction_archived(office: Office) -> None:
    """For good: the contract falls by 970 kVA; for a time: the running capacity, by all or by the difference."""
    found, day, name = book(office), first_day(office), office.table.name
    _free(found)
    other = (HALF, RUNNING, NEW)
    before = office.before["periods"]
    if name == "":
        assert found["capacity"] == (Decimal(2230), Decimal(2230))
        assert found["equipment"] == [(HALF, GONE, ChangeRemark.REMOVED), other, (Decimal(630), RUNNING, NEW)]
        assert found["stops"] == []
        assert found["contracts"] == 2, "the one before and the amended one"
        assert not office.case.terms.exists()
        return
    left = FULL - (HALF if name == "whole" else HALF - Decimal(630))
    assert found["capacity"] == (FULL, left)
    assert found["periods"] == [*before, (day, FULL, left)]
    stopped = (HALF, STOPPED, ChangeRemark.REDUCED)
    assert found["equipment"][:2] == [stopped, other]
    assert found["equipment"][2:] == ([(Decimal(630), RUNNING, NEW)] if name == "smaller" else [])
    assert found["stops"] == [(StopKind.REDUCED, FULL - left, day, None, "", False)]
    term = office.case.terms.get()
    assert (term.timer, term.ends_on) == ("T16", day + timedelta(days=180))
    if name == "whole":
        _goes_on_and_becomes_permanent(office, day)


def _goes_on_and_becomes_permanent(office: Office, day: date) -> None:
    """Not restored at its end: 202 is proposed and the reduction goes on; after two years it is for good."""
    midnight = datetime.combine(day + timedelta(days=180), time.min, tzinfo=localtime(office.now).tzinfo)
    run_clocks(midnight + timedelta(minutes=1))
    term, last = office.case.terms.get(), day.replace(year=day.year + 2)
    assert (term.state, term.ends_on) == (TermState.RUNNING, last)
    assert book(office)["capacity"] == (FULL, HALF)
    proposed = FollowUp.objects.get()
    assert (proposed.flow_code, proposed.due_on) == ("202", day + timedelta(days=180))
    run_clocks(datetime.combine(last, time.min, tzinfo=midnight.tzinfo) + timedelta(minutes=1))
    found = book(office)
    assert found["capacity"] == (HALF, HALF)
    assert found["equipment"][0] == (HALF, GONE, ChangeRemark.REMOVED)
    assert found["stops"][0][3:] == (last, StopEnd.PERMANENT, False)
    assert found["periods"][-1] == (last, HALF, HALF)
    assert office.case.terms.get().state == TermState.EXPIRED


def run_clocks(now: datetime) -> None:
    """The sweep and the outbox come by, twice."""
    for _time in range(2):
        sweep(now=now)
        drain(now=now)


def restoration_archived(office: Office) -> None:
    """The running capacity is the contract's again from the day of unsealing; the smaller one is gone."""
    found, day = book(office), first_day(office)
    _free(found)
    assert found["capacity"] == (FULL, FULL)
    assert found["equipment"][0] == (HALF, RUNNING, ChangeRemark.REDUCTION_ENDED)
    assert found["equipment"][2:] == [(Decimal(630), GONE, ChangeRemark.REMOVED)]
    assert found["periods"][-1] == (day, FULL, FULL)
    assert found["stops"][0][3:] == (day, StopEnd.RESUMED, False)
    assert "inspect_completion" in office.signed
    _priced_as_before(found, day, office.case.case_number)


def _priced_as_before(found: dict[str, Any], day: date, case_number: str) -> None:
    """The price of the time between ends on the day on which that is over; the one from before applies again."""
    first, between, again = found["prices"]
    assert (between[0].upper, between[1:3]) == (day, ("IND-1P-10", PriceStrategy.ONE_PART))
    assert (again[0].lower, again[0].upper, again[3]) == (day, None, case_number)
    assert again[1:3] == first[1:3]


def resumption_archived(office: Office) -> None:
    """204; where fewer than 15 days have gone by, every day is billed in full."""
    found, day, short = book(office), first_day(office), office.table.name == "short"
    _free(found)
    assert found["capacity"] == (FULL, FULL)
    assert found["equipment"] == [(HALF, RUNNING, ChangeRemark.RESTARTED), (HALF, RUNNING, NEW)]
    assert found["stops"][0][3:] == (day, StopEnd.RESUMED, short)
    running = [kva for _day, _contract, kva in found["periods"]]
    assert running == ([FULL] * 2 if short else [FULL, HALF, FULL])
    assert ("inspect_completion" in office.signed) is (office.table.name == "")


def exchange_archived(office: Office) -> None:
    """From the day of energising contract and running capacity are those of the larger one."""
    found, day = book(office), office.accepted_at.date()
    _free(found)
    assert found["capacity"] == (Decimal(3600), Decimal(3600))
    assert found["equipment"] == [
        (HALF, STOPPED, ChangeRemark.STOPPED),
        (HALF, RUNNING, NEW),
        (Decimal(2000), RUNNING, NEW),
    ]
    assert found["periods"][-1] == (day, Decimal(3600), Decimal(3600))
    assert found["stops"] == [(StopKind.EXCHANGED, Decimal(0), day, None, "", False)]
    term = office.case.terms.get()
    assert (term.timer, term.ends_on) == ("T17", day + timedelta(days=40))
    assert (term.clock.rule.code, term.clock.rule.limit) == ("T17-EXCHANGE-10", 2), "3 months from 35 kV on"
    end = datetime.combine(day + timedelta(days=40), time.min, tzinfo=localtime(office.now).tzinfo)
    run_clocks(end + timedelta(minutes=1))
    assert FollowUp.objects.get().flow_code == "206"
    assert book(office) == found, "the company decides what follows; the book stays"


def exchange_end_archived(office: Office) -> None:
    """As before the exchange; the stand-in is gone."""
    found, day = book(office), office.accepted_at.date()
    _free(found)
    assert found["capacity"] == (FULL, FULL)
    assert found["equipment"] == [
        (HALF, RUNNING, ChangeRemark.RESTARTED),
        (HALF, RUNNING, NEW),
        (Decimal(2000), GONE, ChangeRemark.REMOVED),
    ]
    assert found["periods"][-1] == (day, FULL, FULL)
    assert found["stops"][0][3:] == (day, StopEnd.RESUMED, False)
    if not office.table.name:
        _priced_as_before(found, day, office.case.case_number)
    else:
        assert len(found["prices"]) == 1, "the exchange had left the price as it was"


STEPS: dict[str, Any] = {
    "survey": lambda office: {
        "checked_on": office.day().isoformat(),
        "is_possible": "on",
        "surveyor": str(office.company.people["R3"].pk),
        "second_surveyor": str(office.company.people["R3b"].pk),
    },
    "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0101"},
    "seal_equipment": sealed,
    "unseal_equipment": unsealed,
    "re_energise": energised,
    "amend_contract": lambda office: {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    },
    "archive": {"data_checked": "on"},
    **exchange_steps.STEPS,
}
ALL = ("exchanges_meter", "is_fee_due", "needs_inspection", "changes_contract")


def _table(
    code: str, accept: Any, archived: Any, ticks: tuple[str, ...] = (), name: str = "", **more: Any
) -> Table:
    more.setdefault("prepare", account_of)
    steps = STEPS | {"draft_plan": draft(*ticks)}
    return Table(code, name=name, accept=accept, archived=archived, book=book, steps=steps, **more)


EXCHANGE = _table("205", exchanged, exchange_archived, ALL)
TABLES = (
    _table("201", reduced, reduction_archived, ALL, prepare=important),
    _table("201", reduced, reduction_archived, name="whole"),
    _table("201", reduced, reduction_archived, name="smaller"),
    _table(
        "202",
        restored,
        restoration_archived,
        ALL,
        prepare=stopped_for(StopKind.REDUCED, 60, Decimal(630)),
    ),
    _table("204", restored, resumption_archived, prepare=stopped_for(StopKind.SUSPENDED, 200)),
    _table("204", restored, resumption_archived, name="soon", prepare=stopped_for(StopKind.SUSPENDED, 30)),
    _table("204", restored, resumption_archived, name="short", prepare=stopped_for(StopKind.SUSPENDED, 3)),
    EXCHANGE,
    _table(
        "206",
        exchange_ended,
        exchange_end_archived,
        prepare=stopped_for(StopKind.EXCHANGED, 30, Decimal(2000)),
    ),
    _table("206", exchange_ended, exchange_end_archived, name="another meter", prepare=exchanged_with_its_meter),
)
