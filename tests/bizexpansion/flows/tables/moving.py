"""218 移表: the first of two meters to another wall, with its terminal."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from crm.audit.operation import SYSTEM
from customers.book.enums import AccountStatus, DeviceState, MeteringChange, PowerState
from customers.book.models import SupplyAccount
from customers.book.operations import fit_terminal
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.exchange_steps import STEPS, hangs, moment, people_said, places
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account

NEW_PLACE = "2号配电房北墙"
TERMINAL = "7" * 22


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """Two metering points, and a terminal in the first room."""
    account = make_hv_account(company.tree["YQ"])
    fit_terminal(
        account_id=account.pk,
        asset_number=TERMINAL,
        communication_address="320500001234",
        fitted_at=now - timedelta(days=90),
        position="1号配电房",
        actor=SYSTEM,
        now=now,
    )
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return people_said(office) | {
        "reason": "配电房改造",
        "papers-0-present": "on",
        "papers-2-present": "on",
        "points-0-number": "1",
        "points-0-new_position": NEW_PLACE,
    }


def book(office: Office) -> dict[str, Any]:
    """What hangs where, terminals, power, status."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    return {
        "hangs": hangs(account),
        "places": places(account),
        "terminals": list(account.terminals.values_list("asset_number", "position", "period")),
        "power": account.power_state,
        "status": (account.status, account.open_case_number),
        "capacity": (account.contract_capacity, account.running_capacity, account.tariff_class, account.address),
    }


def archived(office: Office) -> None:
    """The same meter hangs again from the reading at which it came down; only places have changed."""
    found, before = book(office), office.before
    first, again, other = found["hangs"]
    assert first[:2] == again[:2] == before["hangs"][0][:2]
    assert (first[2], first[3], first[5]) == (DeviceState.RUNNING, False, Decimal("812.40"))
    assert (again[3:]) == (True, Decimal("812.40"), None, before["hangs"][0][6], MeteringChange.MOVED)
    assert other == before["hangs"][1]
    assert found["places"] == [(1, NEW_PLACE), (2, "")]
    ((number, position, period),) = found["terminals"]
    assert (number, position, period.upper) == (TERMINAL, NEW_PLACE, None)
    assert found["power"] == PowerState.ON
    assert found["status"] == (AccountStatus.NORMAL, "")
    assert found["capacity"] == before["capacity"]


TABLES = (
    Table(
        "218",
        accept=asked,
        prepare=account_of,
        book=book,
        archived=archived,
        steps=STEPS
        | {
            "survey": lambda office: {"checked_on": office.day().isoformat(), "is_possible": "on"},
            "draft_plan": {"scheme": "移至北墙新表箱，电缆改接", "outage_hours": "2.5", "is_fee_due": "on"},
            "determine_fee": {
                "items-0-kind": "09",
                "items-0-amount": "860.00",
                "items-0-standard": "移表工料按实结算",
            },
            "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0201"},
            "exchange_meter": lambda office: {
                "exchanged_at": moment(office),
                "wiring_checked": "on",
                "meters-0-final_total": "812.40",
                "meters-0-final_peak": "300.10",
            },
            "move_terminal": lambda office: {
                "position": NEW_PLACE,
                "moved_at": moment(office),
                "is_online": "on",
            },
            "re_energise": lambda office: {
                "energised_at": moment(office),
                "order_number": "DL-2026-0202",
                "metering_checked": "on",
            },
            "update_topology": {
                "substation": "110kV 星湖变",
                "line": "10kV 星湖1线",
                "grid_object": "PD_320571_00118",
                "longitude": "120.7273",
                "latitude": "31.2989",
            },
            "archive": {"data_checked": "on"},
        },
    ),
)
