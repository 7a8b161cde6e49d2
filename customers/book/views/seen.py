"""Who saw a customer: for the audit administrators and the managers of the department."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from crm.org.permissions import require
from crm.web.lists import filter_chips
from crm.web.places import read_place, write_place
from crm.web.request import StaffRequest
from customers.book.filters import SeenFilter
from customers.book.models import Customer, SupplyAccount
from customers.book.queries.seen import Asked, seen_accounts, who_saw
from customers.book.rules import VIEW_SEEN


@require_GET
def find(request: StaffRequest) -> HttpResponse:
    """From an account number to the list of those who saw its customer: an auditor has no book to browse."""
    require(request.user, VIEW_SEEN)
    number = request.GET.get("account", "").strip()
    if not number:
        return render(request, "book/seen_find.html", {})
    account = SupplyAccount.objects.restrict(request.user, VIEW_SEEN).filter(account_number=number).first()
    if account is None:
        error = _("There is no account with this number, or it is another department's.")
        return render(request, "book/seen_find.html", {"number": number, "error": error}, status=422)
    return redirect("customer-seen", account.customer_id)


class Seen(View):
    """Openings of the page and personal data shown, newest first; further rows by key."""

    def get(self, request: StaffRequest, customer_id: int) -> HttpResponse:
        """The page, or only the further rows for htmx."""
        require(request.user, VIEW_SEEN)
        accounts = seen_accounts(request.user, customer_id)
        narrowed = SeenFilter(request.GET, request=request)
        values = narrowed.form.cleaned_data if narrowed.form.is_valid() else {}
        asked = Asked(**{name: value for name, value in values.items() if value})
        found = who_saw(accounts, customer_id, asked, before=read_place(request.GET.get("after")))
        context: dict[str, Any] = {
            "rows": [sight for _key, sight in found.entries],
            "rows_template": "book/seen_rows.html",
            "page": SimpleNamespace(next=write_place(found.next), count=""),
        }
        if request.GET.get("after") and request.htmx:
            return render(request, "components/rows.html", context)
        context |= {
            "filter": narrowed,
            "chips": filter_chips(narrowed, request),
            "customer": Customer.objects.get(pk=customer_id),
        }
        return render(request, "book/seen.html", context)
