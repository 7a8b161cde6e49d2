"""Bad debts: the list, and the second person who approves one or turns it down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.org.permissions import require
from crm.web.lists import ListPage
from crm.web.views.operation import OperationFormView
from metering.forms import ApprovalForm, ReversalForm
from metering.models import BadDebt
from metering.operations.bad_debts import approve_bad_debt, turn_down_bad_debt
from metering.queries.bad_debts import bad_debt_by_id, bad_debt_list
from metering.rules import APPROVE_BAD_DEBT, VIEW_LEDGER


class BadDebtList(ListPage):
    """Bad debts that wait for approval, and those that were decided."""

    permission = VIEW_LEDGER
    order = ("-pk",)
    template_name = "metering/bad_debts.html"
    rows_template = "metering/bad_debt_rows.html"

    def get_queryset(self) -> QuerySet[BadDebt]:
        """What this person may see; only those that wait, unless all are asked for."""
        rows = bad_debt_list(self.request.user)
        return rows if "all" in self.request.GET else rows.filter(decided_at__isnull=True)

    def extra(self) -> dict[str, Any]:
        """The two tabs."""
        address, is_all = reverse("bad-debt-list"), "all" in self.request.GET
        return {
            "tabs": [
                {"url": address, "label": _("waiting"), "here": not is_all, "count": None},
                {"url": f"{address}?all", "label": _("all"), "here": is_all, "count": None},
            ]
        }


class _Decision(OperationFormView):
    """The second person at a bad debt."""

    template_name = "metering/bad_debt.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The bad debt."""
        self.debt = bad_debt_by_id(request.user, kwargs["pk"])
        require(request.user, APPROVE_BAD_DEBT, self.debt.department_id)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bad debt, and whether this person proposed it himself."""
        return super().get_context_data(**kwargs) | {
            "debt": self.debt,
            "account": self.debt.account,
            "is_own": self.debt.proposed_by_id == self.request.user.pk,
            "cancel_url": reverse("bad-debt-list"),
        }


class BadDebtApprove(_Decision):
    """Let it go."""

    form_class = ApprovalForm

    def perform(self, form: Any) -> BadDebt:
        """Approve."""
        note = form.cleaned_data["note"]
        return approve_bad_debt(bad_debt_id=self.debt.pk, note=note, actor=self.request.user, now=self.now)

    def done(self, result: BadDebt) -> HttpResponse:
        """The list again."""
        messages.success(self.request, _("The bad debt is approved; the case can go on."))
        return redirect("bad-debt-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The word of the button."""
        return super().get_context_data(**kwargs) | {"submit_label": _("Approve the bad debt")}


class BadDebtTurnDown(_Decision):
    """Collect it after all, with the reason."""

    form_class = ReversalForm

    def perform(self, form: Any) -> BadDebt:
        """Turn it down."""
        reason = form.cleaned_data["reason"]
        return turn_down_bad_debt(bad_debt_id=self.debt.pk, note=reason, actor=self.request.user, now=self.now)

    def done(self, result: BadDebt) -> HttpResponse:
        """The list again."""
        messages.success(self.request, _("The bad debt was turned down."))
        return redirect("bad-debt-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The word of the button."""
        return super().get_context_data(**kwargs) | {"submit_label": _("Turn the bad debt down")}
