"""Correct the details of an account and of a customer; the hint beside an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.errors import OutOfScope, StaleVersion
from crm.org.models import District
from crm.org.permissions import require
from crm.web.views.operation import OperationFormView
from customers.book.forms.details import AccountDetailsForm, CustomerDetailsForm, may_correct
from customers.book.models import Customer, SupplyAccount
from customers.book.operations.details import correct_account_details, correct_customer_details
from customers.book.quality.mending import next_in_queue
from customers.book.queries.accounts import account_by_number
from customers.book.queries.places import address_hint
from customers.book.rules import EDIT_ACCOUNT, EDIT_CUSTOMER


class Details(OperationFormView):
    """What both forms share: the account in view, where they lead, both values after a stale submit."""

    template_name = "book/details.html"

    @property
    def heading(self) -> str:
        """The title of the page."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the account."""
        self.account = account_by_number(request.user, kwargs["account_number"])
        if self.account.customer_id != kwargs["customer_id"]:
            raise OutOfScope
        self.check()
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        """Whether this person may correct anything here."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form shows what stands."""
        return super().get_form_kwargs() | {"account": self.account, "user": self.request.user}

    def get_success_url(self) -> str:
        """On to the next finding if the queue of quality led here, else the customer page with this account."""
        return next_in_queue(self.request) or self.customer_url()

    def customer_url(self) -> str:
        """The customer page with this account."""
        return reverse("customer-account", args=[self.account.customer_id, self.account.account_number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account and the words of the page."""
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "heading": self.heading,
            "cancel_url": self.customer_url(),
            "submit_label": _("Save"),
        }


class AccountDetails(Details):
    """Address, reading section, industry, inspection and whatever else a case does not bring."""

    form_class = AccountDetailsForm

    @property
    def heading(self) -> str:
        """The title of the page."""
        return _("Correct the details of the account")

    def check(self) -> None:
        """One field at least must be open to this person."""
        if not may_correct(self.request.user, self.account.department_id):
            require(self.request.user, EDIT_ACCOUNT, self.account.department_id)

    def perform(self, form: Any) -> SupplyAccount:
        """Write, or tell what stands now."""
        try:
            return correct_account_details(
                account_id=self.account.pk,
                version=form.cleaned_data["version"],
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                actor=self.request.user,
                now=self.now,
            )
        except StaleVersion as error:
            fresh = account_by_number(self.request.user, self.account.account_number)
            error.details["current"] = AccountDetailsForm(account=fresh, user=self.request.user).shown()
            raise


class CustomerDetails(Details):
    """ID number and mailing address."""

    form_class = CustomerDetailsForm

    @property
    def heading(self) -> str:
        """The title of the page."""
        return _("Correct the details of the customer")

    def check(self) -> None:
        """In the department of the account in view."""
        require(self.request.user, EDIT_CUSTOMER, self.account.department_id)

    def perform(self, form: Any) -> Customer:
        """Make the call."""
        data = form.cleaned_data
        return correct_customer_details(
            customer_id=self.account.customer_id,
            version=data["version"],
            id_kind=data["id_kind"],
            id_number=data["id_number"],
            mailing_address=data["mailing_address"] or None,
            reason=data["reason"],
            actor=self.request.user,
            now=self.now,
        )


@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """What is odd about the address that is being typed; posted, because it may be somebody's home."""
    wanted = request.POST.get("district", "")
    district = District.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    words = address_hint(request.POST.get("address", "")[:200], district) if district else ""
    return render(request, "book/address_hint.html", {"words": words})
