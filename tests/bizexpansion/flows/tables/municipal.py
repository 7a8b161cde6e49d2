"""301 市政代工: a road is widened, a line is moved, and the accounts behind it hang elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bizexpansion.models import WorksPlan, WorksRecord
from crm.org.models import District
from customers.book.models import PowerSource, ReadingSection, SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.capacity import STEPS as CHANGE
from tests.factories.bizexpansion import Company
from tests.factories.book import make_hv_account, make_section

OLD_LINE, NEW_LINE, NEW_AREA = "10kV 星湖1线", "10kV 现代大道2线", "PD_320571_00777"
NEW_SECTION = "S301301"


def accounts(company: Company, now: datetime) -> SupplyAccount:
    """Two factories at the line that is moved (each with a second source elsewhere), and an empty section."""
    make_section(company.tree["YQ"], number=NEW_SECTION)
    make_hv_account(company.tree["YQ"])
    return make_hv_account(company.tree["YQ"])


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "body_name": "苏州工业园区市政服务集团",
        "letter_number": "苏园市政函〔2026〕88号",
        "project_name": "现代大道拓宽工程",
        "work_kind": "MOVE",
        "voltage": "KV10",
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": "苏州市工业园区现代大道 100 至 300 号段",
        "description": "道路拓宽，10 kV 架空线迁移入地",
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "wanted_on": (office.now + timedelta(days=60)).date().isoformat(),
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def book(office: Office) -> dict[str, Any]:
    """Where sources hang and accounts are read; nothing else is touched."""
    return {
        "sources": list(
            PowerSource.objects.values_list("pk", "substation", "line", "transformer_area").order_by("pk")
        ),
        "accounts": list(
            SupplyAccount.objects.values_list("pk", "section", "status", "contract_capacity").order_by("pk")
        ),
    }


def relinked(office: Office) -> dict[str, Any]:
    """A19: the whole line moves, one of its accounts is read elsewhere."""
    return {
        "moves-TOTAL_FORMS": "2",
        "moves-0-from_line": OLD_LINE,
        "moves-0-line": NEW_LINE,
        "moves-0-transformer_area": NEW_AREA,
        "moves-1-account_number": office.subject.account_number,
        "moves-1-section": str(ReadingSection.objects.get(number=NEW_SECTION).pk),
    }


def archived(office: Office) -> None:
    """No account; sources hang at the new line, one account is read elsewhere; the costs stand."""
    assert office.case.account_id is None
    before = {pk: row for pk, *row in office.before["sources"]}
    for pk, substation, line, area in book(office)["sources"]:
        was = before[pk]
        moved = was[1] == OLD_LINE
        assert (line, area) == ((NEW_LINE, NEW_AREA) if moved else (was[1], was[2]))
        assert substation == was[0]
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    assert account.section is not None
    assert account.section.number == NEW_SECTION
    rows = {pk: tuple(row) for pk, *row in office.before["accounts"]}
    for pk, *row in book(office)["accounts"]:
        assert tuple(row[1:]) == rows[pk][1:]
        assert pk == account.pk or row[0] == rows[pk][0]
    assert WorksPlan.objects.get(case=office.case).estimate == Decimal("180000.00")
    assert WorksRecord.objects.get(case=office.case).cost == Decimal("176500.50")


def works(office: Office) -> dict[str, Any]:
    """A08."""
    return {
        "agreement_number": "SZ-DG-2026-018",
        "agreement_signed_on": office.day().isoformat(),
        "project_number": "SZ26-0301",
        "contractor": "苏州电力工程公司",
        "licence_number": "4-1-00123-2024",
        "licence_valid_until": (office.now + timedelta(days=700)).date().isoformat(),
        "finished_on": office.day().isoformat(),
        "costs-TOTAL_FORMS": "2",
        "costs-0-kind": "LABOUR",
        "costs-0-description": "迁移施工",
        "costs-0-document": "FP-1",
        "costs-0-amount": "76500.50",
        "costs-1-kind": "MATERIAL",
        "costs-1-description": "电缆",
        "costs-1-document": "FP-2",
        "costs-1-amount": "100000.00",
    }


STEPS = {
    "survey": CHANGE["survey"],
    "draft_plan": {
        "scope": "10 kV 星湖1线 12 号至 20 号杆入地",
        "outage": "停电 8 小时",
        "capacity": "1600",
        "is_charged": "on",
        "items-0-facility": "10 kV 架空线",
        "items-0-action": "BURY",
        "items-0-quantity": "800 m",
        "items-0-amount": "180000.00",
    },
    "determine_fee": {
        "items-0-kind": "09",
        "items-0-amount": "180000.00",
        "items-0-standard": "代工协议 SZ-DG-2026-018",
    },
    "track_grid_project": works,
    "update_topology": relinked,
    "archive": {"data_checked": "on"},
}
TABLES = (Table("301", accept=asked, prepare=accounts, book=book, archived=archived, steps=STEPS),)
