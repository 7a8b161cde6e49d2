"""The line of time as it goes on: earlier entries, one channel, all accounts of the customer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.errors import OutOfScope
from crm.org.permissions import require
from crm.web.request import StaffRequest
from customers.book.line_of_time import timeline_context
from customers.book.queries.page import customer_in_view
from customers.book.rules import VIEW_ACCOUNT


@require_GET
def timeline(request: StaffRequest, customer_id: int, account_number: str) -> HttpResponse:
    """A fragment: the block anew for another choice, or only the further entries."""
    who = customer_in_view(request.user, customer_id, account_number)
    account = who.focus
    if account is None:
        raise OutOfScope
    require(request.user, VIEW_ACCOUNT, account.department_id)
    after = request.GET.get("after", "")
    template = "book/timeline_entries.html" if after else "book/timeline.html"
    channel, whole = request.GET.get("channel", ""), request.GET.get("whole") == "1"
    context = timeline_context(request.user, account, channel=channel, whole=whole, after=after)
    return render(request, template, context)
