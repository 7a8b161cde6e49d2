"""The monthly bill of a supply account."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.models import SupplyAccount


class Bill(models.Model):
    """What an account is asked to pay for a calendar month. Money in yuan, energy in kWh.

    What of it is paid is not said here: the bill is posted as a charge, and the ledger knows what covers it.
    """

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="bills", verbose_name=_("supply account")
    )
    month = models.DateField(_("month"), help_text=_("first day of the month of use"))
    energy = models.DecimalField(_("energy, kWh"), max_digits=14, decimal_places=3)
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    due_on = models.DateField(_("due on"))

    objects = ScopedManager()
    department_lookup = "account__department_id"

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["account_id", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="bill_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="bill_month_is_first_day"),
            models.CheckConstraint(condition=Q(energy__gte=0, amount__gte=0), name="bill_not_negative"),
            models.CheckConstraint(condition=Q(due_on__gt=F("month")), name="bill_due_after_month_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m}"
