"""The ledger of an account and the accounts in arrears, as sheets."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.imports.exporting import ExportColumn, ListExport, exports
from metering.models import LedgerEntry
from metering.queries.ledger import accounts_in_arrears
from metering.rules import VIEW_LEDGER


def ledger_rows(user: Any, query: QueryDict) -> QuerySet[LedgerEntry]:
    """The entries of the account that the query names, as far as this person may see them."""
    rows = LedgerEntry.objects.restrict(user, VIEW_LEDGER).filter(account__account_number=query.get("account", ""))
    return rows.select_related("account", "posted_by", "open_item").order_by("pk")


def arrears_rows(user: Any, query: QueryDict) -> QuerySet[Any]:
    """The accounts in arrears today, the oldest first."""
    late = accounts_in_arrears(user, timezone.localdate())
    return late.select_related("account__customer", "account__department").order_by("oldest_due_on", "account_id")


def _open(entry: LedgerEntry) -> Any:
    return entry.open_item.open_amount if hasattr(entry, "open_item") else None


ENTRY_COLUMNS = (
    ExportColumn(_("account number"), lambda e, clear: e.account.account_number),
    ExportColumn(_("value date"), lambda e, clear: e.value_on),
    ExportColumn(_("kind of entry"), lambda e, clear: e.get_kind_display()),
    ExportColumn(pgettext_lazy("entry", "document"), lambda e, clear: e.document or (e.number if e.method else "")),
    ExportColumn(_("amount, yuan"), lambda e, clear: e.amount),
    ExportColumn(_("due on"), lambda e, clear: e.due_on),
    ExportColumn(_("open amount, yuan"), lambda e, clear: _open(e)),
    ExportColumn(_("payment method"), lambda e, clear: e.get_method_display()),
    ExportColumn(_("posted at"), lambda e, clear: e.posted_at),
    ExportColumn(_("posted by"), lambda e, clear: e.posted_by.number if e.posted_by else ""),
)
ARREARS_COLUMNS = (
    ExportColumn(_("account number"), lambda b, clear: b.account.account_number),
    ExportColumn(_("account name"), lambda b, clear: b.account.name if clear else b.account.masked_name),
    ExportColumn(_("supply address"), lambda b, clear: b.account.address if clear else b.account.masked_address),
    ExportColumn(_("business department"), lambda b, clear: b.account.department.name),
    ExportColumn(_("oldest due day"), lambda b, clear: b.oldest_due_on),
    ExportColumn(_("amount overdue"), lambda b, clear: b.arrears),
    ExportColumn(_("open amount, yuan"), lambda b, clear: b.open_amount),
)


def register() -> None:
    """Called when the app is ready."""
    exports.register(ListExport("ledger", _("Account ledger"), VIEW_LEDGER, ledger_rows, ENTRY_COLUMNS, order=30))
    exports.register(
        ListExport("arrears", _("Accounts in arrears"), VIEW_LEDGER, arrears_rows, ARREARS_COLUMNS, order=31)
    )
