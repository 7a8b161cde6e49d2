"""What higher apps put into the head of the customer page: what must not be overlooked, and what can be begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from crm.registries.registry import Registry


@dataclass(frozen=True)
class Alert:
    """One chip of the head: a state of `{% chip %}`, its words, and where it leads (empty: nowhere)."""

    state: str
    words: Any
    url: str = ""


@dataclass(frozen=True)
class CustomerAlert:
    """Says what must not be overlooked about the account in view (`customer.focus`).

    `query(user, customer)` costs one query at most, for it is part of the first screen.
    """

    key: str
    query: Callable[[Any, Any], Iterable[Alert]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class CustomerAction:
    """Something that a person can begin for the account in view; `address(account)` leads there."""

    key: str
    label: Any
    address: Callable[[Any], str]
    permission: str = ""
    order: int = 100
    icon: str = "arrow-right"


customer_alerts: Registry[CustomerAlert] = Registry("customer_alerts")
customer_actions: Registry[CustomerAction] = Registry("customer_actions")
