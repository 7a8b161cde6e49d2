"""The customer page: who, which account, what must not be overlooked; and the blocks that apps bring."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from crm.audit.viewing import record_viewing
from crm.errors import OutOfScope
from crm.org.permissions import has_permission
from crm.registries import CustomerBlock, customer_actions, customer_alerts, customer_blocks, permitted
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from customers.book.filters import AccountsOfCustomerFilter
from customers.book.models import Customer, SupplyAccount
from customers.book.queries.accounts import visible_customer
from customers.book.queries.page import CustomerPage, accounts_of, customer_in_view, customer_page
from customers.book.rules import EDIT_CONTACT, LOOK_UP, REVEAL_OUTAGE_CONTACT, REVEAL_PERSONAL_DATA, VIEW_SEEN


@require_GET
def customer(request: StaffRequest, customer_id: int, account_number: str | None = None) -> HttpResponse:
    """The page of a customer with one of its accounts in view."""
    try:
        who = customer_in_view(request.user, customer_id, account_number)
    except OutOfScope:
        return _to_survivor(request, customer_id, account_number)
    now = timezone.now()
    page = customer_page(request.user, who, today=timezone.localdate(now))
    # A GET that writes: who opened whose page is evidence that only the opening itself can give. It is no change
    # of any record, once a day and person, and asking again does nothing.
    record_viewing(subject=page.account, actor=request.user, now=now)
    department_id = page.account.department_id
    blocks = [_block(request, block, who) for block in _blocks(request, who)]
    context = {
        "customer": who,
        "account": page.account,
        "page": page,
        "tabs": _tabs(page),
        "blocks": [block for block in blocks if block is not None],
        "alerts": _alerts(request, who),
        "actions": _actions(request, who),
        **_rights(request, department_id),
    }
    return render(request, "book/customer.html", context)


def _to_survivor(request: HttpRequest, customer_id: int, account_number: str | None) -> HttpResponse:
    """A customer that was merged since its address was written down; OutOfScope for any other."""
    survivor = visible_customer(request.user, customer_id)
    if survivor.pk == customer_id:
        raise OutOfScope
    if account_number:
        return redirect("customer-account", survivor.pk, account_number)
    return redirect("customer", survivor.pk)


@require_GET
def blocks(request: HttpRequest, customer_id: int, account_number: str) -> HttpResponse:
    """All lazy blocks together, each put into its place: to sign in and find the account once is cheaper."""
    who = customer_in_view(request.user, customer_id, account_number)
    parts = [(entry, _render(request, entry, who)) for entry in _blocks(request, who) if entry.lazy]
    return render(request, "book/blocks.html", {"parts": parts})


@require_GET
def block(request: HttpRequest, customer_id: int, account_number: str, key: str) -> HttpResponse:
    """One block by itself, to be shown anew."""
    who = customer_in_view(request.user, customer_id, account_number)
    entry = next((each for each in _blocks(request, who) if each.key == key), None)
    if entry is None:
        raise Http404
    return HttpResponse(_render(request, entry, who) or "")


class AccountsOfCustomer(ListPage):
    """All accounts of one customer, for a chain or a property company that has hundreds."""

    permission = LOOK_UP
    order = ("account_number",)
    filterset_class = AccountsOfCustomerFilter
    template_name = "book/customer_accounts.html"
    rows_template = "book/account_rows.html"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What this person may see of it."""
        self.customer = visible_customer(self.request.user, self.kwargs["customer_id"], LOOK_UP)
        return accounts_of(self.request.user, self.customer.pk)

    def extra(self) -> dict[str, Any]:
        """Whose accounts."""
        return {"customer": self.customer}


def _rights(request: HttpRequest, department_id: int) -> dict[str, bool]:
    return {
        "may_reveal": has_permission(request.user, REVEAL_PERSONAL_DATA, department_id),
        "may_reveal_outage": has_permission(request.user, REVEAL_OUTAGE_CONTACT, department_id),
        "may_edit_contact": has_permission(request.user, EDIT_CONTACT, department_id),
        "may_view_seen": has_permission(request.user, VIEW_SEEN, department_id),
    }


def _account(who: Customer) -> SupplyAccount:
    if who.focus is None:
        raise OutOfScope
    return who.focus


def _blocks(request: HttpRequest, who: Customer) -> list[CustomerBlock]:
    """The blocks that this person's roles open in the department of the account in view."""
    return list(permitted(customer_blocks, request.user, _account(who).department_id))


def _alerts(request: HttpRequest, who: Customer) -> list[Any]:
    entries = permitted(customer_alerts, request.user, _account(who).department_id)
    return [alert for entry in entries for alert in entry.query(request.user, who)]


def _actions(request: HttpRequest, who: Customer) -> list[dict[str, Any]]:
    account = _account(who)
    entries = permitted(customer_actions, request.user, account.department_id)
    return [{"entry": entry, "url": entry.address(account)} for entry in entries]


def _tabs(page: CustomerPage) -> list[dict[str, Any]]:
    """One tab for each of the first accounts, when there are several."""
    if len(page.numbers) < 2:
        return []
    here = page.account.account_number
    return [
        {
            "url": reverse("customer-account", args=[page.customer.pk, number]),
            "label": number,
            "here": number == here,
            "count": None,
        }
        for number in page.numbers
    ]


def _block(request: HttpRequest, entry: CustomerBlock, who: Customer) -> dict[str, Any] | None:
    """A block with its inside, or waiting for it; None where the app has nothing to say."""
    if entry.lazy:
        return {"entry": entry, "waits": True}
    body = _render(request, entry, who)
    return None if body is None else {"entry": entry, "body": body}


def _render(request: HttpRequest, entry: CustomerBlock, who: Customer) -> SafeString | None:
    """The inside of a block: its own context, with `customer` and `account`."""
    found = entry.query(request.user, who)
    if found is None:
        return None
    rights = _rights(request, _account(who).department_id)
    return render_to_string(
        entry.template, {"customer": who, "account": who.focus, **rights, **found}, request=request
    )
