"""Changes of supply: the arithmetic of capacities, what a plan works out, what the counter and the plan refuse."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime
from hypothesis import given
from hypothesis import strategies as st

from bizexpansion.enums import RowChange
from bizexpansion.models import (
    NOTHING,
    Amounts,
    CapacitySum,
    Case,
    PlanMeteringPoint,
    PlanSource,
    PlanTransformer,
    SupplyPlan,
)
from bizexpansion.operations.price_rules import agreed_ahead
from bizexpansion.operations.standing import RELATIONS, Standing, compared, standing_of
from bizexpansion.operations.supply_change import check_capacity, refuse_stand_ins, settle_rows, sum_of
from crm.audit.operation import SYSTEM
from customers.book import operations
from customers.book.enums import (
    AccountStatus,
    MeterKind,
    PriceStrategy,
    RunStatus,
    StopKind,
    TemporaryKind,
    Voltage,
    Wiring,
)
from customers.book.models import AccountPrice, SupplyAccount, Transformer, TransformerStop
from customers.book.models.periods import days
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables import supply_change as tables
from tests.factories.bizexpansion import make_people
from tests.factories.book import make_hv_account, make_lv_account
from tests.factories.metering import charge

HOME, SHOP, _SAME, FACTORY = tables.TABLES[:4]
kva = st.integers(1, 10_000).map(Decimal)


def amounts(most: int = 5_000) -> st.SearchStrategy[Amounts]:
    """A contract capacity and a running capacity that is not above it."""
    whole = st.integers(0, most)
    pairs = whole.flatmap(lambda contract: st.integers(0, contract).map(lambda running: (contract, running)))
    return pairs.map(lambda pair: Amounts(Decimal(pair[0]), Decimal(pair[1])))


def account(contract: Decimal, running: Decimal, voltage: str = Voltage.KV10) -> SupplyAccount:
    """An unsaved account."""
    return SupplyAccount(contract_capacity=contract, running_capacity=running, voltage=voltage)


def standing(units: list[Decimal], running: set[int]) -> Standing:
    """Transformers of these capacities, numbered from 1."""
    rows = [
        PlanTransformer(number=n, capacity=size, change=RowChange.KEEP) for n, size in enumerate(units, start=1)
    ]
    used = {name: frozenset[int]() for name in RELATIONS} | {"transformers": frozenset(row.number for row in rows)}
    return Standing([], [], rows, [], [], frozenset(running), {}, {}, used)


@given(original=amounts(), applied=amounts(), moved_in=amounts(), moved_out=amounts())
def test_a_sum_of_capacities_adds_up(
    original: Amounts, applied: Amounts, moved_in: Amounts, moved_out: Amounts
) -> None:
    total = CapacitySum.of(account(*original), applied=applied, moved_in=moved_in, moved_out=moved_out)
    for kind in ("contract", "running"):
        parts = {part: getattr(total, f"{part}_{kind}") for part in CapacitySum.PARTS}
        assert parts["total"] == parts["applied"] + parts["original"] + parts["moved_in"] - parts["moved_out"]
        assert (parts["original"], parts["applied"]) == (getattr(original, kind), getattr(applied, kind))


@given(
    units=st.lists(kva, min_size=1, max_size=5),
    stopped=st.sets(st.integers(1, 5)),
    gone=st.sets(st.integers(1, 5)),
    added=st.lists(kva, max_size=3),
    moved_in=amounts(),
    moved_out=amounts(),
)
def test_whole_transformers_carry_contract_and_running_capacity(
    units: list[Decimal],
    stopped: set[int],
    gone: set[int],
    added: list[Decimal],
    moved_in: Amounts,
    moved_out: Amounts,
) -> None:
    """Whatever is stopped, removed, added and moved: T is what the equipment says, and stopped stays stopped."""
    running = {number for number in range(1, len(units) + 1) if number not in stopped}
    before = standing(units, running)
    whose = account(sum(units, Decimal(0)), sum((units[n - 1] for n in running), Decimal(0)))
    rows = [
        PlanTransformer(number=n, capacity=size, change=RowChange.REMOVE if n in gone else RowChange.KEEP)
        for n, size in enumerate(units, start=1)
    ] + [PlanTransformer(number=90 + n, capacity=size, change=RowChange.ADD) for n, size in enumerate(added)]
    wanted = sum((row.capacity for row in rows if row.stays), Decimal(0))
    plan = SupplyPlan(approved_capacity=wanted or Decimal(1), voltage=Voltage.KV10)
    total = sum_of(whose, before, rows, plan, moved_in, moved_out)
    left = sum((units[n - 1] for n in running if n not in gone), Decimal(0)) + sum(added, Decimal(0))
    assert total.total_running == left
    errors: dict[str, object] = {}
    check_capacity(errors, whose, before, rows, plan, total)
    assert ("approved_capacity" in errors) is (wanted == 0), errors


@given(size=kva, other=kva)
def test_equipment_that_does_not_add_up_is_refused(size: Decimal, other: Decimal) -> None:
    before, whose = standing([size], {1}), account(size, size)
    rows = [PlanTransformer(number=1, capacity=size, change=RowChange.KEEP)]
    plan = SupplyPlan(approved_capacity=size + other, voltage=Voltage.KV10)
    errors: dict[str, object] = {}
    check_capacity(errors, whose, before, rows, plan, sum_of(whose, before, rows, plan))
    assert "approved_capacity" in errors


@given(original=amounts(200), added=st.integers(1, 100))
def test_low_voltage_grows_by_what_is_added(original: Amounts, added: int) -> None:
    whose = account(*original, voltage=Voltage.V380)
    plan = SupplyPlan(approved_capacity=original.contract + added, voltage=Voltage.V380)
    total = sum_of(whose, standing([], set()), [], plan)
    assert (total.total_contract, total.total_running) == (original.contract + added, original.running + added)


@pytest.mark.django_db
def test_the_database_holds_the_sum(now: datetime) -> None:
    office = opened(FACTORY, now, "approve_plan")
    total = CapacitySum.objects.get(plan__case=office.case)
    for column, value in (("total_contract", 4101), ("moved_out_running", 1), ("applied_running", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CapacitySum.objects.filter(pk=total.pk).update(**{column: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacitySum.objects.filter(pk=total.pk).update(applied_running=901, total_running=4101)
    assert CapacitySum.of(office.subject, applied=NOTHING).total_contract == 3200


@pytest.mark.django_db
def test_what_stands_becomes_a_plan_that_changes_nothing(now: datetime) -> None:
    company = make_people()
    for whose in (make_hv_account(company.tree["YQ"]), make_lv_account(company.tree["YQ"], home=True)):
        before = standing_of(whose)
        for name in RELATIONS:
            rows = getattr(standing_of(whose), name)
            compared(before, name, rows)
            assert {row.change for row in rows} <= {RowChange.KEEP}, name
    assert [row.multiplier for row in before.metering_points] == [1]
    assert before.metering_points[0].meter_kind == MeterKind.SINGLE_PHASE


@pytest.mark.parametrize(
    ("changes", "exchanged"),
    [
        ({}, False),
        ({"exchanges_meter": True}, True),
        ({"wiring": Wiring.FOUR_WIRE}, True),
        ({"multiplier": Decimal(10)}, True),
        ({"ct_ratio": "50/5"}, True),
        ({"name": "新总表"}, False),
    ],
)
@pytest.mark.django_db
def test_a_meter_changes_where_its_point_asks_for_another(changes: dict[str, Any], exchanged: bool) -> None:
    whose = make_lv_account(make_people().tree["YQ"], home=True, capacity=8)
    assert settled(whose, Decimal(8), **changes).exchanges_meter is exchanged


@pytest.mark.parametrize(("capacity", "exchanged"), [("65", False), ("66", True)], ids=["99 A", "101 A"])
@pytest.mark.django_db
def test_a_meter_changes_where_it_would_carry_too_much(capacity: str, exchanged: bool) -> None:
    whose = make_lv_account(make_people().tree["YQ"], capacity=40, amperes=100)
    assert settled(whose, Decimal(capacity)).exchanges_meter is exchanged


def settled(whose: SupplyAccount, capacity: Decimal, **changes: Any) -> PlanMeteringPoint:
    """The metering point of a low-voltage account in a plan with this capacity of its source."""
    before, after = standing_of(whose), standing_of(whose)
    source: PlanSource = after.sources[0]
    point: PlanMeteringPoint = after.metering_points[0]
    source.capacity = capacity
    for name, value in changes.items():
        setattr(point, name, value)
    settle_rows(before, {name: getattr(after, name) for name in RELATIONS})
    return point


def opened(table: Any, now: datetime, *stop: str) -> Office:
    """A case of a table, up to a step."""
    office = Office(make_people(), table, now)
    assert office.accept().status_code == 302
    return office.run(*stop)


@pytest.mark.django_db
def test_the_counter_shows_figures_and_sources_before_anything_is_typed(now: datetime) -> None:
    office = Office(make_people(), SHOP, now)
    charge(office.subject, "1204.50", due_on=now.date().replace(day=1))
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["110"]), {"account": office.subject.account_number})
    found = {one.rule.code: one for one in page.context["findings"]}
    assert list(found) == ["KIND", "ROOM", "P1", "P2", "P3", "P4", "P5"]
    figures = [figure for figure in ("160", "40.00", "120.00") if figure in found["ROOM"].answer.words]
    assert len(figures) == 3, "the limit, what there is, what can be added"
    assert (found["KIND"].answer.met, found["P2"].answer.met) == (True, False)
    for finding in found.values():
        assert str(finding.rule.source) in page.content.decode()


COUNTER_REFUSALS = {
    "110": [
        ({"applied_capacity": "0"}, "applied_capacity"),
        ({"applied_capacity": "-5"}, "applied_capacity"),
        ({"applied_capacity": "121"}, "applied_capacity"),
        ({"papers-1-present": ""}, "__all__"),
        ({"identity_checked": ""}, "identity_checked"),
        ({"breaches_checked": ""}, "breaches_checked"),
    ],
    "109": [({"voltage": Voltage.V220}, "voltage")],
    "111": [({"has_nonlinear_load": "on"}, "nonlinear_load")],
}


@pytest.mark.parametrize("table", [HOME, SHOP, FACTORY], ids=lambda table: table.code)
@pytest.mark.django_db
def test_the_counter_refuses(table: Any, now: datetime) -> None:
    office = Office(make_people(), table, now)
    for values, field in COUNTER_REFUSALS[table.code]:
        answer = office.accept(**values)
        assert answer.status_code in (409, 422), values
        assert field in answer.context["entry"].errors(), values
    assert not Case.objects.exists()
    assert SupplyAccount.objects.get(pk=office.subject.pk).status == AccountStatus.NORMAL


@pytest.mark.django_db
def test_another_class_of_account_is_told_its_flow_and_a_temporary_one_is_barred(now: datetime) -> None:
    office = Office(make_people(), SHOP, now)
    other = make_hv_account(office.company.tree["YQ"])
    answer = office.accept(account=other.account_number)
    assert "111" in str(answer.context["entry"].errors()["account"])
    SupplyAccount.objects.filter(pk=office.subject.pk).update(temporary=TemporaryKind.METERED)
    assert (office.accept().status_code, Case.objects.count()) == (409, 0)


PLAN_REFUSALS: list[tuple[dict[str, str], str]] = [
    ({"approved_capacity": "4000"}, "approved_capacity"),
    ({"approved_capacity": "3200", "transformers-2-capacity": "1600"}, "approved_capacity"),
    ({"transformers-TOTAL_FORMS": "1"}, "transformers"),
    ({"transformers-2-number": "2"}, "transformers"),
    ({"transformers-2-source": "3"}, "transformers-2-source"),
    ({"sources-1-change": "REMOVE"}, "transformers-2-source"),
    ({"prices-0-strategy": "ONE_PART"}, "prices-0-basic_charge_mode"),
    ({"prices-0-power_factor_standard": "0"}, "prices-0-power_factor_standard"),
    ({"metering_points-0-number": "7"}, "metering_points"),
    ({"supply_points-0-change": "REMOVE"}, "supply_points"),
]


@pytest.mark.django_db
def test_the_plan_refuses(now: datetime) -> None:
    office = opened(FACTORY, now, "draft_plan")
    sheet = office.opened("draft_plan")
    for values, field in PLAN_REFUSALS:
        answer = office.send(sheet, **values)
        assert answer.status_code == 422, values
        assert field in answer.context["entry"].errors(), (values, answer.context["entry"].errors())
    assert not SupplyPlan.objects.exists()


@pytest.mark.django_db
def test_the_printed_papers_tell_what_becomes_of_what_stands(now: datetime) -> None:
    office = opened(
        FACTORY, now, "draft_contract", "fix_metering_plan", "determine_fee", "track_grid_project", "receive_design"
    )
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R6"))
        sheets = {
            name: clerk.get(reverse(f"print-{name}", args=[office.case.case_number])).content.decode()
            for name in ("application", "plan")
        }
    assert "生产扩大" in sheets["application"]
    assert "900.00" in sheets["application"]
    for words in ("4,100", "3,200", "900", "2号主变 (拆除)", "3号主变 (新增)", "1号主变 (保留)"):
        assert words in sheets["plan"], words


@pytest.mark.django_db
def test_equipment_that_stands_still_stays_out_of_the_running_capacity_and_is_not_removed(now: datetime) -> None:
    office = Office(make_people(), FACTORY, now)
    stop_one(office)
    assert office.accept().status_code == 302
    office.run("draft_plan")
    sheet = office.opened("draft_plan")
    answer = office.send(sheet)
    assert "transformers-1-change" in answer.context["entry"].errors(), "the second one stands still"
    answer = office.send(sheet, **{"transformers-1-change": "KEEP", "approved_capacity": "5700"})
    assert answer.status_code == 302, answer.context["entry"].errors()
    total = CapacitySum.objects.get(plan__case=office.case)
    assert (total.total_contract, total.original_running, total.total_running) == (5700, 1600, 4100)


def stop_one(office: Office) -> None:
    """The second transformer is suspended."""
    who: dict[str, Any] = {"actor": SYSTEM, "now": office.now}
    account_id, case = office.subject.pk, "T-STOP"
    operations.lock_account_for_change(account_id=account_id, case_number=case, **who)
    operations.stop_transformers(
        account_id=account_id,
        transformer_ids=[office.subject.transformers.get(sequence=2).pk],
        kind=StopKind.SUSPENDED,
        stopped_on=office.day(),
        resume_on=office.day() + timedelta(days=30),
        case_number=case,
        **who,
    )
    operations.unlock_account(account_id=account_id, case_number=case, **who)
    office.subject.refresh_from_db()


@pytest.mark.django_db
def test_a_unit_that_stands_in_for_another_is_not_removed(now: datetime) -> None:
    """What a temporary exchange put in stays until its end (206), which reckons with it."""
    office = Office(make_people(), FACTORY, now)
    units = office.subject.transformers.order_by("sequence")
    first, second = units
    Transformer.objects.filter(pk=first.pk).update(run_status=RunStatus.STOPPED)
    TransformerStop.objects.create(
        account=office.subject,
        transformer=first,
        replacement=second,
        kind=StopKind.EXCHANGED,
        period=days(office.day(), None),
        case_number="T-SWAP",
    )
    before = standing_of(office.subject)
    for values, refused in (
        ({"change": RowChange.REMOVE}, True),
        ({"capacity": Decimal(2000)}, True),
        ({}, False),
    ):
        rows = standing_of(office.subject).transformers
        for name, value in values.items():
            setattr(rows[1], name, value)
        errors: dict[str, object] = {}
        refuse_stand_ins(errors, office.subject, before, rows)
        assert list(errors) == (["transformers-1-change"] if refused else []), values


@pytest.mark.django_db
def test_a_plan_begins_with_the_price_of_today_and_not_with_one_agreed_ahead(now: datetime) -> None:
    account = make_hv_account(make_people().tree["YQ"])
    today, first = localtime(now).date(), localtime(now).date() + timedelta(days=40)
    price = account.prices.get()
    AccountPrice.objects.filter(pk=price.pk).update(period=days(price.period.lower, first))
    AccountPrice.objects.create(
        account=account,
        price_code="AHEAD",
        strategy=PriceStrategy.TWO_PART,
        basic_charge_mode="1",
        power_factor_standard=price.power_factor_standard,
        period=days(first, None),
    )
    with time_machine.travel(now):
        assert [row.price_code for row in standing_of(account).prices] == [price.price_code]
    with time_machine.travel(now + timedelta(days=40)):
        assert [row.price_code for row in standing_of(account).prices] == ["AHEAD"]
    assert agreed_ahead(account, Decimal(100), today) == ""
    assert first.isoformat() in agreed_ahead(account, Decimal(80), today), "too small for what was agreed"
    assert agreed_ahead(account, Decimal(80), first) == ""
