"""The list of cases, as a sheet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bizexpansion.filters import CaseListFilter
from bizexpansion.models import Case
from bizexpansion.queries.of_customer import flow_name
from bizexpansion.rules import VIEW_CASE
from crm.imports.exporting import AsIfAsked, ExportColumn, ListExport, exports
from customers.book.enums import Voltage


def all_cases(user: Any, query: QueryDict) -> QuerySet[Case]:
    """The cases that this person sees under these filters, the latest first."""
    seen = Case.objects.restrict(user, VIEW_CASE).select_related("account__customer", "department")
    return CaseListFilter(query, seen, request=AsIfAsked(user, query)).qs.order_by("-pk")


COLUMNS = (
    ExportColumn(_("case number"), lambda c, clear: c.case_number),
    ExportColumn(_("account number"), lambda c, clear: c.account.account_number if c.account else ""),
    ExportColumn(_("customer"), lambda c, clear: c.title if clear else c.masked_title),
    ExportColumn(_("business"), lambda c, clear: str(flow_name(c))),
    ExportColumn(_("supply voltage"), lambda c, clear: str(dict(Voltage.choices).get(c.voltage, c.voltage))),
    ExportColumn(_("business department"), lambda c, clear: c.department.name),
    ExportColumn(_("accepted at"), lambda c, clear: c.accepted_at),
    ExportColumn(_("state"), lambda c, clear: c.get_state_display()),
)


def register() -> None:
    """Called when the app is ready."""
    exports.register(ListExport("cases", _("Business expansion"), VIEW_CASE, all_cases, COLUMNS, order=20))
