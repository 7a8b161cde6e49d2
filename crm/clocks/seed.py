"""The time limits that the system begins with (workflows.md 3.2 and 3.4.9), each with its source and trust.

Where sources differ there are rows of several kinds: what the law allows, what the company has promised in
public, what it aims at inside. All are data; an organisation changes them by rows with other dates. Warning
leads, the allowed reasons of pauses and the boundary days are proposals (trust P, UNCONFIRMED).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from crm.clocks.enums import DayEnd, LimitUnit, PauseReason, RuleKind, VoltageClass
from crm.clocks.models import ClockRule
from crm.parameters.enums import Trust

RESIDENT = ("101", "109")

_ALWAYS = (PauseReason.CUSTOMER_HOLD, PauseReason.FORCE_MAJEURE, PauseReason.DOCUMENTS)
_WORKS = (PauseReason.DESIGN, PauseReason.CONSTRUCTION, PauseReason.RECTIFICATION, PauseReason.PERMIT)
_FORMALITIES = (PauseReason.FEE, PauseReason.CONSENT, PauseReason.SIGNATURE)

# 供电监管办法 (order 27 of the electricity regulator, 2009) art. 11: figures UNCONFIRMED, text not readable.
LAW = "供电监管办法 第十一条 (2009, UNCONFIRMED)"
# 国家电网 "十项承诺" 2011, item on plan reply and connection: seen (regulations.md 3).
TEN_2011 = "国家电网公司供电服务“十项承诺” (2011)"
# 十项承诺 2022/2023: total time of the company; seen (regulations.md 3), rulings workflows.md 3.4.9.
TEN_2022 = "国家电网公司供电服务“十项承诺” (2022)"
# Recent set of 获得电力 practice (HD/TE): confirmed as texts, that it is the regime of 2020 onward is K.
RECENT = "获得电力 2020 以来内控时限 (HD/TE)"
# SG186 time-limit assessment (TK): HV single 15, dual 30, review 10, inspections 5, connection 5.
SG186 = "SG186 业扩时限考核办法 (TK)"
# 供电营业规则 1996 art. 21: plan valid HV 1 year, LV 3 months; that 2024 keeps it is UNCONFIRMED.
CODE_1996 = "供电营业规则 1996 第二十一条 (2024: UNCONFIRMED)"

HV, LV = VoltageClass.HIGH, VoltageClass.LOW
STATUTORY, PROMISED, INTERNAL = RuleKind.STATUTORY, RuleKind.PROMISED, RuleKind.INTERNAL


@dataclass(frozen=True)
class Timer:
    """What all rules of one timer share. `steps` are the step codes between which it runs."""

    timer: str
    name: str
    name_en: str
    steps: tuple[str, str]
    pauses: tuple[str, ...]
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One limit of a timer, in working days unless the timer says otherwise."""

    suffix: str
    kind: RuleKind
    limit: int
    source: str
    trust: Trust
    select: dict[str, Any]


_REPLY = Timer("T1", "供电方案答复", "Reply of the supply plan", ("A01", "A05"), (*_ALWAYS, PauseReason.PERMIT))
_REVIEW = Timer("T2", "设计审核", "Design review", ("A09", "A10"), (*_ALWAYS, PauseReason.DESIGN))
_INTERIM = Timer("T3", "中间检查", "Interim inspection", ("A11", "A12"), (*_ALWAYS, *_WORKS))
_ACCEPT = Timer("T4", "竣工检验", "Acceptance of the works", ("A14", "A15"), (*_ALWAYS, *_WORKS))
_CONNECT = Timer("T5", "装表接电", "Metering and energising", ("A15", "A18"), (*_ALWAYS, *_WORKS, *_FORMALITIES))
_BOTH = Timer(
    "T45", "竣工检验及装表接电", "Acceptance and energising", ("A14", "A18"), (*_ALWAYS, *_WORKS, *_FORMALITIES)
)
_TOTAL_HV = Timer("T6", "高压接电总时长", "Total to energising, HV", ("A01", "A18"), (), {"is_total": True})
_TOTAL_LV = Timer(
    "T6",
    "低压接电总时长",
    "Total to energising, LV",
    ("A01", "A18"),
    (*_ALWAYS, *_WORKS, *_FORMALITIES, PauseReason.ALL_WAIT),
)
# The customer must act before the plan lapses, so its end moves off days that are not worked. An extension
# must be asked for 10 days before; the reminders come 30 and 7 days before.
_VALID = Timer(
    "T12",
    "供电方案有效期",
    "Validity of the supply plan",
    ("A05", "A15"),
    (),
    {"unit": LimitUnit.MONTHS, "warning_lead": 30, "last_warning_lead": 7, "customer_must_act": True},
)

