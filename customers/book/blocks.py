"""The book's own blocks of the customer page: supply and meters, terms, quality, messages that went out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.errors import OutOfScope
from crm.messages.queries import messages_about
from crm.messages.rules import VIEW_OUTGOING
from crm.org.permissions import has_permission
from crm.registries import Alert, CustomerAlert, CustomerBlock, customer_alerts, customer_blocks
from customers.book.enums import RiskGrade
from customers.book.line_of_time import timeline_block
from customers.book.models import Customer, CustomerMerge, SupplyAccount
from customers.book.queries.classification import classification_of
from customers.book.queries.merging import merges_into, open_pair
from customers.book.queries.quality import quality_of
from customers.book.queries.story import supply_story, terms_story
from customers.book.queries.under import Under, under_account
from customers.book.rules import (
    LOOK_UP,
    SET_IMPORTANCE,
    SET_INDUSTRY,
    SET_KEY_ACCOUNT,
    SET_RISK,
    VIEW_ACCOUNT,
    VIEW_CREDIT,
    VIEW_DUPLICATE,
    VIEW_QUALITY,
)

MESSAGES_SHOWN = 8


_GRADING = {
    "industry": SET_INDUSTRY,
    "importance": SET_IMPORTANCE,
    "key_account": SET_KEY_ACCOUNT,
    "risk": SET_RISK,
}


def register() -> None:
    """Called when the app is ready."""
    customer_alerts.register(CustomerAlert("grades", grade_alerts, VIEW_ACCOUNT, order=20))
    for block in (
        CustomerBlock(
            "classification",
            _("Classification"),
            "book/classification.html",
            classification_block,
            VIEW_ACCOUNT,
            order=30,
            lazy=True,
            is_side=True,
        ),
        CustomerBlock(
            "supply", _("Supply and meters"), "book/supply.html", supply_block, LOOK_UP, order=40, lazy=True
        ),
        CustomerBlock(
            "terms",
            _("Price and contract"),
            "book/terms.html",
            terms_block,
            VIEW_ACCOUNT,
            order=20,
            lazy=True,
            is_side=True,
        ),
        CustomerBlock(
            "quality",
            _("Record quality"),
            "book/quality/block.html",
            quality_block,
            VIEW_QUALITY,
            order=50,
            lazy=True,
            is_side=True,
        ),
        CustomerBlock(
            "timeline", _("Line of time"), "book/timeline.html", timeline_block, VIEW_ACCOUNT, order=90, lazy=True
        ),
        CustomerBlock(
            "messages",
            _("Messages sent"),
            "book/messages.html",
            messages_block,
            VIEW_OUTGOING,
            order=60,
            lazy=True,
            is_side=True,
        ),
        CustomerBlock(
            "merges",
            _("Merged customers"),
            "book/merges_block.html",
            merges_block,
            VIEW_DUPLICATE,
            order=80,
            lazy=True,
            is_side=True,
        ),
    ):
        customer_blocks.register(block)
    customer_alerts.register(CustomerAlert("duplicate", duplicate_alert, VIEW_DUPLICATE, order=90))


def grade_alerts(user: Any, customer: Customer) -> Iterable[Alert]:
    """Key account and high risk, as chips of the head; no query."""
    account = _in_view(customer)
    if account.is_key_account:
        yield Alert("important", _("key account"))
    if account.risk_grade == RiskGrade.HIGH and has_permission(user, VIEW_CREDIT, account.department_id):
        yield Alert("warning", RiskGrade.HIGH.label)


def classification_block(user: Any, customer: Customer) -> dict[str, Any]:
    """Industry, grades with their history, and what this person may change; two queries."""
    account = _in_view(customer)
    rights = {
        "industry": SET_INDUSTRY,
        "importance": SET_IMPORTANCE,
        "key_account": SET_KEY_ACCOUNT,
        "risk": SET_RISK,
    }
    return {
        "story": classification_of(user, account),
        "shows_credit": has_permission(user, VIEW_CREDIT, account.department_id),
        "may": {name: has_permission(user, right, account.department_id) for name, right in rights.items()},
    }


def supply_block(user: Any, customer: Customer) -> dict[str, Any]:
    """Supply points, sources, equipment, meters; one query, shared with the terms."""
    return {"story": supply_story(_under(customer))}


def terms_block(user: Any, customer: Customer) -> dict[str, Any]:
    """Price, contract and capacity with their history; one query, shared with the supply."""
    return {"terms": terms_story(_under(customer), today=timezone.localdate())}


def quality_block(user: Any, customer: Customer) -> dict[str, Any]:
    """The stored scores of the account and its findings; two queries at most."""
    score, findings = quality_of(user, _in_view(customer))
    return {"score": score, "findings": findings}


def messages_block(user: Any, customer: Customer) -> dict[str, Any]:
    """The latest messages about the account; one query."""
    return {"rows": list(messages_about(user, _in_view(customer)).order_by("-id")[:MESSAGES_SHOWN])}


def _under(customer: Customer) -> Under:
    """What hangs under the account in view, read once for all blocks of one answer."""
    account = _in_view(customer)
    found: Under | None = account.__dict__.get("_under")
    if found is None:
        found = account.__dict__["_under"] = under_account(account.pk)
    return found


def merges_block(user: Any, customer: Customer) -> dict[str, Any] | None:
    """Who was merged into this customer, and until when that can be undone; hardly any customer has such a one."""
    if not CustomerMerge.objects.filter(survivor=customer.pk).exists():
        return None
    merges = merges_into(user, customer.pk)
    return {"merges": merges, "now": timezone.now()} if merges else None


def duplicate_alert(user: Any, customer: Customer) -> list[Alert]:
    """Somebody should judge whether another customer is the same; one query."""
    pair = open_pair(user, customer.pk)
    if pair is None:
        return []
    return [Alert("warning", _("possible duplicate"), reverse("duplicate", args=[pair.pk]))]


def _in_view(customer: Customer) -> SupplyAccount:
    if customer.focus is None:
        raise OutOfScope
    return customer.focus
