"""Correct one contact person of an account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.audit.models import Entry
from crm.errors import OutOfScope, StaleVersion
from crm.org.permissions import require
from crm.web.views.operation import OperationFormView
from customers.book.enums import ContactPurpose
from customers.book.forms import ContactForm
from customers.book.models import ContactPerson
from customers.book.operations import update_contact
from customers.book.quality.mending import next_in_queue
from customers.book.queries.accounts import account_by_number
from customers.book.rules import EDIT_CONTACT
from customers.book.specs import ContactSpec


class ContactEdit(OperationFormView):
    """Name and phone for one purpose. A stale form shows what somebody else wrote, masked, beside one's own."""

    form_class = ContactForm
    template_name = "book/contact.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the account and the person who stands there now."""
        if kwargs["purpose"] not in ContactPurpose.values:
            raise Http404
        self.account = account_by_number(request.user, kwargs["account_number"])
        if self.account.customer_id != kwargs["customer_id"]:
            raise OutOfScope
        require(request.user, EDIT_CONTACT, self.account.department_id)
        self.purpose = ContactPurpose(kwargs["purpose"])
        self.standing = ContactPerson.objects.filter(account=self.account, purpose=self.purpose).first()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows who stands there, to say what an empty field keeps."""
        return super().get_form_kwargs() | {"standing": self.standing}

    def get_initial(self) -> dict[str, Any]:
        """The version that this form corrects; personal values are not filled in."""
        return {"version": self.standing.version if self.standing else 0}

    def perform(self, form: Any) -> ContactPerson:
        """Write, or tell both values."""
        data, standing = form.cleaned_data, self.standing
        try:
            return update_contact(
                account_id=self.account.pk,
                contact=ContactSpec(
                    purpose=self.purpose,
                    name=data["name"] or (standing.name if standing else ""),
                    phone=data["phone"] or (standing.phone if standing else ""),
                ),
                version=data["version"],
                actor=self.request.user,
                now=self.now,
            )
        except StaleVersion as error:
            error.details |= self._what_stands()
            raise

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
            "purpose": self.purpose,
            "cancel_url": self.customer_url(),
            "submit_label": _("Save"),
        }

    def _what_stands(self) -> dict[str, Any]:
        standing = ContactPerson.objects.filter(account=self.account, purpose=self.purpose).first()
        if standing is None:
            return {}
        entry = (
            Entry.objects.filter(subject_type=standing._meta.label_lower, subject_id=standing.pk)
            .order_by("-pk")
            .first()
        )
        return {
            "current": {"name": standing.masked_name, "phone": standing.masked_phone},
            "by": entry.actor_number if entry else None,
            "at": entry.at if entry else None,
        }
