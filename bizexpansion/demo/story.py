"""What a story of the demo is, and what the people of several stories say."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from bizexpansion.enums import Profile
from bizexpansion.models import application_of
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
    `visit`: at which visit of `stop` it stands. `gaps`, by step: how many days go by before it. `follows`: the flow
    that has changed the account before. `at`: which of the business departments; -1: each in turn. `beside`: how
    many neighbours of the same address the account needs. `profile`: which one its department follows that day.
    """

    code: str
    stop: str
    account: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    days: float = 2.5
    visit: int = 1
    gaps: Mapping[str, float] = field(default_factory=dict)
    follows: str = ""
    at: int = -1
    beside: int = 0
    profile: Profile = Profile.CLASSIC


def days_on(days: int) -> Any:
    return lambda walk: (walk.moment + timedelta(days=days)).date().isoformat()


def first_day(walk: ChangeWalk) -> str:
    """The first day that was asked for: a plan of some weeks ago is not for today."""
    asked: Any = application_of(walk.case)
    return max(asked.starts_on, walk.moment.date()).isoformat()


def firm_code(walk: ChangeWalk) -> str:
    return credit_code(FIRST_FIRM + walk.request.seed % 1000 * 1000 + walk.index)


def id_of_person(walk: ChangeWalk) -> str:
    return id_card(FIRST_PERSON_INDEX + walk.index)


SITE: Final[Typed] = {
    "applicant_name": lambda walk: walk.names.factory(walk.place.short),
    "id_kind": "CREDIT_CODE",
    "id_number": firm_code,
    "applied_capacity": "60",
    "trade_code": "5212",
    "tariff_class": TariffClass.COMMERCE,
    "purpose": "门店用电",
}
FLAT: Final[Typed] = {
    "applicant_name": lambda walk: walk.contact,
    "id_number": id_of_person,
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
    "id_number": id_of_person,
    "ground": "SALE",
    "property_number": "苏(2026)苏州市不动产权第0118号",
    "reason": "房屋买卖",
    "contacts-0-purpose": ContactPurpose.ACCOUNTS,
}

BUILT: Final[Typed] = {
    "reported_by_firm": "苏州恒通电力安装公司",
    "licence_grade": "1",
    "licence_number": "4-1-00123-2024",
    "licence_valid_until": days_on(700),
    "reported_by": lambda walk: walk.contact,
    "wanted_on": days_on(2),
}

SOUND: Final[Typed] = {
    "inspectors": lambda walk: f"{walk.names.person()}、{walk.names.person()}",
    **{f"items-{number}-standard": "GB 50254" for number in range(3)},
    **{f"items-{number}-result": "合格" for number in range(3)},
    **{f"items-{number}-passed": "on" for number in range(3)},
}


def sheet(header: tuple[str, ...], rows: Callable[[ChangeWalk], list[tuple[str, ...]]]) -> Any:
    """A list as a spreadsheet that somebody brings."""

    def made(walk: ChangeWalk) -> SimpleUploadedFile:
        target = io.StringIO()
        csv.writer(target).writerows([header, *rows(walk)])
        return SimpleUploadedFile("清单.csv", target.getvalue().encode())

    return made


HOUSEHOLD = ("用户名称", "证件号码", "联系电话", "楼栋", "单元", "房号", "相别", "容量")


def households(walk: ChangeWalk) -> list[tuple[str, ...]]:
    """Twelve homes of one staircase; of two nobody has written down the load."""
    first = FIRST_PERSON_INDEX + 500
    return [
        (walk.names.person(), id_card(first + n), walk.names.mobile(), "1幢", "1单元", f"{n + 1}01室", "单相", load)
        for n in range(12)
        for load in ("" if n in (4, 9) else "8",)
    ]


def leaving(walk: ChangeWalk) -> list[tuple[str, ...]]:
    """Six homes of the quarter, and one number that was copied wrongly."""
    numbers = [account.account_number for account in walk.candidates(HOME)[:6]]
    return [(number, "", "") for number in [*numbers, "32000"]]


QUARTER: Final[Typed] = {
    "applicant_name": "苏州市房屋征收办公室",
    "notice_number": "苏征告〔2026〕18号",
    "account_count": "7",
    "sheet": sheet(("户号", "户名", "联系电话"), leaving),
}
SHARE: Final[Typed] = {
    "reason": "店面分租",
    "shares-0-number": "1",
    "shares-0-name": lambda walk: walk.names.factory(walk.place.short),
    "shares-0-id_number": firm_code,
    "shares-0-capacity": "10",
}

FAIR_STEPS: Final[Mapping[str, Typed]] = {
    "draft_plan": {**PLAN, "prices-0-price_code": "400-TMP"},
    "determine_fee": {"unit_price": "0.8123", "standard": "一般工商业电价"},
    "energise": {"limiter_amperes": "32"},
}
