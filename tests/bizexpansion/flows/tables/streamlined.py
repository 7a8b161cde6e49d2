"""The streamlined profile: 101 on one visit, 211 with one signature; the book is as after the classic course."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.enums import Profile
from customers.book.enums import MeterKind
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import transfer
from tests.bizexpansion.flows.tables.low_voltage import HOME, archived, asked_by_a_home, book
from tests.factories.bizexpansion import Company
from tests.factories.book import make_lv_account, make_meter
from tests.factories.metering import pay

FEE = replace(HOME, fee=True, project_flag="4", terminal=True)


def visit(office: Office) -> dict[str, Any]:
    """A02: what classic types from A02 to A16."""
    day, wishes = office.day().isoformat(), office.wishes
    fee = {"items-TOTAL_FORMS": "1", "items-0-kind": "01", "items-0-amount": "200.00", "items-0-standard": "苏价工"}
    return {
        "second_surveyor": str(office.company.people["R3b"].pk),
        "surveyed_on": day,
        "project_flag": wishes.project_flag,
        "substation": "110 kV 平江变",
        "line": "平江 3 号公变",
        "plan_access_scheme": "由平江 3 号公变低压出线供电",
        "plan_receiving_scheme": "一户一表",
        "plan_metering_scheme": "低供低计",
        "plan_billing_scheme": "单一制电价",
        "plan_needs_terminal": "on" if wishes.terminal else "",
        "supply_name": "低压进线",
        "source_incoming_mode": "CABLE_DIRECT",
        "source_ownership_boundary": "表箱进线开关负荷侧",
        "point_name": "总表",
        "price_price_code": "400-LV",
        "answer_answer": "AGREE",
        "answer_signed_by": "陈静",
        "contract_valid_from": day,
        "contract_valid_until": "2029-12-31",
        "signs_now": "" if wishes.fee else "on",
        "signing_utility_signatory": "孙九",
        **(fee if wishes.fee else {}),
    }


def connection(office: Office) -> dict[str, Any]:
    """A45: what classic types from S08 to A19."""
    moment = f"{localtime(office.now):%Y-%m-%dT%H:%M}"
    meter = make_meter(office.company.tree["YQ"], kind=MeterKind.SINGLE_PHASE)
    terminal = {
        "terminal_asset_number": f"{office.case.pk:022d}",
        "terminal_communication_address": "320500001234",
        "terminal_is_online": "on",
    }
    return {
        "issue_slip_number": "CK-0001",
        "installed_at": moment,
        "position": "计量柜",
        "wiring_checked": "on",
        "readings-0-asset_number": meter.asset_number,
        "readings-0-total": "0.50",
        "readings-0-seals": "SZ001",
        "energising_energised_at": moment,
        "energising_order_number": "DL-2026-0088",
        "energising_metering_checked": "on",
        "topology_grid_object": "PD_320571_00118",
        "topology_longitude": "120.7273",
        "topology_latitude": "31.2989",
        **(terminal if office.wishes.terminal else {}),
    }


def home(company: Company, now: datetime) -> SupplyAccount:
    """A flat is sold: contract, two contacts, 1,000 yuan paid in advance."""
    account = make_lv_account(company.tree["YQ"], home=True)
    pay(account, str(transfer.CREDIT))
    return account


def transferred(office: Office) -> None:
    """Holder, contracts, contacts, prices and credit as after the classic course; nothing else is touched."""
    transfer.archived(office, with_terms=False)


HOME_ON_SITE = Table(
    "101",
    name="streamlined",
    profile=Profile.STREAMLINED,
    accept=asked_by_a_home,
    book=book,
    archived=archived,
    steps={"survey": visit, "connect_supply": connection},
    wishes=HOME,
)
TRANSFER = replace(
    transfer.TABLES[0],
    name="streamlined",
    profile=Profile.STREAMLINED,
    prepare=home,
    archived=transferred,
    steps={
        "settle_account": lambda office: {"bills-0-amount": str(transfer.LAST_BILL)},
        "sign_contract": {
            "contract_valid_until": "2029-12-31",
            "customer_signatory": "钱新",
            "utility_signatory": "孙九",
            "ending_notice_number": "ZZ-2026-0007",
        },
        "archive": {"data_checked": "on"},
    },
)
TABLES = (HOME_ON_SITE, replace(HOME_ON_SITE, name="streamlined, fee and works", wishes=FEE), TRANSFER)
