"""103 小区新装: a complex with two sources, two public transformers, both fees and hidden works."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crm.org.models import District
from customers.book.enums import Voltage
from customers.book.models import ResidentialProject, SupplyAccount, TransformerArea
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Wishes
from tests.factories.book import credit_code

WISHES = Wishes(capacity=Decimal(1600), dual=True, project_flag="2", hidden_works=True, fee=True)
NAME = "星湖雅苑"


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "applicant_name": "苏州星湖置业有限公司",
        "credit_code": credit_code(),
        "contact_name": "王工",
        "contact_phone": "13812345670",
        "project_name": NAME,
        "project_approval": "苏园行审〔2026〕118号",
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": "苏州市工业园区星湖街9号",
        "household_count": "420",
        "residential_area": "48600.00",
        "public_area": "2100.00",
        "source_count": "2",
        "applied_capacity": "1600",
        "wanted_on": (office.now + timedelta(days=120)).date().isoformat(),
        "identity_checked": "on",
        **{f"papers-{n}-present": "on" for n in range(3)},
    }


def plan(office: Office) -> dict[str, Any]:
    """A03: two lines, two public transformers."""
    values = {
        "access_scheme": "由 110 kV 星湖变两回 10 kV 线路供电",
        "receiving_scheme": "新建 10 kV 公用配电室一座",
        "has_hidden_works": "on",
        "stations-TOTAL_FORMS": "2",
    }
    for n in range(2):
        values |= {
            f"sources-{n}-substation": "110 kV 星湖变",
            f"sources-{n}-line": f"10 kV 星湖{n + 1}线",
            f"sources-{n}-incoming_mode": "CABLE_TRENCH",
            f"sources-{n}-ownership_boundary": "环网柜出线隔离开关负荷侧",
            f"stations-{n}-number": str(n + 1),
            f"stations-{n}-name": f"{NAME}{n + 1}号公变",
            f"stations-{n}-line": f"10 kV 星湖{n + 1}线",
            f"stations-{n}-capacity": "800",
            f"stations-{n}-household_count": "210",
        }
    return values


def fees(office: Office) -> dict[str, Any]:
    """A06: 住宅配套费, and 高可靠性 for the second source."""
    return {
        "items-TOTAL_FORMS": "2",
        "items-0-kind": "01",
        "items-0-amount": "7290000.00",
        "items-0-standard": "苏价工〔2016〕103号",
        "items-1-kind": "02",
        "items-1-amount": "345600.00",
        "items-1-standard": "苏价工〔2004〕110号",
    }


def handover(office: Office) -> dict[str, Any]:
    """A19."""
    codes = {f"areas-{n}-code": f"PD_320571_0090{n}" for n in range(2)}
    return {"handed_over_on": office.day().isoformat(), "agreement_number": "YJ-2026-018", **codes}


def book(office: Office) -> dict[str, Any]:
    """What the grid company has taken over; accounts do not come into it."""
    return {
        "projects": list(ResidentialProject.objects.values_list("name", "archived_on")),
        "areas": list(TransformerArea.objects.values_list("code", "capacity")),
        "accounts": SupplyAccount.objects.count(),
    }


def archived(office: Office) -> None:
    """The record of the complex with two transformers and their lines; no account."""
    project = ResidentialProject.objects.get(case_number=office.case.case_number)
    assert (project.name, project.household_count) == (NAME, 420)
    assert (project.residential_area, project.public_area) == (Decimal("48600.00"), Decimal("2100.00"))
    assert project.archived_on == project.handed_over_on == office.day()
    areas = project.areas.order_by("sequence").values_list("code", "line", "voltage", "capacity", "household_count")
    assert list(areas) == [
        (f"PD_320571_0090{n}", f"10 kV 星湖{n + 1}线", Voltage.KV10, Decimal(800), 210) for n in range(2)
    ]
    assert office.case.account is None
    assert not SupplyAccount.objects.exists()
    assert {"collect_fee", "track_grid_project", "review_design", "inspect_interim"} <= set(office.signed)


STEPS = {
    "draft_plan": plan,
    "determine_fee": fees,
    "update_topology": handover,
    "archive": {"data_checked": "on"},
}
TABLES = (Table("103", accept=asked, book=book, archived=archived, steps=STEPS, wishes=WISHES),)
