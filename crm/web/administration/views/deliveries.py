"""What the outbox could not deliver yet, and what it gave up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.org.permissions import has_permission
from crm.outbox.models import Delivery
from crm.outbox.operations import retry_delivery
from crm.outbox.queries import undelivered
from crm.outbox.rules import RETRY_DELIVERY, VIEW_DELIVERY
from crm.web.administration.filters import DeliveryFilter
from crm.web.administration.places import ADMINISTRATION, tabs
from crm.web.lists import ListPage
from crm.web.request import StaffRequest


class DeliveryList(ListPage):
    """Deliveries that wait or were given up, newest first."""

    permission = VIEW_DELIVERY
    order = ("-id",)
    filterset_class = DeliveryFilter
    template_name = "administration/deliveries.html"
    rows_template = "administration/delivery_rows.html"

    def get_queryset(self) -> QuerySet[Delivery]:
        """All of them: a delivery belongs to no department."""
        return undelivered()

    def get_rows(self, page: Any) -> list[Any]:
        """With the right to retry, asked once."""
        self.may_retry = has_permission(self.request.user, RETRY_DELIVERY)
        for row in page.rows:
            row.may_retry = self.may_retry and row.state == "FAILED"
        return list(page.rows)

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(ADMINISTRATION, self.request.user, "deliveries")}


@require_POST
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Try a delivery again that was given up."""
    retry_delivery(delivery_id=pk, actor=request.user, now=timezone.now())
    messages.success(request, _("It will be tried again at once."))
    return redirect("delivery-list")