# Changes of existing accounts: no list of limits was found in a source; the proposals of workflows.md 3.2.
DEFAULTS = "workflows.md 3.2 默认值 (P, UNCONFIRMED)"
_CHANGE = Timer("T7", "变更用电总时长", "Total of a change", ("A01", "A20"), (*_ALWAYS, *_WORKS, *_FORMALITIES))
_TEST = Timer("T8", "校验结果答复", "Reply of a meter test", ("A01", "S13"), (*_ALWAYS, *_FORMALITIES))
_BATCH = Timer(
    "T20", "批量新装总时长", "Total of a batch", ("A01", "A18"), _ALWAYS, {"unit": LimitUnit.CALENDAR_DAYS}
)
# What outlives its case: the end is agreed with the customer, the limit is the longest that may be agreed.
# Reminders come 30 and 7 days before; the effect comes when the day of the end begins.
_OUTLIVING = {
    "unit": LimitUnit.MONTHS,
    "ends": DayEnd.START_OF_DAY,
    "warning_lead": 30,
    "last_warning_lead": 7,
}
_TEMPORARY = Timer("T13", "临时用电期限", "Term of a temporary supply", ("A18", ""), (), _OUTLIVING)
_PAUSED = Timer("T15", "暂停期限", "Term of a suspension", ("A34", "A37"), (), _OUTLIVING)
_REDUCED = Timer("T16", "减容期限", "Term of a reduction", ("A34", "A37"), (), _OUTLIVING)
_EXCHANGED = Timer("T17", "暂换期限", "Term of a temporary exchange", ("A18", "A18"), (), _OUTLIVING)
_REMOVED = Timer("T18", "暂拆期限", "Term of a temporary removal", ("A39", "A18"), (), _OUTLIVING)
# 供电营业规则: 1996 text seen (BG, LS, ZT); what 2024 says of these terms is UNCONFIRMED (regulations.md 2).
CODE_2024 = "供电营业规则 2024 (UNCONFIRMED)"
CODE_BG = "供电营业规则 1996 (BG, ZT)"
CODE_EXCHANGE = "供电营业规则 1996 第二十五条; 2024 第二十七条 (K, UNCONFIRMED)"
# A county's rule says 10 working days; 5 is the proposal of workflows.md 3.2.
ARCHIVE = "送电后归档: 某县公司规定 10 个工作日 (ZD); 默认 5 (P, UNCONFIRMED)"
_ARCHIVE = Timer("T9", "送电后归档", "Filed after connection", ("A18", "A22"), (*_ALWAYS, PauseReason.FEE))

# Low voltage, works outside: 15 (workflows.md 3.4.9; 3.2 says 5 and 15 of residents), who otherwise have 5, not 6.
_AT_HOME = {"voltage": LV, "businesses": RESIDENT}

_ON_SITE = Timer("T21", "计量故障到达现场", "On site at a metering fault", ("A01", "A02"), _ALWAYS)
# Working days by kind of business; where works are needed, the node clocks T1 to T5 count instead.
CHANGE_LIMITS = {
    2: ("203", "204", "210", "303"),
    3: ("107", "108"),
    5: ("201", "202", "208", "209", "211", "215", "216", "218"),
    10: ("302",),
}

