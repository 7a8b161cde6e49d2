"""The ledger of an account, its statement and receipts, and the accounts in arrears."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from crm.errors import OutOfScope
from crm.org.permissions import has_permission, require
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import account_by_number
from customers.book.queries.payers import payer_of
from metering.enums import EntryKind
from metering.forms import StatementForm
from metering.models import LedgerEntry
from metering.operations.payments import CHARGES, MONEY
from metering.queries.ledger import (
    accounts_in_arrears,
    balance_of,
    covered_by,
    debt_of,
    entries_of,
    entry_by_id,
    statement_of,
)
from metering.queries.payers import paid_for_by
from metering.queries.refunds import waiting_refund
from metering.rules import POST_CHARGE, POST_PAYMENT, REQUEST_REFUND, REVERSE_PAYMENT, VIEW_LEDGER

STATEMENT_DAYS = 365


def visible_ledger(request: StaffRequest, account_number: str) -> SupplyAccount:
    """The account, for somebody who may see what it owes. Raises OutOfScope, NotPermitted."""
    account = account_by_number(request.user, account_number)
    require(request.user, VIEW_LEDGER, account.department_id)
    return account


class LedgerPage(ListPage):
    """What an account owes now, and every entry, the newest first."""

    permission = VIEW_LEDGER
    order = ("-value_on", "-pk")
    counted = False
    template_name = "metering/ledger.html"
    rows_template = "metering/ledger_rows.html"

    @cached_property
    def account(self) -> SupplyAccount:
        """The account in the address; another department's is a 404."""
        return visible_ledger(self.request, self.kwargs["account_number"])

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        """The entries of this account."""
        return entries_of(self.request.user, self.account.pk)

    def get_rows(self, page: Any) -> list[Any]:
        """Say of each entry whether this person may take it back."""
        user, department = self.request.user, self.account.department_id
        kinds: set[str] = set()
        if has_permission(user, REVERSE_PAYMENT, department):
            kinds |= MONEY
        if has_permission(user, POST_CHARGE, department):
            kinds |= CHARGES
        for entry in page.rows:
            entry.may_reverse = entry.kind in kinds and not entry.is_taken_back
        return list(page.rows)

    def extra(self) -> dict[str, Any]:
        """The balance, what is open, and what this person may do."""
        user, account = self.request.user, self.account
        today = timezone.localdate()
        return {
            "account": account,
            "balance": balance_of(user, account.pk),
            "debt": debt_of(account.pk, today),
            "others": paid_for_by(account, today),
            "payer": payer_of(account, today),
            "refund": waiting_refund(account.pk),
            "may_pay": has_permission(user, POST_PAYMENT, account.department_id),
            "may_refund": has_permission(user, REQUEST_REFUND, account.department_id),
        }


class ArrearsList(ListPage):
    """Accounts with a charge past its due day, the oldest first."""

    permission = VIEW_LEDGER
    order = ("oldest_due_on", "account_id")
    template_name = "metering/arrears.html"
    rows_template = "metering/arrears_rows.html"

    def get_queryset(self) -> QuerySet[Any]:
        """What this person may see, as of today."""
        late = accounts_in_arrears(self.request.user, timezone.localdate())
        return late.select_related("account__customer", "account__department")

    def get_rows(self, page: Any) -> list[Any]:
        """With the days since the oldest charge fell due."""
        today = timezone.localdate()
        for row in page.rows:
            row.days = (today - row.oldest_due_on).days
        return list(page.rows)


@require_GET
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """The receipt of a payment or a refund, to print."""
    entry = entry_by_id(request.user, pk)
    if entry.kind not in MONEY:
        raise OutOfScope
    context = {
        "entry": entry,
        "account": entry.account,
        "department": entry.account.department,
        "shares": covered_by(entry) if entry.kind == EntryKind.PAYMENT else [],
        "reversal": entry.related_entries.filter(kind=EntryKind.REVERSAL).first(),
        "amount": abs(entry.amount),
        "printed_at": timezone.now(),
    }
    return render(request, "metering/receipt.html", context)


@require_GET
def statement(request: StaffRequest, account_number: str) -> HttpResponse:
    """The statement of a period, to print; a year up to today unless days are chosen."""
    account, today = visible_ledger(request, account_number), timezone.localdate()
    form = StatementForm(
        request.GET if request.GET else {"first": today - timedelta(days=STATEMENT_DAYS), "last": today}
    )
    context = {
        "account": account,
        "department": account.department,
        "form": form,
        "statement": statement_of(account.pk, **form.cleaned_data) if form.is_valid() else None,
        "printed_at": timezone.now(),
    }
    return render(request, "metering/statement.html", context, status=200 if form.is_valid() else 422)
