"""Forms of the transfer of an account (211)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm
from bizexpansion.models import AccountTransfer, TransferContact
from crm.web.forms import Section
from customers.book.enums import CustomerKind, IdKind


class TransferForm(ChangeForm):
    """A01 of 211: who leaves, who comes, on which day. The ID number says whether the new holder is known."""

    id_number = forms.CharField(label=_("number of the document"), max_length=30)

    sections = (
        Section(_("Account and old holder"), ("account", "mode", "contact_name", "contact_phone")),
        Section(
            _("New holder"),
            ("new_kind", "new_name", "new_id_kind", "id_number", "new_mailing_address"),
            _("Address, capacity and class of use stay as they are."),
        ),
        Section(_("Transfer"), ("ground", "property_number", "transfer_on", "credit_goes", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    wide = ("new_mailing_address", "reason", "note")

    class Meta:
        model = AccountTransfer
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "new_kind", "new_name", "new_id_kind", "new_mailing_address",
            "ground", "property_number", "transfer_on", "credit_goes", "reason", "identity_checked",
            "breaches_checked", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Today, unless another day is agreed; mostly a home passes from one person to another."""
        super().narrow()
        self.initial.setdefault("new_kind", CustomerKind.PERSON)
        self.initial.setdefault("new_id_kind", IdKind.ID_CARD)
        self.initial.setdefault("transfer_on", localdate())

    def extra_arguments(self) -> dict[str, Any]:
        """The number of the document goes to the book, sealed; it is no part of the record."""
        return {**super().extra_arguments(), "id_number": self.cleaned_data["id_number"]}


class TransferContactRow(RowForm):
    """A person of the new holder."""

    class Meta:
        model = TransferContact
        fields: ClassVar = ["purpose", "name", "phone"]
