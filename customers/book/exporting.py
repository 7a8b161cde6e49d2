"""The lists of the book, as sheets."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.imports.exporting import AsIfAsked, ExportColumn, ListExport, exports
from customers.book.filters import AccountFilter, FindingFilter, ScoreFilter
from customers.book.models import AccountQuality, QualityFinding, SupplyAccount
from customers.book.queries.accounts import visible_accounts
from customers.book.queries.quality import visible_findings, visible_scores
from customers.book.rules import VIEW_ACCOUNT, VIEW_QUALITY


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


def score_rows(user: Any, query: QueryDict) -> QuerySet[AccountQuality]:
    """The scores that this person sees under these filters, the lowest completeness first."""
    found = ScoreFilter(query, visible_scores(user), request=AsIfAsked(user, query)).qs
    return found.order_by("completeness", "account_id")


SCORE_COLUMNS = (
    ExportColumn(_("account number"), lambda q, clear: q.account.account_number),
    ExportColumn(_("account name"), lambda q, clear: q.account.name if clear else q.account.masked_name),
    ExportColumn(_("class of account"), lambda q, clear: q.account.get_account_class_display()),
    ExportColumn(_("completeness"), lambda q, clear: q.completeness),
    ExportColumn(_("gaps"), lambda q, clear: q.gaps),
    ExportColumn(_("correctness"), lambda q, clear: q.correctness),
    ExportColumn(_("errors"), lambda q, clear: q.errors),
    ExportColumn(_("business department"), lambda q, clear: q.department.name),
)


def finding_rows(user: Any, query: QueryDict) -> QuerySet[QualityFinding]:
    """The findings that this person sees under these filters, the most urgent first."""
    found = FindingFilter(query, visible_findings(user), request=AsIfAsked(user, query)).qs
    return found.order_by("-priority", "id")


FINDING_COLUMNS = (
    ExportColumn(_("account number"), lambda f, clear: f.account.account_number),
    ExportColumn(_("account name"), lambda f, clear: f.account.name if clear else f.account.masked_name),
    ExportColumn(_("finding"), lambda f, clear: str(f.definition.words)),
    ExportColumn(_("gap or error"), lambda f, clear: f.get_severity_display()),
    ExportColumn(_("urgency"), lambda f, clear: f.priority),
    ExportColumn(_("found on"), lambda f, clear: f.since),
    ExportColumn(_("business department"), lambda f, clear: f.department.name),
)


def register() -> None:
    """Called when the app is ready."""
    exports.register(
        ListExport("quality-accounts", _("Record quality"), VIEW_QUALITY, score_rows, SCORE_COLUMNS, order=20)
    )
    exports.register(
        ListExport("quality-findings", _("Findings to mend"), VIEW_QUALITY, finding_rows, FINDING_COLUMNS, order=21)
    )
    exports.register(ListExport("accounts", _("Supply accounts"), VIEW_ACCOUNT, account_rows, COLUMNS, order=10))
