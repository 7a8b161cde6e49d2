"""Devices change state one step at a time, for one account, in one store; two hands cannot take one meter."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.enums import Role
from crm.org.models import Department
from customers.book import enums, operations
from customers.book.models import Meter, MeterInstallation, SupplyAccount
from customers.book.specs import InstrumentTransformerSpec, MeterSpec
from tests.factories.book import OPENED, fit_meter, make_meter, open_hv_account, supply_structure
from tests.factories.org import make_company, make_staff

WHO: dict[str, Any] = {"actor": SYSTEM, "now": OPENED}


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    account = open_hv_account(tree["YQ"], "C1")
    operations.add_supply_structure(
        account_id=account.pk, case_number="C1", supply_points=supply_structure(), **WHO
    )
    return account


def state_of(meter: Meter) -> tuple[str, int | None]:
    meter.refresh_from_db()
    return meter.state, meter.reserved_for_id


def test_the_way_of_a_meter_and_each_step_twice(account: SupplyAccount) -> None:
    meter = make_meter(account.department)
    ids = {"meter_id": meter.pk, "account_id": account.pk}
    for _again in range(2):
        operations.reserve_meter(**ids, **WHO)
        assert state_of(meter) == ("016", account.pk)
    for _again in range(2):
        operations.issue_meter(**ids, **WHO)
        assert state_of(meter) == ("011", account.pk)
    point = account.metering_points.get(sequence=1)
    places = {
        operations.install_meter(
            meter_id=meter.pk,
            metering_point_id=point.pk,
            installed_at=OPENED,
            start_reading=Decimal(0),
            **WHO,
        ).pk
        for _again in range(2)
    }
    assert len(places) == 1
    assert state_of(meter) == ("012", account.pk)


@pytest.mark.parametrize("step", ["issue_meter", "return_meter", "release_meter"])
def test_steps_cannot_be_skipped(account: SupplyAccount, step: str) -> None:
    meter = make_meter(account.department)
    ids = {"meter_id": meter.pk, "account_id": account.pk}
    if step == "issue_meter":
        with pytest.raises(operations.DeviceNotAvailable):
            operations.issue_meter(**ids, **WHO)
        return
    operations.reserve_meter(**ids, **WHO)
    if step == "return_meter":
        with pytest.raises(operations.DeviceNotAvailable):
            operations.return_meter(**ids, **WHO)
        return
    operations.issue_meter(**ids, **WHO)
    with pytest.raises(operations.DeviceNotAvailable):
        operations.release_meter(**ids, **WHO)


def test_a_meter_that_was_not_issued_cannot_be_installed(account: SupplyAccount) -> None:
    meter = make_meter(account.department)
    with pytest.raises(operations.DeviceNotAvailable) as refusal:
        operations.install_meter(
            meter_id=meter.pk,
            metering_point_id=account.metering_points.get(sequence=1).pk,
            installed_at=OPENED,
            start_reading=Decimal(0),
            **WHO,
        )
    assert refusal.value.details == {
        "asset_number": meter.asset_number,
        "state": enums.DeviceState.IN_STORE,
        "account_number": None,
    }


def test_the_second_account_is_told_who_has_the_meter(account: SupplyAccount, tree: dict[str, Department]) -> None:
    meter = make_meter(account.department)
    other = open_hv_account(tree["YQ"], "C2")
    operations.reserve_meter(meter_id=meter.pk, account_id=account.pk, **WHO)
    with pytest.raises(operations.DeviceNotAvailable) as refusal:
        operations.reserve_meter(meter_id=meter.pk, account_id=other.pk, **WHO)
    assert refusal.value.details["account_number"] == account.account_number
    assert state_of(meter) == ("016", account.pk)


def test_meters_come_from_the_accounts_own_store(account: SupplyAccount, tree: dict[str, Department]) -> None:
    meter = make_meter(tree["GS"])
    with pytest.raises(operations.DeviceNotAvailable):
        operations.reserve_meter(meter_id=meter.pk, account_id=account.pk, **WHO)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start_reading": Decimal(-1)}, "start_reading"),
        ({"start_reading": Decimal(1_000_000)}, "start_reading"),
        ({"installed_at": OPENED + timedelta(hours=1)}, "installed_at"),
        ({"multiplier": Decimal(0)}, "multiplier"),
    ],
)
def test_impossible_installations_name_their_field(
    account: SupplyAccount, change: dict[str, Any], field: str
) -> None:
    meter = make_meter(account.department)
    ids = {"meter_id": meter.pk, "account_id": account.pk}
    operations.reserve_meter(**ids, **WHO)
    operations.issue_meter(**ids, **WHO)
    values = {"installed_at": OPENED, "start_reading": Decimal(0)} | change
    with pytest.raises(InvalidInput) as refusal:
        operations.install_meter(
            meter_id=meter.pk, metering_point_id=account.metering_points.get(sequence=1).pk, **values, **WHO
        )
    assert list(refusal.value.errors) == [field]
    assert state_of(meter)[0] == "011"


def test_a_meter_cannot_come_down_before_it_went_up(account: SupplyAccount) -> None:
    meter = fit_meter(account)
    place = MeterInstallation.objects.get(meter=meter)
    with pytest.raises(InvalidInput) as refusal:
        operations.remove_installation(
            installation_id=place.pk, removed_at=OPENED - timedelta(seconds=1), stop_reading=Decimal(1), **WHO
        )
    assert list(refusal.value.errors) == ["removed_at"]


def test_writing_needs_the_department_and_a_role(account: SupplyAccount, tree: dict[str, Department]) -> None:
    meter = make_meter(account.department)
    ids = {"meter_id": meter.pk, "account_id": account.pk}
    fitter = make_staff("5001", tree["GS-T"], Role.R13)
    nobody = make_staff("5002", tree["YQ-H"])
    city_wide = make_staff("5003", tree["MET"], Role.R13)
    with pytest.raises(OutOfScope):
        operations.reserve_meter(**ids, actor=fitter, now=OPENED)
    with pytest.raises(NotPermitted):
        operations.reserve_meter(**ids, actor=nobody, now=OPENED)
    assert state_of(meter) == ("006", None)
    operations.reserve_meter(**ids, actor=city_wide, now=OPENED)


def test_store_takes_meters_in_all_or_none(tree: dict[str, Department]) -> None:
    keeper = make_staff("5004", tree["YQ-T"], Role.R13)

    def spec(number: str) -> MeterSpec:
        return MeterSpec(
            asset_number=number,
            kind=enums.MeterKind.SINGLE_PHASE,
            wiring=enums.Wiring.SINGLE_PHASE,
            rated_current=Decimal(5),
            maximum_current=Decimal(60),
            constant=1200,
        )

    def receive(*numbers: str) -> list[Meter]:
        return operations.receive_meters(
            department_id=tree["YQ"].pk, meters=[spec(number) for number in numbers], actor=keeper, now=OPENED
        )

    assert [meter.state for meter in receive("1" * 22, "2" * 22)] == ["006", "006"]
    for numbers in (["3" * 22, "1" * 22], ["4" * 22, "4" * 22], ["5" * 22, "12"]):
        with pytest.raises(InvalidInput) as refusal:
            receive(*numbers)
        assert list(refusal.value.errors) == ["asset_number"]
    assert Meter.objects.count() == 2
    with pytest.raises(OutOfScope):
        operations.receive_instrument_transformers(
            department_id=tree["GS"].pk,
            transformers=[
                InstrumentTransformerSpec(
                    asset_number="7" * 22, kind="CT", primary=Decimal(100), secondary=Decimal(5)
                )
            ],
            actor=keeper,
            now=OPENED,
        )


@pytest.mark.django_db(transaction=True)
def test_two_hands_reach_for_one_meter_and_one_gets_it() -> None:
    """Two connections at once; without the row lock both would read "in store" and both would win."""
    tree = make_company()
    accounts = [open_hv_account(tree["YQ"], case) for case in ("C1", "C2")]
    meter = make_meter(tree["YQ"])
    start, outcomes = threading.Barrier(2), []

    def reach(account: SupplyAccount) -> None:
        try:
            start.wait(timeout=120)
            operations.reserve_meter(meter_id=meter.pk, account_id=account.pk, **WHO)
            outcomes.append(("won", account.pk))
        except operations.DeviceNotAvailable as refusal:
            outcomes.append(("told", refusal.details["account_number"]))
        finally:
            connection.close()

    hands = [threading.Thread(target=reach, args=[account]) for account in accounts]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=120)
    winner = SupplyAccount.objects.get(pk=dict(outcomes)["won"])
    assert dict(outcomes)["told"] == winner.account_number
    assert state_of(meter) == ("016", winner.pk)
