"""Take a payment, take an entry back, ask for a refund and decide on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.errors import OutOfScope
from crm.org.permissions import require
from crm.web import figures
from crm.web.lists import ListPage
from crm.web.views.operation import OperationFormView
from metering.enums import EntryKind
from metering.forms import PaymentForm, PayOutForm, RefundForm, ReversalForm
from metering.models import LedgerEntry, RefundRequest
from metering.operations.payments import CHARGES, MONEY, post_payment, reverse_charge, reverse_payment
from metering.operations.refunds import pay_refund, request_refund, turn_down_refund
from metering.queries.ledger import balance_of, debt_of, entry_by_id
from metering.queries.payers import credit_to_share, paid_for_by
from metering.queries.refunds import refund_by_id, refund_requests
from metering.rules import PAY_REFUND, POST_CHARGE, POST_PAYMENT, REQUEST_REFUND, REVERSE_PAYMENT, VIEW_LEDGER
from metering.views.ledger import visible_ledger


class PaymentNew(OperationFormView):
    """A payment at the counter; then its receipt."""

    form_class = PaymentForm
    template_name = "metering/payment.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The account and what it owes today."""
        self.account = visible_ledger(request, kwargs["account_number"])
        require(request.user, POST_PAYMENT, self.account.department_id)
        self.today = timezone.localdate(self.now)
        self.debt = debt_of(self.account.pk, self.today)
        self.others = paid_for_by(self.account, self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form fills in what is owed, less what the payer of others has paid in advance."""
        credit = credit_to_share(self.account.pk) if self.others and self.debt.credit else Decimal(0)
        owed = {"debt": self.debt, "others": self.others, "credit": credit}
        return super().get_form_kwargs() | {"today": self.today, **owed}

    def perform(self, form: Any) -> LedgerEntry:
        """Take it."""
        data = form.cleaned_data
        return post_payment(
            account_id=self.account.pk,
            amount=data["amount"],
            method=data["method"],
            paid_on=data["paid_on"],
            key=data["key"],
            charges=data.get("charges", []),
            with_late_charge=data.get("with_late_charge", False),
            reference=data["reference"],
            note=data["note"],
            actor=self.request.user,
            now=self.now,
        )

    def done(self, result: LedgerEntry) -> HttpResponse:
        """The receipt."""
        return redirect("payment-receipt", result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is owed stands beside the form."""
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "debt": self.debt,
            "others": self.others,
            "today": self.today,
            "cancel_url": reverse("ledger-account", args=[self.account.account_number]),
            "submit_label": _("Take the payment"),
        }


class EntryReverse(OperationFormView):
    """Take a payment, a refund or a charge back, with the reason."""

    form_class = ReversalForm
    template_name = "metering/reverse.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The entry, if its kind is taken back at all."""
        self.entry = entry_by_id(request.user, kwargs["pk"])
        if self.entry.kind not in MONEY | CHARGES:
            raise OutOfScope
        permission = REVERSE_PAYMENT if self.entry.kind in MONEY else POST_CHARGE
        require(request.user, permission, self.entry.department_id)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> LedgerEntry:
        """Write the reversing entry."""
        reverse_entry = reverse_payment if self.entry.kind in MONEY else reverse_charge
        return reverse_entry(
            entry_id=self.entry.pk, reason=form.cleaned_data["reason"], actor=self.request.user, now=self.now
        )

    def get_success_url(self) -> str:
        """The ledger."""
        return reverse("ledger-account", args=[self.entry.account.account_number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entry."""
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "account": self.entry.account,
            "amount": abs(self.entry.amount),
            "is_payment": self.entry.kind == EntryKind.PAYMENT,
            "cancel_url": self.get_success_url(),
            "submit_label": _("Reverse"),
        }


class RefundNew(OperationFormView):
    """Ask that credit be paid back."""

    form_class = RefundForm
    template_name = "metering/refund.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The account and its credit."""
        self.account = visible_ledger(request, kwargs["account_number"])
        require(request.user, REQUEST_REFUND, self.account.department_id)
        self.credit = balance_of(request.user, self.account.pk).credit_amount
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The whole credit."""
        return {"amount": self.credit or None}

    def perform(self, form: Any) -> RefundRequest:
        """Ask."""
        return request_refund(
            account_id=self.account.pk, **form.cleaned_data, actor=self.request.user, now=self.now
        )

    def get_success_url(self) -> str:
        """The ledger, where the request is shown."""
        return reverse("ledger-account", args=[self.account.account_number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account and its credit."""
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "credit": self.credit,
            "cancel_url": self.get_success_url(),
            "submit_label": _("Ask for the refund"),
        }


class RefundList(ListPage):
    """Refunds that wait for a second person, and those that were decided."""

    permission = VIEW_LEDGER
    order = ("-pk",)
    template_name = "metering/refunds.html"
    rows_template = "metering/refund_rows.html"

    def get_queryset(self) -> QuerySet[RefundRequest]:
        """What this person may see; only those that wait, unless all are asked for."""
        rows = refund_requests(self.request.user)
        return rows if "all" in self.request.GET else rows.filter(decided_at__isnull=True)

    def extra(self) -> dict[str, Any]:
        """The two tabs."""
        address, is_all = reverse("refund-list"), "all" in self.request.GET
        return {
            "tabs": [
                {"url": address, "label": _("waiting"), "here": not is_all, "count": None},
                {"url": f"{address}?all", "label": _("all"), "here": is_all, "count": None},
            ]
        }


class _RefundStep(OperationFormView):
    """The second person at a request for a refund."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The request."""
        self.refund = refund_by_id(request.user, kwargs["pk"])
        require(request.user, PAY_REFUND, self.refund.department_id)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request, and whether this person asked for it himself."""
        return super().get_context_data(**kwargs) | {
            "refund": self.refund,
            "account": self.refund.account,
            "is_own": self.refund.requested_by_id == self.request.user.pk,
            "cancel_url": reverse("refund-list"),
        }


class RefundPay(_RefundStep):
    """Pay it out; then its receipt."""

    form_class = PayOutForm
    template_name = "metering/refund_pay.html"

    def perform(self, form: Any) -> LedgerEntry:
        """Pay."""
        return pay_refund(request_id=self.refund.pk, **form.cleaned_data, actor=self.request.user, now=self.now)

    def done(self, result: LedgerEntry) -> HttpResponse:
        """The receipt."""
        return redirect("payment-receipt", result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button says how much."""
        label = _("Pay %(amount)s out") % {"amount": figures.money(self.refund.amount)}
        return super().get_context_data(**kwargs) | {"submit_label": label}


class RefundTurnDown(_RefundStep):
    """Turn it down, with the reason."""

    form_class = ReversalForm
    template_name = "metering/refund_pay.html"

    def perform(self, form: Any) -> RefundRequest:
        """Turn it down."""
        return turn_down_refund(
            request_id=self.refund.pk, reason=form.cleaned_data["reason"], actor=self.request.user, now=self.now
        )

    def done(self, result: RefundRequest) -> HttpResponse:
        """The list again."""
        messages.success(self.request, _("The refund was turned down."))
        return redirect("refund-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The word of the button."""
        return super().get_context_data(**kwargs) | {"submit_label": _("Turn the refund down")}
