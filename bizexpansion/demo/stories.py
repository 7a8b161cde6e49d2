"""The demo cases of the flows beside 104: work for everybody, of every family, up to the archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from customers.book.demo.facts import credit_code, id_card
from customers.book.enums import ContactPurpose, CustomerKind, MeterKind, TariffClass, Voltage

if TYPE_CHECKING:
    from bizexpansion.demo.changes import ChangeWalk

Typed = Mapping[str, Any]
FIRST_FIRM, FIRST_PERSON_INDEX = 910_000_000, 17_900_000

HOME: Final = {"customer__kind": CustomerKind.PERSON, "voltage": Voltage.V220}
SHOP: Final = {"customer__kind": CustomerKind.ORGANISATION, "voltage": Voltage.V380}
FACTORY: Final = {"customer__kind": CustomerKind.ORGANISATION, "voltage": Voltage.KV10}


@dataclass(frozen=True)
class Story:
    """A case: its flow, the kind of account that asks for it (none: a new one), the step where it stands.

    `stop` empty: it comes to its end. `days`: how long ago it was accepted. `typed`, by step: what is its own.
    `visit`: at which visit of `stop` it stands.
    """

    code: str
    stop: str
    account: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    days: float = 2.5
    visit: int = 1


def _day(days: int) -> Any:
    return lambda walk: (walk.moment + timedelta(days=days)).date().isoformat()


def _firm(walk: ChangeWalk) -> str:
    return credit_code(FIRST_FIRM + walk.request.seed % 1000 * 1000 + walk.index)


def _person(walk: ChangeWalk) -> str:
    return id_card(FIRST_PERSON_INDEX + walk.index)


SITE: Final[Typed] = {
    "applicant_name": lambda walk: walk.names.factory(walk.place.short),
    "id_kind": "CREDIT_CODE",
    "id_number": _firm,
    "applied_capacity": "60",
    "trade_code": "5212",
    "tariff_class": TariffClass.COMMERCE,
    "purpose": "门店用电",
}
FLAT: Final[Typed] = {
    "applicant_name": lambda walk: walk.contact,
    "id_number": _person,
    "applied_capacity": "8",
    "tariff_class": TariffClass.RESIDENT_URBAN,
}
FAIR: Final[Typed] = {
    **SITE,
    "temporary_use": "EVENT",
    "daily_hours": "8",
    "applied_capacity": "12",
    "purpose": "展会用电",
}
PLAN: Final[Typed] = {
    "supply_points-0-name": "低压进线",
    "sources-0-substation": "110 kV 平江变",
    "sources-0-line": "平江 3 号公变",
    "sources-0-incoming_mode": "CABLE_DIRECT",
    "sources-0-ownership_boundary": "表箱进线开关负荷侧",
    "metering_points-0-name": "总表",
    "prices-0-price_code": "400-LV",
}
METER: Final[Typed] = {"meters-0-asset_number": lambda walk: walk.meter_in_store(MeterKind.SINGLE_PHASE)}
FIRST_UNIT: Final[Typed] = {"equipment-0-number": "1"}
RENAMED: Final[Typed] = {
    "new_name": lambda walk: walk.names.factory(walk.place.short),
    "ground": "REGISTRATION",
    "proof_number": "苏市监登字〔2026〕0118号",
    "reason": "企业更名",
}
COLLECTED: Final[Typed] = {
    "pay_mode": "COLLECTION",
    "bank_name": "中国工商银行苏州分行",
    "bank_holder": lambda walk: walk.account.name,
    "bank_account": "1102 0210 0900 1234 567",
    "authorisation_number": "TS-2026-0118",
    "reason": "改为银行托收",
}
BUYER: Final[Typed] = {
    "new_kind": CustomerKind.PERSON,
    "new_name": lambda walk: walk.names.person(),
    "new_id_kind": "ID_CARD",
    "id_number": _person,
    "ground": "SALE",
    "property_number": "苏(2026)苏州市不动产权第0118号",
    "reason": "房屋买卖",
    "contacts-0-purpose": ContactPurpose.ACCOUNTS,
}


def _sheet(header: tuple[str, ...], rows: Callable[[ChangeWalk], list[tuple[str, ...]]]) -> Any:
    """A list as a spreadsheet that somebody brings."""

    def made(walk: ChangeWalk) -> SimpleUploadedFile:
        target = io.StringIO()
        csv.writer(target).writerows([header, *rows(walk)])
        return SimpleUploadedFile("清单.csv", target.getvalue().encode())

    return made


HOUSEHOLD = ("用户名称", "证件号码", "联系电话", "楼栋", "单元", "房号", "相别", "容量")


def _households(walk: ChangeWalk) -> list[tuple[str, ...]]:
    """Twelve homes of one staircase; of two nobody has written down the load."""
    first = FIRST_PERSON_INDEX + 500
    return [
        (walk.names.person(), id_card(first + n), walk.names.mobile(), "1幢", "1单元", f"{n + 1}01室", "单相", load)
        for n in range(12)
        for load in ("" if n in (4, 9) else "8",)
    ]


def _leaving(walk: ChangeWalk) -> list[tuple[str, ...]]:
    """Six homes of the quarter, and one number that was copied wrongly."""
    numbers = [account.account_number for account in walk.candidates(HOME)[:6]]
    return [(number, "", "") for number in [*numbers, "32000"]]


def stories() -> list[Story]:
    """All of them; their place in the list is part of their identity, so new ones go to the end."""
    return [*_new_supplies(), *_capacity(), *_changes(), *_endings(), *_services(), *_done()]


def _new_supplies() -> list[Story]:
    site = {**SITE, "temporary_use": "BUILDING", "temporary_until": _day(150)}
    charger = {"applied_capacity": "4", "reason": "安装充电桩", "voltage": Voltage.V220}
    complex_ = {
        "applicant_name": lambda walk: walk.names.factory(walk.place.short),
        "credit_code": _firm,
        "project_name": "平江雅苑二期",
        "project_approval": "苏行审项〔2026〕0118号",
        "household_count": "320",
        "residential_area": "38000",
        "public_area": "4200",
        "applied_capacity": "2600",
    }
    batch = {
        "applicant_name": "苏州嘉园置业有限公司",
        "credit_code": _firm,
        "network_basis": "公变台区已验收",
        "household_count": "12",
        "sheet": _sheet(HOUSEHOLD, _households),
    }
    return [
        Story("101", "survey", typed={"accept": FLAT}),
        Story("101", "approve_plan", typed={"accept": FLAT, "draft_plan": PLAN}, days=4),
        Story("101", "dispatch_fitting", typed={"accept": FLAT, "draft_plan": PLAN, "assign_meter": METER}, days=6),
        Story("102", "survey", typed={"accept": SITE}),
        Story("102", "review_contract", typed={"accept": SITE, "draft_plan": PLAN}, days=5),
        Story("103", "dispatch_survey", typed={"accept": complex_}),
        Story("105", "dispatch_survey", typed={"accept": site}),
        Story("106", "survey", typed={"accept": {**FAIR, "temporary_until": _day(50)}}),
        Story("109", "survey", HOME, {"accept": charger}),
        Story("110", "survey", SHOP, {"accept": {"applied_capacity": "20", "reason": "扩大营业面积"}}),
        Story("111", "dispatch_survey", FACTORY, {"accept": {"applied_capacity": "400", "reason": "新增生产线"}}),
        Story("112", "determine_batch", typed={"accept": batch}),
    ]


def _capacity() -> list[Story]:
    half = {"reason": "生产调整", "starts_on": _day(14), "ends_on": _day(194), **FIRST_UNIT}
    rest = {"reason": "订单减少，停用一台变压器", "starts_on": _day(14), "ends_on": _day(74), **FIRST_UNIT}
    stand_in = {
        "reason": "变压器故障检修",
        "number": "1",
        "new_capacity": "4000",
        "cause": "FAULT",
        "starts_on": _day(5),
        "ends_on": _day(40),
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
    share = {
        "reason": "店面分租",
        "shares-0-number": "1",
        "shares-0-name": lambda walk: walk.names.factory(walk.place.short),
        "shares-0-id_number": _firm,
        "shares-0-capacity": "10",
    }
    shop = {
        "kind": "CATEGORY",
        "effective_on": _day(0),
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
        Story("208", "survey", HOME, {"accept": {"reason": "房屋大修", "back_on": _day(90)}}),
        Story("210", "approve_change", SHOP, {"accept": RENAMED}),
        Story("211", "sign_contract", HOME, {"accept": BUYER}),
        Story("211", "settle_account", HOME, {"accept": BUYER}, days=3),
        Story("212", "dispatch_survey", SHOP, {"accept": share}),
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
    quarter = {
        "applicant_name": "苏州市房屋征收办公室",
        "notice_number": "苏征告〔2026〕18号",
        "account_count": "7",
        "sheet": _sheet(("户号", "户名", "联系电话"), _leaving),
    }
    gone = {"accept": {"reason": "房屋拆除"}, "settle_account": left}
    return [
        Story("216", "survey", SHOP, {"accept": {"reason": "停业"}}),
        Story("216", "approve_change", HOME, {"accept": {"reason": "房屋拆除"}}, days=3),
        Story("216", "settle_account", HOME, gone, days=8, visit=2),
        Story("217", "determine_batch", typed={"accept": quarter}),
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
    fair = {
        "draft_plan": {**PLAN, "prices-0-price_code": "400-TMP"},
        "determine_fee": {"unit_price": "0.8123", "standard": "一般工商业电价"},
        "energise": {"limiter_amperes": "32"},
    }
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
            typed={"accept": {**FAIR, "wanted_on": _day(18), "temporary_until": _day(24)}, **fair},
            days=20,
        ),
        Story(
            "106",
            "",
            typed={"accept": {**FAIR, "wanted_on": _day(14), "temporary_until": _day(28)}, **fair},
            days=30,
        ),
    ]
