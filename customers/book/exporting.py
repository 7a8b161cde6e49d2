"""The account list, as a sheet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.imports.exporting import AsIfAsked, ExportColumn, ListExport, exports
from customers.book.filters import AccountFilter
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import visible_accounts
from customers.book.rules import VIEW_ACCOUNT


def account_rows(user: Any, query: QueryDict) -> QuerySet[SupplyAccount]:
    """The accounts that this person sees under these filters, in the order of their numbers."""
    found = AccountFilter(query, visible_accounts(user), request=AsIfAsked(user, query)).qs
    return found.order_by("account_number")


COLUMNS = (
    ExportColumn(_("account number"), lambda a, clear: a.account_number),
    ExportColumn(_("account name"), lambda a, clear: a.name if clear else a.masked_name),
    ExportColumn(_("supply address"), lambda a, clear: a.address if clear else a.masked_address),
    ExportColumn(_("class of account"), lambda a, clear: a.get_account_class_display()),
    ExportColumn(_("supply voltage"), lambda a, clear: a.get_voltage_display()),
    ExportColumn(_("contract capacity (kVA)"), lambda a, clear: a.contract_capacity),
    ExportColumn(_("running capacity (kVA)"), lambda a, clear: a.running_capacity),
    ExportColumn(_("business department"), lambda a, clear: a.department.name),
    ExportColumn(_("account status"), lambda a, clear: a.get_status_display()),
    ExportColumn(_("open case"), lambda a, clear: a.open_case_number),
)


def register() -> None:
    """Called when the app is ready."""
    exports.register(ListExport("accounts", _("Supply accounts"), VIEW_ACCOUNT, account_rows, COLUMNS, order=10))
