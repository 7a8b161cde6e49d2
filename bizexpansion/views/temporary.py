"""Temporary accounts: which are over, since how long; one that is granted longer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bizexpansion.filters import TemporaryFilter
from bizexpansion.forms.temporary import RenewalForm
from bizexpansion.models import TemporaryRenewal
from bizexpansion.operations.renewal import Wish, approvers, bounds_of, extend_temporary_supply, findings_of
from bizexpansion.queries.temporary import (
    TemporaryRow,
    count_by_class,
    find_renewal_paper,
    find_temporary,
    renewals_of,
    temporary_accounts,
    temporary_rows,
)
from bizexpansion.rules import EXTEND_TEMPORARY, VIEW_CASE, step_permission
from bizexpansion.views.reports import tabs_of
from crm.org.permissions import has_permission, require
from crm.web.figures import day
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.uploads import serve_stored
from crm.web.views.operation import OperationFormView
from customers.book.models import SupplyAccount


class TemporaryList(ListPage):
    """Temporary accounts, the longest overdue first; without a filter those whose last day is over."""

    permission = VIEW_CASE
    order = ("temporary_until", "pk")
    filterset_class = TemporaryFilter
    template_name = "bizexpansion/temporary.html"
    rows_template = "bizexpansion/temporary_rows.html"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """What this person may see."""
        return temporary_accounts(self.request.user)

    def get_rows(self, page: Page[Any]) -> list[TemporaryRow]:
        """With the days and the class."""
        return temporary_rows(page.rows, localdate())

    def extra(self) -> dict[str, Any]:
        """The other reports, how many stand in each class, and whether this person accepts applications."""
        user = self.request.user
        return {
            "tabs": tabs_of(self.request, "temporary-list"),
            "overdue": self.request.GET.get("overdue", ""),
            "classes": count_by_class(user, localdate()),
            "may_accept": has_permission(user, step_permission("accept")),
            "may_extend": has_permission(user, EXTEND_TEMPORARY),
        }


class ExtendTemporary(OperationFormView):
    """Grant a metered temporary supply longer: what bars it is shown before anything is typed."""

    form_class = RenewalForm
    template_name = "bizexpansion/temporary_extend.html"
    draft_key = "temporary-extend"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the account; refuse who may not."""
        self.account = find_temporary(self.request.user, kwargs["number"])
        require(self.request.user, EXTEND_TEMPORARY, self.account.department_id)
        self.bounds = bounds_of(self.account, localdate(self.now))
        return super().dispatch(request, *args, **kwargs)

    def get_draft_subject(self) -> str:
        """The account."""
        return self.account.account_number

    def get_initial(self) -> dict[str, Any]:
        """The version of what is shown, and today."""
        return {"version": self.account.version, "signed_on": localdate(self.now)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With those who may approve it."""
        return super().get_form_kwargs() | {"people": approvers(self.account, self.request.user)}

    def perform(self, form: Any) -> TemporaryRenewal:
        """Make the one call."""
        given = dict(form.cleaned_data)
        version = given.pop("version")
        frame: dict[str, Any] = {"actor": self.request.user, "now": self.now}
        number = self.account.account_number
        return extend_temporary_supply(account_number=number, version=version, wish=Wish(**given), **frame)

    def done(self, result: TemporaryRenewal) -> HttpResponse:
        """Say until when, and back to the account."""
        words = _("Granted until %(day)s; contract %(number)s. The customer is told.")
        values = {"day": day(result.granted_until), "number": result.contract.number}
        messages.success(self.request, words % values)
        return redirect("account", self.account.account_number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account, what bars it, the bounds, what was granted before, the way back."""
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "row": TemporaryRow(self.account, localdate(self.now)),
            "findings": findings_of(self.account, self.now),
            "bounds": self.bounds,
            "renewals": renewals_of(self.account),
            "cancel_url": reverse("account", args=[self.account.account_number]),
        }


@require_GET
def renewal_paper(request: StaffRequest, number: str, pk: int) -> FileResponse:
    """The file of a paper of a renewal as a download, for those who may see the account's list."""
    paper = find_renewal_paper(find_temporary(request.user, number), pk)
    return serve_stored(paper.path, name=paper.file_name, kind=paper.content_type)
