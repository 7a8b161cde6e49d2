"""A few segments that show what can be asked, shared with everybody by a manager of the whole company."""

from __future__ import annotations

from typing import Any

from crm.local.builders import SeedRequest
from crm.org.enums import Role
from crm.org.models import Staff
from crm.org.permissions import scope_of
from customers.book.enums import AccountClass, AccountStatus, Importance, Sharing
from customers.book.models import Segment
from customers.book.operations import save_segment, share_segment
from customers.book.rules import SHARE_SEGMENT_WITH_ALL

LIVING = {"field": "book.status", "op": "in", "value": [AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN]}
SEGMENTS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    (
        "近 12 月用电增长超 20% 的工业客户",
        "增容需求走访",
        [
            LIVING,
            {"field": "book.section", "op": "in", "value": ["B", "C", "D"]},
            {"field": "metering.growth_12", "op": "gt", "value": "20"},
        ],
    ),
    (
        "有欠费的高压客户",
        "电费风险防范",
        [
            {"field": "book.account_class", "op": "in", "value": [AccountClass.HV]},
            {"field": "metering.in_arrears", "op": "yes"},
        ],
    ),
    (
        "一级及以上重要客户",
        "供电安全服务",
        [LIVING, {"field": "book.importance", "op": "in", "value": [Importance.SPECIAL, Importance.FIRST]}],
    ),
    (
        "180 天内合同到期的高压客户",
        "合同续签",
        [
            LIVING,
            {"field": "book.account_class", "op": "in", "value": [AccountClass.HV]},
            {"field": "book.contract_ends", "op": "ahead", "value": 180},
        ],
    ),
    (
        "年用电量百万千瓦时以上的大客户",
        "大客户走访",
        [
            LIVING,
            {"field": "metering.energy_12", "op": "gt", "value": "1000000"},
            {
                "match": "any",
                "items": [
                    {"field": "book.key_account", "op": "yes"},
                    {"field": "book.capacity", "op": "gte", "value": "3150"},
                ],
            },
        ],
    ),
)


def build_segments(request: SeedRequest) -> None:
    """Save the segments that the manager does not have yet."""
    managers = Staff.objects.filter(assignments__role=Role.MANAGER, is_active=True).order_by("number").distinct()
    owner = next((each for each in managers if scope_of(each, SHARE_SEGMENT_WITH_ALL).everywhere), None)
    if owner is None or not request.accounts:
        return
    present = set(Segment.objects.filter(owner=owner).values_list("name", flat=True))
    missing = [entry for entry in SEGMENTS if entry[0] not in present]
    for name, description, items in missing:
        segment = save_segment(
            name=name,
            description=description,
            conditions={"match": "all", "items": items},
            actor=owner,
            now=request.now,
        )
        share_segment(
            segment_id=segment.pk,
            sharing=Sharing.EVERYONE,
            version=segment.version,
            actor=owner,
            now=request.now,
        )
    request.say(f"segments: {len(missing)} added")
