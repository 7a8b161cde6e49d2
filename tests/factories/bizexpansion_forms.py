"""What a browser would send for a step: everything that stands in the opened form, and what a person adds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.models import MeterAssignment
from tests.factories.bizexpansion import Walk
from tests.factories.book import credit_code, make_instrument_transformer, make_meter, make_section

FINAL_REGISTERS = {
    "total": "812.50",
    "peak": "312.50",
    "flat": "300.00",
    "valley": "200.00",
    "reactive": "90.00",
    "demand": "1.20",
}


def typed(walk: Walk, node: str) -> dict[str, Any]:
    """What a person types at a step, beyond what the form knows, for a case with the walk's wishes."""
    day, moment = walk.day().isoformat(), f"{localtime(walk.now):%Y-%m-%dT%H:%M}"
    later = (walk.now + timedelta(days=40)).date().isoformat()
    values = _typed_early(walk, day, moment) | _typed_leaving(walk, day, moment)
    values |= _typed_late(walk, node, day, moment, later)
    return values.get(node, {})


def application_values(walk: Walk) -> dict[str, Any]:
    """The registration form of a plain customer, as posted with the empty form's own values."""
    wishes = walk.wishes
    units = 2 if wishes.dual else 1
    values = {
        "applicant_name": f"苏州嘉禾{walk.serial}纺织有限公司",
        "id_kind": "CREDIT_CODE",
        "id_number": credit_code(),
        "district": str(_district(walk)),
        "address": f"苏州市工业园区唯亭路{walk.serial}号",
        "trade_code": "1713",
        "tariff_class": "100",
        "purpose": "纺织生产",
        "importance": wishes.importance,
        "source_count": str(units),
        "applied_capacity": str(wishes.capacity),
        "first_source_capacity": str(wishes.capacity / units),
        "wanted_on": (walk.now + timedelta(days=90)).date().isoformat(),
        "identity_checked": "on",
        "breaches_checked": "on",
        "contacts-0-purpose": "ELECTRICAL",
        "contacts-0-name": "陈静",
        "contacts-0-phone": "13812345678",
        "transformers-0-unit_capacity": str(wishes.capacity / units),
        "transformers-0-count": str(units),
        "equipment-0-name": "喷水织机",
        "equipment-0-unit_power": "7.5",
        "equipment-0-count": "60",
        **{f"papers-{n}-present": "on" for n in range(5)},
    }
    if wishes.dual:
        values |= {
            "second_source_capacity": str(wishes.capacity / units),
            "second_source_nature": "STANDBY_PRODUCTION",
        }
    return values


def _district(walk: Walk) -> int:
    from crm.org.models import District

    return District.objects.get(department=walk.company.tree["YQ"]).pk


