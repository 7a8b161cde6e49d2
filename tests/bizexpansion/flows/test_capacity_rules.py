"""Bounds of suspension, reduction and exchange: figures at the counter, refusals, days against an oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from bizexpansion.flows import get_flow
from bizexpansion.operations.capacity import days_within
from bizexpansion.operations.preconditions import Question, look_up
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from customers.book import operations
from customers.book.enums import (
    BasicChargeMode,
    ChangeRemark,
    PowerState,
    RunStatus,
    StopEnd,
    StopKind,
    Voltage,
)
from customers.book.models import CapacityPeriod, MeterInstallation, SupplyAccount, Transformer
from customers.book.operations.running import shift_capacity
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import capacity, reduction, tariff
from tests.bizexpansion.flows.test_changes import refused
from tests.factories.bizexpansion import make_people
from tests.factories.book import OPENED, make_hv_account
from tests.factories.org import make_company

Opened = Callable[[Any], Office]
TABLES = {table.code: table for table in reversed(reduction.TABLES)}
DAY = date(2026, 1, 1)


@pytest.fixture
def office_of(now: datetime) -> Opened:
    """An office with its account, nothing accepted yet."""
    company = make_people()
    return lambda table: Office(company, table, now)


@pytest.mark.django_db
def test_the_counter_shows_bounds_in_figures_with_their_source(now: datetime) -> None:
    department = make_company()["YQ"]
    running = make_hv_account(department)
    still = reduction.stopped_for(StopKind.SUSPENDED, 30)(type("C", (), {"tree": {"YQ": department}}), now)

    def said(code: str, account: SupplyAccount) -> dict[str, Any]:
        flow = get_flow(code).flow
        return {one.rule.code: one for one in look_up(flow, Question(flow, account, None, now))}

    pause = said("203", still)["PAUSE"]
    assert "67" in pause.answer.words, "30 days gone, and those that are planned until the year ends"
    assert "182" in pause.answer.words, "six months from the first of them, 26 October"
    assert str(pause.rule.source)
    assert "1 (1,600 kVA), 2 (1,600 kVA)" in said("203", running)["WHOLE"].answer.words
    assert said("204", running)["PAUSED"].is_unmet
    assert "1,600" in said("204", still)["PAUSED"].answer.words
    assert said("202", still)["REDUCED"].is_unmet
    assert said("206", still)["SWAPPED"].is_unmet
    assert "24" in said("201", running)["REDUCE"].answer.words
    running.voltage = Voltage.KV35
    assert "3" in said("205", running)["EXCHANGE"].answer.words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("201", {"starts_on": "2026-11-30"}, "starts_on"),
        ("201", {"is_permanent": "", "ends_on": ""}, "ends_on"),
        ("201", {"is_permanent": "", "ends_on": "2026-12-19"}, "ends_on"),
        ("201", {"is_permanent": "", "ends_on": "2028-12-06"}, "ends_on"),
        ("201", {"ends_on": "2027-12-06"}, "ends_on"),
        ("201", {"equipment-0-new_capacity": "1600"}, "equipment-0-new_capacity"),
        ("201", {"equipment-0-number": "3"}, "equipment-0-number"),
        ("201", {"equipment-TOTAL_FORMS": "0"}, "equipment"),
        ("202", {"wanted_capacity": "4000"}, "wanted_capacity"),
        ("202", {"equipment-0-number": "2"}, "equipment-0-number"),
        ("202", {"wanted_on": ""}, "wanted_on"),
        ("204", {"wanted_on": "2026-11-30"}, "wanted_on"),
        ("204", {"equipment-0-number": "2"}, "equipment-0-number"),
        ("205", {"new_capacity": "1000"}, "new_capacity"),
        ("205", {"number": "7"}, "number"),
        ("205", {"ends_on": "2027-03-01"}, "ends_on"),
        ("206", {"number": "2"}, "number"),
    ],
)
def test_a_wrong_entry(office_of: Opened, code: str, values: dict[str, str], field: str) -> None:
    assert field in refused(office_of(TABLES[code]), **values)


@pytest.mark.django_db
def test_who_is_billed_by_demand_suspends_all(office_of: Opened) -> None:
    office = office_of(capacity.TABLES[0])
    office.subject.prices.update(basic_charge_mode=BasicChargeMode.DEMAND)
    assert "equipment" in refused(office)
    both = {"equipment-TOTAL_FORMS": "2", "equipment-1-number": "2"}
    assert office.accept(**both).status_code == 302


@pytest.mark.django_db
def test_six_months_at_a_stretch_are_six_months_of_the_calendar(office_of: Opened) -> None:
    """From March to August there are 184 days, in the first half of a year 181: both are six months."""
    office = office_of(capacity.TABLES[0])
    for first, end in (("2027-03-01", "2027-09-01"), ("2027-01-01", "2027-07-01"), ("2027-07-01", "2028-01-01")):
        day = date.fromisoformat(end) + timedelta(days=1)
        if day.year == 2027:
            assert "ends_on" in refused(office, starts_on=first, ends_on=day.isoformat())
        mark = transaction.savepoint()
        assert office.accept(starts_on=first, ends_on=end).status_code == 302
        transaction.savepoint_rollback(mark)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kva", "values", "is_refused"),
    [
        (80, {}, True),
        (100, {}, False),
        (400, {"kind": "CATEGORY", "tariff_class": "202", "new_use": "宿舍"}, True),
        (80, {"strategy": "ONE_PART", "basic_charge_mode": "0", "kind": "TOU", "is_time_of_use": ""}, False),
    ],
)
def test_a_price_of_two_parts_fits_commerce_and_industry_from_100_kva_on(
    office_of: Opened, kva: int, values: dict[str, str], is_refused: bool
) -> None:
    office = office_of({table.name: table for table in tariff.TABLES}["basic charge"])
    account = office.subject
    account.prices.update(strategy="ONE_PART", basic_charge_mode="0")
    account.transformers.filter(sequence=2).delete()
    account.transformers.update(plate_capacity=kva)
    of_now = {"contract_capacity": Decimal(kva), "running_capacity": Decimal(kva)}
    SupplyAccount.objects.filter(pk=account.pk).update(**of_now)
    account.capacity_periods.update(**of_now)
    answer = office.accept(**{"basic_charge_mode": "1"} | values)
    assert answer.status_code == (422 if is_refused else 302)
    if is_refused:
        assert "strategy" in answer.context["entry"].errors()


@given(
    st.lists(st.tuples(st.integers(-400, 700), st.one_of(st.none(), st.integers(1, 500))), max_size=6),
    st.sampled_from([2025, 2026, 2027, 2028]),
)
def test_days_of_a_year_are_counted_once_over_all_transformers(
    spans: list[tuple[int, int | None]], year: int
) -> None:
    """The oracle walks every day of the year and asks each span."""
    dated = [
        (DAY + timedelta(days=start), None if length is None else DAY + timedelta(days=start + length))
        for start, length in spans
    ]
    count, day = 0, date(year, 1, 1)
    while day.year == year:
        count += any(start <= day and (end is None or day < end) for start, end in dated)
        day += timedelta(days=1)
    assert len(days_within(dated, year)) == count


def drawn(account: SupplyAccount, day: date) -> tuple[Decimal, Decimal]:
    found = CapacityPeriod.objects.get(account=account, period__contains=day)
    return found.contract_capacity, found.running_capacity


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 60),
            st.one_of(st.none(), st.integers(1, 60)),
            st.sampled_from([-300, -200, -100, 100]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_shifted_capacities_follow_an_oracle_and_shift_back(shifts: list[tuple[int, int | None, int]]) -> None:
    """Day by day as added up by hand; taken back latest first, the periods are what they were."""
    with transaction.atomic():
        account = make_hv_account(make_company()["YQ"], now=datetime.fromisoformat("2026-01-01T09:00+08:00"))
        now = datetime.fromisoformat("2026-12-01T09:00+08:00")
        base = account.energised_on
        assert base is not None
        kva = dict.fromkeys((base + timedelta(days=n) for n in range(140)), Decimal(3200))
        before = list(account.capacity_periods.values_list("period", "contract_capacity", "running_capacity"))
        done = []
        for number, (start, length, change) in enumerate(shifts):
            first, end = base + timedelta(days=start), None if length is None else base + timedelta(start + length)
            frame: dict[str, Any] = {"from_day": first, "until": end, "case_number": f"C{number}", "now": now}
            days = [day for day in kva if first <= day and (end is None or day < end)]
            if max(kva[day] for day in kva) + change > 3200 and any(kva[day] + change > 3200 for day in days):
                with pytest.raises(InvalidInput), transaction.atomic():
                    shift_capacity(account, running=Decimal(change), **frame)
                continue
            shift_capacity(account, running=Decimal(change), **frame)
            done.append((Decimal(change), frame))
            kva |= {day: kva[day] + change for day in days}
        assert {day: drawn(account, day)[1] for day in kva} == kva
        for change, frame in reversed(done):
            shift_capacity(account, running=-change, **frame)
        after = list(account.capacity_periods.values_list("period", "contract_capacity", "running_capacity"))
        assert after == before
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_database_holds_running_to_contract_less_what_stands_still(now: datetime) -> None:
    account = reduction.stopped_for(StopKind.SUSPENDED, 30)(type("C", (), {"tree": make_company()}), now)
    for statement in (
        lambda: SupplyAccount.objects.filter(pk=account.pk).update(running_capacity=Decimal(1601)),
        lambda: account.stops.update(capacity=Decimal(1599)),
        lambda: account.stops.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="running capacity"), transaction.atomic():
            (statement(), connection.check_constraints())


@pytest.mark.django_db
def test_equipment_that_stood_still_before_gets_its_stop_and_runs_again(now: datetime) -> None:
    """As in the demo and after an import: plates explain the difference, no stop was kept."""
    account = make_hv_account(make_company()["YQ"])
    since = date(2026, 10, 1)
    Transformer.objects.filter(account=account, sequence=1).update(
        run_status=RunStatus.STOPPED, change_remark=ChangeRemark.STOPPED, stopped_on=since
    )
    SupplyAccount.objects.filter(pk=account.pk).update(running_capacity=Decimal(1600))
    account.capacity_periods.update(running_capacity=Decimal(1600))
    who: dict[str, Any] = {"account_id": account.pk, "case_number": "T-2", "actor": SYSTEM, "now": now}
    operations.lock_account_for_change(**who)
    unit = account.transformers.get(sequence=1)
    operations.restart_transformers(
        transformer_ids=[unit.pk],
        restarted_on=date(2026, 11, 20),
        remark=ChangeRemark.RESTARTED,
        least_days=15,
        **who,
    )
    account.refresh_from_db()
    assert account.running_capacity == Decimal(3200)
    stop = account.stops.get()
    assert (stop.period.lower, stop.period.upper) == (since, date(2026, 11, 20))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [StopKind.SUSPENDED, StopKind.REDUCED, StopKind.EXCHANGED])
def test_an_account_closes_though_its_equipment_stands_still_and_reopens_as_it_was(
    now: datetime, kind: StopKind
) -> None:
    """A suspension ends with the account (216, 213); taken back, the equipment stands still as before."""
    plate = Decimal(2000) if kind == StopKind.EXCHANGED else None
    account = reduction.stopped_for(kind, 30, plate)(type("C", (), {"tree": make_company()}), now)
    frame: dict[str, Any] = {"case_number": "T-3", "actor": SYSTEM, "now": now}
    operations.lock_account_for_change(account_id=account.pk, **frame)
    SupplyAccount.objects.filter(pk=account.pk).update(power_state=PowerState.CUT)
    MeterInstallation.objects.filter(account=account).update(period=(OPENED, now), stop_reading=Decimal(9000))
    account.contracts.update(term=(OPENED.date(), now.date()))
    equipment = list(account.transformers.order_by("pk").values_list("run_status", "change_remark"))
    stops = list(account.stops.values_list("period", "ended_by"))
    before = operations.close_accounts(closed_on={account.pk: now.date()}, **frame)
    connection.check_constraints()
    assert {row.run_status for row in account.transformers.all()} == {RunStatus.REMOVED}
    assert [(row.period.upper, row.ended_by) for row in account.stops.all()] == [(now.date(), StopEnd.CLOSED)]
    operations.reopen_account(account_id=account.pk, before=before[account.pk], **frame)
    connection.check_constraints()
    assert list(account.transformers.order_by("pk").values_list("run_status", "change_remark")) == equipment
    assert list(account.stops.values_list("period", "ended_by")) == stops
