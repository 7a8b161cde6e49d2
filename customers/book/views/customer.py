"""The customer page: who, what supply, on what terms; and the blocks that other apps bring."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from crm.org.permissions import has_permission
from crm.registries import CustomerBlock, customer_blocks, permitted
from customers.book.models import Customer
from customers.book.queries.accounts import account_by_number, visible_customer
from customers.book.queries.story import CustomerStory, customer_story
from customers.book.rules import EDIT_CONTACT, REVEAL_PERSONAL_DATA


@require_GET
def customer(request: HttpRequest, customer_id: int, account_number: str | None = None) -> HttpResponse:
    """The page of a customer with one of its accounts in view."""
    who = visible_customer(request.user, customer_id)
    story = customer_story(request.user, who, account_number, today=timezone.localdate())
    department_id = story.focus.account.department_id
    context = {
        "customer": who,
        "story": story,
        "account": story.focus.account,
        "focus": story.focus,
        "tabs": _tabs(story),
        "blocks": [_block(request, block, who) for block in permitted(customer_blocks, request.user)],
        "may_reveal": has_permission(request.user, REVEAL_PERSONAL_DATA, department_id),
        "may_edit_contact": has_permission(request.user, EDIT_CONTACT, department_id),
    }
    return render(request, "book/customer.html", context)


@require_GET
def block(request: HttpRequest, customer_id: int, account_number: str, key: str) -> HttpResponse:
    """One block of the customer page, fetched when the page already stands."""
    entry = next((each for each in permitted(customer_blocks, request.user) if each.key == key), None)
    if entry is None:
        raise Http404
    who = visible_customer(request.user, customer_id)
    account = account_by_number(request.user, account_number)
    if account.customer_id != who.pk:
        raise Http404
    who.focus = account
    return HttpResponse(_render(request, entry, who))


def _tabs(story: CustomerStory) -> list[dict[str, Any]]:
    """One tab for each account, when there are several."""
    if len(story.accounts) < 2:
        return []
    here = story.focus.account.pk
    return [
        {
            "url": reverse("customer-account", args=[story.customer.pk, row.account_number]),
            "label": row.account_number,
            "here": row.pk == here,
            "count": None,
        }
        for row in story.accounts
    ]


def _block(request: HttpRequest, entry: CustomerBlock, who: Customer) -> dict[str, Any]:
    """A block with its context, or with the address that brings it later."""
    if entry.lazy and who.focus is not None:
        address = reverse("customer-block", args=[who.pk, who.focus.account_number, entry.key])
        return {"entry": entry, "url": address}
    return {"entry": entry, "body": _render(request, entry, who)}


def _render(request: HttpRequest, entry: CustomerBlock, who: Customer) -> SafeString:
    """The inside of a block: its own context, with `customer` and `account`."""
    context = {"customer": who, "account": who.focus, **entry.query(request.user, who)}
    return render_to_string(entry.template, context, request=request)
