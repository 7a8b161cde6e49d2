"""Exchange of meters at a metering point: energy adds up by register, and an undone exchange never was."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from customers.book import enums, operations
from customers.book.models import Meter, MeterInstallation, SupplyAccount
from customers.book.models.periods import moments
from customers.book.specs import MeterExchangeSpec, Registers
from tests.factories.book import make_hv_account, make_instrument_transformer, make_meter
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
CASE = "261122-0001"
FINAL = Registers(total=Decimal("812.40"), peak=Decimal("300.10"), valley=Decimal("512.30"), demand=Decimal("0.71"))


@pytest.fixture
def account(now: datetime) -> SupplyAccount:
    account = make_hv_account(make_company()["YQ"])
    operations.lock_account_for_change(account_id=account.pk, case_number=CASE, actor=SYSTEM, now=now)
    account.refresh_from_db()
    return account


def issued(account: SupplyAccount, now: datetime) -> Meter:
    meter = make_meter(account.department)
    for move in (operations.reserve_meter, operations.issue_meter):
        move(meter_id=meter.pk, account_id=account.pk, actor=SYSTEM, now=now)
    return meter


def places(account: SupplyAccount) -> list[tuple[Any, ...]]:
    rows = account.meterinstallations.order_by("metering_point__sequence", "period")
    return [
        (row.meter.state, row.period.upper, row.multiplier, row.start_reading, row.stop_reading, row.change_mode)
        for row in rows.select_related("meter")
    ]


def spec(account: SupplyAccount, now: datetime, **fields: Any) -> MeterExchangeSpec:
    old = account.meterinstallations.get(metering_point__sequence=1, period__upper_inf=True)
    values: dict[str, Any] = {
        "metering_point_id": old.metering_point_id,
        "exchanged_at": now,
        "multiplier": Decimal(600),
        "installation_id": old.pk,
        "final": FINAL,
    }
    return MeterExchangeSpec(**(values | fields))


def test_old_and_new_readings_are_kept_by_register_and_undone_without_a_trace(
    account: SupplyAccount, now: datetime
) -> None:
    before, frame = places(account), {"case_number": CASE, "actor": SYSTEM, "now": now}
    meter = issued(account, now)
    start = Registers(total=Decimal("0.50"), peak=Decimal("0.20"), valley=Decimal("0.30"))
    wanted = spec(account, now, meter_id=meter.pk, start=start, position="1号配电房计量柜")
    (done,) = operations.exchange_meters(account_id=account.pk, exchanges=[wanted], **frame)
    assert operations.exchange_meters(account_id=account.pk, exchanges=[wanted], **frame)[0].opened == done.opened
    old, new = MeterInstallation.objects.get(pk=done.closed), MeterInstallation.objects.get(pk=done.opened)
    assert (old.period.upper, new.period.lower, new.period.upper) == (now, now, None)
    assert (old.stop_reading, new.start_reading, new.multiplier) == (FINAL.total, start.total, 600)
    assert (old.meter.state, new.meter.state) == (enums.DeviceState.RETURNED, enums.DeviceState.RUNNING)
    assert new.change_mode == enums.MeteringChange.CHANGED
    stop, first = old.registers.get(), new.registers.get()
    assert (stop.moment, stop.peak, stop.valley, stop.demand) == ("STOP", FINAL.peak, FINAL.valley, FINAL.demand)
    assert (first.moment, first.total, first.peak, first.valley) == ("START", start.total, start.peak, start.valley)
    assert new.metering_point.position == "1号配电房计量柜"
    operations.undo_exchange_meter(account_id=account.pk, exchanged=done, **frame)
    operations.undo_exchange_meter(account_id=account.pk, exchanged=done, **frame)
    meter.refresh_from_db()
    assert places(account) == before
    assert meter.state == enums.DeviceState.ISSUED
    assert not old.registers.exists()
    assert account.metering_points.get(sequence=1).position == ""


def test_new_transformers_change_the_multiplier_of_the_same_meter(account: SupplyAccount, now: datetime) -> None:
    point, before = account.metering_points.get(sequence=1), places(account)
    frame: dict[str, Any] = {"case_number": CASE, "actor": SYSTEM, "now": now}
    transformers = [make_instrument_transformer(account.department) for _ in "AC"]
    for one in transformers:
        for move in (operations.reserve_instrument_transformer, operations.issue_instrument_transformer):
            move(transformer_id=one.pk, account_id=account.pk, actor=SYSTEM, now=now)
    old = operations.install_instrument_transformer(
        transformer_id=transformers[0].pk,
        metering_point_id=point.pk,
        phase="A",
        installed_at=now - timedelta(days=30),
        actor=SYSTEM,
        now=now,
    )
    wanted = spec(account, now, transformers=((transformers[1].pk, "A"),))
    (done,) = operations.exchange_meters(account_id=account.pk, exchanges=[wanted], **frame)
    same = MeterInstallation.objects.get(pk=done.opened)
    assert (same.meter_id, same.start_reading, same.multiplier) == (
        MeterInstallation.objects.get(pk=done.closed).meter_id,
        FINAL.total,
        600,
    )
    assert done.transformers_closed == [old.pk]
    operations.undo_exchange_meter(account_id=account.pk, exchanged=done, **frame)
    old.refresh_from_db()
    assert places(account) == before
    assert old.period == moments(now - timedelta(days=30))


def test_a_point_that_is_given_up_and_a_moment_before_the_meter_hung(account: SupplyAccount, now: datetime) -> None:
    before, frame = places(account), {"case_number": CASE, "actor": SYSTEM, "now": now}
    early = spec(account, datetime(2026, 1, 1, tzinfo=now.tzinfo), comes_down=True)
    with pytest.raises(InvalidInput):
        operations.exchange_meters(account_id=account.pk, exchanges=[early], **frame)
    wanted = spec(account, now, comes_down=True)
    (done,) = operations.exchange_meters(account_id=account.pk, exchanges=[wanted], **frame)
    assert operations.exchange_meters(account_id=account.pk, exchanges=[wanted], **frame) == [done]
    assert not account.meterinstallations.filter(metering_point__sequence=1, period__upper_inf=True).exists()
    operations.undo_exchange_meter(account_id=account.pk, exchanged=done, **frame)
    assert places(account) == before


def test_a_terminal_hangs_at_one_place_and_every_move_has_its_way_back(
    account: SupplyAccount, now: datetime
) -> None:
    who: dict[str, Any] = {"actor": SYSTEM, "now": now}
    values: dict[str, Any] = {"asset_number": "7" * 22, "communication_address": "320500001234"}
    first = operations.fit_terminal(account_id=account.pk, fitted_at=now - timedelta(days=9), **values, **who)
    assert operations.fit_terminal(account_id=account.pk, fitted_at=now, **values, **who) == first
    other = make_hv_account(account.department, name="苏州另一户有限公司")
    with pytest.raises(InvalidInput) as refused:
        operations.fit_terminal(account_id=other.pk, fitted_at=now, **values, **who)
    assert set(refused.value.errors) == {"asset_number"}
    assert operations.move_terminal(terminal_id=first.pk, position="2号配电房", **who) == ""
    down = operations.take_terminal_down(terminal_id=first.pk, removed_at=now, **who)
    assert down.period == moments(now - timedelta(days=9), now)
    again = operations.put_terminal_back(terminal_id=first.pk, **who)
    assert (again.period.upper, again.position) == (None, "2号配电房")
    operations.unfit_terminal(terminal_id=first.pk, **who)
    assert not account.terminals.exists()
