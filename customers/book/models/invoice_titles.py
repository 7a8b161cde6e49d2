"""To whom the invoices of an account are made out, over time (增值税开票信息)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from crm.web.masks import mask_address, mask_name
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period

HIDDEN = "*" * 12
"""What stands before the last four digits of a sealed number."""


class InvoiceTitle(models.Model):
    """开票信息 in a period. Without a row an invoice bears the name of the account and nothing else.

    Tax number and bank account are sealed: a person's tax number is the number of the identity card. `..._last4`
    shows them, `..._cipher` gives them back.
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="invoice_titles", verbose_name=_("supply account")
    )
    period = DateRangeField(_("period"))
    name = models.CharField(_("name on the invoice"), max_length=120)
    tax_last4 = models.CharField(_("tax number, last four characters"), max_length=4, blank=True, default="")
    tax_cipher = models.CharField(_("tax number, sealed"), max_length=400, blank=True, default="")
    address_phone = models.CharField(_("registered address and telephone"), max_length=200, blank=True, default="")
    bank_name = models.CharField(_("bank"), max_length=120, blank=True, default="")
    bank_last4 = models.CharField(_("bank account, last four digits"), max_length=4, blank=True, default="")
    bank_cipher = models.CharField(_("bank account, sealed"), max_length=400, blank=True, default="")
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("invoice data")
        verbose_name_plural = _("invoice data")
        ordering = ["account_id", "period"]
        constraints = [
            proper_period("invoice_title_proper"),
            one_at_a_time("invoice_title_one_at_a_time", "account"),
            models.CheckConstraint(condition=~Q(name=""), name="invoice_title_named"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period}"

    @property
    def masked_name(self) -> str:
        """The name of a person as it is shown by default."""
        return mask_name(self.name)

    @property
    def masked_address_phone(self) -> str:
        """Address and telephone of a person as they are shown by default."""
        return mask_address(self.address_phone) if self.address_phone else ""

    @property
    def masked_tax_number(self) -> str:
        """The tax number as it is shown by default: its end, for no more is kept in clear."""
        return HIDDEN + self.tax_last4 if self.tax_last4 else ""

    @property
    def masked_bank_account(self) -> str:
        """The bank account as it is shown by default: its end, for no more is kept in clear."""
        return HIDDEN + self.bank_last4 if self.bank_last4 else ""
