"""Forms of the family "payment"."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.models import PaymentChange
from crm.web.forms import Section
from customers.book.models import InvoiceTitle, PaymentTerms, SupplyAccount
from customers.book.sealed import seal

KNOWN = ("pay_mode", "settle_mode", "instalments", "notify_mode", "invoice_kind", "is_prepaid", "payer_number")
STAYS = _("Left empty: what is on file stays.")


class PaymentChangeForm(ChangeForm):
    """A01 of 303: what it shall be, filled in with what it is."""

    bank_account = forms.CharField(label=_("bank account"), max_length=30, required=False)
    vat_number = forms.CharField(label=_("VAT: tax number"), max_length=20, required=False, help_text=STAYS)
    vat_bank_account = forms.CharField(label=_("VAT: bank account"), max_length=40, required=False, help_text=STAYS)

    sections = (
        ChangeForm.about,
        Section(_("Payment"), ("pay_mode", "settle_mode", "instalments", "is_prepaid", "payer_number")),
        Section(_("Notice and invoice"), ("notify_mode", "invoice_kind")),
        Section(
            _("Bank, for a debit or collection"),
            ("bank_name", "bank_holder", "bank_account", "authorisation_number"),
        ),
        Section(
            _("Invoice with VAT"), ("vat_name", "vat_number", "vat_address_phone", "vat_bank", "vat_bank_account")
        ),
        Section(_("Reason"), ("reason",)),
        ChangeForm.checked,
    )

    class Meta:
        model = PaymentChange
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "pay_mode", "settle_mode", "instalments", "is_prepaid",
            "payer_number", "notify_mode", "invoice_kind", "bank_name", "bank_holder", "authorisation_number",
            "vat_name", "vat_address_phone", "vat_bank", "reason", "identity_checked", "note",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """How the account pays and to whom its invoices are made out today; sealed numbers stay
        sealed, and a person's name and address are not shown."""
        standing = PaymentTerms.objects.filter(account=account, period__contains=localdate()).first()
        known = {name: getattr(standing, name) for name in KNOWN} if standing else {}
        title = InvoiceTitle.objects.filter(account=account, period__contains=localdate()).first()
        if title is not None and not account.customer.is_person:
            known |= {"vat_name": title.name, "vat_address_phone": title.address_phone, "vat_bank": title.bank_name}
        return {"account": account.account_number, **known}

    def clean_payer_number(self) -> str:
        """The number of an account that the clerk may see."""
        payer = self.account_behind("payer_number")
        return payer.account_number if payer else ""

    def clean_bank_account(self) -> str:
        """Digits only; sealed on the record before it is checked."""
        number = "".join(self.cleaned_data["bank_account"].split())
        if number and not (number.isdigit() and len(number) >= 8):
            raise ValidationError(_("A bank account has eight to thirty digits."))
        sealed = seal(number)
        self.instance.bank_cipher, self.instance.bank_last4 = sealed.cipher, sealed.last4
        return number

    def clean_vat_number(self) -> str:
        """Sealed on the record; left empty, the number on file stays."""
        number = "".join(self.cleaned_data["vat_number"].split()).upper()
        sealed = seal(number)
        self.instance.tax_cipher, self.instance.tax_last4 = sealed.cipher, sealed.last4
        return number

    def clean_vat_bank_account(self) -> str:
        """Sealed on the record; left empty, the account on file stays."""
        number = "".join(self.cleaned_data["vat_bank_account"].split())
        sealed = seal(number)
        self.instance.vat_bank_cipher, self.instance.vat_bank_last4 = sealed.cipher, sealed.last4
        return number