def _job(walk: Walk, leader: str, companion: str) -> dict[str, Any]:
    return {
        "leader": str(walk.company.people[leader].pk),
        "companion": str(walk.company.people[companion].pk),
        "planned_for": f"{localtime(walk.now) + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }


def _typed_early(walk: Walk, day: str, moment: str) -> dict[str, dict[str, Any]]:
    wishes = walk.wishes
    units = 2 if wishes.dual else 1
    sources = {}
    for n in range(units):
        sources |= {
            f"sources-{n}-substation": "110 kV 唯亭变",
            f"sources-{n}-line": f"10 kV 唯亭{n + 1}线",
            f"sources-{n}-incoming_mode": "CABLE_TRENCH",
            f"sources-{n}-ownership_boundary": "环网柜出线隔离开关负荷侧",
            f"transformers-{n}-name": f"{n + 1}号主变",
            f"metering_points-{n}-name": f"{n + 1}号计量点",
        }
    return {
        "dispatch_survey": _job(walk, "R3", "R3b"),
        "survey": {"surveyed_on": day, "project_flag": wishes.project_flag, "importance": wishes.importance},
        "draft_plan": {
            "access_scheme": "由 110 kV 唯亭变 10 kV 线路供电",
            "receiving_scheme": "用户侧新建配电室",
            "metering_scheme": "高供高计",
            "billing_scheme": "两部制",
            **({"has_hidden_works": "on"} if wishes.hidden_works else {}),
            **({"is_fee_due": "on"} if wishes.fee else {}),
            "supply_points-0-name": "1号配电室",
            "supply_points-0-kind": "DISTRIBUTION",
            "prices-0-price_code": "100-10KV-TOU",
            **sources,
        },
        "countersign_plan": {f"opinions-{n}-signed_by": "周八" for n in range(4)},
        "approve_plan": {"decision": "APPROVE"},
        "reply_plan": {"replied_on": day, "recipient": "陈静"},
        "customer_answer": {"answer": "AGREE", "answered_on": day, "signed_by": "陈静"},
        "determine_fee": {
            "items-0-kind": "02",
            "items-0-amount": "345600.00",
            "items-0-standard": "苏价工〔2004〕110号",
        },
        "collect_fee": {"method": "TRANSFER", "received_on": day, "invoice_number": f"FP{walk.case.pk:09d}"},
    }


def _typed_leaving(walk: Walk, day: str, moment: str) -> dict[str, dict[str, Any]]:
    """The steps at the end of a supply."""
    return {
        "cut_power": {"cut_at": moment, "order_number": "DL-2026-0101"},
        "dispatch_removal": _job(walk, "R13", "R13b"),
        "remove_meter": {
            "removed_at": moment,
            "witness": "陈静",
            **{f"meters-{n}-{name}": value for n in range(9) for name, value in FINAL_REGISTERS.items()},
        },
        "record_removal": {f"devices-{n}-seals": "SZ001" for n in range(9)},
        "return_device": {"returned_on": day, "slip_number": "TK-0001", "shelf": "B-2-1"},
        "remove_terminal": {"removed_on": day, "is_struck_off": "on"},
        "settle_account": {"read_on": day},
        "determine_refund": {"reason": "销户退预收电费"},
        "pay_refund": {"method": "TRANSFER", "reference": "YH-2026-0001", "paid_on": day},
        "end_contract": {"ends_on": day, "notice_number": "ZZ-2026-0001"},
        "remove_from_grid": {"removed_on": day, "grid_object": "PD_320571_00118", "is_drawing_updated": "on"},
    }


def _typed_late(walk: Walk, node: str, day: str, moment: str, later: str) -> dict[str, dict[str, Any]]:
    department = walk.company.tree["YQ"]
    items = {}
    for n in range(3):
        items |= {f"items-{n}-standard": "GB 50254", f"items-{n}-result": "合格", f"items-{n}-passed": "on"}
    inspection = {"inspected_on": day, "inspectors": "赵六、钱七", "passed": "on", **items}
    assigned = MeterAssignment.objects.filter(case=walk.case).order_by("-id").first()
    meters = list(assigned.meters.order_by("id")) if assigned else []
    values: dict[str, dict[str, Any]] = {
        "track_grid_project": {
            "project_number": "SZ26-0118",
            "contractor": "苏州电力工程公司",
            "finished_on": day,
        },
        "receive_design": {
            "design_firm": "苏州电力设计院",
            "licence_grade": "A",
            "licence_number": "A132005678",
            "licence_valid_until": later,
            "submitted_by": "陈静",
            "submitted_on": day,
            "papers-0-present": "on",
        },
        "review_design": {"passed": "on", "reviewed_on": day},
        "confirm_start": {
            "contractor": "苏州恒通电力安装公司",
            "licence_grade": "1",
            "licence_number": "4-1-00123-2024",
            "licence_valid_until": later,
            "starts_on": day,
            "planned_finish": later,
        },
        "request_interim": {
            "requested_by": "陈静",
            "wanted_on": later,
            "hidden_works": "接地网",
            "papers-0-present": "on",
        },
        "dispatch_interim": _job(walk, "R11", "R11b"),
        "inspect_interim": inspection,
        "report_completion": {
            "reported_by_firm": "苏州恒通电力安装公司",
            "licence_grade": "1",
            "licence_number": "4-1-00123-2024",
            "licence_valid_until": later,
            "reported_by": "陈静",
            "reported_on": day,
            "wanted_on": later,
            "papers-0-present": "on",
        },
        "inspect_completion": inspection | {"has_safety_equipment": "on", "has_emergency_source_papers": "on"},
        "draft_contract": {"valid_from": day, "valid_until": "2029-12-31"},
        "review_contract": {"passed": "on"},
        "sign_contract": {"signed_on": day, "customer_signatory": "陈静", "utility_signatory": "孙九"},
        "file_contract": {"file_number": "HT-0001", "shelf": "A-3-2"},
        "fix_metering_plan": {"confirmed_on": day, "cabinet": "10 kV 计量柜"},
        "dispatch_fitting": _job(walk, "R13", "R13b"),
        "issue_meter": {"issued_on": day, "slip_number": "CK-0001"},
        "install_meter": {
            "installed_at": moment,
            "position": "计量柜",
            "wiring_checked": "on",
            **{f"meters-{n}-start_reading": "0.50" for n in range(len(meters))},
        },
        "record_installation": {f"readings-{n}-seals": "SZ001" for n in range(len(meters))},
        "install_terminal": {
            "asset_number": f"{walk.case.pk:022d}",
            "communication_address": "320500001234",
            "installed_on": day,
            "is_online": "on",
        },
        "energise": {"energised_at": moment, "order_number": "DL-2026-0088", "metering_checked": "on"},
        "update_topology": {"grid_object": "PD_320571_00118", "longitude": "120.7273", "latitude": "31.2989"},
        "call_back": {"called_at": moment, "result": "SATISFIED", "score": "5"},
        "close": {"box_number": "2026-104-07", "page_count": "86", "is_complete": "on"},
    }
    if node == "assign_meter":
        count = walk.case.supplyplan_set.get(state="AGREED").metering_points.count()
        values[node] = {"transformers-TOTAL_FORMS": str(count)}
        for n in range(count):
            values[node] |= {
                f"meters-{n}-asset_number": make_meter(department).asset_number,
                f"transformers-{n}-asset_number": make_instrument_transformer(department).asset_number,
                f"transformers-{n}-metering_point": str(n + 1),
                f"transformers-{n}-phase": "ABC",
            }
    if node == "archive":
        section = str(make_section(department).pk)
        values[node] = {"reading_section": section, "billing_starts_on": day, "data_checked": "on"}
    return values
