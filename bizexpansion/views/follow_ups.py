"""The proposed cases: the list of a department, and a proposal that is not needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.filters import FollowUpFilter
from bizexpansion.models import FollowUp
from bizexpansion.operations.expiry import dismiss_follow_up
from bizexpansion.queries.follow_ups import FollowUpRow, follow_up_rows, follow_ups
from bizexpansion.rules import DECIDE_FOLLOW_UP, EXTEND_TEMPORARY, VIEW_CASE
from crm.errors import OutOfScope
from crm.org.permissions import has_permission, require
from crm.web.forms import PageForm
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.views.operation import OperationFormView


class FollowUpList(ListPage):
    """Proposed cases, the longest due first; without a filter those that nobody has decided on."""

    permission = VIEW_CASE
    order = ("due_on", "pk")
    filterset_class = FollowUpFilter
    template_name = "bizexpansion/follow_ups.html"
    rows_template = "bizexpansion/follow_up_rows.html"

    def get_queryset(self) -> QuerySet[FollowUp]:
        """What this person may see."""
        return follow_ups(self.request.user).order_by()

    def get_rows(self, page: Page[Any]) -> list[FollowUpRow]:
        """With the words of their flows."""
        return follow_up_rows(page.rows)

    def extra(self) -> dict[str, Any]:
        """Whether this person decides on them, or grants a temporary supply longer instead."""
        user = self.request.user
        return {
            "may_decide": has_permission(user, DECIDE_FOLLOW_UP),
            "may_extend": has_permission(user, EXTEND_TEMPORARY),
        }


class DismissForm(PageForm):
    """Why a proposed case is not needed."""

    wide = ("reason",)

    reason = forms.CharField(label=gettext_lazy("reason"), max_length=200)


class DismissFollowUp(OperationFormView):
    """Say that a proposed case is not needed."""

    form_class = DismissForm
    template_name = "bizexpansion/follow_up_dismiss.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the proposal."""
        found = follow_ups(request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise OutOfScope
        require(request.user, DECIDE_FOLLOW_UP, found.department_id)
        self.row = FollowUpRow(found)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> FollowUp:
        """Make the one call."""
        reason = form.cleaned_data["reason"]
        return dismiss_follow_up(follow_up_id=self.row.row.pk, reason=reason, actor=self.request.user, now=self.now)

    def done(self, result: FollowUp) -> HttpResponse:
        """Back to the list."""
        messages.success(self.request, _("The proposal is dismissed."))
        return redirect(reverse("follow-up-list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The proposal and the way back."""
        return super().get_context_data(**kwargs) | {"row": self.row, "cancel_url": reverse("follow-up-list")}
