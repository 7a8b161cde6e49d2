"""How much an account has used of late, ready to be compared across the book."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.models import SupplyAccount


class AccountUse(models.Model):
    """Energy of an account up to its latest whole month with data, kWh, and growth in percent.

    Derived from bills, and from daily readings where a month has no bill; `operations/use.py` keeps it. `energy_n`
    is the energy of the last n months as far as it is known; `growth_n` compares them with the same months a year
    before and is empty unless each of these months is known and the earlier ones are not zero. No row: nothing
    is known of the account's use.
    """

    account = models.OneToOneField(
        SupplyAccount,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="use",
        verbose_name=_("supply account"),
    )
    through_month = models.DateField(_("latest month with data"))
    energy_1 = models.DecimalField(_("energy of the last month, kWh"), max_digits=16, decimal_places=3, null=True)
    energy_3 = models.DecimalField(
        _("energy of the last 3 months, kWh"), max_digits=16, decimal_places=3, null=True
    )
    energy_12 = models.DecimalField(
        _("energy of the last 12 months, kWh"), max_digits=16, decimal_places=3, null=True
    )
    growth_1 = models.DecimalField(_("growth of the last month, %"), max_digits=9, decimal_places=1, null=True)
    growth_3 = models.DecimalField(_("growth of the last 3 months, %"), max_digits=9, decimal_places=1, null=True)
    growth_12 = models.DecimalField(_("growth of the last 12 months, %"), max_digits=9, decimal_places=1, null=True)

    objects = ScopedManager()
    department_lookup = "account__department_id"

    class Meta:
        verbose_name = _("use of an account")
        verbose_name_plural = _("use of accounts")

    def __str__(self) -> str:
        return f"{self.account_id} {self.through_month:%Y-%m}"
