"""Typed doors by which a higher room serves a lower one; each app registers in its `AppConfig.ready`."""

from crm.registries.account_parts import AccountPart, account_parts
from crm.registries.conditions import Condition, conditions
from crm.registries.customer_page import (
    Alert,
    CustomerAction,
    CustomerAlert,
    customer_actions,
    customer_alerts,
)
from crm.registries.doors import (
    CustomerBlock,
    NavigationItem,
    SearchHit,
    SearchSource,
    customer_blocks,
    navigation,
    permitted,
    search_sources,
)
from crm.registries.movers import Mover, Stay, column_mover, movers, stays
from crm.registries.registry import DuplicateKey, Registry
from crm.registries.timeline import TimelineEntry, TimelineSource, timeline_sources

__all__ = [
    "AccountPart",
    "Alert",
    "Condition",
    "CustomerAction",
    "CustomerAlert",
    "CustomerBlock",
    "DuplicateKey",
    "Mover",
    "NavigationItem",
    "Registry",
    "SearchHit",
    "SearchSource",
    "Stay",
    "TimelineEntry",
    "TimelineSource",
    "account_parts",
    "column_mover",
    "conditions",
    "customer_actions",
    "customer_alerts",
    "customer_blocks",
    "movers",
    "navigation",
    "permitted",
    "search_sources",
    "stays",
    "timeline_sources",
]
