"""Terms over time: what is in force on a day, how new terms end old ones, what may not be rewritten."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, OutOfScope
from crm.org.models import Department
from customers.book import enums, operations
from customers.book.models import AccountPrice, CapacityPeriod, SupplyAccount
from customers.book.queries.in_force import (
    capacity_on,
    contract_on,
    contracts_on,
    instrument_transformers_on,
    meters_on,
    price_on,
    prices_on,
)
from customers.book.specs import PriceSpec
from tests.factories.book import (
    OPENED,
    contract_spec,
    fit_meter,
    make_account,
    make_hv_account,
    make_instrument_transformer,
    open_hv_account,
    supply_structure,
)
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=OPENED.tzinfo)
WHO: dict[str, Any] = {"actor": SYSTEM, "now": TODAY}
START = date(2026, 1, 1)


@pytest.fixture
def department() -> Department:
    return make_company()["YQ"]


@pytest.fixture
def account(department: Department) -> SupplyAccount:
    return make_account(department, energised_on=START, built_on=START)


def set_capacity(account: SupplyAccount, day: date, contract: Any = 100, running: Any = 100) -> CapacityPeriod:
    return operations.set_capacity(
        account_id=account.pk,
        contract_capacity=Decimal(contract),
        running_capacity=Decimal(running),
        from_day=day,
        **WHO,
    )


def test_suspending_a_part_leaves_the_contract_capacity(account: SupplyAccount) -> None:
    set_capacity(account, date(2026, 6, 1), 80, 30)
    set_capacity(account, date(2026, 9, 1), 80, 80)
    on = {day: capacity_on(account.pk, day).running_capacity for day in (date(2026, 5, 31), date(2026, 6, 1))}
    assert on == {date(2026, 5, 31): 80, date(2026, 6, 1): 30}
    assert capacity_on(account.pk, date(2026, 8, 31)).running_capacity == 30
    account.refresh_from_db()
    assert (account.running_capacity, account.version) == (80, 3)


def test_same_terms_again_change_nothing(account: SupplyAccount) -> None:
    first = set_capacity(account, date(2026, 6, 1))
    again = set_capacity(account, date(2026, 7, 1))
    assert again.pk == first.pk
    assert account.capacity_periods.count() == 2


def test_terms_of_the_same_day_are_corrected_in_place(account: SupplyAccount) -> None:
    first = set_capacity(account, date(2026, 6, 1), 100)
    again = set_capacity(account, date(2026, 6, 1), 120)
    assert again.pk == first.pk
    assert capacity_on(account.pk, date(2026, 6, 1)).contract_capacity == 120


def test_history_before_later_terms_is_not_rewritten(account: SupplyAccount) -> None:
    set_capacity(account, date(2026, 6, 1))
    with pytest.raises(operations.LaterTermsExist):
        set_capacity(account, date(2026, 3, 1), 50, 50)
    assert account.capacity_periods.count() == 2


def test_a_price_agreed_for_a_day_to_come_begins_then(
    account: SupplyAccount,
) -> None:
    """215 from next quarter, and a change of capacity before (201, 111): neither bars the other."""
    agreed, between = date(2027, 1, 1), date(2026, 11, 10)
    first = PriceSpec(price_code="A", strategy=enums.PriceStrategy.ONE_PART)

    def price(code: str, day: date) -> AccountPrice:
        spec = replace(first, price_code=code)
        return operations.set_account_price(account_id=account.pk, price=spec, from_day=day, **WHO)

    price("A", START)
    price("C", agreed)
    assert price("A", between).period.lower == START, "nothing changes"
    price("B", between)
    found = account.prices.order_by("period").values_list("price_code", "period")
    ends = [(START, between), (between, agreed), (agreed, None)]
    assert [(code, (period.lower, period.upper)) for code, period in found] == list(zip("ABC", ends, strict=True))
    with pytest.raises(operations.LaterTermsExist):
        price("D", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("contract", "running", "field"),
    [(-5, 0, "contract_capacity"), ("1e9", 1, "contract_capacity"), (10, 11, "running_capacity")],
)
def test_impossible_capacities_name_their_field(
    account: SupplyAccount, contract: Any, running: Any, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        set_capacity(account, START, contract, running)
    assert list(refusal.value.errors) == [field]


def test_capacity_from_a_day_to_come_is_refused(account: SupplyAccount) -> None:
    with pytest.raises(InvalidInput) as refusal:
        set_capacity(account, TODAY.date() + timedelta(days=1))
    assert list(refusal.value.errors) == ["from_day"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 300), st.integers(1, 999)), min_size=1, max_size=8, unique_by=lambda step: step[0]
    ),
    asked=st.integers(0, 320),
)
def test_any_sequence_of_changes_tells_the_last_one_before_a_day(
    account: SupplyAccount, steps: list[tuple[int, int]], asked: int
) -> None:
    """Against a plain list: the value in force on a day is that of the last change on or before it."""
    CapacityPeriod.objects.filter(account=account).delete()
    steps = sorted(steps)
    for offset, capacity in steps:
        set_capacity(account, START + timedelta(days=offset), capacity, capacity)
    expected = next((capacity for offset, capacity in reversed(steps) if offset <= asked), None)
    found = capacity_on(account.pk, START + timedelta(days=asked))
    assert (found.contract_capacity if found else None) == expected
    periods = list(
        CapacityPeriod.objects.filter(account=account).order_by("period").values_list("period", flat=True)
    )
    assert all(one.upper == other.lower for one, other in itertools.pairwise(periods)), "no gap"


def test_price_change_keeps_the_other_sequence(account: SupplyAccount) -> None:
    def price(code: str, sequence: int, day: date) -> AccountPrice:
        spec = PriceSpec(price_code=code, strategy=enums.PriceStrategy.ONE_PART, sequence=sequence)
        return operations.set_account_price(account_id=account.pk, price=spec, from_day=day, **WHO)

    price("GEN", 1, START)
    price("LIGHT", 2, START)
    price("GEN-TOU", 1, date(2026, 7, 1))
    assert [row.price_code for row in prices_on(account.pk, date(2026, 6, 30))] == ["GEN", "LIGHT"]
    assert [row.price_code for row in prices_on(account.pk, date(2026, 7, 1))] == ["GEN-TOU", "LIGHT"]
    assert price_on(account.pk, date(2025, 12, 31)) is None


def test_two_part_price_without_basic_charge_is_refused(account: SupplyAccount) -> None:
    with pytest.raises(InvalidInput) as refusal:
        operations.set_account_price(
            account_id=account.pk,
            price=PriceSpec(price_code="X", strategy=enums.PriceStrategy.TWO_PART),
            from_day=START,
            **WHO,
        )
    assert list(refusal.value.errors) == ["basic_charge_mode"]


def sign(account: SupplyAccount, case: str = "C1", **fields: Any) -> Any:
    return operations.sign_contract(
        account_id=account.pk,
        contract=contract_spec(contract_type=enums.ContractType.LV, **fields),
        signed_on=TODAY.date(),
        signatory="王总",
        case_number=case,
        **WHO,
    )


def test_draft_becomes_the_signed_contract(account: SupplyAccount) -> None:
    spec = contract_spec(contract_type=enums.ContractType.LV)
    draft = operations.draft_contract(account_id=account.pk, contract=spec, case_number="C1", **WHO)
    assert contract_on(account.pk, TODAY.date()) is None
    signed = sign(account)
    assert (signed.pk, signed.number, signed.status) == (draft.pk, draft.number, enums.ContractStatus.VALID)
    assert sign(account).pk == signed.pk, "signing twice is signing once"


def test_second_contract_in_the_same_term_is_refused(account: SupplyAccount) -> None:
    sign(account)
    with pytest.raises(operations.ContractOverlaps):
        sign(account, case="C2", starts_on=date(2028, 1, 1))
    sign(account, case="C2", starts_on=date(2029, 3, 2), ends_on=None)
    assert contract_on(account.pk, date(2029, 3, 1)).case_number == "C1"
    assert contract_on(account.pk, date(2029, 3, 2)).case_number == "C2"


def test_void_contract_was_in_force_until_the_day_it_was_voided(account: SupplyAccount) -> None:
    contract = sign(account)
    operations.void_contract(contract_id=contract.pk, reason="笔误", **WHO)
    assert [row.pk for row in contracts_on(account.pk, TODAY.date() - timedelta(days=1))] == [contract.pk]
    assert contracts_on(account.pk, TODAY.date()) == []
    assert sign(account, case="C2").number != contract.number


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"ends_on": OPENED.date()}, "ends_on"), ({"attachments": ["NONSENSE"]}, "attachments")],
)
def test_bad_contract_names_its_field(account: SupplyAccount, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sign(account, **fields)
    assert list(refusal.value.errors) == [field]


def test_void_needs_a_reason_and_a_contract(account: SupplyAccount) -> None:
    contract = sign(account)
    with pytest.raises(InvalidInput):
        operations.void_contract(contract_id=contract.pk, reason=" ", **WHO)
    with pytest.raises(OutOfScope):
        operations.void_contract(contract_id=0, reason="x", **WHO)


def test_meter_of_a_day_is_the_one_that_hung_at_any_time_of_it(department: Department) -> None:
    """Exchanged at noon of 5 March: both meters belong to that day, each alone to the days around it."""
    account = make_hv_account(department)
    point = account.metering_points.get(sequence=1)
    old = account.meterinstallations.get(metering_point=point)
    noon = datetime(2026, 3, 5, 12, 0, tzinfo=OPENED.tzinfo)
    operations.remove_installation(
        installation_id=old.pk, removed_at=noon, stop_reading=Decimal(99), actor=SYSTEM, now=noon
    )
    new = fit_meter(account, noon)
    hung = {
        day: [
            row.meter_id for row in meters_on(account.pk, date(2026, 3, day)) if row.metering_point_id == point.pk
        ]
        for day in (1, 2, 4, 5, 6)
    }
    assert hung == {1: [], 2: [old.meter_id], 4: [old.meter_id], 5: [old.meter_id, new.pk], 6: [new.pk]}


def test_instrument_transformer_there_and_back(department: Department) -> None:
    account = open_hv_account(department, "C1")
    who: dict[str, Any] = {"actor": SYSTEM, "now": OPENED}
    operations.add_supply_structure(
        account_id=account.pk, case_number="C1", supply_points=supply_structure(), **who
    )
    device = make_instrument_transformer(department)
    ids = {"transformer_id": device.pk, "account_id": account.pk}
    operations.reserve_instrument_transformer(**ids, **who)
    operations.issue_instrument_transformer(**ids, **who)
    place = operations.install_instrument_transformer(
        transformer_id=device.pk,
        metering_point_id=account.metering_points.get(sequence=1).pk,
        phase=enums.PhaseLine.A,
        installed_at=OPENED,
        **who,
    )
    assert [row.pk for row in instrument_transformers_on(account.pk, OPENED.date())] == [place.pk]
    assert place.transformer.ratio == 20
    operations.remove_instrument_transformer(installation_id=place.pk, removed_at=OPENED, **who)
    operations.return_instrument_transformer(**ids, **who)
    operations.release_instrument_transformer(**ids, **who)
    device.refresh_from_db()
    assert (device.state, device.reserved_for_id) == (enums.DeviceState.IN_STORE, None)
