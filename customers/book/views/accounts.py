"""The list of accounts, and the short address of one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from crm.web.lists import ListPage
from customers.book.filters import AccountFilter
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import account_by_number, visible_accounts
from customers.book.queries.search import account_url
from customers.book.rules import LOOK_UP


class AccountList(ListPage):
    """Accounts in the order of their numbers, narrowed by department, class, voltage, status, importance."""

    permission = LOOK_UP
    order = ("account_number",)
    export_key = "accounts"
    filterset_class = AccountFilter
    template_name = "book/accounts.html"
    rows_template = "book/account_rows.html"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What this person may see."""
        return visible_accounts(self.request.user, LOOK_UP)


@require_GET
def account(request: HttpRequest, account_number: str) -> HttpResponse:
    """From an account number to the customer page; for links that know no more."""
    return redirect(account_url(account_by_number(request.user, account_number, LOOK_UP)))
