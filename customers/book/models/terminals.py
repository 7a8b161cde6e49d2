"""Which collection terminal brings in the readings of an account, and since when (R_TMNL_RUN)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period
from customers.book.validators import validate_asset_number


class CollectionTerminal(models.Model):
    """采集终端: a terminal at an account for a half-open time; a terminal hangs at one place at a time."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="terminals", verbose_name=_("supply account")
    )
    asset_number = models.CharField(_("terminal (asset number)"), max_length=22, validators=[validate_asset_number])
    communication_address = models.CharField(_("communication address"), max_length=30, blank=True, default="")
    position = models.CharField(_("position"), max_length=120, blank=True, default="")
    period = DateTimeRangeField(_("period"))
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("collection terminal")
        verbose_name_plural = _("collection terminals")
        ordering = ["account_id", "id"]
        constraints = [
            proper_period("terminal_period_proper"),
            one_at_a_time(
                "terminal_at_one_place",
                "asset_number",
                message=_("This terminal hangs elsewhere at that time."),
            ),
        ]
        indexes = [models.Index(fields=["account"], name="terminal_by_account")]

    def __str__(self) -> str:
        return self.asset_number