RULES: Sequence[tuple[Timer, tuple[Row, ...]]] = (
    (
        _REPLY,
        (
            Row("RES-LAW", STATUTORY, 3, LAW, Trust.UNCONFIRMED, {"voltage": LV, "businesses": RESIDENT}),
            Row("LV-LAW", STATUTORY, 8, LAW, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV1-LAW", STATUTORY, 20, LAW, Trust.UNCONFIRMED, {"voltage": HV}),
            Row("HV2-LAW", STATUTORY, 45, LAW, Trust.UNCONFIRMED, {"voltage": HV, "sources": 2}),
            Row("RES", PROMISED, 3, TEN_2011, Trust.CONFIRMED, {"voltage": LV, "businesses": RESIDENT}),
            Row("LV", PROMISED, 7, TEN_2011, Trust.CONFIRMED, {"voltage": LV}),
            Row("HV1", PROMISED, 15, TEN_2011, Trust.CONFIRMED, {"voltage": HV}),
            Row("HV2", PROMISED, 30, TEN_2011, Trust.CONFIRMED, {"voltage": HV, "sources": 2}),
            Row("LV-IN", INTERNAL, 1, "业扩管理规则 2017", Trust.KNOWN, {"voltage": LV}),
            Row("HV1-IN", INTERNAL, 10, RECENT, Trust.KNOWN, {"voltage": HV}),
            Row("HV2-IN", INTERNAL, 20, RECENT, Trust.KNOWN, {"voltage": HV, "sources": 2}),
        ),
    ),
    (
        _REVIEW,
        (
            Row("LV-LAW", STATUTORY, 8, LAW, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV-LAW", STATUTORY, 20, LAW, Trust.UNCONFIRMED, {"voltage": HV}),
            Row("HV-IN", INTERNAL, 3, RECENT, Trust.KNOWN, {"voltage": HV}),
        ),
    ),
    (
        _INTERIM,
        (
            Row("LV-LAW", STATUTORY, 3, LAW, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV-LAW", STATUTORY, 5, LAW, Trust.UNCONFIRMED, {"voltage": HV}),
            Row("HV-IN", INTERNAL, 2, RECENT, Trust.KNOWN, {"voltage": HV}),
        ),
    ),
    (
        _ACCEPT,
        (
            Row("LV-LAW", STATUTORY, 5, LAW, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV-LAW", STATUTORY, 7, LAW, Trust.UNCONFIRMED, {"voltage": HV}),
            Row("HV-IN", INTERNAL, 5, SG186, Trust.CONFIRMED, {"voltage": HV}),
        ),
    ),
    (
        _CONNECT,
        (
            Row("RES-LAW", STATUTORY, 3, LAW, Trust.UNCONFIRMED, {"voltage": LV, "businesses": RESIDENT}),
            Row("LV-LAW", STATUTORY, 5, LAW, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV-LAW", STATUTORY, 7, LAW, Trust.UNCONFIRMED, {"voltage": HV}),
            Row("RES", PROMISED, 3, TEN_2011, Trust.CONFIRMED, {"voltage": LV, "businesses": RESIDENT}),
            Row("LV", PROMISED, 5, TEN_2011, Trust.CONFIRMED, {"voltage": LV}),
            Row("HV", PROMISED, 5, TEN_2011, Trust.CONFIRMED, {"voltage": HV}),
        ),
    ),
    (
        _CHANGE,
        tuple(
            Row(f"{limit}D", INTERNAL, limit, DEFAULTS, Trust.UNCONFIRMED, {"businesses": businesses})
            for limit, businesses in CHANGE_LIMITS.items()
        ),
    ),
    (
        _TEST,
        (Row("TEN", PROMISED, 5, TEN_2011, Trust.CONFIRMED, {}),),
    ),
    (_ON_SITE, (Row("302", INTERNAL, 1, DEFAULTS, Trust.UNCONFIRMED, {"businesses": ("302",)}),)),
    (_BATCH, (Row("112", INTERNAL, 30, "112 批量新装 (DB)", Trust.KNOWN, {"businesses": ("112",)}),)),
    (_BOTH, (Row("HV-IN", INTERNAL, 6, RECENT, Trust.KNOWN, {"voltage": HV}),)),
    (
        _TOTAL_HV,
        (
            Row("HV1", PROMISED, 22, TEN_2022, Trust.CONFIRMED, {"voltage": HV}),
            Row("HV2", PROMISED, 32, TEN_2022, Trust.CONFIRMED, {"voltage": HV, "sources": 2}),
        ),
    ),
    (
        _TOTAL_LV,
        (
            Row("RES", PROMISED, 5, TEN_2022, Trust.CONFIRMED, {**_AT_HOME, "external_works": False}),
            Row("RES-WORKS", PROMISED, 15, TEN_2022, Trust.UNCONFIRMED, {**_AT_HOME, "external_works": True}),
            Row("LV", PROMISED, 6, TEN_2022, Trust.CONFIRMED, {"voltage": LV, "external_works": False}),
            Row("LV-WORKS", PROMISED, 15, TEN_2022, Trust.UNCONFIRMED, {"voltage": LV, "external_works": True}),
            Row("LV-IN", INTERNAL, 5, RECENT, Trust.KNOWN, {"voltage": LV, "external_works": False}),
            Row("LV-WORKS-IN", INTERNAL, 15, RECENT, Trust.KNOWN, {"voltage": LV, "external_works": True}),
        ),
    ),
    (_TEMPORARY, (Row("TEMP", STATUTORY, 36, CODE_2024, Trust.UNCONFIRMED, {}),)),
    (_PAUSED, (Row("PAUSE", STATUTORY, 6, CODE_BG, Trust.CONFIRMED, {"voltage": HV}),)),
    (_REDUCED, (Row("REDUCE", STATUTORY, 24, CODE_2024, Trust.UNCONFIRMED, {"voltage": HV}),)),
    (
        _EXCHANGED,
        (
            Row("EXCHANGE-10", STATUTORY, 2, CODE_EXCHANGE, Trust.UNCONFIRMED, {"voltage": VoltageClass.MEDIUM}),
            Row("EXCHANGE-35", STATUTORY, 3, CODE_EXCHANGE, Trust.UNCONFIRMED, {"voltage": VoltageClass.UPPER}),
        ),
    ),
    (_ARCHIVE, (Row("IN", INTERNAL, 5, ARCHIVE, Trust.UNCONFIRMED, {}),)),
    (_REMOVED, (Row("REMOVE", STATUTORY, 6, CODE_BG, Trust.CONFIRMED, {"voltage": LV}),)),
    (
        _VALID,
        (
            Row("LV", STATUTORY, 3, CODE_1996, Trust.UNCONFIRMED, {"voltage": LV}),
            Row("HV", STATUTORY, 12, CODE_1996, Trust.UNCONFIRMED, {"voltage": HV}),
        ),
    ),
)


@transaction.atomic
def seed_clock_rules() -> int:
    """Write the rules of timers that the table does not know; leave all others alone. Returns how many."""
    known = set(ClockRule.objects.values_list("timer", flat=True))
    rows = [_rule(timer, row) for timer, limits in RULES for row in limits if timer.timer not in known]
    return len(ClockRule.objects.bulk_create(rows))


def _rule(timer: Timer, row: Row) -> ClockRule:
    values: dict[str, Any] = {
        # Warn when the deadline is today or the next working day, as a known implementation does (TE).
        "warning_lead": 1,
        "unit": LimitUnit.WORKING_DAYS,
        "pause_reasons": list(timer.pauses),
        **timer.more,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in row.select.items()},
    }
    return ClockRule(
        code=f"{timer.timer}-{row.suffix}",
        timer=timer.timer,
        name=timer.name,
        name_en=timer.name_en,
        kind=row.kind,
        limit=row.limit,
        starts_on=timer.steps[0],
        stops_on=timer.steps[1],
        legal_source=row.source,
        trust=row.trust,
        valid=DateRange(None, None, "[)"),
        **values,
    )
