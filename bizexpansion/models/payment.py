"""How an account pays: change of payment method (303)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind
from bizexpansion.models.asking import ChangeApplication
from customers.book.enums import (
    BANK_MODES,
    ContractAttachment,
    InvoiceKind,
    NotifyMode,
    PayMode,
    SettleMode,
)
from customers.book.models.payment_terms import payer_trouble


class PaymentChange(ChangeApplication):
    """303 更改交费方式: how it is paid, settled, told and invoiced from now on, and with which account
    together (账务关系); attachment 01 of the contract.

    Bank accounts and the tax number are sealed in the form: `..._last4` shows them. What the form leaves
    empty of the invoice data stays as it is.
    """

    forms = ("accept_payment",)
    attachments = (ContractAttachment.SETTLEMENT,)
    personal = ChangeApplication.personal | {"bank_holder", "vat_name", "vat_address_phone"}

    pay_mode = models.CharField(_("way of paying"), max_length=12, choices=PayMode)
    settle_mode = models.CharField(_("settlement"), max_length=2, choices=SettleMode, default=SettleMode.READING)
    instalments = models.PositiveSmallIntegerField(
        _("instalments a month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    notify_mode = models.CharField(_("way of notice"), max_length=8, choices=NotifyMode, default=NotifyMode.SMS)
    invoice_kind = models.CharField(
        _("kind of invoice"), max_length=8, choices=InvoiceKind, default=InvoiceKind.ELECTRONIC
    )
    is_prepaid = models.BooleanField(_("prepaid, cut off by remote control"), default=False)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    bank_holder = models.CharField(_("holder of the bank account"), max_length=120, blank=True)
    bank_last4 = models.CharField(
        _("bank account, last four digits"), max_length=4, blank=True, default="", editable=False
    )
    bank_cipher = models.CharField(
        _("bank account, sealed"), max_length=400, blank=True, default="", editable=False
    )
    authorisation_number = models.CharField(_("number of the authorisation"), max_length=40, blank=True)
    # invoice with VAT; its numbers sealed as that of the bank
    vat_name = models.CharField(_("VAT: name"), max_length=120, blank=True, default="")
    tax_last4 = models.CharField(
        _("tax number, last four characters"), max_length=4, blank=True, default="", editable=False
    )
    tax_cipher = models.CharField(_("tax number, sealed"), max_length=400, blank=True, default="", editable=False)
    vat_address_phone = models.CharField(_("VAT: address and telephone"), max_length=200, blank=True, default="")
    vat_bank = models.CharField(_("VAT: bank"), max_length=120, blank=True, default="")
    vat_bank_last4 = models.CharField(
        _("VAT: bank account, last four digits"), max_length=4, blank=True, default="", editable=False
    )
    vat_bank_cipher = models.CharField(
        _("VAT: bank account, sealed"), max_length=400, blank=True, default="", editable=False
    )
    payer_number = models.CharField(_("paid together with the account"), max_length=14, blank=True, default="")

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a change of payment")
        verbose_name_plural = _("applications for a change of payment")

    def papers_needed(self) -> tuple[str, ...]:
        """A bank wants its authorisation, a special VAT invoice the registration (M-PAY, "when relevant")."""
        relevant = self.pay_mode in BANK_MODES or self.invoice_kind == InvoiceKind.VAT
        return (MaterialKind.M_PAY.value,) if relevant else ()

    def clean(self) -> None:
        """A bank goes with its data, instalments with their number. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        bank = {
            "bank_name": self.bank_name,
            "bank_holder": self.bank_holder,
            "bank_account": self.bank_cipher,
            "authorisation_number": self.authorisation_number,
        }
        if self.pay_mode in BANK_MODES:
            errors = {name: _("The bank asks for it.") for name, value in bank.items() if not value}
        elif any(bank.values()):
            errors["pay_mode"] = _("This way of paying needs no bank account.")
        if self.payer_number and self.pay_mode in BANK_MODES:
            errors["payer_number"] = _("The paying account has its own bank.")
        elif self.payer_number and self.account_id:  # the form is checked before it knows the account
            trouble = payer_trouble(self.account, self.payer_number, localdate())
            errors |= {"payer_number": trouble} if trouble else {}
        if (self.settle_mode == SettleMode.INSTALMENTS) != (self.instalments > 1):
            errors["instalments"] = _("Instalments are two to six a month; by reading it is one.")
        if self.is_prepaid and self.settle_mode == SettleMode.INSTALMENTS:
            errors["is_prepaid"] = _("Who pays in advance pays no instalments.")
        if errors:
            raise ValidationError(errors)
