"""The demo cases of the flows beside 104: work for everybody, of every family, up to the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bizexpansion.demo.story import (
    BUILT,
    BUYER,
    COLLECTED,
    FACTORY,
    FAIR,
    FAIR_STEPS,
    FIRST_UNIT,
    FLAT,
    HOME,
    HOUSEHOLD,
    METER,
    PLAN,
    QUARTER,
    RENAMED,
    SHARE,
    SHOP,
    SITE,
    SOUND,
    Story,
    days_on,
    firm_code,
    first_day,
    households,
    sheet,
)
from bizexpansion.enums import Profile
from customers.book.enums import TariffClass, Voltage


def stories() -> list[Story]:
    """All of them; their place in the list is part of their identity, so new ones go to the end.

    The first of each flow, and what has ended, is where the demo logins work.
    """
    tales = [
        *(*_new_supplies(), *_capacity(), *_changes(), *_endings(), *_services(), *_done()),
        *(*_taken_back(), *_neighbours(), *_streamlined()),
    ]
    first = {tale.code: place for place, tale in reversed(list(enumerate(tales)))}
    return [
        replace(tale, at=0) if tale.at < 0 and (place == first[tale.code] or not tale.stop) else tale
        for place, tale in enumerate(tales)
    ]


def _new_supplies() -> list[Story]:
    site = {**SITE, "temporary_use": "BUILDING", "temporary_until": days_on(150)}
    charger = {"applied_capacity": "4", "reason": "安装充电桩", "voltage": Voltage.V220}
    complex_ = {
        "applicant_name": lambda walk: walk.names.factory(walk.place.short),
        "credit_code": firm_code,
        "project_name": "平江雅苑二期",
        "project_approval": "苏行审项〔2026〕0118号",
        "household_count": "320",
        "residential_area": "38000",
        "public_area": "4200",
        "applied_capacity": "2600",
    }
    batch = {
        "applicant_name": "苏州嘉园置业有限公司",
        "credit_code": firm_code,
        "network_basis": "公变台区已验收",
        "household_count": "12",
        "sheet": sheet(HOUSEHOLD, households),
    }
    return [
        Story("101", "survey", typed={"accept": FLAT}),
        Story("101", "approve_plan", typed={"accept": FLAT, "draft_plan": PLAN}, days=4),
        Story("101", "dispatch_fitting", typed={"accept": FLAT, "draft_plan": PLAN, "assign_meter": METER}, days=6),
        Story("102", "survey", typed={"accept": SITE}),
        Story("102", "review_contract", typed={"accept": SITE, "draft_plan": PLAN}, days=5),
        Story("103", "dispatch_survey", typed={"accept": complex_}),
        Story("105", "dispatch_survey", typed={"accept": site}),
        Story("106", "survey", typed={"accept": {**FAIR, "temporary_until": days_on(50)}}),
        Story("109", "survey", HOME, {"accept": charger}),
        Story("110", "survey", SHOP, {"accept": {"applied_capacity": "20", "reason": "扩大营业面积"}}),
        Story("111", "dispatch_survey", FACTORY, {"accept": {"applied_capacity": "400", "reason": "新增生产线"}}),
        Story("112", "determine_batch", typed={"accept": batch}),
    ]


def _capacity() -> list[Story]:
    half = {"reason": "生产调整", "starts_on": days_on(14), "ends_on": days_on(194), **FIRST_UNIT}
    rest = {"reason": "订单减少，停用一台变压器", "starts_on": days_on(14), "ends_on": days_on(74), **FIRST_UNIT}
    stand_in = {
        "reason": "变压器故障检修",
        "number": "1",
        "new_capacity": "4000",
        "cause": "FAULT",
        "starts_on": days_on(5),
        "ends_on": days_on(40),
    }
    return [
        Story("201", "survey", FACTORY, {"accept": half | {"equipment-0-new_capacity": "100"}}),
        Story("203", "survey", FACTORY, {"accept": rest}),
        Story("203", "seal_equipment", FACTORY, {"accept": rest}, days=6),
        Story("205", "approve_plan", FACTORY, {"accept": stand_in}, days=4),
    ]


def _changes() -> list[Story]:
    moved = {
        "reason": "店面搬迁",
        "is_on_supply_point": "on",
        "new_district": lambda walk: str(walk.account.district_id),
        "new_address": lambda walk: walk.address,
    }
    shop = {
        "kind": "CATEGORY",
        "effective_on": days_on(0),
        "new_use": "商业用电",
        "reason": "厂房改为门店",
        "tariff_class": TariffClass.COMMERCE,
        "industry_code": "5212",
        "price_code": "400-LV",
        "strategy": "ONE_PART",
        "basic_charge_mode": "0",
    }
    wall = {"reason": "表箱外移", "points-0-number": "1", "points-0-new_position": "院外表箱"}
    higher = {"reason": "电网升压改造", "voltage": Voltage.KV20, "new_capacity": "800"}
    return [
        Story("207", "dispatch_survey", SHOP, {"accept": moved}),
        Story("208", "survey", HOME, {"accept": {"reason": "房屋大修", "back_on": days_on(90)}}),
        Story("210", "approve_change", SHOP, {"accept": RENAMED}),
        Story("211", "sign_contract", HOME, {"accept": BUYER}),
        Story("211", "settle_account", HOME, {"accept": BUYER}, days=3),
        Story("212", "dispatch_survey", SHOP, {"accept": SHARE}),
        Story("214", "dispatch_survey", FACTORY, {"accept": higher}),
        Story("215", "survey", SHOP, {"accept": shop}),
        Story("218", "dispatch_survey", SHOP, {"accept": wall}),
    ]


def _endings() -> list[Story]:
    left = {
        "bills-0-energy": "1320",
        "bills-0-amount": "860.40",
        "give_up": "on",
        "give_up_reason": "户主失联，催缴无果",
    }
    gone = {"accept": {"reason": "房屋拆除"}, "settle_account": left}
    return [
        Story("216", "survey", SHOP, {"accept": {"reason": "停业"}}),
        Story("216", "approve_change", HOME, {"accept": {"reason": "房屋拆除"}}, days=3),
        Story("216", "settle_account", HOME, gone, days=8, visit=2),
        Story("217", "determine_batch", typed={"accept": QUARTER}),
    ]


def _services() -> list[Story]:
    works = {
        "body_name": "苏州市市政工程管理处",
        "letter_number": "苏市政函〔2026〕88号",
        "project_name": "道路拓宽工程",
        "work_kind": "MOVE",
        "description": "10 kV 架空线迁移入地",
    }
    fee = {"items-0-kind": "04", "items-0-amount": "120.00", "items-0-standard": "电能表校验收费标准"}
    test = {"reason": "电费突增，怀疑电表走快"}
    return [
        Story("301", "dispatch_survey", typed={"accept": works}),
        Story("302", "survey", SHOP, {"accept": {"fault_kind": "METER", "reason": "电能表黑屏"}}),
        Story("303", "draft_contract", SHOP, {"accept": COLLECTED}),
        Story("304", "determine_fee", HOME, {"accept": test}),
        Story("304", "test_on_site", HOME, {"accept": test, "determine_fee": fee}, days=4),
    ]


def _done() -> list[Story]:
    """What has come to its end; the supply for a fair ends in a few days, another has ended."""
    return [
        Story("210", "", SHOP, {"accept": RENAMED}, days=9),
        Story("303", "", SHOP, {"accept": COLLECTED}, days=9),
        Story(
            "211",
            "",
            HOME,
            {"accept": BUYER, "settle_account": {"bills-0-energy": "0", "bills-0-amount": "0"}},
            days=9,
        ),
        Story(
            "106",
            "",
            typed={"accept": {**FAIR, "wanted_on": days_on(18), "temporary_until": days_on(24)}, **FAIR_STEPS},
            days=20,
        ),
        Story(
            "106",
            "",
            typed={"accept": {**FAIR, "wanted_on": days_on(14), "temporary_until": days_on(24)}, **FAIR_STEPS},
            days=30,
        ),
    ]


def _taken_back() -> list[Story]:
    """A change for a time, done some weeks ago, and what ends it or makes it longer."""
    stop = {"starts_on": days_on(14), **FIRST_UNIT}
    rest = {
        "accept": {"reason": "设备大修", "ends_on": days_on(120), **stop},
        "draft_plan": {"seal_on": first_day},
    }
    less = {
        "accept": {"reason": "订单减少", "ends_on": days_on(300), **stop},
        "draft_plan": {"acts_on": first_day},
    }
    stand_in = {
        "reason": "变压器故障",
        "number": "1",
        "new_capacity": "4000",
        "cause": "FAULT",
        "starts_on": days_on(1),
        "ends_on": days_on(50),
    }
    again = {"reason": "恢复生产", "wanted_on": days_on(12)}
    home = {"reason": "房屋翻建", "back_on": days_on(120)}
    empty = {"bills-0-energy": "0", "bills-0-amount": "0"}
    back = {"accept": {"reason": "房屋翻建完工"}, "survey": {"is_place_fit": "on"}}
    fair = {**FAIR, "wanted_on": days_on(14), "temporary_until": days_on(40)}
    load = {"load_found": "11.50"}
    longer = {
        "reason": "展会延期",
        "temporary_until": lambda walk: (walk.account.temporary_until + timedelta(days=20)).isoformat(),
    }
    return [
        Story("203", "", FACTORY, rest, days=45, gaps={"cut_power": 15}, at=0),
        Story("204", "unseal_equipment", FACTORY, {"accept": again}, follows="203"),
        Story("201", "", FACTORY, less, days=50, gaps={"cut_power": 15}, at=0),
        Story("202", "approve_plan", FACTORY, {"accept": again}, follows="201"),
        Story(
            "205",
            "",
            FACTORY,
            {
                "accept": stand_in,
                "draft_plan": {"acts_on": first_day},
                "report_completion": BUILT,
                "inspect_completion": SOUND,
            },
            days=20,
            gaps={"cut_power": 2},
            at=0,
        ),
        Story("206", "report_completion", FACTORY, {"accept": {"reason": "主变修复"}}, follows="205"),
        Story("208", "", HOME, {"accept": home, "settle_account": empty}, days=25, at=0),
        Story("209", "assign_meter", HOME, back, follows="208"),
        Story("106", "", typed={"accept": fair, **FAIR_STEPS}, days=25, at=1),
        Story("107", "approve_change", SHOP, {"accept": longer, "survey": load}, follows="106"),
        Story("108", "settle_account", SHOP, {"accept": {"reason": "展会结束"}, "survey": load}, follows="106"),
    ]


def _neighbours() -> list[Story]:
    """Shops of one building become one account, one becomes several; of a quarter one row waits."""
    joined = {
        "reason": "门店打通经营",
        "absorbed-TOTAL_FORMS": "1",
        "absorbed-0-account": lambda walk: walk.neighbours[0].account_number,
        "absorbed-0-agreed_by": lambda walk: walk.names.person(),
        "absorbed-0-agreed_on": days_on(0),
    }
    plan = {"sources-0-substation": "110 kV 平江变"}
    return [
        Story("213", "approve_plan", SHOP, {"accept": joined, "draft_plan": plan}, days=3, at=0, beside=1),
        Story("212", "draft_plan", SHOP, {"accept": SHARE}, days=4, at=0),
        Story("217", "correct_row", typed={"accept": QUARTER}, days=4, at=0),
    ]


def _streamlined() -> list[Story]:
    """One visit, one connection, one signature: what a department does that tries the streamlined profile."""
    visit = {
        "plan_needs_terminal": "",
        "substation": "110 kV 平江变",
        "line": "平江 3 号公变",
        "source_incoming_mode": "CABLE_DIRECT",
        "source_ownership_boundary": "表箱进线开关负荷侧",
        "price_price_code": "400-LV",
        "answer_answer": "AGREE",
        "answer_signed_by": lambda walk: walk.contact,
        "contract_valid_until": days_on(3 * 365),
        "signs_now": "on",
    }
    tried: dict[str, Any] = {"profile": Profile.STREAMLINED, "days": 4, "at": 0}
    empty = {"bills-0-energy": "0", "bills-0-amount": "0"}
    return [
        Story("101", "survey", typed={"accept": FLAT}, **tried),
        Story("101", "connect_supply", typed={"accept": FLAT, "survey": visit}, **tried),
        Story("211", "sign_contract", HOME, {"accept": BUYER, "settle_account": empty}, **tried),
    ]
